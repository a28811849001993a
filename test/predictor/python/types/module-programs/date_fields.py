"""Subclasses of the classes of datetime that show other fields, and other arithmetic, than they hold: C reads what they hold, and asks them nothing."""
import copy
import datetime as d
class Delta(d.timedelta):
    _days = 0; _seconds = 0; _microseconds = 0; _hashcode = 5
    days = property(lambda s: 1000); seconds = property(lambda s: 2000); microseconds = property(lambda s: 3)
    for n in 'add radd sub rsub neg abs pos mul rmul floordiv truediv mod divmod lt le gt ge'.split():
        exec(f'def __{n}__(s, *a): return "{n}"')
    def __eq__(s, o): return 'eq'
    def total_seconds(s): return 'total'
class Plain(d.timedelta):
    days = property(lambda s: 1000); seconds = property(lambda s: 2000); microseconds = property(lambda s: 3)
    __hash__ = d.timedelta.__hash__
class Neg(d.timedelta):
    def __neg__(s): return 'neg'
    def __add__(s, o): return 'add'
    __radd__ = __add__
class Date(d.date):
    year = property(lambda s: 1900); month = property(lambda s: 13); day = property(lambda s: 40)
    def toordinal(s): return 1
    def timetuple(s): return 'tt'
class Time(d.time):
    hour = property(lambda s: 90); minute = property(lambda s: 90); second = property(lambda s: 90); microsecond = property(lambda s: 9); tzinfo = property(lambda s: 'tz'); fold = property(lambda s: 1)
class DT(d.datetime):
    for n in 'year month day hour minute second microsecond fold'.split(): exec(f'{n} = property(lambda s: 99)')
    tzinfo = property(lambda s: d.timezone(d.timedelta(hours=5)))
class Zone(d.tzinfo):
    def __init__(s, o): s.o = o
    def utcoffset(s, dt): return s.o
    def dst(s, dt): return s.o
    def tzname(s, dt): return 'Z'
    def __repr__(s): return 'Zone'
def t(f):
    try: r = f()
    except Exception as e: return f'{type(e).__name__}: {e}'
    return f'{type(r).__name__} {r!r}'
deltas = [Delta(1, 2, 3), Plain(2, 70, 7), Plain(-3, 1), Neg(-1)]
zones = [None, d.timezone.utc, d.timezone(Plain(0, 3600)), Zone(Plain(0, 7200)), Zone(Neg(0, 60)), Zone(Delta(0, 60))]
dates = [d.date(2020, 2, 29), Date(2021, 3, 4)]
times = [d.time(1, 2, 3, 4), Time(5, 6, 7, 8), d.time(9, tzinfo=zones[3]), Time(9, tzinfo=zones[4], fold=1)]
dts = [d.datetime(2020, 1, 2, 3, 4, 5, 6), DT(2021, 3, 4, 5, 6, 7, 8), *[d.datetime(2022, 5, 6, 7, 8, 9, tzinfo=z) for z in zones[1:]], DT(2022, 5, 6, 7, 8, 9, tzinfo=zones[3], fold=1)]
import operator as o
for i, a in enumerate(deltas):
    for f in ('__str__','__repr__','total_seconds','__neg__','__pos__','__abs__','__bool__','__reduce__'):
        print('delta', i, f, t(lambda: getattr(d.timedelta, f)(a)), t(getattr(a, f)))
    print(t(lambda: copy.copy(a)), t(lambda: d.timedelta(0) + a), t(lambda: a == d.timedelta(1, 2, 3)), t(lambda: d.timezone(a)), t(lambda: d.timedelta(0) - a), t(lambda: a * 2), t(lambda: a / d.timedelta(1)), t(lambda: divmod(d.timedelta(9), a)), t(lambda: d.timedelta(1) < a), t(lambda: {a: 1}[d.timedelta(1, 2, 3)]))
    for x in dates + times + dts:
        for op in (o.add, o.sub):
            print(i, type(x).__name__, op.__name__, t(lambda: op(x, a)))
        print(t(lambda: a + x))
for k, x in enumerate(dates):
    for f in ('isoformat','ctime','toordinal','weekday','isoweekday','isocalendar','timetuple','replace','__reduce__','__str__','__repr__'):
        print('date', k, f, t(getattr(x, f)), t(lambda: getattr(d.date, f)(x)))
    print(t(lambda: x.strftime('%Y-%m-%d %f')), t(lambda: x == d.date(2021, 3, 4)), t(lambda: x - d.date(2000, 1, 1)), t(lambda: x < d.date(2021, 1, 1)), t(lambda: f'{x:%y}'))
for k, x in enumerate(times):
    for f in ('isoformat','replace','__reduce__','utcoffset','dst','tzname','__str__','__repr__'):
        print('time', k, f, t(getattr(x, f)))
    print(t(lambda: x.strftime('%H:%M:%S.%f%z')), t(lambda: x == d.time(5, 6, 7, 8)), t(lambda: x < d.time(1)), [t(lambda: d.datetime.combine(y, x)) for y in dates], t(lambda: DT.combine(dates[1], x)), t(lambda: d.datetime.combine(dates[0], x, zones[3])))
for k, x in enumerate(dts):
    for f in ('isoformat','ctime','toordinal','timetuple','utctimetuple','date','time','timetz','replace','astimezone','timestamp','__reduce__','utcoffset','dst','tzname','__str__','__repr__','isocalendar'):
        print('dt', k, f, t(getattr(x, f)))
    print(t(lambda: x.strftime('%Y-%m-%dT%H:%M:%S.%f%z %Z')), t(lambda: x.replace(year=2000)), t(lambda: x.replace(tzinfo=None)), t(lambda: x.astimezone(d.timezone.utc)), t(lambda: d.timezone.utc.fromutc(x)))
    for y in dts:
        print(t(lambda: x - y), t(lambda: x == y), t(lambda: x < y))
for z in zones[1:]:
    print(t(lambda: str(z)), t(lambda: repr(z)), t(lambda: z.tzname(dts[0])), t(lambda: z.fromutc(d.datetime(2020, 1, 1, tzinfo=z))), t(lambda: z.utcoffset(dts[1])))
