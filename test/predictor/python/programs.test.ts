// Generated programs, event by event: the rehearsal's trace against CPython's own. Where there is no Python, a recorded corpus stands in for it
// (`npm run bless` records it anew).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { execText, guarded, mainNamespace, rollback, snapshot, startRun } from '../../../predictor/python/machine.ts';
import { vm } from '../../../predictor/python/state.ts';
import { Recorder } from '../../../predictor/python/trace-recorder.ts';
import { renderTrace } from '../../../predictor/python/trace-text.ts';
import { run } from '../../../predictor/python/world.ts';
import { startTestEngine } from '../../support/engine.ts';
import { program, spreadProgram } from '../../support/program-arbitrary.ts';
import { askPython, hasPython } from '../../support/python.ts';
import { eventsOf, eventText, type Truth } from '../../support/trace-truth.ts';

const corpus = join(import.meta.dirname, 'programs.golden.json');
const file = '/workspace/program.py';

/** The rehearsal's events, or undefined where it does not know how the program goes. */
function rehearse(text: string): readonly string[] | undefined {
  vm.tracing = true;
  const recorder = new Recorder({ limit: 20_000, wanted: c => c.file === file });
  snapshot();
  startRun({ steps: 2_000_000, ms: 20_000, bytes: 1 << 28, paths: 1 });
  recorder.start();
  const o = guarded(() => execText(text, file, mainNamespace(file)));
  recorder.stop();
  vm.tracing = false;
  const known = o.ending.kind !== 'unknown' && o.doubts.length === 0;
  const events = known ? eventsOf(renderTrace(recorder, run.stdout)) : undefined;
  rollback();
  return events;
}
interface Difference {
  readonly at: number;
  readonly want: string;
  readonly got: string;
  readonly program: string;
}
function difference(text: string, truth: readonly string[]): Difference | undefined {
  const mine = rehearse(text);
  if (mine === undefined) return undefined;
  const at = truth.findIndex((e, i) => e !== mine[i]);
  if (at < 0 && mine.length === truth.length) return undefined;
  const i = at < 0 ? truth.length : at;
  return { at: i, want: truth[i] ?? 'no more events', got: mine[i] ?? 'no more events', program: text };
}
/** At the recursion limit the tracer's own `repr` calls fail: such programs say nothing. */
const compiles = (t: Truth | null): t is Truth => t !== null && !t.events.some(e => e.exception === 'RecursionError' || Object.values(e.changed ?? {}).includes('<repr failed: RecursionError>'));

await startTestEngine();

describe('generated programs', () => {
  it('run in a rehearsal as the recorded corpus says', () => {
    if (process.env.BLESS !== undefined && hasPython) {
      const texts = fc.sample(program, { seed: 11, numRuns: 60 });
      const truths = askPython<(Truth | null)[]>('settrace.py', ['-'], texts);
      const kept = texts.flatMap((text, i) => {
        const t = truths[i];
        return compiles(t) && t.events.length < 400 ? [{ text, events: t.events.map(eventText) }] : [];
      });
      writeFileSync(corpus, `${JSON.stringify(kept, null, 1)}\n`);
    }
    expect(existsSync(corpus), 'no corpus: run `npm run bless` where there is a Python 3.11').toBe(true);
    const cases = JSON.parse(readFileSync(corpus, 'utf8')) as { text: string; events: string[] }[];
    expect(cases.length).toBeGreaterThan(20);
    for (const c of cases) expect(difference(c.text, c.events)).toBeUndefined();
  });
  // Another seed, and more programs: FUZZ_SEED=7 FUZZ_RUNS=2000 npx vitest run test/predictor/python/programs.test.ts
  it.skipIf(!hasPython).each([
    ['on few lines', program],
    ['spread over many lines', spreadProgram],
  ])('have the trace that CPython gives them: %s', (_how, programs) => {
    const runs = Number(process.env.FUZZ_RUNS ?? 150);
    const seed = Number(process.env.FUZZ_SEED ?? 1);
    const texts = fc.sample(programs, { seed, numRuns: runs });
    const truths = askPython<(Truth | null)[]>('settrace.py', ['-'], texts);
    let decided = 0;
    const found: Difference[] = [];
    texts.forEach((text, i) => {
      const t = truths[i];
      if (!compiles(t) || t.events.length > 15_000) return;
      const d = difference(text, t.events.map(eventText));
      if (d !== undefined) found.push(d);
      else decided++;
    });
    expect(found.slice(0, 3), `seed ${seed}: ${found.length} of ${texts.length} programs differ`).toEqual([]);
    expect(decided).toBeGreaterThan(runs / 3);
  });
});
