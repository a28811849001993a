// Forecasts against reality, for people: a table, and each surprise with what was thought, what happened, and where the two parted.
import type { Ending, StoredForecast, Surprise } from '../../../trace-collector/store/forecasts.ts';
import type { ShowPath } from './raised.ts';
import { cut, type Style } from './style.ts';

export interface VerdictTable {
  readonly agree: number;
  readonly 'wrong pass': number;
  readonly 'wrong fail': number;
  readonly 'other way': number;
  readonly unknown: number;
  readonly incomparable: number;
}
export function tableOf(judged: readonly StoredForecast[]): VerdictTable {
  const table = { agree: 0, 'wrong pass': 0, 'wrong fail': 0, 'other way': 0, unknown: 0, incomparable: 0 };
  for (const f of judged) {
    if (f.verdict === 'confirmed') table.agree++;
    else if (f.verdict === 'refuted') table[f.surprise?.kind ?? 'other way']++;
    else if (f.verdict !== undefined) table[f.verdict]++;
  }
  return table;
}
export const isRefuted = (t: VerdictTable): boolean => t['wrong pass'] + t['wrong fail'] + t['other way'] > 0;

const meanings: readonly (readonly [keyof VerdictTable, string])[] = [
  ['agree', 'it went as forecast'],
  ['wrong pass', 'forecast to pass, and failed'],
  ['wrong fail', 'forecast to fail, and passed'],
  ['other way', 'another result or exception of the same kind'],
  ['unknown', 'the forecast claimed nothing'],
  ['incomparable', 'the recording does not settle it'],
];
export function tableText(t: VerdictTable, style: Style): string {
  const total = Math.max(
    1,
    Object.values(t).reduce((n, m) => n + m, 0),
  );
  const paint = (k: keyof VerdictTable): ((s: string) => string) =>
    t[k] === 0 ? style.dim : k === 'agree' ? style.green : k === 'unknown' || k === 'incomparable' ? style.yellow : style.red;
  const rows = meanings.filter(([k]) => t[k] > 0 || k === 'agree' || k.startsWith('wrong') || k === 'unknown');
  return rows
    .map(
      ([k, what]) =>
        `${paint(k)(`${String(t[k]).padStart(6)}  ${k.padEnd(13)}`)} ${`${((100 * t[k]) / total).toFixed(1)} %`.padStart(7)}  ${style.dim(what)}\n`,
    )
    .join('');
}

const endingText = (e: Ending, show: ShowPath): string => {
  const error =
    e.exception === undefined ? (e.message ?? '') : `${e.exception}${e.message === undefined || e.message === '' ? '' : `: ${e.message.split('\n')[0]}`}`;
  return `${e.result}${error === '' ? '' : `, ${error}`}${e.file === undefined ? '' : ` at ${show(e.file)}:${e.line ?? '?'}`}`;
};
export function surpriseLines(test: string, s: Surprise, style: Style, show: ShowPath): string[] {
  const width = style.width - 14;
  const out = [
    `${style.red('✗')} ${style.bold(test)}  ${style.red(s.kind)}`,
    `    thought   ${cut(endingText(s.thought, show), width)}`,
    `    happened  ${cut(endingText(s.happened, show), width)}`,
  ];
  return s.diverged === undefined ? out : [...out, ...divergenceLines(s.diverged, style, show)];
}
/** Where a rehearsal leaves its recording. */
export function divergenceLines(d: NonNullable<Surprise['diverged']>, style: Style, show: ShowPath): string[] {
  const at = (p: typeof d.thought): string => (p === undefined ? 'had ended' : `${p.event} ${p.function} ${show(p.file)}:${p.line}`);
  const same = at(d.thought) === at(d.happened);
  const out = [`    parted    at frame ${d.frame}: ${same ? at(d.happened) : `${at(d.thought)}, in truth ${at(d.happened)}`}`];
  for (const v of d.values.slice(0, 5)) out.push(`              ${v.name}: ${cut(v.left ?? '(absent)', 50)}, in truth ${cut(v.right ?? '(absent)', 50)}`);
  return out.map(l => cut(l, style.width));
}
