"""What a customer wants to buy."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .money import Money


@dataclass(frozen=True)
class Line:
    article: str
    price: Money
    quantity: int = 1
    tags: frozenset[str] = frozenset()

    def __post_init__(self):
        if self.quantity < 1:
            raise ValueError(f"quantity of {self.article} must be at least 1, not {self.quantity}")

    @property
    def total(self) -> Money:
        return self.price * self.quantity


@dataclass
class Basket:
    lines: list[Line] = field(default_factory=list)

    def add(self, line: Line) -> Basket:
        """Add a line; the same article at the same price becomes one line."""
        for at, known in enumerate(self.lines):
            if (known.article, known.price) == (line.article, line.price):
                self.lines[at] = Line(line.article, line.price, known.quantity + line.quantity, known.tags | line.tags)
                return self
        self.lines.append(line)
        return self

    def __iter__(self):
        return iter(self.lines)

    def __len__(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def total(self) -> Money:
        return sum((line.total for line in self.lines), Money(0))

    def by_tag(self) -> Counter:
        counts = Counter()
        for line in self.lines:
            for tag in sorted(line.tags):
                counts[tag] += line.quantity
        return counts
