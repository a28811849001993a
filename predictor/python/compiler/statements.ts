// Statements to closures. A statement's closure notes its line, acts, and says how it ended (frames.ts). Statements that hold a `yield` have a second, generator
// form in yields.ts.
import type * as ast from '../syntax/ast.ts';
import { firstLineOf } from '../syntax/deferred-bodies.ts';
import { BREAK, type Completion, CONTINUE, type Evaluate, type Execute, type Frame, NORMAL, RETURN } from '../frames.ts';
import { getAttr, setAttr } from '../attributes.ts';
import { dictGet, dictSet } from '../dict-keys.ts';
import { raiseValue } from '../exceptions.ts';
import { importFrom } from '../imports.ts';
import { tracedNext } from '../iteration-end.ts';
import { getItem, iterate, setItem } from '../operators.ts';
import { asRaise, landed } from '../raise.ts';
import { vm } from '../state.ts';
import { abandon, type Generator, isFresh } from '../types/generator.ts';
import { doubt, unknown } from '../unknown-value.ts';
import { Dict, type Iter, List, Range, T, type Value } from '../values.ts';
import { compileAssert } from './assert.ts';
import { asIterable } from './constant-set.ts';
import { type Ctx, mangled, mark, traceLine } from './context.ts';
import { compileExpr, compileInplace, compileTest } from './expressions.ts';
import { imported, importedFrom, importedStar } from './imported.ts';
import { annotationValue, compileClassDef, compileFunctionDef } from './function.ts';
import { type Store, storeName } from './names.ts';
import { compileMatch } from './patterns.ts';
import { compileDelete, compileStore, storeItem } from './targets.ts';
import { compileTry } from './try.ts';
import { lead } from './lines.ts';
import { compileTryStar } from './try-star.ts';
import { compileWith } from './with.ts';

/** A sequence of statements. */
export function compileBlock(c: Ctx, body: readonly ast.Stmt[]): Execute {
  return sequence(body.filter((s, i) => !isDocstring(c, s, i, body)).map(s => compileStmt(c, s)));
}
/** The docstring makes no code; it is stored when the function or class is made. */
export function isDocstring(c: Ctx, s: ast.Stmt, i: number, body: readonly ast.Stmt[]): boolean {
  return i === 0 && !c.unit.interactive && s.kind === 'ExprStmt' && s.value.kind === 'Constant' && s.value.value.type === 'str' && body === bodyOf(c);
}
function bodyOf(c: Ctx): readonly ast.Stmt[] | null {
  const { node } = c.scope;
  return 'body' in node && Array.isArray(node.body) ? (node.body as readonly ast.Stmt[]) : null;
}
export function sequence(all: readonly Execute[]): Execute {
  switch (all.length) {
    case 0: return () => NORMAL;
    case 1: return all[0];
    case 2: {
      const [a, b] = all;
      return f => {
        const r = a(f);
        return r === NORMAL ? b(f) : r;
      };
    }
    case 3: {
      const [a, b, d] = all;
      return f => {
        let r = a(f);
        if (r !== NORMAL) return r;
        r = b(f);
        return r === NORMAL ? d(f) : r;
      };
    }
    default: {
      const n = all.length;
      return f => {
        for (let i = 0; i < n; i++) {
          const r = all[i](f);
          if (r !== NORMAL) return r;
        }
        return NORMAL;
      };
    }
  }
}

const selfMarking = new Set(['ExprStmt', 'Assign', 'AugAssign', 'AnnAssign', 'Raise', 'FunctionDef']);

/** Compiles a simple statement's action and puts the line mark before it. */
function simple(c: Ctx, s: ast.Span & { readonly kind?: string }, make: () => (f: Frame) => void): Execute {
  const outer = c.multiline;
  c.multiline = s.endLine > s.line;
  const act = make();
  c.multiline = outer;
  const { line } = s;
  // The parts of such a statement mark their own lines, and the first of them may not be on the statement's.
  if (s.endLine > s.line && s.kind !== undefined && selfMarking.has(s.kind)) {
    return f => {
      act(f);
      return NORMAL;
    };
  }
  if (c.unit.traced) {
    return f => {
      traceLine(f, line);
      act(f);
      return NORMAL;
    };
  }
  return f => {
    f.line = line;
    act(f);
    return NORMAL;
  };
}
/** Compiles the head of a compound statement (a test, an iterable), whose parts mark their lines if it spans several. */
export function head<R>(c: Ctx, e: ast.Span, line: number, make: () => R): R {
  const outer = c.multiline;
  c.multiline = e.endLine > line;
  c.testLine = line;
  const r = make();
  c.multiline = outer;
  return r;
}

