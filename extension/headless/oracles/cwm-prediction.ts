// A whole trace of a call as CWM predicts it, and how far it goes with the engine's own: the engine is exact where it knows, so where both agree the model is believed, and
// where they part the reader sees both.
import { asCwmTells, type CwmOptions, type CwmTrace, predictTrace } from '../../../predictor/oracles/cwm.ts';
import { compareTraces, type TraceComparison } from '../../../trace-collector/trace-comparison.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { readSource } from '../source-text.ts';
import type { Place } from '../protocol.ts';
import type { Engines, Watch } from '../service.ts';

export interface CwmPrediction {
  readonly model: string;
  readonly address: string;
  /** Why there is no trace. */
  readonly trouble?: string;
  /** What the model predicts that the call gives. */
  readonly value?: string;
  /** What was not in CWM's format, and ended the trace. */
  readonly broken?: string;
  readonly trace?: Trace;
  /** The engine's own trace of the same context, as CWM would tell it. */
  readonly rehearsed?: Trace;
  /** Of the two; the engine's is the left one. */
  readonly comparison?: TraceComparison;
  /** The lines that both traces speak of. */
  readonly lines: readonly string[];
}

export async function cwmPrediction(
  service: Engines,
  o: CwmOptions,
  asked: { readonly place: Place; readonly file: string; readonly call: string },
  watch: Watch,
): Promise<CwmPrediction> {
  const { place, file, call } = asked;
  const { model, address } = o.server;
  // The engine's trace is of what was sent, too: a secret would be a difference that is none.
  const code = o.redact(o.source(file) ?? readSource(file));
  const signal = watch.signal ?? new AbortController().signal;
  let predicted: CwmTrace;
  try {
    predicted = await predictTrace(o, file, code, call, signal);
  } catch (e) {
    if (signal.aborted) throw e;
    return { model, address, trouble: e instanceof Error ? e.message : String(e), lines: [] };
  }
  const { trace, value, broken, context, isCut } = predicted;
  const ours = await service.rehearse({ place: { ...place, changes: new Map([...place.changes, [file, code]]) }, file, call, trace: true, cwm: true }, watch);
  const rehearsed = ours.trace === undefined ? undefined : asCwmTells(context, file, ours.trace);
  return {
    model,
    address,
    ...(value === undefined ? {} : { value }),
    ...(broken === undefined ? {} : { broken }),
    ...(isCut ? { trouble: 'the trace was cut by the limit on new tokens' } : {}),
    trace,
    ...(rehearsed === undefined ? {} : { rehearsed, comparison: compareTraces(rehearsed, trace) }),
    lines: context.split('\n'),
  };
}
