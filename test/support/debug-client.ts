// A client of the Debug Adapter Protocol for tests: starts `foretrace dap`, sends requests and raw bytes, keeps what comes back in order.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { framed, MessageReader } from '../../trace-collector/dap/framing.ts';

export const cli = join(import.meta.dirname, '../../dist/cli.js');

export interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are what the protocol says, and tests look into them.
  readonly body?: any;
}
export interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source: { readonly path: string };
}
const patience = 40_000;

export class DebugClient {
  readonly messages: Message[] = [];
  readonly process: ChildProcessWithoutNullStreams;
  stderr = '';
  private seq = 0;
  private read = 0;
  private readonly wakers = new Set<() => void>();
  exit: number | null | undefined;

  constructor(cwd: string, environment: Readonly<Record<string, string>> = {}) {
    this.process = spawn(process.execPath, [cli, 'dap'], { cwd, env: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1', ...environment } });
    const reader = new MessageReader();
    this.process.stdout.on('data', (chunk: Buffer) => {
      for (const m of reader.feed(chunk)) this.messages.push(m as Message);
      this.wake();
    });
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.process.on('exit', code => {
      this.exit = code;
      this.wake();
    });
  }
  private wake(): void {
    for (const w of this.wakers) w();
  }
  private until<R>(what: string, found: () => R | undefined): Promise<R> {
    return new Promise((done, fail) => {
      const look = (): void => {
        const r = found();
        if (r === undefined && this.exit === undefined) return;
        clearTimeout(timer);
        this.wakers.delete(look);
        if (r === undefined) fail(new Error(`the adapter ended (${this.exit}) before ${what}: ${this.stderr}`));
        else done(r);
      };
      const timer = setTimeout(() => fail(new Error(`no ${what}; so far ${JSON.stringify(this.messages.slice(-4))} ${this.stderr}`)), patience);
      this.wakers.add(look);
      look();
    });
  }
  write(bytes: string | Uint8Array): void {
    this.process.stdin.write(bytes);
  }
  /** Sends a request and gives its number. */
  post(command: string, args?: unknown): number {
    const seq = ++this.seq;
    this.write(framed({ seq, type: 'request', command, ...(args === undefined ? {} : { arguments: args }) }));
    return seq;
  }
  answer(seq: number): Promise<Message> {
    return this.until(`answer to ${seq}`, () => this.messages.find(m => m.type === 'response' && m.request_seq === seq));
  }
  ask(command: string, args?: unknown): Promise<Message> {
    return this.answer(this.post(command, args));
  }
  /** The body of a successful answer. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  async get(command: string, args?: unknown): Promise<any> {
    const m = await this.ask(command, args);
    if (m.success !== true) throw new Error(`${command}: ${m.message}`);
    return m.body;
  }
  /** The message of a refusal. */
  async refused(command: string, args?: unknown): Promise<string> {
    const m = await this.ask(command, args);
    if (m.success !== false) throw new Error(`${command} was not refused: ${JSON.stringify(m.body)}`);
    return m.message ?? '';
  }
  /** The next event of a kind, after those that were waited for. */
  event(name: string): Promise<Message> {
    return this.until(`event ${name}`, () => {
      for (let i = this.read; i < this.messages.length; i++) {
        const m = this.messages[i];
        if (m.type !== 'event' || m.event !== name) continue;
        this.read = i + 1;
        return m;
      }
      return undefined;
    });
  }
  async stopped(): Promise<{ reason: string; text?: string; description?: string; hitBreakpointIds?: number[] }> {
    return (await this.event('stopped')).body;
  }
  /** Launches and configures; gives the first stop. */
  async launch(args: object, configure: () => Promise<unknown> = async () => {}): Promise<{ reason: string }> {
    await this.get('initialize', { adapterID: 'foretrace' });
    await this.get('launch', args);
    await this.event('initialized');
    await configure();
    await this.get('configurationDone');
    return await this.stopped();
  }
  /** A move, and where it leads: "reason function:line". */
  async go(command: string, args: object = {}): Promise<string> {
    await this.get(command, { threadId: 1, ...args });
    const { reason } = await this.stopped();
    return `${reason} ${await this.where()}`;
  }
  async where(): Promise<string> {
    const [top] = await this.stack();
    return `${top.name}:${top.line}`;
  }
  async stack(): Promise<Frame[]> {
    return (await this.get('stackTrace', { threadId: 1 })).stackFrames;
  }
  /** The variables of the top frame's first scope, by name. */
  async locals(scope = 0): Promise<Record<string, string>> {
    const [top] = await this.stack();
    const { scopes } = await this.get('scopes', { frameId: top.id });
    const { variables } = await this.get('variables', { variablesReference: scopes[scope].variablesReference });
    return Object.fromEntries(variables.map((v: { name: string; value: string }) => [v.name, v.value]));
  }
  async evaluate(expression: string, context = 'watch', frame = 0): Promise<string> {
    const stack = await this.stack();
    return (await this.get('evaluate', { expression, context, frameId: stack[frame].id })).result;
  }
  output(category: string): string {
    return this.messages.filter(m => m.event === 'output' && m.body.category === category).map(m => m.body.output).join('');
  }
  async close(): Promise<number | null> {
    if (this.exit === undefined) this.post('disconnect');
    const exited = new Promise<number | null>(done => (this.exit !== undefined ? done(this.exit) : this.process.once('exit', done)));
    const later = setTimeout(() => this.process.kill('SIGKILL'), 5000);
    const code = await exited;
    clearTimeout(later);
    return code;
  }
}
