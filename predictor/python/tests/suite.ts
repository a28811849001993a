// Runs a test suite inside the engine: recalls the forecasts that still hold, collects the files of the other tests once, and rehearses each from the state after
// that. Tests that show an order which CPython leaves open are rehearsed again in other orders, and are definite where they end alike in all of them.
import type { TestForecast, Trace } from '../../../trace-collector/trace.ts';
import { cellsKept } from '../../forecast/left-cells.ts';
import { bothReads, noReads } from '../../forecast/reads.ts';
import type { Memory } from '../../forecast/remembered.ts';
import { Stopped } from '../../budget.ts';
import type { Ask } from '../../oracles/oracle.ts';
import { union } from '../../unknown.ts';
import { beginAsking, endAsking, filledBefore, takeAsks } from '../ask-points.ts';
import { hashSeed } from '../hash-seed.ts';
import { sharedIdentityName } from '../identity.ts';
import { loadedNow } from '../imports.ts';
import type { MomentAnswers } from '../moments.ts';
import { garbageName, openOrders, ordersTried } from '../open-orders.ts';
import { vm } from '../state.ts';
import { stale } from '../types/generator.ts';
import { takeSeen } from '../watched-reads.ts';
import { world } from '../world.ts';
import { asksForPart, type CollectedTest, fileOf, groupedBy, type Planned, type Prepared, type SuiteRequest, testsByFile } from './collection.ts';
import { Collector } from './collector.ts';
import { findTestFiles, type TestFile } from './find.ts';
import { endsAlike, rehearseInSequence, settledInSequence } from './in-sequence.ts';
import { LeftBehind, type Reach } from './left-behind.ts';
import { rehearseTest } from './one-test.ts';
import { dropReady } from './ready-suite.ts';
import { RecalledFiles } from './recalled-files.ts';
import { inTurns, scoutingMs } from './scouting.ts';
import { readSettings, type Settings } from './settings.ts';
import { SuiteMemory } from './suite-memory.ts';
import { alike, isSuspect, openIn, settledUnder, type Told, withOrders } from './told.ts';
import { WarmModules } from './warm-modules.ts';

export type { SuiteRequest };

export interface SuiteWatch {
  busy(phase: 'collect' | 'test', what: string, done: number, of: number): void;
  /** The tests there are, by test file. */
  collected(root: string, files: readonly (readonly CollectedTest[])[]): void;
  forecast(t: TestForecast): void;
  /** Fails by itself; whether also after the tests before it in its file, and in other orders, is still to be seen. Its forecast follows, unless the suite is stopped. */
  suspected(t: TestForecast): void;
  /** Forecasts that still hold: of single tests, and of whole test files, in the order of all that were collected (an empty list for the others), each the same list as long as all in it is the same. */
  recalled(tests: readonly TestForecast[], files?: readonly (readonly TestForecast[])[]): void;
  /** What a test would do, where that was asked for. */
  traced(id: string, trace: Trace, answers?: MomentAnswers): void;
  /** Unknowns in a test that an oracle might know, where the world is one to ask in. */
  asks(id: string, asks: readonly Ask[]): void;
}

export function runSuite(r: SuiteRequest, watch: SuiteWatch): void {
  const s = readSettings(r.world.files, r.cwd, r.paths, r.configured);
  openOrders.tried = true;
  hashSeed.order = 0;
  vm.tracing = r.trace !== undefined;
  beginAsking(r.world.asking);
  try {
    new SuiteRun(r, s, watch).run();
  } catch (e) {
    if (!(e instanceof Stopped)) dropReady();
    throw e;
  } finally {
    // A generator has run on that belongs to what was collected.
    if (stale.generators) dropReady();
    vm.tracing = false;
    endAsking();
    hashSeed.order = 0;
    openOrders.tried = false;
  }
}

class SuiteRun {
  readonly #request: SuiteRequest;
  readonly #settings: Settings;
  readonly #watch: SuiteWatch;
  readonly #memory: SuiteMemory | undefined;
  readonly #collector: Collector;
  readonly #left = new LeftBehind();
  /** Tests that end otherwise behind those before them than by themselves. */
  readonly #turned = new Set<string>();
  /** Tests that were rehearsed by themselves before their turn. */
  readonly #scouted = new Map<string, Told>();
  /** Recalled passes that stand behind tests of the same file which are rehearsed: those may spoil them. By file. */
  readonly #held = new Map<string, readonly Told[]>();
  /** The numbers of the tests that may be rehearsed among all that were told, for those who share the work. */
  #numbers: ReadonlyMap<string, number> = new Map();

