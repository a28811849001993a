# What can be copied, and what says that it cannot.
import types, copy, threading, re, itertools, functools, weakref, collections, io, sys, operator, struct, zlib, hashlib, random, array, json, datetime, decimal, contextvars, _thread, queue
def g(): yield 1
async def co(): pass
async def ag(): yield 1
class A: pass
c = co()
things = [g(), c, ag(), {}.keys(), {}.values(), {}.items(), iter({}), iter({}.items()), reversed({}), iter([]), iter(()), iter(set()), iter(''), iter(b''), iter(range(3)), reversed([1]), enumerate([]), zip(), map(str, []), filter(None, []), g, A, A(), [].append, len, type, property(), staticmethod(g), classmethod(g), memoryview(b'x'), bytearray(b'x'), slice(1), ..., NotImplemented, None, types, itertools.count(), itertools.repeat(1), functools.partial(len), collections.deque(), collections.OrderedDict().keys(), io.StringIO(), io.BytesIO(), threading.local(), sys.stdout, operator.itemgetter(1), operator.attrgetter('a'), struct.Struct('i'), random.Random(1), array.array('i'), types.SimpleNamespace(a=1), types.MappingProxyType({}), int.real, super(A, A()), (lambda:0).__code__, object(), frozenset(), complex(1), range(3), Exception('x'), iter(int, 1), functools.lru_cache(g), functools.singledispatch(g), types.GenericAlias(list,int), int|str, {}.get, queue.Queue(), decimal.getcontext(), __import__('string').Formatter(), A.__mro__, types.CellType(1), types.MethodType(g, 1), __import__('builtins'), datetime.date(2000,1,1)]
c.close()
for x in [threading.Lock(), threading.RLock(), re.compile('a'), weakref.ref(A)]:
    try: r = type(x.__reduce_ex__(2)).__name__
    except Exception as e: r = f'{type(e).__name__} {e}'
    print(type(x).__name__, r)
for x in things:
    if type(x).__name__=='_md': continue
    if type(x).__name__=='_md': continue
    if type(x).__name__=='_md': continue
    if type(x).__name__=='_md': continue
    if type(x).__name__=='_md': continue
    if type(x).__name__=='_md': continue
    if type(x).__name__=='_md': continue
    if type(x).__name__=='ContextVar': continue
    if type(x).__name__=='islice': continue
    if type(x).__name__=='cycle': continue
    if type(x).__name__=='chain': continue
    if type(x).__name__=='method-wrapper': continue
    for p in (1, 2):
        try: r = type(x.__reduce_ex__(p)).__name__
        except Exception as e: r = f'{type(e).__name__} {e}'
        print(type(x).__name__, p, r)
    for f in (copy.copy, copy.deepcopy):
        try: f(x); r = 'ok'
        except Exception as e: r = f'{type(e).__name__} {e}'
        print(type(x).__name__, f.__name__, r)
