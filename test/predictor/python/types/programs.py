"""Random programs over the containers and iterators, with what the running CPython prints for them, one JSON record a line.

Usage: programs.py KIND SEED COUNT [OPERATIONS]. Each operation is announced by `#n`, so that a difference can be traced to it.
"""
import contextlib
import io
import json
import random
import sys

PRE = '''
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class H:
    n = 0
    def __init__(s, v): s.v = v
    def __hash__(s): print('h', s.v, end=' '); return s.v + 1000003
    def __eq__(s, o):
        print('e', s.v, end=' ')
        return s.v == (o.v if isinstance(o, H) else o)
    def __repr__(s): return f'H({s.v!r})'
class O:
    def __init__(s, v): s.v = v
    def __lt__(s, o): print(f'{s.v}<{o.v}', end=' '); return s.v < o.v
    def __repr__(s): return f'O({s.v!r})'
class It:
    def __init__(s, v): s.v = v
    def __iter__(s): print('iter', end=' '); return iter(s.v)
    def __len__(s): print('len', end=' '); return len(s.v)
class I:
    def __init__(s, v): s.v = v
    def __index__(s): print('idx', end=' '); return s.v
class L(list): pass
class D(dict): pass
class M(dict):
    def __missing__(s, k): return ('missing', k)
class S(set): pass
class F(frozenset): pass
class T(tuple): pass
class INT(int): pass
class STR(str): pass
'''
KIND, SEED, COUNT = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
OPERATIONS = int(sys.argv[4]) if len(sys.argv) > 4 else 30
R = random.Random(SEED)
c = R.choice
def numbered(p): return '\n'.join(f"print('#{i}')\n{op}" for i, op in enumerate(p))
def small(): return str(R.randint(-3, 6))
def key():
    k = R.random()
    if k < .35: return str(R.randint(-20, 60))
    if k < .45: return str(c([0, 1, 2**61-1, 2**61, -2**61, 2**64, 2**63-1, -1, -2, 2**31, 2**32, 10**15, 10**20, 10**30]))
    if k < .55: return repr(c([0.0, 1.0, 1.5, -1.0, 0.1, 1e300, 2.0**70, -0.0, float(2**53), 3.25]))
    if k < .65: return repr(c(['a', 'b', 'ab', 'hello', '', 'é', '\u4e00', '\U0001F600']))
    if k < .72: return c(['True', 'False'])
    if k < .87: return '(' + ''.join(key() + ', ' for _ in range(R.randint(0, 3))) + ')'
    if k < .9: return repr(c([b'a', b'', b'xyz']))
    if k < .94: return 'frozenset([' + ', '.join(key() for _ in range(R.randint(0, 4))) + '])'
    if k < .96: return f'INT({R.randint(-2, 5)})'
    if k < .97: return 'STR("a")'
    if k < .98: return '5'
    if k < .99: return f'range(2, {R.randint(4, 7)})'
    return f'T(({key()},))'
def hkey():
    return f'H({R.randint(0,4)})' if R.random() < .15 else key()
def anyv(depth=2):
    k = R.random()
    if k < .6 or depth == 0: return key()
    if k < .7: return '[' + ', '.join(anyv(depth-1) for _ in range(R.randint(0, 3))) + ']'
    if k < .8: return '{' + ', '.join(key() + ': ' + anyv(depth-1) for _ in range(R.randint(0, 3))) + '}'
    if k < .85: return 'None'
    if k < .9: return '(' + ''.join(anyv(depth-1) + ', ' for _ in range(R.randint(0, 3))) + ')'
    return small()
def ints(n=None): return '[' + ', '.join(str(R.randint(-5, 9)) for _ in range(R.randint(0, 8) if n is None else n)) + ']'
def iterable():
    return c([ints, ints, lambda: f'tuple({ints()})', lambda: f'iter({ints()})', lambda: f'(x for x in {ints()})', lambda: f'range({small()}, {small()})', lambda: '"abc"', lambda: f'set({ints()})',
              lambda: f'dict.fromkeys({ints()})', lambda: f'It({ints()})', lambda: '5', lambda: 'L([1,2])', lambda: f'reversed({ints()})', lambda: 'x'])()
