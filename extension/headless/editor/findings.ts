// Failures that an edit has brought, as problems at the edited lines: which tests would fail now that did not before, each with its failing assertion.
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { headline, messageOf } from './test-shown.ts';

export interface Related {
  readonly file: string;
  readonly line: number;
  readonly say: string;
}
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly say: string;
  readonly related: readonly Related[];
}
/** Lines of the present text that differ from an earlier one, from 1; an edit that only takes lines away stands at the line after them. */
export interface Edited {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/** The stretch in which two texts differ; undefined where they read the same. */
export function editedLines(file: string, before: string, after: string): Edited | undefined {
  if (before === after) return undefined;
  const [a, b] = [before.split('\n'), after.split('\n')];
  let top = 0;
  while (top < a.length && top < b.length && a[top] === b[top]) top++;
  let tail = 0;
  while (tail < a.length - top && tail < b.length - top && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return { file, first: Math.min(top + 1, b.length), last: Math.max(top + 1, b.length - tail) };
}

const mostRelated = 20;

/** One finding for each edited place; where no edit is known, or all of it lies elsewhere, at the assertion that fails. `likely`: it is not certain yet. */
export function findingsOf(broken: readonly TestForecast[], edits: readonly Edited[], show: (file: string) => string, likely = false): Finding[] {
  const groups = new Map<string, { readonly file: string; readonly line: number; readonly tests: TestForecast[] }>();
  for (const t of broken) {
    const at = placeOf(t, edits);
    const key = `${at.file}:${at.line}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...at, tests: [t] });
    else group.tests.push(t);
  }
  return [...groups.values()].map(({ file, line, tests }) => ({
    file,
    line,
    say: saying(tests, likely ? 'would likely fail' : 'would fail'),
    related: tests.slice(0, mostRelated).flatMap(t => relatedOf(t, show)),
  }));
}

/** The edited line that the failure passed through; else where the edit begins that it came with; else the assertion. */
function placeOf(t: TestForecast, edits: readonly Edited[]): { readonly file: string; readonly line: number } {
  const through = (t.raises?.traceback ?? []).toReversed().find(e => edits.some(d => d.file === e.file && e.line >= d.first && e.line <= d.last));
  if (through !== undefined) return { file: through.file, line: through.line };
  const visited = new Set((t.raises?.traceback ?? []).map(e => e.file));
  const edit = edits.find(e => visited.has(e.file) && e.file !== t.file) ?? edits.find(e => e.file !== t.file) ?? edits.find(e => e.file === t.file);
  if (edit !== undefined) return { file: edit.file, line: edit.first };
  const m = messageOf(t, f => f);
  return { file: m.file, line: m.line };
}
function saying(tests: readonly TestForecast[], end: string): string {
  const [first] = tests;
  if (tests.length === 1) return `Predicted: ${first.id} ${end}: ${headline(first)}`;
  return `Predicted: ${tests.length} tests ${end}: ${first.id}: ${headline(first)}, and ${tests.length - 1} more`;
}
function relatedOf(t: TestForecast, show: (file: string) => string): Related[] {
  const m = messageOf(t, show);
  return [{ file: m.file, line: m.line, say: `${t.id}: ${headline(t)}` }];
}
