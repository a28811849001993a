"""Tests that stand on what earlier ones left."""

import unittest

import pytest

REGISTRY = []
SETTINGS = {"level": 0}


class ProbeTest(unittest.TestCase):
    supported: bool

    def test_0_probe(self):
        self.__class__.supported = True

    def test_1_uses_the_probe(self):
        self.assertTrue(self.supported)

    def test_2_fails_after_it(self):
        self.assertFalse(self.supported)


class TestSteps:
    def test_first(self):
        TestSteps.token = "abc"

    def test_second(self):
        assert self.token == "abc"

    def test_third_has_no_other(self):
        assert self.other == "abc"


def test_registers():
    REGISTRY.append("one")


def test_is_registered():
    assert REGISTRY == ["one"]


def test_sets():
    SETTINGS["level"] += 1


def test_is_set():
    assert SETTINGS["level"] == 1


def test_fails_anyway():
    assert SETTINGS["level"] == 2


@pytest.fixture
def patched(monkeypatch):
    monkeypatch.setitem(SETTINGS, "mode", "fast")


def test_patched(patched):
    assert SETTINGS["mode"] == "fast"


def test_is_taken_back():
    assert SETTINGS["mode"] == "fast"


OPEN = []


def test_fails_and_leaves_it_open():
    OPEN.append("door")
    assert len(OPEN) == 2
    OPEN.clear()


def test_passes_by_itself():
    OPEN.append("window")
    assert OPEN == ["window"]


def test_passes_all_the_same():
    assert "wall" not in OPEN
