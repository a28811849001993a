// Functions, lambdas, classes and comprehensions: code objects whose bodies are compiled at their first call, and the closures that make them.
import type * as ast from '../syntax/ast.ts';
import { getAttr } from '../attributes.ts';
import { call, enter } from '../calls.ts';
import { buildClass } from '../classes.ts';
import { dictSet } from '../dict-keys.ts';
import { type Code, type CodeKind, type Evaluate, Frame, type Parameters, RETURN } from '../frames.ts';
import { iter, iterate } from '../operators.ts';
import { vm } from '../state.ts';
import type { Scope } from '../syntax/scopes.ts';
import { makeGeneratorFor } from '../types/generator.ts';
import { PySet, setAdd } from '../types/set.ts';
import { unknown } from '../unknown-value.ts';
import { Cell, Dict, Entry, Func, type Iter, List, T, type Value } from '../values.ts';
import { compileBody, compileLate, noteLiveCode, releaseBody } from '../live-codes.ts';
import { annotationText } from './annotation.ts';
import { askedCall } from '../ask-points.ts';
import { asIterable } from './constant-set.ts';
import { type Ctx, mangled, mark, then, traceLine, type Unit } from './context.ts';
import { comprehensionLines } from './lines.ts';
import { compileItems } from './displays.ts';
import { compileExpr, compileTest } from './expressions.ts';
import { compileKeywords } from './call.ts';
import { type Store, storeName } from './names.ts';
import { codeRunner, generatorRunner } from './running.ts';
import { compileBlock } from './statements.ts';
import { compileStore } from './targets.ts';
import { compileBlockGen } from './statements-gen.ts';
import { comprehensionGen, eitherGen } from './yields.ts';

const noParams: Parameters = { names: [], posonly: 0, positional: 0, kwonly: 0, vararg: false, kwarg: false };

function parametersOf(scope: Scope, p: ast.Params): Parameters {
  const positional = p.posonly.length + p.args.length;
  const n = positional + p.kwonly.length + (p.vararg === null ? 0 : 1) + (p.kwarg === null ? 0 : 1);
  return { names: scope.varnames.slice(0, n), posonly: p.posonly.length, positional, kwonly: p.kwonly.length, vararg: p.vararg !== null, kwarg: p.kwarg !== null };
}

/** Slots in co_localsplus order: locals, own cells that are no parameters, free variables. */
export function contextFor(unit: Unit, scope: Scope, qualname: string): Ctx {
  const names = [...scope.varnames, ...scope.cellvars.filter(n => !scope.varnames.includes(n)), ...scope.freevars];
  const slotOf = new Map(names.map((n, i) => [n, i]));
  const cells = new Set([...scope.cellvars, ...scope.freevars].map(n => slotOf.get(n)!));
  return { unit, scope, slotOf, cells, qualname, slotCount: names.length, multiline: false, testLine: 0 };
}

interface CodeSpec {
  readonly name: string;
  readonly qualname: string;
  readonly line: number;
  readonly doc: Value;
  readonly params: ast.Params | null;
  readonly compile: (c: Ctx, code: Code) => void;
}

