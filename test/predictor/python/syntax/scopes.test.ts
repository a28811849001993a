import { describe, expect, it } from 'vitest';
import type { FunctionDef, Stmt } from '../../../../predictor/python/syntax/ast.ts';
import { mangle } from '../../../../predictor/python/syntax/mangling.ts';
import { parseExpression, parseModule } from '../../../../predictor/python/syntax/parser.ts';
import { analyze, type Scope } from '../../../../predictor/python/syntax/scopes.ts';
import { webGrammar } from '../../../support/grammars.ts';

const grammar = await webGrammar();

// All scopes of a program by qualified name.
function scopesOf(text: string): Map<string, Scope> {
  const found = new Map<string, Scope>();
  const add = (scope: Scope): void => {
    found.set(scope.qualname, scope);
    scope.children.forEach(add);
  };
  add(analyze(parseModule(grammar, text)).module);
  return found;
}

describe('mangle', () => {
  it('follows _Py_Mangle', () => {
    expect([mangle('A', '__x'), mangle('__A', '__x'), mangle('_', '__x'), mangle('A', '__x__'), mangle('A', '_x'), mangle('A', '__x.y'), mangle(null, '__x')])
      .toEqual(['_A__x', '_A__x', '__x', '__x__', '_x', '__x.y', '__x']);
  });
});

describe('a scope', () => {
  it('tells locals, cells, free names and globals apart', () => {
    const scopes = scopesOf('x = 1\ndef f(a, b):\n  global g\n  c = a\n  def h():\n    nonlocal c\n    c = b, x\n  g = c');
    expect(Object.fromEntries(scopes.get('f')!.names)).toEqual({ a: 'local', b: 'cell', c: 'cell', g: 'global-explicit', h: 'local' });
    expect(Object.fromEntries(scopes.get('f.<locals>.h')!.names)).toEqual({ b: 'free', c: 'free', x: 'global-implicit' });
    expect(Object.fromEntries(scopes.get('<module>')!.names)).toEqual({ x: 'local', f: 'local' });
  });

  it('knows the class whose name mangles here', () => {
    const scopes = scopesOf('class A:\n  class __B:\n    def f(self): return lambda: self.__x\n  def g(self): pass');
    expect([...scopes.values()].map(one => [one.qualname, one.className])).toEqual([
      ['<module>', null], ['A', 'A'], ['A.__B', '__B'], ['A.__B.f', '__B'], ['A.__B.f.<locals>.<lambda>', '__B'], ['A.g', 'A'],
    ]);
  });

  it('knows when a class needs its __class__ cell', () => {
    const needs = (text: string): boolean => scopesOf(text).get('A')!.needsClassCell;
    expect(needs('class A:\n  def f(self): return super().f()')).toBe(true);
    expect(needs('class A:\n  def f(self): return [__class__ for x in y]')).toBe(true);
    expect(needs('class A:\n  x = super')).toBe(false);
    expect(needs('class A:\n  def f(self, __class__): return __class__')).toBe(false);
  });

  it('knows star imports and calls that look at the names', () => {
    const scopes = scopesOf('from a import *\ndef f(): return locals()\ndef g(): return x.locals()\ndef h(): return eval("1")');
    expect([...scopes.values()].map(one => [one.hasStarImport, one.hasExecLikeCalls])).toEqual([[true, false], [false, true], [false, false], [false, true]]);
  });

  it('has its parameters first among the locals', () => {
    const f = scopesOf('def f(a, /, b, *c, d, **e):\n  g = 1\n  for h in b: i = h').get('f')!;
    expect([f.varnames, f.parameterCount]).toEqual([['a', 'b', 'd', 'c', 'e', 'g', 'h', 'i'], 5]);
  });

  it('sees type parameters as names of a scope around the definition', () => {
    const module = parseModule(grammar, 'def f[T](x: T) -> T:\n  y: T = x\n  return T\nclass A[*Ts]: z = Ts\ntype X[**P] = P');
    const scopes = analyze(module);
    expect(module.errors).toEqual([]);
    const [f, , x] = module.body as [FunctionDef, Stmt, Stmt & { kind: 'TypeAlias' }];
    expect(Object.fromEntries(scopes.typeParams(f)!.names)).toEqual({ T: 'cell' });
    expect([scopes.get(f)!.qualname, scopes.get(f)!.freevars]).toEqual(['f', ['T']]);
    expect(Object.fromEntries(scopes.typeParams(x)!.names)).toEqual({ P: 'local' });
  });
});

describe('hasYield', () => {
  const yields = (text: string): readonly boolean[] => {
    const module = parseModule(grammar, text);
    const scopes = analyze(module);
    return (module.body[0] as FunctionDef).body.map(one => scopes.hasYield(one));
  };

  it('is true of what holds a yield or an await of its own function', () => {
    expect(yields('def f():\n  x = 1\n  y = (yield)\n  if a:\n    for b in c:\n      d(e, (yield f))\n  g\n  lambda: (yield)\n  def h(): yield\n  [(x) for x in (yield)]'))
      .toEqual([false, true, true, false, false, false, true]);
    expect(yields('async def f():\n  await x\n  async for y in z: pass\n  async with a: b\n  [b async for b in c]\n  (b async for b in c)\n  [await b for b in c]\n  {b: await c for b in d}\n  pass'))
      .toEqual([true, true, true, true, false, true, true, false]);
  });

  it('is true of expressions on the way', () => {
    const module = parseModule(grammar, 'def f():\n  return a + g((yield b), c)');
    const scopes = analyze(module);
    const { value } = (module.body[0] as FunctionDef).body[0] as Stmt & { kind: 'Return' };
    if (value?.kind !== 'BinOp' || value.right.kind !== 'Call') throw new Error('unexpected tree');
    expect([value, value.left, value.right, ...value.right.args].map(one => scopes.hasYield(one))).toEqual([true, false, true, true, false]);
  });
});

describe('analyze', () => {
  it('takes an expression too', () => {
    const expr = parseExpression(grammar, '[x for x in y]');
    const scopes = analyze(expr);
    expect(Object.fromEntries(scopes.module.names)).toEqual({ y: 'global-implicit' });
    expect([scopes.module.kind, scopes.get(expr)!.kind]).toEqual(['module', 'listcomp']);
  });
});
