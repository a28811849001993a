// A worker's side of its start (start-worker.ts): what the process is told of itself, and the way to the editor.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type CollectGarbage, IdleGarbage } from '../idle-garbage.ts';

/**
 * V8 makes the heaps of threads that start from now on, the engines', by these: they grow in small steps. With what glibc was told, that is a third less memory in Node 22, and
 * a tenth in Node 24, for a fifth more of the processor's time. A host's V8 that does not know one of them says so, and goes on: on a command line it would not start.
 */
const flags = ['--heap-growing-percent=15', '--max-semi-space-size=4', '--expose-gc'];

/** The environment of the editor, without what was added for the worker's start. */
function restoreEnvironment(): void {
  for (const name of process.env.FORETRACE_STARTED_WITH?.split(',') ?? []) delete process.env[name];
  delete process.env.FORETRACE_STARTED_WITH;
}

export interface HostPort<To, From> {
  tell(m: From): void;
  hear(act: (m: To) => void): void;
}
/** To be called before anything reads the environment, or starts a thread. */
export function hostPort<To, From>(): HostPort<To, From> {
  restoreEnvironment();
  for (const f of flags) setFlagsFromString(f);
  process.on('disconnect', () => process.exit());
  // This thread's own context came before the flag.
  const garbage = new IdleGarbage(runInNewContext('gc') as CollectGarbage);
  return {
    tell: m => void (process.connected && process.send?.(m)),
    hear: act =>
      void process.on('message', m => {
        garbage.soon();
        act(m as To);
      }),
  };
}
