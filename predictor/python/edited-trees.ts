// Trees of the files that are being edited: the second text of a file is parsed whole and its tree kept, each later one is parsed from the tree before it.
import type { Module } from './syntax/ast.ts';
import { type Grammar, type Parsed, type ParseOptions, parseKept, parseModule, reparse } from './syntax/parser.ts';

/** A tree takes some ten times its text in memory outside JavaScript: only those of the files edited last are kept. */
const kept = 8;

export interface EditedTrees {
  /** The module that `text` is, now the text of `file`; the same as `parseModule` gives. */
  parse(file: string, text: string): Module;
}

export function editedTrees(grammar: Grammar, options: ParseOptions): EditedTrees {
  const seen = new Set<string>();
  const trees = new Map<string, Parsed>();
  return {
    parse(file, text) {
      if (!seen.has(file)) {
        seen.add(file);
        return parseModule(grammar, text, options);
      }
      const before = trees.get(file);
      trees.delete(file);
      const now = before === undefined ? parseKept(grammar, text, options) : reparse(grammar, before, text, options);
      trees.set(file, now);
      for (const [oldest, { tree }] of trees) {
        if (trees.size <= kept) break;
        tree.release();
        trees.delete(oldest);
      }
      return now.module;
    },
  };
}
