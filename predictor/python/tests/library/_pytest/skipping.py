"""The marks skip, skipif and xfail."""

import os
import sys

from _pytest.outcomes import Skipped, fail


def evaluate_condition(item, mark, condition):
    if isinstance(condition, str):
        import platform

        names = {"os": os, "sys": sys, "platform": platform, "config": item.config}
        names.update(getattr(item.function, "__globals__", {}))
        try:
            result = eval(compile(condition, f"<{mark.name} condition>", "eval"), names)
        except Exception as e:
            fail(f"Error evaluating {mark.name!r} condition\n    {condition}\n{type(e).__name__}: {e}", pytrace=False)
    else:
        try:
            result = bool(condition)
        except Exception as e:
            fail(f"Error evaluating {mark.name!r} condition as a boolean\n{type(e).__name__}: {e}", pytrace=False)
    reason = mark.kwargs.get("reason", None)
    if reason is None:
        if isinstance(condition, str):
            reason = "condition: " + condition
        else:
            fail(f"Error evaluating {mark.name!r}: you need to specify reason=STRING when using booleans as conditions.", pytrace=False)
    return result, reason


def _conditions(mark):
    return (mark.kwargs["condition"],) if "condition" in mark.kwargs else mark.args


def check_skip(item):
    """Raises Skipped where a mark says so."""
    for mark in item.iter_markers("skipif"):
        conditions = _conditions(mark)
        if not conditions:
            raise Skipped(mark.kwargs.get("reason", ""))
        for condition in conditions:
            result, reason = evaluate_condition(item, mark, condition)
            if result:
                raise Skipped(reason)
    for mark in item.iter_markers("skip"):
        raise Skipped(_reason_of_skip(*mark.args, **mark.kwargs))


def _reason_of_skip(reason="unconditional skip"):
    return reason


class Xfail:
    __slots__ = ("reason", "run", "strict", "raises")

    def __init__(self, reason, run, strict, raises):
        self.reason = reason
        self.run = run
        self.strict = strict
        self.raises = raises

    def expects(self, error):
        raises = self.raises
        if raises is None:
            return True
        if hasattr(raises, "matches"):
            return raises.matches(error)
        return isinstance(error, raises)


def expected_failure(item):
    for mark in item.iter_markers("xfail"):
        run = mark.kwargs.get("run", True)
        strict = mark.kwargs.get("strict", None)
        if strict is None:
            strict = item.config.getini("xfail_strict")
        raises = mark.kwargs.get("raises", None)
        conditions = _conditions(mark)
        if not conditions:
            return Xfail(mark.kwargs.get("reason", ""), run, strict, raises)
        for condition in conditions:
            result, reason = evaluate_condition(item, mark, condition)
            if result:
                return Xfail(reason, run, strict, raises)
    return None
