// Questions about single moments of a rehearsal: expressions evaluated in a frame as it is there, and locals set to something else before it goes on (a
// counterfactual). Also expressions over recorded texts, where there is no frame but only what a trace tells of it. Nothing is run: the engine evaluates.
import { BudgetSpent } from '../budget.ts';
import { type Origin, union } from '../unknown.ts';
import { aside, strText } from './aside.ts';
import { typeOf } from './attributes.ts';
import { dictGet, dictSet } from './dict-keys.ts';
import { setRaw } from './define.ts';
import type { Frame } from './frames.ts';
import { bareNamespace, evalText, execText, guarded, startRun, takenBack } from './machine.ts';
import { openOrders, takeOrders } from './open-orders.ts';
import { raising } from './raise.ts';
import { touch, vm } from './state.ts';
import { textOf, withoutAddresses } from './trace-text.ts';
import { frozen } from './trace-snapshot.ts';
import { setTracer, tracer } from './tracer.ts';
import { localsOf } from './types/code.ts';
import { certainty, Unknown } from './unknown-value.ts';
import { Cell, Dict, type Value } from './values.ts';
import { run } from './world.ts';

/** An event of a trace, by its number, and an activation that is on the stack there. */
export interface Moment {
  readonly event: number;
  readonly activation: number;
}
export interface MomentAsked extends Moment {
  readonly expression: string;
}
/** `target = value`, evaluated in the frame just before the event is told. */
export interface MomentSet extends Moment {
  readonly target: string;
  readonly value: string;
}
export interface Moments {
  readonly sets: readonly MomentSet[];
  /** By ascending events. With questions the rehearsal ends at the last one's moment. */
  readonly asks?: readonly MomentAsked[];
}
/** What an expression gives: a value, an exception, or the reasons why that cannot be known. */
export interface Answer {
  readonly value?: string;
  readonly type?: string;
  readonly raises?: { readonly type: string; readonly message: string };
  readonly why: readonly Origin[];
  /** What evaluating it would print. */
  readonly stdout: string;
  /** What it would do to the world, as "write: PATH". */
  readonly effects: readonly string[];
}
export interface MomentAnswers {
  readonly sets: Answer[];
  /** One for each question, in order. There are fewer where one has disturbed the run: the rest is to be asked again. */
  readonly answers: Answer[];
}

/** Ends a rehearsal whose question has been answered. */
class Reached extends BudgetSpent {
  constructor() {
    super('steps');
  }
}
const small = { steps: 2_000_000, ms: 3000, bytes: 64 << 20, paths: 1 };
/** The file that an expression of a debugger's stands in. */
const ASKED = '<asked>';
const longest = 10_000;

/** Hears of each event that is about to be recorded, and acts at those that were named. */
export function momentVisit(m: Moments, answers: MomentAnswers): (event: number, f: Frame) => void {
  const asks = m.asks ?? [];
  const last = Math.max(asks.at(-1)?.event ?? -1, ...m.sets.map(s => s.event));
  return (event, top) => {
    if (event > last) return;
    for (const s of m.sets) if (s.event === event) answers.sets.push(undisturbed(() => set(s, top)));
    for (let next = asks[answers.answers.length]; next?.event === event; next = asks[answers.answers.length]) {
      const { expression } = next;
      const f = frameOf(next, top);
      const { result, whole } = f === undefined ? { result: gone, whole: true } : takenBack(() => undisturbed(() => answerIn(namespaceOf(f), expression, f)));
      answers.answers.push(result);
      if (!whole || answers.answers.length === asks.length) throw new Reached();
    }
  };
}
const gone: Answer = { why: [{ reason: 'input', what: 'a frame that is not on the stack at that moment' }], stdout: '', effects: [] };

function frameOf(m: Moment, top: Frame): Frame | undefined {
  for (let f: Frame | null = top; f !== null; f = f.back) if (f.trace !== null && (f.trace as { number: number }).number === m.activation) return f;
  return undefined;
}
/** Names as code in that frame finds them. It is a copy, so that functions inside the expression see locals too, and a walrus binds nothing of the program's. */
function namespaceOf(f: Frame): Dict {
  const names = new Dict();
  for (const from of [f.globals, localsOf(f)]) if (from instanceof Dict) for (const e of from.map.values()) if (e.value !== undefined) dictSet(names, e.key, e.value);
  return names;
}
/** The tracer sees nothing of it, and the program goes on as if nothing had been asked. */
function undisturbed<R>(act: () => R): R {
  const saved = { ...tracer };
  const { frame, handled, native, tracing } = vm;
  const { doubts, decisions, next } = certainty;
  setTracer(null);
  vm.tracing = false;
  try {
    return act();
  } finally {
    setTracer(saved);
    Object.assign(vm, { frame, handled, native, tracing });
    Object.assign(certainty, { doubts, decisions, next });
  }
}

