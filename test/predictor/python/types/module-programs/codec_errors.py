# What a codec of the program's own raises is told anew with the codec's name, where nothing of the exception is lost by it.
import codecs
class Own(Exception): pass
class OfUnicode(UnicodeError): pass
class WithInit(Exception):
    def __init__(self, m): super().__init__(m)
class WithNew(Exception):
    def __new__(cls, *a): return super().__new__(cls, *a)
class Slotted(Exception): __slots__ = ('a',)
class NoSlots(Exception): __slots__ = ()
class WithText(Exception):
    def __str__(self): return 'TEXT'
class Meta(type):
    def __call__(cls, *a):
        print('made of', a)
        return super().__call__(*a)
class OfMeta(Exception, metaclass=Meta): pass
class OfKey(KeyError): pass
class OfStop(StopIteration): pass
class OfAttribute(AttributeError): pass
current = None
def fail(*a): raise current
codecs.register(lambda name: codecs.CodecInfo(fail, fail, name='mine') if name == 'mine' else None)
def tell(label, do):
    try: do()
    except BaseException as e:
        depth, tb = 0, e.__traceback__
        while tb: depth, tb = depth + 1, tb.tb_next
        print(label, type(e).__name__, e.args, e is current, e.__cause__ is current, type(e.__context__).__name__, e.__suppress_context__, depth, str(e))
for cls in (Own, OfUnicode, WithInit, WithNew, Slotted, NoSlots, WithText, OfMeta, OfKey, OfStop, OfAttribute, ValueError, KeyError, OSError, UnicodeError, StopIteration, AssertionError, SystemExit, IndexError, MemoryError):
    for args in ((), ('one',), ('one', 'two'), (1,)):
        try: current = cls(*args)
        except TypeError: continue
        tell('encode', lambda: 'x'.encode('mine'))
        tell('decode', lambda: codecs.decode(b'x', 'mine'))
current = Own('x'); current.note = 1
tell('with a note', lambda: 'x'.encode('mine'))
try: raise KeyError('outer')
except KeyError:
    current = Own('x')
    tell('inside', lambda: 'x'.encode('mine'))
for told in ('file', (), ('f', 1, 2), ('f', 1, 2, 'text'), ('f', 1, 2, 'text', 3), ['f', 1, 2, 'text', 3, 4], range(7), 5):
    try: e = SyntaxError('m', told)
    except TypeError as error: print(error)
    else: print(e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e)
