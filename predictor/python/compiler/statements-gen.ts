// The generator forms of statements that hold a `yield` or `await`: the same meaning as statements.ts, try.ts and with.ts, with places to pause.
import { getAttr, setAttr } from '../attributes.ts';
import { raiseValue } from '../exceptions.ts';
import { BREAK, CONTINUE, type Evaluate, type Execute, type ExecuteGen, type Frame, NORMAL, RETURN } from '../frames.ts';
import { tracedNext } from '../iteration-end.ts';
import { getItem, iterate, truth } from '../operators.ts';
import { makeExc, raise } from '../raise.ts';
import { vm } from '../state.ts';
import type * as ast from '../syntax/ast.ts';
import { asyncIter, asyncNext } from '../types/generator.ts';
import { doubt, unknown } from '../unknown-value.ts';
import type { Value } from '../values.ts';
import { asIterable } from './constant-set.ts';
import { lead } from './lines.ts';
import { type Ctx, loopBack, mangled, mark, temp } from './context.ts';
import { compileExpr, compileInplace, compileTest } from './expressions.ts';
import { type Store, storeName } from './names.ts';
import { compileBlock, compileStmt, head, isDocstring } from './statements.ts';
import { compileStore, storeItem } from './targets.ts';
import { matchGen, tryGen, withGen } from './try-gen.ts';
import { compileExprGen, eitherGen, hoist, runSteps, yields } from './yields.ts';

/**
 * One statement of a block that pauses. `yield x` and `v = yield x` stand in the block's own loop: each JavaScript generator between the driver and the
 * pause costs every resumption, so there are as few as can be.
 */
interface Step {
  readonly plain: Execute | null;
  readonly gen: ExecuteGen | null;
  readonly value: Evaluate | null;
  readonly store: Store | null;
  /** Of an `if` whose tests do not pause: the steps that come next. */
  readonly choose: ((f: Frame) => readonly Step[]) | null;
  readonly line: number;
}
const noStep: Omit<Step, 'line'> = { plain: null, gen: null, value: null, store: null, choose: null };
/** Steps that wait until those of an inner block are done. */
interface Waiting {
  readonly steps: readonly Step[];
  readonly next: number;
  readonly outer: Waiting | null;
}

export function compileBlockGen(c: Ctx, body: readonly ast.Stmt[]): ExecuteGen {
  if (!body.some(s => c.unit.scopes.hasYield(s))) {
    const plain = compileBlock(c, body);
    // biome-ignore lint/correctness/useYield: a body without a yield may still belong to a generator.
    return function* (f) {
      return plain(f);
    };
  }
  const steps = blockSteps(c, body);
  if (steps.length === 1 && steps[0].gen !== null) return steps[0].gen;
  const at = mark(c);
  return function* (f) {
    let now = steps;
    let waiting: Waiting | null = null;
    for (let i = 0; ; ) {
      if (i === now.length) {
        if (waiting === null) return NORMAL;
        ({ steps: now, next: i, outer: waiting } = waiting as Waiting);
        continue;
      }
      const p = now[i++];
      if (p.plain !== null) {
        const r = p.plain(f);
        if (r !== NORMAL) return r;
      } else if (p.value !== null) {
        at(f, p.line);
        const sent = yield p.value(f);
        if (p.store !== null) p.store(f, sent);
      } else if (p.choose !== null) {
        if (i < now.length) waiting = { steps: now, next: i, outer: waiting };
        now = p.choose(f);
        i = 0;
      } else {
        const r = yield* p.gen!(f);
        if (r !== NORMAL) return r;
      }
    }
  };
}
function blockSteps(c: Ctx, body: readonly ast.Stmt[]): readonly Step[] {
  return body
    .filter((s, i) => !isDocstring(c, s, i, body))
    .map((s): Step => {
      const { line } = s;
      if (!c.unit.scopes.hasYield(s)) return { ...noStep, plain: compileStmt(c, s), line };
      const y = plainYield(c, s);
      if (y !== null) return { ...noStep, ...y, line };
      if (s.kind === 'If' && !yields(c, s.test)) return { ...noStep, choose: chooseSteps(c, s), line };
      return { ...noStep, gen: compileStmtGen(c, s), line };
    });
}
/** As compileIf of statements.ts, but for what is done with the answer. */
function chooseSteps(c: Ctx, s: ast.If): (f: Frame) => readonly Step[] {
  const begin = lead(c, s.test, s.line);
  const test = head(c, s.test, s.line, () => compileTest(c, s.test));
  const body = blockSteps(c, s.body);
  const orelse = blockSteps(c, s.orelse);
  const [only] = orelse;
  // Of an `elif` the next test is asked at once.
  const next = orelse.length === 1 ? only.choose : null;
  return f => {
    begin(f);
    if (test(f)) return body;
    return next === null ? orelse : next(f);
  };
}
/** `yield x` or `name = yield x` on one line, where nothing in `x` pauses. */
function plainYield(c: Ctx, s: ast.Stmt): { value: Evaluate; store: Store | null } | null {
  if (s.endLine > s.line || c.scope.isAsyncGenerator || (s.kind !== 'ExprStmt' && s.kind !== 'Assign')) return null;
  const e = s.value;
  if (e.kind !== 'Yield' || yields(c, e.value)) return null;
  if (s.kind === 'Assign' && (s.targets.length !== 1 || yields(c, s.targets[0]))) return null;
  const value: Evaluate = e.value === null ? () => null : compileExpr(c, e.value);
  return { value, store: s.kind === 'Assign' ? compileStore(c, s.targets[0]) : null };
}

