# In which order values are asked whether they are equal, what modules hold first, and texts of sorted().
class K:
    def __init__(self, n, h=1): self.n=n; self.h=h
    def __hash__(self): return self.h
    def __eq__(self, o):
        print('eq', self.n, o.n); return self.n[0]==o.n[0]
    def __repr__(self): return self.n
a,b,c=K('a'),K('b'),K('a2')
s={a}
print(b in s, c in s)
s.add(b); s.add(c)
d={a:1}
print(b in d, c in d)
d[b]=2; d[c]=3
print(d.get(K('b2')))
f=frozenset([a,b]); g=frozenset([K('b3'),K('a3')])
print(f==g, f<=g, s.isdisjoint({K('z')}))
print(s-{K('a4')}, s&{K('b4')}, s|{K('c4')}, s^{K('a5')})
s.discard(K('b5')); print(s)
l=[a,b]; print(K('b6') in l, l.index(K('b7')), l.count(K('a7')))
l.remove(K('a8')); print((a,b)==(K('a9'),K('b9')))
print([a,b]==[K('a9'),K('b9')], {1:a}=={1:K('a10')}, {1:a}.items()=={1:K('a11')}.items())
from collections import deque, Counter
q=deque([a,b]); print(K('b12') in q, q.index(K('b13')), q.count(K('a14'))); q.remove(K('b15'))
class C:
    @classmethod
    def m(cls): return cls
class D:
    def __get__(self, o, t): return ('get', o is None or o.__name__, t.__name__)
class E:
    x = classmethod(D())
print(E.x, E().x)
import itertools
r=itertools.repeat(1,4); c=itertools.count(3)
print(r,c); next(r); next(c); print(r,c)
try: sorted()
except TypeError as e: print(e)
for args in [(1,2),(1,2,3)]:
    try: sorted(*args)
    except TypeError as e: print(e)
try: sorted([1], foo=1)
except TypeError as e: print(e)
try: sorted(iterable=[1])
except TypeError as e: print(e)
try: [1].sort(1)
except TypeError as e: print(e)
try: [1].sort(foo=1)
except TypeError as e: print(e)
import builtins
print(repr(builtins.__doc__))
import string
print(list(vars(string))[:10]); import collections; print(list(vars(collections))[:11]); import math, sys; print(list(vars(math))[:7])
print(min([K('p'),K('q')], key=lambda k:k.h), max([a,b], key=lambda k:k.h))
print(list(globals())[:9])
