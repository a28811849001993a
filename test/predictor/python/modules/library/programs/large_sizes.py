# Sizes that no double holds, and ints that C has no room for.
import datetime
import itertools
import operator
import sys
import zlib
from collections import deque


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __length_hint__(self):
        return self.n


class Hinted:
    def __init__(self, n):
        self.n = n

    def __length_hint__(self):
        return self.n


def tell(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, repr(e))


def turned(n):
    d = deque('abc')
    d.rotate(n)
    return d


for n in (2**31 - 1, 2**31, -(2**31) - 1, 2**53 - 1, 2**53, 2**53 + 1, 2**62, 2**63 - 1, 2**63, -1, -(2**63), -(2**70), True):
    tell('len', lambda: len(Sized(n)))
    tell('truth', lambda: bool(Sized(n)))
    tell('limit', lambda: len(Sized(n)) == sys.maxsize)
    tell('hint', lambda: (operator.length_hint(Hinted(n)), operator.length_hint(Sized(n))))
    tell('repeat', lambda: (itertools.repeat(1, n), operator.length_hint(itertools.repeat(1, n))))
    tell('deque', lambda: (deque('abc', n), deque('abc', n).maxlen == n))
    tell('rotate', lambda: turned(n))
    tell('chr', lambda: chr(n))
    tell('limit', lambda: sys.setrecursionlimit(n) if n > 2**31 - 1 or n < 1 else None)
    tell('adler', lambda: zlib.adler32(b'', n))
    tell('date', lambda: datetime.date(n, 1, 1))
    tell('month', lambda: datetime.date(2000, n, 1))
    tell('hour', lambda: datetime.datetime(2000, 1, 1, n))
    tell('time', lambda: datetime.time(1, n))
    tell('ordinal', lambda: datetime.date.fromordinal(n))
    tell('replace', lambda: datetime.datetime(2000, 1, 1).replace(microsecond=n))
    tell('week', lambda: datetime.date.fromisocalendar(n, 1, 1))
    tell('delta', lambda: datetime.timedelta(n))
    tell('times', lambda: datetime.timedelta(1) * n)
