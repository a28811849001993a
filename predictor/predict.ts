// The predictor's face: a program, a call or tests, with an edit and a scenario over what the host hands in, give a forecast. Whatever the user's program does comes back
// as a forecast; nothing of it throws. There is one engine per thread: calls are answered one after the other.
import './python/engine-types.ts'; // First: it loads the builtin classes in the order in which they need each other.
import type { Forecast, Report, TestForecast, Trace } from '../trace-collector/trace.ts';
import { badScenario, Failed, noSuchPath } from '../trace-collector/failure.ts';
import { type Budget, defaultBudget } from './budget.ts';
import { type Files, withChanges } from './files.ts';
import { compareSuites, newEffects } from './forecast/compare.ts';
import type { Memory, Remembered } from './forecast/remembered.ts';
import type { Ask, Asking } from './oracles/oracle.ts';
import { pinsOf, withPins } from './pinned-files.ts';
import { hashSeed } from './python/hash-seed.ts';
import { forgetListings } from './python/imports.ts';
import { decodeSource } from './python/source-encoding.ts';
import { boot, bugs } from './python/machine.ts';
import { type Answer, answerFromTexts, type MomentAnswers, type Moments, type TextsAsked } from './python/moments.ts';
import { asRaise } from './python/raise.ts';
import { type Aftermath, rehearseProgram } from './python/program.ts';
import type { Grammar } from './python/syntax/parser.ts';
import type { CollectedTest, SuiteRequest } from './python/tests/collection.ts';
import { dropReady, isReady } from './python/tests/ready-suite.ts';
import { runSuite, type SuiteWatch } from './python/tests/suite.ts';
import { warmLibrary } from './python/warm.ts';
import { liveFiles, type World, world } from './python/world.ts';
import { environmentUnder, isProblem, type NamedScenario, pathUnder, readScenario, underScenario } from './scenario.ts';

/** What the host hands in: files, time, the grammar, and where Python's library lies. */
export interface Setting {
  readonly grammar: Grammar;
  readonly files: Files;
  /** Folders of the standard library, as `sys.path` entries. */
  readonly library: readonly string[];
  /** site-packages folders. */
  readonly packages?: readonly string[];
  /** False where nothing tells what is installed: then a package that is not found may be there all the same. */
  readonly packagesKnown?: boolean;
  /** Further folders whose content `files` tells: those on PYTHONPATH. */
  readonly roots?: readonly string[];
  /** Folder of the workspace: code below it is the user's, other code is library. */
  readonly workspace: string;
  /** Environment variables that the program sees. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds from any fixed point, for budgets of time only. */
  readonly now: () => number;
  /** Whether no answer is wanted any more: asked often, so it must be cheap. The forecast then ends soon, by `Stopped` where tests are left. */
  readonly stopped?: () => boolean;
  /** Whether the host is about to run out of memory: what is being rehearsed ends as unknown. Asked often, as above. */
  readonly crowded?: () => boolean;
}

/** Absolute path → its new text, null for a file that is removed. */
export type Edit = ReadonlyMap<string, string | null>;

/** What every question may bring along. */
export interface Circumstances {
  readonly edit?: Edit;
  readonly scenario?: NamedScenario;
  /** Note unknowns that an oracle might know, and take in answers. Such forecasts are not remembered. */
  readonly asking?: Asking;
  /** What it may spend; the rest is as usual. */
  readonly budget?: Partial<Budget>;
}

export interface ProgramAsked extends Circumstances {
  /** Absolute path of a Python file. */
  readonly file: string;
  /** An expression to evaluate in the file's namespace, as `f(1, 2)`; without it the file runs as a script. */
  readonly call?: string;
  /** `sys.argv` after the script's name. */
  readonly arguments?: readonly string[];
  /** Record it line by line. */
  readonly trace?: boolean;
  /** Another text than the file's is run in its place, in a namespace that holds nothing but the builtins. */
  readonly bare?: { readonly text: string };
  /** Questions at single moments of the trace, and values set there: counterfactuals. */
  readonly moments?: Moments;
  /** Tell what a script leaves behind: its exit code, and files that it has changed. */
  readonly aftermath?: boolean;
}
export interface ProgramForecast {
  readonly forecast: Forecast;
  /** Where it was asked for: of the first path. */
  readonly trace?: Trace;
  /** What was asked at single moments. */
  readonly answers?: MomentAnswers;
  /** Where it was asked for, and is certain. */
  readonly aftermath?: Aftermath;
  /** What an oracle might know of it. */
  readonly asks?: readonly Ask[];
  /** No decision hung on an unknown: the trace is what happens, as far as it goes. */
  readonly oneWay?: boolean;
  /** Loop turns and calls over all paths. */
  readonly steps: number;
}