function compileStmtGen(c: Ctx, s: ast.Stmt): ExecuteGen {
  const outer = c.multiline;
  const simple = s.kind === 'ExprStmt' || s.kind === 'Assign' || s.kind === 'AugAssign' || s.kind === 'AnnAssign' || s.kind === 'Return' || s.kind === 'Raise' || s.kind === 'Assert';
  if (simple) c.multiline = s.endLine > s.line;
  try {
    return statementGen(c, s);
  } finally {
    c.multiline = outer;
  }
}
function statementGen(c: Ctx, s: ast.Stmt): ExecuteGen {
  const begin = lead(c, s.kind === 'If' ? s.test : s, s.line);
  switch (s.kind) {
    case 'ExprStmt': {
      const e = compileExprGen(c, s.value);
      return function* (f) {
        begin(f);
        yield* e(f);
        return NORMAL;
      };
    }
    case 'Assign': case 'AnnAssign': {
      const value = eitherGen(c, s.value!);
      const targets = s.kind === 'Assign' ? s.targets : [s.target];
      const stores = targets.map(t => storeGen(c, t));
      return function* (f) {
        begin(f);
        const v = yield* value(f);
        for (const store of stores) yield* store(f, v);
        return NORMAL;
      };
    }
    case 'AugAssign': return augAssignGen(c, s);
    case 'Return': {
      const value = compileExprGen(c, s.value!);
      return function* (f) {
        begin(f);
        f.result = yield* value(f);
        return RETURN;
      };
    }
    case 'Raise': {
      const exc = eitherGen(c, s.exc!);
      const cause = s.cause === null ? null : eitherGen(c, s.cause);
      return function* (f) {
        begin(f);
        const e = yield* exc(f);
        const k = cause === null ? undefined : yield* cause(f);
        throw raiseValue(e, k);
      };
    }
    case 'Assert': {
      const test = eitherGen(c, s.test);
      const msg = s.msg === null ? null : eitherGen(c, s.msg);
      return function* (f) {
        begin(f);
        if (truth(yield* test(f))) return NORMAL;
        throw raise(makeExc('AssertionError', ...(msg === null ? [] : [yield* msg(f)])));
      };
    }
    case 'If': {
      const test = eitherGen(c, s.test);
      const body = compileBlockGen(c, s.body);
      const orelse = compileBlockGen(c, s.orelse);
      return function* (f) {
        begin(f);
        return truth(yield* test(f)) ? yield* body(f) : yield* orelse(f);
      };
    }
    case 'While': return whileGen(c, s);
    case 'For': return s.isAsync ? asyncForGen(c, s) : forGen(c, s);
    case 'Try': return tryGen(c, s);
    case 'With': return withGen(c, s, 0);
    case 'Match': return matchGen(c, s);
    default: {
      const o = unknown('not-modelled', `yield in ${s.kind}`).origins;
      // biome-ignore lint/correctness/useYield: what is not modelled never pauses.
      return function* () {
        doubt(o);
        return NORMAL;
      };
    }
  }
}
function storeGen(c: Ctx, t: ast.Expr): (f: Frame, v: Value) => Generator<Value, void, Value> {
  if (!yields(c, t) || (t.kind !== 'Attribute' && t.kind !== 'Subscript')) {
    const store = compileStore(c, t);
    // biome-ignore lint/correctness/useYield: most targets do not pause.
    return function* (f, v) {
      store(f, v);
    };
  }
  const { steps, node } = hoist(c, t);
  const store = compileStore(c, node);
  return function* (f, v) {
    yield* runSteps(f, steps);
    store(f, v);
  };
}
function augAssignGen(c: Ctx, s: ast.AugAssign): ExecuteGen {
  const at = mark(c);
  const t = s.target;
  const value = eitherGen(c, s.value);
  const old = temp(c, s.target);
  const right = temp(c, s.value);
  const act = compileInplace(s.op, f => f.slots[old.slot] as Value, f => f.slots[right.slot] as Value);
  const object = t.kind === 'Attribute' || t.kind === 'Subscript' ? eitherGen(c, t.value) : null;
  const key = t.kind === 'Subscript' ? eitherGen(c, t.slice) : null;
  const load: Evaluate | null = t.kind === 'Name' ? compileExpr(c, t) : null;
  const store = t.kind === 'Name' ? storeName(c, mangled(c, t.id)) : null;
  const name = t.kind === 'Attribute' ? mangled(c, t.attr) : '';
  return function* (f) {
    at(f, s.line);
    const o = object === null ? null : yield* object(f);
    const k = key === null ? null : yield* key(f);
    f.slots[old.slot] = load !== null ? load(f) : key !== null ? getItem(o, k) : getAttr(o, name);
    const before = f.slots[old.slot];
    const v = yield* value(f);
    f.slots[old.slot] = before;
    f.slots[right.slot] = v;
    const r = act(f);
    if (store !== null) store(f, r);
    else if (key !== null) storeItem(o, k, r);
    else setAttr(o, name, r);
    return NORMAL;
  };
}

