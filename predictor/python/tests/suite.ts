// Runs a test suite inside the engine: boots a world with pytest's model in it, imports the test files once, and rehearses each test from the state after that.
import { agree, type PathEnd } from '../../forecast/agreement.ts';
import type { Budget } from '../../budget.ts';
import type { Effect } from '../../effects.ts';
import { withChanges } from '../../files.ts';
import { type Origin, union } from '../../unknown.ts';
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { strText } from '../aside.ts';
import { decodeSource, imports, importModule } from '../imports.ts';
import { boot, guarded, type Outcome, startRun } from '../machine.ts';
import { call } from '../calls.ts';
import { getAttr } from '../attributes.ts';
import { explore } from '../paths.ts';
import { refusals, shared } from '../program.ts';
import { raisedOf } from '../raised.ts';
import { touch, vm } from '../state.ts';
import { stale } from '../types/generator.ts';
import { certainty } from '../unknown-value.ts';
import { Exc, type Tuple, type Value } from '../values.ts';
import { type World, world } from '../world.ts';
import { conftestsFor, findTestFiles, moduleFor, type TestFile } from './find.ts';
import { modelFiles, modelFolder } from './model.ts';
import { addFolder, collectFile, ignoredBy, type Item, itemsOf, loadConftest, newRunner, registerModelModule, runItem, select, selects } from './runner.ts';
import { baseName, joined, matchesGlob, parentOf, readSettings, relativeTo, type Settings } from './settings.ts';
import { staticTests } from './static-tests.ts';
import { Taints } from './taint.ts';

export interface SuiteRequest {
  readonly world: World;
  /** Where the command is given: the current folder of the tests. */
  readonly cwd: string;
  /** Files, folders or node ids, relative to `cwd`; empty for the whole project. */
  readonly paths: readonly string[];
  /** Name the tests, run none. */
  readonly list: boolean;
  /** Ids of tests to leave out. */
  readonly skip: ReadonlySet<string>;
  /** Files that must not be imported: it took the engine down. Their tests are unknown. */
  readonly avoid: ReadonlyMap<string, Origin>;
  /** Folders of the user's own code outside what pytest puts on the path: editable installs. */
  readonly extraPath: readonly string[];
  /** No installed plugin brings fixtures. */
  readonly pluginsKnown: boolean;
  readonly budget: Budget;
}
export interface SuiteWatch {
  busy(phase: 'collect' | 'test', what: string, done: number, of: number): void;
  collected(root: string, tests: readonly { readonly id: string; readonly file: string; readonly line: number }[]): void;
  forecast(t: TestForecast): void;
}

/** A test as it will be told: with an item to run, or with what is known without running it. */
interface Planned {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly item?: Value;
  /** Doubts of the file's import. */
  readonly doubts: readonly Origin[];
  readonly settled?: TestForecast;
}

export function runSuite(r: SuiteRequest, watch: SuiteWatch): void {
  const s = readSettings(r.world.files, r.cwd, r.paths);
  let plan = prepare(r, s, watch);
  watch.collected(s.rootdir, plan.map(({ id, file, line }) => ({ id, file, line })));
  if (r.list) return;
  for (let i = 0; i < plan.length; i++) {
    const t = plan[i];
    if (r.skip.has(t.id)) continue;
    watch.busy('test', t.id, i, plan.length);
    if (t.settled !== undefined) {
      watch.forecast(t.settled);
      continue;
    }
    watch.forecast(rehearseTest(t, r.budget));
    // What could not be taken back would leak into the next test: start afresh.
    if (stale.generators && i + 1 < plan.length) {
      const rest = new Map(prepare(r, s, watch).map(p => [p.id, p]));
      plan = plan.map((p, k) => (k > i ? (rest.get(p.id) ?? p) : p));
    }
  }
}

// Collection ---------------------------------------------------------------------------------------------------------------

const importBudget: Budget = { steps: 200_000_000, ms: 60_000, bytes: 1 << 30, paths: 1 };

