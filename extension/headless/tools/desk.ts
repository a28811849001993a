// What the tools share for as long as an agent is there: the workspace with its warm engines, the traces of its last rehearsals, the store of recordings.
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { Policy } from '../../../predictor/forecast/policy.ts';
import { noSuchTrace } from '../../../trace-collector/failure.ts';
import type { OpenTrace, Store } from '../../../trace-collector/store/store.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { workspaceOf } from '../commands/session.ts';
import { storeAt } from '../commands/store-at.ts';
import { type FrameSource, memorySource, storedSource } from '../debug/frame-source.ts';
import { policyOf } from '../policy-file.ts';
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../workspace.ts';

/** Rehearsals that can still be asked for. */
const mostKept = 8;

/** A trace under the name by which agents ask for it: `rehearsal-3`, `recording-12`. */
export interface NamedTrace {
  readonly name: string;
  readonly title: string;
  readonly source: FrameSource;
  readonly whole: (limit: number) => Trace;
}
export const uriOf = (name: string): string => `foretrace://trace/${name}`;

export class Desk {
  readonly workspace: Workspace;
  /** The project’s folder: relative paths are told from here. */
  readonly root: string;
  readonly #kept = new Map<string, { readonly title: string; readonly trace: Trace }>();
  #last = 0;
  #store: Store | undefined;

  /** Variables that programs see. */
  readonly environment: Readonly<Record<string, string>>;

  constructor(folder: string, options: WorkspaceOptions = {}) {
    this.environment = options.environment ?? Object.fromEntries(Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined));
    this.workspace = openWorkspace(folder, options);
    this.root = workspaceOf(this.workspace.folder);
  }
  get folder(): string {
    return this.workspace.folder;
  }
  get policy(): Policy {
    return policyOf(this.root);
  }
  dispose(): void {
    this.#store?.close();
    this.#store = undefined;
    this.workspace.dispose();
  }

  /** Relative to where the agent works, where the file lies below. */
  show(file: string): string {
    if (!isAbsolute(file)) return file;
    const near = relative(this.folder, file);
    return near.startsWith('..') ? file : near;
  }
  sourceLine(file: string, line: number): string | undefined {
    try {
      return this.workspace.sourceLine(file, line);
    } catch {
      return undefined;
    }
  }

  /** Keeps a rehearsal for later questions. */
  keep(title: string, trace: Trace): string {
    const name = `rehearsal-${++this.#last}`;
    this.#kept.set(name, { title, trace });
    this.#kept.delete(`rehearsal-${this.#last - mostKept}`);
    return name;
  }
  get kept(): { readonly name: string; readonly title: string; readonly frames: number }[] {
    return [...this.#kept].map(([name, { title, trace }]) => ({ name, title, frames: trace.frames.length }));
  }
  /** Made where there is none only for those who will write to it. */
  store(make: boolean): Store | undefined {
    if (this.#store === undefined && (make || existsSync(join(this.root, '.foretrace', 'traces.db')))) this.#store = storeAt(this.folder, undefined);
    return this.#store;
  }
  /** By its name, by the number of a recording, or the newest one of a test. Throws a Failed. */
  trace(what: string): NamedTrace {
    const kept = this.#kept.get(what);
    if (kept !== undefined) {
      const { title, trace } = kept;
      return {
        name: what,
        title,
        source: memorySource(trace, title),
        whole: limit => (trace.frames.length <= limit ? trace : { ...trace, frames: trace.frames.slice(0, limit), truncated: true }),
      };
    }
    const number = /^(?:recording-)?(\d+)$/.exec(what)?.[1];
    const store = this.store(false);
    const id = number !== undefined ? Number(number) : store?.traces({ test: what, limit: 1 })[0]?.id;
    const open: OpenTrace | undefined = id === undefined ? undefined : store?.open(id);
    if (open === undefined) throw noSuchTrace(what, 'get_trace without a trace lists those that are there');
    return { name: `recording-${open.about.id}`, title: open.about.title, source: storedSource(open), whole: limit => open.whole(limit) };
  }
}
