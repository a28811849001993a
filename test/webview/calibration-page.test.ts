// The calibration page in a real browser: the figures, the diagram and the surprises of a store's judged forecasts, and what it says before there are any.
import { afterEach, describe, expect, it } from 'vitest';
import { nothingJudged } from '../../extension/headless/editor/calibration.ts';
import { scoresOf } from '../../predictor/calibration/compare.ts';
import type { CalibrationScores } from '../../trace-collector/trace.ts';
import type { Calibration } from '../../webview/protocol.ts';
import { type BrowserPage, missing, openPage } from './browser-page.ts';

if (missing !== undefined) console.warn(`SKIPPED: the calibration page: ${missing}`);
const claims = [...Array.from({ length: 40 }, () => [1, 1]), ...Array.from({ length: 10 }, (_, k) => [0.75, k < 6 ? 1 : 0]), ...Array.from({ length: 20 }, (_, k) => [0, k === 0 ? 1 : 0])];
const scores = (corrected: number): CalibrationScores => {
  const s = scoresOf(claims.map(([claimed, passed]) => [claimed === 0.75 ? corrected : claimed, passed === 1] as const));
  return { ...s, bins: s.bins.map(b => ({ ...b })) };
};

describe.skipIf(missing !== undefined)('the calibration page', () => {
  let p: BrowserPage | undefined;
  afterEach(async () => {
    expect(p?.faults).toEqual([]);
    await p?.close();
  });
  const show = async (calibration: Calibration): Promise<BrowserPage> =>
    (p = await openPage('calibration', async m => (m.kind === 'ready' || m.kind === 'again' ? { kind: 'calibration', calibration, folder: 'orders' } : undefined)));

  it('shows figures, the diagram with a table that tells the same, and surprises that lead to both traces', async () => {
    const surprise = { test: 'tests/test_a.py::test_b', thought: 'passed', happened: 'failed: KeyError: 1', judged: 1_790_000_000_000, file: '/w/a.py', line: 7 };
    const b = await show({
      report: { ...nothingJudged.report, verified: 70, confirmed: 59, refuted: 1, abstention: 10 / 70, uncorrected: scores(0.75), corrected: scores(0.62) },
      surprises: [surprise],
    });
    await b.page.locator('dl > div', { hasText: 'Brier score' }).filter({ hasText: '0.052 → 0.049' }).waitFor();
    await b.page.locator('dl > div', { hasText: 'Unknown' }).filter({ hasText: '14 %' }).waitFor();
    expect(await b.page.locator('foretrace-reliability circle').count()).toBe(3);
    expect((await b.page.locator('foretrace-reliability tbody tr').nth(1).innerText()).split(/\s{1,}/).join(' ')).toBe('75 % 60 % 10');
    await b.page.getByRole('button', { name: 'tests/test_a.py::test_b' }).click();
    await b.page.getByRole('button', { name: 'line 7' }).click();
    await b.page.waitForTimeout(100);
    expect(b.heard.slice(-2)).toEqual([{ kind: 'test', test: surprise.test }, { kind: 'source', file: '/w/a.py', line: 7, focus: true }]);
    for (const t of ['dark', 'light', 'contrast'] as const) {
      await b.theme(t);
      await b.page.waitForTimeout(50);
      await b.shot(`calibration-${t}`);
    }
  });
  it('says how to come to judged forecasts where there are none', async () => {
    const b = await show(nothingJudged);
    await b.page.locator('p', { hasText: 'No forecast has been judged yet' }).waitFor();
  });
});
