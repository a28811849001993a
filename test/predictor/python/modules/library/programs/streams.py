import io, os, sys
s=io.StringIO(); print(s.write('héllo\nwörld\r\nx'), s.tell(), s.getvalue()); s.seek(0); print(repr(s.readline()), s.readlines(), s.read(), s.tell())
s.seek(2); s.write('XY'); print(repr(s.getvalue()), s.truncate(5), repr(s.getvalue()), s.seek(0,2)); s.seek(10); s.write('z'); print(repr(s.getvalue()))
s=io.StringIO('a\r\nb\rc\nd', newline=None); print(repr(s.read()), s.newlines); s=io.StringIO('a\r\nb\rc\nd', newline=''); print(list(s), s.newlines)
s=io.StringIO('a\r\nb\rc\nd'); print(list(s)); s=io.StringIO(newline='\r\n'); s.write('a\nb'); print(repr(s.getvalue()))
s.close()
for f in [lambda: s.read(), lambda: s.write('a'), lambda: s.getvalue(), lambda: io.StringIO(5), lambda: io.StringIO('a').write(b'x'), lambda: io.StringIO('a').seek(-1), lambda: io.StringIO('a').seek(1,1), lambda: io.StringIO('a',newline='x'), lambda: io.StringIO().read('x')]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
with io.StringIO('x😀y') as s2: print(s2.read(2), s2.tell(), s2.read()); s2.seek(1); s2.write('é'); print(s2.getvalue())
print(s2.closed, io.StringIO('ab').readable(), io.StringIO('q').isatty())
b=io.BytesIO(b'abc\ndef'); print(b.read(2), b.readline(), b.tell(), b.read(), b.getvalue(), b.seek(-2,2), b.read1(), b.write(b'XX'), b.getvalue()); b.seek(20); b.write(b'z'); print(b.getvalue(), b.truncate(3), b.getvalue(), b.readlines())
b.seek(0); ba=bytearray(2); print(b.readinto(ba), ba)
for f in [lambda: b.write('x'), lambda: io.BytesIO('x'), lambda: io.BytesIO(5), lambda: b.seek(-1), lambda: b.seek(0,5), lambda: io.BytesIO().fileno()]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print([l for l in io.BytesIO(b'a\nb\n')], list(io.TextIOWrapper(io.BytesIO('é\nü\r\nz'.encode()), encoding='utf-8')))
t=io.TextIOWrapper(io.BytesIO(), encoding='utf-8', newline='\r\n'); print(t.write('a\nb'), t.flush(), t.buffer.getvalue(), t.encoding, t.errors, t.line_buffering, t)
t.seek(0); print(repr(t.read()), t.newlines)
t=io.TextIOWrapper(io.BytesIO(b'abc\ndef\nghi'), 'ascii'); print(t.readline(), t.tell(), t.read(2), t.tell(), t.seek(4), t.readline(), list(t))
try:
    for l in io.TextIOWrapper(io.BytesIO(b'abc\ndef\nghi')): t2=l
    print(l)
    x=io.TextIOWrapper(io.BytesIO(b'a\nb\n')); next(x); x.tell()
except OSError as e: print(e)
try: io.TextIOWrapper(io.BytesIO(b'\xff')).read()
except UnicodeDecodeError as e: print(e)
print(io.TextIOWrapper(io.BytesIO(b'\xff'), errors='replace').read(), io.TextIOWrapper(io.BytesIO('\ufeffx'.encode('utf-16')), 'utf-16').read())
try: io.TextIOWrapper(io.BytesIO(), 'nope')
except LookupError as e: print(e)
try: io.TextIOWrapper(io.BytesIO(), 'hex')
except LookupError as e: print(e)
t=io.TextIOWrapper(io.BytesIO(),'utf-16'); t.write('a'); t.write('b'); t.flush(); print(t.buffer.getvalue())
t=io.TextIOWrapper(io.BytesIO(),'ascii'); 
try: t.write('é')
except UnicodeEncodeError as e: print(e)
r=io.BufferedReader(io.BytesIO(b'0123456789'*3), 4); print(r.read(3), r.peek(2), r.read1(10), r.tell(), r.seek(5), r.read(), r.read(), r)
w=io.BufferedWriter(raw:=io.BytesIO(), 4); print(w.write(b'ab'), raw.getvalue(), w.write(b'cdef'), raw.getvalue(), w.flush(), raw.getvalue())
rw=io.BufferedRandom(io.BytesIO(b'hello world')); rw.read(3); rw.write(b'XX'); rw.seek(0); print(rw.read())
class R(io.RawIOBase):
    def __init__(s): s.d=[b'ab',b'c\nd',b'ef']
    def readable(s): return True
    def readinto(s,b):
        if not s.d: return 0
        x=s.d.pop(0); b[:len(x)]=x; return len(x)
print(io.BufferedReader(R()).readline(), R().read(), R().readall(), io.TextIOWrapper(io.BufferedReader(R())).read())
class W(io.RawIOBase):
    def writable(s): return True
    def write(s,b): print('raw', bytes(b)); return len(b)
w=io.BufferedWriter(W()); w.write(b'hi'); w.close()
for f in [lambda: W().read(), lambda: io.BufferedReader(W()), lambda: w.write(b'x'), lambda: io.RawIOBase().fileno(), lambda: io.IOBase().seek(0)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(isinstance(io.StringIO(), io.TextIOBase), isinstance(io.BytesIO(), io.BufferedIOBase), issubclass(io.FileIO, io.RawIOBase), io.SEEK_END, io.DEFAULT_BUFFER_SIZE)
d=io.IncrementalNewlineDecoder(None, True); print(repr(d.decode('a\r')), repr(d.decode('\nb\r')), repr(d.decode('', True)), d.newlines)
print(sys.stdout.name, sys.stdout.mode, sys.stdout.encoding, sys.stdout.fileno(), sys.stderr.name, sys.stdin.mode, sys.stdout.writable(), sys.stdout.readable())
sys.stdout.write('w\n'); sys.stdout.flush(); sys.stdout.buffer.write(b'bytes\n'); sys.stdout.buffer.flush(); print('after', flush=True)
import contextlib
