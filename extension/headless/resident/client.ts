// Engines in the resident process, asked as if they were here.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { cancelled, Failed } from '../../../trace-collector/failure.ts';
import type { Engines, Rehearsed, Suite } from '../service.ts';
import { residentAddress, residentMinutes, residentProgram } from './address.ts';
import { readFrames, writeFrame } from './frames.ts';
import type { Heard, ResidentStatus, Said } from './protocol.ts';

const connectPatience = 300;
/** Until one that was just started listens. */
const startPatience = 3000;
const startPause = 20;

export interface ResidentOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Start one where none is there. */
  readonly start: boolean;
}
/**
 * The reason with which a question is given up whose time is over: it is worked out all the same, so that the next one finds its way prepared. One that is given up for
 * another reason ends.
 */
export const timeIsOver = Symbol('time is over');

/** The connection broke in the middle of a question. */
export class Lost extends Error {}

/** The resident engines; undefined where there are none and none may be started. */
export async function residentEngines(o: ResidentOptions): Promise<Engines | undefined> {
  const minutes = residentMinutes(o.environment);
  const path = minutes > 0 ? residentAddress(o.environment, o.home) : undefined;
  if (path === undefined) return undefined;
  let socket = await connected(path);
  if (socket === undefined && o.start && existsSync(residentProgram())) {
    startResident(path, minutes, o.environment);
    for (const from = performance.now(); socket === undefined && performance.now() - from < startPatience; ) {
      await new Promise(r => setTimeout(r, startPause));
      socket = await connected(path);
    }
  }
  return socket === undefined ? undefined : new ResidentEngines(path, socket);
}

/** What the resident process says of itself; undefined where none is there. */
export async function residentStatus(environment: ResidentOptions['environment'], home: string): Promise<ResidentStatus | undefined> {
  const path = residentAddress(environment, home);
  const socket = path === undefined ? undefined : await connected(path);
  if (socket === undefined) return undefined;
  return await new Promise(resolve => {
    socket.on('close', () => resolve(undefined));
    readFrames(socket, h => {
      if ((h as Heard).kind === 'status') resolve(h as ResidentStatus);
      socket.end();
    });
    say(socket, { kind: 'status' });
  });
}
/** Ends the resident process, if there is one; resolves to whether there was. */
export async function endResident(environment: ResidentOptions['environment'], home: string): Promise<boolean> {
  const path = residentAddress(environment, home);
  const socket = path === undefined ? undefined : await connected(path);
  if (socket === undefined) return false;
  await new Promise<void>(resolve => {
    socket.on('close', () => resolve());
    say(socket, { kind: 'quit' });
  });
  return true;
}

const say = (socket: Socket, s: Said): void => writeFrame(socket, s);

function connected(path: string): Promise<Socket | undefined> {
  return new Promise(resolve => {
    const socket = connect(path);
    const give = (s: Socket | undefined): void => {
      clearTimeout(timer);
      if (s === undefined) socket.destroy();
      resolve(s);
    };
    const timer = setTimeout(() => give(undefined), connectPatience);
    socket.once('connect', () => give(socket)).on('error', () => give(undefined));
  });
}
/** It has no part in this process's streams, folder or end. */
function startResident(path: string, minutes: number, environment: ResidentOptions['environment']): void {
  const child = spawn(process.execPath, [residentProgram(), path, String(minutes)], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
    env: environment as NodeJS.ProcessEnv,
  });
  child.on('error', () => {});
  child.unref();
}

class ResidentEngines implements Engines {
  readonly #path: string;
  #free: Socket | undefined;

  constructor(path: string, socket: Socket) {
    this.#path = path;
    this.#free = socket;
  }

  rehearse: Engines['rehearse'] = (request, watch = {}) => this.#ask('rehearse', request.place.workspace, [request], watch) as Promise<Rehearsed>;
  suite: Engines['suite'] = (request, watch = {}) => this.#ask('suite', request.place.workspace, [request], watch) as Promise<Suite>;
  evaluate: Engines['evaluate'] = (place, asked, watch = {}) =>
    this.#ask('evaluate', place.workspace, [place, asked], watch) as ReturnType<Engines['evaluate']>;

  dispose(): void {
    this.#free?.destroy();
    this.#free = undefined;
  }

  async #ask(
    what: 'rehearse' | 'evaluate' | 'suite',
    workspace: string,
    given: readonly unknown[],
    watch: object & { readonly signal?: AbortSignal },
  ): Promise<unknown> {
    const { signal, ...callbacks } = watch;
    if (signal?.aborted) throw cancelled();
    const socket = this.#free ?? (await connected(this.#path));
    this.#free = undefined;
    if (socket === undefined) throw new Lost();
    const listens = Object.entries(callbacks).flatMap(([n, f]) => (typeof f === 'function' ? [n] : []));
    const answer = new Promise<unknown>((resolve, reject) => {
      socket.removeAllListeners('data').removeAllListeners('close');
      socket.on('close', () => reject(new Lost()));
      readFrames(socket, value => {
        const h = value as Heard;
        if (h.kind === 'told') (callbacks as unknown as Record<string, (...a: readonly unknown[]) => void>)[h.name]?.(...h.given);
        else if (h.kind === 'answer') resolve(h.value);
        else if (h.kind === 'failed') reject(new Failed(h.failure));
        else if (h.kind === 'fault') reject(new Error(h.text));
      });
      say(socket, { kind: 'ask', what, given, workspace, listens });
    });
    const gone = new Promise<never>((_, reject) => {
      signal?.addEventListener(
        'abort',
        () => {
          say(socket, { kind: 'stop', goOn: signal.reason === timeIsOver });
          socket.end();
          reject(cancelled());
        },
        { once: true },
      );
    });
    const value = await Promise.race([answer, gone]);
    this.#free = socket;
    return value;
  }
}
