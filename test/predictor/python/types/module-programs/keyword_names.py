"""Keyword arguments whose names are objects of a subclass of str."""
class T(str):
    pass
def f(**kw): return kw
def g(a=1, *, b=2): return a, b
d = {T('a'): 5}
print(f(**d), [type(k).__name__ for k in f(**d)])
print(g(**d), g(**{T('b'): 3}))
print(dict(**d), [type(k).__name__ for k in dict(**d)])
print('{a}'.format(**d))
class C:
    def __init__(self, **kw): self.__dict__.update(kw)
print(vars(C(**d)), [type(k).__name__ for k in vars(C(**d))])
import functools
p = functools.partial(g, **d); print(p(), p.keywords, [type(k).__name__ for k in p.keywords])
try: f(**{1: 2})
except TypeError as e: print(e)
try: f(**{T('a'): 1}, **{'a': 2})
except TypeError as e: print(e)
try: f(a=1, **{T('a'): 1})
except TypeError as e: print(e)
try: g(**{T('z'): 1})
except TypeError as e: print(e)
class M(type):
    def __new__(m, n, b, d, **kw): print(kw); return super().__new__(m, n, b, d)
class X(metaclass=M, **{T('q'): 1}): pass
print(getattr(C(a=1), T('a')), sorted([3,1], **{T('reverse'): True}))
setattr(C, T('zz'), 1); print(C.zz)
print(type('Q', (), {T('m'): 1}).m)
print("%(a)s" % d)
