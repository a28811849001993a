// Where a doubt arises, and whether it can matter: the library's own use of its own sets gives the same whatever their order, and a doubt in the body of a module
// touches only those who import that module.
import { type Origin, sameOrigin, union } from '../unknown.ts';
import type { Frame } from './frames.ts';
import { noteOrder } from './open-orders.ts';
import { vm } from './state.ts';
import { doubtWatch } from './unknown-value.ts';
import { world } from './world.ts';

/** Functions of the standard library that iterate over a set of their own and whose result does not show the order. */
const orderless = new Set(['mock.py:_mock_set_magics', 'abc.py:update_abstractmethods', 'enum.py:__new__', 'mock.py:_get_class']);

const clockUsers = /\/(?:logging|unittest|asyncio)\/\w+\.py$|\/(?:datetime|_strptime|threading|queue|uuid|selectors|random|tempfile|sched)\.py$/;

/** Doubts, and open orders, by the file of the module whose body they arose in; '' for those outside any module's body. */
export interface Stains {
  readonly doubts: Map<string, readonly Origin[]>;
  readonly orders: Map<string, readonly Origin[]>;
}
let stained: Stains | undefined;

/** Begins to gather them, beside those that were there before: the maps are filled from now on. */
export function watchModules(before?: Stains): Stains {
  stained = { doubts: new Map(before?.doubts), orders: new Map(before?.orders) };
  return stained;
}
export function stopWatching(): void {
  stained = undefined;
}
/** Whether modules are being imported for tests to come. */
export const isCollecting = (): boolean => stained !== undefined;

doubtWatch.drops = origins => {
  const { frame } = vm;
  if (frame === null) return false;
  if (origins.every(o => o.reason === 'order') && isLibraryOrder(frame)) return true;
  // What these work out from a clock (a log record's milliseconds, a deadline) is unknown, but it never raises, and nothing is written with it.
  if (origins.every(o => o.reason === 'time') && isStandard(frame.code.file) && clockUsers.test(frame.code.file)) return true;
  const noted = noteOrder(origins);
  stain(frame, origins, noted ? stained?.orders : stained?.doubts);
  return noted;
};
doubtWatch.decided = origins => {
  if (vm.frame !== null) stain(vm.frame, origins, stained?.doubts);
};

/** An answer has settled these doubts, wherever they arose: what stands on it is never definite, so nothing is lost. */
export function unstain(origins: readonly Origin[]): void {
  if (stained === undefined) return;
  for (const [file, list] of stained.doubts) {
    const left = list.filter(d => !origins.some(o => sameOrigin(o, d)));
    if (left.length > 0) stained.doubts.set(file, left);
    else stained.doubts.delete(file);
  }
}

function isLibraryOrder(frame: Frame): boolean {
  if (!isStandard(frame.code.file)) return false;
  const { file, name } = frame.code;
  if (orderless.has(`${file.slice(file.lastIndexOf('/') + 1)}:${name}`)) return true;
  // A library module's own body, or what it calls in the library.
  for (let f: Frame | null = frame; f !== null && isStandard(f.code.file); f = f.back) if (f.code.name === '<module>') return true;
  return false;
}
const isStandard = (file: string): boolean => world.current.library.some(l => file.startsWith(`${l}/`) && !file.startsWith(`${l}/site-packages/`));

function stain(frame: Frame, origins: readonly Origin[], into: Map<string, readonly Origin[]> | undefined): void {
  if (into === undefined) return;
  let f: Frame | null = frame;
  while (f !== null && f.code.name !== '<module>') f = f.back;
  const file = f?.code.file ?? '';
  into.set(file, union(into.get(file) ?? [], origins));
}
