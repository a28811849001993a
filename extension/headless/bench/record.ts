// Recording: no tracing, a bare settrace tracer that keeps the repr of all locals, and ours with its writing, in one run; then bytes of a frame in the store.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { record as runRecorded } from '../../../trace-collector/python/record.ts';
import { openStore } from '../../../trace-collector/store/store.ts';
import { tracerFolder } from '../assets.ts';
import type { BenchOptions } from './options.ts';

const here = dirname(fileURLToPath(import.meta.url));
const bench = existsSync(join(here, 'programs')) ? here : join(here, '..', 'extension', 'headless', 'bench');
const names = ['loop', 'call', 'string', 'dict', 'objects', 'generators', 'exceptions'];

export async function record({ json }: BenchOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'foretrace-bench-'));
  const ratios: number[] = [];
  const sizes: number[] = [];
  for (const name of names) {
    const path = join(bench, 'programs', `${name}.py`);
    const r = spawnSync('python3', [join(bench, 'record_clock.py'), tracerFolder(), folder, path, '5'], { encoding: 'utf8' });
    if (r.status !== 0) throw new Error(r.stderr);
    const t = JSON.parse(r.stdout) as { plain: number; bare: number; ours: number; events: number; bytes: number };
    const store = openStore(join(folder, `${name}.db`));
    const script = join(folder, 'run.py');
    spawnSync('python3', ['-c', `open(${JSON.stringify(script)}, "w").write(open(${JSON.stringify(path)}).read() + "\\nprogram(TRACE_SIZE)\\n")`]);
    const kept = await runRecorded(store, { kind: 'script', python: 'python3', tracer: tracerFolder(), args: [script], cwd: folder, roots: [folder], environment: process.env, output: 'ignore' });
    const [stored] = store.traces();
    store.close();
    ratios.push(t.bare / t.ours);
    sizes.push(stored.bytes / kept.frames);
    console.log(
      `${name.padEnd(12)} plain ${(t.plain * 1000).toFixed(1).padStart(7)} ms, bare ${(t.bare * 1000).toFixed(1).padStart(8)} ms, ours ${(t.ours * 1000).toFixed(1).padStart(7)} ms: ${(t.bare / t.ours).toFixed(2)} times as fast, ` +
        `${((1e9 * t.ours) / t.events).toFixed(0)} ns a frame; ${(t.bytes / t.events).toFixed(1)} bytes a frame written, ${sizes.at(-1)!.toFixed(1)} stored`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
  const speedup = Math.exp(ratios.reduce((a, x) => a + Math.log(x), 0) / ratios.length);
  const bytes = sizes.reduce((a, x) => a + x, 0) / sizes.length;
  console.log(`\n${speedup.toFixed(2)} times as fast as the bare tracer (geometric mean), ${bytes.toFixed(1)} bytes a frame stored`);
  if (json) console.log(JSON.stringify({ bench: 'record', speedup: Number(speedup.toFixed(2)), lowest: Number(Math.min(...ratios).toFixed(2)), bytesPerFrame: Number(bytes.toFixed(1)) }));
}
