// Generators, coroutines and asynchronous generators: driven from outside, each on a JavaScript generator of its compiled body (Objects/genobject.c).
import { getAttr, getAttrOr, isSubtype, special, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { isExceptionClass } from '../exceptions.ts';
import type { Code, Frame } from '../frames.ts';
import { tracedEnd } from '../iteration-end.ts';
import { typeName } from '../names.ts';
import { isPlain, iter, nextOf } from '../operators.ts';
import { asRaise, excTypes, landed, makeExc, Raise, raise, runtimeError, stopIteration, typeError, valueError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { tracer } from '../tracer.ts';
import { doubt, Unknown, unknownFrom } from '../unknown-value.ts';
import { noteCode } from '../watched-reads.ts';
import { Exc, Iter, Obj, T, Traceback, Tuple, type Type, type Value } from '../values.ts';
import { codeObject, frameObject, iterableCoroutines } from './code.ts';
import { address } from './object.ts';

/** What an asynchronous generator's own `yield` hands out, told apart from what its awaits hand out. */
export class AsyncYield extends Obj {
  readonly value: Value;
  constructor(value: Value) {
    super(wrappedValueType());
    this.value = value;
  }
}

let wrapped: Type | undefined;
function wrappedValueType(): Type {
  wrapped ??= defineClass({ name: 'async_generator_wrapped_value', subclassable: false });
  return wrapped;
}

export class Generator extends Iter {
  readonly frame: Frame;
  readonly code: Code;
  name: string;
  qualname: string;
  private js: globalThis.Generator<Value, unknown, Value> | null = null;
  state: 'created' | 'suspended' | 'running' | 'closed' = 'created';
  /** What it returned, once it is closed. */
  result: Value = null;
  /** The exception that its body is handling while it pauses. */
  private handled: Exc | null = null;
  readonly traced: boolean;
  constructor(cls: Type, code: Code, frame: Frame) {
    super(cls);
    this.code = code;
    this.frame = frame;
    this.name = frame.func?.name ?? code.name;
    this.qualname = frame.func?.qualname ?? code.qualname;
    this.traced = vm.tracing && !code.library;
    frame.owner = this;
  }
  override saver(): () => void {
    const { state, frame, name, qualname } = this;
    if (state === 'created') {
      const { line, localsDict, object, slots } = frame;
      const held = slots.slice();
      return () => {
        this.state = state;
        this.js = this.handled = this.result = null;
        this.name = name;
        this.qualname = qualname;
        for (let i = 0; i < held.length; i++) slots[i] = held[i];
        Object.assign(frame, { line, localsDict, object, result: null });
      };
    }
    // A body that has run on cannot be taken back: the snapshot it belongs to is no longer good.
    const grounded = this.stamp < vm.ground;
    return () => {
      if (state === 'closed') return;
      stale.generators = true;
      if (grounded) stale.ground = true;
    };
  }
  get kind(): string {
    return this.cls === T.coroutine ? 'coroutine' : this.cls === T.asyncGenerator ? 'async generator' : 'generator';
  }

  next(): Value | undefined {
    return this.resume(null, null);
  }
  /** Runs on to the next yield: the yielded value, or undefined when the body has ended (`result` then holds what it returned). */
  resume(sent: Value, thrown: Raise | null): Value | undefined {
    if (this.state === 'running') throw valueError(`${this.kind} already executing`);
    if (this.state === 'closed') {
      if (thrown !== null) throw thrown;
      if (this.cls === T.coroutine) throw runtimeError('cannot reuse already awaited coroutine');
      this.result = null;
      return undefined;
    }
    const f = this.frame;
    const fresh = this.state === 'created';
    if (fresh && sent !== null) throw typeError(`can't send non-None value to a just-started ${this.kind}`);
    touch(this);
    const back = vm.frame;
    f.back = back;
    f.depth = back === null ? 1 : back.depth + 1;
    if (f.depth > vm.recursionLimit) throw raise(makeExc('RecursionError', 'maximum recursion depth exceeded'));
    if (--vm.fuel < 0) vm.refuel();
    if (f.code.epoch !== vm.epoch) noteCode(f.code);
    vm.frame = f;
    const outer = vm.handled;
    if (this.handled !== null) vm.handled = this.handled;
    if (fresh && thrown !== null) {
      // Thrown into before it began: the body never runs.
      this.state = 'closed';
      vm.frame = back;
      thrown.exc.traceback = new Traceback(f, f.line, thrown.exc.traceback);
      throw thrown;
    }
    this.state = 'running';
    this.js ??= this.code.generate!(f);
    if (this.traced) {
      if (fresh) {
        tracer.call(f);
        f.line = -1;
      } else tracer.resume(f, sent);
    }
    try {
      if (thrown !== null) thrown.frame = f;
      const r = thrown === null ? this.js.next(sent) : this.js.throw(thrown);
      vm.frame = back;
      this.handled = vm.handled === outer ? null : vm.handled;
      vm.handled = outer;
      if (r.done) {
        this.state = 'closed';
        this.result = f.result;
        return undefined;
      }
      this.state = 'suspended';
      if (this.traced) {
        vm.frame = f;
        tracer.return(f, r.value, 'yield');
        vm.frame = back;
      }
      return r.value;
    } catch (e) {
      this.state = 'closed';
      const raised = asRaise(e);
      vm.handled = outer;
      if (raised === undefined) throw e;
      vm.frame = back;
      throw this.converted(raised);
    }
  }
  /** A StopIteration that leaves the body becomes a RuntimeError (PEP 479). */
  private converted(r: Raise): Raise {
    const stops = isSubtype(r.exc.cls, excTypes.get('StopIteration')!);
    if (!stops && !(this.cls === T.asyncGenerator && isSubtype(r.exc.cls, excTypes.get('StopAsyncIteration')!))) return r;
    const exc = makeExc('RuntimeError', `${this.kind} raised ${stops ? 'StopIteration' : 'StopAsyncIteration'}`);
    exc.cause = r.exc;
    exc.context = r.exc;
    exc.suppress = true;
    // The frames that the original left are told by its own traceback; the new one starts at the generator.
    exc.traceback = null;
    return new Raise(exc, this.frame);
  }
  close(): void {
    if (this.state === 'created') {
      touch(this);
      this.state = 'closed';
      return;
    }
    if (this.state === 'closed') return;
    try {
      const y = this.resume(null, raise(makeExc('GeneratorExit')));
      if (y !== undefined) throw runtimeError(`${this.kind} ignored GeneratorExit`);
    } catch (e) {
      const r = asRaise(e);
      if (r !== undefined && (isSubtype(r.exc.cls, excTypes.get('GeneratorExit')!) || isSubtype(r.exc.cls, excTypes.get('StopIteration')!))) return;
      throw r ?? e;
    }
  }
}
/** Whether the loop or call that gets it holds the only reference: a generator that an expression has just made. */
export const isFresh = (v: Value): v is Generator => v instanceof Generator && v.state === 'created';
/** Closes a generator whose last reference has gone, as CPython's reference counting does at once; what it raises is ignored there too. */
export function abandon(g: Generator): void {
  if (g.state !== 'suspended') return;
  const { frame, handled } = vm;
  try {
    g.close();
  } catch (e) {
    if (asRaise(e) === undefined) throw e;
  }
  Object.assign(vm, { frame, handled });
}
/** A generator of the warm snapshot was advanced: the snapshot must be built anew. */
export const stale = { generators: false, ground: false };

export function makeGeneratorFor(code: Code, f: Frame): Value {
  if (code.epoch !== vm.epoch) noteCode(code);
  const cls = code.kind === 'coroutine' ? T.coroutine : code.kind === 'async-generator' ? T.asyncGenerator : T.generator;
  return new Generator(cls, code, f);
}

/** The exception given to `throw(type[, value[, tb]])`. */
function thrownException(type: Value, value: Value | undefined, tb: Value | undefined): Raise {
  let exc: Exc;
  if (isExceptionClass(type)) {
    if (value instanceof Exc && isSubtype(value.cls, type)) exc = value;
    else exc = call(type, value === undefined || value === null ? [] : value instanceof Tuple ? [...value.items] : [value]) as Exc;
  } else if (type instanceof Exc) {
    if (value !== undefined && value !== null) throw typeError('instance exception may not have a separate value');
    exc = type;
  } else throw typeError(`exceptions must be classes or instances deriving from BaseException, not ${typeName(typeOf(type))}`);
  if (tb instanceof Traceback) exc.traceback = tb;
  return new Raise(exc, vm.frame);
}
function ended(g: Generator): unknown {
  return stopIteration(g.result);
}

const driving = {
  send: {
    params: 'self, arg, /',
    call: (g: Generator, v: Value) => {
      const y = g.resume(v, null);
      if (y === undefined) throw ended(g);
      return y;
    },
  },
  throw: {
    params: 'self, type, value=None, traceback=None, /',
    call: (g: Generator, type: Value, value?: Value, tb?: Value) => {
      const y = g.resume(null, thrownException(type, value, tb));
      if (y === undefined) throw ended(g);
      return y;
    },
  },
  close: {
    params: 'self, /',
    call: (g: Generator) => {
      g.close();
      return null;
    },
  },
};
const nameAttributes = {
  __name__: [(g: Generator) => g.name, (g: Generator, v: Value | undefined) => { g.name = String(v); }],
  __qualname__: [(g: Generator) => g.qualname, (g: Generator, v: Value | undefined) => { g.qualname = String(v); }],
} as const;
const stateAttributes = (p: string) => ({
  [`${p}_frame`]: [(g: Generator) => (g.state === 'closed' ? null : frameObject(g.frame))] as const,
  [`${p}_running`]: [(g: Generator) => g.state === 'running'] as const,
  [`${p}_code`]: [(g: Generator) => codeObject(g.code)] as const,
  [`${p}_suspended`]: [(g: Generator) => g.state === 'suspended'] as const,
});

T.generator = defineClass({
  name: 'generator',
  subclassable: false,
  slots: {
    repr: g => `<generator object ${(g as Generator).qualname} at ${address(g)}>`,
    iter: g => g,
    next: g => (g as Generator).next(),
  },
  methods: driving,
  getset: { ...nameAttributes, ...stateAttributes('gi'), gi_yieldfrom: [() => null] },
});
T.coroutine = defineClass({
  name: 'coroutine',
  subclassable: false,
  slots: {
    repr: g => `<coroutine object ${(g as Generator).qualname} at ${address(g)}>`,
    await: g => new CoroutineWrapper(g as Generator),
  },
  methods: driving,
  getset: { ...nameAttributes, ...stateAttributes('cr'), cr_await: [() => null], cr_origin: [() => null] },
});

/** What `coroutine.__await__()` gives. */
class CoroutineWrapper extends Iter {
  readonly inner: Generator;
  constructor(inner: Generator) {
    super(wrapperType);
    this.inner = inner;
  }
  get result(): Value {
    return this.inner.result;
  }
  next(): Value | undefined {
    return this.inner.next();
  }
}
const wrapperType = defineClass({
  name: 'coroutine_wrapper',
  subclassable: false,
  slots: { iter: w => w, next: w => (w as CoroutineWrapper).next() },
  methods: {
    send: { params: 'self, arg, /', call: (w: CoroutineWrapper, v: Value) => driving.send.call(w.inner, v) },
    throw: { params: 'self, type, value=None, traceback=None, /', call: (w: CoroutineWrapper, t: Value, v?: Value, tb?: Value) => driving.throw.call(w.inner, t, v, tb) },
    close: { params: 'self, /', call: (w: CoroutineWrapper) => driving.close.call(w.inner) },
  },
});

// Delegation --------------------------------------------------------------------------------------------------------

/** `yield from` and the driving half of `await` (PEP 380): the delegate's yields pass through, its return value is the result. */
export function* delegate(f: Frame, source: Value, awaiting: boolean): globalThis.Generator<Value, Value, Value> {
  let it: Value;
  if (source instanceof Generator && (awaiting || source.cls === T.generator || (source.cls === T.coroutine && f.code.kind === 'coroutine'))) it = source;
  else if (source instanceof Generator && source.cls === T.coroutine) throw typeError("cannot 'yield from' a coroutine object in a non-coroutine generator");
  else if (source instanceof Unknown) {
    doubt(source.origins);
    return unknownFrom(null, source);
  } else it = iter(source);
  const inner = it instanceof CoroutineWrapper ? it.inner : it instanceof Generator ? it : null;
  let sent: Value = null;
  let thrown: Raise | null = null;
  for (;;) {
    let y: Value | undefined;
    let result: Value = null;
    if (inner !== null) {
      y = thrown !== null && isSubtype(thrown.exc.cls, excTypes.get('GeneratorExit')!) ? closeThen(() => inner.close(), thrown) : inner.resume(sent, thrown);
      result = inner.result;
    } else ({ y, result } = advance(it, sent, thrown));
    if (y === undefined) {
      if (vm.tracing) tracedEnd(f, it, inner !== null && inner.cls === T.coroutine);
      return result;
    }
    try {
      sent = yield y;
      thrown = null;
    } catch (e) {
      const r = asRaise(e);
      if (r === undefined) throw e;
      thrown = r;
      sent = null;
    }
  }
}
function closeThen(close: () => void, thrown: Raise): never {
  close();
  throw thrown;
}
/** One step of a delegate that is no generator of ours. */
function advance(it: Value, sent: Value, thrown: Raise | null): { y: Value | undefined; result: Value } {
  const { frame } = vm;
  try {
    if (thrown !== null) {
      if (isSubtype(thrown.exc.cls, excTypes.get('GeneratorExit')!)) {
        const close = getAttrOr(it, 'close');
        if (close !== undefined) call(close, []);
        throw thrown;
      }
      const t = getAttrOr(it, 'throw');
      if (t === undefined) throw thrown;
      return { y: call(t, [thrown.exc]), result: null };
    }
    if (sent !== null) return { y: call(getAttr(it, 'send'), [sent]), result: null };
    if (isPlain(it)) {
      const y = it.next();
      return { y, result: y === undefined ? ((it as Iter & { result?: Value }).result ?? null) : null };
    }
    const next = special(it, '__next__');
    return next === undefined ? { y: nextOf(it), result: null } : { y: call(next, []), result: null };
  } catch (e) {
    const r = asRaise(e);
    if (r !== undefined && r !== thrown && isSubtype(r.exc.cls, excTypes.get('StopIteration')!)) {
      vm.frame = frame;
      return { y: undefined, result: r.exc.args.items[0] ?? null };
    }
    throw r ?? e;
  }
}

/** `await v`. */
export function* awaitValue(f: Frame, v: Value): globalThis.Generator<Value, Value, Value> {
  return yield* delegate(f, awaitable(v, "object %s can't be used in 'await' expression"), true);
}
function awaitable(v: Value, refusal: string): Value {
  if (v instanceof Generator) {
    if (v.cls === T.coroutine || iterableCoroutines.has(v.code)) return v;
  }
  if (v instanceof Unknown) return v;
  const slot = typeOf(v).slots.await;
  if (slot === undefined) throw typeError(refusal.replace('%s', typeName(typeOf(v))));
  const it = slot(v);
  if (it instanceof Generator && it.cls === T.coroutine) throw typeError('__await__() returned a coroutine');
  if (!(it instanceof Iter) && !(it instanceof Unknown) && typeOf(it).slots.next === undefined) throw typeError(`__await__() returned non-iterator of type '${typeName(typeOf(it))}'`);
  return it;
}

// Asynchronous iteration ----------------------------------------------------------------------------------------------

export function asyncIter(v: Value): Value {
  const f = special(v, '__aiter__');
  if (f === undefined) throw typeError(`'async for' requires an object with __aiter__ method, got ${typeName(typeOf(v))}`);
  const it = call(f, []);
  if (special(it, '__anext__') === undefined) throw typeError(`'async for' received an object from __aiter__ that does not implement __anext__: ${typeName(typeOf(it))}`);
  return it;
}
/** The next item of an asynchronous iterator; undefined at its end. */
export function* asyncNext(f: Frame, it: Value): globalThis.Generator<Value, Value | undefined, Value> {
  try {
    const step = call(special(it, '__anext__')!, []);
    return yield* delegate(f, awaitable(step, "'async for' received an invalid object from __anext__: %s"), true);
  } catch (e) {
    const r = asRaise(e);
    if (r !== undefined && isSubtype(r.exc.cls, excTypes.get('StopAsyncIteration')!)) {
      landed(r, f);
      return undefined;
    }
    throw r ?? e;
  }
}
/** The awaitable that `__anext__`, `asend` and `athrow` of an asynchronous generator give. */
class AsyncStep extends Iter {
  private readonly gen: Generator;
  private sent: Value;
  private thrown: Raise | null;
  private readonly closing: boolean;
  private over = false;
  result: Value = null;
  constructor(gen: Generator, sent: Value, thrown: Raise | null, closing: boolean) {
    super(stepType);
    this.gen = gen;
    this.sent = sent;
    this.thrown = thrown;
    this.closing = closing;
  }
  next(): Value | undefined {
    return this.step(null, null);
  }
  step(sent: Value, given: Raise | null): Value | undefined {
    if (this.over) throw runtimeError("cannot reuse already awaited __anext__()/asend()");
    const thrown = given ?? this.thrown;
    const value = this.sent ?? sent;
    this.thrown = null;
    this.sent = null;
    let y: Value | undefined;
    try {
      y = this.gen.resume(value, thrown);
    } catch (e) {
      this.over = true;
      const r = asRaise(e);
      if (this.closing && r !== undefined && (isSubtype(r.exc.cls, excTypes.get('GeneratorExit')!) || isSubtype(r.exc.cls, excTypes.get('StopAsyncIteration')!))) return undefined;
      throw r ?? e;
    }
    if (y === undefined) {
      this.over = true;
      if (this.closing) return undefined;
      throw raise(makeExc('StopAsyncIteration'));
    }
    if (y instanceof AsyncYield) {
      this.over = true;
      if (this.closing) throw runtimeError('async generator ignored GeneratorExit');
      this.result = y.value;
      return undefined;
    }
    return y;
  }
}
const stepType = defineClass({
  name: 'async_generator_asend',
  subclassable: false,
  slots: { iter: s => s, next: s => (s as AsyncStep).next(), await: s => s },
  methods: {
    send: {
      params: 'self, arg, /',
      call: (s: AsyncStep, v: Value) => {
        const y = s.step(v, null);
        if (y === undefined) throw stopIteration(s.result);
        return y;
      },
    },
    throw: {
      params: 'self, type, value=None, traceback=None, /',
      call: (s: AsyncStep, t: Value, v?: Value, tb?: Value) => {
        const y = s.step(null, thrownException(t, v, tb));
        if (y === undefined) throw stopIteration(s.result);
        return y;
      },
    },
    close: { params: 'self, /', call: () => null },
  },
});
T.asyncGenerator = defineClass({
  name: 'async_generator',
  subclassable: false,
  slots: {
    repr: g => `<async_generator object ${(g as Generator).qualname} at ${address(g)}>`,
    aiter: g => g,
    anext: g => new AsyncStep(g as Generator, null, null, false),
  },
  methods: {
    asend: { params: 'self, value, /', call: (g: Generator, v: Value) => new AsyncStep(g, v, null, false) },
    athrow: { params: 'self, type, value=None, traceback=None, /', call: (g: Generator, t: Value, v?: Value, tb?: Value) => new AsyncStep(g, null, thrownException(t, v, tb), false) },
    aclose: { params: 'self, /', call: (g: Generator) => (g.state === 'created' ? closedStep(g) : new AsyncStep(g, null, raise(makeExc('GeneratorExit')), true)) },
  },
  getset: { ...nameAttributes, ...stateAttributes('ag'), ag_await: [() => null] },
});
function closedStep(g: Generator): Value {
  g.close();
  return new AsyncStep(g, null, null, true);
}
