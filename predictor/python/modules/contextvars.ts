// The `_contextvars` module (Python/context.c, PEP 567).
import { call } from '../calls.ts';
import { defineClass, defineModule } from '../define.ts';
import { iter, NotImplemented, repr, equal } from '../operators.ts';
import { keyError, raising, runtimeError, typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { touch } from '../state.ts';
import { strOf } from '../types/convert.ts';
import { classGetItem } from '../types/generic-row.ts';
import { address } from '../types/object.ts';
import { doubt, originHere } from '../unknown-value.ts';
import { type Kw, List, type Module, Mutable, Obj, Tuple, type Value } from '../values.ts';
import { ident } from './threads.ts';

class ContextVar extends Obj {
  readonly name: string;
  readonly fallback: Value | undefined;
  constructor(name: string, fallback: Value | undefined) {
    super(varClass);
    this.name = name;
    this.fallback = fallback;
  }
}
export class Context extends Mutable {
  values: Map<ContextVar, Value>;
  entered = false;
  previous: Context | null = null;
  constructor(values: Map<ContextVar, Value> = new Map()) {
    super(contextClass);
    this.values = values;
  }
  override saver(): () => void {
    const base = super.saver();
    const { entered, previous } = this;
    const values = new Map(this.values);
    return () => {
      base();
      Object.assign(this, { entered, previous, values });
    };
  }
}
class Token extends Mutable {
  readonly context: Context;
  readonly variable: ContextVar;
  readonly old: Value | undefined;
  used = false;
  constructor(context: Context, variable: ContextVar, old: Value | undefined) {
    super(tokenClass);
    this.context = context;
    this.variable = variable;
    this.old = old;
  }
  override saver(): () => void {
    const { used } = this;
    return () => {
      this.used = used;
    };
  }
}
/** The context in force, by thread. */
class Current extends Mutable {
  byThread = new Map<number, Context>();
  override saver(): () => void {
    const copy = new Map(this.byThread);
    return () => {
      this.byThread = copy;
    };
  }
}
const contextClass = defineClass({
  name: 'Context',
  module: '_contextvars',
  subclassable: false,
  slots: {
    new: (_cls, args, kw) => {
      if (args.length > 0 || (kw !== null && kw.size > 0)) throw typeError('Context() does not accept any arguments');
      return new Context();
    },
    hash: null,
    compare: (a, b, op) => {
      if ((op !== 2 && op !== 3) || !(a instanceof Context) || !(b instanceof Context)) return NotImplemented;
      const same = a.values.size === b.values.size && [...a.values].every(([k, v]) => b.values.has(k) && equal(v, b.values.get(k)!));
      return same === (op === 2);
    },
    len: c => (c as Context).values.size,
    getitem: (c, k) => {
      const v = (c as Context).values.get(variable(k));
      if (v === undefined) throw keyError(k);
      return v;
    },
    contains: (c, k) => (c as Context).values.has(variable(k)),
    iter: c => iter(new List(listed(c as Context).map(([k]) => k))),
  },
  methods: {
    run: { params: 'self, *args, **kwargs', call: (c: Context, args: Value[], kw: Kw) => runIn(c, args, kw) },
    copy: { params: 'self, /', call: (c: Context) => new Context(new Map(c.values)) },
    get: { params: 'self, key, default=None, /', call: (c: Context, k: Value, fallback: Value = null) => (c.values.has(variable(k)) ? c.values.get(variable(k))! : fallback) },
    keys: { params: 'self, /', call: (c: Context) => new List(listed(c).map(([k]) => k)) },
    values: { params: 'self, /', call: (c: Context) => new List(listed(c).map(([, v]) => v)) },
    items: { params: 'self, /', call: (c: Context) => new List(listed(c).map(([k, v]) => new Tuple([k, v]))) },
  },
});
function variable(v: Value): ContextVar {
  if (v instanceof ContextVar) return v;
  throw typeError(`a ContextVar key was expected, got ${repr(v)}`);
}
/** CPython's order is that of hashes, which are addresses. */
function listed(c: Context): [ContextVar, Value][] {
  if (c.values.size > 1) doubt([originHere('order', 'contextvars.Context')]);
  return [...c.values];
}
const current = new Current(contextClass);
export function currentContext(): Context {
  const t = ident();
  let c = current.byThread.get(t);
  if (c === undefined) {
    c = new Context();
    touch(current);
    current.byThread.set(t, c);
  }
  return c;
}
function runIn(c: Context, args: Value[], kw: Kw): Value {
  if (args.length === 0) throw typeError('run() missing 1 required positional argument');
  if (c.entered) throw runtimeError(`cannot enter context: ${repr(c)} is already entered`);
  const t = ident();
  const outer = currentContext();
  touch(c);
  touch(current);
  c.entered = true;
  current.byThread.set(t, c);
  try {
    return call(args[0], args.slice(1), kw);
  } finally {
    touch(c);
    touch(current);
    c.entered = false;
    current.byThread.set(t, outer);
  }
}

const varSignature = signature('name, /, *, default=', false);
const varClass = defineClass({
  name: 'ContextVar',
  module: '_contextvars',
  subclassable: false,
  slots: {
    new: (_cls, args, kw) => {
      const [name, fallback] = bindNative(varSignature, 'ContextVar', 'ContextVar', args, kw) as [Value, Value | undefined];
      const text = strOf(name);
      if (text === undefined) throw typeError('context variable name must be a str');
      return new ContextVar(text, fallback);
    },
    repr: v => {
      const c = v as ContextVar;
      return `<ContextVar name=${repr(c.name)}${c.fallback === undefined ? '' : ` default=${repr(c.fallback)}`} at ${address(v)}>`;
    },
  },
  methods: {
    get: {
      params: 'self, default=, /',
      call: (v: ContextVar, fallback?: Value) => {
        const known = currentContext().values.get(v);
        if (known !== undefined) return known;
        if (fallback !== undefined) return fallback;
        if (v.fallback !== undefined) return v.fallback;
        throw raising('LookupError', v);
      },
    },
    set: {
      params: 'self, value, /',
      call: (v: ContextVar, x: Value) => {
        const c = currentContext();
        const token = new Token(c, v, c.values.get(v));
        touch(c);
        c.values.set(v, x);
        return token;
      },
    },
    reset: {
      params: 'self, token, /',
      call: (v: ContextVar, t: Value) => {
        if (!(t instanceof Token)) throw typeError(`expected an instance of Token, got ${repr(t)}`);
        if (t.used) throw runtimeError(`${repr(t)} has already been used once`);
        if (t.variable !== v) throw valueError(`${repr(t)} was created by a different ContextVar`);
        const c = currentContext();
        if (t.context !== c) throw valueError(`${repr(t)} was created in a different Context`);
        touch(t);
        t.used = true;
        touch(c);
        if (t.old === undefined) c.values.delete(v);
        else c.values.set(v, t.old);
        return null;
      },
    },
    __class_getitem__: classGetItem,
  },
  getset: { name: [(v: ContextVar) => v.name] },
});
class Missing extends Obj {}
const missing = new Missing(defineClass({ name: 'Token.MISSING', subclassable: false, slots: { repr: () => '<Token.MISSING>' } }));
const tokenClass = defineClass({
  name: 'Token',
  module: '_contextvars',
  subclassable: false,
  slots: {
    repr: v => {
      const t = v as Token;
      return `<Token${t.used ? ' used' : ''} var=${repr(t.variable)} at ${address(v)}>`;
    },
  },
  methods: { __class_getitem__: classGetItem },
  getset: {
    var: [(t: Token) => t.variable],
    old_value: [(t: Token) => (t.old === undefined ? missing : t.old)],
  },
  constants: { MISSING: missing },
});

export const contextvarsModule = (): Module => {
  current.byThread.clear();
  return defineModule('_contextvars', { copy_context: { params: '', call: () => new Context(new Map(currentContext().values)) } }, { Context: contextClass, ContextVar: varClass, Token: tokenClass }, 'Context Variables');
};
