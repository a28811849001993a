// Local time by the environment variable TZ: a rule as POSIX writes it (`CET-1CEST,M3.5.0,M10.5.0/3`), or the name of a file of rules (RFC 8536) that the host can read.
import { zoneFromFile } from './time-zone-file.ts';
import { brokenTime, daysBefore } from './broken-time.ts';
import { zoneAsked } from '../pins.ts';
import { world } from '../world.ts';

/** What the clocks on the wall show at a moment. */
export interface Local {
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly isDst: boolean;
  readonly name: string;
}
export type Zone = (seconds: number) => Local;

const utc =
  (name: string): Zone =>
  () => ({ offset: 0, isDst: false, name });
const UTC_NAMES = new Set(['UTC', 'GMT', 'UTC0', 'GMT0', 'Etc/UTC', 'Etc/GMT', 'Etc/UCT', 'UCT', 'Zulu', ':UTC', ':/usr/share/zoneinfo/UTC', 'Universal']);
const folder = '/usr/share/zoneinfo';

let last: { readonly tz: string; readonly files: unknown; readonly zone: Zone | undefined } | undefined;
/** The zone in force; undefined where it is the machine's own, or its rules cannot be read. */
export function localZone(): Zone | undefined {
  const tz = zoneAsked();
  if (tz === undefined) return undefined;
  const { files } = world.current;
  if (last?.tz !== tz || last.files !== files) last = { tz, files, zone: zoneOf(tz) };
  return last.zone;
}
function zoneOf(tz: string): Zone | undefined {
  if (tz === '' || UTC_NAMES.has(tz)) return utc(/GMT/.test(tz) ? 'GMT' : 'UTC');
  const name = tz.replace(/^:/, '');
  const path = name.startsWith('/') ? name : `${folder}/${name}`;
  if (name.includes('..')) return undefined;
  const bytes = path.startsWith(`${folder}/`) && world.current.files.kind(path) === 'file' ? world.current.files.read(path) : undefined;
  return bytes === undefined ? ruleOf(name) : zoneFromFile(bytes, ruleOf);
}

/** Days of a year on which a change may fall, and the second of that day. */
interface Change {
  readonly day: (year: number) => number;
  readonly second: number;
}
/** The rule that POSIX writes, or undefined for what is none. */
export function ruleOf(text: string): Zone | undefined {
  let rest = text;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const m = pattern.exec(rest);
    if (m === null) return undefined;
    rest = rest.slice(m[0].length);
    return m;
  };
  const word = (): string | undefined => take(/^(?:<([A-Za-z0-9+-]{3,})>|([A-Za-z]{3,}))/)?.slice(1).find(x => x !== undefined);
  const time = (): number | undefined => {
    const m = take(/^([+-]?)(\d{1,3})(?::(\d{1,2}))?(?::(\d{1,2}))?/);
    return m === undefined ? undefined : (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 3600 + Number(m[3] ?? 0) * 60 + Number(m[4] ?? 0));
  };
  const change = (): Change | undefined => {
    if (take(/^,/) === undefined) return undefined;
    const m = take(/^(?:M(\d{1,2})\.(\d)\.(\d)|J(\d{1,3})|(\d{1,3}))/);
    if (m === undefined) return undefined;
    const day = dayOf(m);
    const second = take(/^\//) === undefined ? 7200 : time();
    return second === undefined ? undefined : { day, second };
  };
  const standard = word();
  const west = standard === undefined ? undefined : time();
  if (standard === undefined || west === undefined) return undefined;
  const plain: Local = { offset: -west || 0, isDst: false, name: standard };
  const summer = word();
  if (summer === undefined) return rest === '' ? () => plain : undefined;
  const saving = time();
  const daylight: Local = { offset: saving === undefined ? plain.offset + 3600 : -saving || 0, isDst: true, name: summer };
  if (rest === '') rest = ',M3.2.0,M11.1.0';
  const start = change();
  const end = change();
  if (start === undefined || end === undefined || rest !== '') return undefined;
  return seconds => {
    const { year } = brokenTime(seconds + plain.offset, '');
    const from = start.day(year) * 86400 + start.second - plain.offset;
    const to = end.day(year) * 86400 + end.second - daylight.offset;
    const inSummer = from < to ? seconds >= from && seconds < to : seconds >= from || seconds < to;
    return inSummer ? daylight : plain;
  };
}
function dayOf([, month, week, weekday, julian, plain]: RegExpExecArray): Change['day'] {
  if (month !== undefined) {
    return year => {
      const first = daysBefore(year, Number(month) - 1);
      const length = daysBefore(year, Number(month)) - first;
      let day = (Number(weekday) - ((first + 4) % 7) + 7) % 7 + 7 * (Number(week) - 1);
      while (day >= length) day -= 7;
      return first + day;
    };
  }
  // February 29 is never counted.
  if (julian !== undefined) return year => daysBefore(year, 0) + Number(julian) - 1 + (daysBefore(year, 2) - daysBefore(year, 0) === 60 && Number(julian) >= 60 ? 1 : 0);
  return year => daysBefore(year, 0) + Number(plain);
}

/** The moment at which the wall shows these seconds (counted as if it were UTC); undefined where it shows them twice and `isDst` does not tell, or never. */
export function momentOf(zone: Zone, wall: number, isDst: number): number | undefined {
  const near = [wall - 86400, wall + 86400, wall].map(t => zone(t).offset);
  const fitting = [...new Set(near.map(o => wall - o))].filter(t => t + zone(t).offset === wall);
  const asked = isDst < 0 ? fitting : fitting.filter(t => zone(t).isDst === isDst > 0);
  return asked.length === 1 ? asked[0] : undefined;
}
