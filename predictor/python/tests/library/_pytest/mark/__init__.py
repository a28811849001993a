"""Marks, and the parameter sets of parametrize."""

from .structures import EMPTY_PARAMETERSET_OPTION, MARK_GEN, Mark, MarkDecorator, MarkGenerator, ParameterSet, get_unpacked_marks, param

__all__ = ["MARK_GEN", "Mark", "MarkDecorator", "MarkGenerator", "ParameterSet", "get_unpacked_marks", "param"]
