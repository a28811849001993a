// Collects a suite inside the engine: boots a world with pytest's model in it, loads conftest files, imports each test file once, and says what there is to run.
import { withChanges } from '../../files.ts';
import { type Budget, Stopped } from '../../budget.ts';
import type { Memory } from '../../forecast/remembered.ts';
import { type Origin, union } from '../../unknown.ts';
import { getAttr, setAttr } from '../attributes.ts';
import { call } from '../calls.ts';
import { hashSeed } from '../hash-seed.ts';
import { imports, importModule } from '../imports.ts';
import { guarded, type Outcome, startRun } from '../machine.ts';
import type { Moments } from '../moments.ts';
import { beginPins } from '../pins.ts';
import { refusals } from '../program.ts';
import { touch } from '../state.ts';
import type { AddressStyle } from '../trace-text.ts';
import { certainty, Unknown, unknown } from '../unknown-value.ts';
import { List, T, type Value } from '../values.ts';
import { watched } from '../watched-reads.ts';
import { withheldSoFar, type World } from '../world.ts';
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { Conftests } from './conftests.ts';
import { moduleFor, type TestFile } from './find.ts';
import { dropGround, type Left, noteLoaded, startOver } from './ground.ts';
import { modelFiles, standIns } from './model.ts';
import { modelFolder } from './model-folder.ts';
import { collectFile, doctestsOf, isIgnored, type Item, itemsOf, namelessOf, newRunner, registerModelModule, select, selects } from './runner.ts';
import { settled } from './settled.ts';
import { type Configured, joined, type Settings } from './settings.ts';
import { doubted, joinTaints, noTaint, type Taint, Taints } from './taint.ts';

export interface SuiteRequest {
  readonly world: World;
  /** Where the command is given: the current folder of the tests. */
  readonly cwd: string;
  /** Files, folders or node ids, relative to `cwd`; empty for the whole project. */
  readonly paths: readonly string[];
  readonly configured?: Configured;
  /** Name the tests, run none. */
  readonly list: boolean;
  /** Collect all files and keep what was collected ready, though all may be remembered. */
  readonly load?: boolean;
  /** Tell what is remembered and still holds, and nothing else: nothing is collected or rehearsed. */
  readonly recallOnly?: boolean;
  /** Name the tests that are remembered and say which of them have run this function; nothing is collected or rehearsed. */
  readonly ran?: FunctionAsked;
  /** Ids of tests to leave out. */
  readonly skip: ReadonlySet<string>;
  /** Files that must not be imported: it took the engine down. Their tests are unknown. */
  readonly avoid: ReadonlyMap<string, Origin>;
  /** Folders of the user's own code outside what pytest puts on the path: editable installs. */
  readonly extraPath: readonly string[];
  /** No installed plugin brings fixtures. */
  readonly pluginsKnown: boolean;
  readonly budget: Budget;
  /** Takes the test with that number (in the order in which they are told) for this engine; false where another one has it. Without it, all are this one's. */
  readonly claim?: (index: number) => boolean;
  /** What those who share the suite tell each other of tests, by the same numbers. */
  readonly ended?: Ended;
  /** Record what the tests would do. */
  readonly trace?: TraceAsked;
  /** Where forecasts are kept for next time; without it all is rehearsed from the start. */
  readonly memory?: Memory;
  /** The engine's own version: forecasts of another one do not hold. */
  readonly engine?: string;
}
/** How tests have ended, as far as others must know: whether a test has failed and leaves something changed. */
export interface Ended {
  /** `marks`: of what it changes and leaves changed (forecast/left-cells.ts). */
  note(index: number, spoils: boolean, marks: readonly string[]): void;
  /** Whether a test may have left one of the marks; undefined while no one has told. */
  holds(index: number, marks: readonly string[]): boolean | undefined;
  /** Undefined while no one has told. */
  spoils(index: number): boolean | undefined;
}
/** A function of the project, by its qualified name. */
export interface FunctionAsked {
  readonly file: string;
  readonly function: string;
}
/** A test that was found. */
export interface CollectedTest {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** Where it was asked which tests have run a function: milliseconds that the rehearsal of one that has took. */
  readonly ran?: number;
}
/** Which part of a test's rehearsal is recorded. */
export interface TraceAsked {
  /** Events beyond this are cut off. */
  readonly limit: number;
  /** The first call of this function (its qualified name) in this file, and what it calls; without it, all of the project's own code. */
  readonly within?: FunctionAsked;
  /** Folders or files whose code is recorded; without them, all of the project's own code. */
  readonly only?: readonly string[];
  /** What becomes of addresses in reprs; they are stripped unless it is said. */
  readonly addresses?: AddressStyle;
  /** What is asked and changed at single events. */
  readonly moments?: Moments;
}
/** A test as it will be told: with an item to run, or with what is known without running it. */
export interface Planned {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly item?: Value;
  /** What the file's import leaves open. */
  readonly taint: Taint;
  readonly settled?: TestForecast;
}

