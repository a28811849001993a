// Small programs at the corners of Python's grammar. What CPython 3.11 says of them is recorded in programs.json (BLESS=1 records anew).

/** Programs that CPython takes. */
export const good: readonly string[] = [
  // Soft keywords and words that were keywords.
  'type = 1\ntype.x = 2\ntype(a).b = c\ntype[0] = 1\nprint(type)\n',
  'match = 1\nmatch.x = 2\nmatch[0] = 1\nmatch(x)\nmatch (x)\nmatch, case = 1, 2\nmatch * a\nmatch -a\nmatch = match if match else case\ncase(x)\n_ = 3',
  'print(a)', 'print (a), b', 'print >>f, x', 'print >> f if a else b', 'print', 'print = exec', 'exec(x)', 'exec (x), y', 'exec.a = b', 'f"{print}"', 'global print',
  'def print(exec=1, *, match=2, type=3): return print(exec=exec, type=type)',
  // Assignment.
  'x = y = z', 'x: int', '(x): int = 1', 'x.y: int', 'x[0]: int = 3', '*a, = b', '[*a] = b', 'a, *b = c, *d', 'a += b, c', 'x = *a, b', 'x = *[1], 2',
  'return_ = *(1, 2), *{3}, *"ab"', '(a, b), [c, *d] = e', '((a)) = 1', 'a = yield_ = b', 'x, = y', 'x = (yield)', 'x = 1,', 'del (a, b), [c], d.e, f[0]', 'del (a)',
  'del ()', 'del a,', 'a @= b', 'a **= b; c //= d; e >>= f; g <<= h; i &= j; k ^= l; m |= n; o %= p; q -= r; s *= t; u /= v',
  // Operators.
  'a if b else c if d else e', 'not a == b', 'a is not b not in c', '-a ** -b', 'a ** -b ** c', '~a + +b', 'a @ b', 'a or b and not c', 'a ^ b & c | d', 'a & b ^ c & d',
  'a | b ^ c & d << e + f * g ** h', 'a & (b ^ c)', '(a ^ b) & c', 'a < b <= c != d == e > f >= g in h', 'x = ~1 ^ 1 & 1 | 1 & 1 ^ -1', 'lambda: (yield)',
  'lambda x=1, /, y=2, *a, z, **k: x', 'lambda *, a: a', 'lambda: lambda: 0', '(a := b, c)', 'f(a := 1, b)', 'x[a := 1, b]', 'x[a:=1]', '{a := 1, 2}', 'if (a := b): pass',
  'while a := b: pass', '[a := 1 for b in c]', '[b for b in c if (a := b)]', '1if x else y', '0x1for x in y', 'a.b.c(d)[e](f).g', '...', 'x.__class__',
  // Calls.
  'f(*a, **b, c=d)', 'f(a, b=c, *d)', 'f(**a, b=c)', 'f(a for a in b)', 'f((a for a in b), c)', 'f(*a or b)', 'f(*a + b, *c if d else e)', 'f(*a.b[0](1))', 'f(a,)', 'f(**a or b)',
  // Displays, subscripts, comprehensions.
  '{}', '{1}', '{1: 2, **a}', '{1, *a}', '[]', '()', '(a,)', 'a,', '[*a, *b]', '(*a, b)', 'x[...]', 'x[1:2, ::3]', 'x[:]', 'x[a:b:c]', 'x[a,]', 'x[()]', 'x[*a]', 'x[*a, b]',
  'x[(a, b)]', '[a for b in c for d in e if f if g]', '{a: b for c, d in e}', '{a for b, in c}', '(a for *b, c in d)', '[a for b.c in d]', '[lambda: a for b in c]',
  '[[a for b in c] for d in e]', 'async def f(): return [a async for b in c if await d]', '(yield_ for yield_ in x)',
  // Statements.
  'for x in y, *z: pass', 'for (x) in y: pass', 'for *x, y in z: pass', 'for x, in y: pass\nelse: pass', 'for x[0] in y: break', 'while a: break\nelse: pass',
  'with (a, b): pass', 'with (a, b,): pass', 'with (a as b, c): pass', 'with (a as b): pass', 'with (a as b,): pass', 'with (a), (b): pass', 'with (a, b), c: pass',
  'with (a, b) as (c, d): pass', 'with (a, b).c: pass', 'with (yield_): pass', 'with (a, *b): pass', 'with (a, b := c): pass', 'with (): pass', 'with a as (b.c), d as [e, f]: pass',
  'with a() as b, c(): pass', 'raise', 'raise a', 'raise a from b', 'assert a', 'assert a, b', 'assert (a, b)', 'import a', 'import a.b.c as d, e', 'from ... import x',
  'from .... a import (x as y, z,)', 'from .a import *', 'from . import a', 'from a . b import c', 'import a . b', 'def f():\n  global a, b\n  a = b = 1',
  'if a: pass\nelif b: pass\nelif c: pass\nelse: pass', 'if a: b; c;', 'x = 1; y = 2;', 'if a:\n  b\n\n  c', 'if a:\n  pass\n# c\nelse: pass',
  'try:\n  pass\nexcept (A, B) as c:\n  pass\nexcept D:\n  pass\nexcept:\n  pass\nelse:\n  pass\nfinally:\n  pass', 'try: a\nfinally: b', 'try:\n  a\nexcept* B as c:\n  d\nexcept* (E, F): g',
  // Definitions.
  'def f(a, /, b=1, *, c, d=2, **e): pass', 'def f(a: int, *b: str, c: float = 1, **d: bytes) -> None: ...', 'def f(*a: *b): pass', 'def f(a: b[c, d], e: f | g = h): pass',
  'def f():\n  """doc"""', 'def f(): "doc"', 'def f():\n  f"no doc"', 'def f():\n  b"no doc"', 'def f():\n  "a" "b"', 'class A: pass', 'class A(): "doc"',
  'class A(*a, b=1, **c): pass', 'class A(B[C], metaclass=D): x: int = 1', '@a.b[c](d)\n@e\ndef f(): pass', '@(yield_)\nclass A: pass', '@x\nasync def f(): pass', '@a or b\ndef f(): pass',
  'async def f():\n  async with a as b, c: pass\n  async for i in x: pass\n  else: pass\n  return await y', 'async def f():\n  await x ** 2\n  -await x ** y\n  await a.b(c)[d] + await e',
  'def f():\n  x = yield\n  y = yield a, b\n  z = yield from c\n  return *a, b\n  yield *a, b',
  // Match.
  'match x:\n  case 1 | -2 | 3.5 | -4j | 1 + 2j | "a" "b" | b"c" | None | True | False: pass',
  'match x, y:\n  case a, *b: pass\n  case [c, [d, *_]] | (c, d): pass\n  case (e): pass\n  case (f,): pass\n  case (): pass\n  case []: pass\n  case *g,: pass',
  'match x:\n  case {"a": 1, b.c: d, **e}: pass\n  case {}: pass\n  case {-1: _, 1 + 2j: f}: pass\n  case {"a": {"b": [c]}}: pass',
  'match x:\n  case A(): pass\n  case A(b, c=d, e=(f as g)): pass\n  case a.B(c=[d, e], f=1 | 2): pass\n  case A(x=y) as z if w: pass\n  case _ as q: pass',
  'match x:\n  case (1 as a) | (2 as a): pass\n  case a.b: pass\n  case _ if c := d: pass\n  case str(x) | (int() as x): pass', 'match *a, b:\n  case _: pass', 'match (x):\n  case _: pass',
  'match x,:\n  case _: pass', 'match w := x,:\n  case y as v,: pass', 'match -x:\n  case _: pass', 'match match:\n  case case: pass', 'match x:\n  case 0:\n    pass;',
  // Strings.
  'x = "a" "b" u"c" r"\\d"', 'x = b"a" rb"\\x" Rb"\\n" b"\\x41\\101\\n\\q"', 'x = "\\x41\\101\\u00e9\\U0001F600\\n\\q\\\\\\\'\\"\\a\\b\\f\\r\\t\\v\\0\\777"', 'x = "a\\\nb"',
  'x = """a\nb"""', "x = '''a\"b'''", 'x = r"\\\\"', 'x = "é😀" + y', 'é = "日本" + 名前', 'x = "😀"; y = z', 'ﬁ = 1\nfi', '"\\ud800" + "\\udc00"',
  // Formatted strings.
  'f""', '"" f""', 'f"abc" "def"', '"abc" f"{x}" "def"', 'x = f"a{b}c" "d{e}"', "f'{a!r:>{w}.{p}}'", "f'{a=}' f'{b = !s}' f'{c=:>5}'", "f'{ a = }'", "f'{{}}{a}}}'", "f'{a if b else c}'",
  "f'{a, b}'", "f'{*a, b}'", "f'{a!r}' 'x' f''", "f'{x:%Y-%m-%d}'", "f'\\x41{a}\\n'", "rf'\\d{a}\\N{b}'", "f'{\"a\"}'", "f'{a[\"b\"]}'", "f'{a:=5}'", "f'{a!=b}'", "f'{a==b}'",
  "f'{a:!r}'", "f'{a::}'", "f'{a }'", "f'{a:}'", "f'{(lambda x: 1)}'", "f'{a:{b}c{d}}'", "f'{ {1: 2}[1] }'", "f'{f\"{a}\"}'", "f'''{\na\n}'''", "f'''\n{a}\n{b!r:{c}}'''",
  "f'{a}' \\\n f'{b}'", "(f'{a:>{b}}'\n  'c'\n  f'{d:{e}}')", 'def f():\n  return f"{yield_}"', "f'é{ü}😀{x}'", "f'{a:{{}}}'",
  // Numbers.
  'x = 1_000 + 0xff_ff + 0o17 + 0b1_1 + 1e10 + 1.5j + .5 + 5. + 1_0.0_1e-1_0 + 0_0 + 00 + 0XAB + 1E5J + 012.5 + 07j',
  'x = 123456789012345678901234567890 + 0xffffffffffffffffffffffff + 9007199254740993 + 1e400 + 1e-400 + 0.1', 'x = 1..real + 1.0.real + 0x1.real + 1 .real',
  // Layout.
  '\\\nx = 1', 'x = \\\n 1', 'x = (1 +\n2)', 'def f():\n  x = (a.\nb)\n  return [\n1,\n\n# c\n2]', 'if a:\n\tb\n\tc', '\fx = 1\n\f\ny = 2', 'if a:\n  \f b\n',
  'x = 1\r\ny = """a\r\nb"""\r\n', 'x = 1\ry = 2\r', '', '# only a comment', '\n\n\n', '   \n  # c\n', '"doc"\nfrom __future__ import annotations, division\nx: undefined',
  'x = [\n  1,\n  2,\n]\n\n\n', 'def f(a,\n      b):\n\n    # c\n\n    return a\n# d\n', 'class A:\n\n  def f(self): pass\n\n  # c\n\nx = 1', 'if True:\n  x = """\na\n"""\n  y = 1',
];

