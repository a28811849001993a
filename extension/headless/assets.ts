// The files that ship with the code: beside the bundle in dist/, or in node_modules when the sources run as they are.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const packaged = {
  'web-tree-sitter.wasm': 'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-python.wasm': 'tree-sitter-python/tree-sitter-python.wasm',
  'python_stdlib.zip': 'pyodide/python_stdlib.zip',
} as const;
export type Asset = keyof typeof packaged;

/** Of what is made by the build there is only the one in dist/. */
export const builtAsset = (name: '_pydecimal.py'): Uint8Array | undefined => {
  const places = [name, `../../dist/${name}`].map(p => fileURLToPath(new URL(p, import.meta.url)));
  const found = places.find(p => existsSync(p));
  return found === undefined ? undefined : readFileSync(found);
};

export function readAsset(name: Asset): Uint8Array {
  const beside = fileURLToPath(new URL(name, import.meta.url));
  return readFileSync(existsSync(beside) ? beside : createRequire(import.meta.url).resolve(packaged[name]));
}

/** Where the tracer's Python files lie: they are given to a Python that runs them. */
export function tracerFolder(): string {
  const places = ['python', '../../trace-collector/python'].map(p => fileURLToPath(new URL(p, import.meta.url)));
  return places.find(p => existsSync(`${p}/foretrace_tracer.py`)) ?? places[0];
}
