"""Strategies of texts from the internet: their simplest values are not known here."""

from hypothesis.strategies import SearchStrategy


def domains(*, max_length=255, max_element_length=63):
    return SearchStrategy()


def urls():
    return SearchStrategy()
