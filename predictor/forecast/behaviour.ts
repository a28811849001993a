// The behaviour diff: calls that come out otherwise after an edit, though they are made with the same arguments; whether or not a test looks at what they give.
import type { CallChange, Trace } from '../../trace-collector/trace.ts';
import { alike, type Call, callTree, endOf } from './call-tree.ts';

/** A call that was made before and after with arguments that read the same, told by both ways in which it ends. */
export function changedCalls(before: Trace, after: Trace): CallChange[] {
  const known = new Map<string, Call[]>();
  for (const c of everyCall(callTree(before))) {
    const same = known.get(keyOf(c));
    if (same === undefined) known.set(keyOf(c), [c]);
    else same.push(c);
  }
  const out = new Map<string, CallChange>();
  for (const c of everyCall(callTree(after))) {
    // The same call may give another thing each time: the first is held against the first, and so on.
    const old = known.get(keyOf(c))?.shift();
    if (old === undefined || old.result === undefined || c.result === undefined) continue;
    if (old.raised === c.raised && alike(old.result, c.result)) continue;
    const change = { file: c.code.file, line: c.code.line, function: c.code.function, arguments: argumentsOf(c), before: endOf(old), after: endOf(c) };
    const key = JSON.stringify([change.function, change.arguments, change.before, change.after]);
    if (!out.has(key)) out.set(key, change);
  }
  return [...out.values()];
}

/** The same calls, those into the edited files first. */
export function editedFirst(changes: readonly CallChange[], edited: ReadonlySet<string>): CallChange[] {
  const rank = (c: CallChange): number => (edited.has(c.file) ? 0 : 1);
  return changes.map((c, i) => [c, i] as const).sort(([a, i], [b, j]) => rank(a) - rank(b) || i - j).map(([c]) => c);
}

function everyCall(roots: readonly Call[]): Call[] {
  const out: Call[] = [];
  const visit = (calls: readonly Call[]): void => {
    for (const c of calls) {
      out.push(c);
      visit(c.calls);
    }
  };
  visit(roots);
  return out;
}
const keyOf = (c: Call): string => JSON.stringify([c.code.file, c.code.function, c.args]);
const argumentsOf = (c: Call): string => Object.entries(c.args).map(([n, v]) => `${n}=${v}`).join(', ');
