// What wrote a value, and what would be if it were another one.
import { badRequest, cannotSet, Failed } from '../../../trace-collector/failure.ts';
import { sayRaised, sayWhy } from './evaluation.ts';
import { frameIn, type ShownSource, sourceOf } from './inspection.ts';
import { typeOfText } from './repr-parts.ts';
import type { ArgumentsOf } from './requests.ts';
import type { Timeline } from './timeline.ts';
import { partOf, partsShown, type Shown } from './variables.ts';
import type { Walk } from './walk.ts';

export interface Written {
  readonly source: ShownSource;
  readonly line: number;
  readonly function: string;
  /** The moment that wrote it: one can go there. */
  readonly moment: number;
  readonly value: string;
  /** `line`: by this line. `argument`: handed over by this call. `start`: it was there when its frame began. */
  readonly how: 'line' | 'argument' | 'start';
  /** The line made calls, and one of these may have changed the value in place. */
  readonly calls: boolean;
}

/** The line that gave a local, or a part of it, the value that it has now. */
export async function whereWritten(w: Walk, a: ArgumentsOf<'foretrace/whereWritten'>): Promise<Written> {
  const v = shownFor(w, a);
  if (v.local === undefined) throw badRequest('foretrace/whereWritten', `'${a.name}' is no local, nor a part of one`);
  const written = await writtenBefore(w.timeline, w.at, { frame: v.frame, local: v.local, parts: v.parts, text: v.text });
  if (written === undefined) throw badRequest('foretrace/whereWritten', `the trace does not show what wrote '${a.name}'`);
  return written;
}
/** A local of a frame of the stack, or a part of it, as it reads at a moment. */
export interface Place {
  readonly frame: number;
  readonly local: string;
  readonly parts: Shown['parts'];
  readonly text: string;
}
/** What gave it that value last, up to the moment; undefined where the trace does not show it. */
export async function writtenBefore(timeline: Timeline, moment: number, { frame, local, parts, text }: Place): Promise<Written | undefined> {
  const entry = timeline.stack(moment)[frame];
  let change = await timeline.changeOf(entry.activation, local, moment);
  if (change === undefined) return undefined;
  // A part may be older than the last change of what holds it.
  while (parts.length > 0) {
    const earlier = await timeline.changeOf(entry.activation, local, change - 1);
    if (earlier === undefined || partOf(timeline.frame(earlier).changed[local] ?? '', parts) !== text) break;
    change = earlier;
  }
  return { ...(await writerOf(timeline, entry.activation, change)), value: text };
}
async function writerOf(timeline: Timeline, activation: number, change: number): Promise<Omit<Written, 'value'>> {
  const told = (code: number, line: number): Pick<Written, 'source' | 'line' | 'function'> => {
    const c = timeline.source.codes[code];
    return { source: sourceOf(c.file), line: Math.max(1, line), function: c.function };
  };
  const at = timeline.frame(change);
  if (at.event === 'call') {
    const caller = timeline.stack(change)[1];
    if (caller === undefined) return { ...told(at.code, at.line), moment: change, how: 'start', calls: false };
    const moment = (await timeline.eventBefore(caller.activation, change)) ?? change;
    return { ...told(caller.code, caller.line), moment, how: 'argument', calls: false };
  }
  const writer = (await timeline.eventBefore(activation, change)) ?? change;
  const f = timeline.frame(writer);
  return { ...told(f.code, f.line), moment: writer, how: f.event === 'call' ? 'start' : 'line', calls: change - writer > 1 };
}
/** The variable that a request names: in a scope or container, or a local of a frame. */
function shownFor(w: Walk, a: { readonly name: string; readonly variablesReference?: number; readonly frameId?: number }): Shown {
  const command = 'foretrace/whereWritten';
  if (a.variablesReference === undefined || a.variablesReference === 0) {
    const { place, entry } = frameIn(w, command, a.frameId);
    const text = entry.locals.get(a.name);
    if (text === undefined) throw badRequest(command, `there is no local '${a.name}' in that frame`);
    return { name: a.name, text, expression: a.name, frame: place, local: a.name, parts: [] };
  }
  return inHandle(w, command, a.variablesReference, a.name);
}
function inHandle(w: Walk, command: string, reference: number, name: string): Shown {
  const h = w.handles.get(command, reference);
  if (h.kind === 'object') return { name, text: '', expression: `${h.value.expression}.${name}`, frame: h.value.frame, local: undefined, parts: [] };
  const values = h.kind === 'scope' ? h.values : partsShown(h.value);
  const found = values.find(v => v.name === name);
  if (found === undefined) throw badRequest(command, `there is no '${name}' in it`);
  return found;
}

export interface Changed {
  readonly value: string;
  readonly type?: string;
  readonly about: string;
}
export async function setVariable(w: Walk, a: ArgumentsOf<'setVariable'>, signal: AbortSignal): Promise<Changed> {
  if (w.opened.counterfactual === undefined) throw cannotSet(w.opened.mode === 'record' ? 'recording' : 'replay');
  const v = inHandle(w, 'setVariable', a.variablesReference, a.name);
  if (v.expression === undefined) throw badRequest('setVariable', `'${a.name}' is shown by the debugger and is no variable`);
  return await set(w, 'setVariable', v.frame, v.expression, a.value, signal);
}
export async function setExpression(w: Walk, a: ArgumentsOf<'setExpression'>, signal: AbortSignal): Promise<Changed> {
  if (w.opened.counterfactual === undefined) throw cannotSet(w.opened.mode === 'record' ? 'recording' : 'replay');
  return await set(w, 'setExpression', frameIn(w, 'setExpression', a.frameId).place, a.expression.trim(), a.value, signal);
}
/** Rehearses again with that local set at this moment: from here on the walk is through what would be then. */
async function set(w: Walk, command: string, frame: number, target: string, value: string, signal: AbortSignal): Promise<Changed> {
  // A trace tells a caller's locals only when the caller goes on, so the change would not show before.
  if (frame !== 0) throw badRequest(command, 'only what the topmost frame sees can be set; step out first');
  if (value.trim() === '') throw badRequest(command, 'the value is empty');
  const entry = w.timeline.stack(w.at)[0];
  const { opened, answer } = await w.opened.counterfactual!({ event: w.at, activation: entry.activation, target, value }, signal);
  if (answer.raises !== undefined) throw new Failed({ blame: 'user', say: sayRaised(answer) });
  if (answer.value === undefined || opened.source.length <= w.at) throw new Failed({ blame: 'user', say: `'${value}' cannot be set: ${sayWhy(answer)}` });
  w.turn(opened);
  const now = w.timeline.stack(w.at)[0].locals.get(target) ?? answer.value;
  const code = w.timeline.source.codes[entry.code];
  const type = answer.type ?? typeOfText(now);
  return { value: now, ...(type === undefined ? {} : { type }), about: `what if ${target} = ${now} at ${code.file}:${entry.line}: ${opened.about}` };
}
