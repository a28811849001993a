"""When an order arrives: working days only, holidays left out."""
from __future__ import annotations

from datetime import date, timedelta


class Calendar:
    def __init__(self, holidays=()):
        self.holidays = {date.fromisoformat(day) for day in holidays}

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def after(self, day: date, working_days: int) -> date:
        """The date that many working days later."""
        if working_days < 0:
            raise ValueError("working_days must not be negative")
        while working_days > 0:
            day += timedelta(days=1)
            if self.is_working(day):
                working_days -= 1
        return day


def delivery_date(ordered: date, calendar: Calendar, express: bool = False) -> date:
    start = ordered
    while not calendar.is_working(start):
        start += timedelta(days=1)
    return calendar.after(start, 1 if express else 3)
