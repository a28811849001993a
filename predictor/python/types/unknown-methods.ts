// Methods of an unknown whose type is known: `u.upper()` of some str is some str, and cannot raise. Whether a call can raise is tried on samples of the type:
// only calls with plain known arguments are tried, as trying must not change anything.
import { lookup } from '../attributes.ts';
import { callWithSelf } from '../calls.ts';
import { Excess, Fault } from '../fault.ts';
import { Raise } from '../raise.ts';
import { vm } from '../state.ts';
import { certainty, doubt, Unknown, unknownFrom, UnknownUsed } from '../unknown-value.ts';
import { Bytes, Float, type Kw, List, MethodDescriptor, T, Tuple, type Type, type Value } from '../values.ts';

/** A method of an unknown, before it is called. */
export class UnknownMethod extends Unknown {
  readonly receiver: Unknown;
  readonly method: MethodDescriptor;
  constructor(receiver: Unknown, method: MethodDescriptor) {
    super(receiver.origins);
    this.receiver = receiver;
    this.method = method;
  }
}
/** `u.name` */
export function unknownAttribute(u: Unknown, name: string): Value {
  if (u.type !== null && samplesOf(u.type) !== undefined) {
    const d = lookup(u.type, name);
    if (d instanceof MethodDescriptor && d.cls === T.methodDescriptor) return new UnknownMethod(u, d);
  }
  return unknownFrom(null, u);
}

/** `u.name(*args)`: an unknown of the method's type, with a doubt where it may raise. */
export function callUnknownMethod(m: UnknownMethod, args: readonly Value[], kw: Kw): Value {
  const { receiver, method } = m;
  const type = method.returns === null ? null : ((T as Record<string, Type | undefined>)[method.returns] ?? null);
  if (!isSafe(m, args, kw)) doubt(receiver.origins);
  return unknownFrom(type, receiver, ...args, ...(kw === null ? [] : kw.values()));
}
/** Does the call work whatever the receiver is? */
function isSafe({ receiver, method }: UnknownMethod, args: readonly Value[], kw: Kw): boolean {
  const samples = samplesOf(receiver.type as Type);
  if (samples === undefined || kw !== null || !args.every(isPlain)) return false;
  const key = `${method.owner.name}.${method.name}`;
  // These look at more of the receiver than samples can show.
  if (key === 'str.format' || key === 'str.format_map' || key === 'str.translate') return false;
  const known = args.length === 0 ? total.get(key) : undefined;
  const isTotal = known ?? samples.every(s => succeeds(method, s, args));
  if (args.length === 0) total.set(key, isTotal);
  return isTotal;
}
/** Methods without arguments, once tried. */
const total = new Map<string, boolean>();

function samplesOf(type: Type): readonly Value[] | undefined {
  switch (type) {
    case T.str: return ['', 'a', ' A1 b\n', '\u00e9\u{1f600}\u0130', '%', '{}', '1', '-1.5', 'a,b'];
    case T.int: return [0, 1, -1, 255, 10n ** 30n, -(10n ** 30n)];
    case T.bool: return [true, false];
    case T.float: return [0, -0, 1.5, -2, 1e300, Infinity, NaN].map(x => new Float(x));
    case T.bytes: return [[], [97], [255, 0, 32]].map(x => new Bytes(Uint8Array.from(x)));
    default: return undefined;
  }
}
function isPlain(v: Value): boolean {
  if (v === null || typeof v !== 'object') return true;
  if (v instanceof Float) return v.cls === T.float;
  if (v instanceof Bytes) return v.cls === T.bytes;
  if (v instanceof Tuple) return v.cls === T.tuple && v.items.length < 100 && v.items.every(isPlain);
  return v instanceof List && v.cls === T.list && v.items.length < 100 && v.items.every(x => typeof x === 'string');
}
function succeeds(method: MethodDescriptor, self: Value, args: readonly Value[]): boolean {
  const { frame } = vm;
  const { doubts } = certainty;
  try {
    return !(callWithSelf(method, self, args.slice(), null) instanceof Unknown);
  } catch (e) {
    if (e instanceof Raise || e instanceof Fault || e instanceof Excess || e instanceof UnknownUsed) return false;
    throw e;
  } finally {
    vm.frame = frame;
    certainty.doubts = doubts;
  }
}