def bound(): return c([lambda: '', small, small, lambda: 'None', lambda: str(R.choice([-100, 100, 10**20, -10**20])), lambda: f'I({small()})', lambda: 'True', lambda: '"a"' if R.random() < .2 else ''])()
def sl(): return f'{bound()}:{bound()}' + (f':{c(["", "1", "-1", "2", "-2", "3", "0", "None", "10**20", "-10**20"])}' if R.random() < .6 else '')
def idx(): return c([small, small, lambda: f'I({small()})', lambda: 'True', lambda: '10**20', lambda: '"a"', lambda: '1.0', lambda: 'None'])()

def list_prog():
    p = [f'x = [{", ".join(anyv() for _ in range(R.randint(0, 7)))}]', f'y = {ints()}']
    for _ in range(OPERATIONS):
        v = c(['x', 'y', 'y'])
        e = c([
            lambda: f't(lambda: {v}[{sl()}])', lambda: f't(lambda: {v}[{idx()}])', lambda: f't(lambda: {v}.append({anyv()}))', lambda: f't(lambda: {v}.extend({iterable()}))',
            lambda: f't(lambda: {v}.insert({idx()}, {anyv()}))', lambda: f't(lambda: {v}.pop({c(["", small(), idx()])}))', lambda: f't(lambda: {v}.remove({small()}))',
            lambda: f't(lambda: {v}.index({small()}{c(["", ", "+small(), ", "+small()+", "+small()])}))', lambda: f't(lambda: {v}.count({small()}))', lambda: f't(lambda: {v}.reverse())',
            lambda: f't(lambda: {v}.sort())', lambda: f't(lambda: {v}.sort(key=str, reverse={c(["True", "False", "1", "0", "None"])}))', lambda: f't(lambda: {v}.copy())', lambda: f't(lambda: {v}.clear())' if R.random() < .2 else '',
            lambda: f't(lambda: {v}.__setitem__(slice({bound() or "None"}, {bound() or "None"}, {c(["None", "1", "2", "-1", "0"])}), {iterable()}))', lambda: f't(lambda: {v}.__delitem__(slice({bound() or "None"}, {bound() or "None"}, {c(["None", "1", "2", "-1", "-2", "3"])})))',
            lambda: f't(lambda: {v}.__setitem__({idx()}, {anyv()}))', lambda: f't(lambda: {v}.__delitem__({idx()}))', lambda: f't(lambda: {v} + {c([ints(), "(1,)", "L([1])", "5"])})', lambda: f't(lambda: {v} * {c(["2", "0", "-1", "True", "I(2)", "1.5", "None"])})',
            lambda: f't(lambda: {c(["2", "True"])} * {v})', lambda: f't(lambda: {v} {c(["<", "<=", "==", "!=", ">", ">="])} {c([ints(), "y", "x", "(1,)", "L(y)", "5"])})', lambda: f't(lambda: {small()} in {v})', lambda: f't(lambda: list({iterable()}))',
            lambda: f't(lambda: tuple({iterable()}))', lambda: f'try: {v} += {iterable()}\nexcept Exception as e: print(type(e).__name__, e)', lambda: f'try: {v} *= {c(["2", "0", "1"])}\nexcept Exception as e: print(type(e).__name__, e)',
            lambda: f't(lambda: sorted({iterable()}))', lambda: f't(lambda: tuple({v})[{sl()}])', lambda: f't(lambda: tuple({v}).index({small()}, {small()}))', lambda: f't(lambda: tuple({v}) + {c(["()", "(1,)", "[1]", "T((1,))"])})', lambda: f't(lambda: tuple({v}) * {c(["2", "0", "-1", "1"])})',
            lambda: f't(lambda: tuple(y) {c(["<", "<=", "==", "!=", ">"])} tuple({ints()}))', lambda: f'{v}.append({v}); print({v}); {v}.pop()', lambda: f't(lambda: (lambda a, *b, c: (a, b, c))(*{v}, c=1))', lambda: f't(lambda: [*{v}, *{iterable()}])',
            lambda: f'try:\n    a, *b = {iterable()}\n    print(a, b)\nexcept Exception as e: print(type(e).__name__, e)', lambda: f't(lambda: list(reversed({v})))', lambda: f't(lambda: L({v}))', lambda: f't(lambda: max({v}))', lambda: f't(lambda: "".join(map(str, {v})))',
            lambda: f't(lambda: list(enumerate({v}, {small()})))', lambda: f't(lambda: list(zip({v}, {iterable()}, strict={c(["True", "False"])})))', lambda: f't(lambda: list(filter({c(["None", "lambda a: a > 2", "bool"])}, {v})))', lambda: f't(lambda: list(map(lambda a, b: (b, a), {v}, {iterable()})))',
        ])()
        if e: p += [e, 'print(x, y)'] if '+=' in e or '*=' in e else [e]
        if len(p) > 200: break
        p.append('if len(x) > 60: x = []')
        p.append('if len(y) > 60: y = []')
    p.append('print(x, y)')
    return PRE + numbered(p)