type Kind = ast.Stmt['kind'];
type Maker<K extends Kind> = (c: Ctx, s: Extract<ast.Stmt, { kind: K }>) => Execute;

export function compileStmt(c: Ctx, s: ast.Stmt): Execute {
  return (makers[s.kind] as Maker<Kind>)(c, s as never);
}

function compileAssign(c: Ctx, s: ast.Assign): Execute {
  return simple(c, s, () => {
    const value = compileExpr(c, s.value);
    const stores = s.targets.map(t => compileStore(c, t));
    return stores.length === 1 ? assigned(stores[0], value) : assignedToAll(stores, value);
  });
}
const assigned = (store: Store, value: Evaluate) => (f: Frame): void => store(f, value(f));
const assignedToAll = (stores: readonly Store[], value: Evaluate) => (f: Frame): void => {
  const v = value(f);
  for (const store of stores) store(f, v);
};
function compileAugAssign(c: Ctx, s: ast.AugAssign): Execute {
  return simple(c, s, () => {
    const t = s.target;
    const value = compileExpr(c, s.value);
    const back = c.multiline ? mark(c) : null;
    const line = s.line;
    const value2: Evaluate = back === null ? value : f => {
      const v = value(f);
      back(f, line);
      return v;
    };
    switch (t.kind) {
      case 'Name': {
        const act = compileInplace(s.op, compileExpr(c, t), value2);
        const store = storeName(c, mangled(c, t.id));
        return f => store(f, act(f));
      }
      case 'Attribute': {
        const o = compileExpr(c, t.value);
        const name = mangled(c, t.attr);
        let obj: Value = null;
        const act = compileInplace(s.op, () => getAttr(obj, name), value2);
        return f => {
          const mine = o(f);
          obj = mine;
          const v = act(f);
          setAttr(mine, name, v);
        };
      }
      case 'Subscript': {
        const o = compileExpr(c, t.value);
        const k = compileExpr(c, t.slice);
        let obj: Value = null;
        let key: Value = null;
        const act = compileInplace(s.op, () => getItem(obj, key), value2);
        return f => {
          const mine = o(f);
          const at = k(f);
          obj = mine;
          key = at;
          storeItem(mine, at, act(f));
        };
      }
      default:
        return () => doubt(unknown('syntax', 'augmented assignment').origins);
    }
  });
}
function compileAnnAssign(c: Ctx, s: ast.AnnAssign): Execute {
  return simple(c, s, () => {
    const value = s.value === null ? null : compileExpr(c, s.value);
    const store = s.value === null ? null : compileStore(c, s.target);
    const inFunction = c.scope.kind !== 'module' && c.scope.kind !== 'class';
    const annotation = inFunction ? null : annotationValue(c, s.annotation);
    const name = s.simple && s.target.kind === 'Name' ? mangled(c, s.target.id) : null;
    const at = c.multiline ? mark(c) : null;
    return f => {
      if (store === null) at?.(f, s.line);
      else store(f, value!(f));
      if (annotation === null || (name === null && c.unit.futureAnnotations)) return;
      const a = annotation(f);
      at?.(f, s.line);
      if (name !== null) setItem(annotationsOf(f), name, a);
    };
  });
}
/** `__annotations__` of the module or class body that runs. */
export function annotationsOf(f: Frame): Value {
  const ns = f.locals;
  if (!(ns instanceof Dict)) return getItem(ns, '__annotations__');
  let d = dictGet(ns, '__annotations__');
  if (d === undefined) dictSet(ns, '__annotations__', (d = new Dict()));
  return d;
}

// Control -----------------------------------------------------------------------------------------------------------

