// The machine: sets the engine up for a world, runs programs in it, and turns whatever happens into an outcome. A user's program cannot make it throw.
import './engine-types.ts';
import { type Budget, BudgetSpent, defaultBudget } from '../budget.ts';
import type { Effect } from '../effects.ts';
import { type Origin, union } from '../unknown.ts';
import { forgetClasses } from './classes.ts';
import { builtinsDict, Dict_getitem, Dict_setitem } from './compiler/names.ts';
import { setRaw } from './define.ts';
import { dictSet } from './dict-keys.ts';
import { Excess } from './fault.ts';
import { forgetCompiled } from './code-of-files.ts';
import { engineModules, forgetListings, imports, makeSpec, moduleRan, resetImports, runModule, timesMade } from './imports.ts';
import { builtinsModule } from './modules/builtins.ts';
import { registerModules } from './modules/registry.ts';
import { siteBuiltins } from './modules/site-builtins.ts';
import { sysModule } from './modules/sys.ts';
import { outOfMemory } from './operators.ts';
import { forgetLiveCodes } from './live-codes.ts';
import { doubtPatches, forgetPatchProblems, patchModule } from './patched-names.ts';
import { beginPins, forgetPins } from './pins.ts';
import { forgetReachable } from './reachable.ts';
import { asRaise, landedOutside, type Raise } from './raise.ts';
import { compileExpression, compileModule, sourceFile } from './source.ts';
import { type Journalled, vm } from './state.ts';
import { Generator, stale } from './types/generator.ts';
import { elementsUnordered, type PySet } from './types/set.ts';
import { abstractNames } from './types/type.ts';
import { certainty, Unknown, UnknownUsed } from './unknown-value.ts';
import { Dict, type Exc, T, type Value } from './values.ts';
import { liveFiles, run, type World, world } from './world.ts';

/** How a run of a program, a call or a test ended. */
export type Ending =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'raise'; readonly exc: Exc }
  | { readonly kind: 'unknown'; readonly origins: readonly Origin[] };

export interface Outcome {
  readonly ending: Ending;
  /** Origins of operations that make the ending uncertain; empty for a definite one. */
  readonly doubts: readonly Origin[];
  readonly stdout: string;
  readonly stderr: string;
  readonly effects: readonly Effect[];
  /** Loop turns and calls. */
  readonly steps: number;
  /** Deepest nesting of frames. */
  readonly deepest: number;
}

/** Prepares the engine for a world: fresh modules, fresh streams. Everything imported from now on belongs to it. */
export function boot(w: World): void {
  rollbackAll();
  forgetLiveCodes();
  forgetCompiled();
  forgetClasses();
  boots.count++;
  world.current = w;
  liveFiles.current = null;
  forgetListings();
  resetImports();
  vm.frame = null;
  vm.handled = null;
  vm.recursionLimit = 1000;
  vm.mark = 0;
  vm.undo = [];
  vm.touched = [];
  Dict_getitem.slot = T.dict.slots.getitem;
  Dict_setitem.slot = T.dict.slots.setitem;
  abstractNames.of = v => elementsUnordered(v as PySet).filter(x => typeof x === 'string');
  registerModules(engineModules);
  const builtins = builtinsModule();
  dictSet(imports.modules, 'builtins', builtins);
  imports.path.items = [...w.library, ...w.packages];
  const sys = sysModule(['']);
  dictSet(imports.modules, 'sys', sys);
  setRaw(builtins.dict, '__name__', 'builtins');
  setRaw(builtins.dict, '__spec__', makeSpec('builtins', null, 'built-in', null));
  startRun(defaultBudget);
  guarded(() => {
    for (const [name, value] of Object.entries(siteBuiltins(w.library[0]))) setRaw(builtins.dict, name, value);
    return null;
  });
  startRun(defaultBudget);
  forgetPatchProblems();
  forgetPins();
  beginPins();
  moduleRan.tell = w.scenario?.patches === undefined ? () => {} : patchModule;
  for (const e of [...imports.modules.map.values()]) if (typeof e.key === 'string' && e.value !== undefined) moduleRan.tell(e.key, e.value);
}

/** What the scenario pins begins anew, as at the start of a program: to be called inside a run. */
export function beginScenario(): void {
  if (world.current.scenario === undefined) return;
  beginPins();
  doubtPatches();
}

/** How often the engine was booted: what belongs to an earlier boot is gone. */
export const boots = { count: 0 };

/** To be called when the host's files have changed under a booted engine: what was seen of them is forgotten. */
export function filesChanged(): void {
  liveFiles.current = null;
  forgetListings();
}

