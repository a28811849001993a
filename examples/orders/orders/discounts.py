"""Discounts as rules: each looks at the basket and may give a reduction; they apply in the order of their rank."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterator

from .basket import Basket
from .money import Money


@dataclass(frozen=True)
class Rule:
    name: str
    applies: Callable[[Basket], bool]
    rate: int
    rank: int = 0
    stacks: bool = True


class Discounts:
    def __init__(self):
        self._rules: list[Rule] = []

    def rule(self, name: str, rate: int, rank: int = 0, stacks: bool = True):
        """Decorate a condition to register it as a rule."""

        def register(applies: Callable[[Basket], bool]):
            if any(rule.name == name for rule in self._rules):
                raise ValueError(f"there is a rule {name!r} already")
            self._rules.append(Rule(name, applies, rate, rank, stacks))
            return applies

        return register

    def matching(self, basket: Basket) -> Iterator[Rule]:
        for rule in sorted(self._rules, key=lambda rule: rule.rank):
            if not rule.applies(basket):
                continue
            yield rule
            if not rule.stacks:
                return

    def price(self, basket: Basket) -> tuple[Money, list[str]]:
        """What is left to pay, and the rules that made it so."""
        rest, names = basket.total, []
        for rule in self.matching(basket):
            rest = rest - rest.percent(rule.rate)
            names.append(rule.name)
        return rest, names
