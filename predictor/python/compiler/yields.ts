// Expressions that hold a `yield` or `await`, as JavaScript generators. A strict expression (call, operator, display…) evaluates its operands one by one into
// temporary slots and then runs its plain form over them, so that only what is not strict has a second form here.
import { dictSet } from '../dict-keys.ts';
import { type Evaluate, type EvaluateGen, type ExecuteGen, type Frame, NORMAL } from '../frames.ts';
import { iterate, truth } from '../operators.ts';
import { vm } from '../state.ts';
import type * as ast from '../syntax/ast.ts';
import { AsyncYield, asyncIter, asyncNext, awaitValue, delegate } from '../types/generator.ts';
import { PySet, setAdd } from '../types/set.ts';
import { Dict, type Iter, List, type Value } from '../values.ts';
import { Unknown } from '../unknown-value.ts';
import { askedAwait, notAsked } from './asked.ts';
import { asIterable } from './constant-set.ts';
import { type Ctx, loopBack, mangled, mark, type Temp, temp, then } from './context.ts';
import { compareValues, compileExpr } from './expressions.ts';
import { compileComprehension, loopTests } from './function.ts';
import { comprehensionLines } from './lines.ts';
import { storeName } from './names.ts';
import { compileStore } from './targets.ts';

export const yields = (c: Ctx, e: ast.Expr | null): boolean => e !== null && c.unit.scopes.hasYield(e);

/** The generator form of an expression that holds a yield. */
export function compileExprGen(c: Ctx, e: ast.Expr): EvaluateGen {
  switch (e.kind) {
    case 'Yield': return yieldGen(c, e);
    case 'YieldFrom': {
      const source = eitherGen(c, e.value);
      return function* (f) {
        const v = yield* source(f);
        return yield* delegate(f, v, false);
      };
    }
    case 'Await': {
      // What is awaited is never a literal; what comes of it may be.
      notAsked(e.value);
      const source = eitherGen(c, e.value);
      const point = c.unit.asked ? askedAwait(c, e) : undefined;
      return function* (f) {
        const v = yield* source(f);
        const out = yield* awaitValue(f, v);
        return point !== undefined && out instanceof Unknown ? point(f, out) : out;
      };
    }
    case 'BoolOp': {
      const parts = e.values.map(v => eitherGen(c, v));
      const stopOn = e.op === 'or';
      return function* (f) {
        let v: Value = null;
        for (let i = 0; i < parts.length; i++) {
          v = yield* parts[i](f);
          if (i < parts.length - 1 && truth(v) === stopOn) return v;
        }
        return v;
      };
    }
    case 'IfExp': {
      const test = eitherGen(c, e.test);
      const a = eitherGen(c, e.body);
      const b = eitherGen(c, e.orelse);
      return function* (f) {
        return truth(yield* test(f)) ? yield* a(f) : yield* b(f);
      };
    }
    case 'Compare':
      if (e.ops.length > 1) {
        const parts = [e.left, ...e.comparators].map(x => eitherGen(c, x));
        const { ops } = e;
        return function* (f) {
          let a = yield* parts[0](f);
          for (let i = 0; ; i++) {
            const b = yield* parts[i + 1](f);
            const v = compareValues(ops[i], a, b);
            if (i === ops.length - 1 || !truth(v)) return v;
            a = b;
          }
        };
      }
      return strict(c, e);
    case 'NamedExpr': {
      const value = eitherGen(c, e.value);
      const store = storeName(c, mangled(c, e.target.id));
      return function* (f) {
        const v = yield* value(f);
        store(f, v);
        return v;
      };
    }
    case 'ListComp': case 'SetComp': case 'DictComp': case 'GeneratorExp': return comprehensionExprGen(c, e);
    default: return strict(c, e);
  }
}
/** The generator form where the expression yields, its plain form in a wrapper where it does not. */
export function eitherGen(c: Ctx, e: ast.Expr): EvaluateGen {
  if (yields(c, e)) return compileExprGen(c, e);
  const plain = compileExpr(c, e);
  // biome-ignore lint/correctness/useYield: the caller delegates to it.
  return function* (f) {
    return plain(f);
  };
}

function yieldGen(c: Ctx, e: ast.Yield): EvaluateGen {
  const value: Evaluate | null = e.value === null || yields(c, e.value) ? null : compileExpr(c, e.value);
  const inner = e.value !== null && value === null ? compileExprGen(c, e.value) : null;
  const at = c.multiline ? mark(c) : null;
  const isAsync = c.scope.isAsyncGenerator;
  return function* (f) {
    const v = value !== null ? value(f) : inner !== null ? yield* inner(f) : null;
    at?.(f, e.line);
    return yield isAsync ? new AsyncYield(v) : v;
  };
}

