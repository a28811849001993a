// OpenAI-compatible servers, by the `openai` package: chat completions with a JSON schema, and completions over token ids. It is the only file that knows that package. The
// network itself (`fetch`, deadlines) is handed in by the host.
import OpenAI from 'openai';
import type { ChatModel } from './chat.ts';
import type { Completion, CompletionServer } from './cwm.ts';

export interface ServerSettings {
  readonly address: string;
  readonly key?: string;
  readonly seconds: number;
  readonly retries: number;
  /** The host's own: no redirects, no endless answers. */
  readonly fetch: unknown;
  /** A signal that ends with another one, or when time is up. */
  readonly deadline: (milliseconds: number, signal: AbortSignal) => AbortSignal;
}

/** Answers longer than this are no answers. */
const longest = 400_000;

function clientOf({ address, key, seconds, retries, fetch }: ServerSettings): OpenAI {
  return new OpenAI({
    baseURL: address,
    apiKey: key ?? 'none',
    // Nothing of this machine's environment goes along.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    timeout: seconds * 1000,
    maxRetries: retries,
    logLevel: 'off',
    fetch: fetch as never,
    ...(key === undefined ? { defaultHeaders: { Authorization: null } } : {}),
  });
}

export function chatServer(s: ServerSettings, model: string): ChatModel {
  const client = clientOf(s);
  return {
    name: model,
    address: s.address,
    complete: (asked, signal) =>
      within(s, signal, async ended => {
        const messages = [
          { role: 'system' as const, content: asked.system },
          { role: 'user' as const, content: asked.user },
        ];
        const plain = { model, messages, stream: true as const };
        const full = {
          ...plain,
          temperature: 0,
          max_completion_tokens: asked.most,
          stream_options: { include_usage: true },
          response_format: { type: 'json_schema' as const, json_schema: { name: 'answers', strict: true, schema: asked.schema as Record<string, unknown> } },
        };
        const read = async (body: typeof plain): Promise<{ text: string; tokens?: number }> => {
          let text = '';
          let tokens: number | undefined;
          for await (const part of await client.chat.completions.create(body, { signal: ended as never })) {
            const piece: unknown = part.choices?.[0]?.delta?.content;
            if (typeof piece === 'string') text += piece;
            if (typeof part.usage?.total_tokens === 'number') tokens = part.usage.total_tokens;
            if (text.length > longest) throw new Error('its answer is too long');
          }
          return { text, ...(tokens === undefined ? {} : { tokens }) };
        };
        try {
          return await read(full);
        } catch (e) {
          // Not every server knows schemas, or the newer names: then the words of the prompt must do.
          if (!(e instanceof OpenAI.BadRequestError || e instanceof OpenAI.UnprocessableEntityError)) throw e;
          return await read({ ...plain, max_tokens: asked.most } as typeof plain);
        }
      }),
  };
}

/** Completions over token ids: vLLM's extensions, or those of Meta's fgserve, which speaks of `tokens`. */
export function completionServer(s: ServerSettings, model: string, kind: 'vllm' | 'fgserve'): CompletionServer {
  const client = clientOf(s);
  return {
    model,
    address: s.address,
    complete: (asked, signal) =>
      within(s, signal, async ended => {
        const body = {
          model,
          prompt: [...asked.prompt],
          max_tokens: asked.most,
          temperature: asked.temperature,
          top_p: 0.95,
          ...(kind === 'fgserve'
            ? asked.stopText === undefined
              ? {}
              : { stop: asked.stopText }
            : { stop_token_ids: [...asked.stops], skip_special_tokens: false, spaces_between_special_tokens: false, return_token_ids: true, add_special_tokens: false }),
        };
        const r: unknown = await client.completions.create(body as never, { signal: ended as never });
        return completionOf(r);
      }),
  };
}
function completionOf(r: unknown): Completion {
  const { choices, usage } = (r ?? {}) as { choices?: unknown; usage?: { total_tokens?: unknown } };
  const first = (Array.isArray(choices) ? choices[0] : undefined) as { text?: unknown; token_ids?: unknown; tokens?: unknown; finish_reason?: unknown; stop_reason?: unknown } | undefined;
  if (typeof first !== 'object' || first === null) throw new Error('its answer has no choices');
  const ids = isIds(first.token_ids) ? first.token_ids : isIds(first.tokens) ? first.tokens : undefined;
  return {
    text: typeof first.text === 'string' ? first.text : '',
    ...(ids === undefined ? {} : { ids }),
    ...(typeof first.stop_reason === 'number' ? { stoppedBy: first.stop_reason } : {}),
    ...(typeof usage?.total_tokens === 'number' ? { tokens: usage.total_tokens } : {}),
    isCut: first.finish_reason === 'length' && kindOfCut(first.tokens),
  };
}
/** fgserve says `length` of every answer. */
const kindOfCut = (tokens: unknown): boolean => tokens === undefined;
const isIds = (x: unknown): x is number[] => Array.isArray(x) && x.every(n => Number.isInteger(n) && (n as number) >= 0);

/** Ends when time is up or the asker goes, whatever the package is doing then; tells what went wrong in one line. */
async function within<R>(s: ServerSettings, signal: AbortSignal, act: (ended: AbortSignal) => Promise<R>): Promise<R> {
  const ended = s.deadline(s.seconds * 1000, signal);
  let hear: (() => void) | undefined;
  const over = new Promise<never>((_, fail) => {
    hear = () => fail(new Error('over'));
    ended.addEventListener('abort', hear, { once: true });
  });
  try {
    return await Promise.race([act(ended), over]);
  } catch (e) {
    throw new Error(signal.aborted ? 'cancelled' : ended.aborted ? `${s.address} did not answer within ${s.seconds} seconds` : said(s, e));
  } finally {
    if (hear !== undefined) ended.removeEventListener('abort', hear);
  }
}
function said({ address, seconds }: ServerSettings, e: unknown): string {
  if (e instanceof OpenAI.APIConnectionTimeoutError) return `${address} did not answer within ${seconds} seconds`;
  if (e instanceof OpenAI.APIConnectionError) return `${address} cannot be reached: ${innermost(e)}`;
  if (e instanceof OpenAI.AuthenticationError || e instanceof OpenAI.PermissionDeniedError) return `${address} refuses the key (${e.status})`;
  if (e instanceof OpenAI.RateLimitError) return `${address} is busy, or the account is used up (429)`;
  if (e instanceof OpenAI.APIError && typeof e.status === 'number') return `${address} answered with an error: ${e.status}`;
  return `${address} gave no answer that can be read: ${innermost(e)}`;
}
function innermost(e: unknown): string {
  let at = e;
  for (let i = 0; i < 8 && at instanceof Error && at.cause instanceof Error; i++) at = at.cause;
  return at instanceof Error ? at.message.split('\n')[0].slice(0, 200) : String(at).slice(0, 200);
}
