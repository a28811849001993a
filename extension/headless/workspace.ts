// A workspace and its forecasts as a library and as `foretrace serve` ask for them: programs, calls, tests and edits, by promises. Paths are the workspace's; nothing of
// the user's is run. The engine stays warm between questions.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { isAbsolute, relative, resolve } from 'node:path';
import { type Budget, defaultBudget } from '../../predictor/budget.ts';
import { correctedForecast, correctedReport } from '../../predictor/calibration/report.ts';
import type { Scenario } from '../../predictor/scenario.ts';
import { badEdit, cancelled, isAFolder, noSuchPath, noSuchTest, notPython, outsideWorkspace } from '../../trace-collector/failure.ts';
import type { Report, TestForecast, Trace } from '../../trace-collector/trace.ts';
import { baseOf, locate, placeAt, type Standpoint, workspaceOf } from './commands/session.ts';
import { checkPaths } from './commands/tests.ts';
import { forecastEdit } from './edit-forecast.ts';
import type { Reasons } from './edit-reasons.ts';
import { type Edit, editFromPatch } from './edits.ts';
import type { CollectedTest } from './protocol.ts';
import { type Oracles, rehearsedWithOracles, suiteWithOracles, type WithUses } from './oracles/filled-forecasts.ts';
import { loadOracles } from './oracles/load.ts';
import { checkScenario, readScenarioFile } from './scenario-file.ts';
import { EnginesAtHand } from './resident/at-hand.ts';
import type { ResidentOptions } from './resident/client.ts';
import { type Engines, type Progress, type Rehearsed, Service, testBudget } from './service.ts';
import { readSource } from './source-text.ts';
import { calibratorOf } from './verified-forecasts.ts';

export { Failed, type Failure } from '../../trace-collector/failure.ts';
export type { Forecast, Report, TestChange, TestForecast, Trace, TraceFrame, TraceOrigin } from '../../trace-collector/trace.ts';
export type { Budget, CollectedTest, Progress, Rehearsed, Scenario };

export interface WorkspaceOptions {
  /** Environment variables that programs see; those of this process, where it is not said. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What all forecasts are under, unless a question brings its own. */
  readonly scenario?: ScenarioGiven;
  /** Sources that are asked for what is unknown: `memory`, `chat`, `cwm`, as .foretrace/oracles.json sets them up. An empty list leaves it to the settings; where nothing is said, nothing is asked. */
  readonly oracles?: readonly string[];
  /** Hears which oracles are switched on, and where they send code: before anything is asked. */
  readonly onOracle?: (notice: string) => void;
  /** How many engines work side by side at most. Each may take some hundred megabytes. */
  readonly engines?: number;
  /** Limit of each engine's heap. */
  readonly memoryMb?: number;
  /** Hears of Foretrace's own faults. */
  readonly onBug?: (text: string) => void;
  /** Ask the resident engine, where there is one (resident/). */
  readonly resident?: ResidentOptions;
}
/** A scenario, or the path of its file. */
export type ScenarioGiven = Scenario | string;
/** New contents by path (null removes a file), or a unified diff. */
export type EditGiven = { readonly files: Readonly<Record<string, string | null>> } | { readonly diff: string };

export interface Circumstances {
  readonly edit?: EditGiven;
  readonly scenario?: ScenarioGiven;
  /** What a program, or each test, may spend; the rest is as usual. */
  readonly budget?: Partial<Budget>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (p: Progress) => void;
}
export interface RehearseAsked extends Circumstances {
  /** A Python file, or a test's node id (`tests/test_app.py::test_total`). */
  readonly target: string;
  /** An expression to evaluate in the file's namespace. */
  readonly call?: string;
  /** `sys.argv` after the program's name. */
  readonly arguments?: readonly string[];
  /** Record it line by line, at most so many frames. */
  readonly trace?: boolean | number;
  /** Tell what a script leaves behind. */
  readonly aftermath?: boolean;
}
export interface ForecastAsked extends Circumstances {
  /** Files, folders or node ids; without any, the whole workspace. */
  readonly paths?: readonly string[];
  /** pytest's options that pick tests, each with its value as a word of its own: `-k`, `-m`, `--deselect`, `--ignore`. */
  readonly options?: readonly string[];
  /** Rehearse all anew instead of recalling what still holds. */
  readonly fresh?: boolean;
  /** Each forecast as it comes, of the tests before the edit and after it. */
  readonly onTest?: (f: TestForecast, state: 'before' | 'after') => void;
  /** Those among them that still hold from an earlier question: the edit does not touch what they read. */
  readonly onRecalled?: (f: TestForecast, state: 'before' | 'after') => void;
  /** Look for what lies behind the outcomes, too: this costs some rehearsals more. */
  readonly reasons?: Reasons;
}

