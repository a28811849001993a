// The import system: modules of the engine by name, others read from source along `sys.path`; what is written in C and not modelled is unknown (Lib/importlib).
// The builtin classes load first, in their own order, whoever asks first.
import './engine-types.ts';
import { getAttr, getAttrOr, setOwnField } from './attributes.ts';
import { call } from './calls.ts';
import { codeOfFile, isLibrary } from './code-of-files.ts';
import { releaseModule } from './compiler/function.ts';
import { builtinsDict } from './compiler/names.ts';
import { defineClass, setRaw } from './define.ts';
import { dictDelete, dictFrom, dictGet, dictSet } from './dict-keys.ts';
import { isRaised } from './exceptions.ts';
import { type Code, Frame } from './frames.ts';
import { setItem, toArray } from './operators.ts';
import { folderOf, specFromHooks } from './path-hooks.ts';
import { asRaise, makeExc, raise, setExtra, typeError } from './raise.ts';
import { withoutDoc } from './source.ts';
import { unstirred, vm } from './state.ts';
import { LIBRARY_NAMES } from './modules/linux-constants.ts';
import { modulePatches } from './modules/patches.ts';
import { copyreg } from './types/pickling.ts';
import { perhapsInstalled } from './installed.ts';
import { doubt, unknown, Unknown, UnknownUsed } from './unknown-value.ts';
import { Dict, Func, List, Module, Mutable, T, Tuple, Type, type Value } from './values.ts';
import { unwatched } from './watched-reads.ts';
import { filesNow, world } from './world.ts';

/** Modules written in the engine: made at their first import. */
export const engineModules = new Map<string, () => Module>();
/** How often each of them was made in this process. */
export const timesMade = new Map<string, number>();
/** Optional C accelerators whose pure-Python counterpart the library falls back to, and modules of other systems: importing them fails, as where they are not built. */
export const absentAccelerators = new Set([
  '_datetime', '_decimal', '_elementtree', '_pickle', '_zoneinfo', '_asyncio', '_hashlib', '_uuid', '_statistics', 'nt', 'winreg', 'msvcrt', '_winapi', '_scproxy', 'java', 'org', '_overlapped',
  '_bootlocale', '_pydatetime', 'ossaudiodev', '_stat', '_queue', 'winsound', '_msi', 'msilib', 
]);
/** Those among them that CPython has: only the library's own fallback may go on as if they were missing. */
const builtAccelerators = new Set(['_datetime', '_decimal', '_elementtree', '_pickle', '_zoneinfo', '_asyncio', '_hashlib', '_uuid', '_statistics', '_stat', '_queue']);
function askedByStandardLibrary(): boolean {
  const file = vm.frame?.code.file;
  const { library, packages } = world.current;
  const below = (p: string): boolean => file?.startsWith(`${p}/`) === true;
  return file === undefined || (library.some(below) && !packages.some(below));
}
/** C modules of CPython 3.11 on Linux: where the engine has no counterpart they are unknown, not missing. */
const extensionModules = new Set([
  '_abc', '_ast', '_bisect', '_blake2', '_bz2', '_codecs', '_codecs_cn', '_codecs_hk', '_codecs_iso2022', '_codecs_jp', '_codecs_kr', '_codecs_tw', '_collections', '_contextvars', '_csv', '_ctypes', '_ctypes_test', '_curses',
  '_curses_panel', '_frozen_importlib', '_frozen_importlib_external', '_functools', '_heapq', '_imp', '_io', '_json', '_locale', '_lzma', '_md5', '_multibytecodec', '_multiprocessing', '_opcode', '_operator',
  '_posixshmem', '_posixsubprocess', '_random', '_sha1', '_sha256', '_sha3', '_sha512', '_signal', '_socket', '_sqlite3', '_sre', '_string', '_struct', '_symtable', '_testbuffer', '_testcapi',
  '_thread', '_tokenize', '_tracemalloc', '_typing', '_warnings', '_weakref', '_xxsubinterpreters', 'array', 'atexit', 'audioop', 'binascii', 'cmath', 'errno', 'faulthandler', 'fcntl', 'gc', 'grp', 'itertools', 'marshal',
  'math', 'mmap', 'nis', 'posix', 'pwd', 'pyexpat', 'readline', 'resource', 'select', 'spwd', 'syslog', 'termios', 'time', 'unicodedata', 'xxlimited', 'xxsubtype', 'zlib',
  '_lsprof', '_tkinter', '_crypt', '_dbm', '_gdbm',
]);

