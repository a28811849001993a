// A server on 127.0.0.1 that speaks the OpenAI protocol as far as oracles use it: it streams, counts, fails and hangs as a test tells it to. It knows no model.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: whatever a client sends
  readonly body: any;
}
export type Behaviour = (asked: Received, answer: ServerResponse, nth: number) => void;

export interface ModelServer {
  readonly address: string;
  readonly received: Received[];
  /** What it does from now on. */
  behave: (b: Behaviour) => void;
  close: () => Promise<void>;
}

export async function modelServer(first: Behaviour): Promise<ModelServer> {
  let behaviour = first;
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', d => (text += d));
    request.on('end', () => {
      const asked = { path: request.url ?? '', headers: request.headers, body: text === '' ? undefined : JSON.parse(text) };
      received.push(asked);
      behaviour(asked, response, received.length);
    });
  });
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    received,
    behave: b => (behaviour = b),
    close: () =>
      new Promise(done => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** A chat completion, streamed in pieces as servers do. */
export function stream(answer: ServerResponse, text: string, { usage = 100, pieces = 5, end = true } = {}): void {
  answer.writeHead(200, { 'content-type': 'text/event-stream' });
  const size = Math.max(1, Math.ceil(text.length / pieces));
  const event = (data: object): void => void answer.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', ...data })}\n\n`);
  for (let i = 0; i < text.length; i += size) event({ choices: [{ index: 0, delta: { content: text.slice(i, i + size) }, finish_reason: null }] });
  if (!end) {
    // Without a last chunk, in the middle of a word.
    answer.destroy();
    return;
  }
  event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  event({ choices: [], usage: { prompt_tokens: usage - 1, completion_tokens: 1, total_tokens: usage } });
  answer.end('data: [DONE]\n\n');
}
/** What a chat model would say: one answer for each question, by its number from 1. */
export const said = (...answers: readonly (readonly [kind: string, python: string])[]): string =>
  JSON.stringify({ answers: answers.map(([kind, python], i) => ({ id: `q${i + 1}`, kind, python })) });

export function json(answer: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  answer.writeHead(status, { 'content-type': 'application/json', ...headers });
  answer.end(typeof body === 'string' ? body : JSON.stringify(body));
}