// Budget and runs ---------------------------------------------------------------------------------------------------

const SLICE = 20_000;
let left = 0;
let deadline = 0;
let deadlineInDoubt = 0;
let spentSteps = 0;
let bytes = 0;

/** Resets what one run counts and gathers. */
export function startRun(budget: Budget): void {
  forgetReachable();
  run.stdout = '';
  run.stderr = '';
  run.effects = [];
  vm.changed = [];
  certainty.doubts = [];
  certainty.decisions = [];
  certainty.next = 0;
  left = budget.steps;
  spentSteps = 0;
  const now = world.current.now();
  deadline = now + budget.ms;
  deadlineInDoubt = now + Math.min(budget.ms, budget.inDoubtMs ?? Number.POSITIVE_INFINITY);
  vm.fuel = SLICE;
  bytes = vm.memory = budget.bytes;
  vm.deepest = 0;
  vm.native = 0;
  vm.refuel = refuel;
  outOfMemory.look = () => {
    if (vm.memory < 0 || world.current.crowded?.()) throw new BudgetSpent('memory');
  };
}
function refuel(): void {
  left -= SLICE;
  // What was allocated so far may long be garbage: only what comes in one go counts.
  vm.memory = bytes;
  spentSteps += SLICE;
  vm.fuel = SLICE;
  if (world.current.stopped?.()) throw new BudgetSpent('time');
  if (world.current.crowded?.()) throw new BudgetSpent('memory');
  if (left <= 0) throw new BudgetSpent('steps');
  if (world.current.now() > (certainty.doubts.length > 0 ? deadlineInDoubt : deadline)) throw new BudgetSpent('time');
}

/** Runs `act`; whatever it throws becomes an ending. */
export function guarded(act: () => Value): Outcome {
  const bottom = vm.frame;
  let ending: Ending;
  try {
    const value = act();
    ending = value instanceof Unknown ? { kind: 'unknown', origins: value.origins } : { kind: 'value', value };
  } catch (e) {
    ending = endingOf(e);
  }
  vm.frame = bottom;
  vm.handled = null;
  vm.native = 0;
  return {
    ending, doubts: certainty.doubts, stdout: run.stdout, stderr: run.stderr, effects: run.effects,
    steps: spentSteps + (SLICE - Math.max(0, vm.fuel)), deepest: vm.deepest,
  };
}
function endingOf(e: unknown): Ending {
  let r: Raise | undefined;
  try {
    r = asRaise(e);
  } catch (second) {
    return endingOf(second);
  }
  if (r !== undefined) {
    landedOutside(r, null);
    return { kind: 'raise', exc: r.exc };
  }
  return { kind: 'unknown', origins: [originOf(e)] };
}
/** Why a run stopped that no Python exception explains. */
function originOf(e: unknown): Origin {
  const f = vm.frame;
  const place = f === null ? {} : { file: f.code.file, line: f.line };
  if (e instanceof BudgetSpent) return { reason: 'budget', what: e.what, ...place };
  if (e instanceof Excess) return e.what === 'int' || e.what === 'str' ? { reason: 'budget', what: 'memory', ...place } : { reason: 'not-modelled', what: e.what, ...place };
  if (e instanceof UnknownUsed) return e.origins.reduce<readonly Origin[]>((a, o) => union(a, [o]), [])[0] ?? { reason: 'not-modelled', what: 'unknown value', ...place };
  if (e instanceof RangeError) return { reason: 'budget', what: /call stack/.test(e.message) ? 'depth' : 'memory', ...place };
  bugs.push(e);
  return { reason: 'not-modelled', what: `engine fault: ${e instanceof Error ? e.message : String(e)}`, ...place };
}
/** Faults of the engine itself, for its developers: never hidden, shown as unknown. */
export const bugs: unknown[] = [];

// Programs ----------------------------------------------------------------------------------------------------------

/** A namespace for a main program. */
export function mainNamespace(file: string): Dict {
  const g = new Dict();
  for (const [k, v] of [['__name__', '__main__'], ['__doc__', null], ['__package__', null], ['__loader__', null], ['__spec__', null], ['__annotations__', new Dict()], ['__builtins__', builtinsDict.dict], ['__file__', file], ['__cached__', null]] as [string, Value][]) setRaw(g, k, v);
  return g;
}
/** A namespace that holds nothing but the builtins, as `exec(code, {})` makes it. */
export function bareNamespace(): Dict {
  const g = new Dict();
  setRaw(g, '__builtins__', builtinsDict.dict);
  return g;
}
/** Runs a program text in a namespace. */
export function execText(text: string, file: string, globals: Dict, strict = true): Value {
  const code = compileModule(sourceFile(file, text), { library: false, strict });
  return runModule(code, globals);
}
/** The value of an expression in a namespace. */
export function evalText(text: string, file: string, globals: Dict): Value {
  return runModule(compileExpression(sourceFile(file, text), { library: false, strict: true }), globals);
}

