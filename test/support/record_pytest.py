"""Outcomes of a suite under real pytest, as JSON: {node id: [result, exception class]}. Usage: python3 record_pytest.py FOLDER"""

import json
import os
import sys

import pytest


class Recorder:
    def __init__(self):
        self.tests = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        result = report.outcome
        if hasattr(report, "wasxfail"):
            result = "xfailed" if report.skipped else "xpassed"
        elif report.failed and report.when != "call":
            result = "error"
        raised = call.excinfo.typename if call.excinfo and result in ("failed", "error") else None
        if item.nodeid not in self.tests or self.tests[item.nodeid][0] == "passed":
            self.tests[item.nodeid] = [result, raised]
        return report


os.chdir(sys.argv[1])
recorder = Recorder()
output, sys.stdout = sys.stdout, open(os.devnull, "w")
pytest.main(["-q", "-p", "no:cacheprovider", "--continue-on-collection-errors", *sys.argv[2:]], plugins=[recorder])
json.dump(recorder.tests, output, indent=1, ensure_ascii=False)
output.write("\n")
