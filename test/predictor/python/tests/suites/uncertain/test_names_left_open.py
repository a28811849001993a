import platform

import pytest


class TestMachine:
    @pytest.mark.parametrize("size", [1, 2])
    @pytest.mark.parametrize("name", ["x"], ids=[platform.platform()])
    def test_named_by_it(self, name, size):
        pass


def test_beside_it():
    pass
