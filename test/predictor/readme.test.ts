// The examples of predictor/README.md, run as a program outside of this repository would run them: with the built package and its types.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'predictor/README.md'), 'utf8');
const examples = [...text.matchAll(/## ([^\n]+)\n\n```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)].map(([, title, code, output]) => ({ title, code, output }));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foretrace-outside-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/foretrace'));
  for (const name of ['fflate', '@types']) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the examples', () => {
  it('are found', () => expect(examples.map(e => e.title)).toEqual(['A workspace', 'The engine alone']));
  it.each(examples)('print what the text says: $title', ({ code, output }) => {
    writeFileSync(join(folder, 'example.js'), code);
    const r = spawnSync(process.execPath, ['--stack-size=4000', 'example.js'], { cwd: folder, encoding: 'utf8' });
    expect(r.stderr).toBe('');
    expect(r.stdout).toBe(output);
  });
});

describe('the types', () => {
  // A quiet build leaves them out.
  it.runIf(existsSync(join(root, 'dist/types')))('fit a program that uses them, and refuse one that misuses them', () => {
    const program = (call: string): string => `
import { type Report, openWorkspace } from 'foretrace';
import { predictTests, type Scenario, type Setting } from 'foretrace/predictor';
const pins: Scenario = { clock: { start: 0, tick: 1 }, patches: { 'a.b': { returns: [1] } } };
export async function broken(folder: string): Promise<string[]> {
  const workspace = openWorkspace(folder, { scenario: pins });
  const report: Report = await workspace.forecast({ ${call} });
  return report.tests.filter(t => t.change === 'breaks').map(t => t.id);
}
export const count = (setting: Setting): number => predictTests(setting, { paths: ['tests'], scenario: { name: 'x', pins } }).tests.length;
`;
    const check = (text: string, resolution: object): { status: number | null; stdout: string } => {
      writeFileSync(join(folder, 'user.ts'), text);
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { target: 'es2023', strict: true, noEmit: true, skipLibCheck: true, types: ['node'], ...resolution }, files: ['user.ts'] }));
      return spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    };
    for (const resolution of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
      expect(check(program("edit: { diff: '' }, paths: ['tests']"), resolution).stdout).toBe('');
      expect(check(program('edits: 1'), resolution).stdout).toContain("'edits' does not exist");
    }
  });
});
