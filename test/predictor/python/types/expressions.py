# Random expressions over the builtin types and what CPython makes of them: `expressions.py FAMILY SEED COUNT` writes {"prelude", "cases": [[text, result]]}.
# A result is a repr, or "!Type: message". Right and wrong arguments, counts and keywords are mixed on purpose.
import json, random, re, resource, signal, sys, warnings

warnings.simplefilter('ignore')
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
family, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
r = random.Random(f'{family} {seed}')
pick, chance = r.choice, r.random

PRELUDE = r'''
import math, cmath
class I(int): pass
class F(float): pass
class S(str): pass
class B(bytes): pass
class BA(bytearray): pass
class X:
    def __index__(self): return 3
class XI:
    def __int__(self): return 7
class XF:
    def __float__(self): return 2.5
class XC:
    def __complex__(self): return 1+2j
class XB:
    def __bytes__(self): return b'xb'
class XS:
    def __str__(self): return 'xs'
    def __repr__(self): return 'XS()'
    def __format__(self, spec): return 'fmt<%s>' % spec
class BadI:
    def __index__(self): return 'no'
    def __int__(self): return 'no'
    def __float__(self): return 'no'
class Tr:
    def __trunc__(self): return 9
    def __floor__(self): return 'floor'
class Num:
    def __init__(self, v): self.v = v
    def __add__(self, o): return ('add', self.v, o)
    def __radd__(self, o): return ('radd', self.v, o)
    def __mod__(self, o): return NotImplemented
    def __rmod__(self, o): return ('rmod', o)
    def __mul__(self, o): return ('mul', o)
    def __rmul__(self, o): return ('rmul', o)
    def __eq__(self, o): return 'eq'
    def __lt__(self, o): return 'lt'
    def __gt__(self, o): return 'gt'
    def __hash__(self): return 5
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __rpow__(self, o, m=None): return ('rpow', o, m)
    def __rtruediv__(self, o): return ('rtruediv', o)
    def __rdivmod__(self, o): return ('rdivmod', o)
    def __contains__(self, o): return o == 1
    def __repr__(self): return 'Num(%r)' % (self.v,)
class SubInt(int):
    def __add__(self, o): return ('subadd', int(self), o)
    def __radd__(self, o): return ('subradd', int(self), o)
    def __rsub__(self, o): return ('rsub', o)
    def __repr__(self): return 'SubInt!'
    def __str__(self): return 'si'
    def __format__(self, s): return 'F' + s
    def __index__(self): return 99
    def __int__(self): return 98
    def __bool__(self): return False
    def __hash__(self): return 1
class SubStr(str):
    def __mod__(self, o): return ('submod', o)
    def __rmod__(self, o): return ('subrmod', o)
    def __str__(self): return 'ss'
    def __repr__(self): return 'SS'
    def __len__(self): return 77
    def __iter__(self): return iter([1])
    def __getitem__(self, i): return 'gi'
    def __contains__(self, x): return True
    def __eq__(self, o): return 'subeq'
    def __hash__(self): return 2
class SubFloat(float):
    def __radd__(self, o): return ('fradd', o)
    def __round__(self, n=None): return ('round', n)
    def __float__(self): return 7.5
class SubBytes(bytes):
    def __bytes__(self): return b'via'
    def __len__(self): return 3
def mutate(x, steps):
    out = []
    for s in steps:
        try: out.append(repr(s(x)))
        except Exception as e: out.append(type(e).__name__ + ': ' + str(e))
    return x, out
def setitem(x, k, v): x[k] = v
def delitem(x, k): del x[k]
'''

