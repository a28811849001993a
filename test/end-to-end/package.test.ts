// The .vsix, unpacked: everything that agents need is in it, and the server in it answers the official client.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { tools } from '../../extension/headless/tools/table.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
const at = (...parts: string[]): string => join(folder, ...parts);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foretrace-package-'));
  const packed = spawnSync(process.execPath, [join(root, 'scripts/package.mjs'), at('foretrace.vsix'), '--built'], { encoding: 'utf8' });
  expect(packed.stderr).toBe('');
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(at('foretrace.vsix'))))) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), bytes);
  }
  mkdirSync(at('project'));
  writeFileSync(at('project/pyproject.toml'), '');
  writeFileSync(at('project/app.py'), 'def one():\n    return 1\n');
  writeFileSync(at('project/test_app.py'), 'from app import one\n\ndef test_one():\n    assert one() == 1\n');
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('is of a size that is soon there', () => {
    expect(statSync(at('foretrace.vsix')).size).toBeLessThan(8_000_000);
  });
  it('says that it runs in a browser, too', () => {
    const about = readFileSync(at('extension.vsixmanifest'), 'utf8');
    expect(about).toContain('Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace,web"');
    expect(about).toContain('__web_extension');
  });
  // With a single character more than Latin-1 has, V8 keeps two bytes for each.
  it.each(['worker.js', 'editor-worker.js', 'web/engine.js', 'web/editor-worker.js'])('has plain ASCII in dist/%s, for threads keep its text', name => {
    expect(readFileSync(at('extension/dist', name)).find(byte => byte > 127)).toBeUndefined();
  });
  it.each([
    ['dist/mcp.js', ['extension/dist/mcp.js']],
    ['dist/cli.js mcp, as the extension starts it', ['extension/dist/cli.js', 'mcp']],
  ])('answers an MCP client by %s, outside of this repository', async (_, command) => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [at(command[0]), ...command.slice(1), '--workspace', at('project')], stderr: 'inherit' }));
    try {
      expect((await client.listTools()).tools.map(t => t.name).sort()).toEqual(tools.map(t => t.name).sort());
      const edit = await client.callTool({ name: 'predict_edit', arguments: { files: { 'app.py': 'def one():\n    return 2\n' } } });
      expect(edit.structuredContent).toMatchObject({ outcome: 'breaks', tests: [{ id: 'test_app.py::test_one', failure: { left: '2', right: '1' } }] });
      const shell = await client.callTool({ name: 'predict_command', arguments: { command: 'cat app.py | wc -l' } });
      expect(shell.structuredContent).toMatchObject({ exitCode: 0, stdout: { text: '2\n' } });
    } finally {
      await client.close();
    }
  });
  it('answers hooks, and checks, too', () => {
    const run = (...args: string[]): { status: number | null; stdout: string } => spawnSync(process.execPath, [at('extension/dist/cli.js'), ...args], { cwd: at('project'), encoding: 'utf8', input: '[]' });
    expect(run('hook')).toMatchObject({ status: 0, stdout: '{}\n' });
    expect(run('check', '--format', 'junit')).toMatchObject({ status: 0, stdout: expect.stringContaining('failures="0"') });
  });
});
