// The model of pytest inside a booted engine: its Python objects behind plain functions.
import { getAttr } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineModule } from '../define.ts';
import { dictFrom, dictGet } from '../dict-keys.ts';
import { beginScenario } from '../machine.ts';
import { engineModules, importFile, importModule, imports } from '../imports.ts';
import { toArray } from '../operators.ts';
import { type Origin, type Reason, union } from '../../unknown.ts';
import { doubt, originHere, Unknown } from '../unknown-value.ts';
import { List, Module, type Tuple, type Value } from '../values.ts';
import type { Settings } from './settings.ts';

/** A test as the model found it. */
export interface Item {
  readonly id: string;
  readonly line: number;
  readonly file: string;
  readonly object: Value;
}

/** Is it an unknown value that knows nothing of pytest (what a C module holds, a moment, a random number)? Then it is neither a test nor a fixture. */
function isForeign(v: Value): boolean {
  return v instanceof Unknown && v.origins.every(o => foreignReasons.has(o.reason) || (o.reason === 'not-modelled' && /^module (?!_?pytest)/.test(o.what)));
}
const foreignReasons = new Set<Reason>(['native', 'time', 'random', 'order']);

/** What Python code of the model tells the engine. */
export function registerModelModule(): void {
  engineModules.set('_foretrace', () =>
    defineModule('_foretrace', {
      doubt: {
        params: 'what, /',
        call: (what: Value) => {
          doubt([originHere('not-modelled', String(what))]);
          return null;
        },
      },
      begin: { params: '', call: () => (beginScenario(), null) },
      is_foreign: { params: 'value, /', returns: 'bool', call: isForeign },
      import_file: { params: 'name, path, /', call: (name: Value, path: Value) => importFile(String(name), String(path)) },
    }),
  );
}

/** To be called inside a guarded run: makes the Runner. */
export function newRunner(s: Settings, pluginsKnown: boolean): Value {
  const m = importModule('_pytest.foretrace');
  const list = (items: readonly string[]): Value => new List([...items]);
  const inis = dictFrom([...s.inis].map(([k, v]) => [k, iniValue(k, v)] as const));
  const settings = dictFrom(
    Object.entries({
      rootdir: s.rootdir,
      inifile: s.inifile ?? null,
      inis,
      args: list(s.args),
      options: list(s.options),
      strict_markers: s.strictMarkers || truthy(s.inis.get('strict_markers')) || truthy(s.inis.get('strict')),
      plugins_known: pluginsKnown,
      keyword: s.keyword,
      markexpr: s.markexpr,
      importlib: s.importlib,
    } as Record<string, Value>),
  );
  return call(getAttr(m, 'Runner'), [settings]);
}
const booleans = new Set(['xfail_strict', 'strict', 'strict_markers', 'strict_config', 'log_cli', 'consider_namespace_packages', 'disable_test_id_escaping_and_forfeit_all_rights_to_community_support']);
const lines = new Set(['markers', 'filterwarnings', 'required_plugins']);
const words = new Set(['usefixtures', 'python_files', 'python_classes', 'python_functions', 'testpaths', 'norecursedirs', 'pythonpath', 'doctest_optionflags', 'addopts']);
const truthy = (v: string | string[] | undefined): boolean => typeof v === 'string' && ['1', 'true', 'yes', 'on'].includes(v.trim().toLowerCase());
function iniValue(name: string, v: string | string[]): Value {
  if (booleans.has(name)) return truthy(v);
  if (Array.isArray(v)) return new List([...v]);
  if (lines.has(name)) return new List(v.split('\n').map(l => l.trim()).filter(l => l !== ''));
  if (words.has(name)) return new List(v.split(/\s+/).filter(w => w !== ''));
  return v;
}

const method = (runner: Value, name: string, args: readonly Value[]): Value => call(getAttr(runner, name), [...args]);

export const addFolder = (runner: Value, relative: string, absolute: string, isPackage: boolean): Value => method(runner, 'folder', [relative, absolute, isPackage]);
export const loadConftest = (runner: Value, path: string, folder: string, name: string): Value => method(runner, 'conftest', [path, folder, name]);
export const collectFile = (runner: Value, path: string, id: string, name: string): Value => method(runner, 'collect', [path, id, name]);
/** Does a conftest file's hook leave the file out? */
export const isIgnored = (runner: Value, path: string, id: string): Value => method(runner, 'ignored', [path, id]);
export const doctestsOf = (runner: Value, path: string, id: string, name: string): Value => method(runner, 'doctests', [path, id, name]);
export const runItem = (runner: Value, item: Value, next?: Value): Value => method(runner, 'run', next === undefined ? [item] : [item, next]);
/** Does the item use something that lives longer than it, so that tests before it may have changed that? */
export const sharesFixtures = (runner: Value, item: Value): Value => method(runner, 'shares', [item]);
export const selects = (runner: Value): Value => method(runner, 'selects', []);
export const select = (runner: Value, items: readonly Item[]): Value => method(runner, 'select', [new List(items.map(i => i.object))]);

/** What `collectFile` gave: items, or why the file is skipped. */
export function itemsOf(v: Value): Item[] | string {
  if (typeof v === 'string') return v;
  return rowsOf(v).flatMap(([id, line, file, object]) => (typeof id === 'string' ? [{ id, line: Number(line), file: file as string, object }] : []));
}
const rowsOf = (v: Value): (readonly Value[])[] => toArray(v).map(row => (row as Tuple).items);
/** The functions whose items' ids hold what nobody knows, and why. */
export function namelessOf(v: Value): ReadonlyMap<string, readonly Origin[]> {
  const out = new Map<string, readonly Origin[]>();
  for (const [id, , , item] of typeof v === 'string' ? [] : rowsOf(v)) {
    if (!(id instanceof Unknown)) continue;
    const name = `${String(getAttr(getAttr(item, 'parent'), 'nodeid'))}::${String(getAttr(item, 'originalname'))}`;
    out.set(name, union(out.get(name) ?? [], id.origins));
  }
  return out;
}
/** The texts in a list of lists of strings, `null` where there is none (collect_ignore and its like). */
export const ignoredBy = (v: Value): (string[] | null)[] => toArray(v).map(x => (x === null ? null : toArray(x).map(String)));

/** Names and files of the modules that are loaded. */
export function loadedModules(): Map<string, string | undefined> {
  const out = new Map<string, string | undefined>();
  for (const e of imports.modules.map.values()) {
    if (typeof e.key !== 'string' || e.value === undefined) continue;
    const file = e.value instanceof Module ? dictGet(e.value.dict, '__file__') : undefined;
    out.set(e.key, typeof file === 'string' ? file : undefined);
  }
  return out;
}