/** C modules without which their library module says nothing: that module is then unknown as a whole. */
const foundations = new Set(['_ctypes', '_lsprof', '_tkinter', '_curses', '_testcapi']);

export interface ImportState {
  readonly modules: Dict;
  readonly path: List;
}
export const imports: ImportState = { modules: null as unknown as Dict, path: null as unknown as List };
/** Gives a module its spec and loader as importlib's own files make them, once these are in use (see modules/frozen-importlib.ts). */
export const loading: { attach: ((m: Module) => void) | null } = { attach: null };
/** Hears of each module that has run (see patched-names.ts). */
export const moduleRan: { tell: (name: string, m: Value) => void } = { tell: () => {} };
export function resetImports(): void {
  loading.attach = null;
  Object.assign(imports, { modules: new Dict(), path: new List([]) });
}

// import statements -------------------------------------------------------------------------------------------------

/** `import a.b` (the top package, or with `leaf` the named module) and `from x import …` (`fromlist`). */
export function importName(name: string, globals: Dict, leaf: boolean, level: number, fromlist: readonly string[] = []): Value {
  const full = level > 0 ? resolveRelative(name, globals, level) : name;
  const m = importModule(full);
  for (const n of fromlist) {
    // A name that is no attribute may be a submodule.
    if (!(m instanceof Module) || dictGet(m.dict, n) !== undefined || m.dict.map.get('__path__') === undefined) continue;
    if (getAttrOr(m, n) !== undefined) continue;
    const { frame } = vm;
    try {
      importModule(`${full}.${n}`);
    } catch (e) {
      const r = asRaise(e);
      if (r === undefined || !isRaised(r, 'ModuleNotFoundError') || nameOf(r.exc) !== `${full}.${n}`) throw r ?? e;
      vm.frame = frame;
    }
  }
  if (leaf || level > 0) return m;
  const dot = full.indexOf('.');
  return dot < 0 ? m : (dictGet(imports.modules, full.slice(0, dot)) ?? null);
}
const missingNames = new WeakMap<object, string>();
const nameOf = (e: object): string | undefined => missingNames.get(e);

/** `from m import name`. */
export function importFrom(m: Value, name: string): Value {
  if (m instanceof Unknown) return new Unknown(m.origins);
  const v = getAttrOr(m, name);
  if (v !== undefined) return v;
  const pkg = getAttrOr(m, '__name__');
  if (typeof pkg === 'string') {
    const sub = dictGet(imports.modules, `${pkg}.${name}`);
    if (sub !== undefined) return sub;
  }
  const shown = typeof pkg === 'string' ? pkg : '<unknown module name>';
  // The installed one may have what its model lacks.
  if (shown.startsWith('_pytest.')) return perhapsThere(`${shown}.${name}`);
  const file = getAttrOr(m, '__file__');
  const partial = initializing.has(m as object);
  const where = typeof file === 'string' ? file : 'unknown location';
  const text = partial
    ? `cannot import name '${name}' from partially initialized module '${shown}' (most likely due to a circular import) (${where})`
    : `cannot import name '${name}' from '${shown}' (${where})`;
  const e = makeExc('ImportError', text);
  setExtra(e, 'name', shown);
  setExtra(e, 'msg', text);
  throw raise(e);
}
/** `from m import *`. */
export function importStar(f: Frame, m: Value): void {
  if (m instanceof Unknown) {
    if (f.code.library) throw new UnknownUsed(m.origins);
    doubt(m.origins);
    return;
  }
  const dict = m instanceof Module ? m.dict : undefined;
  const name = String(getAttrOr(m, '__name__'));
  const all = getAttrOr(m, '__all__');
  const own = dict ?? getAttrOr(m, '__dict__');
  if (all === undefined && own === undefined) throw importError('from-import-* object has no __dict__ and no __all__');
  const names = all === undefined ? toArray(own!).filter(k => typeof k !== 'string' || !k.startsWith('_')) : toArray(all);
  for (const n of names) {
    if (typeof n !== 'string') throw typeError(`Item in ${name}.__all__ must be str, not ${String(n)}`);
    let v = getAttrOr(m, n);
    if (v === undefined && all !== undefined && dict?.map.has('__path__')) v = importModule(`${name}.${n}`);
    if (v === undefined) v = getAttr(m, n);
    if (f.locals instanceof Dict) dictSet(f.locals, n, v);
    else setItem(f.locals, n, v);
  }
}
export function resolveRelative(name: string, globals: Dict, level: number): string {
  let pkg = dictGet(globals, '__package__');
  if (typeof pkg !== 'string') {
    const own = dictGet(globals, '__name__');
    pkg = typeof own === 'string' ? (globals.map.has('__path__') ? own : own.slice(0, Math.max(0, own.lastIndexOf('.')))) : '';
  }
  if (pkg === '') throw importError('attempted relative import with no known parent package');
  const parts = (pkg as string).split('.');
  if (level - 1 >= parts.length) throw importError('attempted relative import beyond top-level package');
  const base = parts.slice(0, parts.length - (level - 1)).join('.');
  return name === '' ? base : `${base}.${name}`;
}
export function importError(text: string): unknown {
  const e = makeExc('ImportError', text);
  setExtra(e, 'msg', text);
  return raise(e);
}
function notFound(name: string, why = ''): unknown {
  const text = `No module named '${name}'${why}`;
  const e = makeExc('ModuleNotFoundError', text);
  setExtra(e, 'name', name);
  setExtra(e, 'msg', text);
  missingNames.set(e, name);
  return raise(e);
}

