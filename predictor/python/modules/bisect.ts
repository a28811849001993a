// The `_bisect` module (Modules/_bisectmodule.c).
import { call, callMethod } from '../calls.ts';
import { defineModule, type Row } from '../define.ts';
import { getItem, length, less } from '../operators.ts';
import { valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { toSsize } from '../types/indices.ts';
import { List, type Module, T, type Value } from '../values.ts';

/** Where `x` belongs: after its equals on the right side, before them on the left. */
function search(side: 'left' | 'right', a: Value, x: Value, loArg: Value | undefined, hiArg: Value | undefined, key: Value): number {
  let lo = loArg === undefined ? 0 : toSsize(loArg);
  let hi = hiArg === undefined || hiArg === null ? -1 : toSsize(hiArg);
  if (lo < 0) throw valueError('lo must be non-negative');
  if (hi === -1) hi = length(a);
  while (lo < hi) {
    const mid = Math.floor((lo + hi) / 2);
    let item = getItem(a, mid);
    if (key !== null) item = call(key, [item]);
    if (side === 'right') {
      if (less(x, item)) hi = mid;
      else lo = mid + 1;
    } else if (less(item, x)) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
const finder = (side: 'left' | 'right'): Row => ({
  params: 'a, x, lo=0, hi=None, *, key=None', returns: 'int',
  call: (a: Value, x: Value, lo?: Value, hi?: Value, key: Value = null) => search(side, a, x, lo, hi, key),
});
const inserter = (side: 'left' | 'right'): Row => ({
  params: 'a, x, lo=0, hi=None, *, key=None', returns: 'none',
  call: (a: Value, x: Value, lo?: Value, hi?: Value, key: Value = null) => {
    const i = search(side, a, key === null ? x : call(key, [x]), lo, hi, key);
    if (a instanceof List && a.cls === T.list) {
      touch(a);
      a.items.splice(i, 0, x);
    } else callMethod(a, 'insert', [i, x]);
    return null;
  },
});

/** The module `_bisect`. */
export const bisectModule = (): Module =>
  defineModule('_bisect', {
    bisect_left: finder('left'),
    bisect_right: finder('right'),
    insort_left: inserter('left'),
    insort_right: inserter('right'),
  });
