// The goal of a search for inputs: where it is in the text, what stands around it, and how near to it a trace has come.
import { readFileSync } from 'node:fs';
import { type Comparison, comparisonsIn } from '../../../predictor/search/comparisons.ts';
import { badArguments } from '../../../trace-collector/failure.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { type FunctionFound, functionAt, functionsOf } from '../editor/python-text.ts';
import { cut } from '../present/style.ts';
import { contentsOf, inside, isProposal, type Proposal } from '../proposals.ts';
import { parametersOf, type Template, templateOf } from './input-seeds.ts';
import type { Call } from './tool.ts';

/** What is asked for, as far as the goal goes. */
export interface GoalAsked extends Proposal {
  readonly target: string;
  readonly function?: string;
  readonly call?: string;
  readonly line?: number;
  readonly condition?: string;
  readonly raises?: string;
}

export interface Goal {
  readonly file: string;
  readonly text: string;
  readonly function: FunctionFound | undefined;
  readonly template: Template;
  readonly edit: Readonly<Record<string, string | null>> | undefined;
  /** Lines of the headers around the goal's line, outermost first. */
  readonly around: readonly number[];
  readonly headers: readonly Header[];
}
/** A condition of the function, and the lines that hang on it. */
interface Header {
  readonly line: number;
  /** The first line behind it. */
  readonly body: number;
  readonly last: number;
  readonly compares: readonly Comparison[];
}

export function goalOf(a: GoalAsked, { desk }: Call): Goal {
  if (a.line === undefined && a.condition === undefined && a.raises === undefined) throw badArguments('find_input', 'give the goal: line, condition or raises');
  if (a.raises !== undefined && (a.line !== undefined || a.condition !== undefined))
    throw badArguments('raises', 'is a goal of its own: leave line and condition out');
  const edit = isProposal(a) ? Object.fromEntries(contentsOf(a, desk.folder)) : undefined;
  const file = inside(desk.folder, desk.root, a.target);
  const text = edit?.[file] ?? textAt(file, a.target);
  const f = a.function !== undefined ? functionNamed(text, a.function) : a.line !== undefined ? functionAt(text, a.line) : undefined;
  if (f === undefined && a.call === undefined) throw badArguments('function', 'say which function to call: function, or call with ? where values go');
  const known = f === undefined ? [] : parametersOf(text, f);
  const count = (a.call ?? '').split('?').length - 1;
  const template =
    a.call === undefined
      ? templateOf(text, f!)
      : { text: a.call, holes: Array.from({ length: count }, (_, i) => known.filter(p => p.name !== 'self' && p.name !== 'cls')[i]) };
  return {
    file,
    text,
    function: f,
    template,
    edit,
    around: a.line === undefined ? [] : headersAround(a.line, f),
    headers: f === undefined ? [] : headersOf(f),
  };
}
function textAt(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw badArguments('target', `cannot read ${shown}`);
  }
}
function functionNamed(text: string, name: string): FunctionFound {
  const all = functionsOf(text);
  const found = all.find(f => f.qualname === name) ?? all.find(f => f.name === name);
  if (found === undefined)
    throw badArguments(
      'function',
      `there is no '${name}' in that file; there are ${
        all
          .slice(0, 12)
          .map(f => f.qualname)
          .join(', ') || 'none'
      }`,
    );
  return found;
}
/** By indentation: what must be passed on the way to the line. `else` and `try` show no event of their own. */
function headersAround(line: number, f: FunctionFound | undefined): number[] {
  const out: number[] = [];
  const own = f?.statements ?? [];
  let indent = own.find(s => s.first <= line && line <= s.last)?.indent ?? Number.POSITIVE_INFINITY;
  for (const s of own.toReversed()) {
    if (s.last >= line || s.indent >= indent) continue;
    indent = s.indent;
    if (/^(?:if|elif|for|while|with|except|case|match)\b/.test(s.text)) out.unshift(s.first);
  }
  return out;
}

function headersOf({ statements }: FunctionFound): Header[] {
  return statements.flatMap((s, i) => {
    if (!/^(?:if|elif|while)\b/.test(s.text)) return [];
    const body = statements.slice(i + 1).filter((n, k, all) => n.indent > s.indent && all.slice(0, k).every(b => b.indent > s.indent));
    return body.length === 0 ? [] : [{ line: s.first, body: body[0].first, last: body.at(-1)!.last, compares: comparisonsIn(s.text) }];
  });
}
interface At {
  readonly locals: Readonly<Record<string, string>>;
}
/** The moments at which a line of the file is about to run, with the locals there. */
export function framesAt(t: Trace, file: string, line: number, most = 5): At[] {
  const live = new Map<number, Record<string, string>>();
  const out: At[] = [];
  for (const f of t.frames) {
    const locals = live.get(f.activation) ?? {};
    Object.assign(locals, f.changed);
    for (const d of f.deleted) delete locals[d];
    live.set(f.activation, locals);
    if (f.event === 'line' && f.line === line && t.codes[f.code].file === file) out.push({ locals: { ...locals } });
    if (out.length >= most) break;
  }
  return out;
}
export function evidenceAt(g: Goal, line: number, at: At): string {
  const source = sourceAt(g, line);
  const names = new Set(source.match(/[A-Za-z_]\w*/g) ?? []);
  const shown = Object.entries(at.locals).sort(([x], [y]) => Number(names.has(y)) - Number(names.has(x)));
  return `line ${line} (${cut(source, 80)}) with ${
    shown
      .slice(0, 6)
      .map(([n, v]) => `${n} = ${cut(v, 60)}`)
      .join(', ') || 'no locals'
  }`;
}
export const sourceAt = (g: Goal, line: number): string => (g.text.split('\n')[line - 1] ?? '').trim();
export function linesOf(t: Trace | undefined, file: string): Set<number> {
  const out = new Set<number>();
  for (const f of t?.frames ?? []) if (f.event === 'line' && t!.codes[f.code].file === file) out.add(f.line);
  return out;
}
/** How many of the headers around the goal were not passed; short of all of them, how far above it the last line was. */
export function distanceOf(lines: ReadonlySet<number>, g: Goal, a: GoalAsked): number {
  if (a.line === undefined) return 1;
  if (lines.has(a.line)) return 0;
  const passed = g.around.findLastIndex(l => lines.has(l)) + 1;
  const last = [...lines].filter(l => l < a.line! && l >= (g.function?.line ?? 0)).reduce((m, l) => Math.max(m, l), 0);
  return g.around.length - passed + 1 + (last === 0 ? 1 : Math.min(0.9, (a.line - last) / 100));
}
/** Values of locals of the function: what it compares with is among them. */
export function valuesIn(t: Trace | undefined, g: Goal): string[] {
  const out = new Set<string>();
  for (const f of (t?.frames ?? []).slice(0, 400)) {
    if (t!.codes[f.code].file !== g.file) continue;
    for (const v of Object.values(f.changed)) if (v.length < 100) out.add(v);
    if (f.value !== undefined && f.value.length < 100) out.add(f.value);
    if (out.size >= 60) break;
  }
  return [...out];
}
