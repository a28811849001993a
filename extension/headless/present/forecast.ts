// A forecast of a program or of a call, for people.
import type { Effect } from '../../../predictor/effects.ts';
import type { Forecast, OracleUse, TraceOrigin } from '../../../trace-collector/trace.ts';
import { raisedLines, type ShowPath } from './raised.ts';
import { count, cut, duration, type Style } from './style.ts';

export interface Shown {
  readonly title: string;
  readonly forecast: Forecast;
  readonly python: { readonly version: string };
  /** Not told where it is 0. */
  readonly steps: number;
  readonly milliseconds: number;
  readonly uses?: readonly OracleUse[];
}

export function forecastText(s: Shown, style: Style, show: ShowPath): string {
  const { forecast: f } = s;
  const out: string[] = [];
  out.push(
    `${style.bold(s.title)}  ${style.dim(`rehearsed, not run${underScenario(f.scenario)} · Python ${s.python.version}${s.steps === 0 ? '' : ` · ${count(s.steps, 'step')}`} · ${duration(s.milliseconds)}`)}`,
  );
  if (f.stdout !== '') out.push(...outputLines('stdout', f.stdout, style));
  if (f.stderr !== '') out.push(...outputLines('stderr', f.stderr, style));
  switch (f.outcome) {
    case 'pass':
      out.push(f.value === undefined ? `${style.green('✓')} ends normally` : `${style.green('→')} ${f.value}`);
      break;
    case 'fail':
      out.push(`${style.red('✗')} raises ${style.bold(f.raises?.type ?? 'an exception')}`, ...indented(raisedLines(f.raises!, style, show)));
      break;
    case 'unknown':
      if (f.filled !== undefined) {
        out.push(`${style.yellow('≈')} ${likely(f, style)}`, ...indented(filledLines(f, style, show)));
        if (f.raises !== undefined) out.push(...indented(raisedLines(f.raises, style, show)));
        break;
      }
      out.push(`${style.yellow('?')} unknown${f.value === undefined ? '' : `, perhaps ${f.value}`}`, ...indented(whyLines(f.why, style, show)));
      if (f.raises !== undefined) out.push(style.dim('  on one path:'), ...indented(indented(raisedLines(f.raises, style, show))));
  }
  if (f.effects.length > 0) out.push(style.dim('effects (none was made):'), ...indented(effectLines(f.effects, style, show)));
  out.push(...useLines(s.uses ?? [], style));
  return `${out.join('\n')}\n`;
}
/** What it would be if the answers are right: never more than likely. */
export function likely(f: Forecast, style: Style): string {
  const chance = style.dim(`(the chance that it passes: ${f.probability.toFixed(2)})`);
  const { outcome } = f.filled!;
  if (outcome === 'unknown') return `still unknown ${chance}`;
  const what =
    outcome === 'pass'
      ? f.value === undefined
        ? 'would pass'
        : `would give ${f.value}`
      : `would fail${f.raises === undefined ? '' : ` with ${f.raises.type}`}`;
  return `${what}, if these answers are right ${chance}`;
}
export function filledLines(f: Forecast, style: Style, show: ShowPath): string[] {
  const most = 6;
  const { answers } = f.filled!;
  const lines = answers.slice(0, most).map(a => {
    const what = a.value !== undefined ? `= ${cut(a.value, 80)}` : a.raises !== undefined ? `raises ${cut(a.raises, 80)}` : 'works';
    return `${style.cyan(a.oracle)} ${cut(a.what.replace(/\s+/g, ' '), 60)} ${what} ${style.dim(`at ${show(a.file)}:${a.line}${a.note === undefined ? '' : ` · ${a.note}`}`)}`;
  });
  return answers.length > most ? [...lines, style.dim(`… ${answers.length - most} more`)] : lines;
}
/** Who was asked, where, and what went wrong with it. */
export const useLines = (uses: readonly OracleUse[], style: Style): string[] =>
  uses.map(u => {
    const where = u.address === undefined ? '' : ` at ${u.address}`;
    return `${style.dim(`asked ${u.oracle}${where}: ${u.answered} of ${count(u.asked, 'unknown')} answered`)}${u.trouble === undefined ? '' : ` ${style.yellow(u.trouble)}`}`;
  });
/** Said of every forecast that is under a scenario. */
export const underScenario = (name: string | undefined): string => (name === undefined ? '' : ` · under scenario ${name}`);
export const indented = (lines: readonly string[]): string[] => lines.map(l => `  ${l}`);

export function outputLines(name: string, text: string, style: Style): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const most = 40;
  const shown = lines.slice(0, most).map(l => `${style.dim('│')} ${cut(l, style.width - 3)}`);
  return [style.dim(name), ...shown, ...(lines.length > most ? [style.dim(`│ … ${count(lines.length - most, 'more line')}`)] : [])];
}

const reasons: Readonly<Record<string, string>> = {
  'not-modelled': 'not modelled yet',
  input: 'depends on input that is not there',
  time: 'depends on the time',
  random: 'depends on chance',
  order: 'differs from run to run',
  budget: 'the rehearsal stopped early',
  syntax: 'code that does not parse',
  branch: 'depends on an unknown decision',
  native: 'C code',
  scenario: 'the scenario asks for what cannot be',
  model: 'answered by a model',
  recording: 'from a recorded call',
};
const spent: Readonly<Record<string, string>> = {
  steps: 'too many steps: an endless loop?',
  time: 'out of time',
  memory: 'out of memory',
  depth: 'nested too deep',
  regex: 'a regular expression that backtracks too long',
  paths: 'too many unknown branches',
};
export function whyLines(why: readonly TraceOrigin[], style: Style, show: ShowPath): string[] {
  return why.slice(0, 4).map(o => {
    const at = o.file === undefined ? '' : style.dim(` at ${show(o.file)}${o.line === undefined ? '' : `:${o.line}`}`);
    const what = o.reason === 'budget' ? (spent[o.what] ?? o.what) : o.what;
    return `${style.yellow(what)} ${style.dim(`(${reasons[o.reason] ?? o.reason})`)}${at}`;
  });
}
export function effectLines(effects: readonly Effect[], style: Style, show: ShowPath): string[] {
  const most = 8;
  const lines = effects.slice(0, most).map(e => {
    const at = e.file === undefined ? '' : style.dim(`  at ${show(e.file)}${e.line === undefined ? '' : `:${e.line}`}`);
    return `${style.cyan(e.kind.padEnd(11))} ${e.kind === 'write' || e.kind === 'delete' ? show(e.what) : e.what}${at}`;
  });
  return effects.length > most ? [...lines, style.dim(`… ${effects.length - most} more`)] : lines;
}
