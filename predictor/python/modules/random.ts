// The `_random` module (Modules/_randommodule.c): the generator below random.py. Seeded from the operating system it is open: what it gives is unknown. What
// random.py itself does with an open generator is in random-open.ts.
import { typeOf } from '../attributes.ts';
import { defineClass, defineModule } from '../define.ts';
import { hashSeed } from '../hash-seed.ts';
import { MersenneTwister } from '../numbers/mersenne.ts';
import * as int from '../numbers/integer.ts';
import { hash } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { checkPositional, noKeywords } from '../types/constructor-arguments.ts';
import { intOf, toCInt } from '../types/convert.ts';
import { reserve } from '../types/large.ts';
import { originHere, Unknown, UnknownUsed } from '../unknown-value.ts';
import { Float, type Kw, type Module, Mutable, T, Tuple, type Type, type Value } from '../values.ts';

export class RandomObject extends Mutable {
  twister = new MersenneTwister();
  /** Its state is not known. */
  open = true;
  override saver(): () => void {
    const base = super.saver();
    const { open } = this;
    const twister = this.twister.copy();
    return () => {
      base();
      this.twister = twister;
      this.open = open;
    };
  }
}

export const randomUnknown = (what: string, type: Type | null): Unknown => new Unknown([originHere('random', what)], type);

function seed(self: RandomObject, n?: Value): Value {
  touch(self);
  if (n === undefined || n === null) {
    self.open = true;
    return null;
  }
  if (n instanceof Unknown) {
    self.open = true;
    return null;
  }
  const { drawn } = hashSeed;
  let start = intOf(n);
  if (start === undefined) {
    const h = hash(n);
    start = h < 0 ? BigInt.asUintN(64, BigInt(h)) : h;
    start = int.norm(BigInt(start));
  }
  self.open = hashSeed.drawn !== drawn;
  self.twister.seed(start);
  return null;
}
function init(self: RandomObject, args: Value[], kw: Kw): void {
  if (self.cls.slots.init === classOf().slots.init) noKeywords('Random', kw);
  checkPositional('Random', args, 0, 1);
  seed(self, args[0]);
}
function getrandbits(self: RandomObject, k: Value): Value {
  const bits = toCInt(k);
  if (bits < 0) throw valueError('number of bits must be non-negative');
  if (self.open) return bits === 0 ? 0 : randomUnknown('random.getrandbits', T.int);
  reserve(bits / 8);
  touch(self);
  return self.twister.getrandbits(bits);
}
function random(self: RandomObject): Value {
  if (self.open) return randomUnknown('random.random', T.float);
  touch(self);
  return new Float(self.twister.random());
}
function setstate(self: RandomObject, state: Value): Value {
  if (state instanceof Unknown) {
    touch(self);
    self.open = true;
    return null;
  }
  if (!(state instanceof Tuple)) throw typeError('state vector must be a tuple');
  if (state.items.length !== 625) throw valueError('state vector is the wrong size');
  const words = state.items.map(v => {
    if (v instanceof Unknown) throw new UnknownUsed(v.origins);
    const n = intOf(v);
    if (n === undefined) throw typeError(`'${typeOf(v).name}' object cannot be interpreted as an integer`);
    return n;
  });
  touch(self);
  self.twister.setstate(words);
  self.open = false;
  return null;
}

let randomClass: Type | undefined;
const classOf = (): Type => {
  randomClass ??= defineClass({
    name: 'Random',
    module: '_random',
    doc: 'Random() -> create a random number generator with its own internal state.',
    alloc: cls => new RandomObject(cls),
    slots: { new: cls => new RandomObject(cls), init: (self, args, kw) => init(self as RandomObject, args, kw) },
    methods: {
      seed: { params: 'self, n=None, /', returns: 'none', call: seed },
      random: { params: 'self, /', returns: 'float', call: random },
      getrandbits: { params: 'self, k, /', returns: 'int', call: getrandbits },
      getstate: {
        params: 'self, /', returns: 'tuple',
        call: (self: RandomObject) => (self.open ? randomUnknown('random.getstate', T.tuple) : new Tuple(self.twister.getstate())),
      },
      setstate: { params: 'self, state, /', returns: 'none', call: setstate },
    },
  });
  return randomClass;
};
export const randomModule = (): Module => defineModule('_random', {}, { Random: classOf() }, 'Module implements the Mersenne Twister random number generator.');