INTS = ['0', '1', '-1', '2', '3', '5', '7', '10', '-3', '255', '256', '-255', '1000', '2**31', '2**53', '-(2**53)', '2**53+1', '2**63', '-2**63', '2**64-1', '10**20', '-10**20', '10**40', 'True', 'False', 'I(5)', 'I(-2)']
FLOATS = ['0.0', '-0.0', '1.0', '-1.0', '0.5', '1.5', '2.5', '-2.5', '3.14159', '1e10', '1e16', '1e22', '1e300', '-1e300', '5e-324', '1e-5', 'float("inf")', 'float("-inf")', 'float("nan")', 'F(1.25)', '123456.789', '0.1', '1e100']
COMPLEXES = ['0j', '1+2j', '-1.5-0j', 'complex("nan")', 'complex(1e300,-1e300)', '-0j', '3+0j']
TEXTS = ["''", "'a'", "'abc'", "'abcabc'", "'Hello World'", "' \\t\\n x y\\n'", "'a,b,,c'", "'ABC'", "'123'", "'\u00e9t\u00e9'", "'\u00df'", "'\u0130I\u0131'", "'\U0001F600a\U0001F601'", "'a\\nb\\r\\nc\\x1dd\\u2028e'", "'  '", "'%s'", "'{}'", "'-12'", "'+5'", "'1_000'", "'\u0661\u0662'", "'x' * 70", "S('sub')", "'a\\tb\\tc'", "'\\x00'", "'\\udc80'", "'\u01c5'", "'\u03a3\u03b1\u03a3'", "'nan'", "'1e5'", "' 12 '", "'0x1f'", "'0b101'"]
CODECS = ["'utf-8'", "'ascii'", "'latin-1'", "'ignore'", "'replace'", "'bogus'", "'strict'", "'backslashreplace'"]
STRS = TEXTS + CODECS
BYTES = ["b''", "b'a'", "b'abc'", "b'abcabc'", "b'Hello World'", "b' \\t\\n x y\\n'", "b'a,b,,c'", "b'\\xff\\x00\\x80'", "b'123'", "bytearray(b'ab')", "bytearray(b'')", "B(b'sub')", "BA(b'ba')", "b'a\\nb\\r\\nc\\rd'", "b'\\xc3\\xa9'", "b'a\\tb'", "memoryview(b'mv')", "b'x' * 256", "b'%s'", "b'%d-%5d'"]
OTHERS = ['None', '[]', '[1, 2]', '(1, 2)', '()', "('a', 'b')", "['a', 'b']", '{}', "{'a': 1}", '{1, 2}', 'range(3)', 'object', 'X()', 'XI()', 'XF()', 'XB()', 'XS()', 'BadI()', 'Tr()', '1+2j', 'slice(1,2)', 'slice(None,None,-1)', '...', 'int', 'str', "(b'a', b'b')", "[b'a', b'b']", '[1, 300]', "{97: 'X', 98: None, 99: 120}", "{'a': 'bc', 'b': None}", 'iter([1,2])', "iter('ab')", 'NotImplemented']
ALL = INTS + FLOATS + STRS + BYTES + OTHERS
SMALL = ['0', '1', '-1', '2', '3', '5', '-3', '10', '100', 'None', 'True', 'X()']
SPECS = ["''", "'d'", "'5'", "'05'", "'<5'", "'>8.3f'", "'^10'", "'*^10'", "'+.2e'", "'x'", "'#x'", "'#010b'", "','", "'_'", "'_x'", "'%'", "'.3'", "'e'", "'g'", "'G'", "'n'", "'c'", "'s'", "'.2s'", "'=+8'", "'z.1f'", "'z'", "' '", "'10.'", "'.'", "'hello'", "'\U0001F600>5'", "'0=10,.2f'", "',_'", "'020,d'", "'08,.1f'", "'X'", "'o'", "'#o'", "'1000'", "'q'", "'-'", "'+d'", "'#g'", "'#.3g'", "'.0f'", "'.30f'", "'.400e'", "'99999999999999999999'"]
KEYS = ['0', '1', '-1', 'slice(1,None)', 'slice(None,None,2)', 'slice(None,None,-1)', 'slice(-3,-1)', 'slice(5,2,-2)', 'X()', '"a"', '100', '2**70', 'None', 'slice("a")', 'slice(0,0,0)']
RECEIVERS = {
    'int': INTS, 'bool': ['True', 'False'], 'float': FLOATS, 'complex': COMPLEXES, 'str': STRS, 'bytes': [b for b in BYTES if not b.startswith(('bytearray', 'BA', 'memory'))],
    'bytearray': ["bytearray(b'')", "bytearray(b'a')", "bytearray(b'abcabc')", "bytearray(b' X y ')", "BA(b'zz')", "bytearray(b'a,b')", "bytearray(b'\\xff0')"],
}
# What the arguments of a method should be: 'same' is text of the receiver's kind.
SEARCH = ['same', SMALL, SMALL]
ARGUMENTS = {
    'to_bytes': [SMALL, ["'big'", "'little'", "'x'"]], 'from_bytes': [BYTES, ["'big'", "'little'", "'x'"]], '__format__': [SPECS], '__round__': [SMALL],
    **dict.fromkeys(['find', 'rfind', 'index', 'rindex', 'count', 'startswith', 'endswith'], SEARCH), **dict.fromkeys(['center', 'ljust', 'rjust'], [SMALL, 'same']),
    'zfill': [SMALL], 'expandtabs': [SMALL], 'split': ['same', SMALL], 'rsplit': ['same', SMALL], 'splitlines': [SMALL], 'partition': ['same'], 'rpartition': ['same'],
    'replace': ['same', 'same', SMALL], 'strip': ['same'], 'lstrip': ['same'], 'rstrip': ['same'], 'removeprefix': ['same'], 'removesuffix': ['same'], 'join': [OTHERS],
    'translate': [OTHERS, 'same'], 'maketrans': ['same', 'same', 'same'], 'encode': [STRS, STRS], 'decode': [STRS, STRS], 'hex': [["':'", "b'-'", "'ab'", '1', "'\u00e9'"], SMALL], 'fromhex': [STRS],
    'format': [ALL, ALL], 'format_map': [OTHERS], 'insert': [SMALL, SMALL], 'pop': [SMALL], 'append': [SMALL], 'extend': [ALL], 'remove': [SMALL], '__getitem__': [KEYS],
}
KEYWORDS = {
    'split': ['sep', 'maxsplit'], 'rsplit': ['sep', 'maxsplit'], 'splitlines': ['keepends'], 'expandtabs': ['tabsize'], 'encode': ['encoding', 'errors'], 'decode': ['encoding', 'errors'],
    'to_bytes': ['length', 'byteorder', 'signed'], 'from_bytes': ['bytes', 'byteorder', 'signed'], 'hex': ['sep', 'bytes_per_sep'], 'translate': ['table', 'delete'], 'format': ['a', 'b'], 'int': ['base', 'x'],
    'str': ['object', 'encoding', 'errors'], 'bytes': ['source', 'encoding', 'errors'], 'bytearray': ['source', 'encoding', 'errors'], 'complex': ['real', 'imag'], 'float': ['x'], 'round': ['ndigits', 'number'],
}
# Methods that every object has, or whose answers are addresses and sizes.
SKIPPED = {'__new__', '__init__', '__init_subclass__', '__subclasshook__', '__reduce__', '__reduce_ex__', '__dir__', '__class__', '__doc__', '__sizeof__', '__getattribute__', '__setattr__', '__delattr__', '__getstate__', '__hash__', '__alloc__', '__iter__'}
OPERATORS = ['+', '-', '*', '/', '//', '%', '**', '<<', '>>', '&', '|', '^', '<', '<=', '==', '!=', '>', '>=', 'in', 'and']


