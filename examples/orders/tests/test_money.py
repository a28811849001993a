import pytest

from orders import Money


@pytest.mark.parametrize(
    "text, cents, currency",
    [("12.50", 1250, "EUR"), ("3", 300, "EUR"), ("12,5 USD", 1250, "USD"), ("-0.75", -75, "EUR"), ("1.999", 199, "EUR")],
)
def test_amounts_are_read_from_text(text, cents, currency):
    assert Money.parse(text) == Money(cents, currency)


@pytest.mark.parametrize("text", ["", "free", "1.x", "--3"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="not an amount"):
        Money.parse(text)


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="cannot mix EUR and USD"):
        Money(1) + Money(1, "USD")


@pytest.mark.parametrize("cents, rate, share", [(1000, 10, 100), (995, 10, 100), (994, 10, 99), (-995, 10, -100), (1, 50, 1)])
def test_shares_are_rounded_half_away_from_zero(cents, rate, share):
    assert Money(cents).percent(rate) == Money(share)


def test_parts_add_up_again():
    parts = Money(1000).split(3)
    assert [part.cents for part in parts] == [334, 333, 333]
    assert sum(parts, Money(0)) == Money(1000)


def test_amounts_compare_and_print():
    assert Money(5) < Money(6) and max(Money(7), Money(3)) == Money(7)
    assert str(Money(-1234567)) == "-12,345.67 EUR"


def test_a_mean_price_is_about_right():
    assert Money(999).cents / 3 == pytest.approx(333, abs=0.5)
