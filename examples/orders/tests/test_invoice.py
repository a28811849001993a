from datetime import date

import pytest

from orders import Invoice, write_invoice


@pytest.fixture
def invoice(basket, discounts):
    return Invoice(42, date(2026, 11, 20), basket, discounts, instalments=2)


def test_it_lists_what_was_bought(invoice):
    lines = list(invoice.lines())
    assert lines[0] == "Invoice 00042 of 20 November 2026"
    assert lines[1] == "  4 x tea               18.00 EUR"
    assert lines[3:5] == ["    less bulk", "    less gifts"]


def test_instalments_add_up(invoice):
    assert list(invoice.lines())[-2:] == ["    instalment 1: 18.73 EUR", "    instalment 2: 18.72 EUR"]


def test_it_is_written_below_its_year(invoice, tmp_path):
    path = write_invoice(invoice, tmp_path)
    assert path == tmp_path / "2026" / "00042.txt"
    assert path.read_text(encoding="utf-8").splitlines()[-3] == "to pay                  37.45 EUR"


def test_the_environment_names_the_folder(invoice, tmp_path, monkeypatch):
    monkeypatch.setenv("INVOICES", str(tmp_path / "box"))
    assert write_invoice(invoice).parent.parent.name == "box"
