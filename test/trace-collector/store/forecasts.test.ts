// Forecasts in the store: kept once for the same code, and judged by the outcomes of a run of that code, and of no other.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedFiles, codeState } from '../../../trace-collector/code-state.ts';
import { changedSince, type ForecastMade, forecasts, judgeRun, keepForecasts, setDivergence, type Verdicts } from '../../../trace-collector/store/forecasts.ts';
import { type Outcome, openStore, type Store } from '../../../trace-collector/store/store.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foretrace-forecasts-'));
  store = openStore(join(folder, '.foretrace', 'traces.db'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const claim = (test: string, result: string, more: Partial<ForecastMade['claim']> = {}): ForecastMade => ({
  test,
  outcome: result === 'unknown' ? 'unknown' : result === 'failed' || result === 'error' ? 'fail' : 'pass',
  probability: result === 'unknown' ? 0.5 : result === 'failed' ? 0 : 1,
  claim: { result, phase: 'call', why: [], ...more },
});
const code = (digest: string) => ({ digest, files: { 'a.py': digest } });
function run(digest: string, outcomes: readonly (readonly [test: string, result: Outcome['result'], more?: Partial<Outcome>])[], python = '3.11'): [number, Verdicts] {
  const id = store.addRun({ kind: 'pytest', command: [], root: folder, python, started: 2000, code: digest });
  for (const [test, result, more] of outcomes) store.addOutcome(id, { test, result, phase: 'call', at: 2001, ...more });
  return [id, judgeRun(store, id)];
}
const verdictOf = (test: string) => forecasts(store, { test })[0];

describe('stored forecasts', () => {
  it('are confirmed or refuted by a run of the same code, with the surprise', () => {
    keepForecasts(store, code('one'), 1000, [claim('a', 'passed'), claim('b', 'passed'), claim('c', 'failed', { exception: 'ValueError', line: 3 }), claim('d', 'unknown'), claim('e', 'passed')]);
    const [id, tally] = run('one', [['a', 'passed'], ['b', 'failed', { exception: 'KeyError', message: "'k'", file: '/w/t.py', line: 7 }], ['c', 'passed'], ['d', 'failed'], ['not forecast', 'passed']]);
    expect(tally).toEqual({ confirmed: 1, refuted: 2, unknown: 1, incomparable: 0 });
    expect(verdictOf('b').surprise).toEqual({ kind: 'wrong pass', thought: { result: 'passed' }, happened: { result: 'failed', exception: 'KeyError', message: "'k'", file: '/w/t.py', line: 7 } });
    expect(verdictOf('c').surprise?.kind).toBe('wrong fail');
    expect(verdictOf('e').verdict).toBeUndefined();
    expect(forecasts(store, { run: id }).map(f => f.test).sort()).toEqual(['a', 'b', 'c', 'd']);
  });
  it('wait while the code is another', () => {
    keepForecasts(store, code('one'), 1000, [claim('a', 'passed')]);
    expect(run('two', [['a', 'failed']])[1].refuted).toBe(0);
    expect(verdictOf('a').verdict).toBeUndefined();
    expect(changedSince(store, 'one', code('two'))).toEqual(['a.py']);
    expect(run('one', [['a', 'passed']])[1].confirmed).toBe(1);
  });
  it('are kept once while they say the same, and anew when they do not', () => {
    const made = [claim('a', 'passed'), claim('b', 'failed')];
    expect(keepForecasts(store, code('one'), 1000, made)).toBe(2);
    expect(keepForecasts(store, code('one'), 1100, made)).toBe(0);
    expect(keepForecasts(store, code('one'), 1200, [claim('a', 'unknown')])).toBe(1);
    run('one', [['a', 'passed']]);
    expect(forecasts(store, { test: 'a' }).map(f => f.verdict)).toEqual(['unknown', undefined]);
  });
  it('made after a run began are not judged by it', () => {
    keepForecasts(store, code('one'), 5000, [claim('a', 'passed')]);
    expect(run('one', [['a', 'passed']])[1].confirmed).toBe(0);
  });
  it('count the exception: a failure of another kind is a surprise, a qualified name is not', () => {
    keepForecasts(store, code('one'), 1000, [claim('a', 'failed', { exception: 'ValueError' }), claim('b', 'failed', { exception: 'decimal.InvalidOperation' }), claim('c', 'passed')]);
    run('one', [['a', 'failed', { exception: 'TypeError' }], ['b', 'failed', { exception: 'InvalidOperation' }], ['c', 'skipped']]);
    expect(verdictOf('a').surprise?.kind).toBe('other way');
    expect(verdictOf('b').verdict).toBe('confirmed');
    expect(verdictOf('c').surprise?.kind).toBe('other way');
  });
  it('are not comparable where the recording does not settle them', () => {
    keepForecasts(store, code('one'), 1000, [claim('flaky', 'passed'), claim('newer', 'passed')]);
    run('one', [['flaky', 'passed']]);
    run('one', [['flaky', 'failed']]);
    expect(verdictOf('flaky')).toMatchObject({ verdict: 'incomparable', why: expect.stringMatching(/passes and fails/) });
    run('one', [['flaky', 'passed']]);
    expect(verdictOf('flaky').verdict).toBe('incomparable');
    run('one', [['newer', 'failed']], '3.13');
    expect(verdictOf('newer')).toMatchObject({ verdict: 'incomparable', why: expect.stringMatching(/3\.13/) });
  });
  it('fit into a store of the first version, which is brought up to date with its content', () => {
    const old = join(folder, 'old.db');
    openStore(old).close();
    const db = new DatabaseSync(old);
    for (const t of ['code_states', 'run_sources', 'sources']) db.exec(`DROP TABLE ${t}`);
    db.exec('DROP INDEX forecasts_by_code; DROP INDEX forecasts_by_run; ALTER TABLE runs DROP COLUMN code; ALTER TABLE forecasts DROP COLUMN run; PRAGMA user_version = 1');
    db.exec("INSERT INTO runs (kind, command, root, python, started) VALUES ('pytest', '[]', '/w', '3.11', 1)");
    db.exec("INSERT INTO outcomes (run, test, result, phase, at) VALUES (1, 't', 'passed', 'call', 2)");
    db.close();
    const up = openStore(old);
    expect(up.setAside).toBeUndefined();
    expect(up.outcomes('t')).toHaveLength(1);
    expect(keepForecasts(up, code('one'), 1, [claim('t', 'passed')])).toBe(1);
    up.close();
  });
});

describe('the state of code', () => {
  it('is the same for the same sources, and names what has changed', () => {
    writeFileSync(join(folder, 'a.py'), 'x = 1\n');
    writeFileSync(join(folder, 'run.log'), 'one');
    const before = codeState(folder);
    writeFileSync(join(folder, 'run.log'), 'two');
    expect(codeState(folder).digest).toBe(before.digest);
    const edited = codeState(folder, new Map([[join(folder, 'a.py'), 'x = 2\n'], [join(folder, 'b.py'), 'y = 1\n']]));
    expect(changedFiles(before.files, edited.files)).toEqual(['a.py', 'b.py']);
    writeFileSync(join(folder, 'a.py'), 'x = 2\n');
    writeFileSync(join(folder, 'b.py'), 'y = 1\n');
    expect(codeState(folder).digest).toBe(edited.digest);
    expect(codeState(folder, new Map([[join(folder, 'b.py'), null]])).files['b.py']).toBeUndefined();
  });
});

describe('a surprise', () => {
  it('is told the frame at which rehearsal and recording part, once that is known', () => {
    keepForecasts(store, code('one'), 1000, [claim('a', 'passed')]);
    run('one', [['a', 'failed']]);
    const at = { event: 'line', function: 'f', file: '/w/a.py', line: 3 };
    setDivergence(store, verdictOf('a'), { frame: 7, thought: at, happened: { ...at, line: 5 }, values: [{ name: 'x', left: '1', right: '2' }] });
    expect(verdictOf('a').surprise).toMatchObject({ kind: 'wrong pass', diverged: { frame: 7, happened: { line: 5 } } });
  });
});
