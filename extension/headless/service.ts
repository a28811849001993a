// What the CLI, the editor and agents' tools share: rehearsals and checks as promises, with progress, cancelling, and a guard on the clock from outside. A program
// that takes the engine down gives `unknown`, not an error.
import { type Budget, defaultBudget } from '../../predictor/budget.ts';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { underScenario } from '../../predictor/scenario.ts';
import type { Ask } from '../../predictor/oracles/oracle.ts';
import type { Aftermath } from '../../predictor/python/program.ts';
import type { Answer, MomentAnswers, TextsAsked } from '../../predictor/python/moments.ts';
import type { Origin } from '../../predictor/unknown.ts';
import { cancelled, engineDied, Failed } from '../../trace-collector/failure.ts';
import type { Forecast, TestForecast, Trace } from '../../trace-collector/trace.ts';
import { type Death, EngineWorker, importPatience } from './engine-worker.ts';
import { type ShareOptions, startShare } from './shared-suite.ts';
import { ToldTests } from './told-tests.ts';
import type { CollectedTest, Loads, Message, Place, PythonFound, RehearseRequest, SuiteRequest } from './protocol.ts';

export interface ServiceOptions {
  /** Hears of Foretrace's own faults. */
  readonly onBug?: (text: string) => void;
  /** Limit of the engine's heap. */
  readonly memoryMb?: number;
  /** Parse by the native module where it loads. It starts faster; a thread that is ended in the middle of it takes the process along, so only the first engine has it, and only in a process that ends anyway. */
  readonly native?: boolean;
  /** When a suite is shared by several engines. */
  readonly share?: ShareOptions;
  /** The process is an editor's: it is spared memory. */
  readonly guest?: boolean;
  /** Engines keep the tests collected that they were asked for last, while no one asks. */
  readonly loads?: Loads;
  /** One engine, no more, for all questions about tests; programs have another one. */
  readonly one?: boolean;
  /** When a guest's engines end. */
  readonly rest?: Rest;
}
/** Milliseconds after which an engine ends that no one has asked: one beside another that was asked later, and the last one. The next question starts one anew. */
export interface Rest {
  readonly spare: number;
  readonly last: number;
}
/** Milliseconds that a guest's request waits for an engine that is in use. */
const worthWaiting = 250;
/** What an engine is asked. Where one engine is to answer for the tests, a program would make it forget what it has collected. */
type Use = 'program' | 'tests';
const usualRest: Rest = { spare: 30_000, last: 600_000 };
export interface Progress {
  readonly phase: 'start' | 'collect' | 'test' | 'program';
  readonly what: string;
  readonly done: number;
  readonly of: number;
}
export interface Watch {
  readonly onProgress?: (p: Progress) => void;
  readonly signal?: AbortSignal;
}
export interface Rehearsed {
  readonly forecast: Forecast;
  readonly trace?: Trace;
  readonly answers?: MomentAnswers;
  /** What a script leaves behind, where that was asked for and is certain. */
  readonly aftermath?: Aftermath;
  /** What an oracle might know of it, where that was asked for. */
  readonly asks?: readonly Ask[];
  readonly python: PythonFound;
  /** Of a program: no decision hung on an unknown, so the trace is what happens, as far as it goes. */
  readonly oneWay?: boolean;
  readonly steps: number;
  readonly milliseconds: number;
}

export type SuiteAsked = Omit<SuiteRequest, 'kind' | 'budget' | 'skip' | 'avoid'> & { readonly budget?: Budget };
export type SuiteWatch = Watch & {
  readonly onCollected?: (s: Pick<Suite, 'root' | 'python'>) => void;
  readonly onTest?: (t: TestForecast) => void;
  /** A test that fails by itself: its forecast follows when the tests before it have been seen, too, unless the suite is cancelled. */
  readonly onSuspected?: (t: TestForecast) => void;
  /** Those among them that still hold from an earlier run: nothing that they read has changed. */
  readonly onRecalled?: (t: TestForecast) => void;
  readonly onTrace?: (id: string, trace: Trace, answers?: MomentAnswers) => void;
  readonly onAsks?: (id: string, asks: readonly Ask[]) => void;
};
export interface Suite {
  /** Folder that node ids are relative to. */
  readonly root: string;
  readonly python: PythonFound;
  readonly collected: readonly CollectedTest[];
  readonly tests: readonly TestForecast[];
}

/** One test may take as long as a patient person waits for it; one that stays unknown anyway, not so long. */
export const testBudget: Budget = { ...defaultBudget, ms: 10_000, inDoubtMs: 1500 };
const mostDeaths = 200;

/** How much longer than its budget a rehearsal may be silent: garbage collection, a large repr, a busy machine. */
const grace = 5000;

