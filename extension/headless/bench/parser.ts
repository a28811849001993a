// The parser's two forms against each other, from text to typed tree over files of the standard library, and a re-parse after a small edit against a parse from scratch.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Grammar, parseKept, parseModule, reparse } from '../../../predictor/python/syntax/parser.ts';
import { createWebGrammar } from '../../../predictor/python/syntax/web-grammar.ts';
import { readAsset } from '../assets.ts';
import { createNativeGrammar } from '../native-grammar.ts';
import { libraryFolders } from './engine.ts';
import type { BenchOptions } from './options.ts';

const rounds = 3;

export async function parser({ json }: BenchOptions): Promise<void> {
  const started = performance.now();
  const [library] = libraryFolders();
  if (!existsSync(library)) {
    console.error('parser: there is no Python library on this machine to parse');
    return;
  }
  const texts = readdirSync(library).filter(n => n.endsWith('.py')).sort().slice(0, 120).map(n => readFileSync(join(library, n), 'utf8'));
  const bytes = texts.reduce((sum, t) => sum + t.length, 0);
  const native = createNativeGrammar();
  const grammars: Grammar[] = [await createWebGrammar(readAsset('web-tree-sitter.wasm'), readAsset('tree-sitter-python.wasm')), ...(native === undefined ? [] : [native])];
  const result: Record<string, unknown> = { bench: 'parser', total: texts.length, right: 0, wrong: 0, unknown: 0 };
  for (const g of grammars) {
    const whole = fastest(() => {
      for (const t of texts) parseModule(g, t);
    });
    const long = texts.reduce((a, t) => (t.length > a.length ? t : a), '');
    const edited = long.replace(/\d+\n/, '7\n');
    const scratch = fastest(() => parseModule(g, edited));
    let again = Number.POSITIVE_INFINITY;
    for (let i = 0; i < rounds; i++) {
      const before = parseKept(g, long);
      const from = performance.now();
      const after = reparse(g, before, edited);
      again = Math.min(again, performance.now() - from);
      after.tree.release();
    }
    console.log(`${g.backend.padEnd(7)} ${texts.length} files, ${(bytes / 1e6).toFixed(1)} MB: ${whole.toFixed(0)} ms; the longest after an edit: from scratch ${scratch.toFixed(1)} ms, again ${again.toFixed(1)} ms`);
    result[g.backend] = { wholeMs: Math.round(whole), scratchMs: Number(scratch.toFixed(1)), reparseMs: Number(again.toFixed(1)) };
  }
  if (native === undefined) console.log('the native module does not load here');
  if (json) console.log(JSON.stringify({ ...result, ms: Math.round(performance.now() - started) }));
}
function fastest(act: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    const from = performance.now();
    act();
    best = Math.min(best, performance.now() - from);
  }
  return best;
}
