// Calibration: scores against ones worked out by hand, what is learned from much, little and no history, and the record that pages draw.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoresOf, type Verified } from '../../../predictor/calibration/compare.ts';
import { fitCalibration, isotonic } from '../../../predictor/calibration/fit.ts';
import { calibrationReport as report, correctedForecast } from '../../../predictor/calibration/report.ts';
import { calibrationReport, type Forecast } from '../../../trace-collector/trace.ts';

const verified = (claim: Verified['claim'], probability: number, passed: boolean, more: Partial<Verified> = {}): Verified => ({ test: `t${Math.round(probability * 100)}`, claim, probability, passed, ...more });
const many = (n: number, of: (i: number) => Verified): Verified[] => Array.from({ length: n }, (_, i) => of(i));

describe('scores', () => {
  it('are those of the definitions', () => {
    const s = scoresOf([
      [0.9, true],
      [0.8, false],
      [0.85, true],
      [0.1, false],
    ]);
    expect(s.brier).toBeCloseTo((0.01 + 0.64 + 0.0225 + 0.01) / 4, 12);
    // Bins 0.1–0.2, 0.8–0.9 and 0.9–1.
    expect(s.ece).toBeCloseTo(0.25 * 0.1 + 0.5 * Math.abs(0.825 - 0.5) + 0.25 * 0.1, 12);
    expect(s.bins.map(b => [b.from, b.count])).toEqual([
      [0.1, 1],
      [0.8, 2],
      [0.9, 1],
    ]);
  });
  it('of nothing are nothing, and of what is always right are zero', () => {
    expect(scoresOf([])).toEqual({ count: 0, brier: 0, ece: 0, bins: [] });
    expect(scoresOf([[1, true], [0, false]])).toMatchObject({ brier: 0, ece: 0 });
  });
});

describe('a calibrator', () => {
  it('that has learned nothing changes nothing', () => {
    const { correct, size } = fitCalibration([]);
    expect(size).toBe(0);
    for (const p of [0, 0.3, 0.5, 1]) expect(correct({ test: 't', claim: 'unknown', probability: p })).toBe(p);
  });
  it('believes unknowns more where they came out well', () => {
    const { correct } = fitCalibration(many(40, i => verified('unknown', 0.5, i % 10 !== 0, { test: `t${i}`, reason: 'time', code: `c${i}` })));
    const p = correct({ test: 'new', claim: 'unknown', probability: 0.5, reason: 'time' });
    expect(p).toBeGreaterThan(0.8);
    expect(p).toBeLessThan(0.95);
  });
  it('learns little from little', () => {
    const { correct } = fitCalibration([verified('unknown', 0.5, true, { reason: 'time' })]);
    const p = correct({ test: 'new', claim: 'unknown', probability: 0.5, reason: 'time' });
    expect(p).toBeGreaterThan(0.5);
    expect(p).toBeLessThan(0.7);
  });
  it('tells kinds of unknowns apart, and tests', () => {
    const { correct } = fitCalibration([
      ...many(30, i => verified('unknown', 0.5, true, { test: `a${i}`, reason: 'time', code: `c${i}` })),
      ...many(30, i => verified('unknown', 0.5, false, { test: `b${i % 3}`, reason: 'budget', code: `c${i}` })),
    ]);
    const of = (reason: string, test = 'new'): number => correct({ test, claim: 'unknown', probability: 0.5, reason });
    expect(of('time')).toBeGreaterThan(0.75);
    expect(of('budget')).toBeLessThan(0.25);
    expect(of('time', 'b0')).toBeLessThan(of('time'));
  });
  it('is not carried away by one state of the code in which all went wrong together', () => {
    const fine = many(30, i => verified('unknown', 0.5, true, { test: `t${i}`, reason: 'time', code: `c${i}` }));
    const apart = fitCalibration([...fine, ...many(30, i => verified('unknown', 0.5, false, { test: `w${i}`, reason: 'time', code: `d${i}` }))]);
    const together = fitCalibration([...fine, ...many(30, i => verified('unknown', 0.5, false, { test: `w${i}`, reason: 'time', code: 'd' }))]);
    const next = { test: 'new', claim: 'unknown', probability: 0.5, reason: 'time' } as const;
    expect(together.correct(next)).toBeGreaterThan(0.7);
    expect(apart.correct(next)).toBeLessThan(0.6);
  });
  it('leaves what is definite as it is, whatever has happened', () => {
    const { correct } = fitCalibration([...many(20, i => verified('unknown', 0.5, false, { test: `t${i}` })), ...many(20, i => verified('pass', 1, false, { test: `p${i}` }))]);
    expect(correct({ test: 't', claim: 'pass', probability: 1 })).toBe(1);
    expect(correct({ test: 't', claim: 'fail', probability: 0 })).toBe(0);
  });
  it('keeps the order of chances, and stays a chance, whatever it has learned', () => {
    const one = fc.record({ probability: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.75, 0.875, 1), passed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (seen, weight) => {
        const curve = isotonic(seen, weight);
        let last = 0;
        for (let p = 0; p <= 1; p += 1 / 64) {
          const q = curve(p);
          expect(q).toBeGreaterThanOrEqual(last - 1e-12);
          expect(q).toBeLessThanOrEqual(1 + 1e-12);
          last = q;
        }
      }),
    );
  });
  it('pools neighbours that are out of order', () => {
    const curve = isotonic([...many(100, () => verified('unknown', 0.4, true)), ...many(100, () => verified('unknown', 0.6, false))], 0.001);
    expect(curve(0.4)).toBeCloseTo(0.5, 2);
    expect(curve(0.6)).toBeCloseTo(0.5, 2);
  });
});

