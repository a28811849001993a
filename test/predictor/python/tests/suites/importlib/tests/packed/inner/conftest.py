import pytest

from .. import FROM


@pytest.fixture
def origin():
    return FROM
