// The editor's worker as a process: what it sees of its start, and that it never outlives the editor.
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { makeFolder } from '../folder.ts';
import { startWorker } from './built-worker.ts';

it('rehearses in the editor’s environment, without what it was started with', async () => {
  const folder = makeFolder({
    'pytest.ini': '[pytest]\n',
    'test_it.py': 'import os\n\ndef test_environment():\n    assert not {"MALLOC_ARENA_MAX", "ELECTRON_RUN_AS_NODE", "FORETRACE_STARTED_WITH"} & set(os.environ)\n    assert "PATH" in os.environ\n',
  });
  const worker = startWorker();
  try {
    expect(await worker.ask({ kind: 'rehearse', folder: folder.path })).toMatchObject({ counts: { pass: 1, fail: 0, unknown: 0 } });
  } finally {
    await worker.end();
    folder.remove();
  }
});

it('ends with the process that has started it, however that one ends', async () => {
  const here = new URL('../../../../', import.meta.url);
  const start = pathToFileURL(new URL('extension/headless/editor/start-worker.ts', here).pathname).href;
  const script = `
    const { startWorker } = await import(${JSON.stringify(start)});
    const worker = startWorker(new URL(${JSON.stringify(new URL('dist/editor-start.js', here).href)}));
    worker.once('spawn', () => setTimeout(() => { process.stdout.write(String(worker.pid)); process.kill(process.pid, 'SIGKILL'); }, 300));`;
  let said = '';
  try {
    execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (e) {
    said = String((e as { stdout: Buffer }).stdout);
  }
  const pid = Number(said);
  expect(pid).toBeGreaterThan(0);
  const isAlive = (): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isAlive, { timeout: 8000 }).toBe(false);
});
