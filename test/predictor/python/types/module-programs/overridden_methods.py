# What uses a value of a builtin class whose methods a subclass has overridden: which of them does CPython ask, and what comes of it?
import itertools, collections, json, functools, operator, heapq, bisect, copy, math, string, random, statistics, re, textwrap, pprint, array
log = []
def make(base, over):
    ns = {}
    if 'iter' in over:
        def __iter__(self):
            log.append('iter'); return iter([('k', 9), ('l', 8)])
        ns['__iter__'] = __iter__
    if 'len' in over:
        def __len__(self): log.append('len'); return 1
        ns['__len__'] = __len__
    if 'getitem' in over:
        def __getitem__(self, i): log.append(f'get {i}'); return base.__getitem__(self, i)
        ns['__getitem__'] = __getitem__
    if 'contains' in over:
        def __contains__(self, x): log.append('in'); return True
        ns['__contains__'] = __contains__
    if 'bool' in over:
        def __bool__(self): log.append('bool'); return False
        ns['__bool__'] = __bool__
    if 'eq' in over:
        def __eq__(self, o): log.append('eq'); return True
        def __hash__(self): log.append('hash'); return 5
        ns['__eq__'] = __eq__; ns['__hash__'] = __hash__
    if 'keys' in over:
        def keys(self): log.append('keys'); return ['a']
        def items(self): log.append('items'); return [('q', 1)]
        def values(self): log.append('values'); return [7]
        ns['keys'] = keys; ns['items'] = items; ns['values'] = values
    if 'str' in over:
        def __str__(self): log.append('str'); return 'S'
        def __repr__(self): log.append('repr'); return 'R'
        ns['__str__'] = __str__; ns['__repr__'] = __repr__
    if 'setitem' in over:
        def __setitem__(self, k, v): log.append('set'); base.__setitem__(self, k, v)
        ns['__setitem__'] = __setitem__
    if 'append' in over:
        def append(self, v): log.append('append'); base.append(self, v)
        def extend(self, v): log.append('extend'); base.extend(self, v)
        def add(self, v): log.append('add'); base.add(self, v)
        def update(self, *v): log.append('update'); base.update(self, *v)
        ns.update(append=append, extend=extend, add=add, update=update)
    if 'missing' in over:
        def __missing__(self, k): log.append('missing'); return k
        ns['__missing__'] = __missing__
    if 'add' in over:
        def __add__(self, o): log.append('add'); return 'added'
        def __radd__(self, o): log.append('radd'); return 'radded'
        def __mul__(self, o): log.append('mul'); return 'mulled'
        def __mod__(self, o): log.append('mod'); return 'modded'
        ns.update(__add__=__add__, __radd__=__radd__, __mul__=__mul__, __mod__=__mod__)
    if 'int' in over:
        def __int__(self): log.append('int'); return 77
        def __index__(self): log.append('index'); return 2
        def __float__(self): log.append('float'); return 7.5
        ns.update(__int__=__int__, __index__=__index__, __float__=__float__)
    if 'lt' in over:
        def __lt__(self, o): log.append('lt'); return True
        def __gt__(self, o): log.append('gt'); return True
        ns.update(__lt__=__lt__, __gt__=__gt__)
    if 'format' in over:
        def __format__(self, s): log.append(f'format {s!r}'); return 'F'
        ns['__format__'] = __format__
    return type(base.__name__.title() + '_' + '_'.join(over), (base,), ns)

def star(*a): return a
def kws(**k): return k
def unpack2(x): a, b = x; return a, b
def unpack3(x): a, *b = x; return a, b
def slice_assign(x): y = [1, 2, 3]; y[1:2] = x; return y
def plus(x): y = [1]; y += x; return y
def extend(x): y = [1]; y.extend(x); return y
def dupd(x): y = {}; y.update(x); return y
def supd(x): y = set(); y.update(x); return sorted(map(str, y))
def dor(x): y = {1: 2}; return y | x
def match(x):
    match x:
        case [a, b]: return ('seq', a, b)
        case {'a': v}: return ('map', v)
        case 'ab': return 'str'
        case _: return 'none'
