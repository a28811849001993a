from datetime import date

import pytest

from orders import Basket, Calendar, Discounts, Line, Money


@pytest.fixture
def basket():
    return (
        Basket()
        .add(Line("tea", Money.parse("4.50"), 3, frozenset({"drink"})))
        .add(Line("cup", Money.parse("12.90"), 2, frozenset({"ware", "gift"})))
        .add(Line("tea", Money.parse("4.50"), 1, frozenset({"gift"})))
    )


@pytest.fixture(scope="module")
def discounts():
    found = Discounts()

    @found.rule("gifts", rate=5, rank=2)
    def has_gifts(basket):
        return basket.by_tag()["gift"] >= 2

    @found.rule("bulk", rate=10, rank=1)
    def is_bulk(basket):
        return len(basket) >= 6

    @found.rule("staff", rate=50, rank=0, stacks=False)
    def is_staff(basket):
        return any("staff" in line.tags for line in basket)

    return found


@pytest.fixture(scope="session")
def calendar():
    return Calendar(["2026-12-25", "2027-01-01"])


@pytest.fixture(params=[date(2026, 12, 21), date(2026, 12, 24)], ids=str)
def order_day(request):
    return request.param
