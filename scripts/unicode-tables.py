"""Writes predictor/python/text/unicode-tables.ts from the unicodedata of the Python that runs it (3.11: Unicode 14).

Usage: python3 scripts/unicode-tables.py. A table is a list of whole numbers, each written in groups of five bits, the lowest first,
one character a group; see decodeNumbers in the file that reads them.
"""
import sys
import unicodedata
from fractions import Fraction
from pathlib import Path

assert sys.version_info[:2] == (3, 11) and unicodedata.unidata_version == '14.0.0'
OUT = Path(__file__).parent.parent / 'predictor/python/text/unicode-tables.ts'
DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-'
POINTS = range(0x110000)


def encode(numbers):
    out = []
    for n in numbers:
        assert n >= 0
        while n >= 32:
            out.append(DIGITS[32 + n % 32])
            n //= 32
        out.append(DIGITS[n])
    return ''.join(out)


def signed(n):
    return 2 * n if n >= 0 else -2 * n - 1


def flags(char):
    bits = [
        char.isalpha(),
        char.isdecimal(),
        char.isdigit(),
        char.isnumeric(),
        char.isspace(),
        char.isprintable(),
        char.isidentifier(),
        ('a' + char).isidentifier(),
        char.islower(),
        char.isupper(),
        char.istitle() and not char.isupper(),
        # Is it cased? Then a letter after it is not the first of its word.
        (char + 'a').title()[-1] == 'a',
        # May it stand between a word and its final sigma?
        not (char + 'Σ').lower().endswith('ς') and ('A' + char + 'Σ').lower().endswith('ς'),
        bool(unicodedata.mirrored(char)),
    ]
    return sum(bit << i for i, bit in enumerate(bits))


CATEGORIES = sorted({unicodedata.category(chr(p)) for p in POINTS})
BIDI = sorted({unicodedata.bidirectional(chr(p)) for p in POINTS})
WIDTHS = sorted({unicodedata.east_asian_width(chr(p)) for p in POINTS})


def record(char):
    return (
        flags(char),
        CATEGORIES.index(unicodedata.category(char)),
        BIDI.index(unicodedata.bidirectional(char)),
        WIDTHS.index(unicodedata.east_asian_width(char)),
        unicodedata.combining(char),
    )


def record_tables():
    """Distinct records, and runs of code points that share one: length, record."""
    records, runs = {}, []
    for p in POINTS:
        at = records.setdefault(record(chr(p)), len(records))
        if runs and runs[-1][1] == at:
            runs[-1][0] += 1
        else:
            runs.append([1, at])
    return encode(n for r in records for n in r), encode(n for run in runs for n in run)


def digit_runs(value_of):
    """Runs of code points whose values rise by one: gap, length, first value."""
    runs, end = [], 0
    for p in POINTS:
        value = value_of(chr(p))
        if value is None:
            continue
        if runs and runs[-1][0] + runs[-1][1] == p and runs[-1][2] + runs[-1][1] == value:
            runs[-1][1] += 1
        else:
            runs.append([p, 1, value])
    out = []
    for start, length, value in runs:
        out += [start - end, length, value]
        end = start + length
    return encode(out)


def numeric_table():
    """Numeric values that are not digit values: gap, numerator (signed), denominator."""
    out, last = [], 0
    for p in POINTS:
        char = chr(p)
        value = unicodedata.numeric(char, None)
        if value is None or unicodedata.digit(char, None) is not None:
            continue
        fraction = Fraction(value).limit_denominator(1000)
        assert float(fraction) == value
        out += [p - last, signed(fraction.numerator), fraction.denominator]
        last = p
    return encode(out)


def case_table(mapped, base):
    """Where a mapping differs from `base`. Runs: gap, length, step (1 or 2), delta; then the longer ones: code point, length, code points."""
    simple, special = [], []
    for p in POINTS:
        char = chr(p)
        to = mapped(char)
        if to == base(char):
            continue
        if len(to) == 1:
            simple.append((p, ord(to) - p))
        else:
            special.append((p, [ord(c) for c in to]))
    runs = []
    for p, delta in simple:
        if runs:
            run = runs[-1]
            step = p - (run[0] + run[2] * (run[1] - 1))
            if delta == run[3] and (step == run[2] or (run[1] == 1 and step <= 2)):
                run[1] += 1
                run[2] = step
                continue
        runs.append([p, 1, 1, delta])
    out, last = [len(runs)], 0
    for start, length, step, delta in runs:
        out += [signed(start - last), length, step, signed(delta)]
        last = start
    for p, to in special:
        out += [p, len(to), *to]
    return encode(out)


def decomposition_table():
    """gap, number of the tag, count, code points (as differences from the first code point)"""
    tags, out, last = [''], [], 0
    for p in POINTS:
        words = unicodedata.decomposition(chr(p)).split()
        if not words:
            continue
        tag = words.pop(0)[1:-1] if words[0].startswith('<') else ''
        if tag not in tags:
            tags.append(tag)
        out += [p - last, tags.index(tag), len(words), *(signed(int(w, 16) - p) for w in words)]
        last = p
    return tags, encode(out)


def constant(name, text, comment):
    lines = [text[i:i + 150] for i in range(0, len(text), 150)]
    body = '\n'.join(f"  '{line}'," for line in lines)
    return f'/** {comment} */\nexport const {name} = [\n{body}\n].join(\'\');\n'


def names(name, items, comment):
    return f"/** {comment} */\nexport const {name} = '{' '.join(items)}'.split(' ');\n"


def main():
    records, runs = record_tables()
    tags, decompositions = decomposition_table()
    same = lambda c: c
    parts = [
        '// Unicode 14 as Python 3.11 knows it. Written by scripts/unicode-tables.py: do not edit. unicode.ts says how to read it.\n',
        names('CATEGORIES', CATEGORIES, 'General categories.'),
        names('BIDI_CLASSES', ['-' if b == '' else b for b in BIDI], 'Bidirectional classes; a dash for none.'),
        names('WIDTHS', WIDTHS, 'East Asian widths.'),
        constant('RECORDS', records, 'Distinct records: flags, category, bidirectional class, width, combining class.'),
        constant('RECORD_RUNS', runs, 'Runs of code points with one record: length, record.'),
        constant('DECIMALS', digit_runs(lambda c: unicodedata.decimal(c, None)), 'Runs of decimal values: gap, length, first value.'),
        constant('DIGITS', digit_runs(lambda c: unicodedata.digit(c, None) if unicodedata.decimal(c, None) is None else None),
                 'Runs of digit values of what is no decimal.'),
        constant('NUMERICS', numeric_table(), 'Other numeric values: gap, numerator (signed), denominator.'),
        constant('LOWER', case_table(str.lower, same), 'Lower case: number of runs, runs (gap, length, step, delta), longer ones (code, count, codes).'),
        constant('UPPER', case_table(str.upper, same), 'Upper case.'),
        constant('TITLE', case_table(str.title, str.upper), 'Title case where it is not upper case.'),
        constant('FOLDED', case_table(str.casefold, str.lower), 'Folded case where it is not lower case.'),
        names('DECOMPOSITION_TAGS', ['-' if t == '' else t for t in tags], 'Formatting tags of decompositions; a dash for a canonical one.'),
        constant('DECOMPOSITIONS', decompositions, 'Decompositions: gap, tag, count, differences from the code point (signed).'),
    ]
    OUT.write_text('\n'.join(parts))


main()
