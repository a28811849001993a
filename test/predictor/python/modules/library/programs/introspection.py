import pickle, ast, tokenize, inspect, importlib, importlib.util, importlib.machinery, pkgutil, copy, io, sys, types, os, tempfile, textwrap, linecache, token, symtable, codeop, code, shelve, zoneinfo, sched, subprocess, xml.etree.ElementTree as ET
class P:
    def __init__(s,x): s.x=x
    def __eq__(s,o): return s.x==o.x
    def __repr__(s): return f'P({s.x})'
for proto in range(6): print(proto, pickle.loads(pickle.dumps([1,-1,2**70,'é',b'x',None,True,1.5,(1,),{2},frozenset([3]),{'a':P([1])},range(3),len,P,1j,bytearray(b'q')], proto)))
print(pickle.dumps({'a':[1,2]}, 0), pickle.dumps((1,'x'), 4), len(pickle.dumps(list(range(1000)))))
for bad in [lambda: 0, io.StringIO(), sys]:
    try: print(pickle.dumps(bad))
    except Exception as e: print(type(e).__name__, str(e)[:60].split(' at 0x')[0])
class R:
    def __reduce__(s): return (R, ())
    def __getstate__(s): return {}
print(type(pickle.loads(pickle.dumps(R()))))
print(ast.dump(ast.parse('x=1+2*y\nprint(f"{x!r:>3}", *a, **k)\nclass A(B, metaclass=M):\n  @d\n  async def f(self, a, /, b:int=1, *c, d=2, **e)->None:\n    "doc"\n    async with x as y: await z\n    for i in j: break\n    else: pass\n    return lambda: (yield)\nmatch x:\n  case [1,*r] if r: pass\n  case {"a":b,**c}: pass\n  case A(1,x=2)|None as q: pass\ntry: pass\nexcept* E as e: raise X from Y\nfinally: del a[1:2], b.c\nwhile x<1<=y not in z: x//=2; global g\nimport a.b as c, d\nfrom .. import e\nassert (a:=1), [i for i in x if i for k in z]\n')))
print(ast.unparse(ast.parse('x = {1:2, **a}; y = [*b, -1, not c]; z = a if b else c; w: int = 3\nif a:\n  pass\nelif b: pass\nelse:\n  x[1, ::2]')))
print(ast.literal_eval("{'a': [1, -2.5, (3,), None, True, b'x', {1}]}"), ast.dump(ast.parse('a+b', mode='eval'), include_attributes=True))
try: ast.literal_eval('f()')
except ValueError as e: print(str(e)[:30])
try: ast.parse('a b')
except SyntaxError as e: print(e.msg)
class V(ast.NodeVisitor):
    def visit_Name(s,n): print('name', n.id, n.lineno, n.col_offset, type(n.ctx).__name__)
V().visit(ast.parse('é = a + b\nc = d')); print([type(n).__name__ for n in ast.walk(ast.parse('f(x)'))], ast.get_docstring(ast.parse('"d"')), ast.get_source_segment('a+b', ast.parse('a+b').body[0].value.left))
n=ast.Name('x', ctx=ast.Load()); print(n._fields, n.id, ast.Constant(3).value, isinstance(ast.Constant(1), ast.Num))
try: ast.Name(1,2,3)
except TypeError as e: print(e)
print([(token.tok_name[t.type], t.string, t.start) for t in tokenize.generate_tokens(io.StringIO('def f(x):\n  return x+1 # c\n').readline)])
def ff(a,b=2):
    # comment
    return a+b
