// Which places of the warm state a test has changed, by names that are the same in the next run: `app.collect.__defaults__.0`, `app.Cart` and its `items`.
import { cellOf, unnamed } from '../../forecast/left-cells.ts';
import { textHash } from '../../forecast/reads.ts';
import { dictGet } from '../dict-keys.ts';
import { isLibrary } from '../code-of-files.ts';
import { imports } from '../imports.ts';
import { vm } from '../state.ts';
import { PySet } from '../types/set-object.ts';
import { Cell, Dict, dictShape, Float, Func, Instance, List, Module, Mutable, Obj, Tuple, Type } from '../values.ts';

/** What an object held before its change was taken back; null where it counts as a whole. */
export interface Change {
  readonly object: Mutable;
  readonly held: ReadonlyMap<unknown, unknown> | null;
  /** Of one that counts as a whole, what it held in short. */
  readonly whole: string | undefined;
}
/** More than so many of one object count as the whole of it. */
const mostCells = 16;

/** To be called before the changes are taken back. */
export function takeChanges(): Change[] {
  const all = vm.changed.splice(0).filter(o => !(o instanceof Type));
  return all.map(object => {
    const held = contentOf(object);
    return { object, held, whole: held === null && object instanceof List ? `${object.items.length} ${object.items.slice(0, mostCells).map(textOfLeft).join()}` : undefined };
  });
}
/** To be called when all is again as it was. */
export function changedCells(changes: readonly Change[]): string[] {
  const out = new Set<string>();
  for (const { object, held, whole } of changes) {
    const name = nameOf(object);
    const keys = held === null ? [] : differing(held, contentOf(object)!);
    if (keys.length === 0 || keys.length > mostCells || keys.some(k => k === undefined)) out.add(cellOf(name, undefined, whole));
    else for (const k of keys) out.add(cellOf(name, String(k), textOfLeft(held!.get(k))));
  }
  return [...out];
}

function contentOf(o: Mutable): ReadonlyMap<unknown, unknown> | null {
  if (o instanceof Dict) return new Map([...o.map].map(([k, e]) => [k, e.value]));
  if (o instanceof PySet) return new Map([...o.map.keys()].map(k => [k, true]));
  if (o instanceof Instance && o.shape !== null && o.shape !== dictShape) return new Map(o.shape.keys.map((k, i) => [k, o.fields[i]]));
  return null;
}
/** A value in short: enough to see that another one was left. */
function textOfLeft(v: unknown): string {
  if (v === undefined) return '';
  const text = v instanceof Float ? `${v.value}f` : v instanceof Obj ? `<${v.cls.name}>` : typeof v === 'string' ? `'${v}'` : String(v);
  return text.length <= longestText ? text : textHash(text);
}
const longestText = 40;
/** Keys that one of the two has and the other has not, or otherwise; undefined for one that has no name. */
function differing(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): (string | number | bigint | undefined)[] {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter(k => a.get(k) !== b.get(k) || a.has(k) !== b.has(k)).map(k => (typeof k === 'string' || typeof k === 'number' || typeof k === 'bigint' ? k : undefined));
}

// Names ---------------------------------------------------------------------------------------------------------------

let names = new WeakMap<object, string>();
let isWalked = false;
let strangers = 0;
/** The suite is collected anew: its objects are others. */
export function forgetNames(): void {
  names = new WeakMap();
  isWalked = false;
}
function nameOf(o: Mutable): string {
  if (!names.has(o) && !isWalked) walk();
  let name = names.get(o);
  if (name === undefined) names.set(o, (name = `${unnamed}${++strangers}`));
  return name;
}
const deepest = 4;
const mostObjects = 50_000;
const mostItems = 100;

/** Goes through what the project's modules hold. */
function walk(): void {
  isWalked = true;
  const modules = [...imports.modules.map.values()].flatMap(({ value }) => (value instanceof Module && isOwn(value) ? [value] : []));
  const own: ReadonlySet<unknown> = new Set(modules.map(m => textOf(m.dict, '__name__')));
  const open: (readonly [o: unknown, name: string, depth: number])[] = modules.map(m => [m.dict, textOf(m.dict, '__name__') ?? '', 0] as const);
  const made = new Map<string, number>();
  let left = mostObjects;
  for (let i = 0; i < open.length && left > 0; i++) {
    const [o, path, depth] = open[i];
    if (!(o instanceof Mutable) || o instanceof Module || names.has(o)) continue;
    let name = path;
    if (o instanceof Type || o instanceof Func) {
      const module = o instanceof Type ? textOf(o.dict, '__module__') : o.module;
      if (typeof module !== 'string' || !own.has(module)) continue;
      name = `${module}:${o.qualname ?? o.name}`;
      // Those that a function makes each time it is called have one name.
      const twins = made.get(name) ?? 0;
      made.set(name, twins + 1);
      if (twins > 0) name += `~${twins}`;
    }
    left--;
    names.set(o, name);
    if (depth >= deepest) continue;
    for (const [key, inner] of partsOf(o)) open.push([inner, key === '' ? name : `${name}.${key}`, depth + 1]);
  }
}
const isOwn = (m: Module): boolean => {
  const file = textOf(m.dict, '__file__');
  return file !== undefined && !isLibrary(file);
};
const textOf = (d: Dict, key: string): string | undefined => {
  const v = dictGet(d, key);
  return typeof v === 'string' ? v : undefined;
};
function partsOf(o: Mutable): (readonly [key: string, inner: unknown])[] {
  if (o instanceof Type) return [['', o.dict]];
  if (o instanceof Func)
    return [...o.defaults.map((v, i) => [`__defaults__.${i}`, v] as const), ...(o.kwdefaults instanceof Dict ? [['__kwdefaults__', o.kwdefaults] as const] : [...(o.kwdefaults ?? [])].map(([k, v]) => [`__kwdefaults__.${k}`, v] as const)), ...(o.closure ?? []).map((c, i) => [`__closure__.${i}`, c] as const)];
  if (o instanceof Cell) return [['cell_contents', o.value]];
  if (o instanceof Dict) return [...o.map].slice(0, 10 * mostItems).map(([k, e]) => [String(typeof k === 'object' ? '?' : k), e.value] as const);
  if (o instanceof List || o instanceof Tuple) return o.items.slice(0, mostItems).map((v, i) => [String(i), v] as const);
  return (o.shape?.keys ?? []).map((k, i) => [k, o.fields[i]] as const);
}
