// Broken-down time in the proleptic Gregorian calendar, as C's `struct tm`, and its formatting by strftime in the C locale (with glibc's flags and widths).

/** Months, weekdays (0 is Sunday) and days of the year count from 0, years from 0 too. */
export interface BrokenTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly isDst: number;
  readonly zone: string;
  /** Seconds east of UTC. */
  readonly offset: number;
}

/** Days from 1970-01-01 to the first of a month; the month may lie outside 0 to 11. */
export function daysBefore(year: number, month: number): number {
  // Years that begin in March put the leap day at their end.
  const y = year + Math.floor(month / 12) - (mod(month, 12) < 2 ? 1 : 0);
  const m = (mod(month, 12) + 10) % 12;
  const era = Math.floor(y / 400);
  const inEra = y - era * 400;
  const days = Math.floor((153 * m + 2) / 5);
  return era * 146097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + days - 719468;
}
const mod = (a: number, b: number): number => a - Math.floor(a / b) * b;

/** `gmtime`: whole seconds since the epoch taken apart. */
export function brokenTime(seconds: number, zone: string): BrokenTime {
  const days = Math.floor(seconds / 86400);
  const rest = seconds - days * 86400;
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 2 : shifted - 10;
  const year = yearOfEra + era * 400 + (month < 2 ? 1 : 0);
  return {
    year,
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    weekday: mod(days + 4, 7),
    yearDay: days - daysBefore(year, 0),
    isDst: 0,
    zone,
    offset: 0,
  };
}
/** `timegm`: fields may lie outside their ranges. */
export function secondsOf(t: Pick<BrokenTime, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>): number {
  return (daysBefore(t.year, t.month) + t.day - 1) * 86400 + t.hour * 3600 + t.minute * 60 + t.second;
}

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const isLeap = (y: number): boolean => y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);

/** Year and week of ISO 8601. */
function isoWeek(t: BrokenTime): [year: number, week: number] {
  const monday = mod(t.weekday - 1, 7);
  const days = t.yearDay - monday + 3;
  if (days < 0) {
    const length = isLeap(t.year - 1) ? 366 : 365;
    return [t.year - 1, Math.floor((days + length) / 7) + 1];
  }
  const length = isLeap(t.year) ? 366 : 365;
  return days >= length ? [t.year + 1, Math.floor((days - length) / 7) + 1] : [t.year, Math.floor(days / 7) + 1];
}

/** Numbers are padded to a width by zeros or blanks unless a flag says otherwise. */
interface Piece {
  readonly text: string;
  readonly width: number;
  readonly pad: '0' | ' ' | '';
}
const word = (text: string): Piece => ({ text, width: 0, pad: '' });
const count = (n: number, width: number, pad: '0' | ' ' = '0'): Piece => ({ text: String(n), width, pad });

