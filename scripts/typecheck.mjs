// Type-checks each folder under its own tsconfig, so that each sees only the platform it may use.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const hasSources = folder => existsSync(`${root}${folder}/tsconfig.json`) && readdirSync(root + folder, { recursive: true }).some(f => f.endsWith('.ts'));
const folders = ['predictor', 'trace-collector', 'extension', 'webview', 'test'].filter(hasSources);

const check = folder =>
  new Promise(done => {
    execFile(process.execPath, [tsc, '-p', folder, '--noEmit', '--pretty', 'false'], { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error !== null) console.error(`${folder}:\n${stdout}${stderr}`);
      done(error === null);
    });
  });

let fine = true;
for (const folder of folders) fine = (await check(folder)) && fine;
process.exit(fine ? 0 : 1);
