// Threads, run one after another: a started thread waits until another one has to wait (a lock that is taken, a join, a sleep), then it runs on to its end.
// CPython leaves the order open, so that a program with threads is never definite. A thread that can never go on is given up, as if it waited for ever.
import { getAttr, isSubtype } from '../attributes.ts';
import { BudgetSpent } from '../../budget.ts';
import { call, callMethod } from '../calls.ts';
import { native, setRaw } from '../define.ts';
import { dictDelete, dictSet } from '../dict-keys.ts';
import { modulePatches } from './patches.ts';
import { toArray, truth } from '../operators.ts';
import { asRaise, landed, runtimeError } from '../raise.ts';
import { signature } from '../signature.ts';
import { touch, vm } from '../state.ts';
import { address } from '../types/object.ts';
import { doubt, originHere, UnknownUsed } from '../unknown-value.ts';
import { type Dict, type Kw, MethodDescriptor, type Module, Mutable, T, type Type, type Value } from '../values.ts';

/** What a started thread still has to do. */
interface Pending {
  readonly ident: number;
  /** Runs the body; exceptions have been dealt with when it returns. */
  readonly run: () => void;
  readonly daemon: boolean;
  /** Released when the thread is over. */
  sentinel: Lock | null;
}
class Scheduler extends Mutable {
  current = MAIN;
  last = MAIN;
  pending: Pending[] = [];
  override saver(): () => void {
    const base = super.saver();
    const { current, last } = this;
    const pending = this.pending.slice();
    return () => {
      base();
      Object.assign(this, { current, last, pending });
    };
  }
}
const MAIN = 140_000_000_000_000;
let made: Scheduler | undefined;
/** Made late: the root class must exist. */
export function scheduler(): Scheduler {
  made ??= new Scheduler(T.object);
  return made;
}
/** Thrown in a thread that waits for what can no longer happen. Python code cannot see it. */
class Parked {}
let nesting = 0;

/** Lets waiting threads run until `ready` holds; false if it never does. */
export function waitUntil(ready: () => boolean): boolean {
  const s = scheduler();
  while (!ready()) {
    const next = s.pending[0];
    if (next === undefined) return false;
    touch(s);
    s.pending.shift();
    runThread(s, next);
  }
  return true;
}
/** Lets all waiting threads run, as a sleep does. */
export function yieldToThreads(): void {
  waitUntil(() => false);
}
/** At the end of the program those that are no daemons are waited for. */
export function finishThreads(): void {
  const s = scheduler();
  while (s.pending.some(p => !p.daemon)) {
    touch(s);
    const i = s.pending.findIndex(p => !p.daemon);
    runThread(s, s.pending.splice(i, 1)[0]);
  }
}
function runThread(s: Scheduler, p: Pending): void {
  const { frame, handled, native: depth } = vm;
  const outer = s.current;
  s.current = p.ident;
  vm.handled = null;
  nesting++;
  try {
    p.run();
    if (p.sentinel !== null) {
      touch(p.sentinel);
      p.sentinel.locked = false;
    }
  } catch (e) {
    if (!(e instanceof Parked)) throw e;
  } finally {
    nesting--;
    s.current = outer;
    vm.frame = frame;
    vm.handled = handled;
    vm.native = depth;
  }
}
/** Nothing can wake the one that waits. */
export function blocked(): never {
  if (nesting > 0) throw new Parked();
  if (scheduler().last === MAIN) throw new BudgetSpent('time');
  throw new UnknownUsed([originHere('order', 'threads')]);
}
export const ident = (): number => scheduler().current;

function enqueue(run: () => void, daemon: boolean, id: number): Pending {
  doubt([originHere('order', 'threads')]);
  const s = scheduler();
  touch(s);
  const p: Pending = { ident: id, run, daemon, sentinel: null };
  s.pending.push(p);
  return p;
}
export function nextIdent(): number {
  const s = scheduler();
  touch(s);
  s.last += 0x1000;
  return s.last;
}
/** `_thread.start_new_thread` */
export function startThread(fn: Value, args: readonly Value[], kw: Kw): number {
  const id = nextIdent();
  enqueue(() => {
    const f = vm.frame;
    try {
      call(fn, [...args], kw);
    } catch (e) {
      const r = asRaise(e);
      if (r === undefined) throw e;
      if (f !== null) landed(r, f);
    }
  }, true, id);
  return id;
}

// Locks ------------------------------------------------------------------------------------------------------------

