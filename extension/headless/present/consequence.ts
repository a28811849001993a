// The way from an edit to a failure, and calls that come out otherwise, for people: each value beside what it was, cut to where the two differ.
import type { CallChange, Consequence } from '../../../trace-collector/trace.ts';
import type { ShowPath } from './raised.ts';
import { cut, type Style } from './style.ts';

const most = 7;

export function consequenceLines(steps: readonly Consequence[], style: Style, show: ShowPath): string[] {
  if (steps.length === 0) return [];
  const lines = steps.map(s => {
    const [before, after] = apart(s.before, s.after, (style.width - 50) >> 1);
    const what = s.kind === 'sets' ? `${s.name} = ${after}` : `${s.kind} ${after}`;
    return `${style.dim(`${show(s.file)}:${s.line}`)} ${s.function}: ${what}${style.dim(`, was ${before}`)}`;
  });
  // Where it begins and where it ends is what one looks for.
  const shown = lines.length <= most ? lines : [...lines.slice(0, most - 3), style.dim(`… ${lines.length - most + 1} more`), ...lines.slice(-2)];
  return [style.dim('because'), ...shown.map(l => `  ${l}`)];
}

export function behaviourLines(changes: readonly CallChange[], style: Style, show: ShowPath): string[] {
  const lines = changes.slice(0, 8).map(c => {
    const [before, after] = apart(c.before, c.after, (style.width - 60) >> 1);
    return `${style.cyan('≠')} ${c.function}(${cut(c.arguments, 60)}) ${style.dim('→')} ${after}${style.dim(`, was ${before}  at ${show(c.file)}:${c.line}`)}`;
  });
  return changes.length > 8 ? [...lines, style.dim(`… ${changes.length - 8} more calls`)] : lines;
}

/** Two texts cut to the same stretch around the first place where they differ. */
export function apart(before: string, after: string, width: number): [string, string] {
  const wide = Math.max(20, width);
  let same = 0;
  while (same < before.length && same < after.length && before[same] === after[same]) same++;
  const from = Math.max(before.length, after.length) <= wide || same < wide / 2 ? 0 : same - Math.floor(wide / 4);
  return [before, after].map(t => cut(`${from > 0 ? '…' : ''}${t.slice(from)}`, wide)) as [string, string];
}
