// Calibration as users have it: forecasts that real runs have verified, what `foretrace calibration` says of them, and chances that are corrected by them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibrationReport, type Report } from '../../../trace-collector/trace.ts';
import { hasPytest } from '../../support/recording.ts';
import { type Folder, makeFolder } from './folder.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
let folder: Folder;
const foretrace = (...args: string[]): { code: number | null; out: string; err: string } => {
  const r = spawnSync(process.execPath, [cli, ...args], { cwd: folder.path, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', PYTHONDONTWRITEBYTECODE: '1' } });
  return { code: r.status, out: r.stdout, err: r.stderr };
};

beforeAll(() => {
  folder = makeFolder({
    'pytest.ini': '[pytest]\n',
    'test_it.py':
      'import random, os\n\ndef test_sum():\n    assert 1 + 1 == 2\n\ndef test_wrong():\n    assert 1 == 2\n\n' +
      ['a', 'b', 'c'].map(n => `def test_chance_${n}():\n    assert random.random() < 2\n\n`).join(''),
  });
});
afterAll(() => folder.remove());

describe('calibration', () => {
  it('without a history says how to get one', () => {
    const { out, code } = foretrace('calibration');
    expect(code).toBe(0);
    expect(out).toMatch(/no forecast has been verified here yet[\s\S]*foretrace verify/);
    expect(calibrationReport.parse(JSON.parse(foretrace('calibration', '--format', 'json').out))).toMatchObject({ verified: 0 });
  });
  it('is refused for what is not there', () => {
    expect(foretrace('calibration', 'nowhere').err).toMatch(/no such file or folder: nowhere/);
    expect(foretrace('calibration', '--store', 'nowhere.db').err).toMatch(/nowhere\.db/);
    expect(foretrace('calibration', '--format', 'xml').err).toMatch(/text or json/);
  });

  describe.skipIf(!hasPytest)('after real runs', () => {
    beforeAll(() => {
      expect(foretrace('verify').code).not.toBe(2);
    });
    it('tells scores, the reliability table and kinds of forecasts', () => {
      const r = calibrationReport.parse(JSON.parse(foretrace('calibration', '--format', 'json').out));
      expect(r).toMatchObject({ verified: 5, tests: 5, confirmed: 2, refuted: 0, abstained: 3, abstention: 0.6 });
      expect(r.groups).toContainEqual(expect.objectContaining({ claim: 'unknown', reason: 'random', count: 3, passed: 3 }));
      expect(r.uncorrected.brier).toBeCloseTo((3 * 0.25) / 5, 9);
      const { out } = foretrace('calibration');
      expect(out).toMatch(/5 verified forecasts of 5 tests/);
      expect(out).toMatch(/Brier score +0\.1500/);
      expect(out).toMatch(/unknown \(random\) +3 +100\.0 % +0\.50/);
    });
    it('corrects the chance of what stays unknown, and nothing that is definite', () => {
      const r = JSON.parse(foretrace('check', '--format', 'json').out) as Report;
      const of = (name: string) => r.tests.find(t => t.id.endsWith(name))!.after!;
      expect(of('test_chance_a')).toMatchObject({ outcome: 'unknown', uncorrected: 0.5 });
      expect(of('test_chance_a').probability).toBeGreaterThan(0.55);
      expect(of('test_sum')).toMatchObject({ outcome: 'pass', probability: 1 });
      expect(of('test_sum').uncorrected).toBeUndefined();
      expect(of('test_wrong')).toMatchObject({ outcome: 'fail', probability: 0 });
      expect(foretrace('check').out).toMatch(/test_chance_a \(passes with a chance of 0\.\d\d, by what was verified here\)/);
    });
    it('learns from chances as they were told, not from its own corrections', () => {
      foretrace('check');
      foretrace('verify');
      const r = calibrationReport.parse(JSON.parse(foretrace('calibration', '--format', 'json').out));
      expect(r.groups.find(g => g.reason === 'random')?.uncorrected).toBe(0.5);
    });
    it('tells agents the corrected chance', () => {
      const told = JSON.parse(foretrace('tool', 'predict_execution', '{"target": "test_it.py::test_chance_b"}').out) as { outcome: string; passes: number };
      expect(told.outcome).toBe('unknown');
      expect(told.passes).toBeGreaterThan(0.55);
    });
  });
});
