"""What a test sees of the program that runs it."""

import inspect
import pickle
import sys

import pytest


class Thing:
    pass


def test_the_main_module_is_the_runners():
    import __main__

    assert sys.modules["__main__"] is __main__
    assert __main__.__file__.endswith(".py")
    assert not hasattr(__main__, "Thing")


def test_modules_are_found_beside_it():
    assert inspect.getmodule(Thing) is sys.modules[__name__]
    assert isinstance(pickle.loads(pickle.dumps(Thing())), Thing)


def test_it_has_no_other_names():
    assert not hasattr(pytest, "no_such_thing")
    with pytest.raises(AttributeError):
        pytest.no_such_thing
