import enum
import re

import pytest


class Colour(enum.Enum):
    RED = 1
    GREEN = 2


@pytest.mark.parametrize("n, square", [(1, 1), (2, 4), (3, 8)])
def test_square(n, square):
    assert n * n == square


@pytest.mark.parametrize("value", [Colour.RED, re.compile("a+"), len, int, 2.5, -1, None, True, b"\x00", "ü", "", "a b", "tab\t", [1], {"k": 1}, (1, 2), 1j])
def test_ids(value):
    assert value is not Ellipsis


@pytest.mark.parametrize("a", [1, 2], ids=["one", "two"])
@pytest.mark.parametrize("b", [3, 4], ids=lambda b: f"b={b}")
def test_stacked(a, b):
    assert a < b


@pytest.mark.parametrize(("x", "y"), [pytest.param(1, 2, id="ok"), pytest.param(2, 1, marks=pytest.mark.xfail, id="down"), [3, 3]])
def test_param_objects(x, y):
    assert x < y


@pytest.mark.parametrize("same", ["a", "a", "b", 1, 1])
def test_duplicate_ids(same):
    assert same


@pytest.mark.parametrize("nothing", [])
def test_empty(nothing):
    assert False


@pytest.mark.parametrize("v", range(3))
class TestClassParameters:
    def test_all(self, v):
        assert v != 2

    @pytest.mark.parametrize("w", "xy")
    def test_both(self, v, w):
        assert isinstance(w, str)


@pytest.mark.parametrize("n", (i for i in range(2)))
def test_generator(n):
    assert n < 2


@pytest.mark.parametrize("s", [" lead", "new\nline", "q'uote", "per%cent", "sl/ash", "br[ack]et", "a::b"])
def test_odd_strings(s):
    assert s


@pytest.mark.parametrize("ids_none", [1, 2], ids=[None, "second"])
def test_ids_none(ids_none):
    pass


def pytest_generate_tests(metafunc):
    if "generated" in metafunc.fixturenames:
        metafunc.parametrize("generated", [10, 20])


def test_generated(generated):
    assert generated == 10
