"""Writes predictor/python/modules/ast-classes.ts: the classes of CPython's `_ast` module, from the Python that runs it (3.11).

Usage: python3 scripts/ast-classes.py.
"""
import _ast
import sys
from pathlib import Path

assert sys.version_info[:2] == (3, 11)
OUT = Path(__file__).parent.parent / 'predictor/python/modules/ast-classes.ts'


def main():
    classes = [c for c in vars(_ast).values() if isinstance(c, type) and issubclass(c, _ast.AST)]
    done, order = set(), []

    def visit(c):
        if c in done or c is object:
            return
        done.add(c)
        visit(c.__base__)
        order.append(c)

    for c in classes:
        visit(c)
    lines = ['// The classes of the `_ast` module: name, base, fields, attributes (inherited where absent), documentation. A `?` follows a field that is None where it is not given.',
             '// Written by scripts/ast-classes.py: do not edit.\n',
             'export const AST_CLASSES: readonly (readonly [name: string, base: string, fields: string, attributes: string | null, doc: string])[] = [']
    for c in order:
        own = vars(c)
        show = lambda names: ' '.join(n + ('?' if n in own and own[n] is None else '') for n in names)
        attributes = f"'{show(own['_attributes'])}'" if '_attributes' in own else 'null'
        base = '' if c.__base__ is object else c.__base__.__name__
        lines.append(f"  ['{c.__name__}', '{base}', '{show(own.get('_fields', ()))}', {attributes}, {(c.__doc__ or '')!r}],")
    lines.append('];\n')
    flags = {k: v for k, v in vars(_ast).items() if type(v) is int}
    lines.append(f"export const AST_FLAGS = '{' '.join(f'{k} {v}' for k, v in flags.items())}';\n")
    OUT.write_text('\n'.join(lines))


main()
