// Names of keyword arguments that a program gives as objects of a subclass of str: they name an argument by their text, and where they are gathered in a dict they stand as they were given.
import { typeError } from './raise.ts';
import { Boxed, type Kw, T, type Value } from './values.ts';

const given = new WeakMap<NonNullable<Kw>, Map<string, Value>>();
/** Hardly any program does so: until one has, no call need look. */
let any = false;

/** The text of a key among `**keywords`, which are gathered in `kw`. */
export function keywordName(k: Value, kw: NonNullable<Kw>): string {
  if (typeof k === 'string') return k;
  if (!(k instanceof Boxed) || typeof k.value !== 'string') throw typeError('keywords must be strings');
  if (k.cls.slots.hash !== T.str.slots.hash || k.cls.slots.compare !== T.str.slots.compare) return k.value;
  any = true;
  const known = given.get(kw);
  if (known === undefined) given.set(kw, new Map([[k.value, k]]));
  else known.set(k.value, k);
  return k.value;
}
/** A name as it was given. */
export const nameAsGiven = (kw: NonNullable<Kw>, name: string): Value => (any ? (given.get(kw)?.get(name) ?? name) : name);
