import sys

import pytest


@pytest.fixture
def place():
    return __name__


@pytest.fixture
def loaded():
    return sorted(n for n in sys.modules if n.split(".")[0] == "tests")
