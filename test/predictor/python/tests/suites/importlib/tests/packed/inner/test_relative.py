from .. import FROM
from . import conftest


def test_relative():
    assert FROM == "packed"
    assert __name__ == "packed.inner.test_relative"


def test_conftest(origin):
    assert origin == "packed"
    assert conftest.__name__ == "packed.inner.conftest"
