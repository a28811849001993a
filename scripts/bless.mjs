// Records the golden files anew: each test that keeps one writes it when BLESS is set. Needs a Python 3.11; review what it changed before you commit.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx', ['vitest', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, BLESS: '1' },
});
process.exit(status ?? 1);
