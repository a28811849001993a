import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseExpression, parseModule, parseSingle, type Grammar, type ParseOptions } from '../../../../predictor/python/syntax/parser.ts';
import { analyze } from '../../../../predictor/python/syntax/scopes.ts';
import { codeText, treeText } from '../../../support/ast-text.ts';
import { nativeGrammar, webGrammar } from '../../../support/grammars.ts';
import { hasPython } from '../../../support/python.ts';
import { judgePrograms, type Verdict } from '../../../support/syntax-oracle.ts';
import { good, refused, scoped, unexplained } from './programs.ts';

const RECORD = new URL('./programs.json', import.meta.url);
const programs = [...good, ...scoped, ...refused];
if (process.env.BLESS && hasPython) {
  const verdicts = judgePrograms(programs);
  writeFileSync(RECORD, `[\n${verdicts.map(one => JSON.stringify(one)).join(',\n')}\n]\n`);
}
const recorded = new Map((JSON.parse(readFileSync(RECORD, 'utf8')) as Verdict[]).map(one => [one.source!, one]));

const grammars: [string, Grammar][] = [['WebAssembly', await webGrammar()]];
if (nativeGrammar !== undefined) grammars.push(['native', nativeGrammar]);
const options: ParseOptions = { characterNamed: name => (name === 'DIGIT ONE' ? '1' : undefined) };

describe.each(grammars)('with the %s grammar', (_, grammar) => {
  it.each(good)('builds the tree that CPython builds: %j', source => {
    const { body, errors } = parseModule(grammar, source, options);
    expect(errors).toEqual([]);
    expect(treeText(body)).toBe(recorded.get(source)!.ast);
  });

  it.each(scoped)('finds the names that CPython finds: %j', source => {
    const scopes = analyze(parseModule(grammar, source, options));
    expect(scopes.problems).toEqual([]);
    expect(codeText(scopes.module)).toBe(recorded.get(source)!.code);
  });

  it.each(refused)('refuses what CPython refuses: %j', source => {
    const { error, codeError } = recorded.get(source)!;
    expect(error ?? codeError).toBeDefined();
    const module = parseModule(grammar, source, options);
    expect([...module.errors, ...analyze(module).problems]).not.toEqual([]);
  });
});

const [[, grammar]] = grammars;

describe('where CPython has a message of its own, it is ours too', () => {
  it.each(refused.filter(source => !unexplained.has(source)))('%j', source => {
    const { error, codeError } = recorded.get(source)!;
    const module = parseModule(grammar, source, options);
    const [first] = error === undefined ? analyze(module).problems : module.errors;
    expect(first.message).toBe(error ?? codeError);
  });
});

describe.runIf(hasPython)('the record', () => {
  it('is what this Python says', () => {
    for (const verdict of judgePrograms(programs)) expect(recorded.get(verdict.source!)).toEqual(verdict);
  });
});

describe('parseExpression', () => {
  it('takes one expression, with blanks before it', () => {
    expect(parseExpression(grammar, ' \t 1 + a\n').kind).toBe('BinOp');
    expect(parseExpression(grammar, '(yield)').kind).toBe('Yield');
    expect(parseExpression(grammar, '(*a, b)').kind).toBe('Tuple');
    expect(parseExpression(grammar, '(a +\n b)  # c\n\n').kind).toBe('BinOp');
    expect(parseExpression(grammar, 'a, b').kind).toBe('Tuple');
  });

  it('answers a BrokenExpr for all else', () => {
    for (const text of ['', 'x = 1', 'a; b', 'a\nb', 'a b', 'pass', 'a := 1', '*', 'a;', 'yield', '*a, b', '*a', 'a, *b']) expect([text, parseExpression(grammar, text).kind]).toEqual([text, 'BrokenExpr']);
  });
});

describe('parseSingle', () => {
  it('takes one line or one compound statement', () => {
    for (const text of ['a', 'a; b\n', 'if a:\n  b\n  c\n', '# c\na\n']) expect([text, parseSingle(grammar, text).errors]).toEqual([text, []]);
    for (const text of ['a\nb', 'if a:\n  b\nc']) expect(parseSingle(grammar, text).errors.map(one => one.message)).toEqual(['multiple statements found while compiling a single statement']);
  });
});

describe('a string that cannot be built', () => {
  it('is a BrokenExpr, and no error of the program', () => {
    const { body, errors } = parseModule(grammar, 'x = "\\N{DIGIT ONE}"\ny = "\\ud83d\\ude00"');
    expect(errors).toEqual([]);
    expect(body.map(one => one.kind === 'Assign' && one.value.kind === 'BrokenExpr' && one.value.message)).toEqual(['named unicode escape', 'surrogates side by side']);
  });
});