def methods():
    cls = pick(list(RECEIVERS))
    receiver = pick(RECEIVERS[cls])
    names = [n for n in dir(eval(cls)) if n not in SKIPPED and callable(getattr(eval(cls), n))]
    plain = [n for n in names if not n.startswith('__')]
    name = pick(plain if chance() < 0.7 else names)
    wanted = ARGUMENTS.get(name, [])
    n = len(wanted) or pick([0, 0, 1, 1, 2])
    if chance() < 0.35: n = r.randint(0, max(1, n) + 1)
    if name.startswith('__') and not wanted: n = pick([1, 1, 1, 0, 2])
    same = BYTES if cls in ('bytes', 'bytearray') else STRS
    args = []
    for i in range(n):
        source = wanted[i] if i < len(wanted) else ALL if chance() < 0.6 else same if cls in ('str', 'bytes', 'bytearray') else INTS
        args.append(pick(ALL if chance() < 0.12 else same if source == 'same' else source))
    if name in KEYWORDS and chance() < 0.25: args.append(f"{pick(KEYWORDS[name] + ['bogus'])}={pick(ALL if chance() < 0.3 else SMALL + CODECS)}")
    elif chance() < 0.02: args.append('bogus=1')
    if chance() < 0.1: return f'{cls}.{name}({", ".join([receiver] + args)})'
    return f'({receiver}).{name}({", ".join(args)})'


