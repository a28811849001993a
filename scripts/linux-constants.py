"""Writes predictor/python/modules/linux-constants.ts: the integer constants of the C modules that speak to the system, from the Python that runs it (3.11, Linux).

Usage: python3 scripts/linux-constants.py.
"""
import importlib
import os
import sys
from pathlib import Path

assert sys.version_info[:2] == (3, 11) and sys.platform == 'linux'
OUT = Path(__file__).parent.parent / 'predictor/python/modules/linux-constants.ts'
MODULES = 'errno _signal posix _socket select fcntl _locale resource _stat gc _symtable _csv termios _sqlite3 _ssl'.split()


def main():
    lines = ['// Integer constants of C modules on Linux: name, value. Written by scripts/linux-constants.py: do not edit.\n',
             'export const CONSTANTS: Readonly<Record<string, string>> = {']
    for name in MODULES:
        module = importlib.import_module(name)
        values = {k: int(v) for k, v in vars(module).items() if type(v) is int and not k.startswith('__')}
        text = ' '.join(f'{k} {v}' for k, v in values.items())
        lines.append(f"  {name}: '{text}',")
    lines.append('};\n')
    numbers = sorted(importlib.import_module('errno').errorcode)
    lines.append('/** `os.strerror`, by number: the messages of glibc. */')
    lines.append('export const MESSAGES: Readonly<Record<number, string>> = {')
    for n in numbers:
        lines.append(f'  {n}: {os.strerror(n)!r},')
    lines.append('};\n')
    posix = importlib.import_module('posix')
    for name in ('sysconf_names', 'pathconf_names', 'confstr_names'):
        table = getattr(posix, name)
        lines.append(f"export const {name.upper()} = '{' '.join(f'{k} {v}' for k, v in table.items())}';")
    lines.append(f"/** `sys.stdlib_module_names` and `sys.builtin_module_names`. */\nexport const LIBRARY_NAMES = '{' '.join(sorted(sys.stdlib_module_names))}';")
    lines.append(f"export const BUILTIN_NAMES = '{' '.join(sys.builtin_module_names)}';")
    lines.append(f"export const HAVE_FUNCTIONS = '{' '.join(posix._have_functions)}';\n")
    OUT.write_text('\n'.join(lines))


main()