// Strict expressions --------------------------------------------------------------------------------------------------

interface Step {
  readonly slot: number;
  readonly plain: Evaluate | null;
  readonly gen: EvaluateGen | null;
}
/** Parks the operands up to the last that yields; gives the steps and the node over the parked values. */
export function hoist<E extends ast.Expr>(c: Ctx, e: E): { steps: Step[]; node: E } {
  const kids = operands(e);
  let last = -1;
  kids.forEach((k, i) => {
    if (yields(c, k)) last = i;
  });
  const replaced = new Map<ast.Expr, ast.Expr>();
  const steps: Step[] = [];
  for (const k of kids.slice(0, last + 1)) {
    if (k.kind === 'Constant') continue;
    const t: Temp = temp(c, k);
    replaced.set(k, t as unknown as ast.Expr);
    steps.push(yields(c, k) ? { slot: t.slot, plain: null, gen: compileExprGen(c, k) } : { slot: t.slot, plain: compileExpr(c, k), gen: null });
  }
  return { steps, node: rebuild(e, replaced) };
}
export function* runSteps(f: Frame, steps: readonly Step[]): Generator<Value, void, Value> {
  for (const s of steps) f.slots[s.slot] = s.gen === null ? s.plain!(f) : yield* s.gen(f);
}
function strict(c: Ctx, e: ast.Expr): EvaluateGen {
  const { steps, node } = hoist(c, e);
  const plain = compileExpr(c, node);
  return function* (f) {
    yield* runSteps(f, steps);
    return plain(f);
  };
}

/** The sub-expressions of a strict expression in the order in which CPython evaluates them. */
function operands(e: ast.Expr): ast.Expr[] {
  switch (e.kind) {
    case 'BinOp': return [e.left, e.right];
    case 'UnaryOp': return [e.operand];
    case 'Compare': return [e.left, e.comparators[0]];
    case 'Call': return [e.func, ...e.args.map(a => (a.kind === 'Starred' ? a.value : a)), ...e.keywords.map(k => k.value)];
    case 'Attribute': return [e.value];
    case 'Subscript': return [e.value, e.slice];
    case 'Slice': return [e.lower, e.upper, e.step].filter(x => x !== null);
    case 'List': case 'Tuple': case 'Set': return e.elts.map(a => (a.kind === 'Starred' ? a.value : a));
    case 'Dict': return e.values.flatMap((v, i) => (e.keys[i] === null ? [v] : [e.keys[i], v]));
    case 'JoinedStr': return e.values.flatMap(v => (v.kind === 'FormattedValue' ? [v] : []));
    case 'FormattedValue': return e.spec === null ? [e.value] : [e.value, e.spec];
    case 'Starred': return [e.value];
    default: return [];
  }
}
/** A copy of the node with sub-expressions exchanged, one level deep (through stars and keywords). */
function rebuild<N extends object>(node: N, replaced: ReadonlyMap<ast.Expr, ast.Expr>): N {
  const out: Record<string, unknown> = {};
  for (const [k, v] of Object.entries(node)) out[k] = Array.isArray(v) ? v.map(x => exchange(x, replaced)) : exchange(v, replaced);
  return out as N;
}
function exchange(v: unknown, replaced: ReadonlyMap<ast.Expr, ast.Expr>): unknown {
  if (typeof v !== 'object' || v === null) return v;
  const hit = replaced.get(v as ast.Expr);
  if (hit !== undefined) return hit;
  const inner = v as { kind?: string; arg?: unknown; value?: unknown };
  if (inner.kind === 'Starred' || ('arg' in inner && 'value' in inner)) {
    const value = replaced.get(inner.value as ast.Expr);
    if (value !== undefined) return { ...inner, value };
  }
  return v;
}

// Comprehensions ------------------------------------------------------------------------------------------------------

type Comp = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp;

/** A comprehension whose first iterable yields, or that is asynchronous itself and so must be awaited. */
function comprehensionExprGen(c: Ctx, e: Comp): EvaluateGen {
  const first = asIterable(e.generators[0].iter);
  const awaited = e.kind !== 'GeneratorExp' && c.unit.scopes.get(e)!.isCoroutine;
  let plain: Evaluate;
  let steps: Step[] = [];
  if (yields(c, first)) {
    const t = temp(c, first);
    steps = [{ slot: t.slot, plain: null, gen: compileExprGen(c, first) }];
    plain = compileComprehension(c, e, f => f.slots[t.slot] as Value);
  } else plain = compileComprehension(c, e);
  return function* (f) {
    yield* runSteps(f, steps);
    const v = plain(f);
    return awaited ? yield* awaitValue(f, v) : v;
  };
}

