import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withStoredTrees } from '../../../extension/headless/stored-trees.ts';
import { type Grammar, parseKept, parseModule, reparse } from '../../../predictor/python/syntax/parser.ts';
import { treeText } from '../../support/ast-text.ts';
import { webGrammar } from '../../support/grammars.ts';

const web = await webGrammar();
const folders: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'foretrace-trees-'));
  folders.push(path);
  return join(path, 'trees');
};
afterAll(() => {
  for (const f of folders) rmSync(f, { recursive: true, force: true });
});
/** The grammar with its parses counted. */
function counted(): { grammar: Grammar; parses: () => number } {
  let parses = 0;
  return { grammar: { backend: web.backend, parse: (text, previous) => (parses++, web.parse(text, previous)) }, parses: () => parses };
}
const text = Array.from({ length: 200 }, (_, i) => `def f${i}(a, *b, c=${i}):\n    """é😀"""\n    return [x for x in b if x > a] or f"{c!r}"\n`).join('\n');
const expected = treeText(parseModule(web, text).body);

describe('syntax trees on disk', () => {
  it('are read by the next process instead of being parsed again', () => {
    const at = folder();
    const first = counted();
    const trees = withStoredTrees(first.grammar, at, '1');
    expect(treeText(parseModule(trees, text).body)).toBe(expected);
    trees.flush();
    const second = counted();
    expect(treeText(parseModule(withStoredTrees(second.grammar, at, '1'), text).body)).toBe(expected);
    expect([first.parses(), second.parses()]).toEqual([1, 0]);
  });

  it('are of one version of the engine only', () => {
    const at = folder();
    const trees = withStoredTrees(web, at, '1');
    parseModule(trees, text);
    trees.flush();
    const other = counted();
    parseModule(withStoredTrees(other.grammar, at, '2'), text);
    expect(other.parses()).toBe(1);
  });

  it('are passed over where a file is damaged', () => {
    const at = folder();
    const trees = withStoredTrees(web, at, '1');
    parseModule(trees, text);
    trees.flush();
    for (const name of readdirSync(at)) truncateSync(join(at, name), 1000);
    const again = counted();
    expect(treeText(parseModule(withStoredTrees(again.grammar, at, '1'), text).body)).toBe(expected);
    expect(again.parses()).toBe(1);
  });

  it('are parsed for real when an edit goes on from them', () => {
    const at = folder();
    const trees = withStoredTrees(web, at, '1');
    parseModule(trees, text);
    trees.flush();
    const edited = text.replace('c=7', 'c=[7, 8]');
    const kept = parseKept(trees, text);
    const after = reparse(trees, kept, edited);
    expect(treeText(after.module.body)).toBe(treeText(parseModule(web, edited).body));
    after.tree.release();
  });

  it('do not hide that a text does not parse', () => {
    const at = folder();
    const broken = `${text}\ndef broken(:\n    pass\n`;
    for (let k = 0; k < 2; k++) {
      const trees = withStoredTrees(web, at, '1');
      const module = parseModule(trees, broken);
      expect(module.errors).toEqual(parseModule(web, broken).errors);
      expect(module.errors.length).toBeGreaterThan(0);
      trees.flush();
    }
  });
});
