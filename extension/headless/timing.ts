// Where a check's time goes, as one who waits for it sees it: the stretches between the signs of life, and the tests that took longest. It knows the clock, so it is no part of a forecast.
import type { Progress } from './service.ts';

export interface Timing {
  /** Wall-clock milliseconds from the start of the process. */
  readonly total: number;
  readonly phases: readonly { readonly name: string; readonly ms: number }[];
  /** Longest first: both sides of an edit. */
  readonly slowest: readonly { readonly what: string; readonly ms: number }[];
  readonly rehearsed: number;
  readonly recalled: number;
}
const mostSlow = 10;

export interface Stopwatch {
  /** From now on the time is spent on this. */
  readonly begin: (phase: string) => void;
  readonly onProgress: (p: Progress) => void;
  readonly onRecalled: () => void;
  readonly read: () => Timing;
}

/** With several engines at work their signs are interleaved: a test's time is then from its sign to the next one's. */
export function stopwatch(now: () => number = () => performance.now()): Stopwatch {
  const phases = new Map<string, number>();
  const tests = new Map<string, number>();
  // The process was started before its first line ran.
  let since = 0;
  let phase = 'start';
  let side = '';
  let test: { readonly what: string; readonly from: number } | undefined;
  let rehearsed = 0;
  let recalled = 0;
  const enter = (next: string): void => {
    const at = now();
    phases.set(phase, (phases.get(phase) ?? 0) + at - since);
    if (test !== undefined) tests.set(test.what, (tests.get(test.what) ?? 0) + at - test.from);
    test = undefined;
    [since, phase] = [at, next];
  };
  return {
    begin(name) {
      side = name;
      enter(name);
    },
    onProgress(p) {
      enter(side === '' ? phaseNames[p.phase] : `${side}: ${phaseNames[p.phase]}`);
      if (p.phase !== 'test') return;
      rehearsed++;
      test = { what: p.what, from: since };
    },
    onRecalled: () => void recalled++,
    read() {
      enter(phase);
      const slowest = [...tests]
        .map(([what, ms]) => ({ what, ms: rounded(ms) }))
        .sort((a, b) => b.ms - a.ms)
        .slice(0, mostSlow);
      return { total: rounded(now()), phases: [...phases].map(([name, ms]) => ({ name, ms: rounded(ms) })), slowest, rehearsed, recalled };
    },
  };
}
const phaseNames: Readonly<Record<Progress['phase'], string>> = { start: 'reading the project', collect: 'collecting', test: 'tests', program: 'program' };
const rounded = (ms: number): number => Math.round(ms * 10) / 10;

export function timingText(t: Timing): string {
  const line = (name: string, ms: number): string => `  ${`${ms.toFixed(0)} ms`.padStart(9)}  ${name}`;
  return [
    `time: ${t.total.toFixed(0)} ms, ${t.rehearsed} rehearsed, ${t.recalled} recalled`,
    ...t.phases.filter(p => p.ms >= 0.5).map(p => line(p.name, p.ms)),
    ...(t.slowest.length === 0 ? [] : ['slowest tests', ...t.slowest.map(s => line(s.what, s.ms))]),
    '',
  ].join('\n');
}