/** The value of an expression over a namespace, as a text. */
function answerIn(names: Dict, expression: string, frame: Frame | null): Answer {
  return answered(() => evalText(expression, ASKED, names), frame);
}
function answered(act: () => Value, frame: Frame | null): Answer {
  const { stdout, effects } = run;
  run.stdout = '';
  run.effects = [];
  certainty.doubts = [];
  certainty.decisions = [];
  certainty.next = 0;
  const orders = takeOrders();
  vm.frame = frame;
  const o = guarded(act);
  const open = takeOrders();
  openOrders.shown = orders;
  const decided = certainty.decisions.reduce<readonly Origin[]>((all, d) => union(all, d.origins), []);
  const why = union(union(union(o.doubts, decided), open), o.ending.kind === 'unknown' ? o.ending.origins : []);
  const gathered = { why, stdout: o.stdout, effects: o.effects.map(e => `${e.kind}: ${e.what}`) };
  run.stdout = stdout;
  run.effects = effects;
  if (why.length > 0 || o.ending.kind === 'unknown') return gathered;
  if (o.ending.kind === 'raise') return { ...gathered, raises: { type: o.ending.exc.cls.name, message: strText(o.ending.exc) } };
  const { value } = o.ending;
  return { ...gathered, value: valueText(value), type: typeOf(value).name };
}
function valueText(v: Value): string {
  const text = aside(() => withoutAddresses(textOf(frozen(v, undefined)), 'strip'), `<${typeOf(v).name} object>`);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function set(s: MomentSet, top: Frame): Answer {
  const f = frameOf(s, top);
  if (f === undefined) return gone;
  const names = namespaceOf(f);
  if (!/^[^\W\d]\w*$/u.test(s.target)) {
    return answered(() => {
      execText(`${s.target} = (\n${s.value}\n)`, ASKED, names);
      return evalText(s.target, ASKED, names);
    }, f);
  }
  return answered(() => {
    const v = evalText(s.value, ASKED, names);
    if (v instanceof Unknown) return v;
    if (!bind(f, s.target, v)) throw raising('NameError', `name '${s.target}' is not a local of this frame`);
    return v;
  }, f);
}
function bind(f: Frame, name: string, v: Value): boolean {
  const { kind } = f.code.scope;
  const i = kind === 'module' || kind === 'class' ? -1 : f.code.slotNames.indexOf(name);
  if (i >= 0) {
    const slot = f.slots[i] as unknown;
    if (slot instanceof Cell) {
      touch(slot as never);
      slot.value = v;
    } else f.slots[i] = v;
    return true;
  }
  const names = f.locals instanceof Dict ? f.locals : dictGet(f.globals, name) === undefined ? undefined : f.globals;
  if (names === undefined) return false;
  touch(names);
  dictSet(names, name, v);
  return true;
}

/** A name as a trace knows it: a text that is a Python literal, or the reason why its value cannot be had from the text. */
export interface RecordedName {
  readonly name: string;
  readonly literal?: string;
  readonly why?: Origin;
}
export interface TextsAsked {
  readonly expression: string;
  readonly names: readonly RecordedName[];
}

/**
 * The value of an expression over what a trace tells. Texts do not tell whether two values are one object, nor the class of a value whose `repr` is that of
 * another: what asks for those is unknown.
 */
export function answerFromTexts(asked: TextsAsked): Answer {
  startRun(small);
  openOrders.tried = true;
  try {
    const names = bareNamespace();
    for (const n of asked.names) {
      const value = n.literal === undefined ? undefined : aside(() => evalText(n.literal!, ASKED, bareNamespace()), undefined as Value | undefined);
      setRaw(names, n.name, value === undefined ? new Unknown([n.why ?? { reason: 'input', what: `${n.name}: its text is no literal` }]) : value);
    }
    startRun(small);
    const answer = answerIn(names, asked.expression, null);
    const missing = /^name '(.*)' is not defined$/.exec(answer.raises?.message ?? '');
    // A trace need not hold all names that the program has.
    if (answer.raises?.type !== 'NameError' || missing === null) return answer;
    return { why: [{ reason: 'input', what: `${missing[1]}: the trace holds no such name at this moment` }], stdout: '', effects: [] };
  } finally {
    openOrders.tried = false;
    openOrders.shown = [];
  }
}
