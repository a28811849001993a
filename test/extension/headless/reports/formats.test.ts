// One staged edit in a repository of real git, told in each format by the built command: what breaks and where with both sides, the edited line, what is fixed, what cannot be told.
import { existsSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitRepository, hasGit, makeRepository } from '../git-repository.ts';
import { sarifLog, type SarifLog } from './sarif-shape.ts';

let repo: GitRepository;
const told: Record<string, string> = {};
const codes = new Set<number | null>();
const app = 'import time\n\n\ndef total(items):\n    result = 0\n    for i in items:\n        result += i\n    return result\n\n\ndef late():\n    return 1\n';
const tests = [
  'from app import late, total\n',
  'def test_total():\n    assert total([1, 2]) == 3\n',
  'def test_tricky():\n    assert f"<b>{total([2])}|`x`</b>" == "<b>2|`x`</b>"\n',
  'def test_bad():\n    assert total([1]) == 2\n',
  'def test_late():\n    assert late() > 0\n',
  'def test_still():\n    assert len([]) == 1\n',
  'def test_fine():\n    assert True\n',
  '# What is known.\ndef test_ignored():  # foretrace: ignore until the rates are settled\n    assert total([]) == 0\n',
].join('\n\n');

beforeAll(() => {
  if (!hasGit) return;
  repo = makeRepository({ 'pyproject.toml': '', 'pkg/app.py': app, 'pkg/test_app.py': tests });
  repo.commit();
  repo.write('pkg/app.py', app.replace('result = 0', 'result = 1').replace('return 1', 'return time.time() % 2'));
  repo.git('add', '-A');
  for (const format of ['text', 'json', 'sarif', 'junit', 'github', 'markdown']) {
    const { code, out, err } = repo.foretrace('check', '--staged', '--format', format);
    expect(err).toBe('');
    codes.add(code);
    told[format] = out;
  }
});
afterAll(() => repo?.remove());