/** Forecasts a program, or a call into it. A fault of the engine itself is told as unknown; only a question that makes no sense throws (a file that is not there), as `Failed`. */
export function predictProgram(setting: Setting, asked: ProgramAsked, hear: (phase: 'program') => void = () => {}): ProgramForecast {
  const w = enter(setting, asked);
  const bytes = w.files.read(asked.file);
  if (bytes === undefined) throw noSuchPath(asked.file);
  const under = underScenario(asked);
  try {
    const text = decodeSource(bytes);
    warmLibrary(text);
    hear('program');
    const own = asked.arguments ?? [];
    const r = rehearseProgram({
      file: asked.file,
      text: asked.bare?.text ?? text,
      call: asked.call,
      argv: own.length > 0 ? own : asked.scenario?.pins.arguments,
      trace: asked.trace,
      moments: asked.moments,
      aftermath: asked.aftermath,
      bare: asked.bare !== undefined,
      budget: { ...defaultBudget, ...asked.budget },
    });
    return { ...r, forecast: under(r.forecast) };
  } catch (e) {
    if (e instanceof Failed) throw e;
    return { forecast: under(fault(e, asked.file)), steps: 0 };
  }
}

export interface TestsAsked extends Circumstances, Partial<Pick<SuiteRequest, 'load' | 'recallOnly' | 'ran' | 'configured' | 'skip' | 'avoid' | 'extraPath' | 'pluginsKnown' | 'trace' | 'memory' | 'engine' | 'claim' | 'ended'>> {
  /** Files, folders or node ids, relative to `cwd`; without any, the whole project. */
  readonly paths?: readonly string[];
  /** Folder where pytest would be started; the workspace, where it is not said. */
  readonly cwd?: string;
  /** Name the tests, run none. */
  readonly list?: boolean;
}
export interface TestsForecast {
  /** Folder that node ids are relative to. */
  readonly root: string;
  readonly collected: readonly CollectedTest[];
  readonly tests: readonly TestForecast[];
}

export interface TestsWatch extends Omit<SuiteWatch, 'collected' | 'recalled'> {
  collected(root: string, tests: readonly CollectedTest[]): void;
  /** Forecasts that still hold. */
  recalled(tests: readonly TestForecast[]): void;
}
/** Forecasts tests, by pytest's rules. `watch` hears of each as it comes. */
export function predictTests(setting: Setting, asked: TestsAsked, watch: Partial<TestsWatch> = {}): TestsForecast {
  let root = asked.cwd ?? setting.workspace;
  let collected: TestsForecast['collected'] = [];
  const tests: TestForecast[] = [];
  tellTests(setting, asked, {
    ...watch,
    collected(folder, files) {
      root = folder;
      collected = files.flat();
      watch.collected?.(folder, collected);
    },
    forecast(f) {
      tests.push(f);
      watch.forecast?.(f);
    },
    recalled(single, files = []) {
      const all = files.flat().concat(single);
      for (const f of all) tests.push(f);
      watch.recalled?.(all);
    },
  });
  const at = new Map(collected.map((t, i) => [t.id, i]));
  return { root, collected, tests: tests.sort((a, b) => (at.get(a.id) ?? 0) - (at.get(b.id) ?? 0)) };
}
/** The same for who only listens: what is recalled of test files as a whole costs by files and not by tests. */
export function tellTests(setting: Setting, asked: TestsAsked, watch: Partial<SuiteWatch>): void {
  const cwd = asked.cwd ?? setting.workspace;
  const w = worldOf(setting, asked);
  const under = underScenario(asked);
  pinHashes(w);
  entered = undefined;
  runSuite(
    {
      // pytest keeps standard input from its tests.
      world: w.scenario === undefined ? w : { ...w, scenario: { ...w.scenario, stdin: undefined } },
      cwd,
      paths: asked.paths ?? [],
      configured: asked.configured,
      list: asked.list ?? false,
      load: asked.load,
      recallOnly: asked.recallOnly,
      ran: asked.ran,
      skip: asked.skip ?? new Set(),
      avoid: asked.avoid ?? new Map(),
      extraPath: asked.extraPath ?? [],
      pluginsKnown: asked.pluginsKnown ?? true,
      budget: { ...defaultBudget, ...asked.budget },
      trace: asked.trace,
      memory: asked.asking === undefined ? asked.memory : undefined,
      claim: asked.claim,
      ended: asked.ended,
      engine: asked.engine,
    },
    {
      busy: (phase, what, done, of) => watch.busy?.(phase, what, done, of),
      collected: (root, files) => watch.collected?.(root, files),
      forecast: f => watch.forecast?.(under(f)),
      suspected: f => watch.suspected?.(under(f)),
      recalled: (tests, files = []) => (asked.scenario === undefined ? watch.recalled?.(tests, files) : watch.recalled?.(tests.concat(...files).map(under))),
      traced: (id, trace, answers) => watch.traced?.(id, trace, answers),
      asks: (id, asks) => watch.asks?.(id, asks),
    },
  );
}

