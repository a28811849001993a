# Subclasses of builtin iterators with a `__next__` or an `__iter__` of their own.
from itertools import groupby, count, chain, islice
n = 0
class G(groupby):
    def __next__(self):
        global n
        n += 1
        return super().__next__()
for k in G('aab'):
    pass
print(n)
n = 0
print([k for k, _ in G('aab')], n)
class M(map):
    def __next__(self):
        return super().__next__() + 1
print(list(M(int, '123')), sum(M(int, '12')), next(M(int, '5')), [*M(int, '12')])
class Z(zip):
    def __next__(self): return 'z', super().__next__()
print(list(Z('ab', 'cd')), dict(Z('a', 'b')))
class C(chain):
    def __next__(self): return super().__next__() * 2
print(list(C('ab', 'c')))
for x in C([1], [2]): print(x)
a, b = C([1], [2]); print(a, b)
class E(enumerate):
    def __next__(self):
        i, v = super().__next__(); return i + 100, v
print(list(E('ab')), max(E('ab')))
class R(reversed):
    def __next__(self): return -super().__next__()
print(list(R([1, 2])), sorted(R([1, 2])))
class F(filter):
    def __next__(self): return -super().__next__()
print(list(F(None, [1, 0, 2])), tuple(F(None, [1, 0, 2])), set(F(None, [3])))
class It(islice):
    def __iter__(self): return iter([9, 9])
print(list(It([1, 2], 1)), [x for x in It([1], 1)])
