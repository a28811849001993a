import traceback, sys, warnings, io, contextlib
def f(): raise ValueError('x')
try: f()
except ValueError as e: print(traceback.format_exception_only(e))
def g():
    try: f()
    except ValueError as e: raise KeyError('k') from e
try: g()
except KeyError as e:
    b=io.StringIO(); traceback.print_exc(file=b); print('direct cause' in b.getvalue())
    te=traceback.TracebackException.from_exception(e); print(te.exc_type, str(te), len(te.stack), te.stack[0].name, te.stack[0].lineno)
    print(traceback.format_exception_only(e))
    print(traceback.extract_tb(e.__traceback__)[0].line)
print(traceback.format_exception_only(SyntaxError, SyntaxError('m',('f',1,2,'abc',1,3))))
try: exec('a b')
except SyntaxError as e: print(e.msg, e.lineno)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); warnings.warn('hey', DeprecationWarning); warnings.warn(UserWarning('u')); print(len(w), w[0].category, w[1].message, w[0].lineno, w[0].filename==__file__)
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: warnings.warn('boom')
    except UserWarning as e: print('raised', e)
with warnings.catch_warnings():
    warnings.filterwarnings('ignore', message='a.*'); warnings.warn('abc')
try: warnings.warn('x', int)
except TypeError as e: print(e)
def dep(): warnings.warn('dep', DeprecationWarning, stacklevel=2)
err=io.StringIO()
with contextlib.redirect_stderr(err): dep(); 
print(repr(err.getvalue()))
import threading, queue, concurrent.futures, time, weakref, gc, atexit, contextvars, signal, sys
res=[]
def work(n): res.append(n*n)
ts=[threading.Thread(target=work,args=(i,)) for i in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]; print(sorted(res), ts[0].is_alive(), threading.active_count(), threading.current_thread().name, ts[0].name)
q=queue.Queue(); out=[]
def consumer():
    while True:
        x=q.get()
        if x is None: break
        out.append(x); q.task_done()
t=threading.Thread(target=consumer, daemon=True); t.start()
for i in range(5): q.put(i)
q.join(); q.put(None); t.join(); print(out)
with concurrent.futures.ThreadPoolExecutor(3) as ex: print(list(ex.map(lambda x:x+1,[1,2,3])), ex.submit(pow,2,3).result()); f=ex.submit(lambda: 1/0)
print(type(f.exception()), f.done())
lock=threading.Lock(); print(lock.acquire(), lock.acquire(False), lock.locked(), lock.release()); rl=threading.RLock()
with rl:
    with rl: print('re')
try: lock.release()
except RuntimeError as e: print(e)
ev=threading.Event(); threading.Thread(target=lambda: (ev.wait(), res.append('ev'))).start(); ev.set(); 
tm=threading.Timer(0.01, lambda: res.append('timer')); tm.start(); tm.join(); print(res[-1])
loc=threading.local(); loc.x=1
def tl(): res.append(hasattr(loc,'x'))
t=threading.Thread(target=tl); t.start(); t.join(); print(res[-1], loc.x)
b=threading.Barrier(1); b.wait(); s=threading.Semaphore(2); print(s.acquire(), s.acquire(), s.acquire(blocking=False)); c=threading.Condition()
with c: print(c.wait(0.01))
def bad(): raise ValueError('in thread')
threading.excepthook=lambda a: print('hook', a.exc_type.__name__, a.exc_value)
t=threading.Thread(target=bad); t.start(); t.join()
class O: pass
o=O(); r=weakref.ref(o); print(r() is o, r==weakref.ref(o), weakref.getweakrefcount(o)>0 if 0 else 1); d=weakref.WeakValueDictionary(); d['a']=o; print(d['a'] is o, len(d)); p=weakref.proxy(o); p.z=3; print(o.z, p.z)
ws=weakref.WeakSet([o]); print(o in ws, len(ws)); wk=weakref.WeakKeyDictionary({o:1}); print(wk[o])
try: weakref.ref(5)
except TypeError as e: print(e)
class M:
    def m(self): return 1
m=M(); wm=weakref.WeakMethod(m.m); print(wm()())
v=contextvars.ContextVar('v', default=1); tok=v.set(2); print(v.get()); v.reset(tok); print(v.get()); ctx=contextvars.copy_context(); ctx.run(v.set,5); print(v.get(), ctx[v])
signal.signal(signal.SIGUSR1, lambda s,f: print('sig', s)); signal.raise_signal(signal.SIGUSR1); print(signal.getsignal(signal.SIGTERM), signal.Signals(2).name)
atexit.register(print, 'bye')
