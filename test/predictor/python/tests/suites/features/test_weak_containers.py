"""Caches that hold their entries weakly: what has gone is made again, and no one can tell."""

import weakref

import pytest


class Zone:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        return self.name == other.name

    def __hash__(self):
        return hash(self.name)


class Factory:
    def __init__(self):
        self.instances = weakref.WeakValueDictionary()
        self.latest = []

    def __call__(self, name):
        zone = self.instances.get(name)
        if zone is None:
            zone = self.instances.setdefault(name, Zone(name))
        self.latest = [zone, *self.latest][:2]
        return zone


@pytest.fixture
def factory():
    return Factory()


def test_is_held(factory):
    first = factory("UTC")
    assert factory("UTC") is first
    assert len(factory.instances) == 1


def test_is_made_again(factory):
    for name in ["A", "B", "C", "D"]:
        factory(name)
    assert factory("A").name == "A"
    assert [z.name for z in factory.latest] == ["A", "D"]


def test_falls_out_of_the_cache(factory):
    factory.instances["x"] = zone = Zone("x")
    assert factory.instances["x"] == Zone("x")
    assert zone.nothing


def test_of_what_is_alive():
    zones = [Zone("a"), Zone("b")]
    known = weakref.WeakSet(zones)
    notes = weakref.WeakKeyDictionary({zones[0]: "first"})
    assert len(known) == 2 and Zone("a") in known
    assert notes[Zone("a")] == "first" and Zone("b") not in notes