/** Boots, loads conftest files, imports test files, and says what there is to run. */
function prepare(r: SuiteRequest, s: Settings, watch: SuiteWatch): Planned[] {
  const { files } = r.world;
  const testFiles = findTestFiles(files, s);
  const taints = new Taints();
  const runner = start(r, s);
  if (!('object' in runner)) return testFiles.flatMap(f => settled(files, f, { outcome: runner, phase: 'collect' }, []));
  const blind = union(taints.loose(), runner.doubts);
  const conftests = new Conftests(r, s, runner.object, taints);
  const planned: Planned[] = [];
  const items: Item[] = [];
  testFiles.forEach((f, n) => {
    watch.busy('collect', f.id, n, testFiles.length);
    const avoided = r.avoid.get(f.file);
    if (avoided !== undefined) {
      planned.push(...settled(files, f, { origins: [avoided] }, []));
      return;
    }
    const above = conftests.load(f.file);
    if (above.broken !== undefined) {
      planned.push(...settled(files, f, { outcome: above.broken, phase: 'collect' }, above.doubts));
      return;
    }
    if (above.ignores(f.file)) return;
    const m = moduleFor(files, f.file);
    if (!s.importlib || m.name.includes('.')) prependPath(m.root);
    const o = step(() => collectFile(runner.object, f.file, f.id, m.name));
    const doubts = [above.doubts, taints.loose(), taints.of(m.name), o.withheld].reduce(union, blind);
    if (o.outcome.ending.kind !== 'value') {
      planned.push(...settled(files, f, { outcome: o.outcome, phase: 'collect' }, union(doubts, o.doubts)));
      return;
    }
    const found = itemsOf(o.outcome.ending.value);
    if (typeof found === 'string') planned.push(...settled(files, f, { skipped: found }, doubts));
    else {
      items.push(...found);
      for (const i of found) planned.push({ id: i.id, file: i.file, line: i.line, item: i.object, doubts });
    }
  });
  const left = asked(selected(runner.object, items, planned), s);
  taints.close();
  return left;
}

/** The tests that -k, -m, --deselect and conftest hooks leave. */
function selected(runner: Value, items: readonly Item[], planned: readonly Planned[]): Planned[] {
  const o = step(() => (selects(runner) === true ? select(runner, items) : null));
  if (o.outcome.ending.kind === 'value') {
    const left = o.outcome.ending.value;
    if (left === null) return [...planned];
    const kept = step(() => call(getAttr(importModule('builtins'), 'list'), [left]));
    if (kept.outcome.ending.kind === 'value') {
      const objects = new Set((kept.outcome.ending.value as unknown as { items: Value[] }).items);
      return planned.filter(p => p.item === undefined || objects.has(p.item)).map(p => ({ ...p, doubts: union(p.doubts, o.doubts) }));
    }
  }
  const why: readonly Origin[] = o.doubts.length > 0 ? o.doubts : [{ reason: 'not-modelled', what: 'selecting tests' }];
  return planned.map(p => ({ ...p, doubts: union(p.doubts, why) }));
}
/** What the command names, less --deselect. A file without named tests is wanted whole. */
function asked(planned: readonly Planned[], s: Settings): Planned[] {
  const isOf = (id: string, wanted: string): boolean => id === wanted || id.startsWith(`${wanted}::`) || id.startsWith(`${wanted}[`);
  return planned.filter(p => {
    const named = s.wanted.filter(w => w.startsWith(`${p.id.split('::')[0]}::`));
    return (named.length === 0 || named.some(w => isOf(p.id, w))) && !s.deselected.some(d => p.id.startsWith(d));
  });
}

interface Step {
  readonly outcome: Outcome;
  readonly doubts: readonly Origin[];
  /** Files that were asked for and not given. */
  readonly withheld: readonly Origin[];
}
/** One guarded piece of the preparation. A branch taken on an unknown is a doubt here: there is no second path. */
function step(act: () => Value): Step {
  const refused = world.current.files.refused?.length ?? 0;
  startRun(importBudget);
  const outcome = guarded(act);
  const withheld = refusals(refused);
  let doubts = union(outcome.doubts, withheld);
  for (const d of certainty.decisions) doubts = union(doubts, d.origins);
  return { outcome, doubts, withheld };
}

