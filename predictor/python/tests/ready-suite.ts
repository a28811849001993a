// Collected suites kept ready from one run to the next: where the files differ only in what can be swapped into the warm engine, nothing is imported anew. One is in force;
// others, collected in other orders that CPython leaves open or with traces, are put aside and stand upon the same ground (ground.ts).
import type { FileKind, Files } from '../../files.ts';
import { LastHeld } from '../../forecast/last-held.ts';
import { swapModule } from '../hot-swap.ts';
import { forgetCompiled, isLibrary, sourcesRead } from '../code-of-files.ts';
import { forgetListings } from '../imports.ts';
import { exchangeLiveCodes, type LiveCodes } from '../live-codes.ts';
import { boots, park, type Parked, resume, snapshot, toGround } from '../machine.ts';
import { hostChanged } from '../modules/disk.ts';
import { sameLines, unitOf } from '../source-units.ts';
import { vm } from '../state.ts';
import { stale } from '../types/generator.ts';
import type { Seen } from '../watched-reads.ts';
import { type World, world } from '../world.ts';
import { decodeSource } from '../source-encoding.ts';
import { forgetNames } from './changed-cells.ts';
import type { Prepared } from './collection.ts';
import { grounds, isLaid } from './ground.ts';
import type { TestFile } from './find.ts';
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
  readonly name: string;
  readonly boot: number;
  readonly prepared: Prepared;
  readonly files: FilesSwitch;
  /** The world as it was collected in. */
  readonly world: World;
  /** Text of each module of the project as the engine has it. */
  readonly modules: Map<string, { readonly text: string; readonly hash: string }>;
  /** Test files that were collected; those among them that could not be imported, and what they may hang on: sources that were read and did not run, with their hashes. */
  readonly collected: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  readonly others: ReadonlyMap<string, string>;
  /** What the modules' code looked at while the suite was collected. */
  readonly looked: Looked;
  /** Functions that ran meanwhile, by file. */
  readonly ran: ReadonlyMap<string, ReadonlySet<string>>;
  /** When the modules were last made as their files are. */
  readonly last: LastHeld;
  /** The engine's state, while another one is in force. */
  aside?: { readonly parked: Parked; readonly codes: LiveCodes; readonly ground: number };
}
/** By name, the one used last at the end. */
const kept = new Map<string, Ready>();
const mostKept = 4;
let inForce: Ready | undefined;
/** Test files by the name of the suite that they were collected in last, whether it is still good or not. */
const lastIn = new Map<string, ReadonlySet<string>>();
/** The one that was looked for last in the first order, for forecasts and for traces. */
const wanted = { plain: '', traced: '' };

const nameOf = (memory: SuiteMemory, order: number): string => `${memory.key} ${order}`;

/** Whether the suite asked for last is ready, for traces or for forecasts, and upon a ground that will last. */
export function isReady(traced: boolean): boolean {
  const r = kept.get(traced ? wanted.traced : wanted.plain);
  return r !== undefined && r.boot === boots.count && (r === inForce || r.aside?.ground === grounds.count) && isLaid();
}

/** What is in force is not good any more. */
export function dropReady(): void {
  if (inForce !== undefined) kept.delete(inForce.name);
  inForce = undefined;
}
/** Puts aside what is in force: the engine is about to be something else. */
export function leaveReady(): void {
  const r = inForce;
  inForce = undefined;
  if (r === undefined) return;
  // A generator has run on that belongs to it.
  const parked = stale.generators || r.boot !== boots.count ? undefined : park();
  if (parked === undefined) kept.delete(r.name);
  else r.aside = { parked, codes: exchangeLiveCodes(new Map()), ground: grounds.count };
}
/** Makes it the one in force; false where it is not good any more. */
function enter(r: Ready): boolean {
  if (r === inForce && !stale.generators) return r.boot === boots.count;
  leaveReady();
  const { aside } = r;
  r.aside = undefined;
  kept.delete(r.name);
  if (aside === undefined || r.boot !== boots.count || aside.ground !== grounds.count || !toGround() || !resume(aside.parked)) return false;
  exchangeLiveCodes(aside.codes);
  forgetCompiled();
  forgetNames();
  world.current = r.world;
  kept.set(r.name, r);
  inForce = r;
  return true;
}

