// A report on a suite, before and after an edit, for people: what breaks first, each with the line, both sides and the values; then a summary.
import type { Report, TestChange, TestForecast } from '../../../trace-collector/trace.ts';
import { isSuspected } from '../../../predictor/forecast/suspicion.ts';
import { behaviourLines, consequenceLines } from './consequence.ts';
import { effectLines, filledLines, indented, likely, outputLines, underScenario, useLines, whyLines } from './forecast.ts';
import { raisedLines, type ShowPath } from './raised.ts';
import { count, cut, duration, type Style } from './style.ts';

export interface ReportOptions {
  readonly style: Style;
  readonly show: ShowPath;
  /** List passing tests too. */
  readonly all: boolean;
  readonly edited: boolean;
  /** Tests whose failure is set aside, and why: told, but not counted. */
  readonly aside?: ReadonlyMap<string, string>;
  /** Tests whose entry in the baseline no longer holds. */
  readonly stale?: readonly string[];
  /** Why it was stopped, where it was. */
  readonly stoppedBy?: string;
}

export function reportText(whole: Report, o: ReportOptions): string {
  const { style, aside = new Map(), stale = [] } = o;
  const r = aside.size === 0 ? whole : { ...whole, tests: whole.tests.filter(t => !aside.has(t.id)) };
  if (o.edited && r.changed.length === 0) return 'nothing has changed: nothing to forecast\n';
  const out: string[] = [headline(whole, o), ''];
  for (const change of ['breaks', 'alters', 'fails'] as const) {
    const group = r.tests.filter(t => t.change === change);
    if (group.length === 0) continue;
    out.push(style.bold(titles[change](group.length, o.edited)), '');
    // With an edit, what fails anyway is named only: it is no news.
    for (const t of group) out.push(...(change === 'fails' && o.edited ? [`  ${style.dim('✗')} ${t.id}`] : failingTest(t, o)));
    out.push('');
  }
  out.push(...suspectedTests(r, o), ...filledTests(r, o), ...unknownTests(r, o), ...quietTests(r, o));
  if (r.behaviour !== undefined && r.behaviour.length > 0)
    out.push(style.bold('behaves otherwise, and no test says so'), ...indented(behaviourLines(r.behaviour, style, o.show)), '');
  if (r.effects.length > 0) {
    out.push(style.bold(o.edited ? 'new effects (none was made)' : 'effects (none was made)'), ...indented(effectLines(r.effects, style, o.show)), '');
  }
  if (r.oracles !== undefined && r.oracles.length > 0) out.push(...useLines(r.oracles, style), '');
  if (aside.size > 0)
    out.push(style.bold(`${count(aside.size, 'test')} set aside`), ...[...aside].map(([id, why]) => `  ${style.dim('~')} ${id}  ${style.dim(why)}`), '');
  if (stale.length > 0)
    out.push(style.bold('no longer as the baseline says (--write-baseline brings it up to date)'), ...stale.map(id => `  ${style.dim('-')} ${id}`), '');
  if (r.stopped) out.push(style.yellow(`${o.stoppedBy ?? 'stopped'}: the other tests are not known`));
  out.push(summary(r, o));
  return `${out.join('\n')}\n`;
}

function headline(r: Report, { style, edited }: ReportOptions): string {
  const what = edited ? `${count(r.changed.length, 'changed file')}, ${count(r.tests.length, 'test')}` : count(r.tests.length, 'test');
  return `${style.bold(`foretrace: ${what}`)}  ${style.dim(`rehearsed, not run${underScenario(r.scenario)} · Python ${r.python.version} · ${duration(r.milliseconds)}`)}`;
}
const titles: Readonly<Record<'breaks' | 'alters' | 'fails', (n: number, edited: boolean) => string>> = {
  breaks: n => `${count(n, 'test')} would break`,
  alters: n => `${count(n, 'test')} would fail in another way`,
  fails: (n, edited) => (edited ? `${count(n, 'test')} would fail as before` : `${count(n, 'test')} would fail`),
};

function failingTest(t: TestChange, { style, show }: ReportOptions): string[] {
  const f = t.after!;
  const was = t.before === undefined ? '' : style.dim(` ${resultWord(t.before)} → ${isSuspected(t) ? 'likely failed' : resultWord(f)}`);
  const out = [`  ${style.red('✗')} ${style.bold(t.id)}${was}`];
  if (f.reason !== undefined) out.push(`    ${style.red(f.reason)}`);
  if (f.raises !== undefined) out.push(...indented(indented(raisedLines(f.raises, style, show, f.reason !== undefined))));
  out.push(...indented(indented(consequenceLines(t.because ?? [], style, show))));
  if (f.stdout !== '') out.push(...indented(indented(outputLines('stdout', lastLines(f.stdout, 6), style))));
  return [...out, ''];
}
const lastLines = (text: string, n: number): string => text.trimEnd().split('\n').slice(-n).join('\n');