/** Boots the world with the model in it: the runner and doubts of all its tests, or how that went wrong. */
function start(r: SuiteRequest, s: Settings): { readonly object: Value; readonly doubts: readonly Origin[] } | Outcome {
  registerModelModule();
  boot({ ...r.world, files: withChanges(r.world.files, modelFiles), packages: [modelFolder, ...r.world.packages] });
  const own = [...s.pythonpath, ...pythonPathOf(r.world, r.cwd), r.cwd];
  imports.path.items = [...new Set([...own, ...(imports.path.items as string[]), ...r.extraPath, ...sourceFolders(r.world, s.rootdir)])];
  const o = step(() => {
    call(getAttr(importModule('os'), 'chdir'), [r.cwd]);
    return newRunner(s, r.pluginsKnown);
  });
  if (o.outcome.ending.kind !== 'value') return o.outcome;
  // A folder on the path that may not be read might hold any module.
  const refused = world.current.files.refused?.length ?? 0;
  for (const p of imports.path.items) if (typeof p === 'string') r.world.files.list(p);
  return { object: o.outcome.ending.value, doubts: refusals(refused) };
}
const pythonPathOf = (w: World, cwd: string): string[] => (w.environment.PYTHONPATH ?? '').split(':').filter(p => p !== '').map(p => joined(cwd, p));
/** A project in the src layout is installed where it is developed. */
function sourceFolders(w: World, rootdir: string): string[] {
  const src = joined(rootdir, 'src');
  return w.files.kind(src) === 'folder' ? [src] : [];
}
function prependPath(folder: string): void {
  if (imports.path.items.includes(folder)) return;
  touch(imports.path);
  imports.path.items = [folder, ...imports.path.items];
}

// conftest files --------------------------------------------------------------------------------------------------------------

interface Above {
  readonly doubts: readonly Origin[];
  /** A conftest file could not be loaded. */
  readonly broken?: Outcome;
  readonly ignores: (file: string) => boolean;
}
class Conftests {
  readonly #loaded = new Map<string, { doubts: readonly Origin[]; broken?: Outcome; ignores: (file: string) => boolean }>();
  readonly #request: SuiteRequest;
  readonly #settings: Settings;
  readonly #runner: Value;
  readonly #taints: Taints;

  constructor(request: SuiteRequest, settings: Settings, runner: Value, taints: Taints) {
    this.#request = request;
    this.#settings = settings;
    this.#runner = runner;
    this.#taints = taints;
  }

