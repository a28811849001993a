// Runs the tests that are asked inside the extension host (test/end-to-end/in-host.ts) in a desktop VS Code, which is downloaded where it can be.
import { cpSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'foretrace-orders-')));
cpSync(join(root, 'examples/orders'), folder, { recursive: true });
const module = join(folder, '..', `foretrace-in-host-${process.pid}.cjs`);
await build({
  entryPoints: [join(root, 'test/end-to-end/in-host.ts')],
  outfile: module,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
  logLevel: 'warning',
});
try {
  await runTests({
    version: process.argv[2] ?? 'stable',
    extensionDevelopmentPath: root,
    extensionTestsPath: module,
    launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust'],
  });
} catch (e) {
  console.error(e instanceof Error ? e.message : e);
  process.exit(1);
}
