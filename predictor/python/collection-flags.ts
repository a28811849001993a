// Which classes `match` takes for sequences and which for mappings: CPython's Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING (PEP 634), inherited along the MRO.
import { journal, variable, vm } from './state.ts';
import type { Type } from './values.ts';

export type Collection = 'sequence' | 'mapping';

const flags = new WeakMap<Type, Collection>();

/** Marks a class; a warm class gets its old mark back at rollback. */
export function flagCollection(cls: Type, flag: Collection): void {
  const put = (f: Collection | undefined): void => void (f === undefined ? flags.delete(cls) : flags.set(cls, f));
  if (cls.stamp < vm.mark) journal(variable(() => flags.get(cls), put));
  put(flag);
}
/** The mark of the class, or the first one among its bases. */
export function collectionFlag(cls: Type): Collection | undefined {
  for (const c of cls.mro) {
    const f = flags.get(c);
    if (f !== undefined) return f;
  }
  return undefined;
}
