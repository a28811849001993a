// Examples with which a function can be predicted: tests that may reach it, calls in its docstring, the file's own main; and calls of it that were recorded. Found by reading; whether a test does reach
// it only its rehearsal tells.
import type { CollectedTest } from '../protocol.ts';
import type { TestFound } from './protocol.ts';
import type { FunctionFound } from './python-text.ts';

export type Example =
  | { readonly kind: 'test'; readonly id: string }
  | { readonly kind: 'call'; readonly call: string }
  | { readonly kind: 'main' }
  /** A call that was recorded: what it did is shown, and nothing is rehearsed. */
  | { readonly kind: 'recorded'; readonly trace: number; readonly frame: number; readonly call: string };

/** What the CodeLens and the picker say of one. */
export const exampleText = (e: Example): string => (e.kind === 'test' ? e.id.replace(/^.*\//, '') : e.kind === 'main' ? 'the file as a script' : e.call);

/** Calls after `>>>` in the function's docstring that name the function. */
export function docstringCalls(f: FunctionFound): Example[] {
  const [doc] = f.statements;
  if (doc === undefined || !/^[rRuU]{0,1}("""|''')/.test(doc.text)) return [];
  const calls = [...doc.text.matchAll(/^\s*>>> (.+)$/gm)].map(m => m[1].trim());
  // What uses names that an earlier line of the docstring sets is no call that stands by itself.
  return calls
    .filter(c => new RegExp(`^(?:\\w+\\.)*${f.name}\\(`).test(c) && !/\w+\s*=(?!=)/.test(c.replace(/\(.*\)/s, '')))
    .map(call => ({ kind: 'call', call }));
}

/** Whether the file does something when it is run as a script. */
export const hasMain = (text: string): boolean => /^if\s+__name__\s*==\s*(['"])__main__\1/m.test(text);

export interface TestText {
  readonly file: string;
  readonly text: string;
}
/**
 * Tests in the order in which they are likely to reach a function: those that are it, that name it, that lie in a file which names its class or its module. The
 * rest is left out but for a few.
 */
export function likelyTests(tests: readonly TestFound[], texts: readonly TestText[], file: string, f: FunctionFound): TestFound[] {
  const module = file.replace(/^.*[/\\]/, '').replace(/\.py$/, '');
  const [owner] = f.qualname.includes('.') ? f.qualname.split('.') : [undefined];
  const textOf = new Map(texts.map(t => [t.file, t.text.split('\n')]));
  const word = (w: string): RegExp => new RegExp(`\\b${w}\\b`);
  const byName = word(f.name);
  const rank = (t: TestFound, i: number): number => {
    if (t.file === file) return bareName(t.id) === f.name ? 0 : 40;
    const lines = textOf.get(t.file);
    if (lines === undefined) return 90;
    const nextInFile = tests.slice(i + 1).find(n => n.file === t.file && n.line > t.line);
    const own = lines.slice(t.line - 1, nextInFile === undefined ? undefined : nextInFile.line - 1).join('\n');
    const all = lines.join('\n');
    const special = f.name.startsWith('__') && owner !== undefined;
    if (!special && byName.test(own)) return owner === undefined || word(owner).test(all) ? 1 : 5;
    if (owner !== undefined && word(owner).test(own)) return 3;
    if (word(module).test(t.file.replace(/^.*[/\\]/, '').replace(/_/g, ' '))) return 7;
    if (byName.test(all) && !special) return 10;
    if (word(module).test(all)) return 20;
    return 50;
  };
  return tests
    .map((t, i) => ({ t, n: rank(t, i), i }))
    .sort((a, b) => a.n - b.n || a.i - b.i)
    .map(r => r.t);
}

/** A test that takes this much longer than the quickest one that will do is left for later. */
const muchLonger = 4;
/** Milliseconds that count as nothing. */
const soon = 5;
/**
 * Splits likely tests by what their rehearsals have shown: those that reach the function and those of which nothing is known, the slow ones at the end; and a few of
 * the others, for the code may have changed since.
 */
export function byRehearsals(
  likely: readonly TestFound[],
  known: readonly CollectedTest[],
): { readonly reaching: readonly TestFound[]; readonly others: readonly TestFound[] } {
  if (known.length === 0) return { reaching: likely, others: [] };
  const costs = new Map(known.map(t => [t.id, t.ran]));
  const quickest = Math.min(...known.flatMap(t => t.ran ?? []));
  const rank = (t: TestFound): number => {
    const cost = costs.get(t.id);
    if (cost !== undefined) return cost <= muchLonger * quickest + soon ? 0 : 2;
    return costs.has(t.id) ? 3 : 1;
  };
  const ranks = likely.map(t => ({ t, n: rank(t) }));
  const reaching = [0, 1, 2].flatMap(n => ranks.filter(r => r.n === n).map(r => r.t));
  return {
    reaching,
    others: ranks
      .filter(r => r.n === 3)
      .slice(0, 2)
      .map(r => r.t),
  };
}
/** A test function's name, of a node id. */
export const bareName = (id: string): string => id.replace(/^.*::/, '').replace(/\[.*$/s, '');