def sort_prog():
    n = R.choice([3, 10, 31, 40, 64, 65, 100, 130, 200])
    kind = R.random()
    if kind < .3: vals = [R.randint(0, n) for _ in range(n)]
    elif kind < .5: vals = sorted(R.randint(0, n) for _ in range(n)); [vals.__setitem__(R.randrange(n), R.randint(0, n)) for _ in range(3)]
    elif kind < .7:
        vals = []
        while len(vals) < n: vals += sorted([R.randint(0, n) for _ in range(R.randint(1, 50))], reverse=R.random() < .5)
    else: vals = [R.randint(0, 5) for _ in range(n)]
    p = [f'v = {vals}', 'x = [O(a) for a in v]']
    p.append(c(['x.sort()', 'x.sort(reverse=True)', 'x.sort(key=lambda o: o)', 'x = sorted(x)', 'a = min(x), max(x)']))
    p.append('print(x)')
    p.append(f'w = list(enumerate(v)); w.sort(key=lambda p: p[1], reverse={R.random() < .5}); print(w)')
    p.append(f's = [str(i % 7) for i in v]; s.sort(reverse={R.random() < .5}); print(s)')
    p.append(f'f = [i / 3 for i in v]; f.sort(); print(f); f[len(f) // 2] = float("nan"); f.sort(); print(f)')
    p.append('m = [1, 2.5, True, 0, -1.5, 2]; m.sort(); print(m); m.sort(key=lambda z: -z); print(m)')
    p.append('''
cnt = 0
class B:
    def __init__(s, v): s.v = v
    def __lt__(s, o):
        global cnt
        cnt += 1
        if cnt == LIMIT: raise ValueError('stop')
        return s.v < o.v
    def __repr__(s): return repr(s.v)
b = [B(a) for a in v]
try: b.sort(reverse=REV)
except ValueError as e: print(e)
print(b, cnt)
'''.replace('LIMIT', str(R.randint(1, 3*n))).replace('REV', str(R.random() < .5)))
    return PRE + numbered(p)