print(inspect.getsource(ff), inspect.getsourcelines(ff)[1], inspect.getmodule(ff).__name__, inspect.getcomments(ff), inspect.isclass(P), inspect.getmro(P), inspect.currentframe().f_lineno, inspect.stack()[0].function)
print(inspect.getsource(P).split('\n')[0], inspect.cleandoc('  a\n    b'), inspect.ismethod(P(1).__repr__), inspect.iscoroutinefunction(ff), list(inspect.signature(lambda x,*,y=1:0).parameters.items()), inspect.signature(P), inspect.getclosurevars(ff).builtins=={})
m=importlib.import_module('json.decoder'); print(m.__name__, importlib.util.find_spec('json').origin.endswith('json/__init__.py'), importlib.util.find_spec('nope_zz'), m.__spec__.name, m.__loader__.__class__.__name__, m.__spec__.parent, m.__package__, importlib.util.find_spec('sys').origin, m.__spec__.has_location)
try: importlib.import_module('nope_zz.q')
except ModuleNotFoundError as e: print(e, e.name)
with tempfile.TemporaryDirectory() as d:
    open(os.path.join(d,'modx.py'),'w').write('V=1\ndef g(): return V\n'); sys.path.insert(0,d); importlib.invalidate_caches()
    import modx; print(modx.g(), modx.__name__); open(os.path.join(d,'modx.py'),'w').write('V=22222\ndef g(): return V\n'); print(importlib.reload(modx).g())
    spec=importlib.util.spec_from_file_location('mody', os.path.join(d,'modx.py')); my=importlib.util.module_from_spec(spec); spec.loader.exec_module(my); print(my.V, my)if 0 else print(my.V, my.__name__)
    os.makedirs(os.path.join(d,'pk','sub')); open(os.path.join(d,'pk','__init__.py'),'w').write('from . import a\nX=a.Y'); open(os.path.join(d,'pk','a.py'),'w').write('Y=5'); open(os.path.join(d,'pk','sub','__init__.py'),'w').write('')
    import pk; print(pk.X, [x.name for x in pkgutil.iter_modules(pk.__path__)], sorted(x.name for x in pkgutil.walk_packages(pk.__path__, 'pk.')), pkgutil.get_data('pk','a.py'))
    import importlib.resources as ir; print(ir.files('pk').joinpath('a.py').read_text())
    import runpy; print(runpy.run_path(os.path.join(d,'modx.py'))['V'], runpy.run_module('modx')['V'])
    sys.path.remove(d)
import importlib.abc
class Fi(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(s,name,path,target=None): return importlib.machinery.ModuleSpec(name,s) if name=='virt' else None
    def create_module(s,spec): return None
    def exec_module(s,m): m.z=9
sys.meta_path.insert(0,Fi()); import virt; print(virt.z, virt.__spec__.loader.__class__.__name__); sys.meta_path.pop(0)
mod=types.ModuleType('dyn','doc'); exec('a=1', mod.__dict__); print(mod.a, mod.__doc__, mod)
print(copy.deepcopy(P([1,[2]])), copy.copy({1:[2]}), copy.replace if hasattr(copy,'replace') else '')
print(linecache.getline(__file__,1)[:13], codeop.compile_command('x=1') is not None)
ic=code.InteractiveInterpreter(); ic.runsource('print(1+1)'); ic.runsource('3+4')
s=sched.scheduler(lambda:0, lambda x:None); s.enter(0,1,print,('sched',)); s.run()
co=compile('a=1\nb=a+1','<s>','exec'); g={}; exec(co,g); print(g['b'], co.co_filename, co.co_name, eval('b*2',g), eval(compile('1+2','','eval')))
root=ET.Element('a',x='1'); ET.SubElement(root,'b').text='t<'; print(ET.tostring(root), root.find('b').text, root.attrib, len(root), [e.tag for e in root.iter()])
print(symtable.symtable('x=1','f','exec').get_type() if 0 else 'st', types.CodeType, type(co), types.FunctionType is type(ff), types.new_class('Q',(P,),{}).__name__)
# Where a builtin class stands, in whose namespace `__module__` is what its instances show.
def plain(): pass
def generating(): yield
print([(type(x).__module__, type(x).__qualname__) for x in (plain, len, [].append, generating(), int.__add__, (1).__add__, dict.fromkeys, property(), type, object.__init__)])
print(plain.__module__, len.__module__, [].append.__module__)
