"""Subclasses of the classes of datetime, which are C: which of their methods the builtin ones ask, and how they make new objects."""
import copy
import pickle
from datetime import date, datetime, time, timedelta, timezone, tzinfo

log = []
UTC = timezone.utc
HOUR = timedelta(hours=1)
EAST = timezone(HOUR, "EAST")


def told(name, base):
    def method(self, *args, **kw):
        log.append(name)
        return getattr(base, name)(self, *args, **kw)

    return method


def overriding(base, names):
    body = {n: told(n, base) for n in names.split() if hasattr(base, n)}

    def __new__(cls, *args, **kw):
        log.append(("new", args[:3], len(args), sorted(kw)))
        return base.__new__(cls, *args, **kw)

    def __init__(self, *args, **kw):
        log.append("init")

    for n in ("fromordinal", "combine", "fromtimestamp"):
        if hasattr(base, n):
            body[n] = classmethod(lambda cls, *args, n=n: (log.append(n), getattr(super(cls, cls), n)(*args))[1])
    body.update(__new__=__new__, __init__=__init__)
    return type("My" + base.__name__.title(), (base,), body)


NAMES = "__add__ __sub__ __radd__ __rsub__ replace isoformat toordinal utcoffset dst tzname timetuple weekday isoweekday date time timetz strftime astimezone timestamp ctime __eq__ __hash__ _cmp _getstate _tzstr _mktime _hashcode"
D, DT, TM = (overriding(b, NAMES) for b in (date, datetime, time))
SIMPLE = "d + HOUR*24|HOUR*24 + d|d - HOUR*24|d - type(d)(2020, 1, 1)|d - date(2020, 1, 1)|d.replace(day=3)|str(d)|repr(d)|f'{d}'|d.isoformat()|d.ctime()|d.weekday()|d.isoweekday()|d.isocalendar()|d.strftime('%Y %j')|d == date(2020, 1, 2)|d < date(2021, 1, 1)|{date(2020, 1, 2): 5}.get(d)|{d: 5}.get(date(2020, 1, 2))|{d: 1}[d]|copy.copy(d)|copy.deepcopy(d)|d.timetuple()[:3]|d.toordinal()|f'{d:%m}'"
CLASS = "K.fromordinal(737426)|K.fromisoformat('2020-01-02')|K.fromisocalendar(2020, 1, 4)|K.fromtimestamp(86400)|K.min|K(2020, 1, 2)"
MOMENT = "d.date()|d.time()|d.timetz()|d.astimezone(EAST)|d.replace(tzinfo=UTC)|d.replace(tzinfo=EAST).astimezone(UTC)|d.timestamp()|d.replace(tzinfo=UTC).timestamp()|d.utctimetuple()[:4]|d.utcoffset()|EAST.fromutc(d.replace(tzinfo=EAST))|str(d.replace(tzinfo=EAST))|d.replace(fold=1).fold|{d: 5}.get(d.replace(fold=1))|{datetime(2020, 1, 2, tzinfo=EAST): 5}.get(d.replace(tzinfo=EAST))|d.replace(tzinfo=UTC) - d.replace(tzinfo=EAST)|d.replace(tzinfo=UTC) == d.replace(tzinfo=EAST)|(d + HOUR).hour|d.isoformat(' ', 'minutes')"
OF_MOMENTS = "K.combine(date(2020, 1, 2), time(3, fold=1))|K.combine(date(2020, 1, 2), time(3, tzinfo=UTC))|K.utcfromtimestamp(1.5)|K.fromtimestamp(1.5, EAST)|K.strptime('2020', '%Y')|K.fromtimestamp(0).fold"
TIMES = "t.replace(hour=3)|t.replace(tzinfo=UTC)|str(t)|repr(t)|t.isoformat()|f'{t}'|t == time(1, 2)|t < time(3)|{time(1, 2): 5}.get(t)|copy.copy(t)|t.strftime('%H')|t.replace(fold=1).fold|{t: 5}.get(t.replace(fold=1))|str(t.replace(tzinfo=EAST))|K.fromisoformat('01:02')|K.fromisoformat('01:02+01:00')"


def show(v):
    if isinstance(v, (date, time)):
        return f"{type(v).__name__} {type(v).__mro__[-2].__name__ if type(v).__mro__[-2] is not date else 'date'} {v.__dict__ if hasattr(v, '__dict__') else ''}"
    return repr(v)


def tell(expressions, **names):
    for e in expressions.split("|"):
        log.clear()
        try:
            v = eval(e, {**globals(), **names})
            seen = list(log)
            print(e, "->", show(v), seen)
        except Exception as x:
            print(e, "!", type(x).__name__, x, log)


def make(cls, *args):
    log.clear()
    return cls(*args)


for K, base in ((D, date), (DT, datetime)):
    print("==", K.__name__)
    tell(SIMPLE, d=make(K, 2020, 1, 2), K=K)
    tell(CLASS, K=K)
print("== moments")
tell(MOMENT, d=make(DT, 2020, 1, 2), K=DT)
tell(OF_MOMENTS, K=DT)
print("== times")
tell(TIMES, t=make(TM, 1, 2), K=TM)


class Labelled(date):
    """Its constructor wants more than the builtin one gives it."""

    def __new__(cls, year, month, day, *rest):
        return date.__new__(cls, year, month, day)

    def __init__(self, year, month, day, label):
        self.label = label


class Moment(datetime):
    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *rest):
        return datetime.__new__(cls, year, month, day, hour, minute, second, microsecond, tzinfo)

    def __init__(self, *args):
        self.args = args
        self._tzinfo = "mine"
        self._year = "also mine"


class Clock(time):
    def __new__(cls, hour, *rest):
        return time.__new__(cls, hour)


print("== with more to ask for")
x = Labelled(2020, 1, 2, "x")
tell("d.replace(day=5)|vars(d.replace(day=5))|d + HOUR|d - HOUR|Labelled.fromordinal(3)|d == date(2020, 1, 2)|sorted([d, date(2019, 1, 1)])[0] is d", d=x, Labelled=Labelled)
m = Moment(2020, 1, 2)
tell("vars(d)|d.year|d.tzinfo|vars(d + HOUR)|(d + HOUR).hour|vars(d.replace(day=3))|d.replace(day=3).day|vars(d.astimezone(UTC))|d.astimezone(UTC).tzinfo|vars(d - HOUR)|vars(K.combine(date(2020, 1, 2), time(3, fold=1)))|K.combine(date(2020, 1, 2), time(3, fold=1)).fold|vars(K.fromtimestamp(0, EAST))|{datetime(2020, 1, 2): 5}.get(d)", d=m, K=Moment)
c = Clock(1)
tell("d.replace(hour=3)|d.replace(hour=3).hour|d.replace(minute=3).minute|K.fromisoformat('02:03')", d=c, K=Clock)


class Zone(tzinfo):
    def utcoffset(self, dt):
        log.append(("utcoffset", type(dt).__name__))
        return HOUR

    def dst(self, dt):
        return timedelta(0)

    def tzname(self, dt):
        return "Z"


print("== zones")
tell("d.isoformat()|d.utcoffset()|d.astimezone(UTC)|str(d)|d.astimezone(Zone())|d.strftime('%z %Z')|d.timetuple().tm_isdst", d=make(DT, 2020, 1, 2, 0, 0, 0, 0, Zone()), Zone=Zone)
