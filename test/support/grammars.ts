// The two grammars for tests: WebAssembly always, the native one where its binary loads.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createNativeGrammar } from '../../extension/headless/native-grammar.ts';
import type { Grammar } from '../../predictor/python/syntax/parser.ts';
import { createWebGrammar } from '../../predictor/python/syntax/web-grammar.ts';

const require = createRequire(import.meta.url);

export function webGrammar(): Promise<Grammar> {
  const bytes = (path: string): Uint8Array => readFileSync(require.resolve(path));
  return createWebGrammar(bytes('web-tree-sitter/web-tree-sitter.wasm'), bytes('tree-sitter-python/tree-sitter-python.wasm'));
}

export const nativeGrammar: Grammar | undefined = createNativeGrammar();
