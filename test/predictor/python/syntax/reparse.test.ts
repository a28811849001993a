import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBetween, parseKept, parseModule, reparse } from '../../../../predictor/python/syntax/parser.ts';
import { treeText } from '../../../support/ast-text.ts';
import { nativeGrammar, webGrammar } from '../../../support/grammars.ts';

const grammars = [await webGrammar()];
if (nativeGrammar !== undefined) grammars.push(nativeGrammar);

const PROGRAM = `"""A shop."""
import a.b as c

@register("é😀")
class Shop(Base, key=1):
    limit: int = 10

    def add(self, item, *, count=1, **rest):
        if item in self.items and not (count < 0 or
                                       count > self.limit):
            for name, value in rest.items():
                print(f"{name!r}: {value:>{count}}", end='')
            return [x for x in self.items if x]
        elif count == 0:
            raise ValueError("none") from None
        try:
            with open(item) as file, lock:
                text = """
    not indented
"""
        except (A, B) as error:
            pass
        return type(self).limit ^ 1 & 2

match command.split():
    case ["go", direction] | {"to": direction}:
        go(direction)
    case _:
        pass
x = y = 1; z, *w = 2, 3
`;
const PIECES = [
  '', 'x', '\n', '    ', '  ', '(', ')', '[', ']', '"', "'", '"""', '#', ':', ',', '=', ' ', '\\', 'print', 'type', ' (', 'exec', 'if x:', 'else:', 'def f():', 'return', 'match x:', 'case y:',
  'async ', 'await ', '😀', 'é', '\t', '1', '.', '*', '&', '^', 'f"{', '}', '\r\n', '\n\n', 'lambda: ', 'not ',
];

const edits = fc.array(fc.record({ at: fc.nat(PROGRAM.length), remove: fc.nat(12), insert: fc.constantFrom(...PIECES) }), { minLength: 1, maxLength: 6 });

describe.each(grammars.map(grammar => [grammar.backend, grammar] as const))('an edited file, parsed again by the %s grammar', (_, grammar) => {
  it('gives what a fresh parse gives', () => {
    fc.assert(fc.property(edits, changes => {
      let text = PROGRAM;
      let parsed = parseKept(grammar, text);
      for (const { at, remove, insert } of changes) {
        text = text.slice(0, at) + insert + text.slice(at + remove);
        parsed = reparse(grammar, parsed, text);
        const fresh = parseModule(grammar, text);
        expect(treeText(parsed.module.body)).toBe(treeText(fresh.body));
        expect(parsed.module.errors).toEqual(fresh.errors);
      }
      parsed.tree.release();
    }), { numRuns: Number(process.env.FUZZ_RUNS ?? 60) });
  });
});

describe('changeBetween', () => {
  it('finds the smallest change, with positions in UTF-16', () => {
    expect(changeBetween('é\n😀b\nc', '😀é\n😀b\nc').newEndIndex).toBe(2);
    expect(changeBetween('a\n😀b\nc', 'a\n😀xyb\nc')).toEqual({
      startIndex: 4, oldEndIndex: 4, newEndIndex: 6,
      startPosition: { row: 1, column: 2 }, oldEndPosition: { row: 1, column: 2 }, newEndPosition: { row: 1, column: 4 },
    });
  });

  it('does not count the same character twice', () => {
    expect(changeBetween('aa', 'aaa')).toMatchObject({ startIndex: 2, oldEndIndex: 2, newEndIndex: 3 });
    expect(changeBetween('aaa', 'aa')).toMatchObject({ startIndex: 2, oldEndIndex: 3, newEndIndex: 2 });
    expect(changeBetween('same', 'same')).toMatchObject({ startIndex: 4, oldEndIndex: 4, newEndIndex: 4 });
  });
});
