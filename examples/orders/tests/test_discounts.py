import pytest

from orders import Basket, Discounts, Line, Money


def test_rules_apply_by_rank(basket, discounts):
    rest, names = discounts.price(basket)
    assert names == ["bulk", "gifts"]
    assert rest == Money(3745)


def test_a_rule_that_does_not_stack_ends_the_search(basket, discounts):
    basket.add(Line("badge", Money(0), 1, frozenset({"staff"})))
    rest, names = discounts.price(basket)
    assert names == ["staff"]
    assert rest == Money(2190)


def test_without_a_matching_rule_the_price_stays(discounts):
    basket = Basket().add(Line("tea", Money(450)))
    assert discounts.price(basket) == (Money(450), [])


def test_names_are_unique(discounts):
    with pytest.raises(ValueError, match="already"):
        discounts.rule("bulk", 1)(lambda basket: True)


@pytest.mark.parametrize("pieces, bulk", [(5, False), (6, True), (7, True)])
def test_bulk_begins_at_six(discounts, pieces, bulk):
    basket = Basket().add(Line("tea", Money(100), pieces))
    assert ("bulk" in discounts.price(basket)[1]) is bulk
