// Agents in a real VS Code: the extension's tools are there, and answer. Skipped where no editor is installed (workbench.ts says why).
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { tools } from '../../extension/headless/tools/table.ts';
import { missing, openWorkbench, root } from './workbench.ts';

if (missing !== undefined) console.warn(`SKIPPED: agents' tools in a real editor: ${missing}`);

describe.skipIf(missing !== undefined)('the tools of agents', () => {
  it('are among the language model’s, and answer about the open project', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'foretrace-orders-')));
    cpSync(join(root, 'examples/orders'), folder, { recursive: true });
    const empty = mkdtempSync(join(tmpdir(), 'foretrace-extensions-'));
    const module = `${folder}-agents.cjs`;
    const results = `${folder}-results.json`;
    await build({ entryPoints: [join(root, 'test/end-to-end/in-host-agents.ts')], outfile: module, bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], logLevel: 'warning' });
    const w = await openWorkbench({ folder, file: '', extensions: empty, tests: { module, results } });
    try {
      await w.exit;
      expect(existsSync(results), w.logs().slice(-5).join('\n')).toBe(true);
      const told = JSON.parse(readFileSync(results, 'utf8')) as Record<string, unknown>;
      expect(told.error).toBeUndefined();
      expect(told.known).toEqual(expect.arrayContaining(tools.map(t => `foretrace_${t.name}`)));
      expect(told.edit).toMatchObject({ outcome: 'breaks', counts: { breaks: 1 } });
      expect(told.command).toMatchObject({ exitCode: 0, stdout: { text: '__init__.py\nbasket.py\n' } });
      expect(told.refused).toMatch(/not a unified diff/);
    } finally {
      await w.close();
      for (const path of [folder, empty, module, results]) rmSync(path, { recursive: true, force: true });
    }
  }, 300_000);
});
