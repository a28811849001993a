// The `_imp` module (Python/import.c), as importlib's own files use it.
import { typeOf } from '../attributes.ts';
import { defineModule } from '../define.ts';
import { dictGet } from '../dict-keys.ts';
import { engineModules, importModule, imports } from '../imports.ts';
import { typeName } from '../names.ts';
import { getAttr } from '../attributes.ts';
import { strOf } from '../types/convert.ts';
import { makeExc, raise, setExtra, typeError } from '../raise.ts';
import { unknown } from '../unknown-value.ts';
import { List, type Module, T, type Value } from '../values.ts';

/** Modules that live in CPython's own binary, beside those of the engine that are shared libraries there. */
const builtinNames = new Set(['_abc', '_ast', '_codecs', '_collections', '_functools', '_imp', '_io', '_locale', '_operator', '_signal', '_sre', '_stat', '_string', '_symtable', '_thread', '_tracemalloc', '_warnings', '_weakref', 'atexit', 'builtins', 'errno', 'faulthandler', 'gc', 'itertools', 'marshal', 'posix', 'pwd', 'sys', 'time', 'xxsubtype']);
const nameOf = (v: Value, fn: string): string => {
  const s = strOf(v);
  if (s === undefined) throw typeError(`${fn}() argument must be str, not ${typeName(typeOf(v))}`);
  return s;
};
export const impModule = (): Module =>
  defineModule('_imp', {
    lock_held: { params: '', call: () => false },
    acquire_lock: { params: '', call: () => null },
    release_lock: { params: '', call: () => null },
    extension_suffixes: { params: '', call: () => new List(['.cpython-311-x86_64-linux-gnu.so', '.abi3.so', '.so']) },
    is_builtin: { params: 'name, /', call: (n: Value) => (nameOf(n, 'is_builtin') === 'builtins' || nameOf(n, 'is_builtin') === 'sys' ? -1 : builtinNames.has(nameOf(n, 'is_builtin')) ? 1 : 0) },
    is_frozen: { params: 'name, /', call: () => false },
    is_frozen_package: { params: 'name, /', call: () => false },
    find_frozen: { params: 'name, /, *, withdata=False', call: () => null },
    get_frozen_object: {
      params: 'name, data=None, /',
      call: (n: Value): Value => {
        const text = `No such frozen object named ${nameOf(n, 'get_frozen_object')}`;
        const e = makeExc('ImportError', text);
        setExtra(e, 'msg', text);
        setExtra(e, 'name', n);
        throw raise(e);
      },
    },
    init_frozen: { params: 'name, /', call: () => null },
    create_builtin: {
      params: 'spec, /',
      call: (spec: Value) => {
        const name = nameOf(getAttr(spec, 'name'), 'create_builtin');
        return dictGet(imports.modules, name) ?? (engineModules.has(name) ? importModule(name) : unknown('not-modelled', `module ${name}`));
      },
    },
    exec_builtin: { params: 'mod, /', call: () => 0 },
    create_dynamic: { params: 'spec, file=None, /', call: (spec: Value) => unknown('native', `module ${String(getAttr(spec, 'name'))}`) },
    exec_dynamic: { params: 'mod, /', call: () => 0 },
    _fix_co_filename: { params: 'code, path, /', call: () => null },
    _override_frozen_modules_for_tests: { params: 'override, /', call: () => null },
    _frozen_module_names: { params: '', call: () => new List([]) },
    source_hash: { params: 'key, source', call: () => unknown('not-modelled', '_imp.source_hash', T.bytes) },
  }, { check_hash_based_pycs: 'default' }, '(Extremely) low-level import machinery bits as used by importlib and imp.');