/** Programs that turn on which names belong to which scope. */
export const scoped: readonly string[] = [
  'def f(a, b=c, *d, e, **g):\n  h = a\n  for i in j: k = i\n  return h', 'def f():\n  x = 1\n  def g():\n    return x\n  return g', 'def f(x):\n  def g(): return x\n  y = 1\n  def h(): return y, x',
  'def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2\n  class A:\n    y = x\n    def x(self): return x', 'class A:\n  __a = 1\n  def __f(self, __b): return self.__c(__d=__a, __e__=1)',
  'class __A_:\n  def f(self):\n    import __b\n    __c = __b\n    return lambda: __c', 'class _:\n  __a = 1', 'class A:\n  def f(self): return super().f()\n  def g(self): return __class__\n  x = [super for y in z]',
  'class A:\n  def f(self):\n    def g(): return super()\n    return g', 'def f():\n  global x\n  def x(): pass\n  class y: pass', 'def f():\n  class A:\n    class B:\n      def g(self): return [lambda: 0 for _ in self]',
  'x = [a for a in b]\ndef f(c):\n  return [a + c for a in b if (d := a)], d', '[(y := x) for x in z]', 'class A:\n  x = [y for y in z]', 'def f():\n  [x for x in [y for y in z]]\n  return (lambda a, b=c: a + d)',
  'def f():\n  try:\n    return a\n  finally:\n    b = 1\n    c = 2\n  d = 3', 'def f():\n  while x:\n    try:\n      if y: break\n      z = 1\n    finally:\n      w = 2\n  v = 3',
  'def f():\n  x: int\n  y: int = 1\n  z = y\n  x = z', 'def f():\n  (x): int = 1\n  a.b: c = d\n  a[e]: g', 'def f():\n  import a.b, c.d as e\n  from g import h, i as j', 'def f():\n  a += 1\n  b.c += d\n  del e, b[g]',
  'def f():\n  match a:\n    case [b, *c] if d: pass\n    case {"k": e, **g} | h(e=e, i=g): pass\n    case j as k: pass', 'def f():\n  with a as b, c as (d, e): g = b\n  try: pass\n  except h as i: j = i',
  'def f(): yield 1', 'async def f(): pass', 'async def f(): yield 1', 'async def f(): return [x async for x in y]', 'async def f(): return (x async for x in y), {z async for z in w}',
  'async def f(): return [await x for x in y]', 'lambda: (yield)', 'def f(x): return (y for y in x)', 'def f(a: x = y, *b: z) -> w:\n  def g(c: a): return c', 'from __future__ import annotations\ndef f(a: x):\n  b: y = a\n  return lambda: b',
  '@d\n@e\ndef f(): pass\n@g\nclass A: pass', 'def f():\n  def g():\n    def h():\n      return a\n    return h\n  a = 1', 'def f(a):\n  class B:\n    a = a\n    def g(self): return a', 'def f():\n  for x in y:\n    def g(): return x\n  else: z = 1',
  'def f(𐐀, ﬀ):\n  def g(): return 𐐀, ﬀ, z\n  z = 1', 'def f(b, a):\n  def g(): return a, c, b\n  c = 1', 'print(__debug__)\ndef f(): return __debug__', 'def f():\n  f = 1\n  return locals()',
];