export class Lock extends Mutable {
  locked = false;
  override saver(): () => void {
    const base = super.saver();
    const { locked } = this;
    return () => {
      base();
      this.locked = locked;
    };
  }
}
export class RLock extends Mutable {
  owner = 0;
  count = 0;
  override saver(): () => void {
    const base = super.saver();
    const { owner, count } = this;
    return () => {
      base();
      Object.assign(this, { owner, count });
    };
  }
}
/** Waits for a lock. `timeout` is in seconds, negative for ever. */
export function acquire(l: Lock, blocking: boolean, timeout: number): boolean {
  if (l.locked) {
    if (!blocking) return false;
    if (!waitUntil(() => !l.locked)) {
      if (timeout >= 0) return false;
      blocked();
    }
  }
  touch(l);
  l.locked = true;
  return true;
}
export function acquireAgain(l: RLock, blocking: boolean, timeout: number): boolean {
  const me = ident();
  if (l.count > 0 && l.owner !== me) {
    if (!blocking) return false;
    if (!waitUntil(() => l.count === 0)) {
      if (timeout >= 0) return false;
      blocked();
    }
  }
  touch(l);
  l.owner = me;
  l.count++;
  return true;
}
export function release(l: Lock): void {
  if (!l.locked) throw runtimeError('release unlocked lock');
  touch(l);
  l.locked = false;
}
export function releaseAgain(l: RLock): void {
  if (l.count === 0 || l.owner !== ident()) throw runtimeError('cannot release un-acquired lock');
  touch(l);
  if (--l.count === 0) l.owner = 0;
}
export const lockRepr = (l: Lock): string => `<${l.locked ? 'locked' : 'unlocked'} _thread.lock object at ${address(l)}>`;
export const rlockRepr = (l: RLock): string => `<${l.count > 0 ? 'locked' : 'unlocked'} _thread.RLock object owner=${l.owner} count=${l.count} at ${address(l)}>`;

// threading.Thread, ThreadPoolExecutor ------------------------------------------------------------------------------

/** The sentinel that the thread being prepared has asked for. */
let sentinelOf: Lock | null = null;
export function takeSentinel(l: Lock): void {
  sentinelOf = l;
}
/** `threading.Thread.start`: prepares the thread as its own first steps do, and lets the rest wait. */
function startThreadObject(threading: Module, self: Value): Value {
  if (!truth(getAttr(self, '_initialized'))) throw runtimeError('thread.__init__() not called');
  if (truth(callMethod(getAttr(self, '_started'), 'is_set'))) throw runtimeError('threads can only be started once');
  const s = scheduler();
  const id = nextIdent();
  const outer = s.current;
  s.current = id;
  try {
    callMethod(self, '_set_ident');
    callMethod(self, '_set_tstate_lock');
    callMethod(self, '_set_native_id');
    callMethod(getAttr(self, '_started'), 'set');
  } finally {
    s.current = outer;
  }
  dictSet(threading.dict.map.get('_active')!.value as Dict, id, self);
  const p = enqueue(() => {
    const f = vm.frame;
    try {
      callMethod(self, 'run');
    } catch (e) {
      const r = asRaise(e);
      if (r === undefined) throw e;
      if (f !== null) landed(r, f);
      vm.handled = r.exc;
      callMethod(self, '_invoke_excepthook', [self]);
      vm.handled = null;
    }
    dictDelete(threading.dict.map.get('_active')!.value as Dict, id);
  }, truth(getAttr(self, '_daemonic')), id);
  p.sentinel = sentinelOf;
  sentinelOf = null;
  return null;
}
function method(cls: Type, name: string, params: string, fn: (...args: never[]) => Value): void {
  setRaw(cls.dict, name, new MethodDescriptor(T.methodDescriptor, name, signature(params, true), fn as never, cls, null));
}
modulePatches.set('threading', m => {
  method(m.dict.map.get('Thread')!.value as Type, 'start', 'self, /', (self: Value) => startThreadObject(m, self));
});
/** `concurrent.futures.thread._worker`, which goes home when there is nothing left to do. */
modulePatches.set('concurrent.futures.thread', m => {
  setRaw(m.dict, '_worker', native('_worker', {
    params: 'executor_reference, work_queue, initializer, initargs, /',
    call: (reference: Value, queue: Value, initializer: Value, initargs: Value) => {
      if (initializer !== null) call(initializer, toArray(initargs));
      const executor = call(reference, []);
      const empty = getAttr(m.dict.map.get('queue')!.value!, 'Empty') as Type;
      for (;;) {
        let item: Value;
        const { frame } = vm;
        try {
          item = callMethod(queue, 'get_nowait');
        } catch (e) {
          const r = asRaise(e);
          if (r === undefined || !isSubtype(r.exc.cls, empty)) throw e;
          vm.frame = frame;
          break;
        }
        if (item !== null) callMethod(item, 'run');
      }
      if (executor !== null && !truth(getAttr(executor, '_shutdown'))) {
        callMethod(getAttr(executor, '_threads'), 'discard', [call(getAttr(m.dict.map.get('threading')!.value!, 'current_thread'), [])]);
      }
      return null;
    },
  }, 'concurrent.futures.thread'));
});
