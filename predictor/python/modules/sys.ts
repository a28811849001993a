// The sys module: what a CPython 3.11 on Linux would say of itself, and the streams of the run.
import { shownFrom } from '../frames-in-c.ts';
import { getAttr, setOwnField } from '../attributes.ts';
import { callMethod } from '../calls.ts';
import { builtinsDict } from '../compiler/names.ts';
import { display } from '../compiler/statements.ts';
import { defineModule, setRaw } from '../define.ts';
import { dictFrom, dictGet } from '../dict-keys.ts';
import { importModule, imports, makeSpec } from '../imports.ts';
import { installation } from './disk.ts';
import { BUILTIN_NAMES, LIBRARY_NAMES } from './linux-constants.ts';
import { utf8Mode } from './locale.ts';
import { standardStream } from './io/open.ts';
import { repr } from '../operators.ts';
import { holes } from './holes.ts';
import { makeExc, overflowError, raise, setExtra, valueError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { frameObject } from '../types/code.ts';
import { indexOf } from '../types/convert.ts';
import { intDigits } from '../types/int.ts';
import { constantFrozenset } from '../types/set.ts';
import { Namespace } from '../types/singletons.ts';
import { structSequence } from '../types/struct-sequence.ts';
import { doubt, originHere, unknown } from '../unknown-value.ts';
import { Exc, Float, List, type Module, T, Tuple, type Value } from '../values.ts';

const versionInfo = structSequence('sys.version_info', ['major', 'minor', 'micro', 'releaselevel', 'serial']);
const flagsInfo = structSequence('sys.flags', [
  'debug', 'inspect', 'interactive', 'optimize', 'dont_write_bytecode', 'no_user_site', 'no_site', 'ignore_environment', 'verbose', 'bytes_warning', 'quiet', 'hash_randomization', 'isolated', 'dev_mode', 'utf8_mode',
  'warn_default_encoding', 'safe_path', 'int_max_str_digits',
]);
const floatInfo = structSequence('sys.float_info', ['max', 'max_exp', 'max_10_exp', 'min', 'min_exp', 'min_10_exp', 'dig', 'mant_dig', 'epsilon', 'radix', 'rounds']);
const intInfo = structSequence('sys.int_info', ['bits_per_digit', 'sizeof_digit', 'default_max_str_digits', 'str_digits_check_threshold']);
const hashInfo = structSequence('sys.hash_info', ['width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff']);
const threadInfo = structSequence('sys.thread_info', ['name', 'lock', 'version']);

/** Shows a value as the interactive interpreter does, and keeps it as `_`. */
function displayhook(v: Value): Value {
  if (v === null) return null;
  setRaw(builtinsDict.dict, '_', null);
  callMethod(getAttr(dictGet(imports.modules, 'sys')!, 'stdout'), 'write', [`${repr(v)}\n`]);
  touch(builtinsDict.dict);
  setRaw(builtinsDict.dict, '_', v);
  return null;
}
display.show = v => void callMethod(dictGet(imports.modules, 'sys')!, 'displayhook', [v]);

/** A function that is to be told of each line or call is never called here: what it would have done is missing from then on. */
function watch(what: string, f: Value): Value {
  if (f !== null) doubt([originHere('not-modelled', what)]);
  return null;
}

export function sysModule(argv: readonly string[]): Module {
  const prefix = installation();
  const version = versionInfo([3, 11, 7, 'final', 0]);
  const namespace = new Namespace(T.namespace);
  for (const [k, v] of [['name', 'cpython'], ['cache_tag', 'cpython-311'], ['version', version], ['hexversion', 0x030b07f0], ['_multiarch', 'x86_64-linux-gnu']] as [string, Value][]) setOwnField(namespace, k, v);
  const stdin = standardStream(0);
  const stdout = standardStream(1);
  const stderr = standardStream(2);
  const module = defineModule('sys', {
    ...holes('sys', 'getallocatedblocks _current_exceptions _debugmallocstats getdlopenflags setdlopenflags'),
    exc_info: {
      params: '',
      call: () => {
        const e = vm.handled;
        return e === null ? new Tuple([null, null, null]) : new Tuple([e.cls, e, e.traceback]);
      },
    },
    exception: { params: '', call: () => vm.handled },
    exit: {
      params: 'status=None, /',
      call: (status?: Value) => {
        const e = status instanceof Exc ? status : makeExc('SystemExit', ...(status === undefined || status === null ? [] : status instanceof Tuple ? status.items : [status]));
        if (e !== status) setExtra(e, 'code', status ?? null);
        throw raise(e);
      },
    },
    getrecursionlimit: { params: '', call: () => vm.recursionLimit },
    setrecursionlimit: {
      params: 'limit, /',
      call: (n: Value) => {
        const limit = Number(indexOf(n));
        if (limit > 0x7fffffff || limit < -0x80000000) throw overflowError('Python int too large to convert to C int');
        if (limit < 1) throw valueError('recursion limit must be greater or equal than 1');
        vm.recursionLimit = limit;
        return null;
      },
    },
    getsizeof: { params: 'object, default=0', call: () => unknown('not-modelled', 'sys.getsizeof', T.int) },
    getrefcount: { params: 'object, /', call: () => unknown('not-modelled', 'sys.getrefcount', T.int) },
    intern: { params: 'string, /', call: (s: Value) => s },
    getdefaultencoding: { params: '', call: () => 'utf-8' },
    getfilesystemencoding: { params: '', call: () => 'utf-8' },
    getfilesystemencodeerrors: { params: '', call: () => 'surrogateescape' },
    is_finalizing: { params: '', call: () => false },
    gettrace: { params: '', call: () => null },
    settrace: { params: 'function, /', call: (f: Value) => watch('sys.settrace', f) },
    getprofile: { params: '', call: () => null },
    setprofile: { params: 'function, /', call: (f: Value) => watch('sys.setprofile', f) },
    getswitchinterval: { params: '', call: () => new Float(0.005) },
    setswitchinterval: { params: 'interval, /', call: () => null },
    get_int_max_str_digits: { params: '', call: () => intDigits.max },
    set_int_max_str_digits: {
      params: 'maxdigits',
      call: (n: Value) => {
        const max = Number(indexOf(n));
        if (max !== 0 && max < 640) throw valueError('maxdigits must be 0 or larger than 640');
        intDigits.max = max;
        return null;
      },
    },
    get_asyncgen_hooks: { params: '', call: () => new Tuple([null, null]) },
    set_asyncgen_hooks: { params: '*args, **kw', call: () => null },
    get_coroutine_origin_tracking_depth: { params: '', call: () => 0 },
    set_coroutine_origin_tracking_depth: { params: 'depth', call: () => null },
    audit: { params: '*args', call: () => null },
    addaudithook: { params: 'hook', call: () => null },
    excepthook: { params: 'exctype, value, traceback, /', call: (type: Value, value: Value, tb: Value) => callMethod(importModule('traceback'), 'print_exception', [type, value, tb]) },
    unraisablehook: { params: 'unraisable, /', call: () => null },
    displayhook: { params: 'object, /', call: displayhook },
    breakpointhook: { params: '*args, **kw', call: () => null },
    _getframe: {
      params: 'depth=0, /',
      call: (depth: Value = 0) => {
        let f = shownFrom(vm.frame);
        for (let n = Number(depth); n > 0 && f !== null; n--) f = shownFrom(f.back);
        if (f === null) throw valueError('call stack is not deep enough');
        return frameObject(f);
      },
    },
    _getquickenedcount: { params: '', call: () => 0 },
    _clear_type_cache: { params: '', call: () => null },
    _current_frames: { params: '', call: () => dictFrom([]) },
    call_tracing: { params: 'func, args, /', call: () => unknown('not-modelled', 'sys.call_tracing') },
  }, {
    version: '3.11.7 (main) [GCC 12.2.0]', version_info: version, hexversion: 0x030b07f0, api_version: 1013, copyright: 'Copyright (c) 2001-2023 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.',
    implementation: namespace, platform: 'linux', byteorder: 'little', maxsize: 9223372036854775807n, maxunicode: 0x10ffff, executable: `${prefix}/bin/python3`, _base_executable: `${prefix}/bin/python3`, prefix, exec_prefix: prefix, base_prefix: prefix,
    base_exec_prefix: prefix, platlibdir: 'lib', pycache_prefix: null, float_repr_style: 'short', dont_write_bytecode: false, abiflags: '', _git: new Tuple(['CPython', '', '']), _framework: '',
    argv: new List([...argv]), orig_argv: new List([...argv]), path: imports.path, modules: imports.modules, meta_path: new List([]), path_hooks: new List([]), path_importer_cache: dictFrom([]),
    warnoptions: new List([]), _xoptions: dictFrom([]), stdout, stderr, stdin, __stdout__: stdout, __stderr__: stderr, __stdin__: stdin, ps1: '>>> ', ps2: '... ',
    flags: flagsInfo([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, false, utf8Mode() ? 1 : 0, 0, false, -1]),
    float_info: floatInfo([new Float(Number.MAX_VALUE), 1024, 308, new Float(2.2250738585072014e-308), -1021, -307, 15, 53, new Float(Number.EPSILON), 2, 1]),
    int_info: intInfo([30, 4, 4300, 640]), hash_info: hashInfo([64, 2305843009213693951n, 314159, 0, 1000003, 'siphash13', 64, 128, 0]), thread_info: threadInfo(['pthread', 'semaphore', 'NPTL 2.36']),
    builtin_module_names: new Tuple(BUILTIN_NAMES.split(' ')), stdlib_module_names: constantFrozenset(LIBRARY_NAMES.split(' ')),
  }, "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.");
  setRaw(module.dict, '__spec__', makeSpec('sys', null, 'built-in', null));
  for (const n of ['displayhook', 'excepthook', 'breakpointhook', 'unraisablehook']) setRaw(module.dict, `__${n}__`, module.dict.map.get(n)!.value!);
  return module;
}
