// Calls. Positional calls of Python functions bind straight into the callee's slots; method calls make no bound method; the rest goes through calls.ts.
import type * as ast from '../syntax/ast.ts';
import { genericGetAttr, getAttr, lookup, ownField, typeOf } from '../attributes.ts';
import { afterUnknown, afterUnknownArgument, call, callFunc, enter, refused } from '../calls.ts';
import { plainInit } from '../classes.ts';
import { dictPairs } from '../dict-keys.ts';
import type { Evaluate, Frame } from '../frames.ts';
import { plainItems } from '../operators.ts';
import { listItems } from '../types/iteration.ts';
import { keywordName } from '../keyword-names.ts';
import { typeError } from '../raise.ts';
import { calleeName } from '../types/callee-name.ts';
import { abandon, Generator } from '../types/generator.ts';
import { doubt, Unknown, unknownFrom } from '../unknown-value.ts';
import { Builtin, Cell, Dict, Func, Instance, type Kw, MethodDescriptor, Mutable, T, Type, type Value } from '../values.ts';
import { attributeSpan } from './attribute.ts';
import { type Ctx, mangled, mark, marked, then } from './context.ts';
import { compileItems, finish } from './displays.ts';
import { compileExpr } from './expressions.ts';
import { mappingPairs } from './mapping.ts';
import { callUnknownMethod, UnknownMethod } from '../types/unknown-methods.ts';

export function compileCall(c: Ctx, e: ast.Call): Evaluate {
  const made = e.args.findIndex(a => a.kind === 'GeneratorExp');
  if (made >= 0 && e.func.kind === 'Name' && stoppingEarly.has(e.func.id) && e.keywords.length === 0) return earlyCall(c, e);
  return anyCall(c, e);
}
/** Builtins that may leave an iterator half-way. */
const stoppingEarly = new Set(['any', 'all', 'next']);

/** `any(… for …)`: the generator's last reference goes with the call, so what is left of it is closed there. */
function earlyCall(c: Ctx, e: ast.Call): Evaluate {
  const arg = e.args[0];
  if (arg.kind !== 'GeneratorExp') return anyCall(c, e);
  const slot = c.slotCount++;
  const parked = { kind: 'Temp', slot, line: arg.line, col: arg.col, endLine: arg.endLine, endCol: arg.endCol } as unknown as ast.Expr;
  const generator = compileExpr(c, arg);
  const inner = anyCall(c, { ...e, args: [parked, ...e.args.slice(1)] });
  const callee = compileExpr(c, e.func);
  return f => {
    const fn = callee(f);
    const g = generator(f);
    f.slots[slot] = g;
    if (!(fn instanceof Builtin)) return inner(f);
    try {
      return inner(f);
    } finally {
      f.slots[slot] = undefined;
      if (g instanceof Generator) abandon(g);
    }
  };
}
function anyCall(c: Ctx, e: ast.Call): Evaluate {
  const stars = e.args.some(a => a.kind === 'Starred');
  const at: ast.Span = e.func.kind === 'Attribute' ? { ...e, line: attributeSpan(e.func).line } : e;
  if (e.keywords.length === 0 && !stars) {
    if (e.func.kind === 'Attribute') return methodCall(c, e, e.func, at);
    return plainCall(c, e, at);
  }
  const fn = calleeOf(c, e);
  // With a star or `**` the arguments become one tuple and one dict, and the call is not a method's.
  const gathers = stars || e.keywords.some(k => k.arg === null);
  const args = stars ? starredArguments(c, e) : gathers ? finish(c, e, compileItems(c, e.args)) : compileItems(c, e.args);
  const kw = compileKeywords(c, e.keywords, gathers ? e : undefined);
  const { line } = gathers ? e : at;
  const reach = c.multiline ? mark(c) : null;
  return f => {
    const callee = fn(f);
    const a = args(f, callee);
    const k = kw === null ? null : kw(f, callee);
    if (reach !== null) reach(f, line);
    return callAny(callee, a, k !== null && k.size === 0 ? null : k);
  };
}

