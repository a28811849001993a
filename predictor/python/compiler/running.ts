// Entering and leaving frames: what stands around every compiled body. The traced form reports call, return and exception as CPython's settrace does.
import type { Evaluate, Execute, ExecuteGen, Frame } from '../frames.ts';
import { asRaise, landed, raising } from '../raise.ts';
import { vm } from '../state.ts';
import { tracer } from '../tracer.ts';
import type { Value } from '../values.ts';
import { noteCode } from '../watched-reads.ts';
import type { Ctx } from './context.ts';

/** Makes `f` the running frame. */
export function push(f: Frame): void {
  const back = vm.frame;
  f.back = back;
  const depth = back === null ? 1 : back.depth + 1;
  f.depth = depth;
  if (depth > vm.deepest) {
    vm.deepest = depth;
    if (depth > vm.recursionLimit) tooDeep();
  } else if (depth > vm.recursionLimit) tooDeep();
  if (--vm.fuel < 0) vm.refuel();
  if (f.code.epoch !== vm.epoch) noteCode(f.code);
  vm.frame = f;
}
function tooDeep(): never {
  throw raising('RecursionError', 'maximum recursion depth exceeded');
}

export function codeRunner(c: Ctx, body: Execute): Evaluate {
  if (c.unit.traced) return tracedRunner(body);
  return f => {
    push(f);
    body(f);
    vm.frame = f.back;
    return f.result;
  };
}
function tracedRunner(body: Execute): Evaluate {
  return f => {
    push(f);
    tracer.call(f);
    f.line = -1;
    try {
      body(f);
    } catch (e) {
      unwind(f, e);
    }
    tracer.return(f, f.result, 'return');
    vm.frame = f.back;
    return f.result;
  };
}
function unwind(f: Frame, e: unknown): never {
  const r = asRaise(e);
  if (r === undefined) throw e;
  landed(r, f);
  tracer.return(f, null, 'unwind');
  vm.frame = f.back;
  throw r;
}
/** The same around a body that yields; types/generator.ts drives it. */
export function generatorRunner(c: Ctx, body: ExecuteGen): (f: Frame) => Generator<Value, unknown, Value> {
  // What it returned is in the frame: the driver reads it there.
  if (!c.unit.traced) return body as (f: Frame) => Generator<Value, unknown, Value>;
  return function* (f) {
    try {
      yield* body(f);
    } catch (e) {
      unwind(f, e);
    }
    tracer.return(f, f.result, 'return');
    return f.result;
  };
}
