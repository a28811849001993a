import enum, functools, collections, typing, dataclasses, abc, contextlib, types, inspect, copy
from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum
class Color(Enum):
    RED=1; GREEN=2; BLUE=3; ALIAS=1
print(list(Color), Color.RED, repr(Color.RED), Color(2), Color['BLUE'], Color.ALIAS is Color.RED, Color.__members__)
try: Color(9)
except ValueError as e: print(e)
class P(Flag):
    R=4; W=2; X=1
print(P.R|P.W, repr(P.R|P.W), ~P.R, P(7), bool(P.R & P.W), list(P(5)), P.R in P(5))
class I(IntEnum):
    A=auto(); B=auto()
print(I.A+1, I.B, f'{I.A}', I.A < I.B, sorted(I))
class S(StrEnum):
    FOO=auto(); BAR='x'
print(S.FOO, S.BAR.upper(), S('x'))
try:
    @unique
    class D(Enum):
        A=1; B=1
except ValueError as e: print(e)
class Planet(Enum):
    E=(1,2)
    def __init__(self, m, r): self.m=m; self.r=r
    @property
    def g(self): return self.m/self.r
print(Planet.E.g, Planet.E.value)
A2=Enum('A2','x y z'); print(list(A2))
from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError
@dataclass(order=True)
class Pt:
    x:int
    y:int=0
    tags:list=field(default_factory=list, compare=False, repr=False)
print(Pt(1), Pt(1,2)<Pt(1,3), asdict(Pt(1,2,[3])), astuple(Pt(1)), replace(Pt(1),y=5), [f.name for f in fields(Pt)])
@dataclass(frozen=True, slots=True, kw_only=True)
class F: a:int; b:str='q'
f=F(a=1); print(f, hash(f)==hash(F(a=1)))
try: f.a=3
except FrozenInstanceError as e: print(e)
try: Pt()
except TypeError as e: print(e)
@dataclass
class C(Pt):
    z: typing.ClassVar[int]=3
    w: dataclasses.InitVar[int]=4
    def __post_init__(self, w): self.ww=w
print(C(1,2).ww, C.__dataclass_params__, inspect.signature(C), C.__match_args__)
class Base(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
    @property
    @abc.abstractmethod
    def g(self): ...
try: Base()
except TypeError as e: print(e)
class Impl(Base):
    def f(self): return 1
    g=3
print(Impl().f(), isinstance(Impl(), Base), Base.__abstractmethods__==frozenset({'f','g'}))
class V: pass
Base.register(V); print(issubclass(V, Base), isinstance(V(), Base), isinstance(3, Base))
from collections.abc import *
print(isinstance([], Sequence), isinstance({}, Mapping), isinstance('a', Sequence), issubclass(dict, MutableMapping), isinstance(3, Hashable), isinstance([], Hashable), isinstance(len, Callable), isinstance((i for i in []), Generator), isinstance(iter([]), Iterator))
class MySeq(Sequence):
    def __len__(self): return 3
    def __getitem__(self,i): 
        if i>2: raise IndexError
        return i*10
match MySeq():
    case [a,b,c]: print('seq',a,b,c)
class VS:
    def __len__(self): return 2
    def __getitem__(self, i): return [5,6][i]
Sequence.register(VS)
match VS():
    case [a, b]: print('vs', a, b)
    case _: print('no')
class MM(Mapping):
    def __getitem__(self,k): return {'a':1}[k]
    def __len__(self): return 1
    def __iter__(self): return iter('a')
match MM():
    case {'a': x}: print('map', x)
print(list(MySeq()), 20 in MySeq(), MySeq().index(10), list(reversed(MySeq())), MySeq().count(0))
@contextlib.contextmanager
def cm(x):
    print('enter', x)
    try: yield x*2
    except ValueError as e: print('caught', e)
    finally: print('exit')
with cm(3) as y: print(y); raise ValueError('v')
with contextlib.suppress(KeyError): {}['a']
with contextlib.ExitStack() as st:
    st.enter_context(cm(1)); st.callback(print, 'cb')
import io
b=io.StringIO()
with contextlib.redirect_stdout(b): print('hidden')
print(repr(b.getvalue()))
@functools.singledispatch
def fn(x): return 'obj'
@fn.register
def _(x: int): return 'int'
@fn.register(list)
def _(x): return 'list'
print(fn(1), fn([]), fn('a'), fn(True))
@functools.total_ordering
class TO:
    def __init__(s,v): s.v=v
    def __eq__(s,o): return s.v==o.v
    def __lt__(s,o): return s.v<o.v
print(TO(1)<=TO(2), TO(1)>=TO(2), max(TO(1),TO(3)).v)
@functools.lru_cache(maxsize=2)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(20), fib.cache_info())
print(functools.reduce(lambda a,b:a*b, [1,2,3]), functools.partial(int, base=2)('101'), functools.partial(print,1))
class CP:
    @functools.cached_property
    def v(self): print('calc'); return 5
c=CP(); print(c.v, c.v, c.__dict__)
print(types.SimpleNamespace(a=1,b='x'), types.MappingProxyType({'a':1}), types.GenericAlias(list,int))
T=typing.TypeVar('T')
class G(typing.Generic[T]):
    pass
print(G[int], typing.List[int], typing.Optional[int], typing.Union[int,str,None], typing.get_type_hints(Pt), typing.get_args(typing.Dict[str,int]), typing.get_origin(typing.List[int]), typing.Callable[[int],str], typing.Literal['a',1], typing.Annotated[int,'x'])
class NT(typing.NamedTuple):
    a:int
    b:str='q'
print(NT(1), NT(1,'z')._asdict(), NT._field_defaults, NT(1)._replace(a=4))
class TD(typing.TypedDict, total=False):
    a:int
print(TD(a=1), TD.__annotations__, TD.__total__)
@typing.runtime_checkable
class Pr(typing.Protocol):
    def meth(self)->int: ...
class HasM:
    def meth(self): return 1
print(isinstance(HasM(), Pr), isinstance(3, Pr))
print(inspect.signature(fn), inspect.isfunction(fn), inspect.getmembers(Color, lambda m: isinstance(m, Enum)))
def ff(a, b=1, *c, d, e=2, **g) -> int: "doc"
print(inspect.signature(ff), inspect.getfullargspec(ff), inspect.getdoc(ff))
ba=inspect.signature(ff).bind(1,2,3,d=4,z=5); ba.apply_defaults(); print(ba.arguments)
print(copy.deepcopy({'a':[1,{2}], 'b':Pt(1,2,[1])}), copy.copy(Pt(1)))
N=collections.namedtuple('N','a b', defaults=[3]); print(N(1), N._fields, N(1,2)+(3,), N._make([4,5]))
print(collections.Counter('abracadabra').most_common(2), collections.OrderedDict(a=1), collections.ChainMap({'a':1},{'b':2})['b'], collections.defaultdict(list, a=[1]))
class UD(collections.UserDict): pass
u=UD(a=1); u['b']=2; print(u, len(u), dict(u))
