// A collected suite kept ready between two runs: where the files differ only in what can be swapped into the warm engine, nothing is imported anew.
import type { FileKind, Files } from '../../files.ts';
import { swapModule } from '../hot-swap.ts';
import { decodeSource, forgetListings } from '../imports.ts';
import { boots } from '../machine.ts';
import { hostChanged } from '../modules/disk.ts';
import { sameLines, unitOf } from '../source-units.ts';
import type { Seen } from '../watched-reads.ts';
import { type World, world } from '../world.ts';
import type { Prepared } from './collection.ts';
import type { Looked, SuiteMemory } from './suite-memory.ts';

/** Files that can be exchanged as a whole under a booted engine. */
export interface FilesSwitch extends Files {
  target: Files;
}
export function filesSwitch(first: Files): FilesSwitch {
  const own: FilesSwitch = {
    target: first,
    kind: (path): FileKind | undefined => own.target.kind(path),
    read: path => own.target.read(path),
    list: path => own.target.list(path),
    stamp: path => own.target.stamp?.(path),
    keepsOrder: path => own.target.keepsOrder?.(path) === true,
    get refused() {
      return own.target.refused;
    },
  };
  return own;
}

interface Ready {
  readonly key: string;
  readonly boot: number;
  readonly prepared: Prepared;
  readonly files: FilesSwitch;
  /** Text of each module of the project as the engine has it. */
  readonly modules: Map<string, { readonly text: string; readonly hash: string }>;
  /** What the modules' code looked at while the suite was collected. */
  readonly looked: Looked;
  /** Functions that ran meanwhile, by file. */
  readonly ran: ReadonlyMap<string, ReadonlySet<string>>;
}
let ready: Ready | undefined;

export const isReady = (): boolean => ready !== undefined && ready.boot === boots.count;

export function dropReady(): void {
  ready = undefined;
}

/** Keeps what was just collected; `seen` is what the collecting looked at, and `names` are those that import statements name. */
export function keepReady(memory: SuiteMemory, prepared: Prepared, seen: Seen, names: ReadonlySet<string>, files: FilesSwitch): void {
  const modules: Ready['modules'] = new Map();
  for (const file of seen.codes.keys()) {
    const bytes = files.read(file);
    if (bytes !== undefined) modules.set(file, { text: decodeSource(bytes), hash: memory.hashOf(file) });
  }
  const ran = new Map([...seen.codes].map(([file, names]) => [file, new Set([...names].map(unitOf))]));
  ready = { key: memory.key, boot: boots.count, prepared, files, modules, looked: { reads: memory.reads({ ...seen, codes: new Map() }), names, sources: memory.sources }, ran };
}

/** The suite kept ready, brought up to the files as they are now; undefined where that cannot be. */
export function reuse(memory: SuiteMemory, open: readonly { readonly file: string }[], w: World): Prepared | undefined {
  const r = ready;
  if (r === undefined || r.key !== memory.key || r.boot !== boots.count || open.some(f => !r.prepared.modules.has(f.file))) return undefined;
  if (!memory.looksAlike(r.looked)) return undefined;
  const swaps: [file: string, before: string, after: string][] = [];
  for (const [file, { text: before, hash }] of r.modules) {
    if (memory.hashOf(file) === hash) continue;
    const bytes = w.files.read(file);
    if (bytes === undefined) return undefined;
    const after = decodeSource(bytes);
    // Where its tests stand is part of what was collected.
    if (r.prepared.modules.has(file) && !sameLines(before, after, file)) return undefined;
    swaps.push([file, before, after]);
  }
  for (const [file, before, after] of swaps) {
    // A first swap may have been made by then: what is half exchanged is not used again.
    if (!swapModule(file, before, after, r.ran.get(file) ?? new Set())) {
      dropReady();
      return undefined;
    }
    r.modules.set(file, { text: after, hash: memory.hashOf(file) });
  }
  r.files.target = w.files;
  world.current = { ...world.current, now: w.now };
  hostChanged();
  forgetListings();
  return r.prepared;
}
