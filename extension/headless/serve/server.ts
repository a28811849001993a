// `foretrace serve`: forecasts for other editors, over JSON-RPC. It turns messages into questions to a workspace and answers into messages; methods.ts says which.
import type * as z from 'zod';
import { type CancellationToken, createMessageConnection, type MessageConnection, ResponseError, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { Failed } from '../../../trace-collector/failure.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { explainOrigin } from '../present/origins.ts';
import { openWorkspace, type Progress, type Workspace } from '../workspace.ts';
import { checkedReader, codes } from './framing.ts';
import { type MethodName, methods, type Params, type Result } from './methods.ts';

type Token = string | number | undefined;
/** Traces that trace/frames may still ask for. */
const mostTraces = 4;
const mostFrames = 50_000;
const firstFrames = 200;

/** Serves until the input ends or the client says exit; gives the exit code. */
export function serve(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, version: string): Promise<number> {
  const writer = new StreamMessageWriter(output);
  const connection = createMessageConnection(checkedReader(input, writer), writer, { error() {}, warn() {}, info() {}, log() {} });
  const server = new Server(connection, version);
  return new Promise(done => {
    const end = (code: number): void => {
      server.dispose();
      done(code);
    };
    connection.onNotification('exit', () => end(server.isDown ? 0 : 1));
    connection.onClose(() => end(0));
    // Whoever reads may be gone.
    connection.onError(() => {});
    output.on('error', () => end(0));
    connection.listen();
  });
}

type Handlers = { readonly [N in MethodName]: (params: Params<N>, signal: AbortSignal) => Promise<Result<N>> | Result<N> };

class Server {
  readonly #connection: MessageConnection;
  readonly #version: string;
  #workspace: Workspace | undefined;
  readonly #traces = new Map<number, Trace>();
  #lastTrace = 0;
  isDown = false;

  constructor(connection: MessageConnection, version: string) {
    this.#connection = connection;
    this.#version = version;
    for (const [name, handler] of Object.entries(this.#handlers))
      connection.onRequest(name, (...args: unknown[]) => this.#answer(name as MethodName, handler as Handlers['rehearse'], args));
    // Known, and of no consequence.
    connection.onNotification('initialized', () => {});
  }
  dispose(): void {
    this.#workspace?.dispose();
    this.#connection.dispose();
  }

  /** A request's parameters checked, its failure as JSON-RPC tells it. */
  async #answer(name: MethodName, handler: Handlers['rehearse'], args: unknown[]): Promise<unknown> {
    const cancel = args.pop() as CancellationToken;
    if (this.isDown) throw new ResponseError(codes.invalidRequest, 'the server is shut down');
    if (this.#workspace === undefined && name !== 'initialize' && name !== 'shutdown') throw new ResponseError(codes.notInitialized, 'initialize comes first');
    const given = methods[name].params.safeParse(args[0] ?? (name === 'shutdown' ? null : {}));
    if (!given.success) throw new ResponseError(codes.invalidParams, problemsOf(given.error));
    const stop = new AbortController();
    const listening = cancel.onCancellationRequested(() => stop.abort());
    try {
      return await handler(given.data as Params<'rehearse'>, stop.signal);
    } catch (e) {
      if (e instanceof ResponseError) throw e;
      if (!(e instanceof Failed)) throw new ResponseError(codes.internal, e instanceof Error ? e.message.split('\n')[0] : String(e));
      const { blame, say } = e.failure;
      throw blame === 'nobody' ? new ResponseError(codes.cancelled, say) : new ResponseError(codes.failed, say, { blame });
    } finally {
      listening.dispose();
    }
  }

  readonly #handlers: Handlers = {
    initialize: p => {
      if (this.#workspace !== undefined) throw new ResponseError(codes.invalidRequest, 'it is initialized already');
      const onBug = (message: string): void => void this.#connection.sendNotification('log/fault', { message: message.split('\n')[0] });
      this.#workspace = openWorkspace(p.workspace, { environment: p.environment, scenario: p.scenario, engines: p.engines, onBug });
      return { name: 'foretrace', version: this.#version, workspace: this.#workspace.folder, methods: Object.keys(methods) };
    },
    'edit/forecast': (p, signal) =>
      this.#open.forecast({
        ...p,
        signal,
        onProgress: this.#progress(p.token),
        onTest: (forecast, state) => void this.#connection.sendNotification('edit/test', { ...tokenOf(p.token), state, forecast }),
      }),
    rehearse: async (p, signal) => {
      const r = await this.#open.rehearse({
        ...p,
        trace: p.trace === undefined ? false : (p.trace.limit ?? mostFrames),
        signal,
        onProgress: this.#progress(p.token),
      });
      const { forecast, python, steps, trace } = r;
      return { forecast, python, steps, ...(trace === undefined ? {} : { trace: this.#page(this.#keep(trace), 0, p.trace?.first ?? firstFrames) }) };
    },
    'trace/frames': p => this.#page(p.trace, p.from, p.count),
    'tests/list': async (p, signal) => {
      const { root, tests } = await this.#open.tests({ ...p, signal, onProgress: this.#progress(p.token) });
      return { root, tests: [...tests] };
    },
    'origin/explain': ({ origin }) => {
      const { file, line } = origin;
      const source = file === undefined || line === undefined ? undefined : this.#open.sourceLine(file, line)?.trim();
      return { ...explainOrigin(origin), ...(source === undefined ? {} : { source }) };
    },
    shutdown: () => {
      this.isDown = true;
      return null;
    },
  };

  get #open(): Workspace {
    return this.#workspace!;
  }
  #progress(token: Token): ((value: Progress) => void) | undefined {
    if (token === undefined) return undefined;
    return ({ phase, what, done, of }) => void this.#connection.sendNotification('$/progress', { token, value: { phase, what, done, of } });
  }
  #keep(trace: Trace): number {
    const id = ++this.#lastTrace;
    this.#traces.set(id, trace);
    this.#traces.delete(id - mostTraces);
    return id;
  }
  #page(id: number, from: number, count: number): Result<'trace/frames'> {
    const trace = this.#traces.get(id);
    if (trace === undefined) throw new ResponseError(codes.failed, `no trace ${id}: the last ${mostTraces} are kept`, { blame: 'user' });
    return { trace: id, codes: trace.codes, from, frames: trace.frames.slice(from, from + count), total: trace.frames.length, truncated: trace.truncated };
  }
}
const tokenOf = (token: Token): { token?: string | number } => (token === undefined ? {} : { token });

function problemsOf(e: z.ZodError): string {
  return e.issues
    .slice(0, 3)
    .map(i => `${i.path.length === 0 ? 'params' : i.path.join('.')}: ${i.message.replace(/^Invalid input: /, '')}`)
    .join('; ');
}
