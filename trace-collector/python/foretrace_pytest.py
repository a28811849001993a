"""A pytest plugin that records each test's trace and outcome. Loaded with `-p foretrace_pytest` from PYTHONPATH: nothing is installed.

What it does is told in the environment variable FORETRACE_RECORD, as JSON: see foretrace_tracer.options.
"""
import json
import os
import time

import foretrace_tracer as tracer
import pytest

said = json.loads(os.environ.get("FORETRACE_RECORD", "null"))
current = None


def pytest_configure(config):
    if said is None or tracer.started:
        return
    tracer.start(**said)


def result_of(report):
    if hasattr(report, "wasxfail"):
        return "xfailed" if report.skipped else "xpassed" if report.passed else "failed"
    if report.failed and report.when != "call":
        return "error"
    return report.outcome


def place_of(report):
    crash = getattr(getattr(report, "longrepr", None), "reprcrash", None)
    if crash is None:
        return {}
    return {"file": os.path.abspath(str(crash.path)), "line": crash.lineno, "message": str(crash.message)[:2000]}


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    global current
    if not tracer.started:
        yield
        return
    current = {"result": "passed", "phase": "call", "seconds": 0.0}
    tracer.mark(test=item.nodeid, at=time.time())
    try:
        yield
    finally:
        thread = tracer.end_test()
        tracer.mark(outcome=item.nodeid, at=time.time(), cut=thread, **current)
        tracer.flush_all()


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_setup(item):
    yield from traced()


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_call(item):
    yield from traced()


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_teardown(item):
    yield from traced()


def traced():
    """Recording is on while the phase runs, and off in what pytest does between."""
    if not tracer.started:
        yield
        return
    tracer.hook_streams()
    tracer.resume_test()
    try:
        yield
    finally:
        tracer.pause_test()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if current is None:
        return
    report = outcome.get_result()
    current["seconds"] += report.duration
    result = result_of(report)
    if result != "passed" and current["result"] == "passed":
        current.update(result=result, phase=report.when, **place_of(report))
        if isinstance(report.longrepr, tuple) and result == "skipped":
            current["message"] = str(report.longrepr[2])[:2000]
        elif call.excinfo is not None and result in ("failed", "error", "xfailed"):
            current["exception"] = call.excinfo.typename


def pytest_collectreport(report):
    if report.failed and tracer.started:
        tracer.mark(outcome=report.nodeid, at=time.time(), result="error", phase="collect", message=str(report.longrepr)[-2000:])


def pytest_unconfigure(config):
    if tracer.started:
        tracer.flush_all()