export function makeCode(unit: Unit, scope: Scope, spec: CodeSpec): Code {
  const isComprehension = spec.params === null && (scope.kind === 'listcomp' || scope.kind === 'setcomp' || scope.kind === 'dictcomp' || scope.kind === 'genexpr');
  const params = spec.params !== null ? parametersOf(scope, spec.params) : isComprehension ? { ...noParams, names: ['.0'], positional: 1, posonly: 1 } : noParams;
  const kind: CodeKind = scope.isAsyncGenerator ? 'async-generator' : scope.isCoroutine ? 'coroutine' : scope.isGenerator ? 'generator' : 'function';
  // Each field by name: where one is filled from another object, V8 lays the hottest ones out of line.
  const { slotCount, slotNames, cellSlots, freeStart } = layoutOf(contextFor(unit, scope, spec.qualname));
  const code: Code = {
    name: spec.name, qualname: spec.qualname, file: unit.source.name, line: spec.line, doc: spec.doc, kind, scope, params,
    simple: !params.vararg && !params.kwarg && params.kwonly === 0,
    slotCount, slotNames, cellSlots, freeStart, freevars: scope.freevars,
    run: undefined as unknown as Evaluate, generate: null, library: unit.library, object: undefined, epoch: -1, source: unit.source,
  };
  // The slot count is final only when the body is compiled: generator forms add temporaries, which a short array simply grows by.
  const pending = unit.scopes.isPending(scope);
  compileLate(code, () => {
    if (pending) unit.scopes.get(scope.node);
    // Made anew: most functions never run, and theirs would be kept for nothing.
    const c = contextFor(unit, scope, spec.qualname);
    if (pending) Object.assign(code, layoutOf(c));
    const outer = compiling;
    const inner: Code[] = [];
    compiling = inner;
    try {
      spec.compile(c, code);
    } finally {
      compiling = outer;
    }
    nested.set(code, inner);
    code.slotCount = c.slotCount;
  });
  noteLiveCode(code);
  compiling?.push(code);
  return code;
}
function layoutOf(c: Ctx): Pick<Code, 'slotCount' | 'slotNames' | 'cellSlots' | 'freeStart'> {
  const { scope } = c;
  return { slotCount: c.slotCount, slotNames: [...c.slotOf.keys()], cellSlots: scope.cellvars.map(n => c.slotOf.get(n)!), freeStart: c.slotCount - scope.freevars.length };
}
/** The codes that stand in the one that is being compiled; null where none is. */
let compiling: Code[] | null = null;
const nested = new WeakMap<Code, readonly Code[]>();
/** The codes of the functions, classes and comprehensions that stand in this one, in their order: those among CPython's `co_consts`. */
export function codesIn(code: Code): readonly Code[] {
  compileBody(code);
  return nested.get(code) ?? [];
}

/** Lets go of what has run for good when a module of the library is there: its body, and those of the classes in it. */
export function releaseModule(code: Code): void {
  for (const inner of nested.get(code) ?? []) if (inner.scope.kind === 'class') releaseModule(inner);
  releaseBody(code);
}

/** The cells that a nested scope takes from this frame. */
function capture(c: Ctx, inner: Scope): ((f: Frame) => Cell[]) | null {
  if (inner.freevars.length === 0) return null;
  const from = inner.freevars.map(n => c.slotOf.get(n)!);
  return f => from.map(i => f.slots[i] as unknown as Cell);
}

function bodyCompiler(node: ast.FunctionDef): (c: Ctx, code: Code) => void {
  return (c, code) => {
    const { body } = node;
    if (code.kind === 'function') {
      const run = codeRunner(c, compileBlock(c, body));
      code.run = c.unit.asked ? askedCall(code, run) : run;
    } else {
      const gen = compileBlockGen(c, body);
      code.generate = generatorRunner(c, gen);
      code.run = f => makeGeneratorFor(code, f);
    }
  };
}

function moduleNameOf(f: Frame): Value {
  return f.globals.map.get('__name__')?.value ?? null;
}

/** What makes a function object each time a `def` or `lambda` is reached. */
function functionMaker(c: Ctx, node: ast.FunctionDef | ast.Lambda, code: Code): Evaluate {
  const p = node.params;
  const defaults = p.defaults.length === 0 ? null : compileItems(c, p.defaults);
  const kwNames: string[] = [];
  const kwValues: Evaluate[] = [];
  p.kwonly.forEach((k, i) => {
    const d = p.kwDefaults[i];
    if (d !== null) {
      kwNames.push(mangled(c, k.name));
      kwValues.push(compileExpr(c, d));
    }
  });
  // A definition's own line comes after those of its decorators, and again behind each part of its head (`compiler_function` in Python/compile.c).
  const at = c.multiline ? mark(c) : null;
  const annotations = node.kind === 'FunctionDef' ? compileAnnotations(c, node, at) : null;
  const cells = capture(c, code.scope);
  return f => {
    const d = defaults === null ? none : defaults(f);
    if (d !== none) at?.(f, node.line);
    let kwd: Map<string, Value> | null = null;
    if (kwNames.length > 0) {
      kwd = new Map();
      for (let i = 0; i < kwNames.length; i++) kwd.set(kwNames[i], kwValues[i](f));
      at?.(f, node.line);
    }
    const ann = annotations === null ? null : annotations(f);
    at?.(f, node.line);
    const fn = new Func(code, f.globals, cells === null ? null : cells(f), d, kwd);
    fn.module = moduleNameOf(f);
    fn.annotations = ann;
    return fn;
  };
}
const none: readonly Value[] = [];

