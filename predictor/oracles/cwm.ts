// Meta's Code World Model as an oracle, by its trace-prediction protocol (facebookresearch/cwm, PROMPTING_GUIDE.md and demos/cwmdbg.py): prompts are token ids, an event is
// forced by its token, a frame ends with `<|frame_sep|>`, a trace with `<|end_of_text|>`. It answers what an expression returns by one step, and predicts whole traces.
import { type CwmPiece, cwmContext, cwmHeadPieces, cwmMainCall, cwmPiecesOf, cwmTokens } from '../../trace-collector/cwm.ts';
import type { Trace } from '../../trace-collector/trace.ts';
import { type CwmRead, piecesOfIds, piecesOfText, readFrame, readTrace } from './cwm-reading.ts';
import { type Answer, type Answered, type Ask, namesSecret, type Oracle } from './oracle.ts';
import type { Purse } from './spending.ts';

export interface CompletionAsked {
  readonly prompt: readonly number[];
  readonly most: number;
  readonly temperature: number;
  /** Tokens at which it ends. */
  readonly stops: readonly number[];
  /** The same for servers that know only texts: none where only the end of the trace ends it. */
  readonly stopText?: string;
}
export interface Completion {
  readonly text: string;
  /** What was written, as token ids; without them the text must do. */
  readonly ids?: readonly number[];
  /** The token at which it stopped, where the server tells it and leaves it out. */
  readonly stoppedBy?: number;
  readonly tokens?: number;
  /** The server's limit on new tokens was reached. */
  readonly isCut: boolean;
}
export interface CompletionServer {
  readonly model: string;
  readonly address: string;
  /** Throws an error whose message can be shown. */
  complete(asked: CompletionAsked, signal: AbortSignal): Promise<Completion>;
}
/** The model's own tokenizer, without its special tokens: in a text nothing is special. */
export interface Tokenizer {
  encode(text: string): number[];
  decode(ids: number[]): string;
}
export interface CwmOptions {
  readonly server: CompletionServer;
  readonly tokenizer: Tokenizer;
  readonly purse: Purse;
  /** The text of a file, as the forecast sees it. */
  readonly source: (file: string) => string | undefined;
  /** Takes secrets out of what is sent. */
  readonly redact: (text: string) => string;
  /** Of a whole trace. */
  readonly frames: number;
  readonly newTokens: number;
  readonly temperature: number;
}

/** What the weights may be used for, told to whoever switches the oracle on (facebookresearch/cwm, MODEL_CARD.md). */
export const cwmLicence = "CWM's weights are under the FAIR Non-Commercial Research License: not for commercial use";

/** One step: one frame (cwmdbg asks for no more than 2048). */
const stepTokens = 512;
const mostAsked = 12;

export function cwmOracle(o: CwmOptions): Oracle {
  return {
    name: 'cwm',
    trust: 'model',
    address: o.server.address,
    takes: a => contextOf(a, o) !== undefined,
    async answer(asks, signal): Promise<Answered> {
      const answers: Answer[] = [];
      let trouble: string | undefined;
      for (const a of asks.slice(0, mostAsked)) {
        const context = contextOf(a, o);
        if (context === undefined) continue;
        try {
          const r = await returned(o, context, signal);
          if (r !== undefined && !namesSecret(r)) answers.push({ ask: a.id, told: { value: r }, note: `${o.server.model} at ${o.server.address}` });
        } catch (e) {
          if (signal.aborted) throw e;
          trouble = e instanceof Error ? e.message : String(e);
          break;
        }
      }
      return { answers, ...(trouble === undefined ? {} : { trouble }) };
    },
  };
}

