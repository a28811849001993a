// The `_thread` module (Modules/_threadmodule.c): locks, thread-local data, starting threads. How threads run is in threads.ts.
import { genericGetAttr, genericSetAttr, typeOf } from '../attributes.ts';
import { defineClass, defineModule, type Methods } from '../define.ts';
import { typeName } from '../names.ts';
import { truth } from '../operators.ts';
import { excTypes, makeExc, raise, raising, typeError, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { floatOf } from '../types/convert.ts';
import { Dict, dictShape, Float, type Kw, type Module, Mutable, T, Tuple, type Type, type Value } from '../values.ts';
import { effect } from '../world.ts';
import { acquire, acquireAgain, ident, Lock, lockRepr, release, releaseAgain, RLock, rlockRepr, scheduler, startThread, takeSentinel } from './threads.ts';

/** Blocking and timeout of an `acquire` call, checked. */
function waiting(blocking: Value, timeout: Value | undefined): [boolean, number] {
  const block = truth(blocking);
  const t = timeout === undefined ? -1 : floatOf(timeout);
  if (!block && t !== -1) throw valueError("can't specify a timeout for a non-blocking call");
  if (t < 0 && t !== -1) throw valueError('timeout value must be a non-negative number');
  if (t > 9223372036) throw raising('OverflowError', 'timeout value is too large');
  return [block, t];
}
const acquireRow = { params: 'self, blocking=True, timeout=-1', call: (l: Lock, b: Value = true, t?: Value) => acquire(l, ...waiting(b, t)) };
const releaseRow = { params: 'self, /', call: (l: Lock) => (release(l), null) };
const lockMethods: Methods = {
  acquire: acquireRow,
  acquire_lock: acquireRow,
  release: releaseRow,
  release_lock: releaseRow,
  locked: { params: 'self, /', call: (l: Lock) => l.locked },
  locked_lock: { params: 'self, /', call: (l: Lock) => l.locked },
  __enter__: { params: 'self, /', call: (l: Lock) => acquire(l, true, -1) },
  __exit__: { params: 'self, *args', call: (l: Lock) => (release(l), null) },
  _at_fork_reinit: {
    params: 'self, /',
    call: (l: Lock) => {
      touch(l);
      l.locked = false;
      return null;
    },
  },
};
const lockClass = defineClass({ name: 'lock', module: '_thread', subclassable: false, slots: { repr: l => lockRepr(l as Lock) }, methods: lockMethods });
const rlockClass: Type = defineClass({
  name: 'RLock',
  module: '_thread',
  alloc: cls => new RLock(cls),
  slots: { repr: l => rlockRepr(l as RLock), new: cls => new RLock(cls) },
  methods: {
    acquire: { params: 'self, blocking=True, timeout=-1', call: (l: RLock, b: Value = true, t?: Value) => acquireAgain(l, ...waiting(b, t)) },
    release: { params: 'self, /', call: (l: RLock) => (releaseAgain(l), null) },
    __enter__: { params: 'self, /', call: (l: RLock) => acquireAgain(l, true, -1) },
    __exit__: { params: 'self, *args', call: (l: RLock) => (releaseAgain(l), null) },
    _is_owned: { params: 'self, /', call: (l: RLock) => l.count > 0 && l.owner === ident() },
    _recursion_count: { params: 'self, /', call: (l: RLock) => (l.owner === ident() ? l.count : 0) },
    _release_save: {
      params: 'self, /',
      call: (l: RLock) => {
        if (l.count === 0) throw raising('RuntimeError', 'cannot release un-acquired lock');
        const r = new Tuple([l.count, l.owner]);
        touch(l);
        l.count = 0;
        l.owner = 0;
        return r;
      },
    },
    _acquire_restore: {
      params: 'self, state, /',
      call: (l: RLock, state: Tuple) => {
        acquireAgain(l, true, -1);
        [l.count, l.owner] = state.items as [number, number];
        return null;
      },
    },
    _at_fork_reinit: {
      params: 'self, /',
      call: (l: RLock) => {
        touch(l);
        l.count = 0;
        l.owner = 0;
        return null;
      },
    },
  },
});

// Thread-local data --------------------------------------------------------------------------------------------------

class Local extends Mutable {
  readonly dicts = new Map<number, Dict>();
  args: Value[] = [];
  kw: Kw = null;
  override saver(): () => void {
    const base = super.saver();
    const copy = [...this.dicts];
    return () => {
      base();
      this.dicts.clear();
      for (const [k, d] of copy) this.dicts.set(k, d);
    };
  }
}
/** Puts the attributes of the running thread in place; in a thread that sees the object for the first time `__init__` runs again. */
function enterLocal(l: Local): void {
  const me = ident();
  const known = l.dicts.get(me);
  if (known !== undefined) {
    if (l.fields[0] !== known) l.fields = [known, ...l.fields.slice(1)];
    return;
  }
  touch(l);
  const d = new Dict();
  l.dicts.set(me, d);
  l.fields = [d, ...l.fields.slice(1)];
  l.shape = dictShape;
  if (l.cls.slots.init !== T.object.slots.init) l.cls.slots.init?.(l, l.args.slice(), l.kw);
}
const localClass: Type = defineClass({
  name: '_local',
  module: '_thread',
  hasDict: true,
  alloc: cls => new Local(cls),
  slots: {
    new: (cls, args, kw) => {
      if ((args.length > 0 || (kw !== null && kw.size > 0)) && cls.slots.init === T.object.slots.init) throw typeError('Initialization arguments are not supported');
      const l = new Local(cls);
      l.args = args.slice();
      l.kw = kw === null ? null : new Map(kw);
      l.shape = dictShape;
      const d = new Dict();
      l.fields = [d];
      l.dicts.set(ident(), d);
      return l;
    },
    getattr: (v, name) => {
      enterLocal(v as Local);
      if (name === '__dict__') return (v as Local).fields[0];
      return genericGetAttr(v, name);
    },
    setattr: (v, name, x) => {
      enterLocal(v as Local);
      if (name === '__dict__') throw raising('AttributeError', `'${typeName(typeOf(v))}' object attribute '__dict__' is read-only`);
      genericSetAttr(v, name, x);
    },
  },
});

function start(fn: Value, args: Value, kw: Value = null): Value {
  if (typeOf(fn).slots.call === undefined) throw typeError('first arg must be callable');
  if (!(args instanceof Tuple)) throw typeError('2nd arg must be a tuple');
  if (kw !== null && !(kw instanceof Dict)) throw typeError('optional 3rd arg must be a dictionary');
  return startThread(fn, args.items, kw === null ? null : new Map([...kw.map.values()].map(e => [e.key as string, e.value!])));
}
const startRow = { params: 'function, args, kwargs=, /', call: start };
const exitRow = {
  params: '',
  call: (): Value => {
    throw raise(makeExc('SystemExit'));
  },
};
const allocateRow = { params: '', call: () => new Lock(lockClass) };

export const threadModule = (): Module =>
  defineModule('_thread', {
    start_new_thread: startRow,
    start_new: startRow,
    allocate_lock: allocateRow,
    allocate: allocateRow,
    exit: exitRow,
    exit_thread: exitRow,
    interrupt_main: { params: 'signum=2, /', call: () => (effect('subprocess', 'interrupt_main'), null) },
    get_ident: { params: '', call: ident },
    get_native_id: { params: '', call: () => 1000 + (ident() % 100_000) },
    _count: { params: '', call: () => scheduler().pending.length },
    stack_size: { params: 'size=0, /', call: () => 0 },
    _set_sentinel: {
      params: '',
      call: () => {
        const l = new Lock(lockClass);
        takeSentinel(l);
        return l;
      },
    },
  }, { LockType: lockClass, RLock: rlockClass, _local: localClass, error: excTypes.get('RuntimeError')!, TIMEOUT_MAX: new Float(9223372036) }, 'This module provides primitive operations to write multi-threaded programs.\nThe \'threading\' module provides a more convenient interface.');
