// Every file of the standard library, held against CPython: a sample always, all of it with WHOLE_LIBRARY=1.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseModule } from '../../../../predictor/python/syntax/parser.ts';
import { analyze } from '../../../../predictor/python/syntax/scopes.ts';
import { codeText, treeText } from '../../../support/ast-text.ts';
import { nativeGrammar, webGrammar } from '../../../support/grammars.ts';
import { hasPython } from '../../../support/python.ts';
import { charactersNamedIn, decode, judgeFiles, libraryFiles } from '../../../support/syntax-oracle.ts';

const WHOLE = Boolean(process.env.WHOLE_LIBRARY);
// Files whose strings hold escaped surrogate pairs (UTF-16 cannot tell them from one character), and one whose dead code CPython drops.
const SURROGATES = /test_(?:builtin|cmd_line|codeccallbacks|codecs|unicode|scanstring|userfunctions)\.py$/;
const DEAD_CODE = /test_posix\.py$/;

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

describe.runIf(hasPython)(WHOLE ? 'the standard library' : 'a sample of the standard library', () => {
  it('has the trees and the scopes that CPython sees', { timeout: 600_000 }, async () => {
    const files = libraryFiles().filter((_, index) => WHOLE || index % 45 === 0);
    const verdicts = judgeFiles(files).filter(one => one.error === undefined);
    const texts = verdicts.map(decode);
    const names = charactersNamedIn(texts);
    const grammars = [await webGrammar()];
    if (nativeGrammar !== undefined) grammars.push(nativeGrammar);
    const wrong: string[] = [];
    for (const grammar of grammars) {
      for (let at = 0; at < verdicts.length; at++) {
        const { file, ast, code, codeError } = verdicts[at];
        const module = parseModule(grammar, texts[at], { characterNamed: name => names.get(name) });
        const scopes = analyze(module);
        if (module.errors.length > 0) wrong.push(`${grammar.backend} refuses ${file}: ${module.errors[0].message}`);
        if (sha1(treeText(module.body)) !== ast && !SURROGATES.test(file!)) wrong.push(`${grammar.backend} has another tree of ${file}`);
        if (codeError !== undefined) {
          if (scopes.problems[0]?.message !== codeError) wrong.push(`${grammar.backend}: ${file} should have "${codeError}"`);
        } else if (scopes.problems.length > 0) {
          wrong.push(`${grammar.backend} refuses ${file}: ${scopes.problems[0].message}`);
        } else if (sha1(codeText(scopes.module)) !== code && !DEAD_CODE.test(file!)) {
          wrong.push(`${grammar.backend} has other scopes of ${file}`);
        }
      }
    }
    expect(verdicts.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });
});
