// Reading, writing and deleting names: locals in slots, cells, globals with a cached dict entry, class and `exec` namespaces.
import { typeOf } from '../attributes.ts';
import { dictDelete, dictSet } from '../dict-keys.ts';
import type { Evaluate, Frame } from '../frames.ts';
import { delItem, getItem, setItem } from '../operators.ts';
import { asRaise, nameError, raising } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { type Cell, Dict, Entry, type Value } from '../values.ts';
import type { Ctx } from './context.ts';

/** The builtins namespace, and the `__import__` that was put into it; set when the builtins module is made. */
export const builtinsDict: { dict: Dict; importer: Value } = { dict: null as unknown as Dict, importer: null };

type Place = { kind: 'fast'; slot: number } | { kind: 'cell'; slot: number; free: boolean } | { kind: 'global' } | { kind: 'name' };

function placeOf(c: Ctx, name: string): Place {
  const how = c.scope.names.get(name);
  const { kind } = c.scope;
  const slot = c.slotOf.get(name);
  if (slot !== undefined && (how === 'cell' || how === 'free')) return { kind: 'cell', slot, free: how === 'free' };
  if (kind === 'module' || kind === 'class') return how === 'global-explicit' ? { kind: 'global' } : { kind: 'name' };
  if (how === 'local' && slot !== undefined) return { kind: 'fast', slot };
  return { kind: 'global' };
}

export function unboundLocal(name: string): unknown {
  return raising('UnboundLocalError', `cannot access local variable '${name}' where it is not associated with a value`);
}
function unboundFree(name: string): unknown {
  return raising('NameError', `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`);
}

export function loadName(c: Ctx, name: string): Evaluate {
  const p = placeOf(c, name);
  switch (p.kind) {
    case 'fast': return loadFast(p.slot);
    // LOAD_CLASSDEREF: the class namespace shadows the enclosing function's variable.
    case 'cell': return c.scope.kind === 'class' ? loadClassCell(p.slot, p.free, name) : loadCell(p.slot, p.free, name);
    case 'global': return loadGlobal(name);
    case 'name': return loadNamed(name, loadGlobal(name));
  }
}
// Each closure is made by a function of its own, which holds what it needs and no more: there are tens of thousands of them.

/** By slot: all functions' locals in the same place are read by the same one. */
const fastLoads: Evaluate[] = [];
function loadFast(slot: number): Evaluate {
  return (fastLoads[slot] ??= f => {
    const v = f.slots[slot];
    if (v === undefined) throw unboundLocal(f.code.slotNames[slot]);
    return v;
  });
}
function loadCell(slot: number, free: boolean, name: string): Evaluate {
  return f => {
    const v = (f.slots[slot] as unknown as Cell).value;
    if (v === undefined) throw free ? unboundFree(name) : unboundLocal(name);
    return v;
  };
}
function loadClassCell(slot: number, free: boolean, name: string): Evaluate {
  return f => {
    const own = readNamespace(f.locals, name);
    if (own !== undefined) return own;
    const v = (f.slots[slot] as unknown as Cell).value;
    if (v === undefined) throw free ? unboundFree(name) : nameError(name);
    return v;
  };
}
function loadNamed(name: string, global: Evaluate): Evaluate {
  return f => {
    if (f.locals === f.globals) return global(f);
    const v = readNamespace(f.locals, name);
    return v !== undefined ? v : global(f);
  };
}

function readNamespace(ns: Value, name: string): Value | undefined {
  if (ns instanceof Dict && ns.cls.slots.getitem === Dict_getitem.slot) return ns.map.get(name)?.value;
  const { frame } = vm;
  try {
    return getItem(ns, name);
  } catch (e) {
    const r = asRaise(e);
    if (r === undefined || !r.exc.cls.mro.some(k => k.builtin && k.name === 'KeyError')) throw r ?? e;
    vm.frame = frame;
    return undefined;
  }
}
/** The plain dict's own subscription: a namespace whose class overrides it is asked instead. Set by types/dict.ts's user. */
export const Dict_getitem: { slot: unknown } = { slot: undefined };

