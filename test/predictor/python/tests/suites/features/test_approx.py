from decimal import Decimal
from fractions import Fraction

import pytest
from pytest import approx


@pytest.mark.parametrize(
    "actual, expected, same",
    [
        (0.1 + 0.2, approx(0.3), True),
        (0.1 + 0.2, 0.3, False),
        ([0.1 + 0.2, 1], approx([0.3, 1]), True),
        ([0.1, 0.2], approx([0.2, 0.1]), False),
        ([0.1], approx([0.1, 0.2]), False),
        ({"a": 0.1 + 0.2}, approx({"a": 0.3}), True),
        ({"a": 1}, approx({"b": 1}), False),
        (1.0001, approx(1), False),
        (1.0001, approx(1, rel=1e-3), True),
        (1.0001, approx(1, abs=1e-3), True),
        (float("nan"), approx(float("nan")), False),
        (float("nan"), approx(float("nan"), nan_ok=True), True),
        (float("inf"), approx(float("inf")), True),
        (1, approx(float("inf")), False),
        ("a", approx("a"), True),
        ("a", approx(1), False),
        (None, approx(None), True),
        (Decimal("1.0000001"), approx(Decimal("1")), True),
        (Decimal("1.1"), approx(Decimal("1")), False),
        (Fraction(1, 3), approx(0.3333333333), True),
        ((1.0, 2.0), approx((1, 2)), True),
        (True, approx(True), True),
        (1 + 1e-7j, approx(1 + 0j), True),
    ],
)
def test_approx(actual, expected, same):
    assert (actual == expected) is same
    assert (actual != expected) is not same


def test_repr():
    assert repr(approx(1.0)) == "1.0 ± 1.0e-06"
    assert repr(approx([1.0, 2])) == "approx([1.0 ± 1.0e-06, 2 ± 2.0e-06])"
    assert repr(approx({"a": 1.0})) == "approx({'a': 1.0 ± 1.0e-06})"


def test_boolean_context():
    with pytest.raises(AssertionError):
        bool(approx(1))


def test_set_is_refused():
    with pytest.raises(TypeError):
        approx({1, 2})


def test_nested_is_refused():
    with pytest.raises(TypeError):
        approx([[1.0]])


def test_fails():
    assert [1.0, 2.5] == approx([1.0, 2.4])