def dict_prog():
    p = [f'd = {{{", ".join(hkey() + ": " + small() for _ in range(R.randint(0, 6)))}}}', f'e = {{{", ".join(key() + ": " + small() for _ in range(R.randint(0, 6)))}}}', 'print(d, e)']
    for _ in range(OPERATIONS):
        v = c(['d', 'e'])
        k = hkey
        o = lambda: c(['d', 'e', f'{{{key()}: 1}}', f'[({key()}, 2)]', f'D({{{key()}: 3}})', 'M()', f'[{key()}]', '5', f'zip("ab", [1, 2])', '[(1, 2, 3)]', '["ab"]'])
        view = lambda: c([f'{v}.keys()', f'{v}.items()', f'{v}.keys()', f'{v}.values()'])
        setlike = lambda: c(['d.keys()', 'e.keys()', 'd.items()', 'e.items()', f'{{{key()}}}', f'[{key()}]', 'frozenset([1, 2])', 'set(e)'])
        p.append(c([
            lambda: f't(lambda: {v}[{k()}])', lambda: f't(lambda: {v}.get({k()}, {small()}))', lambda: f't(lambda: {v}.__setitem__({k()}, {small()}))', lambda: f't(lambda: {v}.__setitem__({k()}, {small()}))', lambda: f't(lambda: {v}.__delitem__({k()}))',
            lambda: f't(lambda: {v}.pop({k()}))', lambda: f't(lambda: {v}.pop({k()}, None))', lambda: f't(lambda: {v}.popitem())', lambda: f't(lambda: {v}.setdefault({k()}, {small()}))', lambda: f't(lambda: {v}.update({o()}))',
            lambda: f't(lambda: {v}.update({o()}, a=1))', lambda: f't(lambda: {v} | {o()})', lambda: f't(lambda: {o()} | {v})', lambda: f't(lambda: {v} == {o()})', lambda: f't(lambda: {v} != {o()})', lambda: f't(lambda: {k()} in {v})', lambda: f't(lambda: {v}.copy())',
            lambda: f't(lambda: list({view()}))', lambda: f't(lambda: {view()})', lambda: f't(lambda: sorted({setlike()} & {view()}, key=repr))', lambda: f't(lambda: len({view()} | {setlike()}))', lambda: f't(lambda: {view()} ^ {setlike()})', lambda: f't(lambda: {view()} - {setlike()})',
            lambda: f't(lambda: {setlike()} - {view()})', lambda: f't(lambda: {setlike()} {c(["<", "<=", "==", ">=", ">", "!="])} {view()})', lambda: f't(lambda: {view()}.isdisjoint({setlike()}))', lambda: f't(lambda: list(reversed({view()})))', lambda: f't(lambda: dict({o()}))', lambda: f't(lambda: dict({o()}, b=2))',
            lambda: f't(lambda: dict.fromkeys({iterable()}, {small()}))', lambda: f't(lambda: {{**{v}, **{c(["d", "e", "D(a=1)", "{1: 1}"])}}})', lambda: f't(lambda: M({v})[{k()}])', lambda: f't(lambda: {v} < {v})', lambda: f't(lambda: {v}.keys())', lambda: f't(lambda: D({v}))', lambda: f't(lambda: D.fromkeys("ab"))',
            lambda: f't(lambda: {v}.clear())' if R.random() < .1 else 'pass', lambda: f'''
try:
    for q in {v}:
        {c([f"{v}[{key()}] = 1", f"{v}.pop({key()}, 0)", f"{v}.clear()", f"{v}[q] = 7"])}
        if len({v}) > 40: break
except Exception as ex: print(type(ex).__name__, ex)''', lambda: f'try: {v} |= {o()}\nexcept Exception as ex: print(type(ex).__name__, ex)', lambda: f't(lambda: len({v}))', lambda: f'{v}[1] = {v}; print({v}); del {v}[1]', lambda: f't(lambda: [{v}.get(z) for z in {v}])', lambda: 'print(list(d), list(e))',
            lambda: f't(lambda: hash(d.keys()))', lambda: f't(lambda: {k()} in {view()})', lambda: f't(lambda: ({key()}, {small()}) in {v}.items())',
        ])())
    p.append('print(d, e)')
    return PRE.replace("print('e'", "0 and print('e'") .replace("print('h'", "0 and print('h'") + numbered(p) if R.random() < .5 else PRE + numbered(p)

