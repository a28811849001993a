// The text form of traces that Meta's Code World Model reads and writes (facebookresearch/cwm, PROMPTING_GUIDE.md, "Trace prediction"): special tokens around
// JSON locals and source lines. The byte rules follow the published generations: the line with its newline, locals in full on every change of context, `..` for
// what reads as it did in the frame before, and no addresses.
import type { Trace, TraceCode, TraceFrame } from './trace.ts';

/** Marks the entry in the context: a comment behind the `def` line, two blanks before it. */
export const START_MARKER = '  # << START_OF_TRACE';

/** The context of one call, as the published evaluation writes it: the code, and a `main` that makes the call. */
export function cwmContext(code: string, call: string): string {
  return `\n${code}\ndef main():${START_MARKER}\n    return ${call}\n`;
}

/** `json.dumps` of a string: everything beyond ASCII escaped. */
function jsonText(s: string): string {
  return JSON.stringify(s).replace(/[\u007f-\uffff]/g, c => (c === '\x7f' ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`));
}
/** `json.dumps` of a dict of strings. */
function jsonLocals(pairs: Iterable<readonly [string, string]>): string {
  return `{${[...pairs].map(([k, v]) => `${jsonText(k)}: ${jsonText(v)}`).join(', ')}}`;
}

/** The frames of a trace, one text each. `linesOf` gives a file's lines with their ends. */
export const cwmFrames = (trace: Trace, linesOf: (file: string) => readonly string[]): string[] => [...cwmFramesOf(trace.frames, trace.codes, linesOf)];

/** The same of frames that come one by one: only the locals of what is live are held. */
export function* cwmFramesOf(frames: Iterable<TraceFrame>, codes: readonly TraceCode[], linesOf: (file: string) => readonly string[]): Generator<string> {
  const locals = new Map<number, Map<string, string>>();
  // The call or line frame that `..` refers to, while nothing else came between.
  let base: { activation: number; shown: ReadonlyMap<string, string> } | null = null;
  const source = (f: TraceFrame): string => (linesOf(codes[f.code].file)[f.line - 1] ?? '').replace(START_MARKER, '');
  for (const f of frames) {
    let mine = locals.get(f.activation);
    if (mine === undefined) locals.set(f.activation, (mine = new Map()));
    for (const name of f.deleted) mine.delete(name);
    for (const [name, value] of Object.entries(f.changed)) mine.set(name, value);
    switch (f.event) {
      case 'call':
      case 'resume':
      case 'line': {
        const before: ReadonlyMap<string, string> | undefined =
          f.event === 'line' && base !== null && base.activation === f.activation ? base.shown : undefined;
        const text = jsonLocals([...mine].map(([k, v]) => [k, before?.get(k) === v ? '..' : v] as const));
        base = { activation: f.activation, shown: new Map(mine) };
        yield `<|${f.event === 'line' ? 'line' : 'call'}_sep|>${text}<|action_sep|>${source(f)}<|frame_sep|>`;
        break;
      }
      case 'exception':
        yield `<|exception_sep|><|action_sep|>${source(f)}<|arg_sep|>${jsonText(f.value ?? '')}<|frame_sep|>`;
        break;
      default:
        base = null;
        if (f.event !== 'yield') locals.delete(f.activation);
        yield `<|return_sep|><|action_sep|>${source(f)}<|arg_sep|>${jsonText(f.value ?? 'None')}<|frame_sep|>`;
    }
  }
}

/** A whole trace: the context, its frames, and the end. All frames lie in the context's own lines unless `linesOf` tells those of other files. */
export function cwmText(context: string, trace: Trace, linesOf?: (file: string) => readonly string[]): string {
  const lines = context.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return `${cwmHead(context)}${cwmFrames(trace, linesOf ?? (() => lines)).join('')}${cwmEnd}`;
}
/** What stands before the frames, and after them. */
export const cwmHead = (context: string): string => `<|begin_of_text|><|trace_context_start|>${context}<|frame_sep|>`;
export const cwmEnd = '<|end_of_text|>';
