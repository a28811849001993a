// The calls of a trace as a tree, and two such trees laid side by side: the ground on which two runs of the same thing, before and after an edit, are compared.
import type { Trace, TraceCode } from '../../trace-collector/trace.ts';

/** A local that took another value, or the first one. */
export interface Change {
  readonly name: string;
  readonly text: string;
  /** The line that made it so. */
  readonly line: number;
  /** How many calls the activation had made by then. */
  readonly calls: number;
}
export interface Call {
  readonly code: TraceCode;
  /** The arguments as they were at the call, by name. */
  readonly args: Readonly<Record<string, string>>;
  /** In the order of the run. */
  readonly changes: Change[];
  readonly calls: Call[];
  /** How it ended: a value or an exception, as text; undefined where the trace ends before. */
  result: string | undefined;
  raised: boolean;
  /** The line at which it was left last. */
  line: number;
}

/** The outermost calls of a trace. */
export function callTree(t: Trace): Call[] {
  const roots: Call[] = [];
  const live = new Map<number, Call>();
  const stack: Call[] = [];
  const raised = new Map<Call, string | undefined>();
  for (const f of t.frames) {
    if (f.event === 'call') {
      const call: Call = { code: t.codes[f.code], args: f.changed, changes: [], calls: [], result: undefined, raised: false, line: f.line };
      live.set(f.activation, call);
      (stack.at(-1)?.calls ?? roots).push(call);
      stack.push(call);
      continue;
    }
    const call = live.get(f.activation);
    if (call === undefined) continue;
    if (f.event === 'resume') {
      stack.push(call);
      continue;
    }
    // What a line sets shows at the activation's next event.
    for (const [name, text] of Object.entries(f.changed)) call.changes.push({ name, text, line: call.line, calls: call.calls.length });
    call.line = f.line;
    if (f.event === 'exception') raised.set(call, f.value ?? f.exception);
    else if (f.event === 'return') call.result = f.value;
    else if (f.event === 'unwind') {
      call.result = raised.get(call) ?? f.exception;
      call.raised = true;
    }
    if (f.event === 'return' || f.event === 'unwind' || f.event === 'yield') {
      const at = stack.lastIndexOf(call);
      if (at >= 0) stack.length = at;
    }
  }
  return roots;
}

export interface Pair {
  readonly before: Call;
  readonly after: Call;
}
const isSame = (a: Call, b: Call): boolean => a.code.function === b.code.function && a.code.file === b.code.file;
const longest = 400;

/** The calls of two lists that belong together: the longest common sequence of functions, in their order. */
export function aligned(before: readonly Call[], after: readonly Call[]): Pair[] {
  let from = 0;
  const shorter = Math.min(before.length, after.length);
  while (from < shorter && isSame(before[from], after[from])) from++;
  const head = before.slice(0, from).map((b, i) => ({ before: b, after: after[i] }));
  // What comes behind the first hundreds is not worth the square of its length.
  const a = before.slice(from, from + longest);
  const b = after.slice(from, from + longest);
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) lengths[i][j] = isSame(a[i], b[j]) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (isSame(a[i], b[j])) head.push({ before: a[i++], after: b[j++] });
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i++;
    else j++;
  }
  return head;
}

/** Whether both texts may be of the same value: one that was cut is a beginning of the other. */
export function alike(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.endsWith('…') && b.startsWith(a.slice(0, -1))) return true;
  return b.endsWith('…') && a.startsWith(b.slice(0, -1));
}
/** How a call ended, as text. */
export const endOf = (c: Call): string => (c.raised ? `raises ${c.result}` : (c.result ?? ''));
export const sameResult = ({ before, after }: Pair): boolean => before.raised === after.raised && alike(before.result, after.result);
export function sameArguments({ before, after }: Pair): boolean {
  const names = new Set([...Object.keys(before.args), ...Object.keys(after.args)]);
  return [...names].every(n => alike(before.args[n], after.args[n]));
}