def operators():
    def operand(): return pick(RECEIVERS[pick(list(RECEIVERS))]) if chance() < 0.75 else pick(ALL)
    a, b, op = operand(), operand(), pick(OPERATORS)
    if op in ('**', '<<') and re.search(r'10\*\*|2\*\*|1e', b): b = pick(SMALL)
    if op == '*' and re.search(r'10\*\*|2\*\*|1000', a + b): op = '+'
    if chance() < 0.08: return f'{pick("-+~")}({a})'
    if chance() < 0.05: return f'divmod({a}, {b})'
    if chance() < 0.05: return f'pow({a}, {pick(SMALL + INTS[:12])}, {pick(INTS)})'
    return f'({a}) {op} ({b})'


PERCENTS = ['%s', '%d', '%5d', '%-5d|', '%05d', '%+d', '% d', '%x', '%#x', '%X', '%o', '%#o', '%e', '%.3f', '%10.2f', '%g', '%G', '%c', '%r', '%a', '%%', '%.2s', '%*d', '%.*f', '%(a)s', '%(a)5d', '%i', '%u', '%q', '%', 'a b', '\u00e9%s', '%5s|', '%-5s|', '%.0f', '%#.3g', '%ld', '%.3d', '%08.3f', '%(a)s%s', '%20d']


def calls():
    f = pick(['int', 'float', 'str', 'bytes', 'bytearray', 'complex', 'bool', 'repr', 'ascii', 'round', 'format', 'format', '%', '%', '%b', 'fields', 'abs', 'divmod', 'base', 'len', 'list', 'compare', 'subclass'])
    def values(n): return ', '.join(pick(ALL) for _ in range(n))
    if f == '%':
        text = ''.join(pick(PERCENTS) for _ in range(r.randint(1, 3)))
        n = r.randint(0, 4)
        return f'{text!r} % ' + pick([f'({values(n)}{"," if n == 1 else ""})', f'({values(1)})', "{'a': %s}" % values(1), f'({", ".join(pick(INTS + FLOATS) for _ in range(text.count("%")))},)'])
    if f == '%b':
        text = ''.join(pick(['%s', '%d', '%5d', '%x', '%b', '%c', '%r', '%a', '%%', '%.2s', '%*d', '%(a)s', '%e', '%5b|', 'abc']) for _ in range(r.randint(1, 2)))
        n = r.randint(0, 3)
        return f'{pick(["", "bytearray"])}(b{text!r}) % ' + pick([f'({values(n)}{"," if n == 1 else ""})', f'({values(1)})', "{b'a': %s}" % values(1)])
    if f == 'format': return f'format({pick(INTS + FLOATS + STRS + COMPLEXES if chance() < 0.9 else ALL)}, {pick(SPECS)})'
    if f == 'fields':
        field = pick(['', '0', 'a', '0.real', '0[1]', 'a[b]', '1', '0!r', '!s', '!a', '0!x', '0.x.y', 'a.imag']) + pick(['', ':', ':5', ':>{1}', ':x', ':.2f', ':{a}'])
        given = [pick(ALL) for _ in range(r.randint(0, 2))] + ([] if chance() < 0.6 else [f'a={pick(ALL)}'])
        return f'"{{{field}}}{pick(["", "{}", "{{", "}", "{0}"])}".format({", ".join(given)})'
    if f == 'round': return f'round({pick(INTS + FLOATS + OTHERS)}{pick(["", ", " + pick(SMALL + ["300", "-300", "400", "-20"])])})'
    if f == 'base': return f'int({pick(STRS + BYTES + ALL)}, {pick(["10", "16", "2", "0", "36", "37", "1", "-1", "None", "X()", "8"])})'
    if f == 'divmod': return f'divmod({pick(INTS + FLOATS)}, {pick(INTS + FLOATS)})'
    if f == 'compare': return f'({values(1)}) {pick(["==", "<", "!=", ">="])} ({values(1)})'
    if f == 'list': return f'list({pick(STRS + BYTES)})'
    if f == 'subclass': return f'{pick(["I", "F", "S", "B", "BA"])}({values(1)})'
    args = [pick(ALL) for _ in range(pick([0, 1, 1, 1, 1, 1, 2, 2, 3]))]
    if f in ('str', 'bytes', 'bytearray'):
        args[1:] = [pick(CODECS + ALL[:3]) for _ in args[1:]]
        if args and re.search(r'\*\*|1000', args[0]): args = ['3']
    elif f in KEYWORDS and chance() < 0.2: args.append(f'{pick(KEYWORDS[f])}={pick(ALL)}')
    return f'{f}({", ".join(args)})'


