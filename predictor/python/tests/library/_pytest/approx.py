"""pytest.approx: numbers, and sequences and mappings of numbers, compared within a tolerance."""

import math
import sys

DEFAULT_ABS = 1e-12
DEFAULT_REL = 1e-6


class ApproxBase:
    __array_ufunc__ = None
    __array_priority__ = 100

    def __init__(self, expected, rel=None, abs=None, nan_ok=False):
        __tracebackhide__ = True
        self.expected = expected
        self.abs = abs
        self.rel = rel
        self.nan_ok = nan_ok
        self._check_type()

    def _check_type(self):
        pass

    def _scalar(self, value):
        if isinstance(value, _decimal()):
            return ApproxDecimal(value, rel=self.rel, abs=self.abs, nan_ok=self.nan_ok)
        return ApproxScalar(value, rel=self.rel, abs=self.abs, nan_ok=self.nan_ok)

    def __eq__(self, actual):
        for a, x in self._pairs(actual):
            if a != self._scalar(x):
                return False
        return True

    def __ne__(self, actual):
        return not (actual == self)

    __hash__ = None

    def __bool__(self):
        __tracebackhide__ = True
        raise AssertionError("approx() is not supported in a boolean context.\nDid you mean: `assert a == approx(b)`?")


def _decimal():
    module = sys.modules.get("decimal")
    return module.Decimal if module is not None else ()


def _nested(value, where):
    return TypeError(f"pytest.approx() does not support nested data structures: {value!r}\n  full {where}")


class ApproxMapping(ApproxBase):
    def __repr__(self):
        return f"approx({ {k: self._scalar(v) for k, v in self.expected.items()}!r})"

    def _check_type(self):
        for value in self.expected.values():
            if isinstance(value, type(self.expected)):
                raise _nested(value, f"mapping={self.expected!r}")

    def __eq__(self, actual):
        try:
            if actual.keys() != self.expected.keys():
                return False
        except AttributeError:
            return False
        return super().__eq__(actual)

    def _pairs(self, actual):
        return [(actual[k], self.expected[k]) for k in self.expected.keys()]


class ApproxSequenceLike(ApproxBase):
    def __repr__(self):
        kind = type(self.expected)
        if kind not in (list, tuple):
            kind = list
        return f"approx({kind(self._scalar(x) for x in self.expected)!r})"

    def _check_type(self):
        for value in self.expected:
            if isinstance(value, type(self.expected)):
                raise _nested(value, f"sequence: {self.expected!r}")

    def __eq__(self, actual):
        try:
            if len(actual) != len(self.expected):
                return False
        except TypeError:
            return False
        return super().__eq__(actual)

    def _pairs(self, actual):
        return zip(actual, self.expected)


class ApproxScalar(ApproxBase):
    default_absolute = DEFAULT_ABS
    default_relative = DEFAULT_REL

    def __repr__(self):
        expected = self.expected
        if not _is_number(expected) or isinstance(expected, bool) or math.isinf(abs(expected)):
            return str(expected)
        try:
            tolerance = f"{self.tolerance:.1e}"
            if isinstance(expected, complex) and expected.imag and not math.isinf(self.tolerance):
                tolerance += " ∠ ±180°"
        except ValueError:
            tolerance = "???"
        return f"{expected} ± {tolerance}"

    def __eq__(self, actual):
        expected = self.expected
        if isinstance(expected, bool) and not isinstance(actual, bool):
            return False
        if actual == expected:
            return True
        if not (_is_number(expected) and _is_number(actual)):
            return False
        if math.isnan(abs(expected)):
            return self.nan_ok and math.isnan(abs(actual))
        if math.isinf(abs(expected)):
            return False
        return abs(expected - actual) <= self.tolerance

    __hash__ = None

    @property
    def tolerance(self):
        absolute = self.default_absolute if self.abs is None else self.abs
        if absolute < 0:
            raise ValueError(f"absolute tolerance can't be negative: {absolute}")
        if math.isnan(absolute):
            raise ValueError("absolute tolerance can't be NaN.")
        if self.rel is None and self.abs is not None:
            return absolute
        relative = (self.default_relative if self.rel is None else self.rel) * abs(self.expected)
        if relative < 0:
            raise ValueError(f"relative tolerance can't be negative: {relative}")
        if math.isnan(relative):
            raise ValueError("relative tolerance can't be NaN.")
        return max(relative, absolute)


class ApproxDecimal(ApproxScalar):
    @property
    def default_absolute(self):
        return _decimal()("1e-12")

    @property
    def default_relative(self):
        return _decimal()("1e-6")

    def __repr__(self):
        tolerance = self.tolerance
        text = f"{float(tolerance):.1e}"
        return f"{self.expected} ± {text}"


def _is_number(value):
    if isinstance(value, (int, float, complex)):
        return True
    if isinstance(value, _decimal()):
        return True
    numbers = sys.modules.get("numbers")
    return numbers is not None and isinstance(value, numbers.Complex)


def approx(expected, rel=None, abs=None, nan_ok=False):
    __tracebackhide__ = True
    if isinstance(expected, _decimal()):
        kind = ApproxDecimal
    elif isinstance(expected, dict) or _registered(expected, "Mapping"):
        kind = ApproxMapping
    elif hasattr(expected, "__array__") and "numpy" in sys.modules:
        from _foretrace import doubt

        doubt("pytest.approx of an array")
        kind = ApproxScalar
    elif hasattr(expected, "__getitem__") and hasattr(expected, "__len__") and not isinstance(expected, (str, bytes)):
        kind = ApproxSequenceLike
    elif isinstance(expected, (set, frozenset)) or hasattr(type(expected), "__contains__") and hasattr(type(expected), "__iter__") and hasattr(type(expected), "__len__") and not isinstance(expected, (str, bytes)):
        raise TypeError(f"pytest.approx() only supports ordered sequences, but got: {expected!r}")
    else:
        kind = ApproxScalar
    return kind(expected, rel, abs, nan_ok)


def _registered(value, name):
    from collections import abc

    return isinstance(value, getattr(abc, name))
