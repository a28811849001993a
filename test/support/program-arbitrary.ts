// Generated Python programs: small, always ending, over the constructs whose order of events is easy to get wrong. Names are few, so that programs run into
// each other's variables and into exceptions as well.
import * as fc from 'fast-check';
import { withLineBreaks } from './line-breaks.ts';

const indent = (text: string): string => text.split('\n').map(l => (l === '' ? l : `    ${l}`)).join('\n');
const one = <T>(...xs: T[]): fc.Arbitrary<T> => fc.constantFrom(...xs);

const names = one('a', 'b', 'c', 'items', 'text');
const number = fc.oneof(fc.integer({ min: -3, max: 9 }).map(String), one('0', '1', '2', '10', '-7', '2.5', '1e3', '0.1'));
const word = one("'x'", "'ab c'", "''", "'Straße'", "'a,b,,c'", '"it\'s"', "'😀é'");

/** Expressions, up to a depth. */
function expression(depth: number): fc.Arbitrary<string> {
  const leaf = fc.oneof({ weight: 4, arbitrary: names }, { weight: 3, arbitrary: number }, { weight: 2, arbitrary: word }, one('None', 'True', 'False', '[]', '{}', '()'));
  if (depth === 0) return leaf;
  const e = expression(depth - 1);
  const pair = fc.tuple(e, e);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 4, arbitrary: fc.tuple(e, one('+', '-', '*', '//', '%', '/', '&', '|', '<', '<=', '==', '!=', '>', 'in', 'is', 'and', 'or'), e).map(([a, op, b]) => `(${a} ${op} ${b})`) },
    fc.tuple(e, e, e).map(([a, b, c]) => `(${a} if ${b} else ${c})`),
    fc.tuple(e, one('<', '<=', '=='), e, one('<', '!='), e).map(([a, p, b, q, c]) => `(${a} ${p} ${b} ${q} ${c})`),
    fc.array(e, { maxLength: 3 }).map(xs => `[${xs.join(', ')}]`),
    fc.array(e, { maxLength: 3 }).map(xs => `(${xs.map(x => `${x},`).join(' ')})`),
    fc.array(pair, { maxLength: 2 }).map(xs => `{${xs.map(([k, v]) => `${k}: ${v}`).join(', ')}}`),
    pair.map(([a, b]) => `${a}[${b}]`),
    fc.tuple(e, e, e).map(([a, b, c]) => `${a}[${b}:${c}]`),
    e.map(a => `-${a}`),
    e.map(a => `(not ${a})`),
    fc.tuple(one('len', 'str', 'repr', 'list', 'sorted', 'sum', 'max', 'int', 'bool', 'abs', 'tuple', 'type', 'list(reversed', 'list(enumerate'), e).map(([f, a]) => (f.includes('(') ? `${f}(${a}))` : f === 'type' ? `type(${a}).__name__` : `${f}(${a})`)),
    fc.tuple(e, one('upper()', 'split()', "replace('a', 'zz')", "join(['1', '2'])", 'append(1)', 'pop()', 'copy()', 'items()', 'get(1, 2)', "startswith('a')", 'index(1)', 'count(0)', "format(1, 2)", 'strip()', 'sort()')).map(([a, m]) => (m === 'items()' ? `list(${a}.${m})` : `${a}.${m}`)),
    fc.tuple(e, one('', '!r', ':>6', ':.2f', ':05d', ':,', '=', ':x', '!s:<4')).map(([a, s]) => `f"<{${a.replace(/"/g, "'").includes('"') || a.includes("'") || a.includes('{') || a.includes(':') || a.includes('!') || a.includes('\\') ? 'a' : a}${s}}>"`),
    fc.tuple(one('%d', '%s', '%r', '%5.1f', '%-4s|'), e).map(([f, a]) => `('${f}' % (${a},))`),
    fc.tuple(e, e, e).map(([a, b, c]) => `[${a} for c in ${b} if ${c}]`),
    fc.tuple(e, e).map(([a, b]) => `{a: ${a} for a in ${b}}`),
    fc.tuple(e, e).map(([a, b]) => `list(${a} for b in ${b})`),
    fc.tuple(e, e).map(([a, b]) => `(lambda x, y=${a}: x)(${b})`),
    fc.tuple(e, e).map(([a, b]) => `f(${a}, ${b})`),
    fc.tuple(e).map(([a]) => `P(${a})`),
    fc.tuple(e, one('.v', '.w', '.m(1)', '.d')).map(([a, m]) => `P(${a})${m}`),
    fc.tuple(e, e).map(([a, b]) => `(P(${a}) + P(${b}))`),
    e.map(a => `(a := ${a})`),
  );
}
const target = fc.oneof({ weight: 5, arbitrary: names }, one('items[0]', "items['k']", 'a, b', 'a, *b', '(a, (b, c))', 'p.v'));

