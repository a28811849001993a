"""datetime and decimal: what they answer and how they complain, as their C forms do."""
import decimal, math, pickle
from datetime import *
D = decimal.Decimal
u = timezone.utc
def pickled(): return pickle.loads(pickle.dumps([date(2020, 1, 1), datetime(2020, 1, 1, tzinfo=u), timedelta(1)]))
def rounded(): return math.floor(D('1.5')), math.ceil(D('1.5')), math.trunc(D('-1.5')), round(D('2.5')), round(D('1.25'), 1)
CASES = '''
date(0,1,1)
date(10000,1,1)
date(2020,13,1)
date(2020,0,1)
date(2020,2,30)
date(2020,1,0)
date('a',1,1)
date(1.5,1,1)
date(2020)
date()
date(2020,1,1,1)
date(2020,1,1,x=1)
datetime(2020,1,1,24)
datetime(2020,1,1,1,60)
datetime(2020,1,1,1,1,60)
datetime(2020,1,1,1,1,1,1000000)
datetime(2020,1,1,fold=2)
datetime(2020,1,1,tzinfo=5)
datetime(2020,1)
time(24)
time(1,60)
time(tzinfo='x')
time(-1)
timedelta(days=10**9)
timedelta(days='a')
timedelta(1,2,3,4,5,6,7,8)
timedelta(foo=1)
timedelta(days=1)/0
timedelta(days=1)//0
timedelta(days=1)//timedelta(0)
timedelta(1)%timedelta(0)
timedelta(1)+1
timedelta(1)*'a'
timedelta(1)<1
timedelta.max+timedelta(1)
timedelta(days=float('nan'))
timedelta(days=float('inf'))
timedelta(1)/'x'
date(2020,1,1)+1
date(2020,1,1)-'x'
date(2020,1,1)<1
date(2020,1,1)<datetime(2020,1,1)
date(2020,1,1)==datetime(2020,1,1)
datetime(2020,1,1)<date(2020,1,1)
datetime(2020,1,1)-datetime(2020,1,1,tzinfo=u)
datetime(2020,1,1)<datetime(2020,1,1,tzinfo=u)
datetime(2020,1,1)==datetime(2020,1,1,tzinfo=u)
datetime(2020,1,1)-date(2020,1,1)
time(1)<time(1,tzinfo=u)
time(1)<1
time(1)+timedelta(1)
datetime.max+timedelta(1)
datetime.min-timedelta(1)
date.max+timedelta(1)
date.min-timedelta(1)
date.fromisoformat('x')
date.fromisoformat('2020-13-01')
date.fromisoformat('2020-1-1')
date.fromisoformat(5)
datetime.fromisoformat('2020-01-01T25:00')
datetime.fromisoformat('')
datetime.fromisoformat(5)
time.fromisoformat('25:00')
time.fromisoformat('x')
time.fromisoformat(5)
datetime.strptime('x','%Y')
datetime.strptime('2020 x','%Y')
datetime.strptime('2020-02-30','%Y-%m-%d')
date.fromordinal(10**9)
date.fromisocalendar(2020,54,1)
date.fromisocalendar(2020,1,8)
date.fromisocalendar(0,1,1)
date(2020,1,1).replace(month=13)
timezone(5)
timezone(timedelta(1))
timezone(timedelta(hours=24))
timezone(timedelta(hours=1),5)
timezone(timedelta(hours=1),'x')
repr(timezone(timedelta(hours=1)))
repr(timezone.utc)
str(timezone(timedelta(hours=-5,minutes=30)))
timezone.utc.utcoffset(5)
timezone.utc.tzname('x')
timezone.utc.dst('x')
timezone.utc.fromutc(5)
datetime(2020,1,1,tzinfo=u).astimezone(timezone(timedelta(hours=3)))
datetime(2020,1,1).isoformat(timespec='x')
datetime(2020,1,1).foo
date(2020,1,1).foo
timedelta(1).foo
datetime.foo
setattr(datetime(2020,1,1),'x',1)
setattr(datetime,'now',1)
delattr(timedelta,'days')
date(2020,1,1).isocalendar()
repr(date(2020,1,1).isocalendar())
date(2020,1,1).isocalendar().week
repr(timedelta(1,2,3))
str(timedelta(-1,5))
repr(datetime(2020,1,1,fold=1))
repr(time(1,2,3,4,tzinfo=u))
format(date(2020,1,1),'%d')
format(date(2020,1,1),5)
tzinfo().utcoffset(None)
tzinfo().tzname(None)
tzinfo().dst(None)
tzinfo().fromutc(datetime(2020,1,1))
datetime.fromtimestamp(1e20)
datetime.utcfromtimestamp(-1)
datetime.fromtimestamp(0, 5)
date.fromtimestamp(1e20)
type(date(2020,1,1)).__mro__
date.__module__, date.__qualname__, date.__name__
date.min, date.max, date.resolution, datetime.min, time.max, timedelta.min
pickled()
[] + date(2020,1,1)
sum([timedelta(1)])
sum([date(2020,1,1)])
abs(timedelta(-1)), -timedelta(1), +timedelta(1), bool(timedelta(0)), timedelta(1)//2, timedelta(5)%timedelta(2), divmod(timedelta(5),timedelta(2)), timedelta(1)/timedelta(2), timedelta(1)*1.5, round(timedelta(1,1).total_seconds())
date(2020,1,1) in [1]
max(date(2020,1,1), 5)
date(2020,1,1)*2
-date(2020,1,1)
date(2020,1,1)[0]
len(date(2020,1,1))
int(date(2020,1,1))
date(2020,1,1)()
datetime.now(5)
D('x')
D('1')/D(0)
D(0)/D(0)
D(5)%0
D('1')//0
D(-1).sqrt()
D(-1).ln()
D(-1)**D('0.5')
D(0)**0
D('sNaN')+1
D('NaN')<1
D('Inf')-D('Inf')
D(1)+1.5
D(1)<1.5
D(1)==1.5
D(1)+'x'
D((0,(1,),3))
D(None)
D(1).foo
setattr(D(1),'x',1)
setattr(D,'x',1)
int(D('NaN'))
int(D('Inf'))
float(D('sNaN'))
D('1e999999')*D('1e999999')
D('1')._foo
D(10).quantize(D('1e-30'))
D('Infinity').quantize(D(1))
D(1).compare('x')
setattr(decimal.getcontext(),'foo',1)
decimal.Context(prec=5)
decimal.DefaultContext
format(D('1.5'),'x')
D('1.5').as_integer_ratio(), D('Inf').as_tuple()
D('Inf').as_integer_ratio()
D('NaN').as_integer_ratio()
D.from_float('x')
D.from_float(0.1)
max(D(1),D(2)), min(D('NaN'),1) if 0 else 1, sorted([D(2),D(1)])
[] + D(1)
D(1)[0]
decimal.InvalidOperation.__mro__
D.__module__, repr(D), decimal.Context.__module__
'''
for c in CASES.strip().split('\n'):
    try:
        print(c, '=>', repr(eval(c)))
    except Exception as e:
        print(c, '!!', type(e).__name__, e)