  /** Makes the nodes of the folders above a test file and loads the conftest files in them. */
  load(file: string): Above {
    const { files } = this.#request.world;
    const { rootdir } = this.#settings;
    const folders: string[] = [];
    for (let f = parentOf(file); f !== rootdir && f !== '/'; f = parentOf(f)) folders.unshift(f);
    step(() => {
      for (const f of folders) addFolder(this.#runner, relativeTo(rootdir, f), f, files.kind(joined(f, '__init__.py')) === 'file');
      return null;
    });
    const all = conftestsFor(files, this.#settings, file).map(c => this.#one(c));
    return {
      doubts: all.reduce<readonly Origin[]>((sum, c) => union(sum, c.doubts), []),
      broken: all.find(c => c.broken !== undefined)?.broken,
      ignores: f => all.some(c => c.ignores(f)),
    };
  }

  #one(conftest: string): Above {
    const known = this.#loaded.get(conftest);
    if (known !== undefined) return known;
    const { files } = this.#request.world;
    const folder = parentOf(conftest);
    const m = moduleFor(files, conftest);
    prependPath(m.root);
    const o = step(() => loadConftest(this.#runner, conftest, relativeTo(this.#settings.rootdir, folder), m.name));
    const value = o.outcome.ending.kind === 'value' ? o.outcome.ending.value : undefined;
    const [names, globs] = value === undefined ? [null, null] : ignoredBy(value);
    const made: Above = {
      doubts: value === undefined ? o.doubts : [this.#taints.loose(), this.#taints.of(m.name), o.withheld].reduce(union),
      broken: value === undefined ? o.outcome : undefined,
      ignores: f => (names ?? []).some(n => f === joined(folder, n) || f.startsWith(`${joined(folder, n)}/`)) || (globs ?? []).some(g => matchesGlob(f, joined(folder, g)) || matchesGlob(baseName(f), g)),
    };
    this.#loaded.set(conftest, made);
    return made;
  }
}

/** The tests of a file that are known by reading only, each with the same fate. */
function settled(
  files: World['files'],
  f: TestFile,
  fate: { readonly outcome: Outcome; readonly phase: 'collect' } | { readonly origins: readonly Origin[] } | { readonly skipped: string },
  doubts: readonly Origin[],
): Planned[] {
  const bytes = files.read(f.file);
  const tests = bytes === undefined ? [] : staticTests(decodeSource(bytes), f.id);
  const one = (id: string, line: number): Planned => {
    const base = { id, file: f.file, line, phase: 'collect' as const };
    return { id, file: f.file, line, doubts, settled: fateOf(base, fate, doubts) };
  };
  return tests.length > 0 ? tests.map(t => one(t.id, t.line)) : [one(f.id, 1)];
}
function fateOf(
  base: Pick<TestForecast, 'id' | 'file' | 'line' | 'phase'>,
  fate: { readonly outcome: Outcome } | { readonly origins: readonly Origin[] } | { readonly skipped: string },
  doubts: readonly Origin[],
): TestForecast {
  const quiet = { why: [], effects: [], stdout: '', stderr: '' };
  if ('skipped' in fate) {
    return doubts.length === 0
      ? { ...base, ...quiet, outcome: 'pass', probability: 1, result: 'skipped', reason: fate.skipped }
      : { ...base, ...quiet, outcome: 'unknown', probability: 0.5, result: 'unknown', why: [...doubts] };
  }
  if ('origins' in fate) return { ...base, ...quiet, outcome: 'unknown', probability: 0.5, result: 'unknown', why: [...fate.origins] };
  const { ending, stdout, stderr } = fate.outcome;
  if (ending.kind === 'raise') {
    const raises = raisedOf(ending.exc);
    const sure = doubts.length === 0;
    return { ...base, outcome: sure ? 'fail' : 'unknown', probability: sure ? 0 : 0.5, result: sure ? 'error' : 'unknown', raises, why: [...doubts], effects: [], stdout, stderr };
  }
  const origins = ending.kind === 'unknown' ? union(ending.origins, doubts) : doubts;
  return { ...base, outcome: 'unknown', probability: 0.5, result: 'unknown', why: [...origins], effects: [], stdout, stderr };
}

// One test -----------------------------------------------------------------------------------------------------------------

interface TestEnd extends PathEnd {
  readonly result: TestForecast['result'];
  readonly phase: TestForecast['phase'];
  readonly reason: string | undefined;
}

const runnerOf = (item: Value): Value => getAttr(getAttr(getAttr(item, 'session'), 'config'), 'runner');

function rehearseTest(t: Planned, budget: Budget): TestForecast {
  const ends: TestEnd[] = [];
  const limit = vm.recursionLimit;
  const refused = world.current.files.refused?.length ?? 0;
  const item = t.item!;
  const runner = runnerOf(item);
  const seen = explore(
    () => runItem(runner, item),
    shared(budget),
    o => {
      ends.push(endOf(o, union(t.doubts, refusals(refused))));
      vm.recursionLimit = limit;
    },
  );
  const complete = seen.complete || (ends.length === 1 && seen.origins.length === 0);
  const f = agree({ ends, complete, origins: seen.origins });
  const shown = ends.find(e => e.outcome === 'fail') ?? ends[0];
  const { value: _, ...rest } = f;
  return { ...rest, id: t.id, file: t.file, line: t.line, result: f.outcome === 'unknown' ? 'unknown' : shown.result, phase: shown.phase, reason: shown.reason };
}

function endOf(o: Outcome, doubts: readonly Origin[]): TestEnd {
  const why = union(o.doubts, doubts);
  const gathered = { effects: o.effects.filter(isOfTheTest), stdout: o.stdout, stderr: o.stderr };
  const { ending } = o;
  if (ending.kind === 'unknown') return { outcome: 'unknown', result: 'unknown', phase: 'call', reason: undefined, why: union(ending.origins, why), ...gathered };
  const definite = why.length === 0;
  // The model catches all that a test raises; what comes through it was raised by the model.
  if (ending.kind === 'raise') return { outcome: 'unknown', result: 'unknown', phase: 'call', reason: undefined, why: union([{ reason: 'not-modelled', what: `pytest's model: ${strText(ending.exc)}` }], why), raises: raisedOf(ending.exc), ...gathered };
  const [result, phase, exc, reason] = (ending.value as Tuple).items as [TestForecast['result'], TestForecast['phase'], Value, Value];
  const fails = result === 'failed' || result === 'error';
  return {
    outcome: definite ? (fails ? 'fail' : 'pass') : 'unknown',
    value: result,
    result,
    phase,
    reason: typeof reason === 'string' && reason !== '' ? reason : undefined,
    raises: fails && exc instanceof Exc ? raisedOf(exc) : undefined,
    why,
    ...gathered,
  };
}
/** Temporary folders and pytest's own variable are the framework's, not the program's. */
const isOfTheTest = (e: Effect): boolean => !e.what.startsWith('/tmp/pytest-of-user') && !(e.kind === 'environment' && e.what.startsWith('PYTEST_'));
