// The parser for this process: the native module where its binary loads, else WebAssembly. Both give the same tree (test/predictor/python/syntax).
import { createWebGrammar } from '../../predictor/python/syntax/web-grammar.ts';
import type { Grammar } from '../../predictor/python/syntax/parser.ts';
import { readAsset } from './assets.ts';
import { createNativeGrammar } from './native-grammar.ts';

export async function loadGrammar(): Promise<Grammar> {
  return createNativeGrammar() ?? (await createWebGrammar(readAsset('web-tree-sitter.wasm'), readAsset('tree-sitter-python.wasm')));
}