// Finding and loading -------------------------------------------------------------------------------------------------

const initializing = new WeakSet<object>();
export const isInitializing = (m: object): boolean => initializing.has(m);

/** The module of that full name, imported with its parents if need be. */
export function importModule(name: string): Value {
  const known = dictGet(imports.modules, name);
  if (known !== undefined) {
    if (known === null) throw halted(name);
    return known;
  }
  // Python has `os` loaded before any program starts; these two lean on that.
  if ((name === 'genericpath' || name === 'posixpath') && dictGet(imports.modules, 'os') === undefined && !initializing.has(imports.path)) {
    initializing.add(imports.path);
    importModule('os');
    return importModule(name);
  }
  const dot = name.lastIndexOf('.');
  let path: Value = searchPath();
  let parent: Value | undefined;
  if (dot > 0) {
    const parentName = name.slice(0, dot);
    parent = importModule(parentName);
    const again = dictGet(imports.modules, name);
    if (again !== undefined) return again;
    if (parent instanceof Unknown) return new Unknown(parent.origins);
    const own = getAttrOr(parent, '__path__');
    if (own === undefined) throw notFound(name, `; '${parentName}' is not a package`);
    path = own;
  }
  const m = load(name, path);
  if (parent instanceof Module) unstirred(() => dictSet(parent.dict, name.slice(dot + 1), dictGet(imports.modules, name) ?? m));
  return dictGet(imports.modules, name) ?? m;
}
/** `sys.path`, which a program may have replaced. */
function searchPath(): Value {
  const sys = dictGet(imports.modules, 'sys');
  return (sys instanceof Module ? dictGet(sys.dict, 'path') : undefined) ?? imports.path;
}
/** Finders that the program has put into `sys.meta_path` are asked before the engine looks itself. */
function fromFinders(name: string, path: Value): Value | undefined {
  const sys = dictGet(imports.modules, 'sys');
  const finders = sys instanceof Module ? dictGet(sys.dict, 'meta_path') : undefined;
  if (!(finders instanceof List) || finders.items.length === 0) return undefined;
  for (const f of finders.items.slice()) {
    const home = f instanceof Type ? f.dict.map.get('__module__')?.value : undefined;
    if (typeof home === 'string' && (home.startsWith('_frozen_importlib') || home.startsWith('importlib._bootstrap'))) continue;
    const findSpec = getAttrOr(f, 'find_spec');
    if (findSpec === undefined) continue;
    const spec = call(findSpec, [name, path === searchPath() ? null : path, null]);
    if (spec === null) continue;
    return loadBySpec(spec);
  }
  return undefined;
}
const loadBySpec = (spec: Value): Value => call(getAttr(importModule('_frozen_importlib'), '_load_unlocked'), [spec]);
function halted(name: string): unknown {
  const text = `import of ${name} halted; None in sys.modules`;
  const e = makeExc('ModuleNotFoundError', text);
  setExtra(e, 'name', name);
  setExtra(e, 'msg', text);
  return raise(e);
}