const mostFrames = 200_000;

/** Opens the workspace that a folder belongs to. Questions may be asked side by side; failures that a person can mend are thrown as `Failed`. */
export function openWorkspace(folder: string, options: WorkspaceOptions = {}): Workspace {
  return new Workspace(folder, options);
}

export class Workspace {
  /** The folder that was opened; relative paths start there. */
  readonly folder: string;
  readonly #service: Engines;
  readonly #options: WorkspaceOptions;
  readonly #environment: Readonly<Record<string, string>>;
  #oracles: Promise<Oracles | undefined> | undefined;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(folder: string, options: WorkspaceOptions) {
    if (!existsSync(folder)) throw noSuchPath(folder);
    this.folder = realpathSync(folder);
    this.#options = options;
    this.#environment = options.environment ?? Object.fromEntries(Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined));
    const service = { onBug: options.onBug, memoryMb: options.memoryMb };
    this.#service = options.resident === undefined ? new Service(service) : new EnginesAtHand(service, options.resident);
    this.#free = Math.max(1, options.engines ?? Math.min(4, availableParallelism() - 1));
  }

  /** What a program, a call into it, or one test would do. */
  rehearse(asked: RehearseAsked): Promise<Rehearsed & WithUses> {
    return this.#inTurn(asked, () => (asked.target.includes('::') ? this.#rehearseTest(asked) : this.#rehearseProgram(asked)));
  }

  /** Which tests an edit breaks, or without one, how the tests end. */
  forecast(asked: ForecastAsked = {}): Promise<Report> {
    return this.#inTurn(asked, async () => {
      const { at, edit } = this.#under(asked);
      this.#check(at, asked.paths ?? []);
      const { cwd, paths } = baseOf(at, asked.paths ?? []);
      const report = await forecastEdit(
        this.#service,
        {
          cwd,
          paths,
          edit,
          ...(asked.options === undefined ? {} : { options: asked.options }),
          budget: asked.budget,
          fresh: asked.fresh,
          reasons: asked.reasons,
          oracles: await this.#opened(),
          place: changes => placeAt(at, cwd, changes),
        },
        asked,
      );
      return at.scenario === undefined ? correctedReport(report, calibratorOf(workspaceOf(cwd))) : report;
    });
  }

  /** The tests that are found, by pytest's node ids. */
  tests(
    asked: Pick<ForecastAsked, 'paths' | 'edit' | 'scenario' | 'signal' | 'onProgress'> = {},
  ): Promise<{ readonly root: string; readonly tests: readonly CollectedTest[] }> {
    return this.#inTurn(asked, async () => {
      const { at, edit } = this.#under(asked);
      this.#check(at, asked.paths ?? []);
      const { cwd, paths } = baseOf(at, asked.paths ?? []);
      const { root, collected } = await this.#service.suite({ place: placeAt(at, cwd, edit?.after), cwd, paths, list: true }, asked);
      return { root, tests: collected };
    });
  }

  /** A line of a file of the workspace; undefined where there is none, or it lies elsewhere. */
  sourceLine(file: string, line: number): string | undefined {
    const path = resolve(this.folder, file);
    const near = relative(workspaceOf(this.folder), path);
    if (near.startsWith('..') || isAbsolute(near) || !statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
    return readSource(locate({ cwd: this.folder }, path)).split('\n')[line - 1];
  }

  /** Ends the engines' threads. */
  dispose(): void {
    void this.#oracles?.then(
      o => o?.dispose(),
      () => {},
    );
    this.#service.dispose();
  }

  /** The oracles that are switched on; a setting that is wrong is told at each question. */
  #opened(): Promise<Oracles | undefined> {
    const { oracles: names, onOracle } = this.#options;
    if (names === undefined) return Promise.resolve(undefined);
    this.#oracles ??= loadOracles({ workspace: workspaceOf(this.folder), environment: this.#environment, home: homedir(), names }).then(opened => {
      for (const n of opened?.notices ?? []) onOracle?.(n);
      return opened;
    });
    return this.#oracles;
  }

  async #rehearseProgram(asked: RehearseAsked): Promise<Rehearsed & WithUses> {
    const { at, edit } = this.#under(asked);
    // A file that the edit makes is not on the disk.
    const made = this.#inside(asked.target);
    const file = typeof edit?.after.get(made) === 'string' ? made : locate(at, asked.target);
    if (!edit?.after.has(file)) {
      if (statSync(file).isDirectory()) throw isAFolder(asked.target);
      readSource(file);
    }
    if (!file.endsWith('.py')) throw notPython(asked.target);
    const trace = asked.trace !== undefined && asked.trace !== false;
    const r = await rehearsedWithOracles(
      this.#service,
      {
        place: placeAt(at, existsSync(file) ? file : this.folder, edit?.after),
        file,
        call: asked.call,
        argv: asked.arguments,
        trace,
        aftermath: asked.aftermath,
        budget: { ...defaultBudget, ...asked.budget },
      },
      asked,
      await this.#opened(),
    );
    return typeof asked.trace === 'number' && r.trace !== undefined && r.trace.frames.length > asked.trace
      ? { ...r, trace: { ...r.trace, frames: r.trace.frames.slice(0, asked.trace), truncated: true } }
      : r;
  }
  async #rehearseTest(asked: RehearseAsked): Promise<Rehearsed & WithUses> {
    const { at, edit } = this.#under(asked);
    const from = performance.now();
    if (!edit?.after.has(this.#inside(asked.target.split('::')[0]))) checkPaths(at, [asked.target]);
    let trace: Trace | undefined;
    const limit = typeof asked.trace === 'number' ? asked.trace : mostFrames;
    const suite = await suiteWithOracles(
      this.#service,
      {
        place: placeAt(at, this.folder, edit?.after),
        cwd: this.folder,
        paths: [asked.target],
        list: false,
        trace: asked.trace ? { limit } : undefined,
        fresh: asked.budget !== undefined,
        budget: { ...testBudget, ...asked.budget },
      },
      { signal: asked.signal, onProgress: asked.onProgress, onTrace: (_id, t) => (trace ??= t) },
      await this.#opened(),
    );
    const [found, ...others] = suite.tests;
    if (found === undefined || others.length > 0) throw noSuchTest(asked.target);
    const calibrator = at.scenario === undefined && found.outcome === 'unknown' ? calibratorOf(workspaceOf(this.folder)) : undefined;
    const forecast = calibrator === undefined ? found : correctedForecast(found.id, found, calibrator);
    return {
      forecast,
      ...(trace === undefined ? {} : { trace }),
      python: suite.python,
      steps: 0,
      milliseconds: performance.now() - from,
      ...(suite.uses === undefined ? {} : { uses: suite.uses }),
    };
  }

  #under(c: Circumstances): { readonly at: Standpoint; readonly edit: Edit | undefined } {
    const given = c.scenario ?? this.#options.scenario;
    const scenario =
      given === undefined
        ? undefined
        : typeof given === 'string'
          ? readScenarioFile(resolve(this.folder, given), given)
          : { name: 'given with the question', pins: checkScenario(given, 'the scenario') };
    return {
      at: { cwd: this.folder, environment: this.#environment, ...(scenario === undefined ? {} : { scenario }) },
      edit: c.edit === undefined ? undefined : this.#editOf(c.edit),
    };
  }
  #check(at: Standpoint, paths: readonly string[]): void {
    for (const p of paths) this.#inside(p.split('::')[0]);
    checkPaths(at, paths);
  }
  /** The absolute path, which must lie in the workspace. */
  #inside(path: string): string {
    const file = resolve(this.folder, path);
    const near = relative(workspaceOf(this.folder), file);
    if (near.startsWith('..') || isAbsolute(near)) throw outsideWorkspace(path, file);
    return file;
  }
  #editOf(given: EditGiven): Edit {
    const workspace = workspaceOf(this.folder);
    if ('diff' in given) return editFromPatch(given.diff, 'the diff', [...new Set([this.folder, workspace])], workspace);
    const after = new Map<string, string | null>();
    for (const [path, text] of Object.entries(given.files)) {
      const file = this.#inside(path);
      if (typeof text !== 'string' && text !== null) throw badEdit(path);
      after.set(file, text);
    }
    return { before: new Map(), after, changed: [...after.keys()] };
  }

  /** No more questions at once than there are engines to lend. */
  async #inTurn<R>({ signal }: Pick<Circumstances, 'signal'>, act: () => Promise<R>): Promise<R> {
    if (this.#free === 0) {
      await new Promise<void>((go, leave) => {
        const left = (): void => {
          this.#waiting.splice(this.#waiting.indexOf(turn), 1);
          leave(cancelled());
        };
        const turn = (): void => {
          signal?.removeEventListener('abort', left);
          go();
        };
        signal?.addEventListener('abort', left, { once: true });
        this.#waiting.push(turn);
      });
    } else this.#free--;
    try {
      if (signal?.aborted) throw cancelled();
      return await act();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
