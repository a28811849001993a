// A failure that was seen when time ran out, and not yet seen through: the test fails by itself. pytest runs other tests before it, which seldom save one: that is a chance, no claim.
import type { TestForecast, TraceOrigin } from '../../trace-collector/trace.ts';

const testsBeforeIt = 'the tests before it';

/** The forecast of a test that fails by itself. */
export const suspicionOf = (f: TestForecast): TestForecast => ({ ...f, outcome: 'unknown', result: 'unknown', probability: 0.05, why: [{ reason: 'budget', what: testsBeforeIt }] });
/** Whether a forecast is such a one. */
export const isSuspicion = ({ why }: { readonly why: readonly TraceOrigin[] }): boolean => why.some(w => w.reason === 'budget' && w.what === testsBeforeIt);
