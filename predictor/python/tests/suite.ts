// Runs a test suite inside the engine: collects it once, and rehearses each test from the state after that. Tests that show an order which CPython leaves open are
// rehearsed again in other orders, and are definite where they end alike in all of them.
import type { TestForecast, Trace } from '../../../trace-collector/trace.ts';
import { type Origin, union } from '../../unknown.ts';
import { hashSeed } from '../hash-seed.ts';
import { openOrders, ordersTried } from '../open-orders.ts';
import { vm } from '../state.ts';
import { stale } from '../types/generator.ts';
import { type Planned, prepare, type SuiteRequest } from './collection.ts';
import { rehearseTest } from './one-test.ts';
import { readSettings, type Settings } from './settings.ts';

export type { SuiteRequest };

export interface SuiteWatch {
  busy(phase: 'collect' | 'test', what: string, done: number, of: number): void;
  collected(root: string, tests: readonly { readonly id: string; readonly file: string; readonly line: number }[]): void;
  forecast(t: TestForecast): void;
  /** What a test would do, where that was asked for. */
  traced(id: string, trace: Trace): void;
}

/** A definite forecast that hangs on open orders. */
interface Pending {
  readonly forecast: TestForecast;
  readonly orders: readonly Origin[];
}

export function runSuite(r: SuiteRequest, watch: SuiteWatch): void {
  const s = readSettings(r.world.files, r.cwd, r.paths, r.configured);
  openOrders.tried = true;
  hashSeed.order = 0;
  vm.tracing = r.trace !== undefined;
  try {
    const plan = prepare(r, s, (file, done, of) => watch.busy('collect', file, done, of));
    watch.collected(s.rootdir, plan.map(({ id, file, line }) => ({ id, file, line })));
    if (r.list) return;
    let pending: Pending[] = [];
    rehearse(r, s, plan.filter(t => !r.skip.has(t.id)), watch, (forecast, orders) => {
      if (forecast.outcome === 'unknown' || orders.length === 0) watch.forecast(withOrders(forecast, orders));
      else pending.push({ forecast, orders });
    });
    for (hashSeed.order = 1; hashSeed.order < ordersTried && pending.length > 0; hashSeed.order++) pending = confirmed(r, s, pending, watch);
    for (const p of pending) watch.forecast(p.forecast);
  } finally {
    vm.tracing = false;
    hashSeed.order = 0;
    openOrders.tried = false;
  }
}

/** Rehearses the tests of a plan that was just made, one after the other. */
function rehearse(r: SuiteRequest, s: Settings, tests: readonly Planned[], watch: SuiteWatch, tell: (f: TestForecast, orders: readonly Origin[]) => void): void {
  let plan = tests;
  for (let i = 0; i < plan.length; i++) {
    const t = plan[i];
    watch.busy('test', t.id, i, plan.length);
    if (t.settled !== undefined) {
      tell(t.settled, []);
      continue;
    }
    const { forecast, orders, trace } = rehearseTest(t, r.budget, hashSeed.order === 0 ? r.trace : undefined);
    if (trace !== undefined) watch.traced(t.id, trace);
    tell(forecast, orders);
    // What could not be taken back would leak into the next test: start afresh.
    if (stale.generators && i + 1 < plan.length) {
      const again = new Map(prepare(r, s, () => {}).map(p => [p.id, p]));
      plan = plan.map((p, k) => (k > i ? (again.get(p.id) ?? p) : p));
    }
  }
}

/** Those that end alike in the order in force; the others are told as unknown. */
function confirmed(r: SuiteRequest, s: Settings, pending: readonly Pending[], watch: SuiteWatch): Pending[] {
  const plan = new Map(prepare(r, s, (file, done, of) => watch.busy('collect', file, done, of)).map(p => [p.id, p]));
  const found = new Map<string, TestForecast>();
  const tests = pending.flatMap(p => plan.get(p.forecast.id) ?? []);
  rehearse(r, s, tests, watch, f => found.set(f.id, f));
  return pending.filter(p => {
    const other = found.get(p.forecast.id);
    if (other !== undefined && alike(p.forecast, other)) return true;
    watch.forecast(withOrders({ ...p.forecast, outcome: 'unknown', result: 'unknown', probability: 0.5 }, p.orders));
    return false;
  });
}
const alike = (a: TestForecast, b: TestForecast): boolean => a.outcome === b.outcome && a.result === b.result && a.raises?.type === b.raises?.type;
const withOrders = (f: TestForecast, orders: readonly Origin[]): TestForecast => (f.outcome === 'unknown' ? { ...f, why: [...union(f.why as readonly Origin[], orders)] } : f);