function load(name: string, path: Value): Value {
  const make = engineModules.get(name);
  if (make !== undefined) {
    timesMade.set(name, (timesMade.get(name) ?? 0) + 1);
    const m = make();
    if (!m.dict.map.get('__spec__')?.value) setRaw(m.dict, '__spec__', makeSpec(name, null, 'built-in', null));
    enlist(name, m);
    moduleRan.tell(name, m);
    return m;
  }
  const custom = fromFinders(name, path);
  if (custom !== undefined) return custom;
  const found = find(name, path);
  if (found === undefined) {
    if (absentAccelerators.has(name) && !(builtAccelerators.has(name) && !askedByStandardLibrary())) throw notFound(name);
    if (name === '_pickle') {
      // What its Python form is made to look like (modules/pickle-in-c.ts).
      importModule('pickle');
      const inC = dictGet(imports.modules, name);
      if (inC !== undefined) return inC;
    }
    if (name.startsWith('_sysconfigdata_')) return buildData(name);
    // Under a test runner it is the runner's own.
    if (name === '__main__') return unknown('not-modelled', 'module __main__', T.module);
    if (name.startsWith('_pytest.') && !restOfPytest.has(name.split('.', 2)[1])) return perhapsThere(`module ${name}`);
    if (name.startsWith('_pytest.') || extensionModules.has(name) || (libraryNames ??= new Set(LIBRARY_NAMES.split(' '))).has(name)) {
      const u = unknown('not-modelled', `module ${name}`, T.module);
      if (foundations.has(name) && vm.frame?.code.library) throw new UnknownUsed(u.origins);
      dictSet(imports.modules, name, u);
      return u;
    }
    const u = path === searchPath() ? perhapsInstalled(name) : undefined;
    if (u === undefined) throw notFound(name);
    dictSet(imports.modules, name, u);
    return u;
  }
  if (found.kind === 'extension') {
    if (packageAccelerators.has(name) && vm.frame?.code.library) throw notFound(name);
    const u = unknown('native', `module ${name}`, T.module);
    dictSet(imports.modules, name, u);
    return u;
  }
  if (found.kind === 'hooked') return loadBySpec(found.spec);
  return found.kind === 'namespace' ? loadNamespace(name, found.folders) : loadSource(name, found.file, found.folder);
}
/** Extensions that their packages do without where they are not built, with the same answers from Python. A program that asks for them itself has them. */
const packageAccelerators = new Set(['markupsafe._speedups', 'simplejson._speedups', 'wcwidth._wcwidth_c']);
/** Modules of pytest that its model does without. */
const restOfPytest = new Set('_io _py _version assertion cacheprovider compat debugging deprecated faulthandler helpconfig hookspec junitxml pastebin pathlib pytester pytester_assertions reports runner setuponly setupplan stepwise terminal threadexception timing tracemalloc unraisableexception warnings'.split(' '));
function perhapsThere(what: string): Value {
  const u = unknown('not-modelled', what);
  doubt(u.origins);
  return u;
}
/** Names of the standard library: one that is not there is left out of this copy of the library, not missing. */
let libraryNames: Set<string> | undefined;
/** How CPython was built, in as far as the library asks: a bundled library comes without it. */
function buildData(name: string): Value {
  const m = newModule(name, '', null, null);
  setRaw(m.dict, 'build_time_vars', dictFrom([['TZPATH', '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo'], ['EXT_SUFFIX', '.cpython-311-x86_64-linux-gnu.so'], ['SOABI', 'cpython-311-x86_64-linux-gnu'], ['Py_DEBUG', 0], ['prefix', '/usr/local']]));
  dictSet(imports.modules, name, m);
  return m;
}

type Found = { kind: 'source'; file: string; folder: string | null } | { kind: 'namespace'; folders: string[] } | { kind: 'extension' } | { kind: 'hooked'; spec: Value };

