// What the scenario pins, as it is used up by a run: the clock, the random bytes, standard input, the turns of patches. It begins anew with each run of a program and, in
// a suite, with each fixture and each phase of a test, so that no test hangs on those before it.
import { clockOf } from '../scenario.ts';
import { touch, vm } from './state.ts';
import { Mutable, T } from './values.ts';
import { world } from './world.ts';

class Pins extends Mutable {
  /** Nanoseconds since the epoch; null where the time is not known. */
  now: bigint | null = null;
  tick = 0n;
  bytesTaken = 0;
  stdinTaken = 0;
  turns = new Map<string, number>();
  /** Modules of a suite are being imported: which of them comes first is open, and with it what each would get of what is used up. */
  loading = false;
  /** What the program has made of the environment variable TZ, and what time.tzset() then saw: undefined where it is as at start. */
  zoneSet: string | null | undefined = undefined;
  zoneSeen: string | null | undefined = undefined;
  override saver(): () => void {
    const { now, tick, bytesTaken, stdinTaken, turns, loading, zoneSet, zoneSeen } = this;
    const base = super.saver();
    return () => {
      base();
      Object.assign(this, { now, tick, bytesTaken, stdinTaken, turns, loading, zoneSet, zoneSeen });
    };
  }
}
let made: Pins | undefined;
const pins = (): Pins => (made ??= new Pins(T.object));
function changing(): Pins {
  const p = pins();
  touch(p);
  return p;
}

/** Told when everything begins anew: random.ts seeds its generator. */
export const beginnings: (() => void)[] = [];

/** Everything begins anew. With `loading`, what is used up by asking stays unknown until the next beginning. */
export function beginPins(loading = false): void {
  const p = changing();
  const clock = clockOf(world.current.scenario);
  p.now = clock === undefined || (loading && clock.tick > 0n) ? null : clock.start;
  p.tick = clock?.tick ?? 0n;
  p.bytesTaken = 0;
  p.stdinTaken = 0;
  p.turns = new Map();
  p.loading = loading;
  for (const b of beginnings) b();
}
export const isLoading = (): boolean => made?.loading === true;

// The clock ---------------------------------------------------------------------------------------------------------------

/** The time without a reading of it. */
export const clockNow = (): bigint | null => made?.now ?? null;
/** A reading of a clock by the program, in nanoseconds. */
export function readClock(): bigint | null {
  const now = clockNow();
  if (now !== null && pins().tick > 0n && !importsLibrary()) changing().now = now + pins().tick;
  return now;
}
/** What a library reads while it is imported is no reading of the program's: it may have been imported long before. */
function importsLibrary(): boolean {
  for (let f = vm.frame; f !== null; f = f.back) if (f.code.library && f.code.name === '<module>') return true;
  return false;
}
/** Time goes by. */
export function advanceClock(nanoseconds: bigint): void {
  const now = clockNow();
  if (now !== null && nanoseconds !== 0n) changing().now = now + nanoseconds;
}
/** From here on the time is not known. */
export function loseClock(): void {
  if (clockNow() !== null) changing().now = null;
}

/** TZ as local time goes by it; undefined where it is not set. */
export function zoneAsked(): string | undefined {
  const seen = made?.zoneSeen;
  return seen === undefined ? world.current.environment.TZ : (seen ?? undefined);
}
/** The program has set or, with null, unset TZ. */
export function setZone(value: string | null): void {
  changing().zoneSet = value;
}
/** `time.tzset` */
export function seeZone(): void {
  if (pins().zoneSet !== undefined) changing().zoneSeen = pins().zoneSet;
}
/** A new start of the engine. */
export function forgetPins(): void {
  made = undefined;
}

// Randomness, input, turns ------------------------------------------------------------------------------------------------

/** The next bytes of the system's randomness; undefined where they are not pinned. */
export function takeBytes(count: number): Uint8Array | undefined {
  const digits = world.current.scenario?.randomBytes ?? '';
  const from = pins().bytesTaken * 2;
  if (count === 0) return new Uint8Array(0);
  if (isLoading() || from + count * 2 > digits.length) return undefined;
  changing().bytesTaken += count;
  return Uint8Array.from({ length: count }, (_, i) => Number.parseInt(digits.slice(from + 2 * i, from + 2 * i + 2), 16));
}

let stdin: { readonly text: string; readonly bytes: Uint8Array } | undefined;
/** What comes next from standard input, at most so many bytes; undefined where it is not pinned. */
export function takeStdin(count: number): Uint8Array | undefined {
  const text = world.current.scenario?.stdin;
  if (text === undefined || isLoading()) return undefined;
  if (stdin?.text !== text) stdin = { text, bytes: new TextEncoder().encode(text) };
  const from = pins().stdinTaken;
  const taken = stdin.bytes.slice(from, from + count);
  if (taken.length > 0) changing().stdinTaken += taken.length;
  return taken;
}

/** How often `what` was asked for before; undefined while modules are imported. */
export function takeTurn(what: string): number | undefined {
  if (isLoading()) return undefined;
  const p = changing();
  const turn = p.turns.get(what) ?? 0;
  p.turns = new Map(p.turns).set(what, turn + 1);
  return turn;
}
