"""Amounts of money as whole cents: no float ever holds a price."""
from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering


@total_ordering
@dataclass(frozen=True)
class Money:
    cents: int
    currency: str = "EUR"

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read "12.50", "12,5 EUR" or "3"."""
        number, _, currency = text.strip().partition(" ")
        whole, dot, part = number.replace(",", ".").partition(".")
        if not whole.removeprefix("-").isdigit() or (dot and not part.isdigit()):
            raise ValueError(f"not an amount: {text!r}")
        cents = int(part.ljust(2, "0")[:2] or "0")
        value = abs(int(whole)) * 100 + cents
        return cls(-value if whole.startswith("-") else value, currency or "EUR")

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.cents + other.cents, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.cents - other.cents, self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.cents * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.cents < other.cents

    def percent(self, rate: int) -> Money:
        """That share of the amount, half a cent rounded away from zero."""
        share = self.cents * rate
        whole, rest = divmod(abs(share), 100)
        whole += rest >= 50
        return Money(whole if share >= 0 else -whole, self.currency)

    def split(self, parts: int) -> list[Money]:
        """Equal parts that add up to the amount again: the first ones take the odd cents."""
        base, odd = divmod(self.cents, parts)
        return [Money(base + (i < odd), self.currency) for i in range(parts)]

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100:,}.{abs(self.cents) % 100:02d} {self.currency}"
