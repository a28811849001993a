// Bodies that are built when someone looks at them must be those that are built at once, and so must their scopes: held against each other on the bundled library.
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readAsset } from '../../../../extension/headless/assets.ts';
import { beginOfBody, deferralOf, firstLineOf } from '../../../../predictor/python/syntax/deferred-bodies.ts';
import type { FunctionDef, Stmt } from '../../../../predictor/python/syntax/ast.ts';
import { parseModule, putOff } from '../../../../predictor/python/syntax/parser.ts';
import { analyze, type Scope, type Scopes } from '../../../../predictor/python/syntax/scopes.ts';
import { namesImportedIn } from '../../../../predictor/python/warm.ts';
import { lookup } from '../../../../predictor/python/text/unicode-names.ts';
import { codeText, treeText } from '../../../support/ast-text.ts';
import { deferringGrammar, webGrammar } from '../../../support/grammars.ts';

const eager = await webGrammar();
const late = deferringGrammar(eager);
const options = { characterNamed: lookup, deferring: true };

function gather(scopes: Scopes, scope: Scope): Scope {
  const whole = scopes.get(scope.node) ?? scope;
  for (const child of whole.children) gather(scopes, child);
  return whole;
}
/** The parts of a text as edits see them (source-units.ts): where bodies begin and end. */
const units = (body: readonly Stmt[]): string => body.map(s => (s.kind === 'FunctionDef' ? `${s.name} ${place(beginOfBody(s))} ${firstLineOf(s)} ${s.endLine}:${s.endCol} ${s.doc}` : s.kind === 'ClassDef' ? units(s.body) : '')).join('\n');
const place = ({ line, col }: { line: number; col: number }): string => `${line}:${col}`;
const definition = (text: string): FunctionDef => parseModule(late, text, options).body.find((s): s is FunctionDef => s.kind === 'FunctionDef')!;

describe('a body that is built late', () => {
  it('is the one that is built at once, in every file of the library', { timeout: 120_000 }, () => {
    const files = unzipSync(readAsset('python_stdlib.zip'), { filter: entry => entry.name.endsWith('.py') });
    const wrong: string[] = [];
    let deferred = 0;
    for (const [name, bytes] of Object.entries(files)) {
      const text = new TextDecoder('utf-8').decode(bytes);
      const whole = parseModule(eager, text, options);
      const module = parseModule(late, text, options);
      deferred += module.body.filter((s: Stmt) => s.kind === 'FunctionDef' && deferralOf(s) !== undefined).length;
      // Scopes first: they must not hang on what has been looked at.
      const [expected, scopes] = [analyze(whole), analyze(module)];
      const kinds = (of: Scope): string => of.children.map(c => `${c.qualname} ${c.isGenerator} ${c.isCoroutine} ${c.isAsyncGenerator} ${c.freevars} ${c.needsClassCell} ${c.kind === 'class' ? `${c.cellvars} ${kinds(c)}` : ''}`).join('\n');
      if (units(module.body) !== units(whole.body)) wrong.push(`${name}: units`);
      if (JSON.stringify(namesImportedIn(module)) !== JSON.stringify(namesImportedIn(whole))) wrong.push(`${name}: imports`);
      if (kinds(scopes.module) !== kinds(expected.module)) wrong.push(`${name}: heads`);
      if (codeText(gather(scopes, scopes.module)) !== codeText(expected.module)) wrong.push(`${name}: scopes`);
      if (treeText(module.body) !== treeText(whole.body)) wrong.push(`${name}: tree`);
      if (scopes.problems.length !== expected.problems.length) wrong.push(`${name}: problems`);
    }
    expect(wrong).toEqual([]);
    expect(deferred).toBeGreaterThan(2000);
  });

  it('waits in a module that was built whole to see that it is sound, whatever is parsed behind it', () => {
    const texts = ['def f(a):\n    return [a, f"{a!r}"]\nclass A:\n    def g(self): return 1\n', 'def other(b, *c):\n    while b: yield c\n    return {**b}\n'];
    const wholes = texts.map(text => parseModule(eager, text, options));
    const late = texts.map(text => putOff(eager, parseModule(eager, text, options), options));
    expect(late.map(m => m.body.map(s => s.kind === 'FunctionDef' && deferralOf(s) !== undefined))).toEqual([[true, false], [true]]);
    expect(late.map(m => treeText(m.body))).toEqual(wholes.map(m => treeText(m.body)));
  });
  it('is the same each time, and known to be waiting before', () => {
    const f = definition('def f(a):\n    """doc"""\n    return [a for _ in a]\n');
    expect(deferralOf(f)).toMatchObject({ yields: false, imports: false });
    expect([f.doc, f.endLine, f.endCol]).toEqual(['doc', 3, 25]);
    expect(f.body).toBe(f.body);
    expect(f.body).toHaveLength(2);
  });

  it.each([
    ['a yield of its own', 'def f():\n    if 1:\n        x = yield\n', true],
    ['a yield of an inner function', 'def f():\n    def g():\n        yield\n    return g\n', false],
    ['a yield in a class inside', 'def f():\n    class A:\n        def g(self): yield\n', false],
  ])('tells of %s', (_, text, yields) => {
    expect(deferralOf(definition(text))).toMatchObject({ yields });
  });

  it.each([
    ['a lambda that yields', 'def f():\n    return lambda: (yield)\n'],
    ['a default that yields', 'def f():\n    def g(a=(yield)): pass\n'],
    ['super', 'def f(self):\n    super().f()\n'],
    ['__class__', 'def f(self):\n    return __class__\n'],
    ['type parameters', 'def f[T](a: T):\n    return T\n'],
  ])('is never one with %s', (_, text) => {
    expect(deferralOf(definition(text))).toBeUndefined();
  });

  it('is never one inside another function, or beside the type parameters of a class', () => {
    const [inner] = definition('def f(a):\n    def g(): return a\n    return g\n').body;
    expect(deferralOf(inner as FunctionDef)).toBeUndefined();
    const [c] = parseModule(late, 'class C[T]:\n    def f(self): return T\n', options).body;
    expect(deferralOf((c as unknown as { body: FunctionDef[] }).body[0])).toBeUndefined();
  });
});
