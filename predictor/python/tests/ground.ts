// Where a collection starts: an engine with pytest's model and, once it is known, with the library modules that the project's files import. A suite that is collected
// anew comes back to there instead of booting, as long as what was loaded hangs on nothing that has changed.
import { textHash } from '../../forecast/reads.ts';
import type { Origin } from '../../unknown.ts';
import { type Stains, watchModules } from '../doubt-watch.ts';
import { forgetCompiled, isLibrary } from '../code-of-files.ts';
import { forgetListings, importModule, loadedNow } from '../imports.ts';
import { forgetLiveCodes } from '../live-codes.ts';
import { boot, boots, guarded, layGround, rollback, snapshot, startRun, toGround } from '../machine.ts';
import { hostChanged } from '../modules/disk.ts';
import { vm } from '../state.ts';
import { certainty } from '../unknown-value.ts';
import { importedNames } from '../warm.ts';
import { withheldSoFar, type World, world } from '../world.ts';
import { decodeSource } from '../source-encoding.ts';
import { importBudget } from './collection.ts';
import { namesFromPath } from './project-sources.ts';
import { loadedModules } from './runner.ts';

/** Doubts of all tests, and those of single modules. */
export interface Left {
  readonly doubts: readonly Origin[];
  readonly stains: Stains;
}
interface Ground {
  /** What the loaded modules hang on beside the project's import statements. */
  readonly key: string;
  boot: number;
  /** Library modules in the ground, and those that the next one is to have as well. */
  readonly laid: Set<string>;
  readonly wanted: Set<string>;
  /** How many were wanted when it was laid. */
  considered: number;
  /** First parts of the names of modules that came with those. */
  readonly brought: Set<string>;
  /** Modules whose import leaves something open, or does more than import. */
  readonly refused: Set<string>;
  /** What its making leaves open. */
  readonly open: Left;
  /** Names in the import statements of each of the project's files that were loaded: with other imports, other modules would be there. */
  readonly names: Map<string, string>;
}
let ground: Ground | undefined;
/** How often a ground was laid or added to: what stood upon it before does not stand upon it now. */
export const grounds = { count: 0 };

/** The next collection starts with a boot. */
export function dropGround(): void {
  ground = undefined;
}

/** Boots the world, or comes back to the ground laid in it; `first` is done once for each ground and gives the doubts that it leaves. */
export function startOver(w: World, circumstances: unknown, first: () => readonly Origin[]): Left {
  const key = textHash(JSON.stringify([w.workspace, w.library, w.packages, w.packagesKnown, w.packages.map(p => w.files.list(p)), w.environment, circumstances]));
  const kept = ground?.key === key && importsAsBefore(ground, w) ? ground : undefined;
  ground = undefined;
  // A source of the project may have come before a module of the library.
  const own = namesFromPath(w.files, w.workspace);
  const isHidden = kept !== undefined && [...kept.brought].some(n => own.has(n));
  if (kept !== undefined && !isHidden && boots.count === kept.boot && toGround()) {
    forgetLiveCodes();
    forgetCompiled();
    world.current = w;
    hostChanged();
    forgetListings();
  } else {
    boot(w);
    const stains = watchModules();
    const doubts = first();
    ground = { key, boot: 0, considered: 0, laid: new Set(), brought: new Set(), wanted: kept?.wanted ?? new Set(), refused: kept?.refused ?? new Set(), names: kept?.names ?? new Map(), open: { doubts, stains } };
  }
  ground ??= kept!;
  ground.boot = boots.count;
  ground.considered = ground.wanted.size;
  const missing = [...ground.wanted].filter(name => !ground!.laid.has(name) && !ground!.refused.has(name) && !own.has(firstPart(name)));
  for (const name of missing) lay(name, ground, own);
  if (missing.length > 0 || vm.ground === 0) {
    layGround();
    grounds.count++;
  }
  loadedNow.clear();
  vm.stirred = false;
  return ground.open;
}

/** Whether the ground has all that it is to have: what is collected upon it is not left behind by the next collection. */
export function isLaid(): boolean {
  return ground === undefined || ground.wanted.size === ground.considered;
}

/** To be called behind a collection: what it has loaded of the library is part of the next ground. */
export function noteLoaded(w: World): void {
  if (ground === undefined || ground.boot !== boots.count) return;
  for (const [name, stirred] of loadedNow) if (!stirred) ground.wanted.add(name);
  for (const file of loadedModules().values()) if (file !== undefined && !isLibrary(file)) ground.names.set(file, namesIn(w, file));
}

function importsAsBefore(g: Ground, w: World): boolean {
  for (const [file, names] of g.names) if (namesIn(w, file) !== names) return false;
  return true;
}
function namesIn(w: World, file: string): string {
  const bytes = w.files.read(file);
  try {
    return bytes === undefined ? '' : importedNames(decodeSource(bytes), file).map(i => '.'.repeat(i.level) + i.name).join(' ');
  } catch {
    return '';
  }
}

function lay(name: string, g: Ground, own: ReadonlySet<string>): void {
  const loaded = loadedModules();
  if (loaded.has(name)) {
    g.laid.add(name);
    return;
  }
  const stains = watchModules();
  const withheld = withheldSoFar();
  snapshot();
  startRun(importBudget);
  const o = guarded(() => importModule(name));
  const more = [...loadedModules()].filter(([n]) => !loaded.has(n));
  const clean = o.ending.kind === 'value' && o.doubts.length === 0 && certainty.decisions.length === 0 && o.effects.length === 0 && o.stdout === '' && withheldSoFar() === withheld && isClean(stains);
  if (clean && more.every(([n, file]) => (file === undefined || isLibrary(file)) && !own.has(firstPart(n)))) {
    g.laid.add(name);
    for (const [n] of more) g.brought.add(firstPart(n));
  } else {
    g.refused.add(name);
    rollback();
  }
}
const firstPart = (name: string): string => name.split('.')[0];
const isClean = (s: Stains): boolean => s.doubts.size === 0 && s.orders.size === 0;
