// Answers to expressions at a moment. Nothing is run: in a rehearsal the engine goes there again and evaluates in the frame itself; of a recording there are only
// texts, so the engine evaluates over those that are literals, and says of the others why they cannot be had.
import { readFileSync } from 'node:fs';
import type { Answer, RecordedName, TextsAsked } from '../../../predictor/python/moments.ts';
import type { Place, Engines } from '../service.ts';
import { isImmutable, isLiteral } from './repr-parts.ts';
import type { StackEntry, Timeline } from './timeline.ts';

export interface Evaluator {
  /** It evaluates in the frame itself: objects have their attributes, functions can be called. */
  readonly exact: boolean;
  evaluate(at: At, expression: string, signal?: AbortSignal): Promise<Answer>;
  /** One expression in the top frames of many moments. */
  evaluateAll(timeline: Timeline, moments: readonly number[], expression: string, signal?: AbortSignal): Promise<readonly Answer[]>;
}
export interface At {
  readonly timeline: Timeline;
  readonly moment: number;
  /** Its place on the stack, 0 for the top. */
  readonly frame: number;
}

export const unknownAnswer = (what: string): Answer => ({ why: [{ reason: 'input', what }], stdout: '', effects: [] });

/** What texts do not tell: whether two values are one object, and the class of a value. */
const beyondTexts = /(?<![\w.])(?:id|type|isinstance|issubclass)\s*\(|__class__|\bis\b(?!\s+(?:not\s+)?(?:None|True|False)\b)/;
const withoutStrings = (expression: string): string => expression.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");

export class TextEvaluator implements Evaluator {
  readonly exact = false;
  private readonly service: Engines;
  private readonly place: Place;
  private readonly sources = new Map<string, string>();
  constructor(service: Engines, place: Place) {
    this.service = service;
    this.place = place;
  }
  async evaluate(at: At, expression: string, signal?: AbortSignal): Promise<Answer> {
    return (await this.ask([this.asked(at, expression)], expression, signal))[0];
  }
  async evaluateAll(timeline: Timeline, moments: readonly number[], expression: string, signal?: AbortSignal): Promise<readonly Answer[]> {
    return await this.ask(
      moments.map(moment => this.asked({ timeline, moment, frame: 0 }, expression)),
      expression,
      signal,
    );
  }
  private async ask(asked: readonly TextsAsked[], expression: string, signal: AbortSignal | undefined): Promise<readonly Answer[]> {
    const bare = withoutStrings(expression);
    if (beyondTexts.test(bare)) return asked.map(() => unknownAnswer('the trace holds texts of values, which do not tell their identity or class'));
    const used = new Set(bare.match(/[^\W\d]\w*/gu));
    // Names that the expression does not mention need not be made.
    return await this.service.evaluate(
      this.place,
      asked.map(a => ({ ...a, names: a.names.filter(n => used.has(n.name) || expression !== bare) })),
      { signal },
    );
  }
  private asked({ timeline, moment, frame }: At, expression: string): TextsAsked {
    const stack = timeline.stack(moment);
    const entry = stack[frame];
    const code = timeline.source.codes[entry.code];
    const names = new Map<string, RecordedName>();
    const module = stack.find(s => timeline.source.codes[s.code].function === '<module>' && timeline.source.codes[s.code].file === code.file);
    const text = this.source(code.file);
    if (module === undefined)
      for (const name of globalNames(text))
        names.set(name, { name, why: { reason: 'input', what: `${name}: a global of a module that is no longer on the stack` } });
    else if (module !== entry) for (const [name, value] of module.locals) names.set(name, outdated(name, value, module, text, 'global'));
    for (const [name, value] of entry.locals) names.set(name, frame === 0 ? recorded(name, value) : outdated(name, value, entry, text, 'nonlocal'));
    return {
      expression,
      names: [...names.values()],
    };
  }
  private source(file: string): string {
    let text = this.sources.get(file);
    if (text === undefined) {
      try {
        text = readFileSync(file, 'utf8');
      } catch {
        text = '';
      }
      this.sources.set(file, text);
    }
    return text;
  }
}

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
function recorded(name: string, text: string): RecordedName {
  if (isLiteral(text)) return { name, literal: text };
  return {
    name,
    why: {
      reason: 'input',
      what: text.endsWith('…') ? `${name}: its text was cut when it was recorded` : `${name}: all that the trace holds of it is the text ${cut(text)}`,
    },
  };
}
/** A value seen when its frame last ran a line: since then a call may have changed it. */
function outdated(name: string, text: string, entry: StackEntry, source: string, keyword: 'global' | 'nonlocal'): RecordedName {
  const now = recorded(name, text);
  if (now.literal === undefined) return now;
  const rebound = new RegExp(`\\b${keyword}\\b[^\\n]*\\b${name}\\b`).test(source);
  if (isImmutable(text) && !rebound) return now;
  return { name, why: { reason: 'input', what: `${name}: it was ${cut(text)} at line ${entry.line}, and calls since then may have changed it` } };
}
/** Names that a module's own lines bind: they may stand before builtins of the same name. */
function globalNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const m of text.matchAll(/^(?:async +def|def|class) +([^\W\d]\w*)|^([^\W\d]\w*)(?: *,[^=\n]*)? *(?::[^=\n]+)?=(?!=)/gmu)) names.add(m[1] ?? m[2]);
  for (const m of text.matchAll(/^(?:from\s+\S+\s+)?import\s+(\([^)]*\)|[^\n]*)/gm)) for (const w of m[1].match(/[^\W\d]\w*/gu) ?? []) names.add(w);
  return names;
}

/** Why an answer is not there, for a person. */
export function sayWhy(a: Answer): string {
  const said = a.why.map(
    o =>
      (o.reason === 'input' ? o.what : `${o.reason === o.what ? '' : `${o.reason}: `}${o.what}`) +
      (o.file === undefined || o.file === '<asked>' ? '' : ` (${o.file}:${o.line ?? '?'})`),
  );
  return said.length === 0 ? 'unknown' : `unknown: ${[...new Set(said)].join('; ')}`;
}
export const sayRaised = (a: Answer): string => (a.raises === undefined ? '' : `${a.raises.type}${a.raises.message === '' ? '' : `: ${a.raises.message}`}`);