/** Tests that fail by themselves, which there was no time to see through. */
function suspectedTests(r: Report, o: ReportOptions): string[] {
  const tests = r.tests.filter(isSuspected);
  if (tests.length === 0) return [];
  const out = [o.style.bold(`${count(tests.length, 'test')} would likely ${o.edited ? 'break' : 'fail'}`), ''];
  for (const t of tests.slice(0, 5)) out.push(...failingTest(t, o));
  for (const t of tests.slice(5, 20)) out.push(`  ${o.style.red('✗')} ${t.id}`);
  if (tests.length > 20) out.push(o.style.dim(`    … and ${tests.length - 20} more`));
  return [...out, o.style.dim('  They fail by themselves; there was no time to hold that against the tests before them.'), ''];
}
/** Tests that stand on answers of oracles: each says what would become of it, and which answers these are. */
function filledTests(r: Report, { style, show }: ReportOptions): string[] {
  const tests = r.tests.flatMap(t => (t.after?.filled === undefined ? [] : [t.after]));
  if (tests.length === 0) return [];
  const out = [style.bold(`${count(tests.length, 'test')} ${tests.length === 1 ? 'stands' : 'stand'} on answers of oracles`), ''];
  for (const t of tests) {
    out.push(`  ${style.yellow('≈')} ${t.id} ${likely(t, style)}`, ...indented(indented(filledLines(t, style, show))));
    if (t.filled?.outcome === 'fail' && t.raises !== undefined) out.push(...indented(indented(raisedLines(t.raises, style, show))));
  }
  return [...out, ''];
}
/** Tests with the same origins are told together: the origins are what there is to say. */
function unknownTests(r: Report, { style, show }: ReportOptions): string[] {
  const groups = new Map<string, { forecast: TestForecast; ids: string[] }>();
  const chances = new Map<string, string>();
  for (const t of r.tests) {
    if (t.change !== 'unknown' || t.after === undefined || t.after.filled !== undefined || isSuspected(t)) continue;
    const key = whyLines(t.after.why, style, show).join('\n');
    const group = groups.get(key) ?? { forecast: t.after, ids: [] };
    groups.set(key, group);
    group.ids.push(t.id);
    if (t.after.uncorrected !== undefined)
      chances.set(t.id, style.dim(` (passes with a chance of ${t.after.probability.toFixed(2)}, by what was verified here)`));
  }
  if (groups.size === 0) return [];
  const total = [...groups.values()].reduce((n, g) => n + g.ids.length, 0);
  const out = [style.bold(`${count(total, 'test')} cannot be told`), ''];
  for (const { forecast, ids } of [...groups.values()].sort((a, b) => b.ids.length - a.ids.length).slice(0, 12)) {
    for (const id of ids.slice(0, 3)) out.push(`  ${style.yellow('?')} ${id}${chances.get(id) ?? ''}`);
    if (ids.length > 3) out.push(style.dim(`    … and ${ids.length - 3} more`));
    out.push(...indented(indented(whyLines(forecast.why, style, show))));
  }
  return [...out, ''];
}

function quietTests(r: Report, { style, all }: ReportOptions): string[] {
  const out: string[] = [];
  const marks = { fixes: style.green('✓ fixed'), appears: style.green('✓ new'), disappears: style.yellow('- gone'), passes: style.green('✓') } as const;
  for (const t of r.tests) {
    const mark = marks[t.change as keyof typeof marks];
    if (mark === undefined || (t.change === 'passes' && !all)) continue;
    const f = t.after;
    const note = f === undefined || f.result === 'passed' ? '' : style.dim(` ${resultWord(f)}${f.reason === undefined ? '' : `: ${cut(f.reason, 60)}`}`);
    out.push(`  ${mark} ${t.id}${note}`);
  }
  return out.length > 0 ? [...out, ''] : [];
}
const resultWord = (t: TestForecast): string => (t.outcome === 'unknown' ? 'unknown' : t.result);

function summary(r: Report, o: ReportOptions): string {
  const { style, edited } = o;
  const n = (...changes: TestChange['change'][]): number => r.tests.filter(t => changes.includes(t.change)).length;
  const of = (result: TestForecast['result']): number => r.tests.filter(t => t.after?.result === result).length;
  const parts: string[] = [];
  const say = (amount: number, word: string, paint: (text: string) => string): void => {
    if (amount > 0) parts.push(paint(`${amount} ${word}`));
  };
  say(n('breaks'), edited ? 'would break' : 'would fail', style.red);
  say(n('fails', 'alters'), edited ? 'fail as before' : 'would fail', style.red);
  const suspected = r.tests.filter(isSuspected).length;
  say(suspected, edited ? 'would likely break' : 'would likely fail', style.red);
  say(n('unknown') - suspected, 'unknown', style.yellow);
  say(n('fixes'), 'fixed', style.green);
  say(n('disappears'), 'gone', style.yellow);
  const skipped = of('skipped');
  const expected = of('xfailed') + of('xpassed');
  say(o.aside?.size ?? 0, 'set aside', style.yellow);
  say(n('passes', 'appears') - skipped - expected, 'pass', style.green);
  say(skipped, 'skipped', style.dim);
  say(expected, 'expected to fail', style.dim);
  return parts.length === 0 ? (r.stopped ? 'nothing is known yet' : 'no tests found') : parts.join(style.dim(' · '));
}
