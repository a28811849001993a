"""Leaves behind what a test of another file stands on: there it fails by itself."""

import decimal

import registry


def test_registers():
    registry.known["json"] = len
    assert registry.known


def test_asks_for_more_digits():
    decimal.getcontext().prec = 50
    assert len(str(decimal.Decimal(1) / 3)) == 52
