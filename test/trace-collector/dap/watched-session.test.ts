// A debug session watched from beside: scripted sessions as editors hold them, and a real debugpy driven by a client that asks only what an editor asks.
import { existsSync } from 'node:fs';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DapClient } from '../../../trace-collector/dap/client.ts';
import { type Connection, startAdapter } from '../../../trace-collector/dap/connection.ts';
import { MessageReader } from '../../../trace-collector/dap/framing.ts';
import type { DapMessage } from '../../../trace-collector/dap/protocol.ts';
import { isTelling } from '../../../trace-collector/dap/session-watcher.ts';
import { type WatchedSession, watchSession } from '../../../trace-collector/dap/watched-session.ts';
import { Redaction } from '../../../trace-collector/export/redaction.ts';
import { portions } from '../../../trace-collector/export/stored-traces.ts';
import { openStore } from '../../../trace-collector/store/store.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { debugpyConfiguration, hasDebugpy } from '../../support/debugpy.ts';
import { type Place, place } from '../../support/recording.ts';

let p: Place;
beforeEach(() => {
  p = place();
});
afterEach(() => p.remove());

const watch = (type = 'other'): WatchedSession => watchSession(() => openStore(p.store.path), { name: 'my session', type, roots: [p.folder] });
const shape = (t: Trace): string[] => t.frames.map(f => `${f.event} ${t.codes[f.code].function}:${f.line}`);
const stored = (id: number | undefined): Trace => p.store.open(id!)!.whole();

type Frame = readonly [name: string, line: number, locals?: Readonly<Record<string, string>>];
/** An editor and an adapter that say what they would say at each stop; frames outermost first. */
class Script {
  private seq = 0;
  private references = 100;
  readonly session: WatchedSession;
  constructor(session: WatchedSession) {
    this.session = session;
  }
  event(event: string, body: Readonly<Record<string, unknown>> = {}): void {
    this.session.received({ type: 'event', seq: ++this.seq, event, body });
  }
  ask(command: string, args: Readonly<Record<string, unknown>>, body?: unknown): void {
    const seq = ++this.seq;
    this.session.sent({ type: 'request', seq, command, arguments: args });
    this.session.received({ type: 'response', seq: ++this.seq, request_seq: seq, command, success: true, body });
  }
  /** `read`: how many frames from the top the editor asks for, of how many the adapter says. */
  stop(stack: readonly Frame[], { reason = 'step', thread = 1, read = stack.length, total = stack.length as number | undefined, file = `${p.folder}/a.x` } = {}): void {
    this.event('stopped', { reason, threadId: thread, allThreadsStopped: false });
    const frames = stack.map(([name, line, locals], i) => ({ id: i + 1, name, line, source: { path: file }, locals })).reverse();
    const sent = frames.map(({ locals: _, ...f }) => f);
    this.ask('stackTrace', { threadId: thread, startFrame: 0, levels: 1 }, { stackFrames: sent.slice(0, 1), totalFrames: total });
    if (read > 1) this.ask('stackTrace', { threadId: thread, startFrame: 1, levels: read - 1 }, { stackFrames: sent.slice(1, read), totalFrames: total });
    for (const f of frames.slice(0, read)) {
      if (f.locals === undefined) continue;
      const variablesReference = ++this.references;
      this.ask('scopes', { frameId: f.id }, { scopes: [{ name: 'Locals', presentationHint: 'locals', variablesReference }] });
      this.ask('variables', { variablesReference }, { variables: Object.entries(f.locals).map(([name, value]) => ({ name, value, variablesReference: 0 })) });
    }
  }
  go(command = 'next', threadId = 1): void {
    this.ask(command, { threadId });
  }
}