/** Looks for `name` in each folder: package, module, extension, else a namespace package over all plain folders of that name. */
export function find(name: string, path: Value): Found | undefined {
  const files = filesNow();
  const tail = name.slice(name.lastIndexOf('.') + 1);
  const portions: string[] = [];
  for (const entry of path instanceof List || path instanceof Tuple ? path.items : toArray(path)) {
    if (typeof entry !== 'string') continue;
    const folder = folderOf(entry);
    const names = folderNames(folder);
    if (names === undefined) {
      const spec = specFromHooks(name, entry, importModule);
      if (spec !== undefined) return { kind: 'hooked', spec };
      continue;
    }
    const base = `${folder === '/' ? '' : folder}/${tail}`;
    if (names.has(tail) && unwatched(() => files.kind(base)) === 'folder') {
      if (unwatched(() => files.kind(`${base}/__init__.py`)) === 'file') return { kind: 'source', file: `${base}/__init__.py`, folder: base };
      portions.push(base);
    }
    if (names.has(`${tail}.py`)) return { kind: 'source', file: `${base}.py`, folder: null };
    if (names.hasExtension(tail)) return { kind: 'extension' };
  }
  return portions.length === 0 ? undefined : { kind: 'namespace', folders: portions };
}
interface FolderNames {
  has(name: string): boolean;
  hasExtension(stem: string): boolean;
}
/** Folder listings, kept for the life of one world. */
const listings = new Map<string, FolderNames | null>();
export function forgetListings(): void {
  listings.clear();
}
function folderNames(path: string): FolderNames | undefined {
  let known = listings.get(path);
  if (known === undefined) {
    const all = unwatched(() => filesNow().list(path));
    if (all === undefined) known = null;
    else {
      const names = new Set(all);
      const extensions = new Set(all.filter(n => n.endsWith('.so') || n.endsWith('.pyd')).map(n => n.slice(0, n.indexOf('.'))));
      known = { has: n => names.has(n), hasExtension: n => extensions.has(n) };
    }
    listings.set(path, known);
  }
  return known ?? undefined;
}

const specType: { cls: Type | null } = { cls: null };
/** importlib.machinery.ModuleSpec, as far as modules show it. */
export class Spec extends Mutable {}
export function moduleSpecClass(): Type {
  specType.cls ??= defineClass({
    name: 'ModuleSpec',
    module: '_frozen_importlib',
    hasDict: true,
    alloc: cls => new Spec(cls),
    slots: {
      new: cls => new Spec(cls),
      init: (self, args, kw) => {
        const at = (i: number, n: string): Value => args[i] ?? kw?.get(n) ?? null;
        fillSpec(self as Spec, at(0, 'name') as string, at(1, 'loader'), kw?.get('origin') ?? null, kw?.get('is_package') === true ? new List([]) : null);
      },
    },
  });
  return specType.cls;
}
function fillSpec(spec: Spec, name: string, loader: Value, origin: Value, locations: Value): void {
  const dot = name.lastIndexOf('.');
  const parent = locations !== null ? name : dot < 0 ? '' : name.slice(0, dot);
  for (const [k, v] of [['name', name], ['loader', loader], ['origin', origin], ['submodule_search_locations', locations], ['parent', parent], ['has_location', typeof origin === 'string' && origin !== 'built-in' && origin !== 'frozen'], ['cached', null], ['loader_state', null]] as [string, Value][]) {
    setOwnField(spec, k, v);
  }
}
export function makeSpec(name: string, loader: Value, origin: Value, locations: Value): Value {
  const spec = new Spec(moduleSpecClass());
  fillSpec(spec, name, loader, origin, locations);
  return spec;
}

/** Modules of the library that come with the interpreter's own code (Python/frozen.c); what they say of their origin shows in their repr. */
const frozen = new Set([
  '_collections_abc', '_sitebuiltins', 'abc', 'codecs', 'genericpath', 'importlib.machinery', 'importlib.util', 'io', 'ntpath', 'os', 'posixpath', 'runpy', 'site', 'stat', 'zipimport',
]);
export const isFrozen = (name: string, file: string): boolean => frozen.has(name) && isLibrary(file);
function newModule(name: string, pkg: string, file: string | null, path: Value): Module {
  const m = new Module(new Dict());
  const origin = file !== null && isFrozen(name, file) ? 'frozen' : file;
  for (const [k, v] of [['__name__', name], ['__doc__', null], ['__package__', pkg], ['__loader__', null], ['__spec__', makeSpec(name, null, origin, path)]] as [string, Value][]) setRaw(m.dict, k, v);
  if (path !== null) setRaw(m.dict, '__path__', path);
  if (file !== null) {
    setRaw(m.dict, '__file__', file);
    setRaw(m.dict, '__cached__', null);
  }
  // `exec` adds it, when all else is there; a namespace package runs nothing.
  if (file !== null) setRaw(m.dict, '__builtins__', builtinsDict.dict);
  return m;
}
/**
 * Imports a file under a name of the caller's, whatever is on the path: the packages that the name tells of are the folders around the file (pytest's `importlib` mode,
 * _pytest/pathlib.py, `_import_module_using_spec`).
 */
