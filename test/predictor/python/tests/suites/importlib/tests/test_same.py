import sys

import pytest

from app import double


class TestNames:
    def test_module(self):
        assert __name__ == "tests.test_same"
        assert repr(type(self)) == "<class 'tests.test_same.TestNames'>"

    def test_fixture(self, place):
        assert place == "tests.conftest"

    def test_is_in_place(self, loaded):
        assert {"tests", "tests.conftest", "tests.test_same"} <= set(loaded)
        assert sys.modules["tests"].test_same is sys.modules[__name__]


def test_double():
    assert double(3) == 6


def test_what_lies_beside_it_is_not_on_the_path():
    with pytest.raises(ModuleNotFoundError, match="No module named 'helper'"):
        import helper  # noqa: F401


def test_but_below_its_folder():
    from tests import helper

    assert helper.VALUE == 1
    assert sys.path[0] != __file__.rpartition("/")[0]


def test_wrong():
    assert double(1) == 3
