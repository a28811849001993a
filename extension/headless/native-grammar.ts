// tree-sitter as a native module, for hosts where its prebuilt binary loads. Where it does not, the caller takes the WebAssembly form.
import { createRequire } from 'node:module';
import { readCursor, type Cursor } from '../../predictor/python/syntax/flat-tree.ts';
import { emptyKindTable } from '../../predictor/python/syntax/grammar-kinds.ts';
import type { Grammar, SyntaxTree, TextChange } from '../../predictor/python/syntax/parser.ts';

// The parts of the native module that are used here.
interface NativeTree {
  readonly rootNode: { readonly hasError: boolean };
  walk(): Cursor;
  edit(change: TextChange): void;
}
interface NativeParser {
  setLanguage(language: unknown): void;
  parse(text: string, previous: NativeTree | null, options: { bufferSize: number }): NativeTree;
}

/** The native grammar, or undefined where the binaries do not load. */
export function createNativeGrammar(): Grammar | undefined {
  let parser: NativeParser;
  try {
    const require = createRequire(import.meta.url);
    const NativeParserClass = require('tree-sitter') as new () => NativeParser;
    parser = new NativeParserClass();
    parser.setLanguage(require('tree-sitter-python'));
  } catch {
    return undefined;
  }
  const kinds = emptyKindTable();
  const trees = new WeakMap<SyntaxTree, NativeTree>();
  return {
    backend: 'native',
    parse(text, previous) {
      // One buffer for the whole text: the module would else ask for it piece by piece.
      const tree = parser.parse(text, previous === undefined ? null : (trees.get(previous) ?? null), { bufferSize: text.length * 2 + 1024 });
      const wrapped: SyntaxTree = {
        get hasError() {
          return tree.rootNode.hasError;
        },
        read: source => readCursor(tree.walk(), kinds, source),
        edit: change => tree.edit(change),
        release() {
          trees.delete(wrapped); // The garbage collector frees the tree itself.
        },
      };
      trees.set(wrapped, tree);
      return wrapped;
    },
  };
}
