// Methods of an unknown whose type is known, and methods that are given one: `u.upper()` of some str is some str, and so is `'a'.replace('a', u)`; neither can raise. Whether
// a call can raise is tried on samples of the type: only calls on plain values and with plain arguments are tried, as trying must not change anything.
import { lookup } from '../attributes.ts';
import { callWithSelf, typeNamed, worksForAny } from '../calls.ts';
import { Excess, Fault } from '../fault.ts';
import { Raise } from '../raise.ts';
import { vm } from '../state.ts';
import { certainty, doubt, KnownInPart, Unknown, unknownFrom, UnknownUsed } from '../unknown-value.ts';
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
  if (receiver instanceof KnownInPart && method.name === 'startswith' && args.length === 1) {
    const answer = receiver.startsWith(args[0]);
    if (answer !== undefined) return answer;
  }
  if (!isSafe(m, args, kw)) doubt(receiver.origins);
  return unknownFrom(typeNamed(method.returns), receiver, ...args, ...(kw === null ? [] : kw.values()));
}
/** Does the call work whatever the receiver is? */
function isSafe({ receiver, method }: UnknownMethod, args: readonly Value[], kw: Kw): boolean {
  const samples = samplesOf(receiver.type as Type);
  if (samples === undefined || kw !== null || !args.every(isPlain)) return false;
  const key = keyOf(method);
  if (looksDeeper.has(key)) return false;
  const known = args.length === 0 ? total.get(key) : undefined;
  const isTotal = known ?? samples.every(s => succeeds(method, s, args));
  if (args.length === 0) total.set(key, isTotal);
  return isTotal;
}
const keyOf = (m: MethodDescriptor): string => `${m.owner.name}.${m.name}`;
/** These look at more of a text than samples can show. */
const looksDeeper = new Set(['str.format', 'str.format_map', 'str.translate']);
/** Methods without arguments, once tried. */
const total = new Map<string, boolean>();

/** A codec is looked for among modules. */
const asksForCodecs = new Set(['str.encode', 'bytes.decode']);
/** Calls that are tried, at most, for one that is given unknowns. */
const mostTried = 100;
worksForAny.look = (method, self, args) => {
  if (self === null || typeof self === 'boolean' || self instanceof Tuple || self instanceof List || !isPlain(self)) return false;
  if (looksDeeper.has(keyOf(method)) || asksForCodecs.has(keyOf(method))) return false;
  let given: Value[][] = [[]];
  for (const a of args) {
    const samples = !(a instanceof Unknown) ? (isPlain(a) ? [a] : undefined) : a.type === null ? undefined : samplesOf(a.type);
    if (samples === undefined || given.length * samples.length > mostTried) return false;
    given = given.flatMap(g => samples.map(s => [...g, s]));
  }
  return given.every(g => succeeds(method, self, g));
};

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
