// tree-sitter as WebAssembly, made from bytes that the host hands in. It reads no file.
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { emptyKindTable } from './grammar-kinds.ts';
import type { Grammar, SyntaxTree, TextChange } from './parser.ts';
import type { Cursor } from './source.ts';

/** Starts the runtime (web-tree-sitter.wasm) and loads the grammar (tree-sitter-python.wasm). The runtime is started once per process. */
export async function createWebGrammar(runtimeWasm: Uint8Array, pythonWasm: Uint8Array): Promise<Grammar> {
  started ??= Parser.init({ wasmBinary: runtimeWasm });
  await started;
  const language = await Language.load(pythonWasm);
  const parser = new Parser();
  parser.setLanguage(language);
  const trees = new WeakMap<SyntaxTree, Tree>();
  return {
    backend: 'web',
    kinds: emptyKindTable(),
    parse(text, previous) {
      const tree = parser.parse(text, previous === undefined ? null : trees.get(previous) ?? null)!;
      const wrapped = wrap(tree);
      trees.set(wrapped, tree);
      return wrapped;
    },
  };
}

let started: Promise<void> | undefined;

function wrap(tree: Tree): SyntaxTree {
  return {
    get hasError() {
      return tree.rootNode.hasError;
    },
    walk<T>(visit: (cursor: Cursor) => T): T {
      const cursor = tree.walk();
      try {
        return visit(cursor);
      } finally {
        cursor.delete();
      }
    },
    edit(change: TextChange) {
      tree.edit(change as Parameters<Tree['edit']>[0]);
    },
    release() {
      tree.delete();
    },
  };
}
