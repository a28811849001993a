// Unpacking of mappings in displays and calls: `{**m}`, `f(**m)`.
import { getAttrOr } from '../attributes.ts';
import { call } from '../calls.ts';
import { dictPairs, dictSet } from '../dict-keys.ts';
import { getItem, toArray } from '../operators.ts';
import { typeError } from '../raise.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Dict, T, type Value } from '../values.ts';

/** The pairs of any mapping: through `keys()` and subscription, as `PyDict_Update` does. */
export function mappingPairs(m: Value, refusal: () => string): [Value, Value][] {
  if (m instanceof Unknown) throw new UnknownUsed(m.origins);
  const keys = getAttrOr(m, 'keys');
  if (keys === undefined) throw typeError(refusal());
  return toArray(call(keys, [])).map(k => [k, getItem(m, k)]);
}
/** Adds `**m` to the dict being displayed. */
export function mergeInto(d: Dict, m: Value): void {
  const pairs = m instanceof Dict && m.cls === T.dict ? dictPairs(m) : mappingPairs(m, () => `'${(m as { cls?: { name: string } } | null)?.cls?.name ?? 'NoneType'}' object is not a mapping`);
  for (const [k, v] of pairs) dictSet(d, k, v);
}
