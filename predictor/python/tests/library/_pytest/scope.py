"""Scopes of fixtures, narrow to wide."""

NAMES = ("function", "class", "module", "package", "session")
WIDTH = {name: i for i, name in enumerate(NAMES)}