def integer():
    k = chance()
    if k < 0.4: return r.randint(-20, 20)
    if k < 0.7: return r.randint(-10**6, 10**6)
    if k < 0.85: return pick([1, -1]) * (2 ** pick([31, 32, 52, 53, 54, 62, 63, 64, 65, 127, 200]) + r.randint(-2, 2))
    return r.randint(-10**60, 10**60)


def floating():
    k = chance()
    if k < 0.3: return repr(pick([0.0, -0.0, 1.0, -1.0, 0.5, 2.5, 1e16, 1e22, 1e23, 5e-324, 1.7976931348623157e308]))
    if k < 0.6: return repr(round(r.uniform(-1000, 1000), r.randint(0, 6)))
    return repr(r.uniform(-1, 1) * 10 ** r.randint(-300, 300))


def arithmetic():
    op = pick(['+', '-', '*', '//', '%', '/', '**', '<<', '>>', '&', '|', '^', '<', '==', '>=', 'divmod', 'pow', 'round'])
    a = floating() if chance() < 0.35 else integer()
    b = floating() if chance() < 0.35 else integer()
    if op == 'divmod': return f'divmod({a}, {b})'
    if op == 'pow': return f'pow({integer()}, {integer()}, {integer()})'
    if op == 'round': return f'round({a}, {r.randint(-25, 25)})'
    if op in ('**', '<<') and isinstance(b, int): b = r.randint(-5, 70)
    return f'({a}) {op} ({b})'


def letters():
    pools = ['abcXYZ 019_', '\t\n\r\x0b\x1c\x85\xa0\u2028\u3000', '\xe9\xdf\u0130\u0131\u01c4\u01c5\u01c6\u0149\u03a3\u03c2\ufb03', '\U0001d400\U0001F600\U00010400\U00010428', '\u0661\u0bef\u00b2\u2460\u4e00', '\u0300\u00ad\u200d\u02b0\u2160', '{}%!:,.-+\'"\\']
    return ''.join(pick(pick(pools)) for _ in range(pick([0, 1, 1, 2, 3, 5, 8, 20])))


def formats():
    if chance() < 0.5:
        spec = pick(['', '<', '>', '^', '=', '*<', '0>', '\xe9^']) + pick(['', '+', '-', ' ']) + pick(['', '', 'z']) + pick(['', '', '#']) + pick(['', '0']) + pick(['', '3', '8', '20', '41']) + pick(['', '', ',', '_'])
        spec += pick(['', '', '.0', '.1', '.5', '.17', '.30']) + pick(['', *'dboxXeEfFgG%nsc'])
        return f'format({pick([str(integer()), floating(), repr(letters()), "True", f"complex({floating()},{floating()})", "float(chr(110)+chr(97)+chr(110))"])}, {spec!r})'
    text = '%' + pick(['', '-', '+', ' ', '0', '#', '-#0', '+ ']) + pick(['', '5', '12', '30']) + pick(['', '.0', '.3', '.15', '.']) + pick('diouxXeEfFgGcrsa')
    return f'{text!r} % ({pick([str(integer()), floating(), repr(letters()), "True"])},)'


