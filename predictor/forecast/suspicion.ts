// A failure that was seen when time ran out, and not yet seen through: the test fails by itself. pytest runs other tests before it, which seldom save one: that is a chance, no claim.
import type { TestChange, TestForecast, TraceOrigin } from '../../trace-collector/trace.ts';

const testsBeforeIt = 'the tests before it';

/** The forecast of a test that fails by itself. */
export const suspicionOf = (f: TestForecast): TestForecast => ({ ...f, outcome: 'unknown', result: 'unknown', probability: 0.05, why: [{ reason: 'budget', what: testsBeforeIt }] });
/** Whether the edit seems to bring the failure: what failed before it, or was unknown, is no news. */
export const isSuspected = ({ before, after }: Pick<TestChange, 'before' | 'after'>): boolean => after !== undefined && isSuspicion(after) && (before === undefined || before.outcome === 'pass');
const isSuspicion = ({ why }: { readonly why: readonly TraceOrigin[] }): boolean => why.some(w => w.reason === 'budget' && w.what === testsBeforeIt);
