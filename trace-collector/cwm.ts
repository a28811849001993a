// The text form of traces that Meta's Code World Model reads and writes (facebookresearch/cwm, PROMPTING_GUIDE.md, "Trace prediction"): special tokens around
// JSON locals and source lines. The byte rules follow the published generations: the line with its newline, locals in full on every change of context, `..` for
// what reads as it did in the frame before, and no addresses.
import type { Trace, TraceFrame } from './trace.ts';

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
export function cwmFrames(trace: Trace, linesOf: (file: string) => readonly string[]): string[] {
  const locals = new Map<number, Map<string, string>>();
  // The call or line frame that `..` refers to, while nothing else came between.
  let base: { activation: number; shown: ReadonlyMap<string, string> } | null = null;
  const source = (f: TraceFrame): string => (linesOf(trace.codes[f.code].file)[f.line - 1] ?? '').replace(START_MARKER, '');
  return trace.frames.map(f => {
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
        return `<|${f.event === 'line' ? 'line' : 'call'}_sep|>${text}<|action_sep|>${source(f)}<|frame_sep|>`;
      }
      case 'exception':
        return `<|exception_sep|><|action_sep|>${source(f)}<|arg_sep|>${jsonText(f.value ?? '')}<|frame_sep|>`;
      default:
        base = null;
        return `<|return_sep|><|action_sep|>${source(f)}<|arg_sep|>${jsonText(f.value ?? 'None')}<|frame_sep|>`;
    }
  });
}

/** A whole trace: the context, its frames, and the end. All frames lie in the context's own lines unless `linesOf` tells those of other files. */
export function cwmText(context: string, trace: Trace, linesOf?: (file: string) => readonly string[]): string {
  const lines = context.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return `<|begin_of_text|><|trace_context_start|>${context}<|frame_sep|>${cwmFrames(trace, linesOf ?? (() => lines)).join('')}<|end_of_text|>`;
}
