"""A small shop: a basket of lines, a price, a delivery date and an invoice."""
from .basket import Basket, Line
from .delivery import Calendar, delivery_date
from .discounts import Discounts, Rule
from .invoice import Invoice, write_invoice
from .money import Money

__all__ = ["Basket", "Calendar", "Discounts", "Invoice", "Line", "Money", "Rule", "delivery_date", "write_invoice"]
