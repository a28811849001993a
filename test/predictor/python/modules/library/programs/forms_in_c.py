# What shows of the classes that are written in C: no slots, no dict, no private names, and a state of their own.
import copy
import datetime
import decimal
import pickle
import warnings
import zoneinfo
from xml.etree import ElementTree

warnings.simplefilter("error")
element = ElementTree.Element("a", {"b": "c"})
objects = [datetime.date(2000, 1, 2), datetime.datetime(2000, 1, 2), datetime.time(3), datetime.timedelta(4), datetime.timezone.utc, decimal.Decimal(5), element, zoneinfo.ZoneInfo("UTC")]
for o in objects:
    print(type(o).__name__, hasattr(o, "__slots__"), hasattr(o, "__dict__"), [n for n in dir(o) if n.startswith("_") and not n.startswith("__") and n != "_unpickle"])
    print(object.__getstate__(o) if o is not element else element.__getstate__())
    try:
        type(o).more = 1
    except TypeError as e:
        print(e)


class Day(datetime.date):
    pass


class Sum(decimal.Decimal):
    __slots__ = ("note",)


day = Day(2000, 1, 2)
day.note = "x"
print(vars(day), day.__getstate__(), day.__reduce_ex__(2)[1:])
total = Sum(3)
total.note = "y"
print(total.__getstate__(), Sum.__slots__)
element.append(ElementTree.Element("d"))
for twin in copy.copy(element), copy.deepcopy(element), pickle.loads(pickle.dumps(element)):
    print(ElementTree.tostring(twin), twin is element, twin[0] is element[0])
print(bool(element), bool(element[0]), hasattr(element, "copy"))
try:
    ElementTree.Element("a", 3)
except TypeError as e:
    print(e)