def text():
    s, sub = letters(), letters()
    if chance() < 0.6 and s:
        i = r.randrange(len(s))
        sub = s[i:i + pick([1, 1, 2, 3])]
    i, j = r.randint(-8, 12), r.randint(-8, 12)
    n = pick('upper lower title capitalize swapcase casefold isalpha isdigit isdecimal isnumeric isalnum isspace islower isupper istitle isidentifier isprintable split splitlines strip find startswith partition replace pad zfill expandtabs slice index repr ascii encode decode in compare list translate join number'.split())
    if n == 'split': return f'({s!r}).{pick(["split", "rsplit"])}({pick([repr(sub), "None"])}, {r.randint(-1, 4)})'
    if n == 'splitlines': return f'({s!r}).splitlines({pick(["True", "False", "1"])})'
    if n == 'strip': return f'({s!r}).{pick(["strip", "lstrip", "rstrip"])}({pick([repr(sub), "", "None"])})'
    if n == 'find': return f'({s!r}).{pick(["find", "rfind", "count", "index"])}({sub!r}{pick(["", f", {i}", f", {i}, {j}"])})'
    if n == 'startswith': return f'({s!r}).{pick(["startswith", "endswith"])}({pick([repr(sub), repr((sub, letters()))])}{pick(["", f", {i}, {j}"])})'
    if n == 'partition': return f'({s!r}).{pick(["partition", "rpartition"])}({sub!r})'
    if n == 'replace': return f'({s!r}).replace({sub!r}, {letters()!r}, {r.randint(-1, 3)})'
    if n == 'pad': return f'({s!r}).{pick(["center", "ljust", "rjust"])}({r.randint(-1, 30)}, {pick("x*" + chr(233) + chr(0x1F600))!r})'
    if n == 'zfill': return f'({s!r}).zfill({r.randint(0, 25)})'
    if n == 'expandtabs': return f'({s!r}).expandtabs({r.randint(-1, 9)})'
    if n == 'slice': return f'({s!r})[{pick(["", i])}:{pick(["", j])}:{pick(["", 1, 2, -1, -2, 3])}]'
    if n == 'index': return f'({s!r})[{i}]'
    if n == 'repr': return f'repr({s!r}), len({s!r})'
    if n == 'ascii': return f'ascii({s!r})'
    if n == 'encode':
        return f'({s!r}).encode({pick(["utf-8", "utf-16", "utf-16-le", "utf-32", "latin-1", "ascii", "cp1252", "cp437", "iso8859-15", "koi8-r", "utf-8-sig", "unicode_escape", "raw_unicode_escape"])!r}, {pick(["strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape"])!r})'
    if n == 'decode':
        data = bytes(r.randrange(256) if chance() < 0.5 else pick(b'abc\xc3\xa9\xe2\x82\xac\xed\xf0\x9f') for _ in range(r.randint(0, 8)))
        return f'({data!r}).decode({pick(["utf-8", "utf-16", "utf-16-be", "utf-32", "latin-1", "ascii", "cp1252", "cp437", "unicode_escape", "utf-8-sig"])!r}, {pick(["strict", "ignore", "replace", "backslashreplace", "surrogateescape"])!r})'
    if n == 'in': return f'({sub!r}) in ({s!r})'
    if n == 'compare': return f'({s!r}) {pick(["<", "<=", ">", "=="])} ({sub!r})'
    if n == 'list': return f'list({s!r})'
    if n == 'join': return f'({sub!r}).join([{s!r}, {sub!r}])'
    if n == 'translate': return f'({s!r}).translate(str.maketrans({sub!r}, {"x" * len(sub)!r}, {letters()!r}))'
    if n == 'number': return f'{pick(["int", "float"])}({s!r})'
    return f'({s!r}).{n}()'


