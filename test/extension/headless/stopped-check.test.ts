// Ctrl-C in the middle of a check.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, makeFolder } from './folder.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
let folder: Folder;
beforeAll(() => {
  folder = makeFolder({ 'test_quick.py': 'def test_right():\n    assert True\n\ndef test_wrong():\n    assert 1 == 2\n' });
});
afterAll(() => folder.remove());

describe('a check that is stopped', () => {
  it('tells what is known by then', async () => {
    const env = { ...process.env, NO_COLOR: '1', FORETRACE_CACHE: folder.at('cache') };
    spawnSync(process.execPath, [cli, 'check'], { cwd: folder.path, env });
    folder.write('test_slow.py', Array.from({ length: 400 }, (_, i) => `def test_${i}():\n    while True: pass\n`).join('\n'));
    const check = spawn(process.execPath, [cli, 'check'], { cwd: folder.path, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    check.stdout.on('data', d => (out += d));
    setTimeout(() => check.kill('SIGINT'), 5000);
    const code = await new Promise(resolve => check.on('close', resolve));
    expect(code).toBe(130);
    expect(out).toContain('✗ test_quick.py::test_wrong');
    expect(out).toMatch(/stopped: the other tests are not known\n1 would fail · \d+ unknown · 1 pass\n$/);
  }, 60_000);
});