def set_prog():
    mode = R.random()
    def k():
        if mode < .4: return str(R.choice([R.randint(-10, 40), R.randint(0, 3000), R.randint(0, 200) * 8, R.randint(0, 9) * 1024]))
        if mode < .8: return key()
        return hkey()
    def st():
        n = R.choice([0, 1, 2, 3, 4, 5, 6, 8, 12, 20, 40])
        items = ', '.join(k() for _ in range(n))
        return c([lambda: f'set([{items}])', lambda: f'{{{items}}}' if n else 'set()', lambda: f'frozenset([{items}])', lambda: f'{{q for q in [{items}]}}', lambda: f'set(dict.fromkeys([{items}]))', lambda: f'set(({items}{"," if n else ""}))', lambda: f'S([{items}])', lambda: f'F([{items}])'])()
    def arg(): return c([st, st, st, lambda: 'a', lambda: 'b', lambda: 'c', lambda: f'[{k()}, {k()}]', lambda: f'{{{k()}: 1, {k()}: 2}}', lambda: f'iter([{k()}])', lambda: 'range(10)', lambda: '5', lambda: '"abc"', lambda: 'dict.fromkeys(a)', lambda: '{1: 2}.keys()'])()
    p = [f'a = set({st()})', f'b = {st()}', f'c = set({st()})', 'print(a, b, c)']
    show = R.random() < .5
    for _ in range(OPERATIONS):
        if show: p.append('print(a, b, c)')
        v = c(['a', 'a', 'b', 'c'])
        m = c(['a', 'a', 'c'])
        p.append(c([
            lambda: f't(lambda: {m}.add({k()}))', lambda: f't(lambda: {m}.add({k()}))', lambda: f't(lambda: {m}.discard({k()}))', lambda: f't(lambda: {m}.remove({k()}))', lambda: f't(lambda: {m}.pop())', lambda: f't(lambda: {m}.pop())', lambda: f't(lambda: {m}.update({arg()}, {arg()}))', lambda: f't(lambda: {m}.update({arg()}))',
            lambda: f't(lambda: {v}.union({arg()}))', lambda: f't(lambda: {v}.union())', lambda: f't(lambda: {v}.intersection({arg()}))', lambda: f't(lambda: {v}.intersection({arg()}, {arg()}))', lambda: f't(lambda: {v}.difference({arg()}))', lambda: f't(lambda: {v}.difference({arg()}, {arg()}))', lambda: f't(lambda: {v}.symmetric_difference({arg()}))',
            lambda: f't(lambda: {m}.intersection_update({arg()}))', lambda: f't(lambda: {m}.difference_update({arg()}))', lambda: f't(lambda: {m}.symmetric_difference_update({arg()}))', lambda: f't(lambda: {v} & {arg()})', lambda: f't(lambda: {v} | {arg()})', lambda: f't(lambda: {v} - {arg()})', lambda: f't(lambda: {v} ^ {arg()})',
            lambda: f't(lambda: {v} {c(["<", "<=", "==", "!=", ">", ">="])} {arg()})', lambda: f't(lambda: {v}.issubset({arg()}))', lambda: f't(lambda: {v}.issuperset({arg()}))', lambda: f't(lambda: {v}.isdisjoint({arg()}))', lambda: f't(lambda: {k()} in {v})', lambda: f't(lambda: {{1, 2}} in {v})', lambda: f't(lambda: {v}.copy())', lambda: f't(lambda: list({v}))',
            lambda: f't(lambda: frozenset({v}))', lambda: f't(lambda: hash(frozenset({v})))', lambda: f't(lambda: hash(({k()}, {k()})))', lambda: f'for op in range({R.randint(1, 30)}): {m}.add(op * {R.choice([1, 3, 8, 64])})', lambda: f'for op in range({R.randint(1, 30)}): {m}.discard(op * {R.choice([1, 2, 8])})', lambda: f'while len({m}) > {R.randint(0, 5)}: {m}.pop()',
            lambda: f'try: {m} &= {arg()}\nexcept Exception as e: print(type(e).__name__, e)', lambda: f'try: {m} |= {arg()}\nexcept Exception as e: print(type(e).__name__, e)', lambda: f'try: {m} -= {arg()}\nexcept Exception as e: print(type(e).__name__, e)', lambda: f'try: {m} ^= {arg()}\nexcept Exception as e: print(type(e).__name__, e)',
            lambda: f't(lambda: {m}.clear())' if R.random() < .2 else 'pass', lambda: f'print(a, b, c)', lambda: f't(lambda: [q for q in {{{", ".join(k() for _ in range(R.randint(1, 8)))}}}])', lambda: f't(lambda: {{frozenset({v}): 1}}[frozenset({v})])', lambda: f't(lambda: {{ {v} }})', lambda: f't(lambda: {v}.__reduce__())',
            lambda: f't(lambda: {{*{v}, {k()}}})', lambda: f't(lambda: len({v}))', lambda: f'''
try:
    for q in {m}: {m}.add(q{c(["", " + 1", " * 8"])})
except Exception as e: print(type(e).__name__, e)''',
        ])())
    p.append('print(a, b, c)')
    return PRE + numbered(p)