consumers = {
 'list': list, 'tuple': tuple, 'set': lambda x: sorted(map(str, set(x))), 'frozen': lambda x: sorted(map(str, frozenset(x))), 'dict': dict, 'sorted': lambda x: sorted(x, key=str), 'star': lambda x: star(*x), 'kws': lambda x: kws(**x),
 'display': lambda x: [*x], 'tdisplay': lambda x: (0, *x), 'sdisplay': lambda x: len({*x}), 'ddisplay': lambda x: {**x}, 'unpack2': unpack2, 'unpack3': unpack3, 'slice': slice_assign, 'plus': plus, 'extend': extend, 'dupd': dupd, 'supd': supd, 'dor': dor,
 'join': lambda x: '-'.join(x), 'bjoin': lambda x: b'-'.join(x), 'sum': lambda x: sum(x), 'sum2': lambda x: sum(x, ()), 'max': lambda x: max(x), 'any': any, 'all': all, 'zip': lambda x: list(zip(x, x)), 'map': lambda x: list(map(str, x)), 'enum': lambda x: list(enumerate(x)), 'filter': lambda x: list(filter(None, x)),
 'iter': lambda x: list(iter(x)), 'for': lambda x: [v for v in x], 'in': lambda x: 3 in x, 'len': len, 'bool': bool, 'not': lambda x: not x, 'if': lambda x: 1 if x else 2, 'str': str, 'repr': repr, 'fmt': lambda x: f'{x}', 'fmtr': lambda x: f'{x!r:>3}', 'fmts': lambda x: '%s' % (x,), 'fmtm': lambda x: '{}'.format(x), 'eq': lambda x: x == 1, 'eq2': lambda x: [x] == [1], 'hash': lambda x: hash(x), 'key': lambda x: {x: 1}[x], 'inl': lambda x: x in [1], 'getk': lambda x: {5: 2}.get(x),
 'json': json.dumps, 'jsonkey': lambda x: json.dumps({x: 1}), 'chain': lambda x: list(itertools.chain(x, x)), 'chainfi': lambda x: list(itertools.chain.from_iterable([x])), 'islice': lambda x: list(itertools.islice(x, 1)), 'cycle': lambda x: list(itertools.islice(itertools.cycle(x), 3)), 'product': lambda x: len(list(itertools.product(x, x))), 'perms': lambda x: len(list(itertools.permutations(x))), 'starmap': lambda x: list(itertools.starmap(star, x)), 'accumulate': lambda x: list(itertools.accumulate(x, lambda a, b: b)),
 'deque': lambda x: list(collections.deque(x)), 'Counter': lambda x: sorted(map(str, collections.Counter(x).items())), 'dd': lambda x: collections.defaultdict(int, x), 'chainmap': lambda x: dict(collections.ChainMap(x)), 'nt': lambda x: collections.namedtuple('N', 'a b')._make(x), 'reduce': lambda x: functools.reduce(lambda a, b: b, x), 'bytes': bytes, 'bytearray': bytearray, 'copy': lambda x: type(copy.copy(x)).__name__, 'deepcopy': lambda x: type(copy.deepcopy(x)).__name__, 'heap': lambda x: heapq.nsmallest(1, x, key=str),
 'getslice': lambda x: x[:1], 'get0': lambda x: x[0], 'geta': lambda x: x['a'], 'getm': lambda x: x.get('a'), 'add': lambda x: x + x, 'mod': lambda x: 'a%s' % x, 'radd': lambda x: [0] + x, 'fromkeys': lambda x: dict.fromkeys(x), 'index': lambda x: [1, 2, 3][x], 'range': lambda x: list(range(x)), 'int': int, 'float': float, 'round': lambda x: round(x), 'hex': hex, 'chr': chr, 'abs': abs, 'math': math.floor, 'sqrt': math.sqrt, 'min': lambda x: min(x, x), 'sort': lambda x: type(sorted([x, x])[0]).__name__, 'cmp': lambda x: (x < 1), 'tuplecmp': lambda x: (x, 1) < (x, 2), 'strm': lambda x: 'a,b'.split(x), 'isinst': lambda x: isinstance('a', x), 'replace': lambda x: 'a'.replace('a', x), 'startswith': lambda x: 'ab'.startswith(x), 'concat': lambda x: 'a' + x, 'fmtmap': lambda x: '{a}'.format_map(x), 'template': lambda x: string.Template('$a').substitute(x), 'translate': lambda x: 'ab'.translate(x), 'maketrans': lambda x: str.maketrans(x), 'match': match, 'pprint': pprint.pformat, 'mean': lambda x: statistics.mean(x), 'fsum': lambda x: math.fsum(x), 'update_c': lambda x: collections.Counter().update(x), 'itemgetter': lambda x: operator.itemgetter(0)(x), 'countOf': lambda x: operator.countOf(x, 1), 'lenhint': lambda x: operator.length_hint(x), 'divmod': lambda x: divmod(x, 2), 'pow': lambda x: pow(2, x), 'bin': bin, 'slice_idx': lambda x: 'abcdef'[x:], 'repeat': lambda x: 'ab' * x, 'eqset': lambda x: x == {1, 2}, 'le': lambda x: {1} <= x, 'union': lambda x: sorted(map(str, {0} | x)), 'inter': lambda x: sorted({1}.intersection(x)), 'isdisj': lambda x: {1}.isdisjoint(x), 'ljust': lambda x: 'a'.ljust(x), 'encode': lambda x: x.encode(), 'upper': lambda x: x.upper(), 'sub': lambda x: re.sub('a', 'b', x), 'intern': lambda x: {'ab': 1}.get(x), 'dedent': lambda x: textwrap.dedent(x),
}
bases = {list: [[1, 2]], tuple: [(1, 2)], dict: [{'a': 1}], set: [{1, 2}], frozenset: [{1, 2}], str: ['ab'], bytes: [b'ab'], int: [3], float: [2.5], collections.deque: [[1, 2]], collections.OrderedDict: [{'a': 1}], collections.defaultdict: [int, {'a': 1}], collections.Counter: [{'a': 1}], collections.UserDict: [{'a': 1}], collections.UserList: [[1, 2]], bytearray: [b'ab']}
overs = {list: ['iter', 'len', 'getitem', 'contains', 'bool', 'eq', 'str', 'setitem', 'append', 'add', 'lt', 'format'], tuple: ['iter', 'len', 'getitem', 'contains', 'bool', 'eq', 'str', 'add', 'lt', 'format'], dict: ['iter', 'len', 'getitem', 'contains', 'bool', 'eq', 'keys', 'str', 'setitem', 'append', 'missing'], set: ['iter', 'len', 'contains', 'bool', 'eq', 'str', 'append'], frozenset: ['iter', 'len', 'contains', 'eq', 'str'], str: ['iter', 'len', 'getitem', 'contains', 'bool', 'eq', 'str', 'add', 'lt', 'format', 'int'], bytes: ['iter', 'len', 'getitem', 'eq', 'str', 'add'], int: ['bool', 'eq', 'str', 'add', 'int', 'lt', 'format'], float: ['bool', 'eq', 'str', 'add', 'int', 'lt', 'format'], collections.deque: ['len', 'bool', 'eq', 'append'], collections.OrderedDict: ['iter', 'len', 'getitem', 'keys', 'setitem', 'append', 'eq'], collections.defaultdict: ['iter', 'getitem', 'keys', 'setitem', 'missing', 'contains'], collections.Counter: ['iter', 'getitem', 'keys', 'setitem', 'missing'], collections.UserDict: ['iter', 'len', 'getitem', 'keys', 'setitem', 'contains'], collections.UserList: ['iter', 'len', 'getitem'], bytearray: ['iter', 'len', 'getitem', 'setitem']}


def outcome(cls, args, f):
    try:
        x = cls(*args)
        log.clear()
        r = f(x)
        try:
            return repr(r)
        except Exception:
            return 'without repr'
    except Exception as e:
        return f'{type(e).__name__}: {e}'


# What is the same as without the method is left out.
for base, args in bases.items():
    plain = {name: outcome(make(base, []), args, f) for name, f in consumers.items()}
    for over in overs[base]:
        cls = make(base, [over])
        print(base.__name__, over)
        for name, f in consumers.items():
            log.clear()
            told = outcome(cls, args, f)
            if log or told.replace(cls.__name__, '') != plain[name].replace(base.__name__.title() + '_', ''):
                print(' ', name, told, *log)
