"""Signatures that builtin classes tell and those without one of their own inherit, and slots by names that a class body has anyway."""
import inspect
out=[]
for c in (object,type,int,str,dict,list,tuple,set,frozenset,float,bool,bytes,bytearray,complex,range,slice,property,super,Exception,BaseException,enumerate,zip,map,filter,reversed,memoryview):
    try: s=inspect.signature(c)
    except Exception as e: s=f'{type(e).__name__}: {e}'
    out.append((c.__name__, c.__text_signature__, str(s)))
for o in out: print(o)
class A: pass
class B(A): 'doc'
class C(int): pass
class D(dict): pass
class E(Exception): pass
class F:
    def __new__(cls,a): pass
class G(type): pass
for c in (A,B,C,D,E,F,G):
    try: s=inspect.signature(c)
    except Exception as e: s=f'{type(e).__name__}: {e}'
    print(c, c.__text_signature__, s)
for ns in ('["__qualname__"]','["__qualname__","x"]','["__classcell__"]','["__module__"]','["__doc__"]','["__slots__"]','["__dict__","__weakref__"]','["__init_subclass__"]','["__class__"]','["__annotations__"]'):
    try:
        d={}; exec(f'class A:\n  __slots__ = {ns}\n',d); A=d['A']; print(ns, A.__qualname__ if isinstance(A.__qualname__,str) else type(A.__qualname__), A.__dict__.get('__qualname__'), sorted(k for k in A.__dict__), A.__slots__)
    except Exception as e: print(ns, type(e).__name__, e)

try: "é".encode("ascii")
except UnicodeEncodeError as e:
    e.reason="zz"; print(e); e.start=3; print(e, e.args)
try: b"\xff".decode("ascii")
except UnicodeDecodeError as e:
    e.reason="zz"; print(e); e.object=b'abc'; print(e)
