"""Writes predictor/python/text/codec-tables.ts from the encodings package of the Python that runs it (3.11).

Usage: python3 scripts/codec-tables.py. Numbers are written as in unicode-tables.py.
"""
import encodings.aliases
import importlib
import pkgutil
import sys
from pathlib import Path

assert sys.version_info[:2] == (3, 11)
OUT = Path(__file__).parent.parent / 'predictor/python/text/codec-tables.ts'
DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-'
NOT_FOR_LINUX = {'mbcs', 'oem', 'aliases'}


def encode(numbers):
    out = []
    for n in numbers:
        while n >= 32:
            out.append(DIGITS[32 + n % 32])
            n //= 32
        out.append(DIGITS[n])
    return ''.join(out)


def signed(n):
    return 2 * n if n >= 0 else -2 * n - 1


def runs(table):
    """Runs of rising code points: the jump from what would come next (signed), the length."""
    out, expected, i = [], 0, 0
    while i < len(table):
        start = ord(table[i])
        length = 1
        while i + length < len(table) and ord(table[i + length]) == start + length:
            length += 1
        out += [signed(start - expected), length]
        expected = start + length
        i += length
    return encode(out)


def main():
    modules = sorted({m.name for m in pkgutil.iter_modules(encodings.__path__)} - NOT_FOR_LINUX)
    tables = {}
    for name in modules:
        table = getattr(importlib.import_module('encodings.' + name), 'decoding_table', None)
        if table is not None and name != 'iso8859_1':
            assert len(table) == 256
            tables[name] = runs(table)
    aliases = sorted((alias, name) for alias, name in encodings.aliases.aliases.items() if name in modules)
    lines = ['// The encodings of Python 3.11: their names, and the characters of those that have one byte a character. Written by scripts/codec-tables.py: do not edit.\n',
             '/** Encodings by the name of their module. */',
             f"export const ENCODINGS =\n  '{' '.join(modules)}';\n",
             '/** Other names: alias, module. */',
             'export const ALIASES =']
    text = ' '.join(f'{a} {n}' for a, n in aliases)
    lines.append(f"  '{text}';\n")
    lines.append('/** Runs of code points for the bytes 0 to 255: the jump from what would come next (signed), the length. U+FFFE stands for none. */')
    lines.append('export const CHARMAPS: Readonly<Record<string, string>> = {')
    lines += [f"  {name}: '{table}'," for name, table in tables.items()]
    lines.append('};\n')
    OUT.write_text('\n'.join(lines))


main()
