// What a session shows where it stands: the stack, scopes, variables, values of expressions, completions, the exception, sources. Nothing moves here.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { badRequest, Failed } from '../../../trace-collector/failure.ts';
import type { Answer } from '../../../predictor/python/moments.ts';
import { type At, sayRaised, sayWhy } from './evaluation.ts';
import { partsOf, typeOfText } from './repr-parts.ts';
import type { ArgumentsOf } from './requests.ts';
import type { StackEntry } from './timeline.ts';
import { partsShown, type Shown, type ShownVariable } from './variables.ts';
import type { Walk } from './walk.ts';

export interface ShownSource {
  readonly name: string;
  readonly path: string;
  readonly presentationHint?: 'deemphasize';
}
export const sourceOf = (file: string): ShownSource => ({
  name: basename(file),
  path: file,
  ...(existsSync(file) ? {} : { presentationHint: 'deemphasize' as const }),
});

export function stackTrace(w: Walk, a: ArgumentsOf<'stackTrace'>, line: (n: number) => number): object {
  const stack = w.timeline.stack(w.at);
  const end = a.levels === 0 ? stack.length : a.startFrame + a.levels;
  const stackFrames = stack.slice(a.startFrame, end).map((s, i) => {
    const code = w.timeline.source.codes[s.code];
    return {
      id: w.frameBase + a.startFrame + i,
      name: code.function,
      source: sourceOf(code.file),
      line: line(Math.max(1, s.line)),
      column: line(1),
      canRestart: true,
    };
  });
  return { stackFrames, totalFrames: stack.length };
}
/** A frame's place on the stack, by the number that the client has. */
export function frameIn(w: Walk, command: string, id: number | undefined): { readonly place: number; readonly entry: StackEntry } {
  const stack = w.timeline.stack(w.at);
  const place = id === undefined ? 0 : id - w.frameBase;
  const entry = stack[place];
  if (entry === undefined) throw badRequest(command, `frame ${id} is not one of this stop`);
  return { place, entry };
}

export function scopes(w: Walk, a: ArgumentsOf<'scopes'>): object {
  const { place, entry } = frameIn(w, 'scopes', a.frameId);
  const stack = w.timeline.stack(w.at);
  const codeOf = (s: StackEntry): { file: string; function: string } => w.timeline.source.codes[s.code];
  const isModule = codeOf(entry).function === '<module>';
  const locals = [...shownLocals(entry, place), ...(place === 0 ? told(w) : [])];
  const module = isModule ? -1 : stack.findIndex(s => codeOf(s).function === '<module>' && codeOf(s).file === codeOf(entry).file);
  const scope = (name: string, hint: string, values: Shown[], frame: number): object => ({
    name,
    presentationHint: hint,
    variablesReference: w.handles.add({ kind: 'scope', frame, values }),
    namedVariables: values.length,
    expensive: false,
  });
  return {
    scopes: [
      scope(isModule ? 'Globals' : 'Locals', isModule ? 'globals' : 'locals', locals, place),
      ...(module < 0 ? [] : [scope(`Globals, as of line ${stack[module].line}`, 'globals', shownLocals(stack[module], module), module)]),
    ],
  };
}
/** What the import system puts into every module; it can be evaluated, but is not listed. */
const ofEveryModule = new Set(['__name__', '__doc__', '__package__', '__loader__', '__spec__', '__file__', '__cached__', '__builtins__']);
function shownLocals(s: StackEntry, frame: number): Shown[] {
  return [...s.locals].filter(([name]) => !ofEveryModule.has(name)).map(([name, text]) => ({ name, text, expression: name, frame, local: name, parts: [] }));
}
/** What the moment itself tells: an exception, a value that is returned, or has been returned to this line. */
function told(w: Walk): Shown[] {
  const virtual = (name: string, text: string | undefined): Shown[] =>
    text === undefined ? [] : [{ name, text, expression: undefined, frame: 0, local: undefined, parts: [] }];
  const f = w.timeline.frame(w.at);
  if (f.event === 'exception') return virtual('(exception)', f.value ?? f.exception);
  if (f.event === 'return' || f.event === 'yield') return virtual(`(${f.event})`, f.value);
  if (f.event !== 'line' || w.at === 0) return [];
  const before = w.timeline.frame(w.at - 1);
  if (before.event !== 'return' || before.activation === f.activation) return [];
  return virtual(`(return) ${w.timeline.source.codes[before.code].function}`, before.value);
}

export async function variables(w: Walk, a: ArgumentsOf<'variables'>, signal: AbortSignal): Promise<{ variables: ShownVariable[] }> {
  const h = w.handles.get('variables', a.variablesReference);
  let values: readonly Shown[];
  let indexed = false;
  if (h.kind === 'scope') ({ values } = h);
  else if (h.kind === 'value') {
    values = partsShown(h.value);
    const kind = partsOf(h.value.text)?.kind;
    indexed = kind === 'list' || kind === 'tuple' || kind === 'set';
  } else values = await attributes(w, h.value, signal);
  if (a.filter !== undefined && (a.filter === 'indexed') !== indexed) values = [];
  const end = a.count === 0 ? values.length : a.start + a.count;
  const { exact } = w.opened.evaluator;
  return { variables: values.slice(a.start, end).map(v => w.handles.show(v, exact)) };
}
/** An object's own attributes, asked of the engine. */
async function attributes(w: Walk, v: Shown, signal: AbortSignal): Promise<Shown[]> {
  const at: At = { timeline: w.timeline, moment: w.at, frame: v.frame };
  const answer = await w.opened.evaluator.evaluate(at, `dict(vars(${v.expression}))`, signal);
  const parts = answer.value === undefined ? undefined : partsOf(answer.value);
  const own = (name: string): string => (/^'[^\W\d]\w*'$/u.test(name) ? name.slice(1, -1) : name);
  if (parts === undefined)
    return answer.value === '{}'
      ? []
      : [
          {
            name: '…',
            text: answer.value ?? (answer.raises === undefined ? sayWhy(answer) : sayRaised(answer)),
            expression: undefined,
            frame: v.frame,
            local: undefined,
            parts: [],
          },
        ];
  return parts.parts.map(p => ({ name: own(p.name), text: p.text, expression: `${v.expression}.${own(p.name)}`, frame: v.frame, local: undefined, parts: [] }));
}