/** Calls anything; an unknown callee gives an unknown, and may have changed what it was handed. */
export function callAny(callee: Value, args: Value[], kw: Kw): Value {
  if (callee instanceof Unknown) return callUnknown(callee, args, kw);
  return call(callee, args, kw);
}
function callUnknown(callee: Unknown, args: Value[], kw: Kw): Value {
  if (callee instanceof UnknownMethod) return callUnknownMethod(callee, args, kw);
  doubt(callee.origins);
  return unknownFrom(null, callee, ...args, ...(kw === null ? [] : kw.values()));
}

/** What is called. A callee that is not a name is announced before it is computed (`PUSH_NULL`). */
function calleeOf(c: Ctx, e: ast.Call): Evaluate {
  const fn = compileExpr(c, e.func);
  return e.func.kind === 'Name' || e.func.kind === 'Attribute' ? fn : marked(c, e.func, fn);
}
function plainCall(c: Ctx, e: ast.Call, at: ast.Span): Evaluate {
  const { args } = e;
  const fn = args.length === 0 ? then(c, at, calleeOf(c, e)) : calleeOf(c, e);
  const es = args.map((a, i) => (i === args.length - 1 ? then(c, at, compileExpr(c, a)) : compileExpr(c, a)));
  switch (es.length) {
    case 0:
      return f => {
        const callee = fn(f);
        if (callee instanceof Func) return callFunc(callee, [], null);
        return callAny(callee, [], null);
      };
    case 1: {
      const [x] = es;
      return f => {
        const callee = fn(f);
        if (callee instanceof Type) return construct(f, callee, es);
        const a = x(f);
        if (callee instanceof Func) {
          const { code } = callee;
          if (code.simple && code.params.positional === 1) {
            const slots: (Value | undefined)[] = new Array(code.slotCount);
            slots[0] = a;
            return enter(code, callee, slots);
          }
        }
        return callAny(callee, [a], null);
      };
    }
    case 2: {
      const [x, y] = es;
      return f => {
        const callee = fn(f);
        if (callee instanceof Type) return construct(f, callee, es);
        const a = x(f);
        const b = y(f);
        if (callee instanceof Func) {
          const { code } = callee;
          if (code.simple && code.params.positional === 2) {
            const slots: (Value | undefined)[] = new Array(code.slotCount);
            slots[0] = a;
            slots[1] = b;
            return enter(code, callee, slots);
          }
        }
        return callAny(callee, [a, b], null);
      };
    }
    default:
      return f => {
        const callee = fn(f);
        if (callee instanceof Type) return construct(f, callee, es);
        if (callee instanceof Func) {
          const { code } = callee;
          if (code.simple && code.params.positional === es.length) {
            const slots: (Value | undefined)[] = new Array(code.slotCount);
            for (let i = 0; i < es.length; i++) slots[i] = es[i](f);
            return enter(code, callee, slots);
          }
        }
        const a: Value[] = new Array(es.length);
        for (let i = 0; i < es.length; i++) a[i] = es[i](f);
        return callAny(callee, a, null);
      };
  }
}

/** `Class(a, b)`: an instance whose `__init__` is plain gets its arguments straight into that function's slots. */
function construct(f: Frame, cls: Type, es: readonly Evaluate[]): Value {
  const n = es.length;
  const init = plainInit(cls);
  if (init !== null && init.code.simple && init.code.params.positional === n + 1) {
    const { code } = init;
    const slots: (Value | undefined)[] = new Array(code.slotCount);
    for (let i = 0; i < n; i++) slots[i + 1] = es[i](f);
    const o = cls.alloc!(cls);
    slots[0] = o;
    const r = enter(code, init, slots);
    if (r !== null && !(r instanceof Unknown)) throw typeError(`__init__() should return None, not '${typeOf(r).name}'`);
    return o;
  }
  const a: Value[] = new Array(n);
  for (let i = 0; i < n; i++) a[i] = es[i](f);
  return callAny(cls, a, null);
}