function compileAnnotations(c: Ctx, node: ast.FunctionDef, at: ((f: Frame, line: number) => void) | null): ((f: Frame) => Dict) | null {
  const p = node.params;
  const all: [string, ast.Expr][] = [];
  for (const a of [...p.posonly, ...p.args, p.vararg, ...p.kwonly, p.kwarg]) if (a?.annotation) all.push([mangled(c, a.name), a.annotation]);
  if (node.returns !== null) all.push(['return', node.returns]);
  if (all.length === 0) return null;
  // CPython visits *args after the positional ones and **kwargs last; the order is that of `all`.
  const parts = all.map(([name, e]) => [name, annotationValue(c, e)] as const);
  return f => {
    const d = new Dict();
    for (const [name, e] of parts) {
      at?.(f, node.line);
      d.map.set(name, new Entry(name, e(f)));
    }
    return d;
  };
}
/** An annotation: its value, or its text under `from __future__ import annotations`. */
export function annotationValue(c: Ctx, e: ast.Expr): Evaluate {
  if (!c.unit.futureAnnotations) return compileExpr(c, e.kind === 'Starred' ? e.value : e);
  // Of a tree that a program has made there is no text.
  if (c.unit.source.lines.length < e.endLine) return () => unknown('not-modelled', 'the text of an annotation', T.str);
  const text = annotationText(c.unit.source, e);
  return () => text;
}

export function compileLambda(c: Ctx, e: ast.Lambda): Evaluate {
  const scope = c.unit.scopes.get(e)!;
  const code = makeCode(c.unit, scope, {
    name: '<lambda>', qualname: scope.qualname, line: e.line, doc: null, params: e.params,
    compile: (inner, code) => {
      inner.multiline = e.endLine > e.line;
      const at = mark(inner);
      const { line } = e;
      if (code.kind === 'function') {
        const value = compileExpr(inner, e.body);
        const back = inner.multiline;
        code.run = codeRunner(inner, f => {
          if (!back) at(f, line);
          f.result = value(f);
          if (back) at(f, line);
          return RETURN;
        });
        return;
      }
      const value = eitherGen(inner, e.body);
      code.generate = generatorRunner(inner, function* (f) {
        at(f, line);
        f.result = yield* value(f);
        return RETURN;
      });
      code.run = f => makeGeneratorFor(code, f);
    },
  });
  return functionMaker(c, e, code);
}

/** Decorators, outermost first; each is called at its own line. */
function decorate(c: Ctx, decorators: readonly ast.Expr[], make: Evaluate): Evaluate {
  if (decorators.length === 0) return make;
  const es = decorators.map(d => compileExpr(c, d));
  const at = mark(c);
  return f => {
    const ds = es.map((e, i) => {
      at(f, decorators[i].line);
      return e(f);
    });
    let v = make(f);
    for (let i = ds.length - 1; i >= 0; i--) {
      at(f, decorators[i].line);
      v = call(ds[i], [v]);
    }
    return v;
  };
}

export function compileFunctionDef(c: Ctx, s: ast.FunctionDef): (f: Frame) => void {
  const scope = c.unit.scopes.head(s)!;
  const first = s.decorators[0]?.line ?? s.line;
  const code = makeCode(c.unit, scope, { name: s.name, qualname: scope.qualname, line: first, doc: s.doc, params: s.params, compile: bodyCompiler(s) });
  const make = functionMaker(c, s, code);
  const at = mark(c);
  const value = decorate(c, s.decorators, make);
  const store = storeName(c, mangled(c, s.name));
  if (s.decorators.length === 0) return f => store(f, value(f));
  return f => {
    const v = value(f);
    at(f, s.line);
    store(f, v);
  };
}