export function importFile(name: string, file: string): Value {
  const known = dictGet(imports.modules, name);
  if (known !== undefined) return known;
  const dot = name.lastIndexOf('.');
  const isPackage = file.endsWith('/__init__.py');
  const folder = file.slice(0, file.lastIndexOf('/'));
  const around = isPackage ? folder.slice(0, folder.lastIndexOf('/')) : folder;
  const parent = dot < 0 ? undefined : packageAt(name.slice(0, dot), around);
  const m = loadSource(name, file, isPackage ? folder : null);
  if (parent instanceof Module) unstirred(() => dictSet(parent.dict, name.slice(dot + 1), m));
  return m;
}
function packageAt(name: string, folder: string): Value {
  const file = `${folder}/__init__.py`;
  if (filesNow().kind(file) === 'file') return importFile(name, file);
  const known = dictGet(imports.modules, name);
  if (known !== undefined) return known;
  const dot = name.lastIndexOf('.');
  const parent = dot < 0 ? undefined : packageAt(name.slice(0, dot), folder.slice(0, folder.lastIndexOf('/')));
  const m = loadNamespace(name, [folder]);
  if (parent instanceof Module) unstirred(() => dictSet(parent.dict, name.slice(dot + 1), m));
  return m;
}
function loadNamespace(name: string, folders: string[]): Value {
  const m = newModule(name, name, null, new List(folders));
  enlist(name, m);
  return m;
}
function enlist(name: string, m: Module): void {
  unstirred(() => dictSet(imports.modules, name, m));
  loading.attach?.(m);
}
/** Library modules loaded since someone last cleared this; true where the project's own code had changed something of the library's before. */
export const loadedNow = new Map<string, boolean>();

function loadSource(name: string, file: string, folder: string | null): Value {
  if (isLibrary(file)) loadedNow.set(name, vm.stirred);
  const dot = name.lastIndexOf('.');
  const pkg = folder !== null ? name : dot < 0 ? '' : name.slice(0, dot);
  const m = newModule(name, pkg, file, folder === null ? null : new List([folder]));
  enlist(name, m);
  initializing.add(m);
  const { frame } = vm;
  try {
    const code = codeOfFile(file);
    runModule(code, m.dict);
    if (code.library) releaseModule(code);
    modulePatches.get(name)?.(m);
    moduleRan.tell(name, dictGet(imports.modules, name) ?? m);
  } catch (e) {
    dictDelete(imports.modules, name);
    // A module of the library that hangs on a C module the engine does not have: it would be there, but nothing is known of it.
    if (e instanceof UnknownUsed && isLibrary(file)) {
      vm.frame = frame;
      const u = new Unknown(e.origins, T.module);
      dictSet(imports.modules, name, u);
      return u;
    }
    throw e;
  } finally {
    initializing.delete(m);
  }
  return dictGet(imports.modules, name) ?? m;
}
/** Runs a module's code in its namespace. */
export function runModule(code: Code, globals: Dict, locals: Value = globals): Value {
  const doc = code.scope.node.kind === 'Module' && !withoutDoc.has(code) ? docOf(code) : null;
  if (doc !== null && locals === globals) setRaw(globals, '__doc__', doc);
  const fn = new Func(code, globals, null, [], null);
  const f = new Frame(code, new Array(code.slotCount), globals, fn);
  f.locals = locals;
  return code.run(f);
}
function docOf(code: Code): string | null {
  const { node } = code.scope;
  if (node.kind !== 'Module') return null;
  const first = node.body[0];
  return first?.kind === 'ExprStmt' && first.value.kind === 'Constant' && first.value.value.type === 'str' ? first.value.value.value : null;
}
copyreg.module = () => importModule('copyreg');