/** `o.name(…)`: finds the method on the class and calls it with the object, if nothing comes before it. */
function methodCall(c: Ctx, e: ast.Call, func: ast.Attribute, at: ast.Span): Evaluate {
  if (isBareSuper(func.value)) return superCall(c, e, func, at);
  const name = mangled(c, func.attr);
  const object = then(c, attributeSpan(func), compileExpr(c, func.value));
  const { args } = e;
  const es = args.map((a, i) => (i === args.length - 1 ? then(c, at, compileExpr(c, a)) : compileExpr(c, a)));
  const n = es.length;
  // One-entry cache: the class's version tells that the lookup still holds.
  let version = -1;
  let found: Value | undefined;
  const find = (cls: Type): Value | undefined => {
    const g = cls.slots.getattr;
    found = g === genericGetAttr || g === undefined ? lookup(cls, name) : undefined;
    version = cls.version;
    return found;
  };
  return f => {
    const o = object(f);
    const cls = typeOf(o);
    const d = cls.version === version ? found : find(cls);
    if (d instanceof Func) {
      if (!(o instanceof Mutable) || o.shape === null || ownField(o, name) === undefined) {
        const { code } = d;
        if (code.simple && code.params.positional === n + 1) {
          const slots: (Value | undefined)[] = new Array(code.slotCount);
          slots[0] = o;
          for (let i = 0; i < n; i++) slots[i + 1] = es[i](f);
          return enter(code, d, slots);
        }
        const a: Value[] = new Array(n + 1);
        a[0] = o;
        for (let i = 0; i < n; i++) a[i + 1] = es[i](f);
        return callFunc(d, a, null);
      }
    } else if (d instanceof MethodDescriptor && d.cls === T.methodDescriptor && !(o instanceof Instance)) {
      const { sig } = d;
      if (!sig.varargs && !sig.varkw && n >= sig.required && n <= sig.positional && sig.requiredKeywords.length === 0 && (!(o instanceof Mutable) || o.shape === null)) {
        return callNative(f, d, o, es);
      }
    }
    const callee = getAttr(o, name);
    const a: Value[] = new Array(n);
    for (let i = 0; i < n; i++) a[i] = es[i](f);
    return callAny(callee, a, null);
  };
}
const isBareSuper = (e: ast.Expr): boolean => e.kind === 'Call' && e.args.length === 0 && e.keywords.length === 0 && e.func.kind === 'Name' && e.func.id === 'super';

/** `super().name(…)`: the method after this class in the MRO, called without a super object in between. */
function superCall(c: Ctx, e: ast.Call, func: ast.Attribute, at: ast.Span): Evaluate {
  const name = mangled(c, func.attr);
  const callee = compileExpr(c, (func.value as ast.Call).func);
  const slow = compileExpr(c, func);
  const reach = then(c, attributeSpan(func), () => null);
  const es = e.args.map((a, i) => (i === e.args.length - 1 ? then(c, at, compileExpr(c, a)) : compileExpr(c, a)));
  const n = es.length;
  return f => {
    const found = callee(f) === T.super ? afterClass(f, name) : null;
    if (found === null) {
      const m = slow(f);
      const a: Value[] = new Array(n);
      for (let i = 0; i < n; i++) a[i] = es[i](f);
      return callAny(m, a, null);
    }
    reach(f);
    const a: Value[] = new Array(n + 1);
    a[0] = found.self;
    for (let i = 0; i < n; i++) a[i + 1] = es[i](f);
    return callFunc(found.fn, a, null);
  };
}
/** The Python function that `super().name` finds for an ordinary method, or null where anything is unusual. */
function afterClass(f: Frame, name: string): { self: Value; fn: Func } | null {
  const { code } = f;
  const i = code.slotNames.indexOf('__class__', code.freeStart);
  const self = f.slots[0];
  if (i < 0 || self === undefined || !(self instanceof Mutable) || self instanceof Cell || self instanceof Type || code.params.names.length === 0) return null;
  const cls = (f.slots[i] as unknown as Cell).value;
  if (!(cls instanceof Type)) return null;
  const { mro } = self.cls;
  const at = mro.indexOf(cls);
  if (at < 0) return null;
  for (let k = at + 1; k < mro.length; k++) {
    const d = mro[k].dict.map.get(name)?.value;
    if (d !== undefined) return d instanceof Func ? { self, fn: d } : null;
  }
  return null;
}
function callNative(f: Frame, d: MethodDescriptor, o: Value, es: readonly Evaluate[]): Value {
  switch (es.length) {
    case 0:
      try {
        return d.fn(o);
      } catch (e) {
        return afterUnknown(e, d.returns);
      }
    case 1: {
      const a = es[0](f);
      try {
        return d.fn(o, a);
      } catch (e) {
        return afterUnknownArgument(refused(e, [a], null, null), d, o, [a]);
      }
    }
    default: {
      const a: Value[] = new Array(es.length);
      for (let i = 0; i < es.length; i++) a[i] = es[i](f);
      try {
        return d.fn(o, ...a);
      } catch (e) {
        return afterUnknownArgument(refused(e, a, null, null), d, o, a);
      }
    }
  }
}