export async function evaluate(w: Walk, a: ArgumentsOf<'evaluate'>, signal: AbortSignal, say: (text: string) => void): Promise<object> {
  const { place, entry } = frameIn(w, 'evaluate', a.frameId);
  const expression = a.expression.trim();
  if (expression === '') throw badRequest('evaluate', 'the expression is empty');
  const { evaluator } = w.opened;
  // A local is as the trace shows it, whether or not its text can be evaluated.
  const known = entry.locals.get(expression);
  const shown = (text: string, type: string | undefined): object => {
    const v: Shown = { name: expression, text, expression, frame: place, local: entry.locals.has(expression) ? expression : undefined, parts: [] };
    const { name: _, value, evaluateName: __, ...rest } = w.handles.show(v, evaluator.exact);
    return { result: value, ...rest, ...(type === undefined ? {} : { type }) };
  };
  if (known !== undefined && (place === 0 || !evaluator.exact) && known !== '<unknown>') return shown(known, typeOfText(known));
  const answer = await evaluator.evaluate({ timeline: w.timeline, moment: w.at, frame: place }, expression, signal);
  if (answer.raises !== undefined) throw new Failed({ blame: 'user', say: sayRaised(answer) });
  if (a.context === 'repl') {
    if (answer.stdout !== '') say(answer.stdout);
    for (const effect of answer.effects) say(`it would ${effect}; nothing was done\n`);
  }
  if (answer.value === undefined) return { result: sayWhy(answer), type: 'unknown', variablesReference: 0 };
  return shown(answer.value, answer.type);
}

const keywords =
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield False None True'.split(
    ' ',
  );
/** Attributes after a dot, where they can be known; else locals, globals, builtins and keywords. */
export async function completions(w: Walk, a: ArgumentsOf<'completions'>, column: (n: number) => number, signal: AbortSignal): Promise<object> {
  const { place, entry } = frameIn(w, 'completions', a.frameId);
  const line = a.text.split('\n')[Math.max(0, (a.line ?? column(1)) - column(1))] ?? '';
  const before = line.slice(0, a.column - column(1));
  const m = /((?:[^\W\d]\w*(?:\[[^\]]*\])?\.)*(?:[^\W\d]\w*(?:\[[^\]]*\])?)\.|(?:'[^']*'|"[^"]*"|\]|\}|\))\.)?([^\W\d]?\w*)$/u.exec(before);
  const [prefix, typed] = [m?.[1], m?.[2] ?? ''];
  const at: At = { timeline: w.timeline, moment: w.at, frame: place };
  const ask = async (expression: string): Promise<string[]> =>
    namesIn(await w.opened.evaluator.evaluate(at, expression, signal).catch((): Answer => ({ why: [], stdout: '', effects: [] })));
  const found: [name: string, type: string][] = [];
  if (prefix !== undefined) {
    const names = await ask(`dir(${prefix.slice(0, -1)})`);
    for (const n of names) found.push([n, 'property']);
  } else {
    for (const n of entry.locals.keys()) found.push([n, 'variable']);
    const module = w.timeline
      .stack(w.at)
      .find(s => w.timeline.source.codes[s.code].function === '<module>' && w.timeline.source.codes[s.code].file === w.timeline.source.codes[entry.code].file);
    for (const n of module?.locals.keys() ?? []) found.push([n, 'variable']);
    for (const n of await ask("sorted(__import__('builtins').__dict__)")) found.push([n, 'function']);
    for (const n of keywords) found.push([n, 'keyword']);
  }
  const wanted = new Map(found.filter(([n]) => n.startsWith(typed) && (typed.startsWith('_') || !n.startsWith('_'))).reverse());
  const start = column(before.length - typed.length + 1);
  return { targets: [...wanted].reverse().map(([label, type]) => ({ label, type, start, length: typed.length })) };
}
const namesIn = (a: Answer): string[] => (a.value === undefined ? [] : (partsOf(a.value)?.parts ?? []).map(p => p.text.slice(1, -1)));

export async function exceptionInfo(w: Walk): Promise<object> {
  const f = w.timeline.frame(w.at);
  if (f.event !== 'exception') throw badRequest('exceptionInfo', 'no exception is raised at this moment');
  const stackText = w.timeline
    .stack(w.at)
    .map(s => `  ${w.timeline.source.codes[s.code].file}:${s.line} in ${w.timeline.source.codes[s.code].function}`)
    .reverse()
    .join('\n');
  return {
    exceptionId: f.exception ?? 'Exception',
    description: f.value ?? '',
    breakMode: (await w.timeline.uncaught()) === w.at ? 'unhandled' : 'always',
    details: { typeName: f.exception, message: f.value, stackTrace: stackText },
  };
}

export const filesOf = (w: Walk): string[] => [...new Set(w.timeline.source.codes.map(c => c.file))];
export function sourceText(w: Walk, path: string | undefined): object {
  if (path === undefined || !filesOf(w).includes(path)) throw badRequest('source', 'it is not a source of this trace');
  try {
    return { content: readFileSync(path, 'utf8'), mimeType: 'text/x-python' };
  } catch {
    throw badRequest('source', `${path} is no longer there`);
  }
}
