# What cannot be pickled, or read, and how pickle's C form says so.
import pickle, copy, re
def t(f):
    try: print('ok', re.sub(' at 0x[0-9a-f]+', '', str(f())))
    except Exception as e: print(type(e).__mro__[:3], re.sub(' at 0x[0-9a-f]+', '', str(e)))
def loc():
    def inner(): pass
    class L: pass
    return inner, L
i, L = loc()
class NoSlots:
    __slots__=('a',)
class Red:
    def __reduce__(self): return 5
class Red2:
    def __reduce__(self): return (1,)
class Red3:
    def __reduce__(self): return (1,2)
class Red4:
    def __reduce__(self): return (int,2)
class Red5:
    def __reduce__(self): return (int,(2,),None,3)
class Red6:
    def __reduce__(self): return 'nothere'
class GS:
    def __getstate__(self): raise ValueError('no')
class RF:
    def __reduce_ex__(self, p): return (int, (1,2,3,4,5),)
for p in (0,1,2,4,5):
    t(lambda: pickle.dumps(i, p)); t(lambda: pickle.dumps(L, p)); t(lambda: pickle.dumps(L(), p))
    t(lambda: pickle.dumps(lambda: 1, p) and 0)
    t(lambda: pickle.dumps(NoSlots(), p) and 1)
    for c in (Red, Red2, Red3, Red4, Red5, Red6, GS): t(lambda: pickle.dumps(c(), p) and 1)
    t(lambda: pickle.dumps(RF(), p) and 1)
    t(lambda: pickle.dumps((x for x in ()), p))
    t(lambda: pickle.dumps(open, p) and 1)
    t(lambda: pickle.dumps(pickle, p))
    t(lambda: pickle.dumps(range(3).__iter__(), p) and 1)
t(lambda: pickle.dumps(1, 9)); t(lambda: pickle.dumps(1, -1) and 1)
for b in (b'', b'x', b'\x80\x09.', b'\x80\x04K\x01', b'garbage', b'cnothere\nx\n.', b'cos\nnothere\n.', b'(lp0\n.', b'K', b'N', b'0.', b'I1x\n.', b'S"a\n.', b'\x80\x04\x95', b'Vabc', b'.', b't.', b'R.', b'N)R.', b'b.', b's.', b'\x8c\x05ab', b'(NNd.', b'(Nd.', b'h\x05.', b'g5\n.'):
    t(lambda: pickle.loads(b))
t(lambda: pickle.loads('str')); t(lambda: pickle.load(5)); t(lambda: pickle.dump(1, 5)); t(lambda: pickle.dumps()); t(lambda: pickle.loads())
t(lambda: pickle.dumps(1, protocol='x')); t(lambda: pickle.dumps(1, buffer_callback=1)); t(lambda: pickle.dumps(1, 2, buffer_callback=print))
import io
class P(pickle.Pickler):
    def persistent_id(self, o): return 'pid' if o == 5 else None
class U(pickle.Unpickler):
    def persistent_load(self, p): return ('loaded', p)
    def find_class(self, m, n): print('find', m, n); return super().find_class(m, n)
f=io.BytesIO(); P(f).dump([5,6,Red]); t(lambda: U(io.BytesIO(f.getvalue())).load()); t(lambda: pickle.loads(f.getvalue()))
t(lambda: copy.deepcopy(i) is i); t(lambda: copy.copy((x for x in ())))
x=[]; x.append(x); t(lambda: pickle.loads(pickle.dumps(x)))
import threading
t(lambda: pickle.dumps(threading.Lock())); t(lambda: pickle.dumps(io.BytesIO(b'a')) and 1); t(lambda: pickle.dumps(io.StringIO('a')) and 1); t(lambda: pickle.dumps(memoryview(b'x')))
t(lambda: pickle.dumps(type(None)) and 1); t(lambda: pickle.dumps(NotImplemented)); t(lambda: pickle.dumps(...)); t(lambda: pickle.dumps({}.keys()))
print(pickle.PicklingError, pickle.UnpicklingError, pickle.PickleError, pickle.Pickler, pickle.Unpickler, pickle.dumps, pickle.loads)
import os, abc
print(os, abc, os.__spec__.origin, os.__spec__.has_location)