/** What can be asked of engines, in this process or in one that stays (resident/). */
export type Engines = Pick<Service, 'rehearse' | 'evaluate' | 'suite' | 'dispose'>;

export class Service {
  /** Free engines, the one asked last at the end; each serves one request at a time. */
  #free: { readonly engine: EngineWorker; readonly use: Use; readonly since: number }[] = [];
  readonly #all: EngineWorker[] = [];
  /** Requests that engines serve now. */
  readonly #lent = new Set<{ readonly signal: AbortSignal | undefined; readonly use: Use; readonly over: Promise<void> }>();
  readonly #rest: Rest | undefined;
  #resting: NodeJS.Timeout | undefined;
  readonly #options: ServiceOptions;
  /** The most that a suite has had. */
  #testsSeen: number | undefined;
  /** Engines beside which others have remembered something. */
  readonly #outdated = new Set<EngineWorker>();

  constructor(options: ServiceOptions = {}) {
    this.#options = options;
    this.#rest = options.guest ? (options.rest ?? usualRest) : undefined;
  }

  /** Lends an engine to a request. Requests made at the same time run side by side, but not sooner than need be (`#awaitFree`). */
  async #with<R>(use: Use, signal: AbortSignal | undefined, ask: (engine: EngineWorker) => Promise<R>): Promise<R> {
    const find = (): number => this.#free.findLastIndex(f => this.#serves(f, use));
    // Others may have waited for the same.
    do {
      await this.#awaitFree(use, signal);
      if (signal?.aborted) throw cancelled();
    } while (this.#options.one && use === 'tests' && find() < 0 && [...this.#lent].some(l => l.use === use));
    const at = find();
    let engine = at < 0 ? undefined : this.#free.splice(at, 1)[0].engine;
    if (engine === undefined) {
      engine = new EngineWorker({
        onBug: this.#options.onBug ?? (() => {}),
        memoryMb: this.#options.memoryMb,
        // Others come to help and may be ended at any moment.
        native: this.#options.native === true && this.#all.length === 0,
        guest: this.#options.guest,
        loads: this.#options.loads,
        one: this.#options.one,
      });
      this.#all.push(engine);
    }
    let end = (): void => {};
    const lent = { signal, use, over: new Promise<void>(done => (end = done)) };
    this.#lent.add(lent);
    try {
      return await ask(engine);
    } finally {
      this.#lent.delete(lent);
      this.#free.push({ engine, use, since: performance.now() });
      end();
      if (this.#rest !== undefined) this.#endIdle(this.#rest);
    }
  }
  /** Waits for an engine that is soon free: one whose request is cancelled; among guests also any other one, for a moment. Another one would have to start and to import all. */
  async #awaitFree(use: Use, signal: AbortSignal | undefined): Promise<void> {
    const until = performance.now() + (this.#options.one && use === 'tests' ? Number.POSITIVE_INFINITY : this.#options.guest ? worthWaiting : 0);
    while (!signal?.aborted && !this.#free.some(f => this.#serves(f, use))) {
      const lent = [...this.#lent].filter(l => this.#serves(l, use));
      const leaving = lent.filter(l => l.signal?.aborted);
      const left = until - performance.now();
      if (leaving.length > 0) await Promise.race(leaving.map(l => l.over));
      else if (lent.length > 0 && left > 0)
        await Promise.race([...lent.map(l => l.over), sleep(Math.min(left, worthWaiting), undefined, { ref: false, signal }).catch(() => {})]);
      else return;
    }
  }
  #serves(engine: { readonly use: Use }, use: Use): boolean {
    return engine.use === use || !this.#options.one;
  }
  #endIdle({ spare, last }: Rest): void {
    clearTimeout(this.#resting);
    const now = performance.now();
    const isLast = (i: number): boolean => i === this.#free.findLastIndex(f => !this.#options.one || f.use === 'tests');
    const isOver = (f: { readonly since: number }, i: number): boolean => now - f.since >= (isLast(i) ? last : spare);
    for (const { engine } of this.#free.filter(isOver)) {
      engine.stop();
      this.#all.splice(this.#all.indexOf(engine), 1);
      this.#outdated.delete(engine);
    }
    this.#free = this.#free.filter((f, i) => !isOver(f, i));
    if (this.#free.length === 0) return;
    this.#resting = setTimeout(() => this.#endIdle({ spare, last }), this.#free.length > 1 ? spare : last);
    this.#resting.unref();
  }

  /** Rehearses a file, or a call into it. A forecast under a scenario says so. */
  async rehearse(request: Omit<RehearseRequest, 'kind' | 'budget'> & { readonly budget?: Budget }, watch: Watch = {}): Promise<Rehearsed> {
    const from = performance.now();
    const budget = request.budget ?? defaultBudget;
    let answer: Extract<Message, { kind: 'rehearsed' }> | undefined;
    let failure: Failed | undefined;
    watch.onProgress?.({ phase: 'start', what: request.file, done: 0, of: 1 });
    const end = await this.#with('program', watch.signal, engine =>
      engine.ask({
        request: { ...request, kind: 'rehearse', budget },
        patience: budget.ms + grace,
        signal: watch.signal,
        hear: m => {
          if (m.kind === 'busy') watch.onProgress?.(m);
          else if (m.kind === 'rehearsed') answer = m;
          else if (m.kind === 'failed') failure = new Failed(m.failure);
        },
      }),
    );
    if (failure !== undefined) throw failure;
    const milliseconds = performance.now() - from;
    const under = underScenario(request.place);
    if (answer !== undefined) return { ...answer, forecast: under(answer.forecast), milliseconds };
    return { forecast: under(unknownBy(end === 'answered' ? 'fault' : end, request.file)), python: { version: '', origin: '' }, steps: 0, milliseconds };
  }

  /** What expressions give over what a trace tells: one answer each. Where the engine dies of one, all are unknown. */
  async evaluate(place: Place, asked: readonly TextsAsked[], watch: Watch = {}): Promise<readonly Answer[]> {
    let answers: readonly Answer[] | undefined;
    let failure: Failed | undefined;
    const end = await this.#with('program', watch.signal, engine =>
      engine.ask({
        request: { kind: 'evaluate', place, asked },
        patience: importPatience,
        signal: watch.signal,
        hear: m => {
          if (m.kind === 'evaluated') ({ answers } = m);
          else if (m.kind === 'failed') failure = new Failed(m.failure);
        },
      }),
    );
    if (failure !== undefined) throw failure;
    return answers ?? asked.map(() => ({ why: [originOf(end === 'answered' ? 'fault' : end)], stdout: '', effects: [] }));
  }

