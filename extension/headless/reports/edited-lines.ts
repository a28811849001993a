// Which lines an edit touches, in the text after it: so that a failure can name the edited line that it comes from. It knows no forecasts.
import { readFileSync } from 'node:fs';
import { diffArrays } from 'diff';
import type { Edit } from '../edits.ts';

/** Lines of the text after the edit, from 1; where lines were only taken away, the one that now stands in their place. */
export interface Stretch {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}
/** More differing lines than these are told as one stretch: the comparison would take longer than anyone waits. */
const mostDifferent = 2000;

/** The texts before and after the edit, whatever stands on the disk; null for no such file. */
export function textsOf(edit: Edit, file: string): { readonly before: string | null; readonly after: string | null } {
  const disk = (): string | null => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return null;
    }
  };
  const side = (m: Edit['before']): string | null => (m.has(file) ? m.get(file)! : disk());
  return { before: side(edit.before), after: side(edit.after) };
}

export function stretchesOf(edit: Edit): Stretch[] {
  return edit.changed.flatMap(file => {
    const { before, after } = textsOf(edit, file);
    return stretchesBetween(before ?? '', after ?? '').map(([first, last]) => ({ file, first, last }));
  });
}

export function stretchesBetween(before: string, after: string): (readonly [first: number, last: number])[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let top = 0;
  while (top < a.length && top < b.length && a[top] === b[top]) top++;
  if (top === a.length && top === b.length) return [];
  let tail = 0;
  while (tail < a.length - top && tail < b.length - top && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const within = (n: number): number => Math.min(Math.max(n, 1), b.length);
  const parts = diffArrays(a.slice(top, a.length - tail), b.slice(top, b.length - tail), { maxEditLength: mostDifferent });
  if (parts === undefined) return [[within(top + 1), within(b.length - tail)]];
  const out: [number, number][] = [];
  let line = top + 1;
  for (const p of parts) {
    const n = p.value.length;
    // What is put in place of removed lines touches them: it is one stretch.
    const touches = out.at(-1) !== undefined && out.at(-1)![1] >= line - 1;
    if (p.added === true) {
      if (touches && out.at(-1)![0] >= line) out[out.length - 1] = [line, line + n - 1];
      else out.push([line, line + n - 1]);
      line += n;
    } else if (p.removed === true) {
      if (!touches) out.push([within(line), within(line)]);
    } else line += n;
  }
  return out;
}
