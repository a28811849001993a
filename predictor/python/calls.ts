// Calling any value: Python functions (argument binding with CPython's error texts, Python/ceval.c `initialize_locals`), builtins, methods, classes.
import { Frame, type Code } from './frames.ts';
import { lookup, ownField, typeOf } from './attributes.ts';
import { nameAsGiven } from './keyword-names.ts';
import { typeName } from './names.ts';
import { Raise, refusals, typeError } from './raise.ts';
import { bindNative } from './signature.ts';
import { union } from '../unknown.ts';
import { dictGet } from './dict-keys.ts';
import { doubt, Unknown, unknownFrom, UnknownUsed } from './unknown-value.ts';
import { Builtin, Cell, Dict, Entry, Func, type Kw, Method, type MethodDescriptor, Mutable, type Signature, T, Tuple, Type, type Value } from './values.ts';

/** `fn(*args, **kw)`. `args` is handed over: the callee may keep it. */
export function call(fn: Value, args: Value[], kw: Kw = null): Value {
  if (fn instanceof Func) return callFunc(fn, args, kw);
  if (fn instanceof Builtin) return callBuiltin(fn, args, kw);
  if (fn instanceof Method) {
    args.unshift(fn.self);
    return call(fn.func, args, kw);
  }
  const slot = typeOf(fn).slots.call;
  if (slot !== undefined) return slot(fn, args, kw);
  throw typeError(`'${typeName(typeOf(fn))}' object is not callable`);
}

/** Calls a method by name, as `o.name(*args)` does. */
export function callMethod(o: Value, name: string, args: Value[] = []): Value {
  const cls = typeOf(o);
  const d = lookup(cls, name);
  if (d instanceof Func && (getAttrOwn(o, name) === undefined)) {
    args.unshift(o);
    return callFunc(d, args, null);
  }
  const bound = cls.slots.getattr!(o, name);
  return call(bound, args, null);
}
const getAttrOwn = (o: Value, name: string): Value | undefined => (o instanceof Mutable ? ownField(o, name) : undefined);

// Builtins --------------------------------------------------------------------------------------------------------

/** What CPython names the function in "X() takes no keyword arguments". */
const builtinLabel = (owner: Type | null, name: string, module: Value): string =>
  owner !== null ? `${owner.name}.${name}` : typeof module === 'string' && module !== 'builtins' ? `${module}.${name}` : name;

export function callBuiltin(b: Builtin, args: Value[], kw: Kw): Value {
  const { sig, fn, self } = b;
  try {
    if (kw === null && !sig.varargs && !sig.varkw && args.length >= sig.required && args.length <= sig.positional && sig.requiredKeywords.length === 0) {
      if (self === undefined) {
        switch (args.length) {
          case 0: return fn();
          case 1: return fn(args[0]);
          case 2: return fn(args[0], args[1]);
          default: return fn(...args);
        }
      }
      switch (args.length) {
        case 0: return fn(self);
        case 1: return fn(self, args[0]);
        case 2: return fn(self, args[0], args[1]);
        default: return fn(self, ...args);
      }
    }
    const bound = bindNative(sig, builtinLabel(b.self instanceof Type ? b.self : b.owner, b.name, b.module), b.name, args, kw) as Value[];
    return self === undefined ? fn(...bound) : fn(self, ...bound);
  } catch (e) {
    return afterUnknown(refused(e, args, kw, sig), b.returns);
  }
}
/** An unbound method of a builtin class: `str.upper("x")`, `int.__add__(1, 2)`. */
export function callDescriptor(d: MethodDescriptor, args: Value[], kw: Kw): Value {
  const self = args[0];
  if (self === undefined) {
    throw typeError(d.cls === T.wrapperDescriptor ? `descriptor '${d.name}' of '${d.owner.name}' object needs an argument` : `unbound method ${d.owner.name}.${d.name}() needs an argument`);
  }
  if (self instanceof Unknown) return unknownFrom(null, self);
  const cls = typeOf(self);
  if (cls !== d.owner && !cls.mro.includes(d.owner)) {
    throw typeError(
      d.cls === T.wrapperDescriptor
        ? `descriptor '${d.name}' requires a '${typeName(d.owner)}' object but received a '${typeName(cls)}'`
        : `descriptor '${d.name}' for '${typeName(d.owner)}' objects doesn't apply to a '${typeName(cls)}' object`,
    );
  }
  return callWithSelf(d, self, args.slice(1), kw);
}
/** A builtin method on a receiver of the right class. */
export function callWithSelf(d: MethodDescriptor, self: Value, args: Value[], kw: Kw): Value {
  const { sig, fn } = d;
  try {
    if (kw === null && !sig.varargs && !sig.varkw && args.length >= sig.required && args.length <= sig.positional && sig.requiredKeywords.length === 0) {
      switch (args.length) {
        case 0: return fn(self);
        case 1: return fn(self, args[0]);
        case 2: return fn(self, args[0], args[1]);
        default: return fn(self, ...args);
      }
    }
    if (d.cls === T.wrapperDescriptor) return fn(self, ...(bindNative(sig, `wrapper ${d.name}`, d.name, args, kw) as Value[]));
    return fn(self, ...(bindNative(sig, `${d.owner.name}.${d.name}`, d.name, args, kw) as Value[]));
  } catch (e) {
    return kw === null ? afterUnknownArgument(refused(e, args, kw, sig), d, self, args) : afterUnknown(refused(e, args, kw, sig), d.returns);
  }
}
/** The builtin type that a table names as what a function returns. */
export const typeNamed = (name: string | null): Type | null => (name === null ? null : ((T as Record<string, Type | undefined>)[name] ?? null));
/** Native code met an unknown it needed: its result is unknown. It may have stopped midway, so that nothing after it is certain. */
export function afterUnknown(e: unknown, returns: string | null): Value {
  if (!(e instanceof UnknownUsed)) throw e;
  doubt(e.origins);
  return new Unknown(e.origins, typeNamed(returns));
}

