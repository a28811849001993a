import { describe, expect, it } from 'vitest';
import type { Stmt } from '../../../../predictor/python/syntax/ast.ts';
import { parseModule } from '../../../../predictor/python/syntax/parser.ts';
import { webGrammar } from '../../../support/grammars.ts';

const grammar = await webGrammar();

// A program's statements in short: `def f: [...]`, `class A: [...]`, `if: [...]`, `broken 3-4`, and other kinds by name.
function outline(body: readonly Stmt[]): string {
  return body.map(one => {
    switch (one.kind) {
      case 'FunctionDef': return `def ${one.name}: [${outline(one.body)}]`;
      case 'ClassDef': return `class ${one.name}: [${outline(one.body)}]`;
      case 'If': return `if: [${outline(one.body)}]${one.orelse.length > 0 ? ` else: [${outline(one.orelse)}]` : ''}`;
      case 'Broken': return one.line === one.endLine ? `broken ${one.line}` : `broken ${one.line}-${one.endLine}`;
      default: return one.kind;
    }
  }).join(', ');
}

interface Case {
  readonly when: string;
  readonly text: string;
  readonly is: string;
  readonly says: readonly string[];
}

const cases: readonly Case[] = [
  { when: 'an expression is not finished', text: 'x = 1\ny = \nz = 3\n', is: 'Assign, broken 2, Assign', says: ['invalid syntax'] },
  { when: 'an attribute is being typed', text: 'def f():\n    a.\n    b = 1\ndef g(): pass\n', is: 'def f: [broken 2, Assign], def g: [Pass]', says: ['invalid syntax'] },
  {
    when: 'a bracket is open before a definition', text: 'def f(x):\n    return g(x,\n\ndef h():\n    return 1\n', is: 'def f: [broken 2], def h: [Return]',
    says: ["'(' was never closed"],
  },
  { when: 'a bracket is open before an assignment', text: 'x = [1, 2\ny = 3\nz = 4\n', is: 'broken 1, Assign, Assign', says: ["'[' was never closed"] },
  { when: 'a string is open', text: 'x = "abc\ny = 1\n', is: 'broken 1, Assign', says: ['unterminated string literal (detected at line 1)'] },
  { when: 'a triple-quoted string is open', text: 'def f():\n    """doc\n    return 1\nx = 2\n', is: 'def f: [broken 2, Return], Assign', says: ['unterminated triple-quoted string literal (detected at line 4)'] },
  { when: "a function's head is broken", text: 'class A:\n    def f(self, :\n        return 1\n    def g(self): pass\n', is: 'class A: [broken 2-3, def g: [Pass]]', says: ["'(' was never closed"] },
  { when: 'a decorator is broken', text: '@a.(b)\n@c\ndef f():\n    pass\nx = 1\n', is: 'broken 1-4, Assign', says: ['invalid syntax'] },
  { when: 'a decorator has nothing to decorate', text: '@a\nx = 1\n', is: 'broken 1, Assign', says: ['invalid syntax'] },
  { when: 'a condition is missing', text: 'if :\n    a\nelse:\n    b\nx = 1\n', is: 'broken 1-4, Assign', says: ['invalid syntax'] },
  { when: 'an elif is broken', text: 'if a:\n    b\nelif c d:\n    e\nelse:\n    f\nx = 1\n', is: 'broken 1-6, Assign', says: ['invalid syntax'] },
  { when: 'an except is broken', text: 'try:\n    a\nexcept b c:\n    d\nx = 1\n', is: 'broken 1-4, Assign', says: ['invalid syntax'] },
  { when: 'a body is missing', text: 'def f():\n\ndef g():\n    return 1\n', is: 'broken 1, def g: [Return]', says: ['expected an indented block after function definition on line 1'] },
  { when: 'the last body is missing', text: 'x = 1\nfor a in b:\n', is: 'Assign, broken 2', says: ["expected an indented block after 'for' statement on line 2"] },
  { when: 'a colon is missing', text: 'def f()\n    return 1\nx = 1\n', is: 'broken 1-2, Assign', says: ["expected ':'", 'unexpected indent'] },
  { when: 'a line is indented for no reason', text: 'x = 1\n    y = 2\nz = 3\n', is: 'Assign, broken 2, Assign', says: ['unexpected indent'] },
  { when: 'a dedent fits nowhere', text: 'if a:\n        b\n    c\nd\n', is: 'if: [ExprStmt], broken 3, ExprStmt', says: ['unindent does not match any outer indentation level'] },
  { when: 'an else stands alone', text: 'x = 1\nelse:\n    y = 2\nz = 3\n', is: 'Assign, broken 2-3, Assign', says: ['invalid syntax'] },
  { when: 'a bracket is closed twice', text: 'x = f(a))\ny = 1\n', is: 'broken 1, Assign', says: ["unmatched ')'"] },
  { when: 'brackets are crossed', text: 'x = f(a]\ny = 1\n', is: 'broken 1, Assign', says: ["closing parenthesis ']' does not match opening parenthesis '('"] },
  { when: 'Python 2 prints', text: 'print "a"\nx = 1\n', is: 'broken 1, Assign', says: ["Missing parentheses in call to 'print'. Did you mean print(...)?"] },
  { when: 'a merge was not finished', text: 'def f():\n<<<<<<< HEAD\n    return 1\n=======\n    return 2\n>>>>>>> b\nx = 1\n', is: 'broken 1-6, Assign', says: [] },
  { when: 'two places are broken', text: 'def f(:\n    pass\ndef g():\n    x = = 1\n    return 2\ndef h(): pass\n', is: 'broken 1-2, def g: [broken 4, Return], def h: [Pass]', says: ["'(' was never closed", 'invalid syntax'] },
  { when: 'CPython refuses what the grammar takes', text: 'def f():\n    del g()\n    f(a=1, 2)\n    return 1\n', is: 'def f: [broken 2, broken 3, Return]', says: ['cannot delete function call', 'positional argument follows keyword argument'] },
  { when: 'a parameter is refused', text: 'def f(a=1, b):\n    return 1\nx = 1\n', is: 'broken 1-2, Assign', says: ['non-default argument follows default argument'] },
  { when: 'nothing makes sense', text: '?? $$ !!\n)(\n', is: 'broken 1-2', says: [] },
  { when: 'there are null bytes', text: 'x = 1\n\0\ny = 2\n', is: 'Assign, broken 2, Assign', says: [] },
];

describe('a broken file still gives its sound part', () => {
  it.each(cases)('when $when', ({ text, is, says }) => {
    const { body, errors } = parseModule(grammar, text);
    expect(outline(body)).toBe(is);
    expect(errors).not.toEqual([]);
    if (says.length > 0) expect(errors.map(one => one.message)).toEqual(says);
  });

  it('whatever is cut out of it', () => {
    const text = 'class A:\n    def f(self, x):\n        if x:\n            return [y for y in x if y]\n        return f"{x!r:>{2}}" + """a\nb"""\n\n\n@b(1)\ndef g(**c):\n    with c as d: e()\n    try: f\n    except G: h\n';
    for (let from = 0; from < text.length; from++) {
      for (const length of [1, 2, 5, 11]) {
        const cut = text.slice(0, from) + text.slice(from + length);
        const { body, errors } = parseModule(grammar, cut);
        expect(Array.isArray(body)).toBe(true);
        if (outline(body).includes('broken')) expect([cut, errors]).not.toEqual([cut, []]);
      }
    }
  });
});
