// Ways to a debug adapter: a process of our own on stdio, or a TCP port. This starts the adapter, and the adapter runs the user's code: who calls it has made
// sure that this is wanted.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Readable, Writable } from 'node:stream';

export interface Connection {
  readonly input: Writable;
  readonly output: Readable;
  /** What the adapter said on standard error, its last few lines. */
  said(): string;
  /** Says why, once it is over. */
  readonly ended: Promise<string>;
  close(): void;
}

/** Starts an adapter that speaks on its standard input and output. */
export function startAdapter(command: readonly string[], cwd: string, environment: Readonly<Record<string, string | undefined>>): Connection {
  const child = spawn(command[0], command.slice(1), { cwd, env: { ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<string>(done => {
    child.once('error', e => done(`it cannot be started: ${e.message}`));
    child.once('close', (code, signal) => done(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`));
  });
  const close = (): void => {
    child.stdin.end();
    // An adapter takes its program along when its input ends; one that does not hear is stopped.
    const later = setTimeout(() => child.kill('SIGKILL'), 2000);
    later.unref();
    child.once('exit', () => clearTimeout(later));
  };
  return { input: child.stdin, output: child.stdout, said: () => said.trim().split('\n').at(-1) ?? '', ended, close };
}

export function connectAdapter(host: string, port: number): Connection {
  const socket = connect({ host, port });
  const ended = new Promise<string>(done => {
    socket.once('error', e => done(`it cannot be reached at ${host}:${port}: ${e.message}`));
    socket.once('close', () => done('it closed the connection'));
  });
  return { input: socket, output: socket, said: () => '', ended, close: () => void socket.destroy() };
}