SUBCLASSED = ['Num(1)', 'SubInt(5)', 'SubInt(0)', "SubStr('a%s')", "SubStr('')", 'SubFloat(2.5)', "SubBytes(b'sb')", 'I(3)', "S('p')", 'F(1.5)', '5', '2.0', "'s'", "'%s'", 'b"b"', 'True', 'None', '[1]', '1j', 'bytearray(b"x")']


def subclasses():
    a, b = pick(SUBCLASSED), pick(SUBCLASSED)
    if chance() < 0.55: return f'({a}) {pick(["+", "-", "*", "/", "//", "%", "**", "<<", "&", "|", "==", "!=", "<", ">", "<=", "in"])} ({b})'
    f = pick(['int', 'float', 'str', 'bytes', 'bytearray', 'complex', 'bool', 'repr', 'ascii', 'len', 'list', 'abs', 'round', 'hex', 'chr', 'range', 'sorted', '-', '+', '~', 'not ', 'type', '"".join', '[1,2,3,4]*', '"%r|%5.1f"%', 'b"%d %s"%', 'divmod', 'int.from_bytes', '"{} {!r} {:>3}".format'])
    if f in ('divmod', 'int.from_bytes'): return f'{f}({a}, {pick(SUBCLASSED + ["chr(98)"])})'
    if 'format' in f: return f'{f}({a}, {b}, {a})'
    return f'{f}({a})'


def steps(step): return f'[{", ".join("lambda x: " + step(r.randint(-6, 8), r.randint(-6, 8), pick([1, 1, 2, -1, -2, 3, 0])) for _ in range(r.randint(1, 6)))}]'


def bytearrays():
    def step(i, j, k):
        v = pick(["b''", "b'z'", "b'xyz'", "b'hello'", '[1,2]', 'range(3)', '5', '300', "'s'", "memoryview(b'mv')", "bytearray(b'q')", "[1,'a']", '[256]'])
        return pick([
            f'x.append({pick([1, 255, 256, -1, repr("a"), "True"])})', f'x.extend({v})', f'x.insert({i}, {pick([7, 256])})', f'x.pop({pick(["", i])})', f'x.remove({pick([97, 98, 300, repr("a")])})', 'x.reverse()',
            'x.clear()' if chance() < 0.2 else 'x.copy()', f'setitem(x, {i}, {pick([1, 256, repr("a"), "True"])})', f'setitem(x, slice({i},{j},{k}), {v})', f'delitem(x, {i})', f'delitem(x, slice({i},{j},{k}))',
            f'x.__iadd__({v})', f'x.__imul__({pick([0, 1, 2, -1])})', f'x[{i}:{j}:{k}]', f'x[{i}]', 'len(x)', f'x.find({v})', '97 in x',
        ])
    return f'mutate(bytearray({pick(["", "b" + repr("abc"), "b" + repr("abcdefgh"), "5"])}), {steps(step)})'


def memoryviews():
    def step(i, j, k):
        return pick([
            f'x[{i}]', f'x[{i}:{j}:{k}].tolist()', f'setitem(x, {i}, {pick([1, 256, -1, repr("a"), "True", "1.5"])})', f"setitem(x, slice({i},{j},{k}), {pick(['b' + repr('z'), 'b' + repr('xyz'), '[1]'])})", 'x.tolist()', 'x.tobytes()',
            'x.hex()', f'x[{i}:{j}].tobytes()', f'x.cast({pick("BbchHiIqQfd")!r}).tolist()', 'x.nbytes', 'x.shape', 'x.strides', 'x.format', 'x.readonly', f"x == {pick(['b' + repr('abc'), 'memoryview(b' + repr('abc') + ')', '5'])}",
            'x[::2].contiguous', 'len(x)', 'list(x)', 'x.toreadonly().readonly', 'bytes(x)', 'x.release()' if chance() < 0.1 else 'x.itemsize', f'x[::{pick([2, -1])}].tobytes()', f'x.hex(":", {r.randint(-3, 3)})', 'delitem(x, 0)', '97 in x', 'x.obj', "x['a']",
        ])
    return f"mutate(memoryview({pick(['b' + repr('abcdefgh'), 'bytearray(b' + repr('abcdefgh') + ')', 'bytearray(b' + repr('abc') + ')', 'b' + repr('')])}), {steps(step)})[1]"


