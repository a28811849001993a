// What `raise` and `except` do with their operands, and tests for exception classes.
import { isSubtype, typeOf } from './attributes.ts';
import { call } from './calls.ts';
import { typeName } from './names.ts';
import { excTypes, Raise, raise, raising, typeError } from './raise.ts';
import { vm } from './state.ts';
import { decide, doubt, Unknown } from './unknown-value.ts';
import { Exc, T, Tuple, Type, type Value } from './values.ts';

/** Is this class, as a value, a subclass of BaseException? */
export const isExceptionClass = (v: Value): v is Type => v instanceof Type && isSubtype(v, T.exception);

/** Is the thrown thing a Python exception of this builtin class (or a subclass)? */
export function isRaised(thrown: unknown, name: string): thrown is Raise {
  return thrown instanceof Raise && isSubtype(thrown.exc.cls, excTypes.get(name)!);
}

/** `except type`: does the handler take the exception? */
export function matches(exc: Exc, type: Value): boolean {
  if (isExceptionClass(type)) return isSubtype(exc.cls, type);
  if (type instanceof Tuple && isSubtype(type.cls, T.tuple)) {
    for (const t of type.items) if (!isExceptionClass(t) && !(t instanceof Unknown)) throw notAnException();
    return type.items.some(t => matches(exc, t));
  }
  if (type instanceof Unknown) {
    doubt(type.origins);
    return decide(type.origins);
  }
  throw notAnException();
}
const notAnException = (): unknown => typeError('catching classes that do not inherit from BaseException is not allowed');

/** `raise exc from cause` (`do_raise`); both undefined is the bare `raise`. */
export function raiseValue(v: Value | undefined, cause: Value | undefined): unknown {
  if (v === undefined) {
    const { handled } = vm;
    if (handled === null) return raising('RuntimeError', 'No active exception to reraise');
    // The traceback already holds this frame: only the frames above are added.
    return new Raise(handled, vm.frame === null ? null : vm.frame.back);
  }
  let exc: Exc;
  if (isExceptionClass(v)) {
    const made = call(v, []);
    if (!(made instanceof Exc)) return typeError(`calling ${typeName(v)} should have returned an instance of BaseException, not ${typeName(typeOf(made))}`);
    exc = made;
  } else if (v instanceof Exc) exc = v;
  else if (v instanceof Unknown) {
    doubt(v.origins);
    exc = call(excTypes.get('Exception')!, []) as Exc;
  } else return typeError('exceptions must derive from BaseException');
  if (cause !== undefined) {
    let c: Exc | null;
    if (cause === null) c = null;
    else if (isExceptionClass(cause)) c = call(cause, []) as Exc;
    else if (cause instanceof Exc) c = cause;
    else return typeError('exception causes must derive from BaseException');
    exc.cause = c;
    exc.suppress = true;
  }
  return raise(exc);
}