def range_prog():
    p = []
    def big(): return str(R.choice([R.randint(-20, 20), R.randint(-5, 5), 2**53, 2**63, -2**63, 10**20, -10**20, 2**31, 0, 1]))
    def rg(): return c([lambda: f'range({big()})', lambda: f'range({big()}, {big()})', lambda: f'range({big()}, {big()}, {big()})', lambda: f'range({small()}, {small()}, {c([-3, -2, -1, 1, 2, 3])})'])()
    for _ in range(OPERATIONS):
        p.append(c([
            lambda: f't(lambda: {rg()})', lambda: f't(lambda: len({rg()}))', lambda: f't(lambda: {rg()}[{sl()}])', lambda: f't(lambda: {rg()}[{c([idx(), big()])}])', lambda: f't(lambda: {c([big(), small(), "True"])} in {rg()})', lambda: f't(lambda: {c(["1.0", "None", "2.5", chr(34)*2])} in range({small()}, {small()}, {c([1,2,-1])}))' , lambda: 'pass',
            lambda: f't(lambda: {rg()} == {rg()})', lambda: f't(lambda: {rg()} < {rg()})', lambda: f't(lambda: [*zip(range(5), {rg()})])', lambda: f't(lambda: [*zip(range(5), reversed({rg()}))])', lambda: f't(lambda: {rg()}.index({c([big(), small()])}))', lambda: f't(lambda: {rg()}.count({c([big(), small()])}))',
            lambda: f't(lambda: bool({rg()}))', lambda: f't(lambda: slice({bound() or 1}, {bound() or 2}, {c(["None", "1", "-1", "2", "0", "-3"])}).indices({c([small(), big()])}))', lambda: f't(lambda: slice({small()}, {small()}) {c(["==", "<", "!="])} slice({small()}, {small()}))', lambda: f't(lambda: list(range({small()}, {R.randint(0, 30)}, {c([1, 2, -1])})))',
            lambda: f't(lambda: (lambda r: (r.start, r.stop, r.step))({rg()}))', lambda: f't(lambda: range({c(["1.5", "None", "I(3)", "True", chr(34)+"a"+chr(34)])}))', lambda: f't(lambda: repr(iter({rg()})))', lambda: f't(lambda: slice({small()}, None, I(2)))', lambda: f't(lambda: "abcdefgh"[{sl()}])', lambda: f't(lambda: b"abcdefgh"[{sl()}])',
        ])().replace('1.0 in range', '1.5 in range(3) or 2 in range'))
    return PRE + numbered(p)

def coll_prog():
    p = ['from _collections import deque, defaultdict, OrderedDict, _count_elements', f'q = deque({ints()}, {c(["None", "3", "5", "0"])})', f'r = deque({ints()})', f'o = OrderedDict({{{", ".join(key() + ": " + small() for _ in range(4))}}})', f'dd = defaultdict({c(["list", "int", "None", "lambda: 5"])})']
    for _ in range(OPERATIONS):
        v = c(['q', 'r'])
        p.append(c([
            lambda: f't(lambda: {v}.append({small()}))', lambda: f't(lambda: {v}.appendleft({small()}))', lambda: f't(lambda: {v}.pop())', lambda: f't(lambda: {v}.popleft())', lambda: f't(lambda: {v}.extend({iterable().replace("x", "q") if 1 else 0}))', lambda: f't(lambda: {v}.extendleft({ints()}))', lambda: f't(lambda: {v}.rotate({small()}))', lambda: f't(lambda: {v}[{idx()}])',
            lambda: f't(lambda: {v}.insert({small()}, {small()}))', lambda: f't(lambda: {v}.remove({small()}))', lambda: f't(lambda: {v}.index({small()}, {small()}))', lambda: f't(lambda: {v}.count({small()}))', lambda: f't(lambda: {v}.reverse())', lambda: f't(lambda: {v} + {c(["q", "r", "[1]"])})', lambda: f't(lambda: {v} * {c(["0", "2", "3", "-1"])})', lambda: f't(lambda: {v} {c(["<", "==", "!=", ">="])} {c(["q", "r", "deque([1, 2])", "[1]"])})',
            lambda: f'try: {v}[{idx()}] = {small()}\nexcept Exception as e: print(e)', lambda: f'try: del {v}[{idx()}]\nexcept Exception as e: print(e)', lambda: f't(lambda: {small()} in {v})', lambda: f't(lambda: list(reversed({v})))', lambda: f't(lambda: {v}.copy())', lambda: f't(lambda: ({v}.maxlen, len({v})))', lambda: f'''
try:
    for z in {c(["q", "reversed(q)"])}: {c(["q.append(1)", "q.pop()", "q.rotate(1)", "q.reverse()", "q[0] = 5"])}
except Exception as e: print(type(e).__name__, e)''', lambda: f'try: {v} *= {c(["2", "0"])}\nexcept Exception as e: print(type(e).__name__, e)', lambda: 'q = deque(q, 6)',
            lambda: f't(lambda: o.__setitem__({key()}, {small()}))', lambda: f't(lambda: o.move_to_end({c([key(), "next(iter(o))"])}, {c(["True", "False"])}))', lambda: f't(lambda: o.popitem({c(["", "last=False", "True"])}))', lambda: f't(lambda: o.pop({key()}, {c(["1", "None"])}))', lambda: f't(lambda: o.pop({key()}))', lambda: 'print(o, list(o), list(reversed(o)), o.keys(), o.items(), o.values())', lambda: f't(lambda: o.update({c(["{1: 2}", "[(3, 4)]", "[(1,)]", "5", "o"])}))',
            lambda: f't(lambda: o == {c(["dict(o)", "OrderedDict(reversed(o.items()))", "OrderedDict(o)", "5"])})', lambda: f't(lambda: o | {{1: 5}})', lambda: f't(lambda: {{1: 5}} | o)', lambda: f't(lambda: o.setdefault({key()}, 9))', lambda: f't(lambda: o.copy())', lambda: '''
try:
    for z in o: ''' + c(['o.move_to_end(z)', 'o.pop(z)', 'o[5] = 5', 'o[z] = 1']) + '''
except Exception as e: print(type(e).__name__, e)''', lambda: f't(lambda: dd[{key()}])', lambda: f't(lambda: dd.get({key()}))', lambda: 'print(dd)', lambda: f't(lambda: dd | {{1: 2}})', lambda: f't(lambda: dd.__missing__({key()}))', lambda: 'z = {}; _count_elements(z, "abracadabra"); print(z)', lambda: f't(lambda: dd.copy())', lambda: f't(lambda: OrderedDict.fromkeys({ints()}, 3))', lambda: f't(lambda: o.keys() & {{1, 2}})',
        ])())
        p.append('if len(r) > 50: r.clear()')
    p.append('print(q, r, o, dd)')
    return PRE + numbered(p)