/** Statements, up to a depth. */
function statement(depth: number, where: { loop: boolean; fn: boolean; gen: boolean }): fc.Arbitrary<string> {
  const e = expression(2);
  const small = expression(1);
  const simple = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(target, e).map(([t, v]) => `${t} = ${v}`) },
    { weight: 3, arbitrary: fc.tuple(names, one('+=', '-=', '*=', '//='), small).map(([n, op, v]) => `${n} ${op} ${v}`) },
    { weight: 2, arbitrary: e },
    fc.tuple(one('a', 'p.y', 'items[0]'), one('int', '[int, str]'), e).map(([t, n, v]) => `${t}: ${n} = ${v}`),
    fc.tuple(e).map(([v]) => `print(${v}, ${v.length % 2 === 0 ? "sep='-'" : "end=';'"})`),
    one('pass', 'del a', 'del items[0]', 'assert a', 'assert a == b, "no"', 'global_ = 1', 'x = y = 0', 'a: int = 3'),
    one("raise ValueError('v')", "raise KeyError('k') from None", 'raise'),
    ...(where.loop ? [one('break', 'continue')] : []),
    ...(where.fn ? [small.map(v => `return ${v}`)] : []),
    ...(where.gen ? [small.map(v => `yield ${v}`), small.map(v => `a = yield ${v}`), small.map(v => `yield from [${v}, 1]`)] : []),
    fc.tuple(e, e).map(([a, b]) => `a = [${a},\n     ${b}]`),
    fc.tuple(small, small).map(([a, b]) => `b = f(\n    ${a},\n    ${b},\n)`),
  );
  if (depth === 0) return simple;
  const block = (w: typeof where): fc.Arbitrary<string> => fc.array(statement(depth - 1, w), { minLength: 1, maxLength: 3 }).map(xs => indent(xs.join('\n')));
  const b = block(where);
  const loop = block({ ...where, loop: true });
  return fc.oneof(
    { weight: 5, arbitrary: simple },
    fc.tuple(small, b, fc.option(b)).map(([t, x, y]) => `if ${t}:\n${x}${y === null ? '' : `\nelse:\n${y}`}`),
    fc.tuple(small, b, small, b).map(([t, x, u, y]) => `if ${t}:\n${x}\nelif ${u}:\n${y}`),
    fc.tuple(names, one('range(3)', '[1, 2]', "'ab'", 'items', 'g()', "{'k': 1}"), loop, fc.option(b)).map(([n, i, x, y]) => `for ${n} in ${i}:\n${x}${y === null ? '' : `\nelse:\n${y}`}`),
    fc.tuple(loop).map(([x]) => `n = 3\nwhile n > 0:\n    n -= 1\n${x}`),
    fc.tuple(b, one('ValueError', 'KeyError', '(TypeError, ZeroDivisionError)', 'Exception', ''), b, fc.option(b), fc.option(b)).map(
      ([x, k, y, o, f]) => `try:\n${x}\nexcept ${k}${k === '' ? '' : ' as e'}:\n${y}${o === null ? '' : `\nelse:\n${o}`}${f === null ? '' : `\nfinally:\n${f}`}`.replace('except :', 'except:'),
    ),
    fc.tuple(b, b).map(([x, f]) => `try:\n${x}\nfinally:\n${f}`),
    fc.tuple(one('CM()', 'CM(True)', 'CM() as a', 'CM() as a, CM(True) as b'), b).map(([m, x]) => `with ${m}:\n${x}`),
    fc.tuple(small, b, b, b).map(([s, x, y, z]) => `match ${s}:\n    case 0 | 1:\n${indent(x)}\n    case [a, *b]:\n${indent(y)}\n    case _ if a:\n${indent(z)}`),
    fc.tuple(one('a=1, b=2', 'a: int = 1, b: (str) = 2', 'a=1, *, b: [int] = 2', 'a: int | None = (1, 2), *b: str, c=3, **d: w'), one('', ' -> None', ' -> [int]'), block({ loop: false, fn: true, gen: false })).map(([p, r, x]) => `w = str\ndef f(${p})${r}:\n${x}`),
    fc.tuple(block({ loop: false, fn: true, gen: true })).map(([x]) => `def g(items=(1, 2), a=0, b=1):\n    yield a\n${x}`),
    fc.tuple(b).map(([x]) => `class Q(P):\n    z = 1\n${x}`),
  );
}

const prelude = `class P:
    w = 7
    def __init__(self, v=0):
        self.v = v
    def __add__(self, other):
        return P((self.v, other.v))
    def __eq__(self, other):
        return isinstance(other, P) and self.v == other.v
    @property
    def d(self):
        return self.v * 2
    def m(self, k):
        return [self.v, k]
class CM:
    def __init__(self, quiet=False):
        self.quiet = quiet
    def __enter__(self):
        return 5
    def __exit__(self, kind, value, tb):
        return self.quiet
def f(a=1, b=2):
    return b
def g():
    yield 1
    yield 2
p = P(1)
a, b, c, items, text = 1, [2, 3], 'c', [4, 5, 6], 'some text'
`;
/** Whole programs; each top-level statement is guarded, so that one exception does not end it all. */
export const program: fc.Arbitrary<string> = fc.array(statement(2, { loop: false, fn: false, gen: false }), { minLength: 2, maxLength: 6 }).map(
  xs => prelude + xs.map((x, i) => (i % 2 === 0 ? x : `try:\n${indent(x)}\nexcept Exception as e${i}:\n    print(type(e${i}).__name__, e${i})`)).join('\n') + '\n',
);

/** The same programs spread over more lines inside brackets: every part of an expression has a line of its own then. */
export const spreadProgram: fc.Arbitrary<string> = fc.tuple(program, fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }), fc.integer({ min: 2, max: 5 })).map(
  ([text, choices, every]) => withLineBreaks(text, n => choices[n % 64] && n % every === 0),
);