/** Whether tests are collected and kept, for traces or for forecasts, so that an edit of function bodies is forecast without importing anything. */
export const testsAreReady = isReady;
/** Collects the tests anew for the next question: the files have changed while they were read. */
export const forgetTests = dropReady;

/** What expressions give over what a trace tells: one answer each. */
export function predictAnswers(setting: Setting, asked: readonly TextsAsked[]): readonly Answer[] {
  enter(setting, {});
  return asked.map(answerFromTexts);
}

/** What an edit would change: the tests before it and after it. The second run recalls from the first what the edit does not touch. */
export function predictEdit(setting: Setting, asked: TestsAsked & { readonly edit: Edit }, watch: Partial<TestsWatch> = {}): Omit<Report, 'python' | 'milliseconds'> {
  const memory = asked.memory ?? passingMemory();
  const { edit: _, ...without } = asked;
  const before = predictTests(setting, { ...without, memory });
  const after = predictTests(setting, { ...asked, memory }, watch);
  const below = (file: string): string => (file.startsWith(`${after.root}/`) ? file.slice(after.root.length + 1) : file);
  return {
    root: after.root,
    changed: [...asked.edit.keys()].map(below),
    tests: compareSuites(before.tests, after.tests, true),
    effects: newEffects(before.tests, after.tests, true),
    ...(asked.scenario === undefined ? {} : { scenario: asked.scenario.name }),
  };
}
function passingMemory(): Memory {
  const kept = new Map<string, Remembered>();
  return { load: key => kept.get(key), keeps: key => !kept.has(key), save: m => void kept.set(m.key, m) };
}

function fault(e: unknown, file: string): Forecast {
  // Only the source's own bytes may raise here, where no rehearsal has begun.
  const raised = asRaise(e);
  if (raised === undefined) bugs.push(e);
  const what = raised !== undefined ? `${raised.exc.cls.name} in reading the source` : `engine fault: ${e instanceof Error ? e.message.split('\n')[0] : String(e)}`;
  return { outcome: 'unknown', probability: 0.5, why: [{ reason: raised === undefined ? 'not-modelled' : 'syntax', what, file }], effects: [], stdout: '', stderr: '' };
}

// The world -----------------------------------------------------------------------------------------------------------------

let entered: string | undefined;

/** Makes the engine see the world. Where only contents differ from the last question, the library stays warm. */
function enter(setting: Setting, c: Circumstances): World {
  const next = worldOf(setting, c);
  pinHashes(next);
  const key = JSON.stringify([next.workspace, next.library, next.packages, next.packagesKnown, next.roots, next.environment, next.scenario]);
  if (key === entered) {
    world.current = next;
    liveFiles.current = null;
    forgetListings();
  } else boot(next);
  entered = key;
  return next;
}
function worldOf(setting: Setting, { edit, scenario, asking }: Circumstances): World {
  if (scenario !== undefined) check(scenario);
  const pins = pinsOf(scenario?.pins, setting.workspace);
  const folder = scenario?.pins.workingFolder;
  return {
    grammar: setting.grammar,
    files: withPins(edit === undefined ? setting.files : withChanges(setting.files, edit), pins),
    library: setting.library,
    packages: setting.packages ?? [],
    packagesKnown: setting.packagesKnown ?? true,
    roots: [...(setting.roots ?? []), ...pins.keys()],
    workspace: setting.workspace,
    environment: environmentUnder(scenario?.pins, setting.environment ?? {}),
    cwd: folder === undefined ? undefined : pathUnder(setting.workspace, folder),
    scenario: scenario?.pins,
    asking,
    now: setting.now,
    stopped: setting.stopped,
    crowded: setting.crowded,
  };
}
const checked = new WeakSet<object>();
function check({ name, pins }: NamedScenario): void {
  if (checked.has(pins)) return;
  const r = readScenario(pins);
  if (isProblem(r)) throw badScenario(name, r.path, r.say);
  checked.add(pins);
}
function pinHashes(w: World): void {
  const seed = w.environment.PYTHONHASHSEED;
  hashSeed.pinned = seed !== undefined && /^\d+$/.test(seed);
  hashSeed.seed = hashSeed.pinned ? Number(seed) : 0;
}
