// A test's forecast as the editor shows it: a state, a message with both sides of the assertion, a stack to click through. It knows no editor.
import type { StackEntry, TestForecast } from '../../../trace-collector/trace.ts';
import { whyLines } from '../present/forecast.ts';
import type { ShowPath } from '../present/raised.ts';
import { styleFor } from '../present/style.ts';

export interface ShownFrame {
  readonly label: string;
  readonly file: string;
  readonly line: number;
}
export interface ShownMessage {
  readonly text: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly file: string;
  readonly line: number;
  /** Innermost first. */
  readonly stack: readonly ShownFrame[];
}
export interface TestShown {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** `unknown` is a normal answer: neither a pass nor a failure. */
  readonly state: 'passes' | 'fails' | 'errors' | 'skips' | 'unknown';
  readonly message?: ShownMessage;
  /** Why it is skipped, or what makes it unknown. */
  readonly why?: string;
  /** What it would change in the world. */
  readonly effects: readonly string[];
}
export interface Counts {
  readonly fail: number;
  readonly pass: number;
  readonly unknown: number;
  readonly skipped: number;
}

const plain = styleFor({}, { NO_COLOR: '1' });

export function testShown(f: TestForecast, show: ShowPath): TestShown {
  const state = stateOf(f);
  const why = state === 'unknown' ? whyLines(f.why, plain, show).join('\n') || 'not known' : state === 'skips' ? (f.reason ?? f.raises?.message) : undefined;
  return {
    id: f.id,
    file: f.file,
    line: f.line,
    state,
    ...(state === 'fails' || state === 'errors' ? { message: messageOf(f, show) } : {}),
    ...(why === undefined ? {} : { why }),
    effects: f.effects.map(e => `${e.kind} ${e.kind === 'write' || e.kind === 'delete' ? show(e.what) : e.what}`),
  };
}
function stateOf(f: TestForecast): TestShown['state'] {
  if (f.outcome === 'unknown') return 'unknown';
  if (f.outcome === 'fail') return f.result === 'error' ? 'errors' : 'fails';
  return f.result === 'skipped' || f.result === 'xfailed' ? 'skips' : 'passes';
}

/** The message of a failure: as pytest would say it, and that it is predicted. */
export function messageOf(f: TestForecast, show: ShowPath): ShownMessage {
  const r = f.raises;
  if (r === undefined) return { text: `Predicted: ${f.reason ?? 'it fails'}`, file: f.file, line: f.line, stack: [] };
  const stack = ownStack(r.traceback);
  const [at] = stack;
  const phase = f.phase === 'call' ? '' : ` (in ${f.phase})`;
  const out = [`Predicted${phase}: ${headline(f)}`];
  if (r.sides !== undefined) out.push(...r.sides.difference.map(d => `  ${d}`));
  const [, ...more] = r.message.split('\n');
  if (r.sides === undefined) out.push(...more.slice(0, 12));
  if (at !== undefined) out.push(...valuesOf(at));
  for (const b of r.because.slice(0, 3)) out.push(`because of ${b.split('\n')[0]}`);
  const where = syntaxPlace(r.message);
  out.push('', `at ${show(at?.file ?? f.file)}:${at?.line ?? where ?? f.line}. Rehearsed by Foretrace: nothing was run.`);
  return {
    text: out.join('\n'),
    ...(r.sides !== undefined && r.sides.op === '==' ? { expected: r.sides.right, actual: r.sides.left } : {}),
    file: at?.file ?? f.file,
    line: at?.line ?? where ?? f.line,
    stack: stack.map(e => ({ label: e.function, file: e.file, line: e.line })),
  };
}
/** One line: "AssertionError: assert 3 == 4". */
export function headline(f: TestForecast): string {
  const r = f.raises;
  if (r === undefined) return f.reason ?? 'it fails';
  const [first] = r.message.split('\n');
  if (r.sides !== undefined) return `${r.type}: ${first === '' ? '' : `${first}: `}assert ${brief(r.sides.left)} ${r.sides.op} ${brief(r.sides.right)}`;
  return first === '' ? r.type : `${r.type}: ${first}`;
}
const brief = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 79)}…`);
/** "… (test_bad.py, line 3)": a SyntaxError has no frame of its own. */
const syntaxPlace = (message: string): number | undefined => {
  const found = /, line (\d+)\)$/.exec(message);
  return found === null ? undefined : Number(found[1]);
};
/** The user's frames, innermost first; the library's only where nothing else is there. */
export function ownStack(traceback: readonly StackEntry[]): readonly StackEntry[] {
  const own = traceback.filter(e => !e.library);
  return (own.length > 0 ? own : traceback.slice(-1)).toReversed().slice(0, 20);
}
function valuesOf(e: StackEntry): string[] {
  const names = [...new Set((e.source ?? '').match(/[A-Za-z_]\w*/g) ?? [])].filter(n => n in e.locals);
  return names.slice(0, 6).map(n => `  where ${n} = ${brief(e.locals[n])}`);
}

export function countsOf(tests: Iterable<Pick<TestShown, 'state'>>): Counts {
  const n = { passes: 0, fails: 0, errors: 0, skips: 0, unknown: 0 };
  for (const t of tests) n[t.state]++;
  return { fail: n.fails + n.errors, pass: n.passes, unknown: n.unknown, skipped: n.skips };
}
/** The status bar's text: "2 would fail · 41 pass · 3 unknown". */
export function countsText(c: Counts): string {
  const parts = [...(c.fail === 0 ? [] : [`${c.fail} would fail`]), `${c.pass} pass`, ...(c.unknown === 0 ? [] : [`${c.unknown} unknown`])];
  return parts.join(' · ');
}
/** The same while most tests are still being rehearsed: "3 would likely fail". */
export const likelyText = (tests: number): string => `${tests} would likely fail`;
