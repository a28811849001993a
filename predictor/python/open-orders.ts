// Orders that CPython leaves open: of sets of strings, of a folder's names, of hashes; and whether equal strs are one object, or garbage has gone already. What a program does with one is certain only if it does the same with any; so a run
// that shows such an order is repeated with others, and is definite where all of them end alike.
import { type Origin, union } from '../unknown.ts';

/** How many orders are tried, the first included. */
export const ordersTried = 3;

/** The items in one of the orders: as they came, the other way round, or folded from both ends. */
export function permuted<T>(items: readonly T[], order: number): readonly T[] {
  if (order === 0) return items;
  if (order === 1) return items.toReversed();
  const out: T[] = [];
  for (let i = 0, j = items.length - 1; i <= j; i++, j--) {
    out.push(items[j]);
    if (i < j) out.push(items[i]);
  }
  return out;
}

/** Origins of open orders since the last asking, kept apart from doubts while someone tries them out. */
export const openOrders: { tried: boolean; shown: readonly Origin[] } = { tried: false, shown: [] };

export const garbageName = 'garbage collection';
const permutable = new Set(['iteration order of a set', 'os.listdir', 'identity of equal values', 'hash()', garbageName]);
export const isOpenOrder = (o: Origin): boolean => o.reason === 'order' && permutable.has(o.what);

/** Takes note of an order instead of doubting, where orders are tried out. */
export function noteOrder(origins: readonly Origin[]): boolean {
  if (!openOrders.tried || !origins.every(isOpenOrder)) return false;
  openOrders.shown = union(openOrders.shown, origins);
  return true;
}
/** What was shown since the last asking. */
export function takeOrders(): readonly Origin[] {
  const { shown } = openOrders;
  openOrders.shown = [];
  return shown;
}
