// The parser for this process: the native module where its binary loads, else WebAssembly. Both give the same tree (test/predictor/python/syntax).
import { createWebGrammar } from '../../predictor/python/syntax/web-grammar.ts';
import type { Grammar } from '../../predictor/python/syntax/parser.ts';
import { readAsset } from './assets.ts';
import { createNativeGrammar } from './native-grammar.ts';

/** With `web` the native module is left alone: inside an editor, whose process it could take down, it has no place. */
export async function loadGrammar(parser?: 'web'): Promise<Grammar> {
  return (
    (parser === 'web' ? undefined : createNativeGrammar()) ?? (await createWebGrammar(readAsset('web-tree-sitter.wasm'), readAsset('tree-sitter-python.wasm')))
  );
}
