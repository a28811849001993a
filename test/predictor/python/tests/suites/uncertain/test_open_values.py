# What a C module without a counterpart holds may be of any type; it is no test and no fixture, though.
import abc
import warnings

from _xxsubinterpreters import create as held


def test_that_does_not_ask():
    assert 1 + 1 == 2


def test_too_many_arguments():
    len(held, 1)


class Base(abc.ABC):
    pass


def test_registers():
    Base.register(held)


def test_notes():
    ValueError().add_note(held)


def test_category():
    warnings.warn("text", held)


def test_super():
    super(held)


def test_made_of_it():
    str.__new__(held)


def test_in_it():
    "a" in held


def test_in_text():
    held in "ab"


def test_in_items():
    assert held not in {1: 2}.items()
