// From recorded columns to the Trace: snapshots become texts, each once, and locals become changes against the activation's last event.
import type { Trace, TraceFrame } from '../../trace-collector/trace.ts';
import { typeOf } from './attributes.ts';
import { repr } from './operators.ts';
import { Recorder } from './trace-recorder.ts';
import { Copy, Rendered, type Shot } from './trace-snapshot.ts';
import { PySet } from './types/set.ts';
import { Unknown } from './unknown-value.ts';
import { Dict, List, T, Tuple, type Value } from './values.ts';

/** ` at 0x7f…>` → ` at 0xADDR>` or nothing: addresses differ from run to run. */
export type AddressStyle = 'strip' | 'mask';
const ADDRESS = / at 0x[0-9a-f]+(?=[>:, ])/g;
export function withoutAddresses(text: string, style: AddressStyle): string {
  return text.includes(' at 0x') ? text.replace(ADDRESS, style === 'mask' ? ' at 0xADDR' : '') : text;
}

/** The `repr` of what was snapshot. */
export function textOf(s: Shot): string {
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
  } catch {
    return `<unrepresentable ${typeOf(v).name}>`;
  }
}
function copyText(c: Copy): string {
  const { of, parts } = c;
  if (of instanceof List) return `[${parts.map(textOf).join(', ')}]`;
  if (of instanceof Tuple) return parts.length === 1 ? `(${textOf(parts[0])},)` : `(${parts.map(textOf).join(', ')})`;
  if (of instanceof Dict) {
    const out: string[] = [];
    for (let i = 0; i < parts.length; i += 2) out.push(`${textOf(parts[i])}: ${textOf(parts[i + 1])}`);
    return `{${out.join(', ')}}`;
  }
  if (of instanceof PySet) {
    const inner = `{${parts.map(textOf).join(', ')}}`;
    if (of.cls === T.set) return parts.length === 0 ? 'set()' : inner;
    return parts.length === 0 ? 'frozenset()' : `frozenset(${inner})`;
  }
  return '<unrepresentable>';
}

/** Renders a recording. `stdout` is the run's whole output. */
export function renderTrace(r: Recorder, stdout: string, style: AddressStyle = 'strip'): Trace {
  const codes = r.codes.map(c => ({ file: c.file, function: c.qualname, line: c.line }));
  const last = new Map<number, { shots: readonly (Shot | undefined)[]; names: readonly string[] }>();
  const frames: TraceFrame[] = [];
  let written = r.out[0] ?? 0;
  for (let i = 0; i < r.length; i++) {
    const a = r.owners[i];
    const event = Recorder.kindName(r.kinds[i]);
    const shots = r.locals[i];
    const names = r.names[i];
    const before = last.get(a.number);
    const changed: Record<string, string> = {};
    const deleted: string[] = [];
    if (event !== 'resume') {
      difference(before, { shots, names }, changed, deleted, style);
      last.set(a.number, { shots, names });
    }
    const frame: TraceFrame = { event, code: a.code, activation: a.number, depth: a.depth, line: r.lines[i], changed, deleted };
    const value = r.value[i];
    if (value !== undefined) frame.value = withoutAddresses(textOf(value), style);
    const exc = r.raised[i];
    if (exc !== undefined) frame.exception = exc.cls.name;
    if (r.out[i] > written) {
      frame.stdout = stdout.slice(written, r.out[i]);
      written = r.out[i];
    }
    frames.push(frame);
  }
  return { source: 'rehearsal', semantics: '3.11', codes, frames, truncated: r.truncated };
}
interface Locals {
  readonly shots: readonly (Shot | undefined)[];
  readonly names: readonly string[];
}
function difference(before: Locals | undefined, now: Locals, changed: Record<string, string>, deleted: string[], style: AddressStyle): void {
  if (before !== undefined && before.shots === now.shots) return;
  const same = before !== undefined && before.names === now.names;
  for (let k = 0; k < now.names.length; k++) {
    const s = now.shots[k];
    const j = before === undefined ? -1 : same ? k : before.names.indexOf(now.names[k]);
    const old = j < 0 ? undefined : before!.shots[j];
    if (s === undefined) {
      if (old !== undefined) deleted.push(now.names[k]);
      continue;
    }
    if (s === old) continue;
    const text = withoutAddresses(textOf(s), style);
    if (old !== undefined && withoutAddresses(textOf(old), style) === text) continue;
    changed[now.names[k]] = text;
  }
  if (!same && before !== undefined) for (const n of before.names) if (!now.names.includes(n)) deleted.push(n);
}
