// `pickle` made to look like the C module that CPython puts in the place of its Python form: other exceptions for what cannot be pickled or read, other words, other names.
// The Python form does the work (Lib/pickle.py); what it refuses is told as Modules/_pickle.c tells it.
import { call } from '../calls.ts';
import { native, setRaw } from '../define.ts';
import { dictSet } from '../dict-keys.ts';
import { Excess } from '../fault.ts';
import { imports, runModule } from '../imports.ts';
import { signature } from '../signature.ts';
import { compileModule, sourceFile } from '../source.ts';
import { unknown } from '../unknown-value.ts';
import { Builtin, Dict, Module, T, type Value } from '../values.ts';
import { modulePatches } from './patches.ts';

const text = `
for _it in (PickleError, PicklingError, UnpicklingError):
    _it.__module__ = '_pickle'
del _it

def _refuse_local(name):
    if '<locals>' in name.split('.'):
        raise AttributeError("Can't pickle local object %r" % (name,))

class Pickler(_Pickler):
    __module__ = '_pickle'
    dispatch = dict(_Pickler.dispatch)

    def __init__(self, file, protocol=None, fix_imports=True, buffer_callback=None):
        if not hasattr(file, 'write'):
            raise TypeError("file must have a 'write' attribute")
        if protocol is not None:
            try:
                protocol = protocol.__index__()
            except (TypeError, AttributeError):
                raise TypeError("%r object cannot be interpreted as an integer" % (type(protocol).__name__,)) from None
        _Pickler.__init__(self, file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback)

    # C counts its own calls only, so it gets deeper than this form does. It asks no table of a subclass how a type is saved.
    def dump(self, obj):
        self.dispatch = Pickler.dispatch
        try:
            _Pickler.dump(self, obj)
        except RecursionError:
            _too_deep()

    # Of what is reduced to no tuple, the Python form speaks of the function that did so.
    def save(self, obj, save_persistent_id=True):
        try:
            return _Pickler.save(self, obj, save_persistent_id)
        except PicklingError as e:
            said = e.args[0] if len(e.args) == 1 and isinstance(e.args[0], str) else ''
            if said.endswith(' must return string or tuple'):
                raise PicklingError('__reduce__ must return a string or tuple') from None
            if said.endswith(' must have two to six elements'):
                raise PicklingError('tuple returned by __reduce__ must contain 2 through 6 elements') from None
            raise

    def save_global(self, obj, name=None):
        if name is None:
            name = getattr(obj, '__qualname__', None)
        if name is None:
            name = obj.__name__
        _refuse_local(name)
        module_name = whichmodule(obj, name)
        try:
            __import__(module_name, level=0)
            module = sys.modules[module_name]
        except (ImportError, KeyError):
            raise PicklingError("Can't pickle %r: import of module %r failed" % (obj, module_name)) from None
        try:
            _getattribute(module, name)
        except AttributeError:
            raise PicklingError("Can't pickle %r: attribute lookup %s on %s failed" % (obj, name, module_name)) from None
        return _Pickler.save_global(self, obj, name)
    dispatch[FunctionType] = save_global

    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None, state_setter=None, *, obj=None):
        if not callable(func):
            raise PicklingError('first item of the tuple returned by __reduce__ must be callable')
        if not isinstance(args, tuple):
            raise PicklingError('second item of the tuple returned by __reduce__ must be a tuple')
        for ordinal, items in (('fourth', listitems), ('fifth', dictitems)):
            if items is not None and not hasattr(type(items), '__next__'):
                raise PicklingError('%s element of the tuple returned by __reduce__ must be an iterator, not %s' % (ordinal, type(items).__name__))
        if state_setter is not None and not callable(state_setter):
            raise PicklingError('sixth element of the tuple returned by __reduce__ must be a function, not %s' % (type(state_setter).__name__,))
        return _Pickler.save_reduce(self, func, args, state, listitems, dictitems, state_setter, obj=obj)

class Unpickler(_Unpickler):
    __module__ = '_pickle'
    dispatch = dict(_Unpickler.dispatch)

    def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()):
        if not (hasattr(file, 'read') and hasattr(file, 'readline')):
            raise TypeError("file must have 'read' and 'readline' attributes")
        _Unpickler.__init__(self, file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers)
        read, readline = file.read, file.readline
        def whole(n):
            data = read(n)
            if len(data) < n:
                if n == 1 and self._between:
                    raise EOFError('Ran out of input')
                raise UnpicklingError('pickle data was truncated')
            return data
        def line():
            data = readline()
            if data[-1:] != b'\\n':
                raise UnpicklingError('pickle data was truncated')
            return data
        self._between = False
        self._file_read, self._file_readline = whole, line

    def load(self):
        if not hasattr(self, '_file_read'):
            raise UnpicklingError('Unpickler.__init__() was not called by %s.__init__()' % (type(self).__name__,))
        self._unframer = _Unframer(self._file_read, self._file_readline)
        self.read = self._unframer.read
        self.readinto = self._unframer.readinto
        self.readline = self._unframer.readline
        self.metastack = []
        self.stack = []
        self.append = self.stack.append
        self.proto = 0
        try:
            while True:
                self._between = True
                key = self.read(1)
                self._between = False
                act = Unpickler.dispatch.get(key[0])
                if act is None:
                    shown = chr(key[0]) if 32 <= key[0] < 127 and key not in b"'\\\\" else '\\\\x%02x' % key[0]
                    raise UnpicklingError("invalid load key, '%s'." % (shown,))
                try:
                    act(self)
                except IndexError as e:
                    # One that rises here, and not in what is being built, is the stack's.
                    at = e.__traceback__
                    while at.tb_next is not None:
                        at = at.tb_next
                    if at.tb_frame.f_globals is not globals():
                        raise
                    name = at.tb_frame.f_code.co_name
                    if name == 'pop_mark' and act is not _Unpickler.load_pop:
                        raise UnpicklingError('could not find MARK') from None
                    if name in ('load_dict', '<dictcomp>'):
                        raise UnpicklingError('odd number of items for DICT') from None
                    raise UnpicklingError('unpickling stack underflow') from None
        except _Stop as stop:
            return stop.value

    def load_int(self):
        try:
            return _Unpickler.load_int(self)
        except ValueError:
            raise ValueError('could not convert string to int') from None
    dispatch[INT[0]] = load_int

    def persistent_load(self, pid):
        raise UnpicklingError('A load persistent id instruction was encountered,\\nbut no persistent_load function was specified.')

    def find_class(self, module_name, global_name, /):
        try:
            return _Unpickler.find_class(self, module_name, global_name)
        except AttributeError as e:
            module = sys.modules.get(module_name)
            if self.proto >= 4 or module is None or getattr(e, 'obj', None) is not module:
                raise
            raise AttributeError("Can't get attribute %r on %r" % (global_name, module)) from None

def _c_dump(obj, file, protocol, fix_imports, buffer_callback):
    Pickler(file, protocol, fix_imports, buffer_callback).dump(obj)
def _c_dumps(obj, protocol, fix_imports, buffer_callback):
    f = io.BytesIO()
    Pickler(f, protocol, fix_imports, buffer_callback).dump(obj)
    return f.getvalue()
def _c_load(file, fix_imports, encoding, errors, buffers):
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()
def _c_loads(data, fix_imports, encoding, errors, buffers):
    try:
        f = io.BytesIO(data)
    except TypeError:
        raise TypeError("a bytes-like object is required, not %r" % (type(data).__name__,)) from None
    return Unpickler(f, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()
`;