/** A module in which the expression stands as the last call does in CWM's own tasks; undefined where something in it has no known value. */
function contextOf(a: Ask, { source, redact }: Pick<CwmOptions, 'source' | 'redact'>): string | undefined {
  if (a.kind !== 'value' || a.turn > 0 || a.text.includes('\n')) return undefined;
  const code = source(a.file);
  if (code === undefined || a.known.some(([, v]) => v.startsWith('<') || v.endsWith('…'))) return undefined;
  const known = new Set(a.known.map(([n]) => n));
  const bare = a.text.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""');
  const names = [...bare.matchAll(/(?<![\w.])[A-Za-z_]\w*(?!\s*=[^=])/g)].map(m => m[0]);
  const isThere = (n: string): boolean => known.has(n) || builtin.test(n) || new RegExp(`^(?:(?:async +)?def|class) +${n}\\b|^(?:import|from)\\b.*\\b${n}\\b|^${n}\\b *(?::[^=]*)?=`, 'm').test(code);
  if (!names.every(isThere)) return undefined;
  return redact(cwmContext(`${code.replace(/\n*$/, '\n')}${a.known.map(([n, v]) => `${n} = ${v}\n`).join('')}`, a.text));
}
const builtin = /^(?:abs|all|any|bool|bytes|chr|dict|divmod|enumerate|filter|float|format|frozenset|getattr|hasattr|hash|hex|int|isinstance|iter|len|list|map|max|min|next|oct|open|ord|pow|print|range|repr|reversed|round|set|sorted|str|sum|tuple|type|zip|None|True|False|and|or|not|in|is|if|else|for|lambda)$/;

/** `[BOS][TRACE_CONTEXT_START]context[FRAME_SEP][CALL_SEP]{}[ACTION_SEP]def main():\n[FRAME_SEP]`, then the events that are forced. */
export function promptIds(tokenizer: Tokenizer, pieces: readonly CwmPiece[]): number[] {
  // One by one: a spread of a long file would overflow the stack.
  const ids: number[] = [];
  for (const p of pieces) {
    if (typeof p === 'string') ids.push(cwmTokens[p].id);
    else for (const id of tokenizer.encode(p.text)) ids.push(id);
  }
  return ids;
}
const mainPrompt = (context: string): CwmPiece[] => [...cwmHeadPieces(context), ...cwmMainCall];

/** Single step: the return of `main` is forced, and the model writes its value. */
async function returned(o: CwmOptions, context: string, signal: AbortSignal): Promise<string | undefined> {
  const prompt = promptIds(o.tokenizer, [...mainPrompt(context), 'return']);
  const r = await complete(o, { prompt, most: stepTokens, stops: [cwmTokens.frame.id, cwmTokens.end.id], stopText: cwmTokens.frame.text, temperature: o.temperature }, signal);
  const frame = readFrame(['return', ...pieces(o, r)], 0);
  return typeof frame === 'string' ? undefined : frame.frame.value;
}

export interface CwmTrace extends CwmRead {
  readonly context: string;
  /** It was cut by the limit on tokens. */
  readonly isCut: boolean;
}
/** The whole trace of a call, as the model predicts it: to the end of the trace, or of the budget. Throws an error whose message can be shown. */
export async function predictTrace(o: CwmOptions, file: string, code: string, call: string, signal: AbortSignal): Promise<CwmTrace> {
  const context = o.redact(cwmContext(code, call));
  const prompt = promptIds(o.tokenizer, mainPrompt(context));
  const r = await complete(o, { prompt, most: o.newTokens, stops: [cwmTokens.end.id], temperature: o.temperature }, signal);
  return { ...readTrace(context, file, pieces(o, r), o.frames, r.isCut), context, isCut: r.isCut };
}

async function complete(o: CwmOptions, asked: CompletionAsked, signal: AbortSignal): Promise<Completion> {
  const estimated = asked.prompt.length + asked.most;
  const refused = o.purse.take(estimated);
  if (refused !== undefined) throw new Error(refused);
  const r = await o.server.complete(asked, signal);
  o.purse.settle(estimated, r.tokens ?? (r.ids === undefined ? undefined : asked.prompt.length + r.ids.length));
  return r;
}
const pieces = (o: CwmOptions, r: Completion): CwmPiece[] => {
  const out = r.ids === undefined ? piecesOfText(r.text) : piecesOfIds(r.ids, ids => o.tokenizer.decode(ids));
  const stop = r.stoppedBy === cwmTokens.end.id ? 'end' : undefined;
  return stop !== undefined && out[out.length - 1] !== stop ? [...out, stop] : out;
};

/** A trace of the engine's as CWM would tell it (a `yield` is a return there, and goes on as a call): what its predictions can be held against. */
export function asCwmTells(context: string, file: string, t: Trace): Trace {
  const lines = context.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const [, ...written] = [...cwmPiecesOf(t.frames, t.codes, () => lines)];
  return { ...readTrace(context, file, [...written.flat(), 'end'], Number.POSITIVE_INFINITY).trace, by: undefined };
}
