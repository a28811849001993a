from datetime import date

import pytest

from orders import Calendar, delivery_date


@pytest.mark.parametrize(
    "ordered, express, arrives",
    [
        ("2026-12-07", False, "2026-12-10"),
        ("2026-12-10", False, "2026-12-15"),
        ("2026-12-12", True, "2026-12-15"),
        ("2026-12-23", False, "2026-12-29"),
    ],
)
def test_only_working_days_count(calendar, ordered, express, arrives):
    assert delivery_date(date.fromisoformat(ordered), calendar, express) == date.fromisoformat(arrives)


def test_express_is_never_later(calendar, order_day):
    assert delivery_date(order_day, calendar, express=True) <= delivery_date(order_day, calendar)


def test_days_cannot_be_negative():
    with pytest.raises(ValueError):
        Calendar().after(date(2026, 1, 1), -1)
