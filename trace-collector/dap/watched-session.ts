// A debug session of the user's own, kept in the store while it goes on: what was seen at each stop, and nothing for a session that never stopped in the user's code.
import { readFileSync } from 'node:fs';
import type { Store } from '../store/store.ts';
import { stopsOnly } from '../trace.ts';
import { type AdapterKind, otherAdapter } from './adapters/adapter.ts';
import { nativeAdapter } from './adapters/native.ts';
import { debugpyAdapter } from './adapters/python.ts';
import type { DapMessage } from './protocol.ts';
import { SessionWatcher } from './session-watcher.ts';
import { beginRun, type StoredRun } from './stored-run.ts';

export interface WatchedAbout {
  /** The session's name, and its debug type as VS Code calls it. */
  readonly name: string;
  readonly type: string;
  readonly roots: readonly string[];
}
export interface WatchedSession {
  sent(m: DapMessage): void;
  received(m: DapMessage): void;
  /** Gives the trace; nothing where nothing was seen. */
  end(): { readonly trace: number | undefined; readonly frames: number; readonly missed: number };
}

const kinds: ReadonlyMap<string, AdapterKind> = new Map([
  ...['debugpy', 'python'].map(t => [t, debugpyAdapter] as const),
  ...['lldb', 'lldb-dap', 'lldb-vscode', 'cppdbg', 'gdb'].map(t => [t, nativeAdapter] as const),
]);
const mostFrames = 200_000;
const longestText = 2000;

/** `open` is called at the first stop that shows something. */
export function watchSession(open: () => Store, { name, type, roots }: WatchedAbout): WatchedSession {
  let store: Store | undefined;
  let run: StoredRun | undefined;
  const sources = new Map<string, readonly string[] | undefined>();
  const lines = (file: string): readonly string[] | undefined => {
    if (!sources.has(file)) sources.set(file, linesOf(file));
    return sources.get(file);
  };
  const watcher = new SessionWatcher({
    kind: kinds.get(type) ?? otherAdapter,
    builder() {
      store = open();
      run = beginRun(store, { command: ['debug session', name], root: roots[0], title: name, semantics: stopsOnly, frames: mostFrames });
      return run.builder;
    },
    roots,
    lines,
    text: longestText,
  });
  return {
    sent: m => watcher.sent(m),
    received: m => watcher.received(m),
    end() {
      watcher.end();
      const { missed } = watcher;
      const note = missed === 0 ? undefined : `${missed} ${missed === 1 ? 'stop was' : 'stops were'} left out: the editor had not read where the program stood`;
      const trace = run?.finish(note, watcher.exit);
      store?.close();
      return { trace, frames: run?.builder.frames ?? 0, missed };
    },
  };
}
function linesOf(file: string): readonly string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return undefined;
  }
}
