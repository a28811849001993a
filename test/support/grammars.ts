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

/** `grammar` as it is behind stored trees: every text that parses counts as one without a problem, so that bodies of functions are built late. */
export function deferringGrammar(grammar: Grammar): Grammar {
  return {
    backend: grammar.backend,
    parse(text, previous) {
      const tree = grammar.parse(text, previous);
      return {
        hasError: tree.hasError,
        sound: !tree.hasError,
        read(source) {
          const { kind, start, end, next, count, faults } = tree.read(source);
          return { kind: kind.slice(0, count), start: start.slice(0, count), end: end.slice(0, count), next: next.slice(0, count), count, faults };
        },
        edit: change => tree.edit(change),
        release: () => tree.release(),
      };
    },
  };
}