// Loops -------------------------------------------------------------------------------------------------------------

function whileGen(c: Ctx, s: ast.While): ExecuteGen {
  const at = mark(c);
  const plain = yields(c, s.test) ? null : head(c, s.test, s.line, () => compileTest(c, s.test));
  const test = plain === null ? compileExprGen(c, s.test) : null;
  const begin = lead(c, s.test, s.line);
  const spread = s.test.endLine > s.line;
  const steps = blockSteps(c, s.body);
  const orelse = s.orelse.length === 0 ? null : compileBlockGen(c, s.orelse);
  return function* (f) {
    begin(f);
    while (plain !== null ? plain(f) : truth(yield* test!(f))) {
      if (--vm.fuel < 0) vm.refuel();
      let now = steps;
      let waiting: Waiting | null = null;
      for (let i = 0; ; ) {
        if (i === now.length) {
          if (waiting === null) break;
          ({ steps: now, next: i, outer: waiting } = waiting as Waiting);
          continue;
        }
        const p = now[i++];
        if (p.value !== null) {
          at(f, p.line);
          const sent = yield p.value(f);
          if (p.store !== null) p.store(f, sent);
          continue;
        }
        if (p.choose !== null) {
          if (i < now.length) waiting = { steps: now, next: i, outer: waiting };
          now = p.choose(f);
          i = 0;
          continue;
        }
        const r = p.plain !== null ? p.plain(f) : yield* p.gen!(f);
        if (r === NORMAL) continue;
        if (r === BREAK) return NORMAL;
        if (r === RETURN) return r;
        break;
      }
      if (!spread) loopBack(c, f, s.line);
      else f.line = -1;
    }
    return orelse === null ? NORMAL : yield* orelse(f);
  };
}
function forGen(c: Ctx, s: ast.For): ExecuteGen {
  const at = mark(c);
  const iterable = asIterable(s.iter);
  const plainSource = yields(c, s.iter) ? null : head(c, s.iter, s.line, () => compileExpr(c, iterable));
  const source = plainSource === null ? head(c, s.iter, s.line, () => eitherGen(c, s.iter)) : null;
  const store = head(c, s.target, s.line, () => compileStore(c, s.target));
  const steps = blockSteps(c, s.body);
  const orelse = s.orelse.length === 0 ? null : compileBlockGen(c, s.orelse);
  const { traced } = c.unit;
  const begin = lead(c, s.iter, s.line);
  return function* (f) {
    begin(f);
    const it = iterate(plainSource !== null ? plainSource(f) : yield* source!(f));
    at(f, s.line);
    for (let x = traced ? tracedNext(f, it) : it.next(); x !== undefined; x = traced ? tracedNext(f, it) : it.next()) {
      if (--vm.fuel < 0) vm.refuel();
      store(f, x);
      let now = steps;
      let waiting: Waiting | null = null;
      for (let i = 0; ; ) {
        if (i === now.length) {
          if (waiting === null) break;
          ({ steps: now, next: i, outer: waiting } = waiting as Waiting);
          continue;
        }
        const p = now[i++];
        if (p.value !== null) {
          at(f, p.line);
          const sent = yield p.value(f);
          if (p.store !== null) p.store(f, sent);
          continue;
        }
        if (p.choose !== null) {
          if (i < now.length) waiting = { steps: now, next: i, outer: waiting };
          now = p.choose(f);
          i = 0;
          continue;
        }
        const r = p.plain !== null ? p.plain(f) : yield* p.gen!(f);
        if (r === NORMAL) continue;
        if (r === BREAK) return NORMAL;
        if (r === RETURN) return r;
        break;
      }
      loopBack(c, f, s.line);
    }
    return orelse === null ? NORMAL : yield* orelse(f);
  };
}
function asyncForGen(c: Ctx, s: ast.For): ExecuteGen {
  const at = mark(c);
  const source = eitherGen(c, asIterable(s.iter));
  const store = compileStore(c, s.target);
  const body = compileBlockGen(c, s.body);
  const orelse = compileBlockGen(c, s.orelse);
  return function* (f) {
    at(f, s.line);
    const it = asyncIter(yield* source(f));
    for (let x = yield* asyncNext(f, it); x !== undefined; x = yield* asyncNext(f, it)) {
      if (--vm.fuel < 0) vm.refuel();
      store(f, x);
      const r = yield* body(f);
      if (r !== NORMAL && r !== CONTINUE) return r === BREAK ? NORMAL : r;
      loopBack(c, f, s.line);
    }
    return yield* orelse(f);
  };
}
