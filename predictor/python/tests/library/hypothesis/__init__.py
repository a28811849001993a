"""Stands in for an installed hypothesis: explicit examples and the simplest drawn one are rehearsed, all others are doubted."""

import os
import sys

from hypothesis import strategies
from hypothesis.control import assume, currently_in_test_context, event, note, register_random, reject, target
from hypothesis.core import Phase, HealthCheck, Verbosity, example, find, given, is_hypothesis_test, reproduce_failure, seed, settings
from hypothesis.inert import inert

__version_info__ = (6, 0, 0)
__version__ = "6.0.0"

# What is not modelled here comes from the package itself.
for _folder in sys.path:
    _folder = os.path.join(_folder, "hypothesis")
    if _folder not in __path__ and os.path.isfile(os.path.join(_folder, "__init__.py")):
        __path__.append(_folder)

infer = ...


def __getattr__(name):
    return inert("hypothesis", name)
