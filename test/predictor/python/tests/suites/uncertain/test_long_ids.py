import pytest


@pytest.mark.parametrize("text", ["a" * 101, b"b" * 200], ids=None)
def test_of(text):
    assert len(text) > 100