describe('the report', () => {
  const history = [
    ...many(50, i => verified('pass', 1, true, { test: `p${i}`, code: 'a' })),
    verified('pass', 1, false, { test: 'wrong', code: 'a' }),
    ...many(10, i => verified('fail', 0, false, { test: `f${i}`, code: 'a' })),
    ...many(40, i => verified('unknown', 0.5, i % 8 !== 0, { test: `u${i % 5}`, reason: 'time', code: `c${i}` })),
  ];
  it('is one record that can be drawn: counts, scores before and after, groups', () => {
    const r = calibrationReport.parse(report('/w', history));
    expect(r).toMatchObject({ root: '/w', verified: 101, tests: 66, confirmed: 60, refuted: 1, abstained: 40 });
    expect(r.abstention).toBeCloseTo(40 / 101, 12);
    expect(r.groups.map(g => [g.claim, g.reason, g.count, g.passed])).toEqual([
      ['pass', undefined, 51, 50],
      ['unknown', 'time', 40, 35],
      ['fail', undefined, 10, 0],
    ]);
    expect(r.corrected.brier).toBeLessThan(r.uncorrected.brier);
    expect(r.undecided.uncorrected.brier).toBeCloseTo(0.25, 12);
    expect(r.undecided.corrected.brier).toBeLessThan(0.2);
  });
  it('scores nothing with what was learned from it: the first forecasts are as they were told', () => {
    const r = report('/w', many(5, () => verified('unknown', 0.5, true)));
    expect(r.corrected.bins[0].count).toBeGreaterThan(0);
    expect(r.corrected.bins.some(b => b.from === 0.5)).toBe(true);
  });
  it('of nothing is a report, too', () => {
    expect(calibrationReport.parse(report('/w', []))).toMatchObject({ verified: 0, abstention: 0, groups: [] });
  });
});

describe('a corrected forecast', () => {
  const calibrator = fitCalibration(many(40, i => verified('unknown', 0.5, true, { test: `t${i}`, reason: 'time', code: `c${i}` })));
  const forecast = (outcome: Forecast['outcome'], probability: number): Forecast => ({ outcome, probability, why: outcome === 'unknown' ? [{ reason: 'time', what: 'time.time' }] : [], effects: [], stdout: '', stderr: '' });
  it('says what it was before', () => {
    const f = correctedForecast('new', forecast('unknown', 0.5), calibrator);
    expect(f.uncorrected).toBe(0.5);
    expect(f.probability).toBeGreaterThan(0.8);
    expect(f.outcome).toBe('unknown');
  });
  it('that is definite is a claim, and stays one', () => {
    for (const f of [forecast('pass', 1), forecast('fail', 0)]) expect(correctedForecast('new', f, calibrator)).toBe(f);
  });
});