describe('a watched debug session', () => {
  it('is kept as what was seen at each stop, with calls and returns as the stack tells them, and says that it has gaps', () => {
    const s = new Script(watch());
    s.stop([['main', 1, { n: '1' }]], { reason: 'breakpoint' });
    s.go('stepIn');
    s.event('output', { category: 'stdout', output: 'hello\n' });
    s.stop([['main', 1], ['f', 8, { x: '1' }]]);
    s.go();
    s.stop([['main', 1], ['f', 9, { x: '2', y: '[]' }]]);
    s.go('continue');
    s.stop([['main', 3, { n: '2' }]], { reason: 'breakpoint' });
    s.event('terminated');
    const { trace, frames, missed } = s.session.end();
    const t = stored(trace);
    expect(shape(t)).toEqual(['call main:1', 'line main:1', 'call f:8', 'line f:8', 'line f:9', 'return f:9', 'line main:3']);
    expect(t.frames[2].changed).toEqual({ x: '1' });
    expect(t.frames[2].stdout).toBe('hello\n');
    expect(t.frames[4].changed).toEqual({ x: '2', y: '[]' });
    expect(t).toMatchObject({ source: 'recording', semantics: 'stops', truncated: true });
    expect([frames, missed]).toEqual([7, 0]);
    expect(p.store.traces()[0].title).toBe('my session');
    // It is no ground for what a call gives, and nothing to learn from.
    expect(p.store.calls(`${p.folder}/a.x`, 'f', [['x', '1']])).toEqual([]);
    for (const rows of ['tests', 'functions'] as const) expect([...portions(p.store, { split: 'recorded' }, rows, new Redaction(), () => {})]).toEqual([]);
  });

  it('tells nothing of values that the editor did not open', () => {
    const s = new Script(watch());
    s.stop([['main', 1]]);
    s.go();
    s.stop([['main', 2, { n: '1' }]]);
    const t = stored(s.session.end().trace);
    expect(t.frames.map(f => f.changed)).toEqual([{}, {}, { n: '1' }]);
  });

  it('follows a deep stack of which only the top is read', () => {
    const deep: Frame[] = Array.from({ length: 30 }, (_, i) => [`f${i}`, 1] as const);
    const s = new Script(watch());
    s.stop(deep, { read: 20 });
    s.go('stepIn');
    s.stop([...deep, ['g', 5]], { read: 20 });
    s.go('stepOut');
    s.stop([...deep.slice(0, -1), ['f29', 2]], { read: 20 });
    const { trace, missed } = s.session.end();
    expect(missed).toBe(0);
    expect(shape(stored(trace)).slice(-5)).toEqual(['line f29:1', 'call g:5', 'line g:5', 'return g:5', 'line f29:2']);
  });

  it('goes on from a frame that had not been seen before, where it returns to one', () => {
    const deep: Frame[] = Array.from({ length: 30 }, (_, i) => [`f${i}`, 1] as const);
    const s = new Script(watch());
    s.stop(deep, { read: 2 });
    s.go('continue');
    s.stop(deep.slice(0, 5), { read: 1 });
    expect(shape(stored(s.session.end().trace))).toEqual(['call f28:1', 'call f29:1', 'line f29:1', 'return f29:1', 'return f28:1', 'call f4:1', 'line f4:1']);
  });

  it('leaves out a stop of which the editor did not read where it is, and counts it', () => {
    const s = new Script(watch());
    s.stop([['main', 1]]);
    s.go();
    s.event('stopped', { reason: 'step', threadId: 1 });
    s.go();
    s.stop([['a', 1], ['b', 1], ['main', 2]], { read: 1, total: undefined });
    const { trace, missed } = s.session.end();
    expect(missed).toBe(2);
    expect(shape(stored(trace))).toEqual(['call main:1', 'line main:1']);
  });

  it('keeps threads apart', () => {
    const s = new Script(watch());
    s.stop([['main', 1]], { thread: 1 });
    s.stop([['work', 7, { k: '1' }]], { thread: 2 });
    s.go('next', 2);
    s.stop([['work', 8, { k: '2' }]], { thread: 2 });
    s.event('thread', { reason: 'exited', threadId: 2 });
    s.go('next', 1);
    const t = stored(s.session.end().trace);
    expect(shape(t)).toEqual(['call work:7', 'line work:7', 'line work:8', 'call main:1', 'line main:1']);
    expect(new Set(t.frames.map(f => f.activation)).size).toBe(2);
  });

  it('that never stopped in the code of the workspace leaves no store behind', () => {
    const path = `${p.folder}/none/traces.db`;
    const s = new Script(watchSession(() => openStore(path), { name: 'x', type: 'node', roots: [p.folder] }));
    s.stop([['main', 1]], { file: '/elsewhere/a.x' });
    s.event('terminated');
    expect(s.session.end()).toEqual({ trace: undefined, frames: 0, missed: 0 });
    expect(existsSync(path)).toBe(false);
  });

  it('takes no harm from an adapter that makes no sense', () => {
    const s = watch();
    const messages: DapMessage[] = [
      { type: 'response', seq: 1, request_seq: 99, command: 'stackTrace', success: true, body: { stackFrames: [] } },
      { type: 'event', seq: 2, event: 'stopped' },
      { type: 'event', seq: 3, event: 'stopped', body: { reason: 'step', threadId: 1 } },
      { type: 'response', seq: 4, request_seq: 5, command: 'variables', success: false },
    ];
    for (const m of messages) s.received(m);
    s.sent({ type: 'request', seq: 5, command: 'stackTrace' });
    s.received({ type: 'response', seq: 6, request_seq: 5, command: 'stackTrace', success: true });
    expect(s.end()).toEqual({ trace: undefined, frames: 0, missed: 1 });
  });

  it('needs only the messages that are said to tell it something', () => {
    const told = (m: object): boolean => isTelling({ seq: 1, ...m } as DapMessage);
    expect(told({ type: 'event', event: 'stopped' })).toBe(true);
    expect(told({ type: 'event', event: 'module' })).toBe(false);
    expect(told({ type: 'request', command: 'evaluate' })).toBe(false);
    expect(told({ type: 'request', command: 'next' })).toBe(true);
    expect(told({ type: 'response', request_seq: 1, success: true, command: 'variables' })).toBe(true);
  });
});