// Snapshots ---------------------------------------------------------------------------------------------------------

/** From now on, changes to what exists can be taken back. */
export function snapshot(): void {
  if (vm.ground > 0) {
    for (const undo of vm.undo) sinceGround.push(undo);
    for (const o of vm.touched) touchedSinceGround.add(o);
  }
  vm.undo = [];
  vm.touched = [];
  vm.mark = ++vm.clock;
  vm.clock++;
}
/** Takes back every change since the snapshot; false where that could not be done wholly (a generator has run on). */
export function rollback(): boolean {
  stale.generators = false;
  for (let i = vm.undo.length - 1; i >= 0; i--) vm.undo[i]();
  vm.undo = [];
  vm.touched = [];
  return !stale.generators;
}
/** Acts in the middle of a run and takes back what it changed; `whole` is false where that could not be done wholly, and the run has been disturbed. */
export function takenBack<R>(act: () => R): { readonly result: R; readonly whole: boolean } {
  const { undo, touched, mark } = vm;
  snapshot();
  let result: R;
  try {
    result = act();
  } catch (e) {
    rollback();
    Object.assign(vm, { undo, touched, mark });
    throw e;
  }
  const whole = rollback();
  Object.assign(vm, { undo, touched, mark });
  return { result, whole };
}
function rollbackAll(): void {
  if (vm.ground > 0) toGround();
  else if (vm.mark > 0) rollback();
  vm.ground = 0;
}

/** What was changed between the ground and the last snapshot, oldest first. */
let sinceGround: (() => void)[] = [];
let touchedSinceGround = new Set<Journalled>();
let groundLimit = 1000;

/** Lays a ground below all further snapshots: `toGround` comes back to the state as it is now. */
export function layGround(): void {
  beginAtGround();
  groundLimit = vm.recursionLimit;
  vm.ground = vm.mark;
}
function beginAtGround(): void {
  snapshot();
  sinceGround = [];
  touchedSinceGround = new Set();
  stale.ground = false;
}
/** Takes back every change since the ground was laid; false where that could not be done wholly: then only a boot helps. */
export function toGround(): boolean {
  if (vm.ground === 0) return false;
  rollback();
  for (let i = sinceGround.length - 1; i >= 0; i--) sinceGround[i]();
  const whole = !stale.ground;
  vm.recursionLimit = groundLimit;
  beginAtGround();
  stale.generators = false;
  return whole;
}

/** What stood upon the ground, put aside: `resume` brings it back, once. */
export interface Parked {
  readonly touched: ReadonlySet<Journalled>;
  readonly redo: readonly (() => void)[];
  readonly recursionLimit: number;
  /** How often each of the engine's own modules had been made: what the engine keeps of one made again since is the later one's. */
  readonly made: ReadonlyMap<string, number>;
}
/** Comes back to the ground from the last snapshot; undefined where there is no way to come here again. */
export function park(): Parked | undefined {
  rollback();
  const touched = touchedSinceGround;
  const canReturn = vm.ground > 0 && [...touched].every(o => !(o instanceof Generator));
  const heights = [...touched].map(o => o.height?.());
  const redo = canReturn ? [...touched].map(o => o.saver()) : [];
  const made = new Map([...imports.modules.map.values()].flatMap(({ key }) => (typeof key === 'string' && timesMade.has(key) ? [[key, timesMade.get(key)!] as const] : [])));
  const { recursionLimit } = vm;
  if (!toGround() || !canReturn || [...touched].some((o, i) => o.height?.() !== heights[i])) return undefined;
  return { touched, redo, recursionLimit, made };
}
/** To be called at the ground from which it was parked: all is as it was then. False, with nothing done, where it is not good any more. */
export function resume({ touched, redo, recursionLimit, made }: Parked): boolean {
  for (const [name, times] of made) if (timesMade.get(name) !== times) return false;
  const undo = [...touched].map(o => o.saver());
  for (const put of redo) put();
  vm.recursionLimit = recursionLimit;
  snapshot();
  sinceGround = undo;
  touchedSinceGround = new Set(touched);
  return true;
}