/** Keeps what was just collected; `seen` is what the collecting looked at, and `names` are those that import statements name. */
export function keepReady(memory: SuiteMemory, order: number, open: readonly TestFile[], prepared: Prepared, seen: Seen, names: ReadonlySet<string>, files: FilesSwitch): void {
  const modules: Ready['modules'] = new Map();
  for (const file of seen.codes.keys()) {
    const bytes = files.read(file);
    if (bytes !== undefined) modules.set(file, { text: decodeSource(bytes), hash: memory.hashOf(file) });
  }
  const ran = new Map([...seen.codes].map(([file, names]) => [file, new Set([...names].map(unitOf))]));
  const looked = { reads: memory.reads({ ...seen, codes: new Map() }), names, sources: memory.sources, last: new LastHeld() };
  const collected = new Set(open.map(f => f.file));
  const failed = new Set([...collected].filter(f => !prepared.modules.has(f)));
  const others = new Map(failed.size === 0 ? [] : [...failed, ...sourcesRead].flatMap(f => (modules.has(f) || isLibrary(f) ? [] : [[f, memory.hashOf(f)] as const])));
  inForce = { name: nameOf(memory, order), boot: boots.count, prepared, files, world: world.current, modules, collected, failed, others, looked, ran, last: new LastHeld() };
  snapshot();
  kept.delete(inForce.name);
  kept.set(inForce.name, inForce);
  // What belongs to another boot or ground will not come back.
  for (const [name, r] of kept) if (r !== inForce && (r.boot !== boots.count || r.aside?.ground !== grounds.count)) kept.delete(name);
  for (const name of [...kept.keys()].slice(0, -mostKept)) kept.delete(name);
  if (lastIn.size > 10 * mostKept) lastIn.clear();
  lastIn.set(inForce.name, collected);
}

/** Test files that were collected last in this order. */
export const collectedIn = (memory: SuiteMemory, order: number): ReadonlySet<string> => lastIn.get(nameOf(memory, order)) ?? new Set();

/** The suite kept ready in this order, brought up to the files as they are now; undefined where that cannot be. */
export function reuse(memory: SuiteMemory, order: number, open: readonly { readonly file: string }[], w: World): Prepared | undefined {
  const name = nameOf(memory, order);
  if (order === 0) wanted[vm.tracing ? 'traced' : 'plain'] = name;
  const r = kept.get(name);
  if (r === undefined || open.some(f => !r.collected.has(f.file)) || !memory.looksAlike(r.looked)) return undefined;
  if (open.some(f => r.failed.has(f.file)) && [...r.others].some(([file, hash]) => memory.hashOf(file) !== hash)) return undefined;
  const swaps: [file: string, before: string, after: string][] = [];
  const { standing } = w.files;
  for (const file of r.last.suspects(standing) ?? r.modules.keys()) {
    const module = r.modules.get(file);
    if (module === undefined || memory.hashOf(file) === module.hash) continue;
    const before = module.text;
    const bytes = w.files.read(file);
    if (bytes === undefined) return undefined;
    const after = decodeSource(bytes);
    // Where its tests stand is part of what was collected.
    if (r.collected.has(file) && !sameLines(before, after, file)) return undefined;
    swaps.push([file, before, after]);
  }
  if (!enter(r)) return undefined;
  for (const [file, before, after] of swaps) {
    // A first swap may have been made by then: what is half exchanged is not used again.
    if (!swapModule(file, before, after, r.ran.get(file) ?? new Set())) {
      dropReady();
      return undefined;
    }
    r.modules.set(file, { text: after, hash: memory.hashOf(file) });
  }
  r.last.held(standing, () => r.modules.keys());
  r.files.target = w.files;
  world.current = { ...world.current, now: w.now };
  hostChanged();
  forgetListings();
  return r.prepared;
}