/** A connection that a watcher listens in on, as an editor's tracker does. */
function overheard(c: Connection, session: WatchedSession): Connection {
  const asked = new MessageReader();
  const told = new MessageReader();
  c.output.on('data', (chunk: Uint8Array) => {
    for (const m of told.feed(chunk)) if (isTelling(m)) session.received(m);
  });
  const input = new Writable({
    write(chunk: Uint8Array, _, done) {
      for (const m of asked.feed(chunk)) if (isTelling(m)) session.sent(m);
      c.input.write(chunk, done);
    },
  });
  return { ...c, input };
}

describe.skipIf(!hasDebugpy)('a watched session of debugpy (python3 -m debugpy, or the folder of FORETRACE_DEBUGPY)', () => {
  it('holds what a person saw who stopped, stepped in, out and on', { timeout: 30_000 }, async () => {
    const program = p.write('program.py', 'def f(x):\n    y = x * 2\n    return y\n\ntotal = 0\nfor i in range(3):\n    total += f(i)\nprint(total)\n');
    const c = debugpyConfiguration(p.folder, program);
    if (!('command' in c.adapter)) throw new Error('a command starts debugpy');
    const session = watch('debugpy');
    const client = new DapClient(overheard(startAdapter(c.adapter.command, p.folder, { ...process.env, ...c.adapter.env }), session), 'debugpy', 20_000);
    const events: string[] = [];
    let wake = (): void => {};
    let thread = 0;
    client.onEvent = e => {
      events.push(e.event);
      if (e.event === 'stopped') thread = Number(e.body?.threadId);
      wake();
    };
    const next = (name: string): Promise<void> =>
      new Promise(done => {
        wake = () => {
          const at = events.indexOf(name);
          if (at < 0) return;
          events.splice(0, at + 1);
          wake = () => {};
          done();
        };
        wake();
      });
    /** What an editor asks for at a stop. */
    const look = async (): Promise<void> => {
      await next('stopped');
      const { stackFrames } = await client.request('stackTrace', { threadId: thread, startFrame: 0, levels: 20 });
      const { scopes } = await client.request('scopes', { frameId: stackFrames[0].id });
      await client.request('variables', { variablesReference: scopes[0].variablesReference });
    };
    await client.request('initialize', { adapterID: 'debugpy', linesStartAt1: true, pathFormat: 'path' });
    const launched = client.request('launch', { ...c.arguments, console: 'internalConsole', redirectOutput: true });
    await next('initialized');
    await client.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line: 7 }] });
    await client.request('configurationDone', {});
    await launched;
    await look();
    await client.request('stepIn', { threadId: thread });
    await look();
    await client.request('stepOut', { threadId: thread });
    await look();
    await client.request('continue', { threadId: thread });
    await look();
    await client.request('setBreakpoints', { source: { path: program }, breakpoints: [] });
    await client.request('continue', { threadId: thread });
    await next('terminated');
    client.close();
    const { trace, missed } = session.end();
    const t = stored(trace);
    expect(missed).toBe(0);
    expect(shape(t)).toEqual(['call <module>:0', 'line <module>:7', 'call f:1', 'line f:2', 'return f:2', 'line <module>:7']);
    expect(t.frames.find(f => f.event === 'call' && t.codes[f.code].function === 'f')!.changed).toEqual({ x: '0' });
    expect(t.frames.at(-1)!.changed).toMatchObject({ i: '1' });
    expect(t.truncated).toBe(true);
  });
});
