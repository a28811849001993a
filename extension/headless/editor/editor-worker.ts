// The editor's worker: services, forecasts of folders, and debug sessions live here, in a process of their own. Questions come by id, answers go by id.
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ChatModel } from '../../../predictor/oracles/chat.ts';
import type { DapMessage } from '../../../trace-collector/dap/protocol.ts';
import { type WatchedSession, watchSession } from '../../../trace-collector/dap/watched-session.ts';
import { cancelled, engineDied, Failed } from '../../../trace-collector/failure.ts';
import { storeAt } from '../commands/store-at.ts';
import { ForetraceSession } from '../debug/session.ts';
import { Service } from '../service.ts';
import { askModel } from './asked-model.ts';
import { behaviourOf, checkStaged } from './behaviour.ts';
import { FolderForecast, type Hearing, type Surroundings } from './folder-forecast.ts';
import { hostPort } from './host-port.ts';
import { InlineForecast } from './inline-forecast.ts';
import { OneEngine } from './one-engine.ts';
import type { Answers, Ask, FromWorker, ToWorker } from './protocol.ts';
import { recordTests } from './recording.ts';
import { Timelines } from './timelines.ts';

const { tell, hear } = hostPort<ToWorker, FromWorker>();

const environment = Object.fromEntries(Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined));
const buffers = new Map<string, string>();
const onBug = (text: string): void => tell({ kind: 'bug', text });
const engine = new OneEngine(new Service({ onBug, guest: true, loads: 'asked', one: true, memoryMb: 1024 }));
const suites: Surroundings = { service: engine.far, environment, buffers };
const close: Surroundings = { service: engine.near, environment, buffers };
const folders = new Map<string, FolderForecast>();
const inline = new InlineForecast(close);
const running = new Map<number, AbortController>();
const sessions = new Map<number, ForetraceSession>();
const timelines = new Timelines(close, session => sessions.get(session)?.standing);
const watched = new Map<number, WatchedSession>();

function folderAt(path: string): FolderForecast {
  let f = folders.get(path);
  if (f === undefined) {
    f = new FolderForecast(real(path), suites);
    for (const file of buffers.keys()) f.edited(file);
    folders.set(path, f);
  }
  return f;
}
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Predictions beside the cursor that are being worked out: a person looks there, so the tests of the same key come behind them, as long as they are quick. */
const looking = new Set<Promise<unknown>>();
const sameKey = 10;
const mostWaited = 300;
function atHand<R>(prediction: Promise<R>): Promise<R> {
  const over = prediction.then(
    () => {},
    () => {},
  );
  looking.add(over);
  void over.then(() => looking.delete(over));
  return prediction;
}
async function atHandFirst(): Promise<void> {
  await sleep(sameKey);
  await Promise.race([Promise.all(looking), sleep(mostWaited)]);
}

/** The editor's language model, asked through the host. */
const completing = new Map<number, (m: Extract<ToWorker, { kind: 'completed' }>) => void>();
let completions = 0;
const modelOf = (id: number, { name, address }: { readonly name: string; readonly address: string }): ChatModel => ({
  name,
  address,
  complete: ({ system, user }, signal) =>
    new Promise((done, fail) => {
      const call = ++completions;
      const over = (act: () => void): void => {
        completing.delete(call);
        signal.removeEventListener('abort', gone);
        act();
      };
      const gone = (): void => over(() => fail(new Error('cancelled')));
      signal.addEventListener('abort', gone, { once: true });
      completing.set(call, m => over(() => (m.text === undefined ? fail(new Error(m.trouble ?? 'no answer')) : done({ text: m.text }))));
      tell({ kind: 'complete', id, call, system, user });
    }),
});

async function answer(id: number, a: Ask, hearing: Hearing): Promise<Answers[Ask['kind']]> {
  const folder = folderAt(a.folder);
  // A folder that was deleted under an open window is no fault.
  if (!existsSync(folder.folder) && a.kind !== 'closeTimeline' && a.kind !== 'baseline') throw cancelled();
  switch (a.kind) {
    case 'discover':
      return await folder.discover(hearing);
    case 'rehearse':
      await atHandFirst();
      if (hearing.signal?.aborted) throw cancelled();
      if (a.anew) folder.forgetTold();
      return await folder.rehearse(hearing);
    case 'inline':
      return await atHand(inline.predict(folder, { ...a, file: real(a.file) }, hearing));
    case 'examples':
      return await inline.examples(folder, { ...a, file: real(a.file) }, hearing);
    case 'record':
      return await recordTests(
        { ...a, folder: folder.folder, environment, ...(a.verify === true ? { forecasts: await folder.onDisk(hearing) } : {}) },
        hearing.signal,
      );
    case 'askModel':
      return await askModel(suites, { folder: folder.folder, id: a.id, model: modelOf(id, a.model) }, hearing);
    case 'baseline':
      folder.takeBaseline();
      return undefined;
    case 'openTimeline':
      return await timelines.open(folder, a.view, a.wanted, hearing);
    case 'timeline':
      return await timelines.answer(a.view, a.ask, hearing);
    case 'closeTimeline':
      timelines.close(a.view);
      return undefined;
    case 'recordings':
      return timelines.recordings(folder.folder, a.test);
    case 'calibration':
      return timelines.calibration(folder.folder);
    case 'behaviour':
      return await behaviourOf(folder, suites, hearing);
    case 'checkStaged':
      return await checkStaged(folder, suites, hearing);
  }
}