/** A refusal of native code that got an unknown of any type says nothing: it might be just what was wanted. How many arguments there are is no matter of what they are. */
export function refused(e: unknown, args: readonly Value[], kw: Kw, sig: Signature | null): unknown {
  if (!(e instanceof Raise) || !refusals.has(e.exc)) return e;
  const open = [...args, ...(kw?.values() ?? [])].filter(v => v instanceof Unknown && v.type === null) as Unknown[];
  return open.length === 0 || countIsWrong(e, args, kw, sig) ? e : new UnknownUsed(open.map(v => v.origins).reduce(union));
}
function countIsWrong(e: Raise, args: readonly Value[], kw: Kw, sig: Signature | null): boolean {
  const said = e.exc.args.items[0];
  if (typeof said === 'string' && /\btakes (?:no|at|exactly|from|\d)|\bexpected (?:at |exactly )?(?:most |least )?\d+ argument/.test(said)) return true;
  if (sig === null) return false;
  try {
    bindNative(sig, '', '', args as Value[], kw);
    return false;
  } catch {
    return true;
  }
}

/** As `afterUnknown`, of a builtin method; nothing is in doubt where it works whatever its unknown arguments are. */
export function afterUnknownArgument(e: unknown, d: MethodDescriptor, self: Value, args: readonly Value[]): Value {
  if (!(e instanceof UnknownUsed) || !worksForAny.look(d, self, args)) return afterUnknown(e, d.returns);
  return unknownFrom(typeNamed(d.returns), ...args);
}
/** Set by types/unknown-methods.ts, which calls methods to find out. */
export const worksForAny: { look: (d: MethodDescriptor, self: Value, args: readonly Value[]) => boolean } = { look: () => false };

// Python functions ------------------------------------------------------------------------------------------------

export function callFunc(fn: Func, args: Value[], kw: Kw): Value {
  const code = fn.code;
  const n = args.length;
  if (kw === null && code.simple && n === code.params.positional) {
    args.length = code.slotCount;
    return enter(code, fn, args);
  }
  return enter(code, fn, bindArguments(fn, args, kw));
}
/** `fn(a)` and `fn(a, b)` without an argument array, where binding is plain. */
export function invoke1(fn: Func, a: Value): Value {
  const { code } = fn;
  if (!code.simple || code.params.positional !== 1) return callFunc(fn, [a], null);
  const slots: (Value | undefined)[] = new Array(code.slotCount);
  slots[0] = a;
  return enter(code, fn, slots);
}
export function invoke2(fn: Func, a: Value, b: Value): Value {
  const { code } = fn;
  if (!code.simple || code.params.positional !== 2) return callFunc(fn, [a, b], null);
  const slots: (Value | undefined)[] = new Array(code.slotCount);
  slots[0] = a;
  slots[1] = b;
  return enter(code, fn, slots);
}
/** Runs a function whose slots are bound. */
export function enter(code: Code, fn: Func, slots: (Value | undefined)[]): Value {
  const f = new Frame(code, slots, fn.globals, fn);
  const cells = code.cellSlots;
  for (let i = 0; i < cells.length; i++) slots[cells[i]] = new Cell(slots[cells[i]]);
  const closure = fn.closure;
  if (closure !== null) for (let i = 0, k = code.freeStart; i < closure.length; i++) slots[k + i] = closure[i];
  return code.run(f);
}

