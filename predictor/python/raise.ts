// Raising Python exceptions from the engine: the thrown `Raise`, makers for the common types, and the traceback that a handler gets.
import { Fault } from './fault.ts';
import { isInC } from './frames-in-c.ts';
import type { Frame } from './frames.ts';
import { vm } from './state.ts';
import { tracer } from './tracer.ts';
import { type Exc, Traceback, Tuple, type Type, type Value } from './values.ts';

/** Thrown through the engine while a Python exception is on its way. Not an Error: throwing it must be cheap. */
export class Raise {
  readonly exc: Exc;
  /** Innermost frame that is not yet in the traceback. */
  frame: Frame | null;
  constructor(exc: Exc, frame: Frame | null) {
    this.exc = exc;
    this.frame = frame;
  }
}

/** The exception classes by name: filled by types/exception.ts, and by modules with errors of their own (`struct.error`). */
export const excTypes = new Map<string, Type>();

/** Makes the exception ready to be thrown: it links the exception being handled as its context (Python/errors.c, `_PyErr_SetObject`). */
export function raise(exc: Exc): Raise {
  const handled = vm.handled;
  if (handled !== null && handled !== exc) {
    // A cycle is cut where it would close.
    let o: Exc = handled;
    while (o.context !== null) {
      if (o.context === exc) {
        o.context = null;
        break;
      }
      o = o.context;
    }
    exc.context = handled;
  }
  return new Raise(exc, vm.frame);
}

export function makeExc(type: string, ...args: Value[]): Exc {
  const cls = excTypes.get(type);
  if (cls === undefined) throw new Error(`no exception class ${type}`);
  const exc = cls.alloc!(cls) as Exc;
  exc.args = new Tuple(args);
  if (args.length >= 2 && cls.mro.includes(excTypes.get('OSError')!)) osErrors.fill(exc, args);
  return exc;
}
/** Number, message and file names of an OSError, from its arguments; set by types/exception.ts. */
export const osErrors: { fill: (e: Exc, args: readonly Value[]) => void } = { fill: () => {} };
/** `throw raising('KeyError', key)`. */
export const raising = (type: string, ...args: Value[]): Raise => raise(makeExc(type, ...args));
export function typeError(message: string): Raise {
  const r = raising('TypeError', message);
  refusals.add(r.exc);
  return r;
}
/** TypeErrors by which the engine's own code refused a value, not the program's. */
export const refusals = new WeakSet<Exc>();
export const valueError = (message: string): Raise => raising('ValueError', message);
export const indexError = (message: string): Raise => raising('IndexError', message);
export const keyError = (key: Value): Raise => raising('KeyError', key);
export const overflowError = (message: string): Raise => raising('OverflowError', message);
export const runtimeError = (message: string): Raise => raising('RuntimeError', message);
export const zeroDivision = (message: string): Raise => raising('ZeroDivisionError', message);
export function nameError(name: string): Raise {
  const exc = makeExc('NameError', `name '${name}' is not defined`);
  setExtra(exc, 'name', name);
  return raise(exc);
}
export function attributeError(message: string, obj: Value | undefined, name: string): Raise {
  const exc = makeExc('AttributeError', message);
  setExtra(exc, 'name', name);
  if (obj !== undefined) setExtra(exc, 'obj', obj);
  return raise(exc);
}
/** StopIteration with the value that a generator returned. */
export const stopIteration = (value: Value): Raise => (value === null ? raising('StopIteration') : raising('StopIteration', value));

/** Attributes of builtin exceptions beyond `args` (`name`, `obj`, `errno`…), kept beside the instance. */
const extras = new WeakMap<Exc, Map<string, Value>>();
export function setExtra(exc: Exc, name: string, value: Value): void {
  let m = extras.get(exc);
  if (m === undefined) extras.set(exc, (m = new Map()));
  m.set(name, value);
}
export const getExtra = (exc: Exc, name: string): Value | undefined => extras.get(exc)?.get(name);

/** Whatever JavaScript threw, as a Python exception on its way; undefined for what no Python handler may see (budget, unknown, our own bugs). */
export function asRaise(thrown: unknown): Raise | undefined {
  if (thrown instanceof Raise) return thrown;
  if (thrown instanceof Fault) return faultRaise(thrown);
  return undefined;
}
function faultRaise(fault: Fault): Raise {
  const extra = fault.extra;
  if (Array.isArray(extra)) return raising(fault.type, ...(extra as Value[]));
  return raising(fault.type, fault.message);
}

/** Called by the frame that catches: extends the traceback over the frames that were left, and makes `frame` the running one again. */
export function landed(r: Raise, frame: Frame): void {
  const exc = r.exc;
  let tb = exc.traceback;
  let f = r.frame;
  let fresh = false;
  while (f !== null && f.depth >= frame.depth) {
    if (!isInC(f)) tb = new Traceback(f, f.line, tb);
    fresh = true;
    if (f === frame) break;
    f = f.back;
  }
  exc.traceback = tb;
  r.frame = frame.back;
  vm.frame = frame;
  vm.native = 0;
  if (fresh && vm.tracing) tracer.exception(frame, exc);
}
/** Raises an error in the place of `cause`, as C code does (`_PyErr_FormatFromCause`). */
export function raiseFrom(exc: Exc, cause: Exc): Raise {
  exc.cause = cause;
  exc.context = cause;
  exc.suppress = true;
  return raise(exc);
}
/** The same for the one who called the program: the whole stack down to `bottom` was left. */
export function landedOutside(r: Raise, bottom: Frame | null): void {
  let tb = r.exc.traceback;
  for (let f = r.frame; f !== null && f !== bottom; f = f.back) if (!isInC(f)) tb = new Traceback(f, f.line, tb);
  r.exc.traceback = tb;
  r.frame = bottom;
  vm.frame = bottom;
}
