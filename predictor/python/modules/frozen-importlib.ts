// `_frozen_importlib` and `_frozen_importlib_external`: importlib's own files, read from the library when a program first asks for them. The import statement
// itself stays with imports.ts; what these files decide by looking at the disk is answered by it too.
import { getAttr, lookup, setAttr, typeOf } from '../attributes.ts';
import { call, callMethod } from '../calls.ts';
import { setRaw } from '../define.ts';
import { dictGet, dictPairs, dictSet } from '../dict-keys.ts';
import { codeOfFile } from '../code-of-files.ts';
import { find, importModule, imports, loading, makeSpec, runModule, isFrozen } from '../imports.ts';
import { perhapsInstalled } from '../installed.ts';
import { signature } from '../signature.ts';
import { journal, variable, vm } from '../state.ts';
import { codeObject } from '../types/code.ts';
import { strOf } from '../types/convert.ts';
import { Builtin, Dict, List, MethodDescriptor, Module, T, type Type, type Value } from '../values.ts';
import { filesNow, world } from '../world.ts';

function bare(name: string, file: string): Module {
  const m = new Module(new Dict());
  for (const [k, v] of [['__name__', name], ['__doc__', null], ['__package__', ''], ['__loader__', null], ['__spec__', makeSpec(name, null, 'frozen', null)], ['__file__', file]] as [string, Value][]) setRaw(m.dict, k, v);
  dictSet(imports.modules, name, m);
  return m;
}
const fileOf = (name: string): string => world.current.library.map(l => `${l}/importlib/${name}.py`).find(f => filesNow().kind(f) === 'file') ?? `importlib/${name}.py`;
const namesOf = (m: Module): Record<string, Value> => Object.fromEntries(dictPairs(m.dict)) as Record<string, Value>;

function method(cls: Value, name: string, params: string, fn: (...args: never[]) => Value, kind: 'plain' | 'class' = 'plain'): void {
  const owner = cls as Type;
  setAttr(owner, name, kind === 'plain'
    ? new MethodDescriptor(T.methodDescriptor, name, signature(params, true), fn as never, owner, null)
    : new MethodDescriptor(T.classMethodDescriptor, name, signature(params, true), fn as never, owner, null));
}

export function bootstrapModule(): Module {
  const file = fileOf('_bootstrap');
  const m = bare('_frozen_importlib', file);
  runModule(codeOfFile(file), m.dict);
  setRaw(m.dict, '_find_and_load', new Builtin('_find_and_load', signature('name, import_, /', false), ((name: Value) => importModule(strOf(name)!)) as never, undefined, null, null, '_frozen_importlib'));
  call(getAttr(m, '_install'), [dictGet(imports.modules, 'sys')!, importModule('_imp')]);
  return m;
}
export function bootstrapExternalModule(): Module {
  const file = fileOf('_bootstrap_external');
  const m = bare('_frozen_importlib_external', file);
  runModule(codeOfFile(file), m.dict);
  const bootstrap = importModule('_frozen_importlib') as Module;
  call(getAttr(m, '_install'), [bootstrap]);
  setRaw(bootstrap.dict, '_bootstrap_external', m);
  const { PathFinder, FileFinder, SourceLoader, SourceFileLoader } = namesOf(m);
  method(PathFinder, 'find_spec', 'cls, fullname, path=None, target=None', ((_cls: Value, name: Value, path: Value = null) => specFor(m, strOf(name)!, path ?? sysPath())) as never, 'class');
  method(FileFinder, 'find_spec', 'self, fullname, target=None', ((self: Value, name: Value) => specFor(m, strOf(name)!, new List([getAttr(self, 'path')]))) as never);
  method(SourceLoader, 'get_code', 'self, fullname', ((self: Value, name: Value) => {
    const path = strOf(callMethod(self, 'get_filename', [name]));
    const asWritten = path !== undefined && filesNow().kind(path) === 'file' && ['get_data', 'source_to_code'].every(way => lookup(typeOf(self), way) === lookup(SourceFileLoader as Type, way));
    return asWritten ? codeObject(codeOfFile(path)) : call(getAttr(self, 'source_to_code'), [callMethod(self, 'get_data', [path ?? null]), path ?? null]);
  }) as never);
  attachAll(bootstrap, m);
  return m;
}
const sysPath = (): Value => dictGet((dictGet(imports.modules, 'sys') as Module).dict, 'path') ?? imports.path;

/** `PathFinder.find_spec` by the engine's own search. */
function specFor(external: Module, name: string, path: Value): Value {
  const found = find(name, path);
  if (found === undefined && path === sysPath()) perhapsInstalled(name);
  if (found === undefined || found.kind === 'extension') return null;
  if (found.kind === 'hooked') return found.spec;
  const bootstrap = getAttr(external, '_bootstrap');
  if (found.kind === 'namespace') {
    const spec = call(getAttr(bootstrap, 'ModuleSpec'), [name, null]);
    setAttr(spec, 'submodule_search_locations', new List(found.folders));
    return spec;
  }
  const loader = call(getAttr(external, 'SourceFileLoader'), [name, found.file]);
  const options = new Map<string, Value>([['loader', loader]]);
  if (found.folder !== null) options.set('submodule_search_locations', new List([found.folder]));
  return call(getAttr(external, 'spec_from_file_location'), [name, found.file], options);
}

/** Modules imported before get the specs and loaders that the library's own files make, and so do those to come. */
function attachAll(bootstrap: Module, external: Module): void {
  const attach = (m: Module): void => {
    const get = (k: string): Value | undefined => dictGet(m.dict, k);
    const name = get('__name__');
    const file = get('__file__');
    if (typeof name !== 'string') return;
    const path = get('__path__');
    let spec: Value;
    let loader: Value;
    if (typeof file === 'string') {
      loader = call(getAttr(external, 'SourceFileLoader'), [name, file]);
      const options = new Map<string, Value>([['loader', loader]]);
      if (path !== undefined) options.set('submodule_search_locations', path);
      spec = call(getAttr(external, 'spec_from_file_location'), [name, file], options);
      setRaw(m.dict, '__cached__', getAttr(spec, 'cached'));
      if (isFrozen(name, file)) {
        setAttr(spec, 'origin', 'frozen');
        setAttr(spec, 'has_location', false);
      }
    } else if (path !== undefined) {
      loader = call(getAttr(external, 'NamespaceLoader'), [name, path, null]);
      spec = call(getAttr(bootstrap, 'ModuleSpec'), [name, loader], new Map<string, Value>([['is_package', true]]));
      setAttr(spec, 'submodule_search_locations', path);
    } else {
      loader = getAttr(bootstrap, 'BuiltinImporter');
      spec = call(getAttr(bootstrap, 'ModuleSpec'), [name, loader], new Map<string, Value>([['origin', 'built-in'], ['is_package', false]]));
    }
    setRaw(m.dict, '__loader__', loader);
    setRaw(m.dict, '__spec__', spec);
  };
  for (const [name, m] of dictPairs(imports.modules)) {
    if (!(m instanceof Module) || name === '__main__' || m === bootstrap || m === external) continue;
    attach(m);
  }
  if (vm.mark > 0) journal(attaching);
  loading.attach = attach;
}
const attaching = variable(
  () => loading.attach,
  attach => void (loading.attach = attach),
);