function compileIf(c: Ctx, s: ast.If): Execute {
  const test = head(c, s.test, s.line, () => compileTest(c, s.test));
  const body = compileBlock(c, s.body);
  const orelse = s.orelse.length === 0 ? null : compileBlock(c, s.orelse);
  // The parts of a test that spans lines mark their own, and the first of them may not be on the statement's.
  if (s.test.endLine > s.line) return f => (test(f) ? body(f) : orelse === null ? NORMAL : orelse(f));
  const { line } = s;
  const at = mark(c);
  if (orelse === null) {
    return f => {
      at(f, line);
      return test(f) ? body(f) : NORMAL;
    };
  }
  return f => {
    at(f, line);
    return test(f) ? body(f) : orelse(f);
  };
}
function compileWhile(c: Ctx, s: ast.While): Execute {
  const test = head(c, s.test, s.line, () => compileTest(c, s.test));
  const body = compileBlock(c, s.body);
  const orelse = s.orelse.length === 0 ? null : compileBlock(c, s.orelse);
  const { line } = s;
  const begin = lead(c, s.test, line);
  const spread = s.test.endLine > line;
  if (c.unit.traced) {
    return f => {
      begin(f);
      let again = false;
      while (test(f)) {
        if (again) f.line = -1;
        if (--vm.fuel < 0) vm.refuel();
        const r = body(f);
        if (r === BREAK) return NORMAL;
        if (r === RETURN) return r;
        // The test stands again below the body; where it holds, the jump back to the body is what makes an event.
        if (r === CONTINUE) f.line = -1;
        if (!spread) traceLine(f, line);
        again = true;
      }
      return orelse === null ? NORMAL : orelse(f);
    };
  }
  return f => {
    f.line = line;
    while (test(f)) {
      if (--vm.fuel < 0) vm.refuel();
      const r = body(f);
      if (r === BREAK) return NORMAL;
      if (r === RETURN) return r;
      f.line = line;
    }
    return orelse === null ? NORMAL : orelse(f);
  };
}
function compileFor(c: Ctx, s: ast.For): Execute {
  const source = head(c, s.iter, s.line, () => compileExpr(c, asIterable(s.iter)));
  const store = head(c, s.target, s.line, () => compileStore(c, s.target));
  const body = compileBlock(c, s.body);
  const orelse = s.orelse.length === 0 ? null : compileBlock(c, s.orelse);
  const { line } = s;
  if (c.unit.traced) return tracedFor(line, lead(c, s.iter, line), s.iter.kind === 'Call' || s.iter.kind === 'GeneratorExp', source, store, body, orelse);
  const end: Execute = orelse ?? (() => NORMAL);
  const made = s.iter.kind === 'Call';
  const rest = (f: Frame, it: Iter): Completion => {
    for (let x = it.next(); x !== undefined; x = it.next()) {
      if (--vm.fuel < 0) vm.refuel();
      store(f, x);
      const r = body(f);
      if (r !== NORMAL && r !== CONTINUE) return r === BREAK ? NORMAL : r;
      f.line = line;
    }
    return end(f);
  };
  return f => {
    f.line = line;
    const v = source(f);
    if (v instanceof Range && typeof v.start === 'number' && typeof v.stop === 'number' && typeof v.step === 'number') {
      const { stop, step } = v;
      for (let i = v.start; step > 0 ? i < stop : i > stop; i += step) {
        if (--vm.fuel < 0) vm.refuel();
        store(f, i);
        const r = body(f);
        if (r !== NORMAL && r !== CONTINUE) return r === BREAK ? NORMAL : r;
        f.line = line;
      }
      return end(f);
    }
    if (v instanceof List && v.cls === T.list) {
      for (let i = 0; i < v.items.length; i++) {
        if (--vm.fuel < 0) vm.refuel();
        store(f, v.items[i]);
        const r = body(f);
        if (r !== NORMAL && r !== CONTINUE) return r === BREAK ? NORMAL : r;
        f.line = line;
      }
      return end(f);
    }
    const it = iterate(v);
    if (made && isFresh(it)) return closing(f, it, () => rest(f, it));
    return rest(f, it);
  };
}
function tracedFor(line: number, begin: (f: Frame) => void, made: boolean, source: Evaluate, store: (f: Frame, v: Value) => void, body: Execute, orelse: Execute | null): Execute {
  const run = (f: Frame, it: Iter): Completion => {
    for (let x = tracedNext(f, it); x !== undefined; x = tracedNext(f, it)) {
      if (--vm.fuel < 0) vm.refuel();
      store(f, x);
      const r = body(f);
      if (r !== NORMAL && r !== CONTINUE) return r === BREAK ? BREAK : r;
      f.line = -1;
      traceLine(f, line);
    }
    return NORMAL;
  };
  return f => {
    begin(f);
    const it = iterate(source(f));
    traceLine(f, line);
    const r = made && isFresh(it) ? closing(f, it, () => run(f, it)) : run(f, it);
    if (r === BREAK) return NORMAL;
    return r === NORMAL && orelse !== null ? orelse(f) : r;
  };
}
/** Runs a loop over a generator that nothing else refers to: left early, the generator is closed before anything else happens. */
function closing(f: Frame, g: Generator, loop: () => Completion): Completion {
  try {
    const r = loop();
    abandon(g);
    return r;
  } catch (e) {
    const r = asRaise(e);
    if (r === undefined) throw e;
    landed(r, f);
    abandon(g);
    throw r;
  }
}

