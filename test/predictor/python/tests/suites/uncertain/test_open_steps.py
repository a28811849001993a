"""A test that fails on each way, though no one can go them all."""

import random

STEPS = []


def walk(left):
    while left:
        left //= 2


def test_fails_after_any_walk():
    STEPS.append("first")
    assert walk(random.getrandbits(200)) > 0
    STEPS.clear()


def test_passes_by_itself():
    assert STEPS == []


def test_passes_all_the_same():
    assert "second" not in STEPS
