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

/** The special tokens by their ids (facebookresearch/cwm, cwm/text/tokenizers.py: 128000 + offset) and as texts show them. */
export const cwmTokens = {
  begin: { id: 128000, text: '<|begin_of_text|>' },
  end: { id: 128001, text: '<|end_of_text|>' },
  frame: { id: 128100, text: '<|frame_sep|>' },
  action: { id: 128101, text: '<|action_sep|>' },
  return: { id: 128102, text: '<|return_sep|>' },
  call: { id: 128103, text: '<|call_sep|>' },
  line: { id: 128104, text: '<|line_sep|>' },
  exception: { id: 128105, text: '<|exception_sep|>' },
  arg: { id: 128106, text: '<|arg_sep|>' },
  context: { id: 128107, text: '<|trace_context_start|>' },
} as const;
export type CwmToken = keyof typeof cwmTokens;
/** A special token, or text in which nothing is special, whatever it looks like. */
export type CwmPiece = CwmToken | { readonly text: string };
export const cwmPiecesText = (pieces: readonly CwmPiece[]): string => pieces.map(p => (typeof p === 'string' ? cwmTokens[p].text : p.text)).join('');

/** The frames of a trace, one text each. `linesOf` gives a file's lines with their ends. */
export const cwmFrames = (trace: Trace, linesOf: (file: string) => readonly string[]): string[] => [...cwmFramesOf(trace.frames, trace.codes, linesOf)];

/** The same of frames that come one by one: only the locals of what is live are held. */
export function* cwmFramesOf(frames: Iterable<TraceFrame>, codes: readonly TraceCode[], linesOf: (file: string) => readonly string[]): Generator<string> {
  for (const pieces of cwmPiecesOf(frames, codes, linesOf)) yield cwmPiecesText(pieces);
}

/** The same as pieces: what a prompt of token ids is made of. */
export function* cwmPiecesOf(frames: Iterable<TraceFrame>, codes: readonly TraceCode[], linesOf: (file: string) => readonly string[]): Generator<CwmPiece[]> {
  const locals = new Map<number, Map<string, string>>();
  // The call or line frame that `..` refers to, while nothing else came between.
  let base: { activation: number; shown: ReadonlyMap<string, string> } | null = null;
  const source = (f: TraceFrame): CwmPiece => ({ text: (linesOf(codes[f.code].file)[f.line - 1] ?? '').replace(START_MARKER, '') });
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
        yield [f.event === 'line' ? 'line' : 'call', { text }, 'action', source(f), 'frame'];
        break;
      }
      case 'exception':
        yield ['exception', 'action', source(f), 'arg', { text: jsonText(f.value ?? '') }, 'frame'];
        break;
      default:
        base = null;
        if (f.event !== 'yield') locals.delete(f.activation);
        yield ['return', 'action', source(f), 'arg', { text: jsonText(f.value ?? 'None') }, 'frame'];
    }
  }
}

/** A whole trace: the context, its frames, and the end. All frames lie in the context's own lines unless `linesOf` tells those of other files. */
export function cwmText(context: string, trace: Trace, linesOf?: (file: string) => readonly string[]): string {
  const lines = context.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return `${cwmHead(context)}${cwmFrames(trace, linesOf ?? (() => lines)).join('')}${cwmEnd}`;
}
/** What stands before the frames, and after them. */
export const cwmHeadPieces = (context: string): CwmPiece[] => ['begin', 'context', { text: context }, 'frame'];
export const cwmHead = (context: string): string => cwmPiecesText(cwmHeadPieces(context));
export const cwmEnd = cwmTokens.end.text;
/** The frame that predictions of a context start with: `main` is called. */
export const cwmMainCall: readonly CwmPiece[] = ['call', { text: '{}' }, 'action', { text: 'def main():\n' }, 'frame'];