const byFile = new WeakMap<readonly Planned[], ReadonlyMap<string, readonly Planned[]>>();
/** Tests by the id of their file; of one list it is found out once. */
export function testsByFile(tests: readonly Planned[]): ReadonlyMap<string, readonly Planned[]> {
  let known = byFile.get(tests);
  if (known === undefined) byFile.set(tests, (known = groupedBy(tests, p => fileOf(p.id))));
  return known;
}

export const importBudget: Budget = { steps: 200_000_000, ms: 60_000, bytes: 1 << 30, paths: 1 };

/** A suite, or some of its files, ready to be rehearsed. */
export interface Prepared {
  /** The tests that the command asks for. */
  readonly plan: readonly Planned[];
  /** All that were found in these files. */
  readonly all: readonly Planned[];
  /** Which tests there are hangs on all files together (-k, hooks of conftest files). */
  readonly selecting: boolean;
  /** The name of the module that each test file was imported as; none for one that could not be. */
  readonly modules: ReadonlyMap<string, string>;
}

/** Boots, loads conftest files, imports test files, and says what there is to run. */
export function prepare(r: SuiteRequest, s: Settings, testFiles: readonly TestFile[], busy: (file: string, done: number, of: number) => void): Prepared {
  const { files } = r.world;
  const { path, left } = startWorld(r, s);
  const taints = new Taints(left.stains);
  const runner = start(r, s, path);
  if (!('object' in runner)) {
    const all = testFiles.flatMap(f => settled(files, f, { outcome: runner }, noTaint));
    return { plan: all, all, selecting: true, modules: new Map() };
  }
  const modules = new Map<string, string>();
  const blind = joinTaints(taints.loose(), doubted(union(left.doubts, runner.doubts)));
  const conftests = new Conftests(r, s, runner.object, taints);
  const planned: Planned[] = [];
  const items: Item[] = [];
  testFiles.forEach((f, n) => {
    if (r.world.stopped?.()) throw new Stopped();
    busy(f.id, n, testFiles.length);
    const avoided = r.avoid.get(f.file);
    if (avoided !== undefined) {
      planned.push(...settled(files, f, { origins: [avoided] }, noTaint));
      return;
    }
    const above = conftests.load(f.file);
    if (above.broken !== undefined) {
      planned.push(...settled(files, f, { outcome: above.broken }, above.taint));
      return;
    }
    if (above.ignores(f.file)) return;
    const ignored = s.args.includes(f.file) ? undefined : step(() => isIgnored(runner.object, f.file, f.id));
    if (ignored?.outcome.ending.kind === 'value' && ignored.outcome.ending.value === true && ignored.doubts.length === 0) return;
    const m = moduleFor(files, s, f.file);
    if (!s.importlib) prependPath(m.root);
    const o = step(() => (f.isTest ? collectFile(runner.object, f.file, f.id, m.name) : new List([])));
    const doctests = s.doctestModules && o.outcome.ending.kind === 'value' ? step(() => doctestsOf(runner.object, f.file, f.id, m.name)) : undefined;
    const taint = [above.taint, taints.loose(), taints.of(m.name), doubted(o.withheld), doubted(ignored?.doubts ?? [])].reduce(joinTaints, blind);
    if (o.outcome.ending.kind !== 'value') {
      planned.push(...settled(files, f, { outcome: o.outcome }, joinTaints(taint, doubted(o.doubts))));
      return;
    }
    const found = itemsOf(o.outcome.ending.value);
    if (typeof found !== 'string') modules.set(f.file, m.name);
    if (typeof found === 'string') planned.push(...settled(files, f, { skipped: found }, taint));
    else {
      items.push(...found);
      for (const [id, origins] of namelessOf(o.outcome.ending.value)) planned.push(...settled(files, f, { origins }, taint).filter(t => t.id === id));
      for (const i of found) planned.push({ id: i.id, file: i.file, line: i.line, item: i.object, taint });
    }
    if (doctests === undefined) return;
    const end = doctests.outcome.ending;
    const more = end.kind === 'value' ? itemsOf(end.value) : [];
    // A module that cannot be imported has no doctests that could be named.
    if (end.kind !== 'value' && !f.isTest) planned.push(...settled(files, f, { outcome: doctests.outcome }, joinTaints(taint, doubted(doctests.doubts))));
    if (typeof more !== 'string') {
      items.push(...more);
      for (const i of more) planned.push({ id: i.id, file: i.file, line: i.line, item: i.object, taint: joinTaints(taint, taints.loose()) });
    }
  });
  const { tests, selecting } = selected(runner.object, items, planned);
  taints.close();
  noteLoaded(r.world);
  return { plan: askedOf(tests, s, selecting), all: tests, selecting, modules };
}

