// Assignment targets: names, attributes (with an inline cache), subscripts, and unpacking.
import type * as ast from '../syntax/ast.ts';
import { genericSetAttr, lookup, setAttr, typeOf } from '../attributes.ts';
import { dictSet } from '../dict-keys.ts';
import type { Evaluate, Frame } from '../frames.ts';
import { delItem, iterate, setItem } from '../operators.ts';
import { typeName } from '../names.ts';
import { typeError, valueError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { doubt, Unknown } from '../unknown-value.ts';
import { Dict, dictShape, Instance, List, type Shape, T, Tuple, type Value } from '../values.ts';
import { attributeSpan } from './attribute.ts';
import { type Ctx, mangled, marked, then } from './context.ts';
import { compileExpr } from './expressions.ts';
import { deleteName, type Store, storeName } from './names.ts';

export function compileStore(c: Ctx, t: ast.Expr): Store {
  switch (t.kind) {
    case 'Name': {
      return placed(c, t, storeName(c, mangled(c, t.id)));
    }
    case 'Attribute': return storeAttribute(then(c, attributeSpan(t), compileExpr(c, t.value)), mangled(c, t.attr));
    case 'Subscript': {
      const o = compileExpr(c, t.value);
      const k = then(c, t, compileExpr(c, t.slice));
      return (f, v) => storeItem(o(f), k(f), v);
    }
    case 'Tuple':
    case 'List': return placed(c, t, unpack(c, t));
    case 'Starred': return compileStore(c, t.value);
    default:
      throw new Error(`cannot assign to ${t.kind}`);
  }
}

/** A store that stands at its target's line. */
function placed(c: Ctx, t: ast.Span, store: Store): Store {
  if (!c.multiline) return store;
  const at = marked(c, t, () => null);
  return (f, v) => {
    at(f);
    store(f, v);
  };
}
export function storeItem(o: Value, k: Value, v: Value): void {
  if (o instanceof List && typeof k === 'number' && o.cls === T.list) {
    const n = o.items.length;
    const i = k < 0 ? k + n : k;
    if (i >= 0 && i < n) {
      touch(o);
      o.items[i] = v;
      return;
    }
  } else if (o instanceof Dict && o.cls === T.dict && typeof k === 'string') {
    dictSet(o, k, v);
    return;
  }
  setItem(o, k, v);
}

/** `o.name = v`, cached while the class lets the instance's own dict take it. */
export function storeAttribute(object: Evaluate, name: string): Store {
  let version = -1;
  let shape: Shape | null = null;
  let index = -1;
  let grown: Shape | null = null;
  return (f, v) => {
    const o = object(f);
    if (o instanceof Instance) {
      if (o.shape === shape && o.cls.version === version) {
        touch(o);
        if (grown === null) o.fields[index] = v;
        else if (index === 0) {
          o.fields = [v];
          o.shape = grown;
        } else {
          o.fields.push(v);
          o.shape = grown;
        }
        return;
      }
      const { cls } = o;
      const s = o.shape;
      if (s !== null && s !== dictShape && cls.hasDict && cls.slots.setattr === genericSetAttr && s.keys.length < 60) {
        const d = lookup(cls, name);
        if (d === undefined || typeOf(d).slots.descrSet === undefined) {
          const i = s.index.get(name);
          shape = s;
          version = cls.version;
          index = i ?? s.keys.length;
          grown = i === undefined ? s.with(name) : null;
          if (grown !== null && o.fields.length !== index) shape = null;
        }
      }
    }
    setAttr(o, name, v);
  };
}

function unpack(c: Ctx, t: ast.Tuple | ast.List): Store {
  const stores = t.elts.map(e => compileStore(c, e));
  const star = t.elts.findIndex(e => e.kind === 'Starred');
  const n = stores.length;
  if (star >= 0) {
    return (f, v) => {
      const items = unpackStar(v, star, n - star - 1);
      for (let i = 0; i < n; i++) stores[i](f, items[i]);
    };
  }
  if (n === 2) {
    const [s0, s1] = stores;
    return (f, v) => {
      if ((v instanceof Tuple && v.cls === T.tuple) || (v instanceof List && v.cls === T.list)) {
        if (v.items.length === 2) {
          const [a, b] = v.items;
          s0(f, a);
          s1(f, b);
          return;
        }
      }
      const items = unpackExact(v, 2);
      s0(f, items[0]);
      s1(f, items[1]);
    };
  }
  return (f, v) => {
    const items = unpackExact(v, n);
    for (let i = 0; i < n; i++) stores[i](f, items[i]);
  };
}
/** Exactly `n` items (`unpack_iterable`). */
export function unpackExact(v: Value, n: number): readonly Value[] {
  if ((v instanceof Tuple && v.cls === T.tuple) || (v instanceof List && v.cls === T.list)) {
    const { items } = v;
    if (items.length === n) return v instanceof List ? items.slice() : items;
    if (items.length > n) throw valueError(`too many values to unpack (expected ${n})`);
    throw valueError(`not enough values to unpack (expected ${n}, got ${items.length})`);
  }
  const it = unpackIter(v);
  if (it === null) return Array.from({ length: n }, () => itemOf(v as Unknown));
  const out: Value[] = [];
  while (out.length < n) {
    const x = it.next();
    if (x === undefined) throw valueError(`not enough values to unpack (expected ${n}, got ${out.length})`);
    out.push(x);
  }
  if (it.next() !== undefined) throw valueError(`too many values to unpack (expected ${n})`);
  return out;
}
function unpackStar(v: Value, before: number, after: number): Value[] {
  const it = unpackIter(v);
  if (it === null) return Array.from({ length: before + after + 1 }, () => itemOf(v as Unknown));
  const all: Value[] = [];
  for (let x = it.next(); x !== undefined; x = it.next()) {
    all.push(x);
    if (--vm.fuel < 0) vm.refuel();
  }
  if (all.length < before + after) throw valueError(`not enough values to unpack (expected at least ${before + after}, got ${all.length})`);
  const rest = all.slice(before, all.length - after);
  return [...all.slice(0, before), new List(rest), ...all.slice(all.length - after)];
}
/** What comes out of an unknown is not of its type, unless that is a str. */
const itemOf = (v: Unknown): Unknown => new Unknown(v.origins, v.type === T.str ? T.str : null);
function unpackIter(v: Value): ReturnType<typeof iterate> | null {
  if (v instanceof Unknown) {
    // Each target gets an unknown of the same origins; whether the count fits is a doubt.
    doubt(v.origins);
    return null;
  }
  const { slots } = typeOf(v);
  if (slots.iter === undefined && slots.getitem === undefined) throw typeError(`cannot unpack non-iterable ${typeName(typeOf(v))} object`);
  return iterate(v);
}

export function compileDelete(c: Ctx, t: ast.Expr): (f: Frame) => void {
  switch (t.kind) {
    case 'Name': {
      const at = c.multiline ? marked(c, t, () => null) : null;
      const remove = deleteName(c, mangled(c, t.id));
      if (at === null) return remove;
      return f => {
        at(f);
        remove(f);
      };
    }
    case 'Attribute': {
      const o = then(c, attributeSpan(t), compileExpr(c, t.value));
      const name = mangled(c, t.attr);
      return f => setAttr(o(f), name, undefined);
    }
    case 'Subscript': {
      const o = compileExpr(c, t.value);
      const k = then(c, t, compileExpr(c, t.slice));
      return f => delItem(o(f), k(f));
    }
    case 'Tuple':
    case 'List': {
      const all = t.elts.map(e => compileDelete(c, e));
      return f => {
        for (const d of all) d(f);
      };
    }
    default:
      throw new Error(`cannot delete ${t.kind}`);
  }
}
