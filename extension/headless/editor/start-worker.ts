// Starts a worker of the editor's: a process of the extension's own. As threads the engines would grow the editor's process, by its rules; in one of their own V8 is told to
// keep heaps small, and whatever happens to it, the editor goes on. It runs nothing of the user's.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Variables that are there for the start only (host-port.ts). */
const forTheStart: Readonly<Record<string, string>> = {
  // The host's own program may be Electron.
  ELECTRON_RUN_AS_NODE: '1',
  // glibc would keep what the compiler's threads have freed: let it go back to the system (mallopt(3)).
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '16384',
  MALLOC_TRIM_THRESHOLD_: '65536',
};

/** Messages are cloned, as between threads. It ends with the process that has started it. */
export function startWorker(bundle: URL): ChildProcess {
  const added = Object.entries(forTheStart).filter(([name]) => process.env[name] === undefined);
  return fork(fileURLToPath(bundle), [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...Object.fromEntries(added), FORETRACE_STARTED_WITH: added.map(([name]) => name).join() },
  });
}
