// How soon predictions show while one types, in the real editor: the measuring is done by test/end-to-end/editor-bench.ts, which drives it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchOptions } from './options.ts';

export async function editor({ repos, only, sample, json }: BenchOptions): Promise<void> {
  const script = fileURLToPath(new URL('../test/end-to-end/editor-bench.ts', import.meta.url));
  const args = [
    ...(repos === undefined ? [] : ['--repos', repos]),
    ...(only === undefined ? [] : ['--only', only.join(',')]),
    ...(sample === undefined ? [] : ['--sample', String(sample)]),
    ...(json ? ['--json'] : []),
  ];
  process.exitCode = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' }).status ?? 1;
}