function starredArguments(c: Ctx, e: ast.Call): (f: Frame, callee: Value) => Value[] {
  const first = e.args.findIndex(x => x.kind === 'Starred');
  const alone = e.args.length === 1;
  const reach = c.multiline && !alone ? then(c, e, () => null) : null;
  const parts = e.args.map(x => (x.kind === 'Starred' ? { star: true, e: compileExpr(c, x.value) } : { star: false, e: compileExpr(c, x) }));
  return (f, callee) => {
    const out: Value[] = [];
    for (let i = 0; i < parts.length; i++) {
      const p = parts[i];
      if (i === first) reach?.(f);
      const v = p.e(f);
      if (i >= first) reach?.(f);
      if (!p.star) {
        out.push(v);
        continue;
      }
      const { slots } = typeOf(v);
      if (slots.iter === undefined && slots.getitem === undefined && !(v instanceof Unknown)) {
        throw typeError(`${calleeName(callee)} argument after * must be an iterable, not ${typeOf(v).name}`);
      }
      for (const x of plainItems(v) ?? listItems(v)) out.push(x);
    }
    return out;
  };
}

/**
 * Keyword arguments, `**mappings` merged with CPython's checks; null where the call has none. `call` is given where they are gathered in a dict, at the call's line:
 * each run of names, and each `**`.
 */
export function compileKeywords(c: Ctx, keywords: readonly ast.Keyword[], call?: ast.Span): ((f: Frame, callee: Value) => Map<string, Value>) | null {
  if (keywords.length === 0) return null;
  const reach = c.multiline && call !== undefined ? then(c, call, () => null) : null;
  // A dict is begun before the first `**`, or after the names in front of it.
  const ends = keywords.map((k, i) => k.arg === null || keywords[i + 1]?.arg === null);
  const parts = keywords.map(k => ({ name: k.arg, e: compileExpr(c, k.value) }));
  return (f, callee) => {
    const kw = new Map<string, Value>();
    if (reach !== null && parts[0].name === null) reach(f);
    for (let i = 0; i < parts.length; i++) {
      const p = parts[i];
      const v = p.e(f);
      if (reach !== null && ends[i]) reach(f);
      if (p.name !== null) {
        if (kw.has(p.name)) throw multiple(callee, p.name);
        kw.set(p.name, v);
        continue;
      }
      const pairs = v instanceof Dict && v.cls.slots.iter === T.dict.slots.iter ? dictPairs(v) : mappingPairs(v, () => `${calleeName(callee)} argument after ** must be a mapping, not ${typeOf(v).name}`);
      for (const [k, x] of pairs) {
        const name = keywordName(k, kw);
        if (kw.has(name)) throw multiple(callee, name);
        kw.set(name, x);
      }
    }
    return kw;
  };
}
const multiple = (callee: Value, name: string): unknown => typeError(`${calleeName(callee)} got multiple values for keyword argument '${name}'`);