/** What a conversion stands for; undefined for one that glibc does not know. */
function pieceOf(code: string, t: BrokenTime, again: (format: string) => string): Piece | undefined {
  const hour12 = t.hour % 12 === 0 ? 12 : t.hour % 12;
  switch (code) {
    case 'a': return word(WEEKDAYS[t.weekday]?.slice(0, 3) ?? '?');
    case 'A': return word(WEEKDAYS[t.weekday] ?? '?');
    case 'b':
    case 'h': return word(MONTHS[t.month]?.slice(0, 3) ?? '?');
    case 'B': return word(MONTHS[t.month] ?? '?');
    case 'c': return word(again('%a %b %e %H:%M:%S %Y'));
    case 'C': return count(Math.floor(t.year / 100), 1);
    case 'd': return count(t.day, 2);
    case 'D':
    case 'x': return word(again('%m/%d/%y'));
    case 'e': return count(t.day, 2, ' ');
    case 'F': return word(again('%Y-%m-%d'));
    case 'g': return count(mod(isoWeek(t)[0], 100), 2);
    case 'G': return count(isoWeek(t)[0], 1);
    case 'H': return count(t.hour, 2);
    case 'I': return count(hour12, 2);
    case 'j': return count(t.yearDay + 1, 3);
    case 'k': return count(t.hour, 2, ' ');
    case 'l': return count(hour12, 2, ' ');
    case 'm': return count(t.month + 1, 2);
    case 'M': return count(t.minute, 2);
    case 'n': return word('\n');
    case 'p': return word(t.hour < 12 ? 'AM' : 'PM');
    case 'P': return word(t.hour < 12 ? 'am' : 'pm');
    case 'r': return word(again('%I:%M:%S %p'));
    case 'R': return word(again('%H:%M'));
    case 's': return count(secondsOf(t) - t.offset - (t.isDst > 0 ? 3600 : 0), 1);
    case 'S': return count(t.second, 2);
    case 't': return word('\t');
    case 'T':
    case 'X': return word(again('%H:%M:%S'));
    case 'u': return count(t.weekday === 0 ? 7 : t.weekday, 1);
    case 'U': return count(Math.floor((t.yearDay - t.weekday + 7) / 7), 2);
    case 'V': return count(isoWeek(t)[1], 2);
    case 'w': return count(t.weekday, 1);
    case 'W': return count(Math.floor((t.yearDay - mod(t.weekday - 1, 7) + 7) / 7), 2);
    case 'y': return count(mod(t.year, 100), 2);
    case 'Y': return count(t.year, 1);
    case 'z': {
      if (t.isDst < 0) return word('');
      const minutes = Math.floor(Math.abs(t.offset) / 60);
      return word(`${t.offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`);
    }
    case 'Z': return word(t.isDst < 0 ? '' : t.zone);
    case '%': return word('%');
    default: return undefined;
  }
}

/** `strftime` */
export function strftime(format: string, t: BrokenTime): string {
  let out = '';
  for (let at = 0; at < format.length; at++) {
    if (format[at] !== '%') {
      out += format[at];
      continue;
    }
    const start = at++;
    let flag = '';
    let upper = false;
    let swap = false;
    for (; at < format.length && '_-0^#'.includes(format[at]); at++) {
      if (format[at] === '^') upper = true;
      else if (format[at] === '#') swap = true;
      else flag = format[at];
    }
    let width = 0;
    for (; at < format.length && format[at] >= '0' && format[at] <= '9'; at++) width = Math.min(width * 10 + Number(format[at]), 1 << 20);
    if (format[at] === 'E' || format[at] === 'O') at++;
    const piece = at < format.length ? pieceOf(format[at], t, f => strftime(f, t)) : undefined;
    if (piece === undefined) {
      // What is no conversion stays as it stands.
      const end = at < format.length ? at + 1 : format.length;
      out += format.slice(start, end).padStart(width);
      at = end - 1;
      continue;
    }
    const changed = upper ? piece.text.toUpperCase() : swap ? swapped(format[at], piece.text) : piece.text;
    const pad = flag === '-' ? '' : flag === '_' ? ' ' : flag === '0' ? '0' : piece.pad === '' && width > 0 ? ' ' : piece.pad;
    const least = Math.max(width, flag === '-' ? 0 : piece.width);
    out += pad === '' || changed.length >= least ? changed : pad === '0' && changed.startsWith('-') ? `-${changed.slice(1).padStart(least - 1, '0')}` : changed.padStart(least, pad);
  }
  return out;
}
/** The flag `#`: names in capitals, but AM and time zones in small letters. */
const swapped = (code: string, text: string): string => (code === 'p' || code === 'Z' ? text.toLowerCase() : 'aAbBh'.includes(code) ? text.toUpperCase() : text);

/** `asctime` without the line end. */
export function asctime(t: BrokenTime): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${WEEKDAYS[t.weekday].slice(0, 3)} ${MONTHS[t.month].slice(0, 3)}${String(t.day).padStart(3)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)} ${t.year}`;
}
