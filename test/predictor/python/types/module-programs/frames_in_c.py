"""Who calls, as a program sees it where C stands between: in frames, warnings and tracebacks the classes of datetime and decimal have no frames of their own."""
import datetime as d, sys, traceback, inspect, decimal, warnings
seen = []
def names(e):
    out = []; tb = e.__traceback__
    while tb: out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno)); tb = tb.tb_next
    return out
class Z(d.tzinfo):
    def utcoffset(self, dt):
        seen.append((sys._getframe(1).f_code.co_name, sys._getframe().f_back.f_code.co_name, inspect.currentframe().f_back.f_code.co_name))
        warnings.warn('here', stacklevel=2)
        return d.timedelta(0)
    dst = utcoffset
    def tzname(self, dt): raise KeyError('z')
def asks(x):
    x.isoformat(); x.utcoffset(); str(x); x.strftime('%z'); x == d.datetime(2020,1,1,tzinfo=d.timezone.utc); x - d.datetime(2020,1,1,tzinfo=d.timezone.utc); hash(x)
    x.astimezone(d.timezone.utc)
    try: x.tzname()
    except KeyError as e: print(names(e))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    asks(d.datetime(2020,1,1,tzinfo=Z()))
    print([x.filename == __file__ for x in w], [x.lineno for x in w])
print(seen)
seen.clear()
for f in (lambda: d.date(2020,13,1), lambda: decimal.Decimal('x'), lambda: d.date.fromisoformat('x'), lambda: d.timedelta(10**10), lambda: d.datetime(2020,1,1) - d.datetime(2020,1,1,tzinfo=d.timezone.utc), lambda: decimal.Decimal(1)/0):
    try: f()
    except Exception as e: print(type(e).__name__, names(e))