describe.runIf(hasGit)('a staged edit that breaks tests', () => {
  it('has the same exit code in every format', () => {
    expect([...codes]).toEqual([1]);
  });
  it('is told to people, what is set aside included', () => {
    expect(told.text).toContain('2 tests would break');
    expect(told.text).toContain('1 test set aside');
    expect(told.text).toContain('test_ignored  AssertionError: assert 1 == 0 — ignored: until the rates are settled (pkg/test_app.py:');
    expect(told.text).toMatch(/2 would break · 1 fail as before · 1 unknown · 1 fixed · 1 set aside · 1 pass\n$/);
  });
  it('is JSON with a version, the verdict, and a finding for each test that is worth one', () => {
    const j = JSON.parse(told.json) as { version: number; verdict: string; findings: Record<string, unknown>[] };
    expect([j.version, j.verdict]).toEqual([1, 'fails']);
    expect(j.findings.map(f => [f.kind, String(f.test).split('::')[1]])).toEqual([['breaks', 'test_total'], ['breaks', 'test_tricky'], ['breaks', 'test_ignored'], ['fails', 'test_still'], ['unknown', 'test_late'], ['fixes', 'test_bad']]);
    expect(j.findings[0]).toMatchObject({
      isNews: true, say: 'AssertionError: assert 4 == 3', sides: { left: '4', op: '==', right: '3' },
      at: { file: repo.at('pkg/test_app.py'), line: 5 }, edited: { file: repo.at('pkg/app.py'), line: 5 },
    });
    expect(j.findings[2]).toMatchObject({ setAside: { by: 'comment', reason: 'until the rates are settled' } });
    expect(j.findings[4]).toMatchObject({ why: [{ reason: 'time', what: 'time.time', line: 12 }] });
  });

  describe('as SARIF', () => {
    const log = (): SarifLog => sarifLog.parse(JSON.parse(told.sarif));
    it('keeps to the specification', () => {
      expect(() => log()).not.toThrow();
    });
    const official = process.env.FORETRACE_SARIF_SCHEMA;
    it.runIf(official !== undefined && existsSync(official))('keeps to the official schema (FORETRACE_SARIF_SCHEMA)', () => {
      // Some issues of the schema are of draft 4 (its `id` is `$id` since draft 6), and one of its patterns is none with the flag `u`.
      const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(official!, 'utf8')) as Record<string, unknown>;
      const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, unicodeRegExp: false });
      const valid = ajv.validate(schema, JSON.parse(told.sarif));
      expect(ajv.errors ?? []).toEqual([]);
      expect(valid).toBe(true);
    });
    it('has a result at the failing line for each failure, with the edited line beside it and the way between', () => {
      const [run] = log().runs;
      expect(run.results.map(r => [r.ruleId, r.kind, r.baselineState, r.locations[0].physicalLocation?.artifactLocation.uri, r.locations[0].physicalLocation?.region?.startLine])).toEqual([
        ['test-breaks', 'fail', 'new', 'pkg/test_app.py', 5],
        ['test-breaks', 'fail', 'new', 'pkg/test_app.py', 9],
        ['test-breaks', 'fail', 'new', 'pkg/test_app.py', 30],
        ['test-fails', 'fail', 'unchanged', 'pkg/test_app.py', 21],
        ['test-unknown', 'open', undefined, 'pkg/app.py', 12],
      ]);
      const [first] = run.results;
      expect(first.message.text).toContain('assert 4 == 3');
      expect(first.relatedLocations?.[0]).toMatchObject({ message: { text: 'The edited line that it comes from.' }, physicalLocation: { artifactLocation: { uri: 'pkg/app.py' }, region: { startLine: 5 } } });
      expect(first.codeFlows?.[0].threadFlows[0].locations[0].location.message?.text).toBe('total: sets result = 1, was 0');
      expect(run.properties.fixed).toEqual(['pkg/test_app.py::test_bad']);
    });
    it('suppresses what a comment sets aside, with its reason', () => {
      const ignored = log().runs[0].results.find(r => r.message.text.includes('test_ignored'));
      expect(ignored?.suppressions).toEqual([{ kind: 'inSource', justification: expect.stringContaining('until the rates are settled') }]);
    });
    it('has fingerprints of its own for each test, and none that hang on lines', () => {
      const prints = (log: SarifLog): string[] => log.runs[0].results.map(r => r.partialFingerprints['foretraceFinding/v1']);
      expect(new Set(prints(log())).size).toBe(5);
      repo.write('pkg/test_app.py', `# moved\n\n\n${tests}`);
      repo.git('add', '-A');
      const moved = sarifLog.parse(JSON.parse(repo.foretrace('check', '--staged', '--format', 'sarif').out));
      repo.write('pkg/test_app.py', tests);
      repo.git('add', '-A');
      expect(prints(moved)).toEqual(prints(log()));
    });
  });

  it('is JUnit: failures that are predicted, unknowns skipped with their reason, markup escaped', () => {
    expect(told.junit).toMatch(/^<\?xml version="1\.0" encoding="utf-8"\?>\n<testsuites tests="7" failures="2" errors="0" skipped="3"/);
    expect(told.junit).toContain('<testcase classname="pkg.test_app" name="test_total" file="pkg/test_app.py" line="4" time="0">\n      <failure type="predicted" message="AssertionError: assert 4 == 3">');
    expect(told.junit).toContain('&lt;b&gt;3|`x`&lt;/b&gt;');
    expect(told.junit).toMatch(/<skipped message="cannot be told: time\.time: .*time/);
    expect(told.junit).toMatch(/<skipped message="ignored: until the rates are settled/);
    expect(told.junit).toContain('<property name="fixed" value="pkg/test_app.py::test_bad"/>');
    expect(told.junit).toContain('edited line that it comes from: pkg/app.py:5');
    expect(unbalanced(told.junit)).toEqual([]);
  });
  it('is workflow commands, one line each, at the failing lines', () => {
    const lines = told.github.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^::error file=pkg\/test_app\.py,line=5,title=Foretrace%3A would break%3A pkg\/test_app\.py%3A%3Atest_total::AssertionError: assert 4 == 3%0A.*edited line: pkg\/app\.py:5$/);
    expect(lines[2]).toMatch(/^::warning file=pkg\/app\.py,line=12,.*::cannot be told%0Atime\.time/);
    expect(lines[3]).toBe('::notice title=Foretrace%3A 1 would be fixed::pkg/test_app.py::test_bad');
    expect(lines[4]).toBe('foretrace: 2 would break, 1 would fail as before, 1 cannot be told, 1 would be fixed, 1 set aside, 1 pass');
  });
  it('is Markdown in which no text of the user becomes markup', () => {
    expect(told.markdown).toMatch(/^### ❌ Foretrace: 2 would break/);
    expect(told.markdown).toContain('#### ❌ `pkg/test_app.py::test_total`');
    expect(told.markdown).toContain('Comes from the edited line `pkg/app.py:5`.');
    expect(told.markdown).toContain("\\<b\\>3\\|\\`x\\`\\</b\\>");
    expect(told.markdown).toContain('- `pkg/test_app.py::test_bad`');
    expect(told.markdown).toContain('- `pkg/test_app.py::test_ignored`: ignored: until the rates are settled');
    expect(told.markdown).toMatch(/- `pkg\/test_app\.py::test_late`: time\.time: /);
  });
  it('goes to a file where it is told to', () => {
    const { out, code } = repo.foretrace('check', '--staged', '--format', 'junit', '--output', 'report.xml');
    expect([out, code]).toEqual(['', 1]);
    expect(readFileSync(repo.at('report.xml'), 'utf8')).toContain('<testsuite name="foretrace"');
    expect(repo.foretrace('check', '--output', 'none/there.txt').err).toMatch(/^foretrace: cannot write the report to none\/there\.txt: ENOENT\n$/);
  });
  it('has no format of another name', () => {
    expect(repo.foretrace('check', '--format', 'xml').err).toBe('foretrace: --format xml: text, json, sarif, junit, github or markdown\n');
  });
});

/** Elements that are not closed in order. */
function unbalanced(xml: string): string[] {
  const open: string[] = [];
  for (const [, close, name, own] of xml.matchAll(/<(\/?)([a-z-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (close !== '') {
      if (open.pop() !== name) return [name];
    } else if (own === '') open.push(name);
  }
  return open;
}