  constructor(r: SuiteRequest, s: Settings, watch: SuiteWatch) {
    this.#request = r;
    this.#settings = s;
    this.#watch = watch;
    this.#memory = memoryOf(r, s);
    this.#collector = new Collector(r, s, this.#memory, (file, done, of) => watch.busy('collect', file, done, of));
  }

  run(): void {
    const { ran } = this.#request;
    if (ran !== undefined) {
      this.#watch.collected(this.#settings.rootdir, [this.#memory?.thatRan(ran) ?? []]);
      return;
    }
    const testFiles = findTestFiles(this.#request.world.files, this.#settings);
    const recalled = new RecalledFiles(this.#memory, testFiles, this.#settings, this.#left);
    const { list, load, recallOnly, skip } = this.#request;
    const open = load ? testFiles : recallOnly ? [] : recalled.open(list, skip);
    takeSeen();
    const { prepared, imports } = this.#collector.collect(open, testFiles, recalled);
    this.#left.plan = prepared.plan;
    const planned = testsByFile(prepared.plan);
    const opened = new Map(open.map(f => [f.file, (planned.get(f.id) ?? []).map(({ id, file, line }) => ({ id, file, line }))]));
    const files = recalled.places(opened);
    this.#numbers = numbersOf(new Set(opened.values()), files);
    this.#watch.collected(this.#settings.rootdir, files);
    const keep = (): void => {
      if (imports !== undefined) this.#memory?.save(imports);
    };
    try {
      if (!list) this.#forecast(open, prepared, recalled);
    } catch (e) {
      // Who is stopped remembers how far it came: the next run goes on from there.
      if (e instanceof Stopped) keep();
      throw e;
    }
    if (imports === undefined && open.length === 0 && this.#memory?.hasBorrowed) this.#memory.save(new Map());
    keep();
  }

  #forecast(open: readonly TestFile[], prepared: Prepared, remembered: RecalledFiles): void {
    const { skip } = this.#request;
    const known = new Set<string>();
    const recalled: TestForecast[] = [];
    // Of files that are not open nothing is planned.
    const whole = remembered.forecasts(open);
    if (skip.size > 0) for (const f of whole.flat()) if (!skip.has(f.id)) recalled.push(f);
    for (const f of open) {
      const asked = remembered.askedOf(f);
      let behind: Told[] | undefined;
      for (const t of asked) {
        if (t.known === undefined) {
          if (behind === undefined && !skip.has(t.id)) this.#held.set(f.id, (behind = []));
          continue;
        }
        known.add(t.id);
        if (skip.has(t.id)) continue;
        const { forecast, reads } = t.known;
        if (behind !== undefined && forecast.outcome === 'pass') behind.push({ forecast, orders: [], reads, recalled: true });
        else recalled.push(forecast);
      }
    }
    this.#watch.recalled(recalled, skip.size === 0 ? whole : []);
    const pending: Told[] = [];
    const claim = (t: Planned): boolean => this.#request.claim?.(this.#numbers.get(t.id) ?? 0) !== false;
    try {
      const all = this.#scout(prepared.plan.filter(t => !skip.has(t.id) && !known.has(t.id)), claim);
      this.#rehearse(all, claim, told => {
        if (told.forecast.outcome === 'unknown' || told.orders.length === 0) this.#tell(told, withOrders(told.forecast, told.orders));
        // Values beside a cursor are those of one order, and say so: tried in others, each key would have the tests collected anew.
        else if (this.#request.trace?.within !== undefined) this.#tell(told, openIn(told.forecast, told.orders));
        else pending.push(told);
      });
    } finally {
      // Where the run ends early, nothing has been seen that speaks against them.
      if (this.#held.size > 0) this.#watch.recalled([...this.#held.values()].flatMap(all => all.map(t => t.forecast)));
      this.#held.clear();
      this.#scouted.clear();
    }
    // Where only the test itself has shown an order, its collection is the same in any.
    const collected = new Map(this.#left.plan.map(p => [p.id, p]));
    const isOwn = (p: Told): boolean => collected.get(p.forecast.id)?.taint.orders.length === 0;
    for (const some of [pending.filter(isOwn), pending.filter(p => !isOwn(p))]) {
      let left: readonly Told[] = some;
      for (hashSeed.order = 1; hashSeed.order < ordersTried && left.length > 0; hashSeed.order++) left = this.#confirmed(left, !isOwn(left[0]));
      for (const p of left) this.#tell(p, p.forecast);
    }
  }
  #tell(told: Told, forecast: TestForecast): void {
    if (told.recalled) {
      this.#watch.recalled([forecast]);
      return;
    }
    // It may have been cut short by that.
    if (this.#request.world.stopped?.()) throw new Stopped();
    const { id } = forecast;
    const isPart = asksForPart(fileOf(id), this.#settings);
    // Among all tests of its file it may end otherwise.
    if (!(told.settled && isPart)) {
      const cells = cellsKept(this.#left.cells.of(id));
      const isLong = forecast.outcome !== 'unknown' && this.#left.leftOut.has(id);
      this.#memory?.keep({
        forecast, reads: told.reads, mars: this.#left.marring.has(id), settled: told.settled === true, cost: told.cost,
        ...(cells.length === 0 ? {} : { cells, met: !isPart, ...(isLong ? { long: true } : {}) }),
        ...(told.orders.length === 0 ? {} : { reordered: true }),
      });
    }
    this.#watch.forecast(forecast);
  }

  /** Rehearses tests by themselves before their turn, so that what an edit breaks shows early: failures are suspected, and all is told in its turn. Gives the tests as they are collected then. */
  #scout(tests: readonly Planned[], claim: (t: Planned) => boolean): readonly Planned[] {
    const costOf = (id: string): number | undefined => this.#memory?.costOf(id);
    if (tests.length < 2 || tests.every(t => costOf(t.id) === undefined)) return tests;
    const { world } = this.#request;
    const until = world.now() + scoutingMs;
    const warm = new WarmModules();
    let plan = new Map(tests.map(t => [t.id, t]));
    for (const { id, settled } of inTurns(tests, costOf)) {
      const t = plan.get(id);
      if (settled !== undefined || t === undefined) continue;
      if (world.now() > until) break;
      if (world.stopped?.()) throw new Stopped();
      if (!claim(t)) continue;
      this.#watch.busy('test', id, this.#scouted.size, tests.length);
      const told = this.#one(t, warm);
      this.#noteEnd(told.forecast);
      this.#scouted.set(id, told);
      if (isSuspect(told)) this.#watch.suspected(told.forecast);
      if (stale.generators) plan = this.#planOf(tests, true);
    }
    return tests.map(t => plan.get(t.id) ?? t);
  }
  /** Rehearses the tests of a plan that was just made, one after the other. */
  #rehearse(tests: readonly Planned[], claim: (t: Planned) => boolean, tell: (t: Told) => void): void {
    let plan = tests;
    const warm = new WarmModules();
    let late: Told[] = [];
    /** Passes that meet what tests before them have changed. Each time they are repeated, so are those tests: so they are repeated together, each time as many as ever before. */
    const meeting: Told[] = [];
    let met = 0;
    let waiting: Told[] = [];
    /** Failures that were none before: any test before them may be what makes them pass. */
    const far: Told[] = [];
    /** What is to be held against earlier tests now. */
    let groups: Told[][] = [];
    const sort = (told: Told): void => {
      const { id, outcome } = told.forecast;
      const spoilt = outcome === 'pass' && this.#isSpoilt(id);
      // What the first order has shown of the sequence need not be shown again.
      const isShown = hashSeed.order > 0 && !this.#turned.has(id);
      if (outcome === 'fail' ? !isShown && this.#left.sequence(new Map([[id, this.#reachOf(told)]])).length > 1 : spoilt === true) {
        if (outcome === 'pass' && this.#isBehindFailure(id) === false) meeting.push(told);
        else if (this.#reachOf(told) === 'suite') far.push(told);
        else late.push(told);
        if (isSuspect(told) && !this.#scouted.has(id)) this.#watch.suspected(told.forecast);
      } else if (spoilt === undefined) waiting.push(told);
      else tell(told);
    };
    const again = (): void => {
      const all = waiting;
      waiting = [];
      for (const told of all) sort(told);
    };
    for (let i = 0; i < plan.length; i++) {
      const t = plan[i];
      const file = fileOf(t.id);
      const renew = (): void => {
        const open = late.concat(waiting, meeting, far, ...groups);
        if (!stale.generators || (i + 1 >= plan.length && open.length === 0)) return;
        const anew = this.#planOf([...open.map(l => l.forecast), ...plan.slice(i + 1)], true);
        plan = plan.map((p, k) => (k > i ? (anew.get(p.id) ?? p) : p));
      };
      if (this.#request.world.stopped?.()) throw new Stopped();
      const early = this.#scouted.get(t.id);
      if (early !== undefined) sort(early);
      else if (claim(t)) {
        this.#watch.busy('test', t.id, Math.max(i, this.#scouted.size), plan.length);
        const told = this.#one(t, warm);
        this.#noteEnd(told.forecast);
        if (t.settled !== undefined || this.#request.trace !== undefined) tell(told);
        else sort(told);
        renew();
      } else this.#left.elsewhere.add(t.id);
      again();
      const isLast = i + 1 >= plan.length || fileOf(plan[i + 1].id) !== file;
      if (!isLast) continue;
      for (const told of this.#held.get(file) ?? []) sort(told);
      this.#held.delete(file);
      // No one is waited for at the end: what others have taken is rehearsed here too.
      if (i + 1 >= plan.length) late = late.concat(waiting.splice(0));
      groups = [...groupedBy(late.splice(0), l => fileOf(l.forecast.id)).values()];
      if (meeting.length > 0 && (meeting.length >= met || i + 1 >= plan.length)) {
        met += meeting.length;
        groups.push(meeting.splice(0));
      }
      if (far.length > 0 && i + 1 >= plan.length) groups.push(far.splice(0));
      for (let some = groups.shift(); some !== undefined; some = groups.shift()) {
        const settled = this.#inSequence(some);
        renew();
        for (const s of settled) tell(s);
      }
    }
  }
  /** Notes what others have to know of a test that was rehearsed here. */
  #noteEnd(f: TestForecast): void {
    const spoils = this.#left.noteEnd(f);
    if (hashSeed.order === 0) this.#request.ended?.note(this.#numbers.get(f.id) ?? 0, spoils, this.#left.leftOut.has(f.id) ? [] : this.#left.marksOf(f.id));
  }
  /** Whether a failure before it may have changed what the test sees, or a test that changes the same, as far as that is known. */
  #isSpoilt(id: string): boolean | undefined {
    const behind = this.#isBehindFailure(id);
    if (behind) return true;
    // What the first order has shown of the sequence need not be shown again.
    if (hashSeed.order > 0 && !this.#turned.has(id)) return behind;
    const met = this.#left.isMet(id, (p, marks) => this.#request.ended?.holds(this.#numbers.get(p) ?? 0, marks));
    return met === false ? behind : met;
  }
  #isBehindFailure(id: string): boolean | undefined {
    return this.#left.isSpoilt(id, p => this.#request.ended?.spoils(this.#numbers.get(p) ?? 0));
  }
  #one(t: Planned, warm: WarmModules): Told {
    if (t.settled !== undefined) return { forecast: settledUnder(filledBefore(), t.settled), orders: [], reads: noReads };
    takeSeen();
    loadedNow.clear();
    const from = this.#request.world.now();
    const { forecast, orders, marred, cells, long, trace, answers } = rehearseTest(t, this.#request.budget, hashSeed.order === 0 ? this.#request.trace : undefined);
    if (trace !== undefined) this.#watch.traced(t.id, trace, answers);
    if (this.#request.world.asking !== undefined) this.#watch.asks(t.id, takeAsks());
    if (marred) this.#left.marring.add(t.id);
    if (hashSeed.order === 0) this.#left.noteCells(t.id, cells, this.#memory?.cellsOf(t.id));
    if (long) this.#left.leftOut.add(t.id);
    // What could not be taken back would leak into the next test: it starts afresh.
    if (!stale.generators) warm.after();
    const cost = Math.round((this.#request.world.now() - from) * 10) / 10;
    return { forecast, orders, reads: this.#memory?.reads(takeSeen()) ?? noReads, cost };
  }
  /** Which tests before it a test is to be held against. */
  #reachOf({ forecast: { id, outcome } }: Told): Reach {
    if (outcome === 'fail') return this.#memory?.hasPassed(id) === true ? 'file' : 'suite';
    return this.#isBehindFailure(id) === false ? 'cells' : 'file';
  }
  /** Some tests, each after those that it may stand on. */
  #inSequence(late: readonly Told[]): readonly Told[] {
    const reach = new Map(late.map(l => [l.forecast.id, this.#reachOf(l)]));
    const behind = new Set([...reach].flatMap(([id, r]) => (r === 'cells' ? [] : [id])));
    const tests = this.#left.sequence(reach);
    takeSeen();
    let found = rehearseInSequence(tests, this.#request.budget, true);
    // What ends otherwise is told in full.
    if (!late.every(l => endsAlike(l.forecast, found.get(l.forecast.id) ?? l.forecast))) found = rehearseInSequence(tests, this.#request.budget, false);
    const reads = this.#memory?.reads(takeSeen()) ?? noReads;
    const settled = (alone: TestForecast): TestForecast => {
      const f = settledInSequence(alone, found.get(alone.id) ?? alone, behind.has(alone.id));
      if (f.outcome !== alone.outcome) this.#turned.add(f.id);
      return f;
    };
    return late.map(l => {
      const forecast = settled(l.forecast);
      // It stands by itself: who changes the same otherwise brings it here again.
      if (forecast === l.forecast && !behind.has(forecast.id)) return l;
      return { ...l, forecast, reads: bothReads(l.reads, reads), recalled: false, settled: true };
    });
  }
  /** The same tests, collected anew (the engine's state is spoilt) or as they are collected in the order in force. */
  #planOf(tests: readonly { readonly id: string }[], anew: boolean): Map<string, Planned> {
    const files = new Set(tests.map(t => fileOf(t.id)));
    const { plan } = anew ? this.#collector.anew(files) : this.#collector.inOrder(files);
    this.#left.plan = plan.filter(p => files.has(fileOf(p.id)));
    return new Map(this.#left.plan.map(p => [p.id, p]));
  }

  /** Those that end alike in the order in force, collected `anew` in it or not; the others are told as unknown. */
  #confirmed(pending: readonly Told[], anew: boolean): Told[] {
    const concerned = pending.filter(p => hashSeed.order < 2 || !p.orders.every(o => twoWays.has(o.what)));
    const untouched = pending.filter(p => !concerned.includes(p));
    const ids = concerned.map(p => p.forecast.id);
    const plan = new Map((anew ? [] : this.#left.plan).map(p => [p.id, p]));
    const missing = ids.filter(id => !plan.has(id));
    const found = new Map<string, Told>();
    const rehearse = (tests: readonly Planned[]): void => this.#rehearse(tests, () => true, t => found.set(t.forecast.id, t));
    rehearse(ids.flatMap(id => plan.get(id) ?? []));
    if (missing.length > 0) {
      const again = this.#planOf(missing.map(id => ({ id })), false);
      rehearse(missing.flatMap(id => again.get(id) ?? []));
    }
    return untouched.concat(this.#alike(concerned, found));
  }
  #alike(pending: readonly Told[], found: ReadonlyMap<string, Told>): Told[] {
    return pending.flatMap(p => {
      const other = found.get(p.forecast.id);
      const both = { ...p, orders: union(p.orders, other?.orders ?? []), reads: bothReads(p.reads, other?.reads ?? noReads) };
      if (other !== undefined && alike(p.forecast, other.forecast)) return [both];
      this.#tell(both, openIn(p.forecast, p.orders));
      return [];
    });
  }
}
function memoryOf(r: SuiteRequest, s: Settings): SuiteMemory | undefined {
  // A suite that took the engine down is begun again without some of its files: nothing of that is worth keeping.
  if (r.memory === undefined || r.avoid.size > 0) return undefined;
  // Sources are parsed before the first boot.
  if (world.current === undefined) world.current = r.world;
  const { workspace, library, packages, packagesKnown, environment } = r.world;
  const traced = r.trace !== undefined;
  const more = [r.cwd, r.configured ?? null, r.extraPath, r.pluginsKnown, hashSeed.pinned, r.world.scenario ?? null, ...(packagesKnown ? [] : ['packages unknown']), ...(traced ? ['traced'] : [])];
  // What is to be traced is rehearsed each time.
  return new SuiteMemory(traced ? forgetful : r.memory, r.world.files, s, { engine: r.engine ?? '', workspace, library, packages, environment, more });
}
const forgetful: Memory = { load: () => undefined, keeps: () => false, save: () => {} };
/** The numbers of some files' tests among all. */
function numbersOf(some: ReadonlySet<readonly CollectedTest[]>, all: readonly (readonly CollectedTest[])[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  let count = 0;
  for (const tests of all) {
    if (some.has(tests)) for (let i = 0; i < tests.length; i++) numbers.set(tests[i].id, count + i);
    count += tests.length;
  }
  return numbers;
}
/** What is so or not so comes in two orders only. */
const twoWays = new Set([sharedIdentityName, garbageName]);
