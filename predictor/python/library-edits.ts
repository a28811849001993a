// Small edits to files of the standard library as they are read. Where CPython uses a C twin of a module (datetime, decimal), the rehearsal uses the module's Python
// form, and what a program can see of the difference is mended here: error texts mostly, and which methods of a subclass are asked. No edit moves a line.
import { world } from './world.ts';

type Edits = readonly (readonly [from: string | RegExp, to: string])[];

const datetime: Edits = [
  // A class of the program is shown by its bare name.
  ['"%s.%s(', '"%s%s('],
  ['self.__class__.__module__,', '_native_name(self),'],
  ['self.__class__.__qualname__,', '"",'],
  ["ValueError('year must be in %d..%d' % (MINYEAR, MAXYEAR), year)", "ValueError('year %d is out of range' % year)"],
  ["'month must be in 1..12', month)", "'month must be in 1..12')"],
  ["'day must be in 1..%d' % dim, day)", "'day is out of range for month')"],
  ["'hour must be in 0..23', hour)", "'hour must be in 0..23')"],
  ["'minute must be in 0..59', minute)", "'minute must be in 0..59')"],
  ["'second must be in 0..59', second)", "'second must be in 0..59')"],
  ["'microsecond must be in 0..999999', microsecond)", "'microsecond must be in 0..999999')"],
  ["'fold must be either 0 or 1', fold)", "'fold must be either 0 or 1')"],
  ['"tzinfo argument must be None or of a tzinfo subclass")', '"tzinfo argument must be None or of a tzinfo subclass, not type \'%s\'" % _native_name(tz))'],
  ['"can\'t compare \'%s\' to \'%s\'" % (', '"can\'t compare %s to %s" % ('],
  ['type(x).__name__, type(y).__name__))', '_native_name(x), _native_name(y)))'],
  ['"timedelta # of days is too large: %d" % d)', '"days=%d; must have magnitude <= 999999999" % d if -2**31 <= d < 2**31 else "Python int too large to convert to C int")'],
  ['OverflowError("result out of range")', 'OverflowError("date value out of range")'],
  ['Invalid weekday: {day}', 'Invalid day: {day}'],
  ['tzinfo subclass must override', 'a tzinfo subclass must implement'],
  ['"fromutc() requires a datetime argument"', '"fromutc: argument must be a datetime"'],
  ['ValueError("dt.tzinfo is not self")', 'ValueError("fromutc: dt.tzinfo is not self")'],
  ['"cannot compare naive and aware times"', '"can\'t compare offset-naive and offset-aware times"'],
  ['"cannot compare naive and aware datetimes"', '"can\'t compare offset-naive and offset-aware datetimes"'],
  ['"cannot mix naive and timezone-aware time"', '"can\'t subtract offset-naive and offset-aware datetimes"'],
  ['"offset must be a timedelta")', '"timezone() argument 1 must be datetime.timedelta, not %s" % _native_name(offset))'],
  ['"name must be a string")', '"timezone() argument 2 must be str, not %s" % _native_name(name))'],
  ['"timedelta(hours=24).")', '"timedelta(hours=24), not %r." % (offset,))'],
  ['"utcoffset() argument must be a datetime instance"', '"utcoffset(dt) argument must be a datetime instance"'],
  ['"tzname() argument must be a datetime instance"', '"tzname(dt) argument must be a datetime instance"'],
  ['"dst() argument must be a datetime instance"', '"dst(dt) argument must be a datetime instance"'],
  ['"fromutc() argument must be a datetime instance"\n                        " or None")', '"fromutc: argument must be a datetime"\n                        )'],
  ['" or None")', '" or None, not %s" % _native_name(dt))'],
  ["raise ValueError(f'Invalid isoformat string: {date_string!r}')", "raise _iso_error(f'Invalid isoformat string: {date_string!r}')"],
  ["raise ValueError(f'Invalid isoformat string: {time_string!r}')", "raise _iso_error(f'Invalid isoformat string: {time_string!r}')"],
  // `replace` makes a subclass's object by the builtin constructor, arithmetic by the subclass's own with positions only; neither asks another method.
  ['return type(self)(year, month, day)', 'return date.__new__(type(self), year, month, day)'],
  ['return type(self)(hour, minute, second, microsecond, tzinfo, fold=fold)', 'return time.__new__(type(self), hour, minute, second, microsecond, tzinfo, fold=fold)'],
  ['return type(self)(year, month, day, hour, minute, second,', 'return datetime.__new__(type(self), year, month, day, hour, minute, second,'],
  ['return type(self).fromordinal(o)', 'return type(self)(*_ord2ymd(o))'],
  ['        y, m, d = _ord2ymd(n)', '        y, m, d = _ord2ymd(_ordinal(n))'],
  ['cls(*_isoweek_to_gregorian(year, week, day))', 'cls(*_isoweek_to_gregorian(*_iso_parts(year, week, day)))'],
  ['return self + timedelta(-other.days)', 'return date.__add__(self, timedelta(-other.days))'],
  ['return self + -other', 'return datetime.__add__(self, timedelta.__neg__(other))'],
  // Nor does it ask a subclass of timedelta how it adds or negates.
  ['delta += other', 'delta = timedelta.__add__(delta, other)'],
  ['return base + otoff - myoff', 'return timedelta.__sub__(timedelta.__add__(base, otoff), myoff)'],
  [/(?<=if |= )myoff == otoff/g, '(myoff is otoff or isinstance(myoff, timedelta) and isinstance(otoff, timedelta) and timedelta._c_cmp(myoff, otoff) == 0)'],
  ['cls._minoffset <= offset <= cls._maxoffset', 'timedelta._c_cmp(cls._minoffset, offset) <= 0 <= timedelta._c_cmp(cls._maxoffset, offset)'],
  [/(getattr\(object,\s+)'microsecond'/g, "$1'_c_microsecond'"],
  [/divmod\((off|offset|rest|delta), (?=timedelta)/g, 'timedelta.__divmod__($1, '],
  [/\b(off|offset) = -\1\b/g, '$1 = timedelta.__neg__($1)'],
  ['delta = dtoff - dtdst', 'delta = timedelta.__sub__(dtoff, dtdst)'],
  ['return -self + other', 'return timedelta.__neg__(self) + other'],
  [/(def __pos__\(self\):\s+)return self/g, '$1return timedelta(self._days, self._seconds, self._microseconds)'],
  [/( +)return -self(\s+else:\s+)return self/g, '$1return timedelta.__neg__(self)$2return timedelta.__pos__(self)'],
  ['type(self).combine(date.fromordinal(delta.days),', 'type(self)(*_ord2ymd(delta.days),'],
  [/time\((hour, minute, second,\s+delta\.microseconds,\s+)tzinfo=self\._tzinfo\)\)/g, '$1self._tzinfo)'],
  ['self.toordinal()', 'date.toordinal(self)'],
  ['other.toordinal()', 'date.toordinal(other)'],
  ['(self - _EPOCH)', 'datetime.__sub__(self, _EPOCH)'],
  ['(self - epoch)', 'datetime.__sub__(self, epoch)'],
  ['self -= offset', 'self = datetime.__sub__(self, offset)'],
  ['utc = (self - myoffset).replace(tzinfo=tz)', 'utc = _with_zone(datetime.__sub__(self, myoffset), tz)'],
  ['self.replace(tzinfo=None)', 'datetime.replace(self, tzinfo=None)'],
  ['t = self.replace(fold=0)', 't = (datetime if isinstance(self, datetime) else time).replace(self, fold=0)'],
  ['return dt + self._offset', 'return datetime.__add__(dt, self._offset)'],
  ['        if delta:\n            dt += delta', '        if True:\n            dt = datetime.__add__(dt, delta)'],
  ['return dt + dtdst', 'return datetime.__add__(dt, dtdst) if dtdst else dt'],
  [/(self|other)\.replace\((fold=not \1\.fold)\)\.utcoffset\(\)/g, 'datetime.utcoffset(datetime.replace($1, $2))'],
  ['diff = self - other ', 'diff = datetime.__sub__(self, other) '],
  [/\b(self|other|t|object|dt)\.(utcoffset|tzname|dst)\(\)/g, '(datetime if isinstance($1, datetime) else time).$2($1)'],
  // A subclass is not told of a fold.
  ['return cls(date.year, date.month, date.day,', 'return _with_fold(time.fold, cls(date.year, date.month, date.day,'],
  ['tzinfo, fold=time.fold)', 'tzinfo))'],
  ['            max_fold_seconds = 24 * 3600', '            max_fold_seconds = 24 * 3600; found = datetime(y, m, d, hh, mm, ss, us)'],
  [/probe(\d) = cls\(/g, 'probe$1 = datetime('],
  ['trans = result - probe1', 'trans = found - probe1'],
  ['if probe2 == result:', 'if probe2 == found:'],
  ['result._fold = 1', '_with_fold(1, result)'],
  // C shows a datetime's fold before its zone.
  [/(L = \[self\._year[\s\S]*?)( {8}if self\._tzinfo is not None:\n.*\n.*\n)( {8}if self\._fold:\n.*\n.*\n)/g, '$1$3$2'],
  // A subclass's `isoformat` is what its `str()` gives.
  ['    __str__ = isoformat', '    def __str__(self): return self.isoformat()'],
  // What a subclass calls by these names has nothing to do with it.
  [/(?<!\w)_(?=(?:year|month|day|hour|minute|second|microsecond|tzinfo|fold|hashcode|days|seconds|microseconds|offset|name|getstate|tzstr|mktime|local_timezone|fromtimestamp|create|name_from_offset|to_microseconds)\b)/g, '_c_'],
  // It reads the fields themselves: a subclass may show others by their names.
  [/(?<!fromutc: )\b(self|other|dt|date|time|off|ss|offset|rest|trans|diff|delta)\.(?=(?:year|month|day|hour|minute|second|microsecond|tzinfo|fold|days|seconds|microseconds)\b(?! == 0| is not None, the))/g, '$1._c_'],
  [/(?<=self\.|def )_cmp(?=\((?!x))/g, '_c_cmp'],
];

const invalidRounding = 'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]';
const decimal: Edits = [
  ['        raise error(explanation)', '        raise error([condition])'],
  ['_signals = [Clamped, DivisionByZero, Inexact, Overflow, Rounded,\n            Underflow, InvalidOperation, Subnormal, FloatOperation]', '_signals = [Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation,\n            Overflow, Rounded, Subnormal, Underflow]'],
  ['TypeError("Cannot convert %r to Decimal" % value)', 'TypeError("conversion from %s to Decimal is not supported" % _native_name(value))'],
  ['TypeError("Unable to convert %s to Decimal" % b)', 'TypeError("conversion from %s to Decimal is not supported" % _native_name(b))'],
  ['TypeError("Unable to convert %s to Decimal" % other)', 'TypeError("conversion from %s to Decimal is not supported" % _native_name(other))'],
  ['"argument must be int or float."', '"argument must be int or float"'],
  ["'Cannot hash a signaling NaN value.'", "'Cannot hash a signaling NaN value'"],
  ['ValueError("Cannot convert signaling NaN to float")', 'ValueError("cannot convert signaling NaN to float")'],
  ['ValueError("Cannot convert NaN to integer")', 'ValueError("cannot convert NaN to integer")'],
  ['OverflowError("Cannot convert infinity to integer")', 'OverflowError("cannot convert Infinity to integer")'],
  // A context in C has no dict.
  ['% vars(self)', "% {n: getattr(self, n) for n in ('prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp')}"],
  ['ValueError("Invalid format specifier: " + format_spec)', 'ValueError("invalid format string")'],
  // C looks at the way of rounding first, and has one complaint for all (`getround` in Modules/_decimal/_decimal.c).
  [
    /( {4}def (?:quantize|to_integral_exact|to_integral_value)\(self, (?:exp, )?rounding=None, context=None\):\n {8}"""[\s\S]*?"""\n)/g,
    '$1        if rounding is not None and rounding not in _rounding_modes: raise TypeError(_invalid_rounding)\n',
  ],
  ['raise TypeError("%s: invalid rounding mode" % value)', 'raise TypeError(_invalid_rounding)'],
  ['_rounding_modes = (ROUND_DOWN,', `_invalid_rounding = ${JSON.stringify(invalidRounding)}\n_rounding_modes = (ROUND_DOWN,`],
];

/** The order in which `wait` looks at what it waits for shows nowhere: no set is gone through. */
const tasks: Edits = [['    fs = set(fs)\n\n    if any(', '    fs = dict.fromkeys(fs)\n\n    if any(']];

/** Of times that nobody knows the archive tells what it must: modules/zip-times.ts. */
const zipfile: Edits = [
  ['        if date_time[0] < 1980:\n            raise', '        if _is_early(date_time):\n            raise'],
  ['        dt = self.date_time\n', '        dt = _to_write(self.date_time)\n'],
  ['            dt = zinfo.date_time\n', '            dt = _to_write(zinfo.date_time)\n'],
  ['            x.date_time = ( (d>>9)', '            x.date_time = _as_read( (d>>9)'],
];

/** An element in C has no truth of its own but its length, no `copy` (up to 3.11 the Python form warns of both), and tells its state itself. */
const elements: Edits = [
  [
    / {4}def __bool__\(self\):\n {8}warnings\.warn\(\n.*will change in future versions.*\n.*\n {12}FutureWarning, stacklevel=2\n {12}\)\n.*for now\n/g,
    `    def __getstate__(self):
        state = {'tag': self.tag, '_children': self._children, 'attrib': self.attrib}
        return {**state, 'text': self.text, 'tail': self.tail}

    def __setstate__(self, state):
        for name, value in state.items(): setattr(self, name, value)

`,
  ],
  ['    def copy(self):\n        """Return copy of current element.', '    def _copy(self):\n        """Return copy of current element.'],
  ['"attrib must be dict, not %s"', '"Element() argument 2 must be dict, not %s"'],
];

const byFile: Readonly<Record<string, Edits>> = { 'datetime.py': datetime, '_pydecimal.py': decimal, 'asyncio/tasks.py': tasks, 'zipfile.py': zipfile, 'xml/etree/ElementTree.py': elements };

/** The text of a library file as the engine runs it. */
export function editedSource(file: string, text: string): string {
  const root = world.current.library.find(l => file.startsWith(`${l}/`));
  const edits = root === undefined ? undefined : byFile[file.slice(root.length + 1)];
  if (edits === undefined) return text;
  let out = text;
  for (const [from, to] of edits) out = out.replaceAll(from, to);
  return out;
}
