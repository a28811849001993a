// What a check of an edit says beyond outcomes: why tests break, and what behaves otherwise though none does.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../trace-collector/trace.ts';
import { type Folder, makeFolder } from './folder.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
let folder: Folder;
const foretrace = (...args: string[]): string =>
  spawnSync(process.execPath, [cli, 'check', ...args], { cwd: folder.path, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', FORETRACE_CACHE: folder.at('cache') } }).stdout;
const check = (...args: string[]): Report => JSON.parse(foretrace('--format', 'json', ...args)) as Report;

beforeAll(() => {
  folder = makeFolder({
    'shop.py': 'def tax(amount):\n    share = amount * 20 // 100\n    return share\n\ndef gross(amount):\n    return amount + tax(amount)\n\ndef label(amount):\n    return f"{gross(amount)} EUR"\n',
    'test_shop.py': 'import shop\n\ndef test_gross():\n    bill = shop.gross(50)\n    assert bill == 60\n\ndef test_label():\n    assert shop.label(1000).endswith("EUR")\n',
    'breaks.diff': '--- a/shop.py\n+++ b/shop.py\n@@ -1,3 +1,3 @@\n def tax(amount):\n-    share = amount * 20 // 100\n+    share = amount * 25 // 100\n     return share\n',
    'silent.diff': '--- a/shop.py\n+++ b/shop.py\n@@ -8,2 +8,2 @@\n def label(amount):\n-    return f"{gross(amount)} EUR"\n+    return f"{gross(amount):,} EUR"\n',
    'same.diff': '--- a/shop.py\n+++ b/shop.py\n@@ -8,2 +8,2 @@\n def label(amount):\n-    return f"{gross(amount)} EUR"\n+    return str(gross(amount)) + " EUR"\n',
  });
});
afterAll(() => folder.remove());

describe('a check of an edit', () => {
  it('leads from the edited line to the failure', () => {
    const [broken] = check('--edit', 'breaks.diff').tests;
    expect(broken).toMatchObject({ id: 'test_shop.py::test_gross', change: 'breaks' });
    expect(broken.because).toEqual([
      { file: folder.at('shop.py'), line: 2, function: 'tax', kind: 'sets', name: 'share', before: '10', after: '12' },
      { file: folder.at('shop.py'), line: 3, function: 'tax', kind: 'returns', before: '10', after: '12' },
      { file: folder.at('shop.py'), line: 6, function: 'gross', kind: 'returns', before: '60', after: '62' },
      { file: folder.at('test_shop.py'), line: 4, function: 'test_gross', kind: 'sets', name: 'bill', before: '60', after: '62' },
    ]);
    expect(foretrace('--edit', 'breaks.diff')).toContain('because\n      shop.py:2 tax: share = 12, was 10\n');
  });

  it('tells what behaves otherwise where no test breaks', () => {
    const r = check('--edit', 'silent.diff');
    expect(r.tests.map(t => t.change)).toEqual(['passes', 'passes']);
    expect(r.behaviour).toEqual([{ file: folder.at('shop.py'), line: 8, function: 'label', arguments: 'amount=1000', before: "'1200 EUR'", after: "'1,200 EUR'" }]);
    expect(foretrace('--edit', 'silent.diff')).toContain("≠ label(amount=1000) → '1,200 EUR', was '1200 EUR'");
  });

  it('is silent where all calls come out the same', () => {
    expect(check('--edit', 'same.diff').behaviour).toEqual([]);
    expect(foretrace('--edit', 'same.diff')).not.toContain('otherwise');
  });

  it('leaves both out where outcomes are enough', () => {
    expect(check('--quick', '--edit', 'breaks.diff').tests[0]).not.toHaveProperty('because');
    expect(check('--quick', '--edit', 'silent.diff')).not.toHaveProperty('behaviour');
  });
});
