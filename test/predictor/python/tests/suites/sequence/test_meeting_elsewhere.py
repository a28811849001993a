# The same across files.
from shared import collect, count


def test_collects_after_another_file():
    assert collect(3) == [3]


def test_counts_after_another_file():
    assert count("c") == 1
