// What a search for inputs begins with: the holes of a call, the values that the code names, and what recordings and tests have called the function with.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { firstOf, type Literal, literalOf } from '../../../predictor/search/literals.ts';
import { splitOutside } from '../../../predictor/search/python-text.ts';
import { badArguments } from '../../../trace-collector/failure.ts';
import type { Trace, TraceFrame } from '../../../trace-collector/trace.ts';
import { type FunctionFound, functionsOf } from '../editor/python-text.ts';
import type { Call } from './tool.ts';

export interface Parameter {
  readonly name: string;
  readonly annotation?: string;
  readonly default?: string;
  readonly byName: boolean;
}
/** A call with holes in it: `f(?, key=?)`. */
export interface Template {
  readonly text: string;
  /** What is known of each hole, in order. */
  readonly holes: readonly (Parameter | undefined)[];
}
export const filled = (t: Template, texts: readonly string[]): string => {
  let i = 0;
  return t.text.replaceAll('?', () => texts[i++] ?? 'None');
};

/** Of a function of the text; of a method, with its class made first. Throws a Failed where there is no such function. */
export function templateOf(text: string, f: FunctionFound): Template {
  const own = parametersOf(text, f);
  const parts = f.qualname.split('.');
  if (parts.includes('<locals>')) throw badArguments('function', `${f.qualname} is made inside another function: give "call" with ? where values go`);
  if (parts.length === 1) return { text: `${f.name}(${argumentsText(own)})`, holes: own };
  const [owner] = parts;
  const isStatic = /@(?:staticmethod|classmethod)\s*$/.test(linesAbove(text, f));
  const init = functionsOf(text).find(o => o.qualname === `${owner}.__init__`);
  const made =
    init === undefined
      ? []
      : parametersOf(text, init)
          .slice(1)
          .filter(p => p.default === undefined);
  if (f.name === '__init__') return { text: `${owner}(${argumentsText(own.slice(1))})`, holes: own.slice(1) };
  if (isStatic) {
    const rest = /@classmethod\s*$/.test(linesAbove(text, f)) ? own.slice(1) : own;
    return { text: `${owner}.${f.name}(${argumentsText(rest)})`, holes: rest };
  }
  return { text: `${owner}(${argumentsText(made)}).${f.name}(${argumentsText(own.slice(1))})`, holes: [...made, ...own.slice(1)] };
}
const argumentsText = (all: readonly Parameter[]): string => all.map(p => (p.byName ? `${p.name}=?` : '?')).join(', ');
const linesAbove = (text: string, f: FunctionFound): string => (text.split('\n')[f.line - 2] ?? '').trim();

/** `*args` and `**kwargs` are left out: a call need not give them. */
export function parametersOf(text: string, f: FunctionFound): Parameter[] {
  const header = text
    .split('\n')
    .slice(f.line - 1, f.end)
    .join('\n');
  const from = header.indexOf('(');
  const inner = upTo(header, from + 1, ')');
  const out: Parameter[] = [];
  let byName = false;
  for (const part of splitOutside(inner, [','])) {
    const p = part.replaceAll(/#.*$/gm, '').trim();
    if (p === '' || p === '/') continue;
    if (p.startsWith('*')) {
      byName = true;
      continue;
    }
    const [head, fallback] = splitOutside(p, ['='], { once: true });
    const [name, annotation] = splitOutside(head, [':']);
    out.push({
      name: name.trim(),
      byName,
      ...(annotation === undefined ? {} : { annotation: annotation.trim() }),
      ...(fallback === undefined ? {} : { default: fallback.trim() }),
    });
  }
  return out;
}
function upTo(text: string, from: number, close: string): string {
  return splitOutside(text.slice(from), [close], { once: true })[0];
}

/** Numbers and texts that the function names, and their neighbours. */
export function namedValues(text: string, f: FunctionFound): Literal[] {
  const body = f.statements
    .map(s => s.text)
    .join('\n')
    .replaceAll(/#.*$/gm, '');
  const found =
    body.match(
      /\bb?'(?:[^'\\\n]|\\.)*'|\bb?"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|(?<![\w.])\d+(?:\.\d+)?(?![\w.])|\b(?:None|True|False)\b/g,
    ) ?? [];
  const constants = [...text.matchAll(/^[A-Z][A-Z0-9_]*(?:\s*:[^=\n]+)?\s*=\s*(.+)$/gm)].map(m => m[1]);
  const out: Literal[] = [];
  for (const t of [...found, ...constants]) {
    const l = literalOf(t.trim());
    if (l === undefined) continue;
    out.push(l);
    if (l.kind === 'int') out.push({ kind: 'int', value: l.value + 1n }, { kind: 'int', value: l.value - 1n });
  }
  return out;
}

export interface Witness {
  readonly test: string;
  readonly trace: Trace;
  readonly isDefinite: boolean;
}
/** Arguments of the calls of a function in a trace, as far as they can be written down; by the parameters' names. */
export function callsIn(
  t: Pick<Trace, 'codes'> & { readonly frames: Iterable<TraceFrame> },
  file: string,
  qualname: string,
  most: number,
): Readonly<Record<string, string>>[] {
  const out: Readonly<Record<string, string>>[] = [];
  for (const f of t.frames) {
    if (f.event !== 'call' || t.codes[f.code].file !== file || t.codes[f.code].function !== qualname) continue;
    out.push(f.changed);
    if (out.length >= most) break;
  }
  return out;
}
/** A call's arguments in the order of the holes; undefined where one cannot be written down. Holes that the call has none for (those of the class) take what may be there. */
export function inputOf(t: Template, given: Readonly<Record<string, string>>): Literal[] | undefined {
  const out = t.holes.map(h => (h === undefined || given[h.name] === undefined ? firstOf(h?.annotation)[0] : literalOf(given[h.name])));
  const isCall = t.holes.some(h => h !== undefined && given[h.name] !== undefined);
  return isCall && out.every(l => l !== undefined) ? (out as Literal[]) : undefined;
}

/** Tests whose file names the function, those first that name it themselves. */
export async function testsNaming(f: FunctionFound, most: number, { desk, signal }: Call): Promise<string[]> {
  const { root, tests } = await desk.workspace.tests({ signal });
  const word = new RegExp(`\\b${f.name === '__init__' ? f.qualname.split('.')[0] : f.name}\\b`);
  const texts = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    if (!texts.has(file)) texts.set(file, existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
    return texts.get(file)!;
  };
  const named = tests.filter(t => word.test(linesOf(resolve(root, t.file)).join('\n')));
  const own = (t: (typeof tests)[number]): boolean => {
    const next = tests.find(n => n.file === t.file && n.line > t.line)?.line;
    return word.test(
      linesOf(resolve(root, t.file))
        .slice(t.line - 1, next === undefined ? undefined : next - 1)
        .join('\n'),
    );
  };
  return [...named.filter(own), ...named.filter(t => !own(t))].slice(0, most).map(t => t.id);
}