/** Fills the slots from the call's arguments. */
export function bindArguments(fn: Func, args: readonly Value[], kw: Kw): (Value | undefined)[] {
  const { code } = fn;
  const p = code.params;
  const slots: (Value | undefined)[] = new Array(code.slotCount);
  const given = args.length;
  const n = given < p.positional ? given : p.positional;
  for (let i = 0; i < n; i++) slots[i] = args[i];
  const named = p.positional + p.kwonly;
  if (p.vararg) slots[named] = new Tuple(given > p.positional ? args.slice(p.positional) : []);
  let extra: Dict | null = null;
  if (p.kwarg) slots[named + (p.vararg ? 1 : 0)] = extra = new Dict();
  if (kw !== null) {
    for (const [name, value] of kw) {
      const i = p.names.indexOf(name);
      if (i >= p.posonly && i < named) {
        if (slots[i] !== undefined) throw typeError(`${fn.qualname}() got multiple values for argument '${name}'`);
        slots[i] = value;
      } else if (extra !== null) extra.map.set(name, new Entry(nameAsGiven(kw, name), value));
      else throw unexpectedKeyword(fn, kw, name);
    }
  }
  if (given > p.positional && !p.vararg) throw tooManyPositional(fn, given, slots);
  if (given < p.positional) {
    const { defaults } = fn;
    const first = p.positional - defaults.length;
    let missing: string[] | null = null;
    for (let i = given; i < p.positional; i++) {
      if (slots[i] !== undefined) continue;
      if (i >= first) slots[i] = defaults[i - first];
      else (missing ??= []).push(p.names[i]);
    }
    if (missing !== null) throw missingArguments(fn, missing, 'positional');
  }
  if (p.kwonly > 0) {
    let missing: string[] | null = null;
    for (let i = p.positional; i < named; i++) {
      if (slots[i] !== undefined) continue;
      const given = fn.kwdefaults;
      const d = given instanceof Dict ? dictGet(given, p.names[i]) : given?.get(p.names[i]);
      if (d !== undefined) slots[i] = d;
      else (missing ??= []).push(p.names[i]);
    }
    if (missing !== null) throw missingArguments(fn, missing, 'keyword-only');
  }
  return slots;
}
function missingArguments(fn: Func, missing: string[], kind: string): unknown {
  const q = missing.map(m => `'${m}'`);
  const list = q.length === 1 ? q[0] : q.length === 2 ? `${q[0]} and ${q[1]}` : `${q.slice(0, -1).join(', ')}, and ${q[q.length - 1]}`;
  return typeError(`${fn.qualname}() missing ${missing.length} required ${kind} argument${missing.length === 1 ? '' : 's'}: ${list}`);
}
function unexpectedKeyword(fn: Func, kw: Map<string, Value>, name: string): unknown {
  const { names, posonly } = fn.code.params;
  const wrong = names.slice(0, posonly).filter(n => kw.has(n));
  if (wrong.length > 0) return typeError(`${fn.qualname}() got some positional-only arguments passed as keyword arguments: '${wrong.join(', ')}'`);
  return typeError(`${fn.qualname}() got an unexpected keyword argument '${name}'`);
}
function tooManyPositional(fn: Func, given: number, slots: (Value | undefined)[]): unknown {
  const p = fn.code.params;
  let kwonlyGiven = 0;
  for (let i = p.positional; i < p.positional + p.kwonly; i++) if (slots[i] !== undefined) kwonlyGiven++;
  const least = p.positional - fn.defaults.length;
  const takes = fn.defaults.length > 0 ? `from ${least} to ${p.positional}` : `${p.positional}`;
  const many = fn.defaults.length > 0 ? true : p.positional !== 1;
  const extra = kwonlyGiven > 0 ? ` positional argument${given === 1 ? '' : 's'} (and ${kwonlyGiven} keyword-only argument${kwonlyGiven === 1 ? '' : 's'})` : '';
  return typeError(`${fn.qualname}() takes ${takes} positional argument${many ? 's' : ''} but ${given}${extra} ${given === 1 && kwonlyGiven === 0 ? 'was' : 'were'} given`);
}
