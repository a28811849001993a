"""State machines: they can be written down, and what their runs find is doubted."""

import unittest

from _foretrace import doubt

from hypothesis.core import settings
from hypothesis.inert import inert
from hypothesis.strategies import SearchStrategy


class Bundle(SearchStrategy):
    def __init__(self, name, *, consume=False, draw_references=True):
        super().__init__()
        self.name = name


def consumes(bundle):
    return bundle


def multiple(*args):
    return args


def _kept(*args, **kwargs):
    return lambda function: function


rule = initialize = _kept


def precondition(condition):
    return lambda function: function


def invariant(*, check_during_init=False):
    return lambda function: function


def run_state_machine_as_test(factory, *, settings=None, _min_steps=0):
    doubt("a state machine of hypothesis")


class _TestCase:
    """The attribute `TestCase` of a machine, made for each class."""

    def __init__(self):
        self._made = {}

    def __get__(self, machine, cls):
        made = self._made.get(cls)
        if made is None:

            class Case(unittest.TestCase):
                settings = getattr(cls, "settings", None)
                is_hypothesis_test = True

                def runTest(self):
                    run_state_machine_as_test(cls)

            Case.__name__ = Case.__qualname__ = cls.__name__ + ".TestCase"
            Case.__module__ = cls.__module__
            made = self._made[cls] = Case
        return made


class RuleBasedStateMachine:
    settings = settings()
    TestCase = _TestCase()

    def teardown(self):
        pass

    def check_invariants(self, *args):
        pass

    def bundle(self, name):
        return []


GenericStateMachine = RuleBasedStateMachine


def __getattr__(name):
    return inert("hypothesis.stateful", name)