/** Programs that CPython refuses. */
export const refused: readonly string[] = [
  'x =', 'print "a"', 'exec "x"', 'f() = 1', 'a + b = c', '1 = x', 'None = 1', '(a, 1) = b', 'a, b += 1', '[a] += 1', 'f() += 1', 'x = 1 = y', '(a, b): int', '[a]: int', 'del f()', 'del 1', 'del a + b', 'del *a',
  'for f() in x: pass', 'for 1 in x: pass', 'with a as f(): pass', 'with a as 1: pass', '[a for f() in b]', 'x = a := 1', 'a := 1', 'f(a=b:=1)', '(a.b := 1)', 'lambda: a := 1', 'x = *a', '*a', 'return *a', 'for *a in b: pass', '*a = b', '*a, *b = c',
  '(*a)', '{**a for b in c}', '[*a for b in c]', 'f(a=1, b)', 'f(**a, *b)', 'f(**a, b)', 'f(a=1, a=2)', 'f(a for a in b, c)', 'f(,)', 'def f(a, a): pass', 'def f(a=1, b): pass', 'def f(*): pass', 'def f(*, **a): pass', 'def f(a, /, b, /): pass', 'def f(*a, *b): pass',
  'def f(**a, b): pass', 'def f((a, b)): pass', 'lambda (a): a', 'def f(/): pass', 'break', 'continue', 'return 1', 'yield 1', 'await x', 'class A: return', 'class A:\n  yield', 'def f(): await x', 'async def f(): yield from x', 'async def f():\n  yield 1\n  return 2',
  'def f():\n  async for a in b: pass', 'def f():\n  async with a: pass', 'def f(): return [a async for a in b]', 'nonlocal x', 'def f():\n  nonlocal x', 'def f(x):\n  global x', 'def f():\n  x = 1\n  global x', 'def f():\n  print(x)\n  global x', 'def f():\n  x: int\n  global x',
  'def f():\n  global x\n  nonlocal x', 'def f():\n  from a import *', '[(a := 1) for a in b]', '[a for a in (b := c)]', 'class A: [(a := b) for b in c]', '[(yield a) for a in b]', '__debug__ = 1', 'def f(__debug__): pass', 'x.__debug__ = 1',
  'try:\n  pass', 'try:\n  a\nexcept:\n  b\nexcept C:\n  d', 'try:\n  a\nexcept B, C:\n  d', 'try:\n  a\nexcept* B:\n  c\nexcept D:\n  e', 'try:\n  a\nexcept*:\n  b', 'try:\n  pass\nexcept* A:\n  return', 'for a in b:\n  try: c\n  except* D: break',
  'match a:\n  case b: c\n  case _: d', 'match a:\n  case b | 1: c', 'match a:\n  case [*b, *c]: d', 'match a:\n  case [b, b]: c', 'match a:\n  case f"{b}": c', 'match a:\n  case A(b=1, b=2): c', 'match a:\n  case (b, 1) | (c, 2): d', 'match a:\n  case -b: c',
  'if a:\npass', 'if a:', 'def f():\nreturn', 'while a:\n', 'class A:\nx = 1', 'for a in b:\n\nc', '  x = 1', 'x = 1\n  y = 2', 'if a:\n    b\n  c', 'if a:\n    b\n      c', 'if a:\n        b\n\tc', 'else: pass', 'if a: b\nelif c', 'x = (1', 'x = [1, 2', 'x = 1)', 'x = (1]',
  'x = "abc', "x = 'abc\ny = 1", 'x = """abc', 'f(a b)', 'x = a b', 'a b', 'if a b: c', 'x = 0777', 'x = 5L', 'x = 1__0', 'x = 1_', 'x = 0x', 'x = 12abc', 'x = 1.real', 'x = 0b12', 'x = "\\x4"', 'x = "\\N{no such name}"', 'x = b"é"', 'x = b"a" "b"', 'x = ur"a"', "x = t'a'",
  'import a,', 'import a.b as c.d', 'from a import b,', 'from a import', 'from . import a.b', 'from __future__ import braces', 'from __future__ import nothing', 'x = 1\nfrom __future__ import annotations', 'def f():\n  from __future__ import division', 'async = 1', 'await = 1',
  'x.async', 'def f(async): pass', 'x = yield = 1', 'a = b += c', 'a += b = c', 'a <> b', 'x = a if b', 'not', 'a not b', 'await await x', 'x ** not y', 'a and lambda: b', 'raise a, b', 'assert a, b, c', 'a = 1 if b else', 'lambda', 'class A(a for a in b): pass', 'x[a:b=1]', 'x[]', '@a, b\ndef f(): pass',
  '@a', 'with a as b', 'f"{}"', 'f"{a b}"', 'f"{a!x}"', 'f"{a"', 'f"}"', 'f"{lambda: 1}"', 'f"{*a}"', 'x = $', 'x = a?b', 'x = €', 'a.b.1', 'x = \\ 1', 'pass pass', 'if a: if b: c', 'x = 1; if a: b',
  'a.\n  b', 'x =\n  1', 'def f(a, *, b,): await', 'x: *a', 'x: y := 1', 'x: a = b = c', 'def f() -> *a: pass', 'def f(a: *b): pass', 'with (a as b), c: pass', 'with (yield, a): pass', '(a, yield)', '[yield]', '{1: *a}', '{a: b := 1}', '{*a: 1}', '{,}', '(,)', '[,]',
];

/** Those of them of which we say less than CPython: only that the syntax is invalid. */
export const unexplained: ReadonlySet<string> = new Set([
  '[a for f() in b]', '(a.b := 1)', 'lambda: a := 1', '{**a for b in c}', 'f(a b)', 'f"{a b}"', 'def f() -> *a: pass',
]);
