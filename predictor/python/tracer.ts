// The hook through which traced code reports what it does. The engine calls it; what is kept is the recorder's affair (see trace-recorder.ts).
import type { Frame } from './frames.ts';
import type { Exc, Value } from './values.ts';

export interface Tracer {
  call(f: Frame): void;
  line(f: Frame): void;
  /** `kind` tells a yield from a return; the value is what CPython's settrace hands over. */
  return(f: Frame, value: Value, kind: 'return' | 'yield' | 'unwind'): void;
  exception(f: Frame, exc: Exc): void;
  resume(f: Frame, value: Value): void;
}
const silent: Tracer = { call() {}, line() {}, return() {}, exception() {}, resume() {} };
/** The tracer in force; traced code reaches it through this record. */
export const tracer: Tracer = { ...silent };
export function setTracer(t: Tracer | null): void {
  Object.assign(tracer, t ?? silent);
}
