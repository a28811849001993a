import pytest

from orders import Basket, Line, Money


def test_the_same_article_becomes_one_line(basket):
    assert [(line.article, line.quantity) for line in basket] == [("tea", 4), ("cup", 2)]


def test_the_total_is_that_of_all_lines(basket):
    assert basket.total == Money(4 * 450 + 2 * 1290)


def test_tags_are_counted_by_quantity(basket):
    assert basket.by_tag() == {"drink": 4, "gift": 6, "ware": 2}


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_line_needs_a_quantity(quantity):
    with pytest.raises(ValueError) as refusal:
        Line("tea", Money(450), quantity)
    assert f"not {quantity}" in str(refusal.value)


class TestEmpty:
    def test_it_costs_nothing(self):
        assert Basket().total == Money(0)

    def test_it_is_false(self):
        assert not Basket()
