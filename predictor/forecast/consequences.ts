// Why a test comes out otherwise after an edit: the first thing that differs, and the calls and values that change with it, up to the test.
import type { Consequence, Trace } from '../../trace-collector/trace.ts';
import { aligned, alike, type Call, callTree, type Change, endOf, sameArguments, sameResult } from './call-tree.ts';

/** Two runs of one activation, and what differs below. */
interface Compared {
  readonly before: Call;
  readonly after: Call;
  readonly calls: readonly Compared[];
  /** Locals that take other values, each once, in the order in which they do. */
  readonly locals: readonly Local[];
  readonly sameArguments: boolean;
  readonly sameResult: boolean;
  readonly differs: boolean;
}
interface Local {
  readonly name: string;
  readonly line: number;
  /** How many calls had been made by then. */
  readonly calls: number;
  readonly before: string;
  readonly after: string;
}

/** More is not read. */
const most = 40;
const callsTold = 3;

/** Steps in the order in which they come about; empty where both traces read the same. */
export function consequences(before: Trace, after: Trace): Consequence[] {
  const out: Consequence[] = [];
  for (const { before: b, after: a } of aligned(callTree(before), callTree(after))) tell(compare(b, a), true, out);
  return out.slice(0, most);
}

function tell(c: Compared, outermost: boolean, out: Consequence[]): void {
  if (!c.differs || out.length >= most) return;
  let told = 0;
  let local = 0;
  for (const call of c.calls.filter(x => x.differs)) {
    const index = c.after.calls.indexOf(call.after);
    for (; local < c.locals.length && c.locals[local].calls <= index; local++) if (local === 0) sets(c, c.locals[local], out);
    // A call with other arguments is what earlier things have led to.
    if (call.sameArguments) tell(call, false, out);
    else if (!call.sameResult) returns(call, out);
    if (++told === callsTold) break;
  }
  // Of what follows only the first: the rest hangs on it.
  const next = c.locals.slice(local).find(l => told === 0 || l.calls > 0);
  if (next !== undefined) sets(c, next, out);
  if (!outermost && !c.sameResult) returns(c, out);
}
function sets(c: Compared, { line, name, before, after }: Local, out: Consequence[]): void {
  out.push({ ...placeOf(c.after, line), kind: 'sets', name, before, after });
}
function returns({ before, after }: Compared, out: Consequence[]): void {
  const last = out.at(-1);
  const step: Consequence = { ...placeOf(after, after.line), kind: after.raised ? 'raises' : 'returns', before: endOf(before), after: after.result ?? '' };
  // A value that is only handed on is told once.
  if (last?.kind === step.kind && last.before === step.before && last.after === step.after) return;
  out.push(step);
}
const placeOf = (c: Call, line: number): { file: string; line: number; function: string } => ({ file: c.code.file, line, function: c.code.function });

function compare(before: Call, after: Call): Compared {
  const calls = aligned(before.calls, after.calls).map(p => compare(p.before, p.after));
  const locals = changedLocals(before, after);
  const same = { sameArguments: sameArguments({ before, after }), sameResult: sameResult({ before, after }) };
  return { before, after, calls, locals, ...same, differs: !same.sameArguments || !same.sameResult || locals.length > 0 || calls.some(c => c.differs) };
}
/** The n-th value of a local is held against its n-th value in the other run. */
function changedLocals(before: Call, after: Call): Local[] {
  const old = new Map<string, Change[]>();
  for (const c of before.changes) {
    const same = old.get(c.name);
    if (same === undefined) old.set(c.name, [c]);
    else same.push(c);
  }
  const out = new Map<string, Local>();
  for (const c of after.changes) {
    const was = old.get(c.name)?.shift();
    if (was !== undefined && !out.has(c.name) && !alike(was.text, c.text)) out.set(c.name, { name: c.name, line: c.line, calls: c.calls, before: was.text, after: c.text });
  }
  return [...out.values()];
}
