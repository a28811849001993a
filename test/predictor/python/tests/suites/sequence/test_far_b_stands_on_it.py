import decimal

import registry


def test_finds_what_was_registered():
    assert registry.known["json"] is len


def test_has_the_digits():
    assert len(str(decimal.Decimal(2) / 3)) == 52


def test_fails_all_the_same():
    assert registry.known["xml"]
