import sys

import pytest


@pytest.mark.skip(reason="later")
def test_skip():
    assert False


@pytest.mark.skip
def test_skip_bare():
    assert False


@pytest.mark.skipif(sys.version_info < (3, 6), reason="old")
def test_skipif_false():
    pass


@pytest.mark.skipif("sys.version_info > (3,)", reason="new")
def test_skipif_string():
    assert False


@pytest.mark.skipif(True)
def test_skipif_without_reason():
    pass


@pytest.mark.xfail
def test_xfail():
    assert 1 == 2


@pytest.mark.xfail(reason="known", raises=ZeroDivisionError)
def test_xfail_raises():
    1 / 0


@pytest.mark.xfail(raises=ZeroDivisionError)
def test_xfail_other():
    raise KeyError("x")


@pytest.mark.xfail
def test_xpass():
    pass


@pytest.mark.xfail(strict=True, reason="must fail")
def test_xpass_strict():
    pass


@pytest.mark.xfail(run=False, reason="crashes")
def test_xfail_norun():
    raise SystemExit


@pytest.mark.xfail(False, reason="never")
def test_xfail_condition():
    assert 1


def test_imperative_skip():
    pytest.skip("in the test")


def test_imperative_xfail():
    pytest.xfail("in the test")


def test_imperative_fail():
    pytest.fail("on purpose")


def test_importorskip():
    json = pytest.importorskip("json")
    assert json.loads("1") == 1
    pytest.importorskip("no_such_module_at_all")
    assert False


@pytest.mark.slow
@pytest.mark.api(version=2)
def test_reads_marks(request):
    assert request.node.get_closest_marker("api").kwargs == {"version": 2}
    assert [m.name for m in request.node.iter_markers()] == ["api", "slow"]
    assert request.node.get_closest_marker("nothing") is None


pytestmark = pytest.mark.dynamic


def test_module_mark(request):
    assert request.node.get_closest_marker("dynamic") is not None


class TestNotCollected:
    def __init__(self):
        self.x = 1

    def test_never(self):
        assert False


class TestNested:
    class TestInner:
        def test_deep(self):
            assert True

    __test__ = True


class TestHidden:
    __test__ = False

    def test_never(self):
        assert False


class HelperTest:
    def test_never(self):
        assert False


def test_system_exit():
    sys.exit(3)


async def test_async():
    assert False


def test_added_marker(request):
    request.applymarker(pytest.mark.xfail(reason="late"))
    assert False


def helper_test():
    assert False


test_lambda = lambda: None  # noqa: E731
test_not_callable = 5
