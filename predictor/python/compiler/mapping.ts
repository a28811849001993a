// Unpacking of mappings in displays and calls: `{**m}`, `f(**m)`.
import { getAttrOr } from '../attributes.ts';
import { call } from '../calls.ts';
import { dictUpdateFrom } from '../dict-keys.ts';
import { getItem, toArray } from '../operators.ts';
import { typeError } from '../raise.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import type { Dict, Value } from '../values.ts';

/** The pairs of any mapping: through `keys()` and subscription, as `PyDict_Update` does. */
export function mappingPairs(m: Value, refusal: () => string): [Value, Value][] {
  if (m instanceof Unknown) throw new UnknownUsed(m.origins);
  const keys = getAttrOr(m, 'keys');
  if (keys === undefined) throw typeError(refusal());
  return toArray(call(keys, [])).map(k => [k, getItem(m, k)]);
}
/** Adds `**m` to the dict being displayed. */
export const mergeInto = (d: Dict, m: Value): void => dictUpdateFrom(d, m, 'display');
