import pytest
from collections import NoSuchThing


def test_one():
    pass


class TestTwo:
    def test_three(self):
        pass
