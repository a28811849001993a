"""Writes predictor/python/text/unicode-3-2-table.ts: where Unicode 3.2 (`unicodedata.ucd_3_2_0`) differs from Unicode 14, as Python 3.11 knows both.

usage: python3.11 scripts/unicode-3-2.py
"""
import os
import sys
import unicodedata as now

assert sys.version_info[:2] == (3, 11), "the tables are those of Python 3.11"
old = now.ucd_3_2_0
ALL = range(0x110000)
FORMS = ("NFC", "NFD", "NFKC", "NFKD")


def encode(numbers):
    """As in unicode-tables.py."""
    digits, out = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-", ""
    for n in numbers:
        while n >= 32:
            out += digits[32 + n % 32]
            n //= 32
        out += digits[n]
    return out


def ranges(codes):
    """Gap and length in turn."""
    out, end, start, last = [], 0, None, None
    for code in [*sorted(codes), None]:
        if start is not None and code == last + 1:
            last = code
            continue
        if start is not None:
            out += [start - end, last + 1 - start]
            end = last + 1
        start = last = code
    return encode(out)


assigned = [c for c in ALL if old.category(chr(c)) != "Cn"]
known = set(assigned)
for c in ALL:
    if c not in known:
        ch = chr(c)
        got = (old.bidirectional(ch), old.combining(ch), old.mirrored(ch), old.east_asian_width(ch), old.decomposition(ch), old.numeric(ch, None), old.name(ch, None))
        assert got == ("", 0, 0, "F", "", None, None), (hex(c), got)
        assert all(old.normalize(f, ch) == ch for f in FORMS), hex(c)
for name in ("combining", "decomposition"):
    assert all(getattr(old, name)(chr(c)) == getattr(now, name)(chr(c)) for c in assigned), name
for name in ("numeric", "digit", "name"):
    assert all(getattr(old, name)(chr(c), None) == getattr(now, name)(chr(c), None) for c in assigned), name


def changed(name, *missing):
    """The characters whose property differs, by what it was."""
    by = {}
    for c in assigned:
        was = getattr(old, name)(chr(c), *missing)
        if was != getattr(now, name)(chr(c), *missing):
            by.setdefault(str(was), []).append(c)
    return "".join(f"  ['{was}', '{ranges(codes)}'],\n" for was, codes in sorted(by.items()))


folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
with open(os.path.join(folder, "predictor/python/text/unicode-3-2-table.ts"), "w") as out:
    out.write("// Where Unicode 3.2 differs from Unicode 14, as Python 3.11 knows both. Written by scripts/unicode-3-2.py: do not edit. unicode-3-2.ts says how to read it.\n\n")
    out.write(f"/** Characters that are assigned. */\nexport const ASSIGNED =\n  '{ranges(assigned)}';\n\ntype Changed = readonly (readonly [was: string, codes: string])[];\n")
    for title, const, args in (("General category", "CATEGORY", ("category",)), ("Bidirectional class", "BIDI", ("bidirectional",)), ("East Asian width", "WIDTH", ("east_asian_width",)), ("Mirrored", "MIRRORED", ("mirrored",)), ("Decimal value", "DECIMAL", ("decimal", None))):
        out.write(f"/** {title}. */\nexport const {const}: Changed = [\n{changed(*args)}];\n")
    other = [c for c in assigned if any(old.normalize(f, chr(c)) != now.normalize(f, chr(c)) for f in FORMS)]
    out.write(f"/** Characters whose normal form differs. */\nexport const NORMALIZED = '{ranges(other)}';\n")
