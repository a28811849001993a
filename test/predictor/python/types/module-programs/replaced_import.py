# Import statements ask for `__import__` of the builtins that their code sees.
import builtins, collections, json, os.path, string, sys, types, unittest.mock as mock
real = builtins.__import__
def told(do):
    try: return do()
    except BaseException as e: return type(e).__name__, str(e)
def fake(name, globals=None, locals=None, fromlist=(), level=0):
    print('asked for', name, type(globals).__name__, type(locals).__name__, fromlist, level)
    if name == 'absent': raise ImportError('no ' + name)
    if name.split('.')[0] == 'made': return types.SimpleNamespace(a=1, _b=2, deep=types.SimpleNamespace(er='below'))
    if name == 'dull': return 5
    if name == 'listed': return types.SimpleNamespace(__all__=['_b', 'c'], _b=2, c=3, d=4)
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = fake
import json
import os.path
import os.path as p
from json import dumps, loads as l
from string import *
import made, made.deep.er as below, made.deep as m
print(made.a, below, m.er, p is os.path, digits)
from made import a, deep
from made import *
from listed import *
print(a, deep.er, _b, c, 'd' in globals())
def f():
    import json
    from string import Template
    return json, Template
print(f()[0] is json)
class C:
    import json
    from made import a
print(C.json is json, C.a)
def absent(): import absent
def partly(): from made import missing
def dull(): from dull import real, missing
print(told(absent), told(partly), told(dull))
exec('import made as x; print(x.a)')
print(told(lambda: exec('from dull import *')))
print(told(lambda: exec('import json', {'__builtins__': {}})), told(lambda: exec('import json', {'__builtins__': {'__import__': lambda *a: print('own', a[0], a[3:])}})))
import importlib
print(importlib.import_module('json') is json, __import__('json') is json)
builtins.__import__ = real
def optional():
    try:
        import json
        return 'there'
    except ImportError as e: return 'absent ' + str(e)
with mock.patch('builtins.__import__', side_effect=ImportError('patched')) as patched: print(optional(), patched.call_count, patched.call_args.args[0], patched.call_args.args[3:])
with mock.patch('builtins.__import__') as patched:
    import json as other
print(other is patched.return_value, optional())
with mock.patch.dict(sys.modules, {'json': None}): print(optional())
del builtins.__import__
print(optional())
builtins.__import__ = real
print(optional())