const pickling = ', protocol=None, *, fix_imports=True, buffer_callback=None';
const unpickling = ", *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()";
/** Each function: its parameters, and what stands for those that are not given, in order. */
const functions: Readonly<Record<string, readonly [params: string, ...defaults: Value[]]>> = {
  dump: [`obj, file${pickling}`, null, null, null, true, null],
  dumps: [`obj${pickling}`, null, null, true, null],
  load: [`file${unpickling}`, null, true, 'ASCII', 'strict', null],
  loads: [`data, /${unpickling}`, null, true, 'ASCII', 'strict', null],
};

const tooDeep = native('_too_deep', {
  params: '',
  call: () => {
    throw new Excess('pickling of deeply nested values');
  },
});

modulePatches.set('pickle', m => {
  setRaw(m.dict, '_too_deep', tooDeep);
  runModule(compileModule(sourceFile('<pickle in C>', text), { library: true, strict: true }), m.dict);
  setRaw(m.dict, 'PickleBuffer', unknown('not-modelled', 'pickle.PickleBuffer', T.type));
  const inC = new Dict();
  setRaw(inC, '__name__', '_pickle');
  for (const [name, [params, ...defaults]] of Object.entries(functions)) {
    const act = m.dict.map.get(`_c_${name}`)!.value!;
    const given = (...args: (Value | undefined)[]): Value => call(act, defaults.map((d, i) => args[i] ?? d));
    setRaw(m.dict, name, new Builtin(name, signature(params, false), given as never, undefined, null, null, '_pickle'));
  }
  for (const name of ['PickleBuffer', 'PickleError', 'PicklingError', 'UnpicklingError', 'Pickler', 'Unpickler', ...Object.keys(functions)]) setRaw(inC, name, m.dict.map.get(name)!.value!);
  dictSet(imports.modules, '_pickle', new Module(inC));
});
