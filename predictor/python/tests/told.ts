// What a suite's run knows of a test before it tells it: its forecast by itself, and what that hangs on.
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { standingOn } from '../../forecast/agreement.ts';
import type { Reads } from '../../forecast/reads.ts';
import type { Fill } from '../../oracles/oracle.ts';
import { type Origin, union } from '../../unknown.ts';
import { garbageName } from '../open-orders.ts';

/** A test's forecast, the open orders that it hangs on, and what it read. */
export interface Told {
  readonly forecast: TestForecast;
  readonly orders: readonly Origin[];
  readonly reads: Reads;
  /** Milliseconds that its rehearsal by itself took. */
  readonly cost?: number;
  /** It was not rehearsed now. */
  readonly recalled?: boolean;
  /** It was rehearsed after the tests that it may stand on. */
  readonly settled?: boolean;
}

/** What is known of a test by its import alone stands on the answers that the import stood on. */
export function settledUnder(fills: readonly Fill[], f: TestForecast): TestForecast {
  return fills.length === 0 ? f : { ...standingOn(fills, f), result: 'unknown' };
}
/** A failure that will likely stand. The first order has garbage gone that mostly is still there: what fails of that says little. */
export const isSuspect = ({ forecast, orders }: Told): boolean => forecast.outcome === 'fail' && !orders.some(o => o.what === garbageName);
export const alike = (a: TestForecast, b: TestForecast): boolean => a.outcome === b.outcome && a.result === b.result && a.raises?.type === b.raises?.type;
/** It hangs on these orders where it is not known anyway. */
export const withOrders = (f: TestForecast, orders: readonly Origin[]): TestForecast => (f.outcome === 'unknown' ? { ...f, why: [...union(f.why as readonly Origin[], orders)] } : f);
/** What would come out in one order is no forecast. */
export const openIn = (f: TestForecast, orders: readonly Origin[]): TestForecast => withOrders({ ...f, outcome: 'unknown', result: 'unknown', probability: 0.5 }, orders);