/** The tests that -k, -m and conftest hooks leave. */
function selected(runner: Value, items: readonly Item[], planned: readonly Planned[]): { readonly tests: readonly Planned[]; readonly selecting: boolean } {
  const o = step(() => (selects(runner) === true ? select(runner, items) : null));
  if (o.outcome.ending.kind === 'value') {
    const left = o.outcome.ending.value;
    if (left === null) return { tests: planned, selecting: false };
    const kept = step(() => call(getAttr(importModule('builtins'), 'list'), [left]));
    if (kept.outcome.ending.kind === 'value') {
      const objects = new Set((kept.outcome.ending.value as unknown as { items: Value[] }).items);
      return { tests: planned.filter(p => p.item === undefined || objects.has(p.item)).map(p => ({ ...p, taint: joinTaints(p.taint, doubted(o.doubts)) })), selecting: true };
    }
  }
  const why: readonly Origin[] = o.doubts.length > 0 ? o.doubts : [{ reason: 'not-modelled', what: 'selecting tests' }];
  return { tests: planned.map(p => ({ ...p, taint: joinTaints(p.taint, doubted(why)) })), selecting: true };
}
/** Whether the command leaves any test out. */
export const asksForSome = (s: Settings): boolean => s.wanted.length > 0 || s.deselected.length > 0;
/** Whether the command names the test, and --deselect does not. A file without named tests is wanted whole. */
function isAsked(id: string, s: Settings): boolean {
  const named = wantedOf(s).get(fileOf(id));
  return (named === undefined || isBelow(id, named)) && !s.deselected.some(d => id.startsWith(d));
}
/** The tests that the command asks for. Those of a file that it names one by one come in the order of their names, as pytest runs them, unless a hook has `chosen` an order. */
export function askedOf<X extends { readonly id: string }>(tests: readonly X[], s: Settings, chosen: boolean): readonly X[] {
  const left = asksForSome(s) ? tests.filter(t => isAsked(t.id, s)) : tests;
  if (chosen || s.wanted.length < 2) return left;
  return [...groupedBy(left, t => fileOf(t.id))].flatMap(([file, own]) => {
    const named = wantedOf(s).get(file);
    if (named === undefined || named.size < 2) return own;
    const places = new Map([...named].map((name, n) => [name, n]));
    const ranks = new Map(own.map(t => [t, Math.min(...namesOf(t.id).map(n => places.get(n) ?? places.size))]));
    return own.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!);
  });
}
/** Whether the command asks for some tests of a file only: others that they may stand on are not run. */
export const asksForPart = (file: string, s: Settings): boolean => wantedOf(s).has(file) || s.deselected.some(d => fileOf(d) === file);
/** Whether the id, or the class or function that it is of, is among the names. */
const isBelow = (id: string, names: ReadonlySet<string>): boolean => namesOf(id).some(n => names.has(n));
/** What a command may name to ask for a test: the id, and the classes and functions that it is of. */
function namesOf(id: string): string[] {
  const out = [id];
  for (const mark of ['::', '[']) for (let at = id.indexOf(mark); at >= 0; at = id.indexOf(mark, at + 1)) out.push(id.slice(0, at));
  return out;
}

/** The tests that the command names, by file. */
function wantedOf(s: Settings): ReadonlyMap<string, ReadonlySet<string>> {
  let known = wanted.get(s);
  if (known === undefined) wanted.set(s, (known = new Map([...groupedBy(s.wanted, fileOf)].map(([file, ids]) => [file, new Set(ids)]))));
  return known;
}
const wanted = new WeakMap<Settings, ReadonlyMap<string, ReadonlySet<string>>>();
export function fileOf(id: string): string {
  const at = id.indexOf('::');
  return at < 0 ? id : id.slice(0, at);
}
export function groupedBy<X>(items: readonly X[], keyOf: (x: X) => string): Map<string, X[]> {
  const out = new Map<string, X[]>();
  for (const x of items) {
    const key = keyOf(x);
    const group = out.get(key);
    if (group === undefined) out.set(key, [x]);
    else group.push(x);
  }
  return out;
}