  /**
   * Forecasts the tests that a command names, on more than one engine where it takes long. What takes an engine down is told as unknown, and the rest goes on
   * without it.
   */
  async suite(request: SuiteAsked, watch: SuiteWatch = {}): Promise<Suite> {
    // A trace is of one engine's making from its start.
    const share =
      request.list || request.recallOnly || request.trace !== undefined || request.asking !== undefined
        ? undefined
        : startShare(this.#options.share ?? (this.#options.guest ? { jobs: 1 } : {}), this.#testsSeen);
    const told = new ToldTests();
    const under = underScenario(request.place);
    const tell = (plain: TestForecast): void => {
      const f = under(plain);
      if (told.take(f)) watch.onTest?.(f);
    };
    const tellFiles = (plain: readonly (readonly TestForecast[])[]): void => {
      const fresh = told.takeFiles(request.place.scenario === undefined ? plain : plain.map(all => all.map(under)));
      if (watch.onTest !== undefined) for (const f of fresh.flat()) watch.onTest(f);
    };
    const alone = (more: Partial<SuiteRequest>, heard: SuiteWatch, lost = (): void => {}): Promise<Heard> =>
      this.#with('tests', heard.signal, engine =>
        rehearseSuite(engine, { ...request, ...more, reload: this.#outdated.delete(engine) }, heard, { told, tell, tellFiles, lost }),
      );
    const shared = (owner: number, heard: SuiteWatch): Promise<Heard> =>
      share === undefined
        ? alone({}, heard)
        : alone({ shared: { claims: share.claims, ends: share.ends, marks: share.marks, owner } }, heard, () => share.release(owner));
    const helpers: { readonly stop: AbortController; readonly done: Promise<void>; tests: number }[] = [];
    const help = (): void => {
      told.mayRepeat = true;
      const stop = new AbortController();
      const heard: SuiteWatch = {
        signal: stop.signal,
        onSuspected: watch.onSuspected,
        onProgress: p => watch.onProgress?.({ ...p, done: told.size }),
        onTest(f) {
          if (!told.has(f.id)) helper.tests++;
        },
      };
      // What becomes of it shows in what was told.
      const done = shared(helpers.length + 2, heard).then(
        () => {},
        () => {},
      );
      const helper = { stop, done, tests: 0 };
      helpers.push(helper);
    };
    try {
      const first = await shared(1, {
        ...watch,
        onTest: undefined,
        onProgress(p) {
          watch.onProgress?.(p);
          if (share?.wanted(p)) help();
        },
      });
      const missing = (): boolean => !told.hasAll(first.files);
      // One that has only just come may go; the others have something to remember.
      if (!missing()) for (const h of helpers) if (h.tests === 0) h.stop.abort();
      await Promise.all(helpers.map(h => h.done));
      if (helpers.length > 0) for (const e of this.#all) this.#outdated.add(e);
      // One that came to help has failed: what it had taken is done alone.
      const { root, python, files } = request.list || request.recallOnly || !missing() ? first : await alone({}, { ...watch, onTest: undefined });
      const collected = files.flat();
      this.#testsSeen = Math.max(this.#testsSeen ?? 0, collected.length);
      return { root, python, collected, tests: told.inOrder(files) };
    } finally {
      for (const h of helpers) h.stop.abort();
    }
  }

  /** Ends the engines' threads. */
  dispose(): void {
    clearTimeout(this.#resting);
    for (const e of this.#all) e.stop();
  }
}

interface Shared {
  /** What any engine has told. */
  readonly told: ToldTests;
  /** Takes in what this one tells. */
  readonly tell: (f: TestForecast) => void;
  readonly tellFiles: (files: readonly (readonly TestForecast[])[]) => void;
  /** Called when the engine is gone with what it had taken. */
  readonly lost: () => void;
}
interface Heard extends Pick<Suite, 'root' | 'python'> {
  /** The tests that were collected, by test file. */
  readonly files: readonly (readonly CollectedTest[])[];
}
/** `watch.onTest` hears of what this engine tells before it is taken in. */
async function rehearseSuite(engine: EngineWorker, request: SuiteAsked, watch: SuiteWatch, { told, tell: take, tellFiles, lost }: Shared): Promise<Heard> {
  const budget = request.budget ?? testBudget;
  const under = underScenario(request.place);
  const tell = (f: TestForecast): void => {
    watch.onTest?.(f);
    take(f);
  };
  let collected: Extract<Message, { kind: 'collected' }> | undefined;
  const avoid: { file: string; why: Origin }[] = [];
  const fallen = new Map<string, Death>();
  // Each death takes one test or one file out, so this ends.
  for (let deaths = 0; deaths < mostDeaths; deaths++) {
    let failure: Failed | undefined;
    let busy: Progress | undefined;
    watch.onProgress?.({ phase: 'start', what: request.place.workspace, done: 0, of: 1 });
    const end = await engine.ask({
      request: { ...request, kind: 'suite', budget, skip: told.ids(), avoid },
      patience: Math.max(budget.ms, importPatience) + grace,
      signal: watch.signal,
      hear: m => {
        if (m.kind === 'busy') {
          busy = m;
          watch.onProgress?.(m);
        } else if (m.kind === 'recalled') {
          if (watch.onRecalled !== undefined) for (const f of m.files.flat().concat(m.forecasts)) watch.onRecalled(f);
          tellFiles(m.files);
          for (const f of m.forecasts) tell(f);
        } else if (m.kind === 'asks') watch.onAsks?.(m.id, m.asks);
        else if (m.kind === 'traced') watch.onTrace?.(m.id, m.trace, m.answers);
        else if (m.kind === 'collected') {
          collected = m;
          watch.onCollected?.(m);
        } else if (m.kind === 'test') tell(m.forecast);
        else if (m.kind === 'suspected') watch.onSuspected?.(under(m.forecast));
        else if (m.kind === 'failed') failure = new Failed(m.failure);
      },
    });
    if (failure !== undefined) throw failure;
    if (end === 'answered' && (collected !== undefined || request.list)) break;
    const death = end === 'answered' ? 'fault' : end;
    lost();
    told.mayRepeat = true;
    if (busy?.phase === 'test') {
      const { what } = busy;
      const place = collected?.files.flat().find(t => t.id === what) ?? { id: what, file: what.split('::')[0], line: 1 };
      tell({ ...unknownBy(death, place.file), ...place, result: 'unknown', phase: 'call' });
    } else if (busy?.phase === 'collect' && !fallen.has(busy.what)) {
      fallen.set(busy.what, death);
      avoid.push({ file: join(collected?.root ?? request.cwd, busy.what), why: originOf(death) });
    } else throw engineDied(death === 'memory' ? 'out of memory while it started' : death === 'time' ? 'it took too long to start' : 'an internal fault');
  }
  return { root: collected?.root ?? request.cwd, python: collected?.python ?? { version: '', origin: '' }, files: collected?.files ?? [] };
}

/** The forecast of what took the engine down. */
export function unknownBy(death: Death, file: string): Forecast {
  return { outcome: 'unknown', probability: 0.5, why: [{ ...originOf(death), file }], effects: [], stdout: '', stderr: '' };
}
const originOf = (death: Death): Origin => (death === 'fault' ? { reason: 'not-modelled', what: 'engine fault' } : { reason: 'budget', what: death });

export type { Place };
