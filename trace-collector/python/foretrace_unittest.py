"""Runs `python -m unittest ARGUMENTS` with a trace and an outcome for each test, named as pytest would name it.

usage: python foretrace_unittest.py OPTIONS-AS-JSON [ARGUMENTS]
"""
import json
import os
import sys
import time
import unittest

import foretrace_tracer as tracer


def name_of(test):
    """file.py::Class::method, relative to the current folder."""
    method = getattr(test, "_testMethodName", None)
    module = sys.modules.get(type(test).__module__)
    file = getattr(module, "__file__", None)
    if method is None or file is None:
        return test.id()
    return "%s::%s::%s" % (os.path.relpath(file).replace(os.sep, "/"), type(test).__qualname__.replace(".", "::"), method)


class Result(unittest.TextTestResult):
    def startTest(self, test):
        super().startTest(test)
        self.told = {"result": "passed", "phase": "call"}
        self.began = time.time()
        tracer.mark(test=name_of(test), at=self.began)
        tracer.hook_streams()
        tracer.resume_test()

    def stopTest(self, test):
        tracer.pause_test()
        cut = tracer.end_test()
        tracer.mark(outcome=name_of(test), at=time.time(), seconds=time.time() - self.began, cut=cut, **self.told)
        tracer.flush_all()
        super().stopTest(test)

    def tell(self, result, error=None, message=None):
        if self.told["result"] != "passed":
            return
        self.told["result"] = result
        if message is not None:
            self.told["message"] = message[:2000]
        if error is not None:
            self.told["exception"] = error[0].__name__
            self.told["message"] = str(error[1])[:2000]
            tb = error[2]
            while tb is not None:
                if "__unittest" not in tb.tb_frame.f_globals:
                    self.told.update(file=os.path.abspath(tb.tb_frame.f_code.co_filename), line=tb.tb_lineno)
                tb = tb.tb_next

    def addError(self, test, err):
        super().addError(test, err)
        if not hasattr(test, "_testMethodName"):
            # A class's or a module's own fixture.
            tracer.mark(outcome=test.id(), at=time.time(), result="error", phase="setup", exception=err[0].__name__, message=str(err[1])[:2000])
            return
        self.tell("failed", err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.tell("failed", err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.tell("failed", err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if hasattr(self, "told"):
            self.tell("skipped", message=reason)

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.tell("xfailed", err)

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.tell("failed", message="Unexpected success")


class Runner(unittest.TextTestRunner):
    resultclass = Result


if __name__ == "__main__":
    options = json.loads(sys.argv[1])
    sys.argv[:] = ["python -m unittest"] + sys.argv[2:]
    # As `python -m` does: the current folder, not the one of this file.
    sys.path[0] = os.getcwd()
    tracer.start(**options)
    unittest.main(module=None, testRunner=Runner)
