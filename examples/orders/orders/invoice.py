"""Invoices as text files."""
from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .basket import Basket
from .discounts import Discounts
from .money import Money


@dataclass(frozen=True)
class Invoice:
    number: int
    issued: date
    basket: Basket
    discounts: Discounts
    instalments: int = 1

    @property
    def to_pay(self) -> Money:
        return self.discounts.price(self.basket)[0]

    def lines(self):
        yield f"Invoice {self.number:05d} of {self.issued:%d %B %Y}"
        for line in self.basket:
            yield f"{line.quantity:>3} x {line.article:<12} {line.total!s:>14}"
        rest, names = self.discounts.price(self.basket)
        for name in names:
            yield f"    less {name}"
        yield f"{'to pay':<18} {rest!s:>14}"
        if self.instalments > 1:
            for n, part in enumerate(rest.split(self.instalments), 1):
                yield f"    instalment {n}: {part}"


def write_invoice(invoice: Invoice, folder: Path | None = None) -> Path:
    """Write the invoice below the folder (or $INVOICES), one folder per year."""
    folder = Path(folder or os.environ["INVOICES"]) / str(invoice.issued.year)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{invoice.number:05d}.txt"
    path.write_text("\n".join(invoice.lines()) + "\n", encoding="utf-8")
    return path