def iter_prog():
    p = ['import itertools as I, _functools as F, _operator as P, _heapq as Q, _bisect as B', 'x = [1, 2]']
    fn = lambda: c(['lambda a: a > 2', 'lambda a: a % 2', 'bool', 'None', 'lambda a: 1 / (a - 3)'])
    def it(d=2):
        if d == 0: return iterable()
        s = lambda: it(d - 1)
        return c([
            iterable, lambda: f'I.chain({s()}, {s()})', lambda: f'I.chain.from_iterable([{s()}, {s()}])', lambda: f'I.islice({s()}, {c(["None", "3", "5", "1, 4", "0, None, 2", "1, 8, 3", "2, 1"])})', lambda: f'I.accumulate({s()})', lambda: f'I.accumulate({s()}, lambda a, b: (a, b)[b == 3], initial={c(["None", "0", "5"])})', lambda: f'I.takewhile({fn()}, {s()})', lambda: f'I.dropwhile({fn()}, {s()})',
            lambda: f'I.filterfalse({fn()}, {s()})', lambda: f'I.compress({s()}, {s()})', lambda: f'I.pairwise({s()})', lambda: f'I.zip_longest({s()}, {s()}, fillvalue={small()})', lambda: f'I.starmap({c(["pow", "max", "lambda *a: a"])}, zip({s()}, {s()}))', lambda: f'I.product({s()}, repeat={R.randint(0, 2)})' if d == 1 else iterable(), lambda: f'I.permutations(I.islice({s()}, 4), {c(["None", "2", "3", "0", "5"])})', lambda: f'I.combinations(I.islice({s()}, 5), {c(["0", "1", "2", "3", "9"])})',
            lambda: f'I.combinations_with_replacement(I.islice({s()}, 4), {R.randint(0, 3)})', lambda: f'((k, list(g)) for k, g in I.groupby({s()}, {c(["None", "lambda a: a > 2", "bool"])}))', lambda: f'I.islice(I.cycle({s()}), 7)', lambda: f'I.islice(I.count({c(["", "1", "5, 2", "1.5, 0.5", "0, -1"])}), 5)', lambda: f'I.repeat({small()}, {small()})', lambda: f'I.chain(*I.tee({s()}, {R.randint(0, 3)}))', lambda: f'map(lambda *a: a, {s()}, {s()})', lambda: f'filter({fn()}, {s()})', lambda: f'enumerate({s()}, {small()})',
            lambda: f'zip({s()}, {s()})', lambda: f'reversed(list({s()}))', lambda: f'iter(iter({s()}).__next__, {small()})',
        ])()
    for _ in range(OPERATIONS):
        p.append(c([
            lambda: f't(lambda: list({it()}))', lambda: f't(lambda: list({it()}))', lambda: f't(lambda: list({it(1)}))', lambda: f't(lambda: F.reduce(lambda a, b: (a, b), {it(1)}{c(["", ", 0"])}))', lambda: f't(lambda: (F.partial(F.partial(max, {small()}), {small()}))({small()}))', lambda: f't(lambda: sorted({ints()}, key=F.cmp_to_key(lambda a, b: {c(["a - b", "b - a", "(a > b) - (a < b)", "a % 3 - b % 3"])})))',
            lambda: f't(lambda: P.itemgetter({c(["0", "1, 0", "slice(0, 2)", "9"])})({ints()}))', lambda: f't(lambda: P.{c(["add", "sub", "mul", "lt", "eq", "concat", "contains", "countOf", "indexOf", "is_", "floordiv", "pow", "iadd"])}({c([small(), ints()])}, {c([small(), ints()])}))', lambda: f't(lambda: P.methodcaller({c(["chr(97)", "chr(105)*0+chr(99)+chr(111)+chr(117)+chr(110)+chr(116)"])}, {small()})({ints()}))', lambda: f't(lambda: P.attrgetter("real", "imag")({small()}))',
            lambda: f'h = {ints()}\nQ.heapify(h)\nprint(h)\nfor z in {ints()}: Q.heappush(h, z); print(h)\nwhile len(h) > {R.randint(0, 3)}: print(Q.heappop(h), h)\nt(lambda: Q.heapreplace(h, {small()}))\nt(lambda: Q.heappushpop(h, {small()}))\nprint(h)', lambda: f'h = [O(a) for a in {ints(R.randint(0, 20))}]\nQ.heapify(h)\nprint(h)\nQ.heappush(h, O(3)); print(h)\nt(lambda: Q.heappop(h)); print(h); Q._heapify_max(h); print(h); t(lambda: Q._heappop_max(h)); print(h)',
            lambda: f'b = sorted({ints()})\nfor z in range(-3, 9, 3): print(B.bisect_right(b, z), B.bisect_left(b, z), B.bisect_right(b, z, {R.randint(0, 2)}))\nB.insort_right(b, {small()}); B.insort_left(b, 2.0); print(b)', lambda: f'b = [O(a) for a in sorted({ints()})]\nprint(B.bisect_right(b, O(3)), B.bisect_left(b, O(3))); B.insort_right(b, O(2), key=lambda z: z); print(b)', lambda: f'it = {it(1)}\nfor z in range(4): t(lambda: next(it))\nt(lambda: next(it, "end"))',
            lambda: f't(lambda: I.{c(["count(3)", "count(1, 2)", "repeat(4)", "repeat(4, 2)", "count(1.5)"])})', lambda: f'it = iter({ints()}); t(lambda: it.__length_hint__()); next(it, 0); t(lambda: it.__length_hint__()); t(lambda: P.length_hint({iterable()}, 3))', lambda: f'''
g = I.groupby({ints()}, lambda a: a > 2)
a = next(g, None); b = next(g, None)
print(a and (a[0], list(a[1])), b and (b[0], list(b[1])), next(g, 'no')[0])''', lambda: f'''
@(lambda f: F._lru_cache_wrapper(f, {c(["None", "2", "0", "5"])}, {c(["True", "False"])}, lambda *a: a))
def f(*a, **k): print('call', a, k, end=' '); return len(a)
for z in [{", ".join(c([small(), key()]) for _ in range(8))}]: t(lambda: f(z))
t(lambda: f(1, b=2)); t(lambda: f(1, b=2)); t(lambda: f([])); print(f.cache_info()); f.cache_clear(); print(f.cache_info())''',
        ])())
    return PRE + numbered(p)

KINDS = {'list': list_prog, 'sort': sort_prog, 'dict': dict_prog, 'set': set_prog, 'range': range_prog, 'collections': coll_prog, 'iterators': iter_prog}


def truth(program):
    out = io.StringIO()
    raised = None
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(program, 'program.py', 'exec'), {'__name__': '__main__'})
        except Exception as e:
            raised = f'{type(e).__name__}: {e}'
    return {'program': program, 'stdout': out.getvalue(), 'raised': raised}


for _ in range(COUNT):
    print(json.dumps(truth(KINDS[KIND]())))
