import { describe, expect, it } from 'vitest';
import { editedTrees } from '../../../predictor/python/edited-trees.ts';
import { type Grammar, parseModule, type SyntaxTree } from '../../../predictor/python/syntax/parser.ts';
import { treeText } from '../../support/ast-text.ts';
import { webGrammar } from '../../support/grammars.ts';

const web = await webGrammar();

/** The grammar, with each parse written down: whether it went on from an earlier tree, and which trees are live. */
function watched(): { grammar: Grammar; again: boolean[]; live: Set<SyntaxTree> } {
  const again: boolean[] = [];
  const live = new Set<SyntaxTree>();
  const grammar: Grammar = {
    backend: web.backend,
    parse(text, previous) {
      again.push(previous !== undefined);
      const tree = web.parse(text, previous);
      const release = tree.release.bind(tree);
      tree.release = () => {
        live.delete(tree);
        release();
      };
      live.add(tree);
      return tree;
    },
  };
  return { grammar, again, live };
}

describe('texts of a file that is being edited', () => {
  it('are parsed from the tree before, from the third on', () => {
    const { grammar, again } = watched();
    const trees = editedTrees(grammar, {});
    const texts = ['x = 1\ny = 2\n', 'x = 1\ny = 23\n', 'x = 1\ny = 234\n', 'x = [1]\ny = 234\n'];
    for (const text of texts) expect(treeText(trees.parse('/a.py', text).body)).toBe(treeText(parseModule(web, text).body));
    expect(again).toEqual([false, false, true, true]);
  });

  it('are not mixed up with those of another file', () => {
    const { grammar, again } = watched();
    const trees = editedTrees(grammar, {});
    for (const n of [1, 2, 3]) for (const file of ['/a.py', '/b.py']) expect(treeText(trees.parse(file, `${file.slice(1, 2)} = ${n}\n`).body)).toBe(treeText(parseModule(web, `${file.slice(1, 2)} = ${n}\n`).body));
    expect(again).toEqual([false, false, false, false, true, true]);
  });

  it('keep eight trees at most', () => {
    const { grammar, live } = watched();
    const trees = editedTrees(grammar, {});
    for (const n of [1, 2]) for (let i = 0; i < 20; i++) trees.parse(`/${i}.py`, `x = ${n}\n`);
    expect(live.size).toBe(8);
  });
});
