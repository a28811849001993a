"""A model of pytest for rehearsals: what tests can see of it, and how it finds and runs them. Written from pytest's documented behaviour; it prints nothing."""

__version__ = "8.4.2"
version_tuple = (8, 4, 2)