function loadGlobal(name: string): Evaluate {
  let dict: Dict | null = null;
  let entry: Entry | null = null;
  let stamp = -1;
  return f => {
    const g = f.globals;
    if (g === dict) {
      const v = entry!.value;
      // A builtin is valid only while the globals have not changed: they may have come to shadow it.
      if (v !== undefined && (stamp === -1 || stamp === g.stamp)) return v;
    }
    const e = g.map.get(name);
    if (e !== undefined && e.value !== undefined) {
      dict = g;
      entry = e;
      stamp = -1;
      return e.value;
    }
    const b = builtinsOf(g).map.get(name);
    if (b !== undefined && b.value !== undefined) {
      dict = g;
      entry = b;
      stamp = g.stamp;
      return b.value;
    }
    throw nameError(name);
  };
}
/** The builtins that code with these globals sees: `__builtins__` where `exec` was given one. */
export function builtinsOf(g: Dict): Dict {
  const own = g.map.get('__builtins__')?.value;
  return own instanceof Dict ? own : builtinsDict.dict;
}

export type Store = (f: Frame, v: Value) => void;

export function storeName(c: Ctx, name: string): Store {
  const p = placeOf(c, name);
  switch (p.kind) {
    case 'fast': return storeFast(p.slot);
    case 'cell': return storeCell(p.slot);
    case 'global': return storeGlobal(name, f => f.globals);
    case 'name': return storeNamed(name, storeGlobal(name, f => f.locals as Dict));
  }
}
const fastStores: Store[] = [];
function storeFast(slot: number): Store {
  return (fastStores[slot] ??= (f, v) => {
    f.slots[slot] = v;
  });
}
function storeCell(slot: number): Store {
  return (f, v) => {
    const cell = f.slots[slot] as unknown as Cell;
    touch(cell);
    cell.value = v;
  };
}
function storeNamed(name: string, direct: Store): Store {
  return (f, v) => {
    const ns = f.locals;
    if (ns instanceof Dict && ns.cls.slots.setitem === Dict_setitem.slot) direct(f, v);
    else setItem(ns, name, v);
  };
}
export const Dict_setitem: { slot: unknown } = { slot: undefined };

function storeGlobal(name: string, of: (f: Frame) => Dict): Store {
  let dict: Dict | null = null;
  let entry: Entry | null = null;
  return (f, v) => {
    const g = of(f);
    touch(g);
    if (g === dict && entry!.value !== undefined) {
      entry!.value = v;
      return;
    }
    let e = g.map.get(name);
    if (e === undefined) {
      if (g.buckets !== null) {
        dictSet(g, name, v);
        return;
      }
      e = new Entry(name, v);
      g.map.set(name, e);
    } else e.value = v;
    dict = g;
    entry = e;
  };
}

export function deleteName(c: Ctx, name: string): (f: Frame) => void {
  const p = placeOf(c, name);
  switch (p.kind) {
    case 'fast': {
      const { slot } = p;
      return f => {
        if (f.slots[slot] === undefined) throw unboundLocal(name);
        f.slots[slot] = undefined;
      };
    }
    case 'cell': {
      const { slot, free } = p;
      return f => {
        const cell = f.slots[slot] as unknown as Cell;
        if (cell.value === undefined) throw free ? unboundFree(name) : unboundLocal(name);
        touch(cell);
        cell.value = undefined;
      };
    }
    case 'global':
      return f => {
        if (dictDelete(f.globals, name) === undefined) throw nameError(name);
      };
    case 'name':
      return f => {
        const ns = f.locals;
        if (ns instanceof Dict && typeOf(ns).slots.delitem !== undefined && ns.cls.slots.setitem === Dict_setitem.slot) {
          if (dictDelete(ns, name) === undefined) throw nameError(name);
        } else delItem(ns, name);
      };
  }
}
/** Clears a local quietly: the end of `except … as name`. */
export function clearName(c: Ctx, name: string): (f: Frame) => void {
  const store = storeName(c, name);
  const del = deleteName(c, name);
  return f => {
    store(f, null);
    del(f);
  };
}