/** The body of a generator expression, or of an asynchronous comprehension. */
export function comprehensionGen(c: Ctx, e: Comp): ExecuteGen {
  const [only] = e.generators;
  if (e.kind === 'GeneratorExp' && e.generators.length === 1 && !only.isAsync && !c.scope.isAsyncGenerator && !yields(c, e.elt) && !only.ifs.some(t => yields(c, t))) {
    return simpleGeneratorExpression(c, e, only);
  }
  const element = comprehensionElement(c, e);
  let inner = element;
  const lines = comprehensionLines(e);
  for (let i = e.generators.length - 1; i >= 0; i--) inner = loopGen(c, e.generators[i], i === 0, lines.loops[i], lines.end, inner);
  const run = inner;
  return function* (f) {
    loopBack(c, f, e.line);
    if (e.kind !== 'GeneratorExp') f.result = e.kind === 'ListComp' ? new List([]) : e.kind === 'SetComp' ? new PySet() : new Dict();
    yield* run(f);
    return NORMAL;
  };
}
/** One loop whose parts never pause by themselves: a single JavaScript generator. */
function simpleGeneratorExpression(c: Ctx, e: ast.GeneratorExp, g: ast.Comprehension): ExecuteGen {
  const store = compileStore(c, g.target);
  const { end } = comprehensionLines(e);
  c.testLine = e.line;
  const test = g.ifs.length === 0 ? null : loopTests(c, g);
  const elt = then(c, { ...e, line: end }, compileExpr(c, e.elt));
  const at = mark(c);
  return function* (f) {
    loopBack(c, f, e.line);
    const it: Iter = iterate(f.slots[0] as Value);
    for (let x = it.next(); x !== undefined; x = it.next()) {
      if (--vm.fuel < 0) vm.refuel();
      store(f, x);
      if (test === null || test(f)) yield elt(f);
      at(f, end);
      loopBack(c, f, e.line);
    }
    return NORMAL;
  };
}
type Inner = (f: Frame) => Generator<Value, void, Value>;
function comprehensionElement(c: Ctx, e: Comp): Inner {
  if (e.kind === 'DictComp') {
    const key = eitherGen(c, e.key);
    const value = eitherGen(c, e.value);
    return function* (f) {
      const k = yield* key(f);
      dictSet(f.result as Dict, k, yield* value(f));
    };
  }
  const plain = yields(c, e.elt) ? null : then(c, { ...e, line: comprehensionLines(e).end }, compileExpr(c, e.elt));
  const gen = plain === null ? compileExprGen(c, e.elt) : null;
  const isAsync = c.scope.isAsyncGenerator;
  if (e.kind === 'GeneratorExp') {
    return function* (f) {
      const v = plain !== null ? plain(f) : yield* gen!(f);
      yield isAsync ? new AsyncYield(v) : v;
    };
  }
  const put: (f: Frame, v: Value) => void = e.kind === 'ListComp' ? (f, v) => void (f.result as List).items.push(v) : (f, v) => setAdd(f.result as PySet, v);
  return function* (f) {
    put(f, plain !== null ? plain(f) : yield* gen!(f));
  };
}
function loopGen(c: Ctx, g: ast.Comprehension, first: boolean, line: number, end: number, inner: Inner): Inner {
  const source = first ? null : eitherGen(c, asIterable(g.iter));
  const store = compileStore(c, g.target);
  const at = mark(c);
  c.testLine = line;
  const plainTests = g.ifs.some(t => yields(c, t)) ? null : loopTests(c, g);
  const tests = plainTests === null ? g.ifs.map(t => eitherGen(c, t)) : [];
  if (g.isAsync) {
    return function* (f) {
      const it = source === null ? (f.slots[0] as Value) : yield* source(f);
      const ait = source === null ? it : asyncIter(it);
      for (let x = yield* asyncNext(f, ait); x !== undefined; x = yield* asyncNext(f, ait)) {
        store(f, x);
        if (plainTests !== null ? plainTests(f) : yield* allHold(f, tests)) yield* inner(f);
        at(f, end);
        loopBack(c, f, line);
      }
    };
  }
  return function* (f) {
    const it: Iter = source === null ? iterate(f.slots[0] as Value) : iterate(yield* source(f));
    for (let x = it.next(); x !== undefined; x = it.next()) {
      if (--vm.fuel < 0) vm.refuel();
      store(f, x);
      if (plainTests !== null ? plainTests(f) : yield* allHold(f, tests)) yield* inner(f);
      at(f, end);
      loopBack(c, f, line);
    }
  };
}
function* allHold(f: Frame, tests: readonly EvaluateGen[]): Generator<Value, boolean, Value> {
  for (const t of tests) if (!truth(yield* t(f))) return false;
  return true;
}