export interface Step {
  readonly outcome: Outcome;
  readonly doubts: readonly Origin[];
  /** Files that were asked for and not given. */
  readonly withheld: readonly Origin[];
}
/** One guarded piece of the preparation. A branch taken on an unknown is a doubt here: there is no second path. */
export function step(act: () => Value): Step {
  const refused = withheldSoFar();
  startRun(importBudget);
  const outcome = guarded(() => watched(act));
  const withheld = refusals(refused);
  let doubts = union(outcome.doubts, withheld);
  for (const d of certainty.decisions) doubts = union(doubts, d.origins);
  return { outcome, doubts, withheld };
}

/** Sets the engine up with the model in it, and says where modules are looked for. */
function startWorld(r: SuiteRequest, s: Settings): { readonly path: readonly string[]; readonly left: Left } {
  registerModelModule();
  const w = { ...r.world, files: withChanges(r.world.files, modelFiles), packages: [modelFolder, ...r.world.packages] };
  const own = [...s.pythonpath, ...pythonPathOf(w, r.cwd), r.cwd];
  const path = [...own, ...w.library, ...w.packages, ...r.extraPath, ...sourceFolders(w, s.rootdir)];
  const whole = [...new Set([...standInsFor(w, path), ...modelFirst(w, own), ...path])];
  if (r.memory === undefined) dropGround();
  const left = startOver(w, [whole, r.cwd, hashSeed.pinned, hashSeed.seed, w.cwd, w.scenario], () => {
    imports.path.items = [...whole];
    return step(() => {
      beginPins(true);
      call(getAttr(importModule('os'), 'chdir'), [w.cwd ?? r.cwd]);
      // pytest's own path: it hangs on how it was started.
      setAttr(importModule('sys'), 'argv', new List([new Unknown(unknown('input', 'sys.argv[0]').origins, T.str), ...(w.scenario?.arguments ?? [])]));
      return importModule('_pytest.foretrace');
    }).doubts;
  });
  return { path: whole, left };
}
/** Makes the runner: with doubts of all its tests, or how that went wrong. */
function start(r: SuiteRequest, s: Settings, path: readonly string[]): { readonly object: Value; readonly doubts: readonly Origin[] } | Outcome {
  const o = step(() => newRunner(s, r.pluginsKnown));
  if (o.outcome.ending.kind !== 'value') return o.outcome;
  // A folder on the path that may not be read might hold any module.
  const refused = withheldSoFar();
  for (const p of path) r.world.files.list(p);
  return { object: o.outcome.ending.value, doubts: refusals(refused) };
}
/** Folders of the stand-ins for packages that are installed. A project that is such a package itself is read as it is. */
function standInsFor(w: World, path: readonly string[]): string[] {
  return Object.entries(standIns).flatMap(([name, folder]) => {
    const place = path.find(p => !p.startsWith(modelFolder) && w.files.kind(`${p}/${name}/__init__.py`) === 'file');
    const own = place === undefined || (place.startsWith(`${w.workspace}/`) && !place.includes('/site-packages'));
    return own || place === w.workspace ? [] : [folder];
  });
}
/** The model's folder, where pytest itself stands in a folder that is looked through before those of installed packages (PYTHONPATH, say). */
function modelFirst(w: World, own: readonly string[]): string[] {
  return own.some(p => modelPackages.some(name => w.files.kind(`${p}/${name}/__init__.py`) === 'file')) ? [modelFolder] : [];
}
const modelPackages = ['_pytest', 'pytest'];
const pythonPathOf = (w: World, cwd: string): string[] => (w.environment.PYTHONPATH ?? '').split(':').filter(p => p !== '').map(p => joined(cwd, p));
/** A project in the src layout is installed where it is developed. */
function sourceFolders(w: World, rootdir: string): string[] {
  const src = joined(rootdir, 'src');
  return w.files.kind(src) === 'folder' ? [src] : [];
}
export function prependPath(folder: string): void {
  if (imports.path.items.includes(folder)) return;
  touch(imports.path);
  imports.path.items = [folder, ...imports.path.items];
}