function compileReturn(c: Ctx, s: ast.Return): Execute {
  const outer = c.multiline;
  c.multiline = s.endLine > s.line;
  const value = s.value === null ? null : compileExpr(c, s.value);
  c.multiline = outer;
  const { line } = s;
  const at = mark(c);
  if (value === null) {
    return f => {
      at(f, line);
      f.result = null;
      return RETURN;
    };
  }
  if (c.unit.traced) {
    const back = s.endLine > s.line;
    return f => {
      if (!back) traceLine(f, line);
      const v = value(f);
      if (back) traceLine(f, line);
      f.result = v;
      return RETURN;
    };
  }
  return f => {
    f.line = line;
    f.result = value(f);
    return RETURN;
  };
}
function jump(c: Ctx, s: ast.Span, how: Completion): Execute {
  const at = mark(c);
  const { line } = s;
  return f => {
    at(f, line);
    return how;
  };
}

// The table ---------------------------------------------------------------------------------------------------------

const makers: { [K in Kind]: Maker<K> } = {
  ExprStmt: (c, s) => simple(c, s, () => (c.unit.interactive && c.scope.kind === 'module' ? shown(compileExpr(c, s.value)) : compileExpr(c, s.value))),
  Assign: compileAssign,
  AugAssign: compileAugAssign,
  AnnAssign: compileAnnAssign,
  Return: compileReturn,
  If: compileIf,
  While: compileWhile,
  For: compileFor,
  Pass: (c, s) => jump(c, s, NORMAL),
  Break: (c, s) => jump(c, s, BREAK),
  Continue: (c, s) => jump(c, s, CONTINUE),
  Raise: (c, s) =>
    simple(c, s, () => {
      const exc = s.exc === null ? null : compileExpr(c, s.exc);
      const cause = s.cause === null ? null : compileExpr(c, s.cause);
      const { line } = s;
      const back = c.multiline ? mark(c) : null;
      return f => {
        const e = exc === null ? undefined : exc(f);
        const k = cause === null ? undefined : cause(f);
        back?.(f, line);
        throw raiseValue(e, k);
      };
    }),
  Assert: compileAssert,
  Delete: (c, s) =>
    simple(c, s, () => {
      const all = s.targets.map(t => compileDelete(c, t));
      return f => {
        for (const d of all) d(f);
      };
    }),
  Import: (c, s) =>
    simple(c, s, () => {
      const all = s.names.map(a => ({ name: a.name, store: storeName(c, mangled(c, a.asname ?? a.name.split('.')[0])), as: a.asname !== null }));
      return f => {
        for (const a of all) a.store(f, imported(f, a.name, a.as));
      };
    }),
  ImportFrom: (c, s) =>
    simple(c, s, () => {
      const name = s.module ?? '';
      if (s.names.length === 1 && s.names[0].name === '*') return f => importedStar(f, name, s.level);
      const names = s.names.map(a => a.name);
      const stores = s.names.map(a => storeName(c, mangled(c, a.asname ?? a.name)));
      return f => {
        const m = importedFrom(f, name, s.level, names);
        for (let i = 0; i < names.length; i++) stores[i](f, importFrom(m, names[i]));
      };
    }),
  Global: () => () => NORMAL,
  Nonlocal: () => () => NORMAL,
  FunctionDef: (c, s) => simple(c, headOf(s), () => compileFunctionDef(c, s)),
  ClassDef: (c, s) => simple(c, headOf(s), () => compileClassDef(c, s)),
  Try: (c, s) => (s.isStar ? compileTryStar(c, s) : compileTry(c, s)),
  With: (c, s) => compileWith(c, s),
  Match: (c, s) => compileMatch(c, s),
  TypeAlias: (c, s) => simple(c, s, () => () => doubt(unknown('not-modelled', 'type alias statement').origins)),
  Broken: (_c, s) => f => {
    f.line = s.line;
    doubt(unknown('syntax', s.message).origins);
    return NORMAL;
  },
};
/** A definition begins at its first decorator, and its head ends before its body. */
function headOf(s: ast.FunctionDef | ast.ClassDef): ast.Span & { readonly kind: string } {
  const line = s.decorators[0]?.line ?? s.line;
  const last = s.kind === 'FunctionDef' ? firstLineOf(s) : (s.body[0]?.line ?? s.line);
  return { kind: s.kind, line, col: s.col, endLine: last > s.line + 1 || s.decorators.length > 0 ? last : line, endCol: s.endCol };
}

/** `sys.displayhook`, for code of interactive mode: set by modules/sys.ts. */
export const display: { show: (v: Value) => void } = { show: () => {} };
function shown(e: Evaluate): Evaluate {
  return f => {
    display.show(e(f));
    return null;
  };
}