export function compileClassDef(c: Ctx, s: ast.ClassDef): (f: Frame) => void {
  const scope = c.unit.scopes.get(s)!;
  const { qualname } = scope;
  const first = s.decorators[0]?.line ?? s.line;
  const code = makeCode(c.unit, scope, {
    name: s.name, qualname, line: first, doc: s.doc, params: null,
    compile: (inner, code) => {
      const block = compileBlock(inner, s.body);
      const storeModule = storeName(inner, '__module__');
      const storeQualname = storeName(inner, '__qualname__');
      const storeDoc = s.doc === null ? null : storeName(inner, '__doc__');
      const annotations = hasAnnotations(s.body) ? storeName(inner, '__annotations__') : null;
      const storeCell = scope.cellvars.includes('__class__') ? storeName(inner, '__classcell__') : null;
      const at = mark(inner);
      code.run = codeRunner(inner, f => {
        at(f, first);
        // The body looks `__name__` up as any name: the builtins have one too.
        storeModule(f, moduleNameOf(f) ?? 'builtins');
        storeQualname(f, qualname);
        if (annotations !== null) annotations(f, new Dict());
        if (storeDoc !== null) {
          at(f, s.body[0].line);
          storeDoc(f, s.doc);
        }
        block(f);
        if (storeCell !== null) {
          f.result = f.slots[inner.slotOf.get('__class__')!] as Value;
          storeCell(f, f.result);
        }
        return 0;
      });
    },
  });
  const bases = compileItems(c, s.bases);
  const keywords = compileKeywords(c, s.keywords);
  const cells = capture(c, scope);
  const classCell = scope.cellvars.includes('__class__') ? code.slotNames.indexOf('__class__') : -1;
  const at = mark(c);
  const make: Evaluate = f => {
    if (s.decorators.length > 0) at(f, s.line);
    const b = bases(f);
    const kw = keywords === null ? null : keywords(f, s.name);
    at(f, s.line);
    const body = new Func(code, f.globals, cells === null ? null : cells(f), none, null);
    return buildClass(s.name, b, kw, ns => {
      const frame = frameFor(code, body);
      frame.locals = ns;
      code.run(frame);
      return classCell < 0 ? undefined : (frame.slots[classCell] as unknown as Cell);
    });
  };
  const value = decorate(c, s.decorators, make);
  const store = storeName(c, mangled(c, s.name));
  return f => {
    const v = value(f);
    at(f, s.line);
    store(f, v);
  };
}
export function hasAnnotations(body: readonly ast.Stmt[]): boolean {
  return body.some(s => {
    switch (s.kind) {
      case 'AnnAssign': return true;
      case 'If': case 'For': case 'While': return hasAnnotations(s.body) || hasAnnotations(s.orelse);
      case 'With': return hasAnnotations(s.body);
      case 'Try': return hasAnnotations(s.body) || hasAnnotations(s.orelse) || hasAnnotations(s.finalbody) || s.handlers.some(h => hasAnnotations(h.body));
      case 'Match': return s.cases.some(k => hasAnnotations(k.body));
      default: return false;
    }
  });
}

/** A frame for a body that takes no arguments. */
export function frameFor(code: Code, fn: Func): Frame {
  const slots: (Value | undefined)[] = new Array(code.slotCount);
  const f = new Frame(code, slots, fn.globals, fn);
  for (const i of code.cellSlots) slots[i] = new Cell(undefined);
  if (fn.closure !== null) fn.closure.forEach((cell, i) => {
    slots[code.freeStart + i] = cell;
  });
  return f;
}

// Comprehensions ------------------------------------------------------------------------------------------------------

type Comp = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp;
const compNames = { ListComp: '<listcomp>', SetComp: '<setcomp>', DictComp: '<dictcomp>', GeneratorExp: '<genexpr>' } as const;

