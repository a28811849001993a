// random.py over an open generator: its methods would loop and branch on unknown numbers, so the engine answers for them. With a known state the library's own
// code runs, except for `_randbelow`, whose loop is run here.
import { lookup, typeOf } from '../attributes.ts';
import { call, callMethod } from '../calls.ts';
import { classChanged } from '../classes.ts';
import { signature } from '../signature.ts';
import { setRaw } from '../define.ts';
import { dictGet } from '../dict-keys.ts';
import { bitLength } from '../numbers/integer.ts';
import { raising, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { intOf } from '../types/convert.ts';
import { chars } from '../text/code-points.ts';
import { Unknown } from '../unknown-value.ts';
import { Func, type Kw, List, Method, MethodDescriptor, Module, type Native, Range, T, Tuple, Type, type Value } from '../values.ts';
import { imports } from '../imports.ts';
import { beginnings, isLoading } from '../pins.ts';
import { world } from '../world.ts';
import { RandomObject, randomUnknown } from './random.ts';

/** Answers for an open generator; undefined where the library's code should run after all. */
type Answer = (self: RandomObject, args: Value[], kw: Kw) => Value | undefined;

/** The items of a plain sequence, or undefined. */
function itemsOf(v: Value): readonly Value[] | undefined {
  if (v instanceof List || v instanceof Tuple) return v.items;
  if (typeof v === 'string') return chars(v);
  if (v instanceof Range) {
    const { start, stop, step } = v;
    if (typeof start !== 'number' || typeof stop !== 'number' || typeof step !== 'number') return undefined;
    const n = Math.max(0, Math.ceil((stop - start) / step));
    // Of a long range only the type matters, and that no two items are the same.
    return n > 2 ? [start, start + step, start + 2 * step] : Array.from({ length: n }, (_, i) => start + i * step);
  }
  return undefined;
}
/** One of these, whichever: known where they are all the same. */
function anyOf(items: readonly Value[], what: string): Value {
  const first = items[0];
  if (items.every(x => x === first) && !(first instanceof Unknown)) return first;
  const type = (v: Value): Type | null => (v instanceof Unknown ? v.type : typeOf(v));
  const shared = type(first);
  return randomUnknown(what, items.every(x => type(x) === shared) ? shared : null);
}
/** So many of these, each its own unknown. */
function several(items: readonly Value[], n: number, what: string): Value[] {
  const one = n > 0 ? anyOf(items, what) : null;
  return Array.from({ length: n }, () => (one instanceof Unknown ? new Unknown(one.origins, one.type) : one));
}
const count = (v: Value): number | undefined => (v instanceof Range ? Math.max(0, Math.ceil((Number(v.stop) - Number(v.start)) / Number(v.step))) : itemsOf(v)?.length);

const float = (name: string): Answer => () => randomUnknown(`random.${name}`, T.float);
const answers: Readonly<Record<string, Answer>> = {
  choice: (_self, args) => {
    const items = args.length === 1 ? itemsOf(args[0]) : undefined;
    if (items === undefined) return undefined;
    if (items.length === 0) throw raising('IndexError', 'Cannot choose from an empty sequence');
    return anyOf(items, 'random.choice');
  },
  shuffle: (_self, args) => {
    const [x] = args;
    if (args.length !== 1 || !(x instanceof List)) return undefined;
    if (x.items.length > 1) {
      touch(x);
      x.items = several(x.items, x.items.length, 'random.shuffle');
    }
    return null;
  },
  sample: (_self, args, kw) => {
    const k = args[1] ?? kw?.get('k');
    const items = itemsOf(args[0]);
    if (items === undefined || typeof k !== 'number' || kw?.has('counts') === true) return undefined;
    if (k < 0 || k > count(args[0])!) throw valueError('Sample larger than population or is negative');
    return new List(several(items, k, 'random.sample'));
  },
  choices: (_self, args, kw) => {
    const items = itemsOf(args[0]);
    const k = kw?.get('k') ?? 1;
    const weights = args[1] ?? kw?.get('weights') ?? kw?.get('cum_weights') ?? null;
    if (items === undefined || items.length === 0 || typeof k !== 'number' || args.length > 2) return undefined;
    if (weights !== null && !(weights instanceof List && weights.items.length === items.length && weights.items.every(w => typeof w === 'number' && w > 0))) return undefined;
    return new List(several(items, Math.max(0, k), 'random.choices'));
  },
  randbytes: () => randomUnknown('random.randbytes', T.bytes),
  ...Object.fromEntries(
    ['triangular', 'normalvariate', 'gauss', 'lognormvariate', 'vonmisesvariate', 'expovariate', 'gammavariate', 'betavariate', 'paretovariate', 'weibullvariate'].map(n => [n, float(n)]),
  ),
};

/** `_randbelow_with_getrandbits` */
function randbelow(self: RandomObject, n: Value): Value | undefined {
  const limit = intOf(n);
  if (limit === undefined || limit <= 0) return undefined;
  if (self.open) return limit === 1 ? 0 : randomUnknown('random.randrange', T.int);
  touch(self);
  const k = bitLength(limit);
  let r = self.twister.getrandbits(k);
  while (r >= limit) r = self.twister.getrandbits(k);
  return r;
}

/** To be called with the `random` module once it has run. */
export function patchRandom(module: Module): void {
  closeMethods(module);
  seedAsPinned(module);
}
/** `random.seed` with what the scenario says. While a suite's modules are imported nothing is seeded: who draws first then is open. */
function seedAsPinned(module: Module): void {
  const seed = world.current.scenario?.randomSeed;
  const hidden = dictGet(module.dict, '_inst');
  if (seed !== undefined && hidden !== undefined && !isLoading()) callMethod(hidden, 'seed', [seed]);
}
beginnings.push(() => {
  const m = world.current.scenario?.randomSeed === undefined ? undefined : dictGet(imports.modules, 'random');
  if (m instanceof Module) seedAsPinned(m);
});
/** The system's generator draws from bytes that the scenario gives. */
const hasBytes = (): boolean => world.current.scenario?.randomBytes !== undefined;

/** Gives the methods of random.py an answer for generators whose state is open. */
function closeMethods(module: Module): void {
  const cls = module.dict.map.get('Random')?.value;
  const system = module.dict.map.get('SystemRandom')?.value;
  if (!(cls instanceof Type)) return;
  const plain = (self: RandomObject): boolean => self.cls === cls || (lookup(self.cls, 'random') === lookup(cls, 'random') && lookup(self.cls, 'getrandbits') === lookup(cls, 'getrandbits'));
  const replace = (name: string, native: (original: Func) => Native): void => {
    const original = cls.dict.map.get(name)?.value;
    if (!(original instanceof Func)) return;
    setRaw(cls.dict, name, new MethodDescriptor(T.methodDescriptor, name, signature('self, /, *args, **kw', true), native(original), cls, null));
  };
  for (const [name, answer] of Object.entries(answers)) {
    replace(name, original => (self: RandomObject, args: Value[], kw: Kw) => {
      const open = self.open && (plain(self) || (self.cls === system && !hasBytes()));
      const r = open ? answer(self, args, kw) : undefined;
      return r !== undefined ? r : call(original, [self, ...args], kw);
    });
  }
  replace('_randbelow_with_getrandbits', original => (self: RandomObject, args: Value[], kw: Kw) => {
    const r = plain(self) || (self.cls === system && !hasBytes()) ? randbelow(self, args[0]) : undefined;
    return r !== undefined ? r : call(original, [self, ...args], kw);
  });
  setRaw(cls.dict, '_randbelow', cls.dict.map.get('_randbelow_with_getrandbits')!.value!);
  // `__init_subclass__` has given SystemRandom its own reference.
  if (system instanceof Type && system.dict.map.has('_randbelow')) setRaw(system.dict, '_randbelow', cls.dict.map.get('_randbelow')!.value!);
  classChanged(cls, '_randbelow');
  // The module's functions are methods of one hidden generator, bound before the class was changed.
  for (const [name, e] of module.dict.map) {
    const v = e.value;
    if (typeof name !== 'string' || !(v instanceof Method) || !(v.self instanceof RandomObject)) continue;
    const fresh = lookup(v.self.cls, name);
    if (fresh instanceof MethodDescriptor) e.value = new Method(fresh, v.self);
  }
}