/** Milliseconds. */
const progressEvery = 100;
async function serve(id: number, ask: Ask): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  try {
    let next = 0;
    const told = await answer(id, ask, {
      signal: stop.signal,
      onProgress(p) {
        // No one reads faster.
        if (performance.now() < next) return;
        next = performance.now() + progressEvery;
        tell({ kind: 'progress', id, done: p.done, of: p.of, what: p.what });
      },
      onEarly: early => tell({ kind: 'early', id, early }),
    });
    tell({ kind: 'answer', id, answer: told });
  } catch (e) {
    if (!(e instanceof Failed)) onBug(e instanceof Error ? (e.stack ?? e.message) : String(e));
    tell({ kind: 'failure', id, failure: e instanceof Failed ? e.failure : engineDied(e instanceof Error ? e.message : String(e)).failure });
  } finally {
    running.delete(id);
  }
}

/** In a workspace that is not trusted a session rehearses and replays, but runs nothing, whatever its launch asks for. */
function refusesRecording(m: DebugProtocol.Request, trusted: boolean): boolean {
  const a = m.arguments as { readonly mode?: unknown; readonly arguments?: { readonly mode?: unknown } } | undefined;
  return !trusted && (a?.mode === 'record' || a?.arguments?.mode === 'record');
}
const trusted = new Map<number, boolean>();

hear(m => {
  switch (m.kind) {
    case 'ask':
      void serve(m.id, m.ask);
      break;
    case 'cancel':
      running.get(m.id)?.abort();
      break;
    case 'completed':
      completing.get(m.call)?.(m);
      break;
    case 'buffer': {
      const file = real(m.file);
      for (const f of folders.values()) f.edited(file);
      if (m.text === null) buffers.delete(file);
      else buffers.set(file, m.text);
      break;
    }
    case 'debug': {
      const session = new ForetraceSession({ service: close.service, cwd: real(m.folder), environment, home: homedir(), changes: () => buffers });
      session.onDidSendMessage(message => {
        const at = (message as DebugProtocol.Event).event === 'stopped' ? session.standing?.at : undefined;
        tell({ kind: 'dap', session: m.session, message, ...(at === undefined ? {} : { at }) });
      });
      sessions.set(m.session, session);
      trusted.set(m.session, m.trusted);
      break;
    }
    case 'dap': {
      const session = sessions.get(m.session);
      const request = m.message as DebugProtocol.Request | null;
      if (session === undefined) break;
      if (request === null) {
        session.dispose();
        sessions.delete(m.session);
        trusted.delete(m.session);
      } else if (refusesRecording(request, trusted.get(m.session) ?? false)) {
        const say = 'This workspace is not trusted: recording would run its code. Rehearse it instead, or trust the workspace.';
        const message = {
          type: 'response',
          seq: 0,
          request_seq: request.seq,
          command: request.command,
          success: false,
          message: say,
          body: { error: { id: 4, format: say, showUser: true } },
        };
        tell({ kind: 'dap', session: m.session, message });
      } else session.handleMessage(request);
      break;
    }
    case 'watch': {
      const folder = real(m.folder);
      watched.set(
        m.session,
        watchSession(() => storeAt(folder, undefined), { name: m.name, type: m.type, roots: [...new Set([folder, m.folder])] }),
      );
      break;
    }
    case 'watched':
      overhear(m.session, m.from, m.message as DapMessage | null);
  }
});

/** What goes wrong here must not disturb the user's session: it is told in the log, and the session is not watched any more. */
function overhear(id: number, from: 'editor' | 'adapter', message: DapMessage | null): void {
  const session = watched.get(id);
  if (session === undefined) return;
  try {
    if (message === null) {
      watched.delete(id);
      session.end();
    } else if (from === 'editor') session.sent(message);
    else session.received(message);
  } catch (e) {
    watched.delete(id);
    onBug(e instanceof Error ? e.message : String(e));
  }
}
