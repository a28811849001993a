"""Fixtures that every pytest has and that are not in a file of their own."""

from _pytest.fixtures import fixture


@fixture(scope="session")
def pytestconfig(request):
    return request.config


@fixture
def cache(request):
    return request.config.cache


@fixture
def record_property(request):
    return lambda name, value: request.node.user_properties.append((name, value))


@fixture
def record_xml_attribute(request):
    return lambda name, value: None


@fixture(scope="session")
def record_testsuite_property(request):
    return lambda name, value: None


@fixture(scope="session")
def doctest_namespace():
    return {}


class Subtests:
    """subtests.test(…): a failure in one is told, and fails the test at its end."""

    def __init__(self):
        self._errors = []

    def test(self, msg=None, **kwargs):
        return _Subtest(self)


class _Subtest:
    def __init__(self, subtests):
        self._subtests = subtests

    def __enter__(self):
        return None

    def __exit__(self, kind, error, tb):
        from _pytest.outcomes import Skipped

        if error is None or isinstance(error, Skipped):
            return error is not None
        if not isinstance(error, Exception) and type(error).__name__ != "Failed":
            return False
        self._subtests._errors.append(error)
        return True


@fixture
def subtests(request):
    result = Subtests()
    request.node._subtests = result
    return result


def _unmodelled(name):
    def make(request):
        request.config.doubt(f"fixture {name}")

    make.__name__ = name
    return fixture(make)


pytester = _unmodelled("pytester")
testdir = _unmodelled("testdir")