def mathematics():
    import math, cmath
    def real():
        k = chance()
        x = pick([0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 1e-320, 1e308, 1e-10, math.inf, -math.inf, math.nan, 710.0, 171.0]) if k < 0.25 else r.uniform(-10, 10) if k < 0.7 else r.uniform(-1, 1) * 10 ** r.randint(-300, 300)
        return repr(x).replace('inf', 'math.inf').replace('nan', 'math.nan')
    def whole(): return str(pick([0, 1, 2, 3, 5, 10, -1, -7, 100, 2**53, 10**20, True, r.randint(-1000, 1000)]))
    def any_(): return real() if chance() < 0.6 else whole() if chance() < 0.6 else pick(["'a'", 'None', 'X()', 'XF()', 'XC()', 'Tr()', '1+2j', '[1,2]', '()'])
    if chance() < 0.35:
        n = pick([n for n in dir(cmath) if callable(getattr(cmath, n)) and n[0] != '_'])
        k = 2 if n in ('rect', 'isclose') or (n == 'log' and chance() < 0.4) else r.randint(0, 3) if chance() < 0.05 else 1
        return f'cmath.{n}({", ".join(f"complex({real()},{real()})" if chance() < 0.85 and n != "rect" else any_() for _ in range(k))})'
    n = pick([n for n in dir(math) if callable(getattr(math, n)) and n[0] != '_'])
    k = {'atan2': 2, 'copysign': 2, 'fmod': 2, 'nextafter': 2, 'pow': 2, 'remainder': 2, 'ldexp': 2, 'comb': 2, 'dist': 2, 'isclose': 2, 'hypot': 3, 'gcd': 3, 'lcm': 3}.get(n, 2 if n in ('log', 'perm') and chance() < 0.5 else 1)
    if chance() < 0.06: k = r.randint(0, 3)
    if n in ('comb', 'perm', 'factorial'): args = [str(r.randint(-3, 60)) if chance() < 0.9 else pick(["'a'", '1.5', 'X()']) for _ in range(k)]
    elif n in ('gcd', 'lcm', 'isqrt'): args = [whole() if chance() < 0.9 else any_() for _ in range(k)]
    elif n in ('fsum', 'prod', 'dist'): args = [f'[{", ".join(any_() if chance() < 0.1 else real() for _ in range(r.randint(0, 5)))}]' for _ in range(k)]
    else: args = [any_() for _ in range(k)]
    if n == 'ldexp' and k == 2 and chance() < 0.8: args[1] = str(r.randint(-1100, 1100))
    return f'math.{n}({", ".join(args)})'


class Slow(BaseException): pass
def alarm(*_): raise Slow
signal.signal(signal.SIGALRM, alarm)
names = {'__name__': '__main__'}
exec(PRELUDE, names)


def result(expression):
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        try: return repr(eval(expression, dict(names)))
        except (Slow, MemoryError, SyntaxError): return None
        except Exception as e:
            try: return f'!{type(e).__name__}: {e}'
            except Exception: return None
    finally: signal.setitimer(signal.ITIMER_REAL, 0)


cases, seen, turns = [], set(), 0
while len(cases) < count and turns < 20 * count:
    turns += 1
    expression = globals()[family]()
    if expression in seen: continue
    seen.add(expression)
    said = result(expression)
    if said is not None and len(said) < 1500: cases.append([expression, re.sub('0x[0-9a-f]{6,}', '0x', said)])
json.dump({'prelude': PRELUDE, 'cases': cases}, sys.stdout)
