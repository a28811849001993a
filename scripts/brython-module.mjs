// Source of a standard library module out of brython's bundle: a JavaScript object of `"name": [".py", "source", …]`.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export function brythonModule(name) {
  const bundle = readFileSync(fileURLToPath(new URL('../node_modules/brython/brython_stdlib.js', import.meta.url)), 'utf8');
  const start = bundle.indexOf(`"${name}": [".py", "`);
  if (start < 0) throw new Error(`brython has no module ${name}`);
  const from = bundle.indexOf('", "', start) + 3;
  let end = from + 1;
  while (bundle[end] !== '"') end += bundle[end] === '\\' ? 2 : 1;
  return JSON.parse(bundle.slice(from, end + 1));
}
