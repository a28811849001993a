// An exception for people: the failing line in its source, the values it used, both sides of an assert, and the way down to it.
import type { Raised, StackEntry } from '../../../trace-collector/trace.ts';
import { cut, type Style } from './style.ts';

/** Turns absolute paths into the ones that people know. */
export type ShowPath = (file: string) => string;

/** Lines without indentation. With `own` the library's frames are left out even where there are no others. */
export function raisedLines(r: Raised, style: Style, show: ShowPath, own = false): string[] {
  const out: string[] = [];
  const stack = own ? worthShowing(r.traceback.filter(e => !e.library)) : worthShowing(r.traceback);
  const [innermost] = stack.slice(-1);
  for (const e of stack) out.push(...(e === innermost ? entryLines(e, style, show) : passedThrough(e, style, show)));
  out.push(...messageLines(r, style));
  return out;
}

/** The user's frames; the library's only where nothing else is left. Of several at one line (a recursion, a comprehension) the innermost is told: its values are those that count. */
function worthShowing(traceback: readonly StackEntry[]): StackEntry[] {
  const own = traceback.filter(e => !e.library);
  const kept = own.length > 0 ? own : traceback.slice(-1);
  const out: StackEntry[] = [];
  for (const e of kept.toReversed()) if (!out.some(o => o.file === e.file && o.line === e.line)) out.unshift(e);
  return out.length <= 6 ? out : [...out.slice(0, 3), ...out.slice(-3)];
}
const place = (e: StackEntry, show: ShowPath): string => `${show(e.file)}:${e.line}`;

function passedThrough(e: StackEntry, style: Style, show: ShowPath): string[] {
  return [`${style.dim(place(e, show))}  ${cut((e.source ?? '').trim(), style.width - place(e, show).length - 6)}`, ...valueLines(e, style)];
}
function entryLines(e: StackEntry, style: Style, show: ShowPath): string[] {
  const head = `${style.cyan(place(e, show))} ${style.dim(`in ${e.function}`)}`;
  if (e.source === undefined) return [head];
  const gutter = `${e.line} │ `;
  const text = cut(e.source.trim(), style.width - gutter.length - 6);
  const [from, to] = marked(text);
  return [
    head,
    `${style.dim(gutter)}${style.bold(text)}`,
    `${style.dim(`${' '.repeat(String(e.line).length)} │ `)}${' '.repeat(from)}${style.red('^'.repeat(to - from))}`,
    ...valueLines(e, style),
  ];
}
/** What a mark goes under: the condition of an assert, the value of a return or an assignment, else the whole line. */
function marked(text: string): [from: number, to: number] {
  const code = text.replace(/\s+#[^'"]*$/, '').replace(/:$/, '');
  const keyword = /^(?:assert|return|raise|yield|await|if|elif|while|with|for .+? in)\s+/.exec(code);
  const assigned = keyword === null ? /^[\w.[\]'", ]+?\s*(?:[-+*/|&]?=)\s+(?==?)/.exec(code) : null;
  const from = (keyword ?? assigned)?.[0].length ?? 0;
  return [from, Math.max(from + 1, code.length)];
}
/** Locals that the line names, in its order. */
function valueLines(e: StackEntry, style: Style): string[] {
  const names = [...new Set((e.source ?? '').match(/[A-Za-z_]\w*/g) ?? [])].filter(n => n in e.locals);
  return names.slice(0, 5).map(n => `    ${style.dim(`${n} =`)} ${cut(e.locals[n], style.width - n.length - 14)}`);
}

function messageLines(r: Raised, style: Style): string[] {
  const out: string[] = [];
  const [first, ...rest] = r.message.split('\n');
  if (r.sides === undefined)
    out.push(style.red(cut(first === '' ? r.type : `${r.type}: ${first}`, style.width - 4)), ...rest.slice(0, 8).map(l => style.red(cut(l, style.width - 4))));
  else {
    const { left, op, right, difference } = r.sides;
    const short = `assert ${left} ${op} ${right}`;
    if (short.length < style.width - 8 && !short.includes('\n')) out.push(`${style.red('E')} ${short}`);
    else
      out.push(
        `${style.red('E')} ${style.dim('left ')} ${cut(left, style.width - 14)}`,
        `${style.red('E')} ${style.dim(`${op.padEnd(5)}`)} ${cut(right, style.width - 14)}`,
      );
    if (first !== '') out.push(`${style.red('E')} ${cut(first, style.width - 6)}`);
    for (const d of difference) out.push(`${style.red('E')}   ${sideColour(d, style)(cut(d, style.width - 8))}`);
  }
  for (const b of r.because.slice(0, 3)) out.push(style.dim(`because of ${cut(b.split('\n')[0], style.width - 16)}`));
  return out;
}
const sideColour = (line: string, style: Style): ((text: string) => string) =>
  line.startsWith('- ') ? style.green : line.startsWith('+ ') ? style.red : (t: string) => t;
