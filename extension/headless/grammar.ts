// The parser for this thread: WebAssembly, or where it is asked for and its binary loads, the native module. Both give the same tree (test/predictor/python/syntax).
import { createWebGrammar } from '../../predictor/python/syntax/web-grammar.ts';
import type { Grammar } from '../../predictor/python/syntax/parser.ts';
import { readAsset } from './assets.ts';
import { createNativeGrammar } from './native-grammar.ts';

export async function loadGrammar(native: boolean): Promise<Grammar> {
  return (native ? createNativeGrammar() : undefined) ?? (await createWebGrammar(readAsset('web-tree-sitter.wasm'), readAsset('tree-sitter-python.wasm')));
}
