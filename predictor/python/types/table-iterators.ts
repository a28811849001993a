// Iterators over dicts and sets, which notice when their table changes under them (Objects/dictobject.c, Objects/setobject.c).
import { runtimeError } from '../raise.ts';
import type { Methods } from '../define.ts';
import { type Dict, type Entry, List, Tuple, type Type, type Value } from '../values.ts';
import { drain } from './iteration.ts';
import { defineIterator, moving, NativeIter, reduced } from './iterator-base.ts';
import { type PySet, showOrder, tableOf } from './set-object.ts';

export type Part = 'keys' | 'values' | 'items';

/** Walks a dict's entries. JavaScript's own iterator sees entries added and deleted on the way, as CPython's index into the entries does. */
export class DictIter extends NativeIter {
  dict: Dict | null;
  private readonly part: Part;
  size: number;
  left: number;
  private map: Map<unknown, Entry>;
  private entries: Iterator<Entry>;
  private passed = 0;
  constructor(dict: Dict, part: Part) {
    super(forward[part]);
    this.dict = dict;
    this.part = part;
    this.size = this.left = dict.map.size;
    this.map = dict.map;
    this.entries = dict.map.values();
  }
  override saver(): () => void {
    const base = super.saver();
    return () => {
      base();
      this.rewind();
    };
  }
  rewind(): void {
    this.map = this.dict === null ? this.map : this.dict.map;
    this.entries = this.map.values();
    for (let i = 0; i < this.passed; i++) this.entries.next();
  }
  next(): Value | undefined {
    const d = this.dict;
    if (d === null) return undefined;
    moving(this);
    if (d.map.size !== this.size) {
      this.size = -1;
      throw runtimeError('dictionary changed size during iteration');
    }
    if (d.map !== this.map) this.rewind();
    const r = this.entries.next();
    if (r.done === true) {
      this.dict = null;
      return undefined;
    }
    if (this.left === 0) {
      this.dict = null;
      throw runtimeError('dictionary keys changed during iteration');
    }
    this.left--;
    this.passed++;
    return partOf(r.value, this.part);
  }
}
export function partOf(e: Entry, part: Part): Value {
  return part === 'keys' ? e.key : part === 'values' ? e.value! : new Tuple([e.key, e.value!]);
}

export class DictReverseIter extends NativeIter {
  dict: Dict | null;
  private readonly part: Part;
  size: number;
  left: number;
  private readonly entries: Entry[];
  constructor(dict: Dict, part: Part) {
    super(backward[part]);
    this.dict = dict;
    this.part = part;
    this.size = this.left = dict.map.size;
    this.entries = [...dict.map.values()];
  }
  next(): Value | undefined {
    const d = this.dict;
    if (d === null) return undefined;
    moving(this);
    if (d.map.size !== this.size) {
      this.size = -1;
      throw runtimeError('dictionary changed size during iteration');
    }
    while (this.left > 0) {
      const e = this.entries[--this.left];
      if (e.value !== undefined) return partOf(e, this.part);
    }
    this.dict = null;
    return undefined;
  }
}

/** Over a set: by place in the table where the order is known, else as its keys came. */
export class SetIter extends NativeIter {
  set: PySet | null;
  size: number;
  left: number;
  private place = 0;
  private passed = 0;
  entries: Iterator<Entry> | null = null;
  constructor(set: PySet) {
    super(setIterator);
    showOrder(set);
    this.set = set;
    this.size = this.left = set.map.size;
  }
  next(): Value | undefined {
    const s = this.set;
    if (s === null) return undefined;
    moving(this);
    if (s.map.size !== this.size) {
      this.size = -1;
      throw runtimeError('Set changed size during iteration');
    }
    const e = s.random ? this.anyNext(s) : this.placeNext(s);
    if (e === undefined) {
      this.set = null;
      return undefined;
    }
    this.left--;
    this.passed++;
    return e.key;
  }
  private placeNext(s: PySet): Entry | undefined {
    if (s.map.size === 0) return undefined;
    const table = tableOf(s);
    const i = table.next(this.place);
    if (i < 0) return undefined;
    this.place = i + 1;
    return table.slots[i]!;
  }
  private anyNext(s: PySet): Entry | undefined {
    if (this.entries === null) {
      this.entries = s.map.values();
      for (let i = 0; i < this.passed; i++) this.entries.next();
    }
    return this.entries.next().value;
  }
  override saver(): () => void {
    const base = super.saver();
    return () => {
      base();
      this.entries = null;
    };
  }
}

/** What is left, as a list. */
const rest = (self: NativeIter): Value => new List(drain(copyOf(self)));
/** An iterator at the same place. */
function copyOf(self: NativeIter): NativeIter {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(self)), self) as NativeIter;
  if (copy instanceof DictIter) copy.rewind();
  if (copy instanceof SetIter) copy.entries = null;
  return copy;
}
const reduce: Methods = { __reduce__: { params: 'self, /', returns: 'tuple', call: (self: NativeIter) => reduced('iter', [rest(self)]) } };
const hint: Methods = {
  ...reduce,
  __length_hint__: {
    params: 'self, /', returns: 'int',
    call: (self: DictIter | DictReverseIter) => (self.dict === null || self.dict.map.size !== (self).size ? 0 : self.left),
  },
};
const forward = {
  keys: defineIterator({ name: 'dict_keyiterator', methods: hint }),
  values: defineIterator({ name: 'dict_valueiterator', methods: hint }),
  items: defineIterator({ name: 'dict_itemiterator', methods: hint }),
} satisfies Record<Part, Type>;
const backward = {
  keys: defineIterator({ name: 'dict_reversekeyiterator', methods: hint }),
  values: defineIterator({ name: 'dict_reversevalueiterator', methods: hint }),
  items: defineIterator({ name: 'dict_reverseitemiterator', methods: hint }),
} satisfies Record<Part, Type>;
const setIterator = defineIterator({
  name: 'set_iterator',
  methods: {
    ...reduce,
    __length_hint__: { params: 'self, /', returns: 'int', call: (self: SetIter) => (self.set === null || self.set.map.size !== (self).size ? 0 : self.left) },
  },
});
