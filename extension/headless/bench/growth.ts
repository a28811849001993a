// Does the cost of an edit follow the tests that it touches? The same edit to a generated project and to one ten times as large, in a warm service and in a new
// process that finds the remembered forecasts on disk.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Service } from '../service.ts';
import type { BenchOptions } from './options.ts';

const moduleText = (i: number): string => `"""Part ${i} of a generated project."""
from dataclasses import dataclass


@dataclass
class Item${i}:
    name: str
    price: int

    def total(self, count):
        return self.price * count


def price_of(names, prices={'a': 3, 'b': 5}):
    total = 0
    for name in names:
        total += prices.get(name, ${i % 7})
    return total


def label(item):
    return f"{item.name}: {item.price}"
`;
const testText = (i: number): string => `import pytest
from parts.part_${i} import Item${i}, label, price_of


@pytest.fixture
def item():
    return Item${i}('x', 4)


@pytest.mark.parametrize('count', [0, 1, 2, 3])
def test_total(item, count):
    assert item.total(count) == 4 * count


def test_label(item):
    assert label(item) == 'x: 4'


def test_price_of():
    assert price_of('ab') == 8
    assert price_of('z') == ${i % 7}
`;

function generate(folder: string, parts: number): void {
  mkdirSync(join(folder, 'parts'), { recursive: true });
  mkdirSync(join(folder, 'tests'));
  writeFileSync(join(folder, 'pyproject.toml'), '[tool.pytest.ini_options]\npythonpath = ["."]\n');
  writeFileSync(join(folder, 'parts', '__init__.py'), '');
  for (let i = 0; i < parts; i++) {
    writeFileSync(join(folder, 'parts', `part_${i}.py`), moduleText(i));
    writeFileSync(join(folder, 'tests', `test_part_${i}.py`), testText(i));
  }
}
const middle = (xs: readonly number[]): number => [...xs].sort((a, b) => a - b)[xs.length >> 1];

interface Cost {
  readonly tests: number;
  readonly firstMs: number;
  readonly warmMs: number;
  readonly processMs: number;
}
async function costOf(parts: number, rounds: number): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'foretrace-growth-'));
  const service = new Service();
  try {
    generate(folder, parts);
    const file = join(folder, 'parts', 'part_3.py');
    const place = { workspace: folder, environment: { PYTHONHASHSEED: '0', PATH: process.env.PATH ?? '' }, home: folder };
    const run = (changes = new Map<string, string>()) => service.suite({ place: { ...place, changes }, cwd: folder, paths: [], list: false });
    let from = performance.now();
    const tests = (await run()).tests.length;
    const firstMs = performance.now() - from;
    const warm: number[] = [];
    for (let k = 0; k < 5 * rounds; k++) {
      const edited = moduleText(3).replace("f\"{item.name}: {item.price}\"", `f"{item.name}: {item.price + ${k % 2}}"`);
      from = performance.now();
      await run(new Map([[file, edited]]));
      warm.push(performance.now() - from);
    }
    const cli = join(dirname(fileURLToPath(import.meta.url)), 'cli.js');
    const starts: number[] = [];
    if (existsSync(cli)) {
      const diff = `--- a/parts/part_3.py\n+++ b/parts/part_3.py\n@@ -21,2 +21,2 @@\n def label(item):\n-    return f"{item.name}: {item.price}"\n+    return f"{item.name}; {item.price}"\n`;
      writeFileSync(join(folder, 'edit.diff'), diff);
      const check = (): void => {
        try {
          execFileSync(process.execPath, [cli, 'check', '--edit', 'edit.diff'], { cwd: folder, stdio: 'pipe', env: { ...process.env, FORETRACE_CACHE: join(folder, '.cache') } });
        } catch (e) {
          // A failure is forecast: that is what the edit is for.
          if ((e as { status?: number }).status !== 1) throw e;
        }
      };
      check();
      for (let k = 0; k < rounds; k++) {
        from = performance.now();
        check();
        starts.push(performance.now() - from);
      }
    }
    return { tests, firstMs, warmMs: middle(warm), processMs: starts.length === 0 ? Number.NaN : middle(starts) };
  } finally {
    service.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function growth({ json }: BenchOptions): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), 'foretrace-cache-'));
  process.env.FORETRACE_CACHE = cache;
  const from = performance.now();
  const small = await costOf(20, 7);
  const large = await costOf(200, 7);
  rmSync(cache, { recursive: true, force: true });
  const warmRatio = large.warmMs / small.warmMs;
  const processRatio = large.processMs / small.processMs;
  for (const c of [small, large]) {
    console.log(`${String(c.tests).padStart(5)} tests: first ${c.firstMs.toFixed(0)} ms; the edit, warm ${c.warmMs.toFixed(1)} ms, in a new process ${c.processMs.toFixed(0)} ms`);
  }
  console.log(`ten times as large costs ${warmRatio.toFixed(2)} times as much warm, ${processRatio.toFixed(2)} times in a new process`);
  if (json) console.log(JSON.stringify({ bench: 'growth', total: small.tests + large.tests, right: 0, wrong: 0, unknown: 0, ms: Math.round(performance.now() - from), warmRatio: Number(warmRatio.toFixed(3)), processRatio: Number(processRatio.toFixed(3)), small, large }));
}
