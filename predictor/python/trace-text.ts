// From recorded columns to the Trace: snapshots become texts, each once, and locals become changes against the activation's last event.
import type { Trace, TraceFrame } from '../../trace-collector/trace.ts';
import { repr } from './operators.ts';
import { type Recorder, recordedKinds } from './trace-recorder.ts';
import { Copy, failedRepr, Rendered, type Shot } from './trace-snapshot.ts';
import { PySet } from './types/set.ts';
import { Unknown } from './unknown-value.ts';
import { Dict, Exc, List, T, Tuple, type Value } from './values.ts';

/** ` at 0x7f…>` → ` at 0xADDR>` or nothing: addresses differ from run to run. */
export type AddressStyle = 'strip' | 'mask';
const ADDRESS = / at 0x[0-9a-f]+(?=[>:, ])/g;
export function withoutAddresses(text: string, style: AddressStyle): string {
  return text.includes(' at 0x') ? text.replace(ADDRESS, style === 'mask' ? ' at 0xADDR' : '') : text;
}

/** The `repr` of what was snapshot. */
export function textOf(s: Shot): string {
  if (typeof s === 'number') return String(s);
  if (s instanceof Copy) {
    s.text ??= copyText(s);
    return s.text;
  }
  if (s instanceof Rendered) return s.text;
  return valueText(s);
}
const texts = new WeakMap<object, string>();
function valueText(v: Value): string {
  if (typeof v !== 'object' || v === null) return repr(v);
  let t = texts.get(v);
  if (t === undefined) {
    t = v instanceof Unknown ? '<unknown>' : safeRepr(v);
    texts.set(v, t);
  }
  return t;
}
function safeRepr(v: Value): string {
  try {
    return repr(v);
  } catch (e) {
    return failedRepr(e);
  }
}
function listed(parts: readonly Shot[]): string {
  let out = '';
  for (let i = 0; i < parts.length; i++) out += i === 0 ? textOf(parts[0]) : `, ${textOf(parts[i])}`;
  return out;
}
function copyText(c: Copy): string {
  const { of, parts } = c;
  if (of instanceof List) return `[${listed(parts)}]`;
  if (of instanceof Tuple) return parts.length === 1 ? `(${textOf(parts[0])},)` : `(${listed(parts)})`;
  if (of instanceof Dict) {
    let out = '';
    for (let i = 0; i < parts.length; i += 2) out += `${i === 0 ? '' : ', '}${textOf(parts[i])}: ${textOf(parts[i + 1])}`;
    return `{${out}}`;
  }
  if (of instanceof PySet) {
    const inner = `{${listed(parts)}}`;
    if (of.cls === T.set) return parts.length === 0 ? 'set()' : inner;
    return parts.length === 0 ? 'frozenset()' : `frozenset(${inner})`;
  }
  if (of instanceof Exc) {
    const args = textOf(parts[0]);
    // One argument stands without the tuple's comma.
    return `${of.cls.name}${args.endsWith(',)') ? `${args.slice(0, -2)})` : args}`;
  }
  return '<unrepresentable>';
}

/** The texts of all changes, in the order of `changedShots`: what a full trace with reprs costs beyond its recording. */
export function renderTexts(r: Recorder, style: AddressStyle = 'strip'): (string | undefined)[] {
  const out: (string | undefined)[] = new Array(r.changedShots.length);
  for (let i = 0; i < out.length; i++) {
    const s = r.changedShots[i];
    out[i] = s === undefined ? undefined : typeof s === 'number' ? String(s) : typeof s === 'boolean' ? (s ? 'True' : 'False') : s === null ? 'None' : withoutAddresses(textOf(s), style);
  }
  return out;
}

/** Renders a recording whole. `stdout` is the run's whole output. */
export function renderTrace(r: Recorder, stdout: string, style: AddressStyle = 'strip'): Trace {
  const codes = r.codes.map(c => ({ file: c.file, function: c.qualname, line: c.line }));
  const texts = renderTexts(r, style);
  // A value may be another object and still read the same: then nothing has changed for who reads the trace.
  const shown = r.activations.map(() => [] as (string | undefined)[]);
  const frames: TraceFrame[] = [];
  let written = r.startOut;
  let nextValue = 0;
  let nextWrite = 0;
  for (let i = 0; i < r.length; i++) {
    const a = r.activations[r.owners[i]];
    const mine = shown[a.number];
    const changed: Record<string, string> = {};
    const deleted: string[] = [];
    for (let k = r.changes[i]; k < r.changes[i + 1]; k++) {
      const slot = r.changedSlots[k];
      const text = texts[k];
      if (mine[slot] === text) continue;
      mine[slot] = text;
      if (text === undefined) deleted.push(a.names[slot]);
      else changed[a.names[slot]] = text;
    }
    const frame: TraceFrame = { event: recordedKinds[r.kinds[i]], code: a.code, activation: a.number, depth: a.depth, line: r.lines[i], changed, deleted };
    if (r.valued[nextValue] === i) {
      frame.value = withoutAddresses(textOf(r.values[nextValue]), style);
      const exc = r.raised[nextValue++];
      if (exc !== null) frame.exception = exc.cls.name;
    }
    if (r.wrote[nextWrite] === i) {
      const out = r.written[nextWrite++];
      frame.stdout = stdout.slice(written, out);
      written = out;
    }
    frames.push(frame);
  }
  return { source: 'rehearsal', semantics: '3.11', codes, frames, truncated: r.truncated };
}