/** `source` stands in for the first iterable where a generator form has computed it already. */
export function compileComprehension(c: Ctx, e: Comp, given?: Evaluate): Evaluate {
  const scope = c.unit.scopes.get(e)!;
  const name = compNames[e.kind];
  const code = makeCode(c.unit, scope, {
    name, qualname: scope.qualname, line: e.line, doc: null, params: null,
    compile: (inner, code) => {
      inner.multiline = e.endLine > e.line;
      if (e.kind === 'GeneratorExp' || code.kind !== 'function') {
        code.generate = generatorRunner(inner, comprehensionGen(inner, e));
        code.run = f => makeGeneratorFor(code, f);
      } else code.run = codeRunner(inner, comprehensionBody(inner, e));
    },
  });
  const source = given ?? compileExpr(c, asIterable(e.generators[0].iter));
  const isAsync = e.generators[0].isAsync;
  const cells = capture(c, scope);
  const at = c.multiline ? mark(c) : null;
  return f => {
    at?.(f, e.line);
    const v = source(f);
    at?.(f, e.line);
    const it = isAsync ? call(getAttr(v, '__aiter__'), []) : iter(v);
    const fn = new Func(code, f.globals, cells === null ? null : cells(f), none, null);
    const slots: (Value | undefined)[] = new Array(code.slotCount);
    slots[0] = it;
    return enter(code, fn, slots);
  };
}

/** The loops of a comprehension around its element; the result goes to `frame.result`. */
function comprehensionBody(c: Ctx, e: ast.ListComp | ast.SetComp | ast.DictComp): (f: Frame) => 0 {
  const traced = c.unit.traced;
  let put: (f: Frame) => void;
  const at = { ...e, line: comprehensionLines(e).end };
  const reach = c.multiline ? then(c, at, () => null) : null;
  if (e.kind === 'DictComp') {
    const key = compileExpr(c, e.key);
    const value = compileExpr(c, e.value);
    put = f => {
      const k = key(f);
      const v = value(f);
      reach?.(f);
      dictSet(f.result as Dict, k, v);
    };
  } else {
    const elt = c.multiline ? then(c, at, compileExpr(c, e.elt)) : compileExpr(c, e.elt);
    put = e.kind === 'ListComp' ? f => void (f.result as List).items.push(elt(f)) : f => setAdd(f.result as PySet, elt(f));
  }
  let inner = put;
  const lines = comprehensionLines(e);
  for (let i = e.generators.length - 1; i >= 0; i--) inner = loop(c, e.generators[i], i === 0, lines.loops[i], lines.end, inner);
  const run = inner;
  const start = (): Value => (e.kind === 'ListComp' ? new List([]) : e.kind === 'SetComp' ? new PySet() : new Dict());
  return f => {
    f.result = start();
    if (traced) {
      f.line = -1;
      traceLine(f, e.line);
    }
    run(f);
    if (traced) traceLine(f, lines.end);
    return 0;
  };
}
function loop(c: Ctx, g: ast.Comprehension, first: boolean, line: number, end: number, inner: (f: Frame) => void): (f: Frame) => void {
  const source = first ? null : compileExpr(c, asIterable(g.iter));
  const store: Store = compileStore(c, g.target);
  c.testLine = line;
  const one = g.ifs.length === 0 ? null : loopTests(c, g);
  const traced = c.unit.traced;
  const multiline = c.multiline;
  return f => {
    const it: Iter = source === null ? iterate(f.slots[0] as Value) : iterate(source(f));
    for (let x = it.next(); x !== undefined; x = it.next()) {
      if (--vm.fuel < 0) vm.refuel();
      store(f, x);
      if (one === null || one(f)) inner(f);
      // The jump back to the loop is an event of its own, as in CPython's trace.
      if (traced) {
        traceLine(f, end);
        f.line = -1;
        traceLine(f, line);
      } else if (multiline) f.line = line;
    }
  };
}
/** The conditions of one loop, together. */
export function loopTests(c: Ctx, g: ast.Comprehension): (f: Frame) => boolean {
  const tests = g.ifs.map(t => compileTest(c, t));
  return tests.length === 0 ? () => true : tests.length === 1 ? tests[0] : f => tests.every(t => t(f));
}
