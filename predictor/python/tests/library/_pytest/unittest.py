"""unittest's test cases as nodes. The cases themselves run by unittest's own code; this is the result object that they report to."""

import sys

from _pytest.outcomes import Failed, Skipped, XFailed
from _pytest.python import Class, Function


def _skipped(obj):
    return bool(getattr(obj, "__unittest_skip__", False))


class UnitTestCase(Class):
    def newinstance(self):
        return self.obj("runTest")

    def collect(self):
        cls = self.obj
        if not getattr(cls, "__test__", True):
            return []
        if _skipped(cls):
            self._register_skip()
        else:
            self._register_method_setup()
            self._register_case_setup()
            self._register_class_setup()
        self.session.fixtures.parsefactories(self.newinstance(), self)
        out = []
        for name in _test_names(cls):
            found = getattr(cls, name)
            if getattr(found, "__test__", True):
                out.append(TestCaseFunction(name, self, found))
        if not out and getattr(cls, "runTest", None) is not None:
            out.append(TestCaseFunction("runTest", self, cls.runTest))
        return out

    def _register_skip(self):
        def unittest_skip(request):
            raise Skipped(getattr(request.cls, "__unittest_skip_why__", ""))

        self.session.fixtures.register(f"_unittest_skip_fixture_{self.obj.__qualname__}", unittest_skip, self, "class", autouse=True)

    def _register_case_setup(self):
        def unittest_setup_class(request):
            cls = request.cls
            cleanup = getattr(cls, "doClassCleanups", lambda: None)

            def raise_collected():
                errors = getattr(cls, "tearDown_exceptions", None)
                if errors:
                    raise errors[0][1]

            if getattr(cls, "setUpClass", None) is not None:
                try:
                    cls.setUpClass()
                except Exception:
                    cleanup()
                    raise_collected()
                    raise
            yield
            try:
                if getattr(cls, "tearDownClass", None) is not None:
                    cls.tearDownClass()
            finally:
                cleanup()
                raise_collected()

        definition = self.session.fixtures.register(f"_unittest_setUpClass_fixture_{self.obj.__qualname__}", unittest_setup_class, self, "class", autouse=True)
        definition.idle = not any("setUpClass" in vars(base) for base in self.obj.__mro__ if base.__module__ != "unittest.case")

    def _register_method_setup(self):
        cls = self.obj
        setup = getattr(cls, "setup_method", None)
        teardown = getattr(cls, "teardown_method", None)
        if setup is None and teardown is None:
            return

        def unittest_setup_method(request):
            instance = request.instance
            if setup is not None:
                setup(instance, request.function)
            yield
            if teardown is not None:
                teardown(instance, request.function)

        self.session.fixtures.register(f"_unittest_setup_method_fixture_{cls.__qualname__}", unittest_setup_method, self, "function", autouse=True)


def _test_names(cls):
    """As unittest's loader: callables that start with `test`, sorted."""
    return sorted(n for n in dir(cls) if n.startswith("test") and callable(getattr(cls, n)))


class TestCaseFunction(Function):
    """The item, and the TestResult that its test case reports to."""

    failfast = False
    shouldStop = False

    def __init__(self, name, parent, function):
        self._errors = []
        super().__init__(name, parent, function)

    def _find_fixtures(self):
        manager = self.session.fixtures
        self.argnames = ()
        used = [name for mark in self.iter_markers("usefixtures") for name in mark.args]
        self._initial = list(dict.fromkeys([*manager.autouse_names(self), *self.config.getini("usefixtures"), *used]))
        self.fixturenames, self.fixture_definitions = manager.closure(self, self._initial, set())

    def _new_instance(self):
        return self.parent.obj(self.name)

    @property
    def _testcase(self):
        return self.instance

    def runtest(self):
        case = self.instance
        case(result=self)
        if self._errors:
            raise self._errors[0]

    def startTest(self, testcase):
        pass

    def stopTest(self, testcase):
        pass

    def addSuccess(self, testcase):
        pass

    def addDuration(self, testcase, elapsed):
        pass

    def addError(self, testcase, error):
        self._errors.append(error[1])

    def addFailure(self, testcase, error):
        self._errors.append(error[1])

    def addSubTest(self, testcase, test, error):
        if error is not None:
            self._errors.append(error[1])

    def addSkip(self, testcase, reason):
        # A skipped subtest skips nothing else.
        if type(testcase).__name__ != "_SubTest":
            self._errors.append(Skipped(reason))

    def addExpectedFailure(self, testcase, error):
        self._errors.append(XFailed(""))

    def addUnexpectedSuccess(self, testcase):
        self._errors.append(Failed("Unexpected success", pytrace=False))
