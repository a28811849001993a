// Policies: which rule decides, and that no mistake in a policy file lets through what a rule would deny.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../../predictor/forecast/globs.ts';
import { judge, type Judged, noPolicy, policySchema, readPolicy } from '../../../predictor/forecast/policy.ts';

const nothing: Judged = { workspace: '/work/app', changed: ['src/app.py'], effects: [], tests: [] };
const read = (rules: unknown, more: object = {}): ReturnType<typeof readPolicy> => readPolicy(JSON.stringify({ rules, ...more }));
const breaks = { id: 'tests/test_app.py::test_total', passed: true, fails: 1, lost: false };

describe('patterns', () => {
  it.each([
    ['src/**', 'src/a/b.py', true],
    ['src/*', 'src/a/b.py', false],
    ['**/*.py', 'b.py', true],
    ['**/*.py', 'a/c/b.py', true],
    ['*.{py,md}', 'b.md', true],
    ['te?t.py', 'test.py', true],
    ['te?t.py', 'te/t.py', false],
    ['a.b', 'axb', false],
    ['**', '', true],
    ['*.example.com:443', 'api.example.com:443', true],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });
  it('take no longer for hostile ones', () => {
    expect(matchesGlob(`${'**/*'.repeat(40)}x`, 'a/'.repeat(2000))).toBe(false);
    fc.assert(fc.property(fc.string(), t => matchesGlob('**', t) && (matchesGlob(t.replaceAll(/[*?{}]/g, ''), t) || /[*?{}]/.test(t))));
  });
});

describe('a policy', () => {
  it('allows everything where there is none', () => {
    expect(judge(noPolicy, { ...nothing, tests: [breaks] })).toEqual({ verdict: 'allow', because: [] });
  });
  it('denies deletes outside the workspace, and asks before the network', () => {
    const p = read([
      { name: 'stay inside', when: { effect: ['delete', 'write'], where: 'outside' }, verdict: 'deny', say: 'work below the project' },
      { when: { effect: ['network', 'subprocess'] }, verdict: 'ask' },
    ]);
    expect(judge(p, { ...nothing, effects: [{ kind: 'delete', what: '/work/app/build' }] }).verdict).toBe('allow');
    expect(judge(p, { ...nothing, effects: [{ kind: 'delete', what: '/work/app/../other' }, { kind: 'network', what: 'example.com:443' }] })).toEqual({
      verdict: 'deny', rule: 'stay inside', say: 'work below the project', because: ['delete /work/app/../other'],
    });
    expect(judge(p, { ...nothing, effects: [{ kind: 'network', what: 'example.com:443' }] })).toEqual({ verdict: 'ask', rule: 'rule 2', because: ['network example.com:443'] });
  });
  it('asks about a test that would be gone, which is no test that breaks', () => {
    const gone = { id: 'tests/test_app.py::test_total', passed: true, fails: 0, lost: false, gone: true };
    const p = read([{ when: { breaks: 0.5 }, verdict: 'deny' }, { when: { gone: true, tests: 'tests/**' }, verdict: 'ask' }]);
    expect(judge(p, { ...nothing, tests: [gone] })).toEqual({ verdict: 'ask', rule: 'rule 2', because: ['tests/test_app.py::test_total is gone'] });
    expect(judge(p, { ...nothing, tests: [{ ...gone, gone: false }] }).verdict).toBe('allow');
  });
  it('says of a test that most likely fails that it breaks, though it is not certain', () => {
    const p = read([{ when: { breaks: 0.9 }, verdict: 'deny' }]);
    expect(judge(p, { ...nothing, tests: [{ ...breaks, fails: 0.95, lost: true }] }).because).toEqual(['tests/test_app.py::test_total breaks (0.95)']);
  });
  it('lets the first rule that fits decide, so that exceptions come first', () => {
    const p = read([{ when: { effect: 'network', what: 'localhost:*' }, verdict: 'allow' }, { when: { effect: 'network' }, verdict: 'deny' }]);
    expect(judge(p, { ...nothing, effects: [{ kind: 'network', what: 'localhost:80' }] }).verdict).toBe('allow');
    expect(judge(p, { ...nothing, effects: [{ kind: 'network', what: 'localhost:80' }, { kind: 'network', what: 'a:80' }] }).verdict).toBe('deny');
  });
  it('denies edits that are forecast to break tests, from a probability on', () => {
    const p = read([{ when: { breaks: 0.9 }, verdict: 'deny' }, { when: { breaks: 0.4 }, verdict: 'ask' }, { when: { unknown: true }, verdict: 'ask' }]);
    expect(judge(p, { ...nothing, tests: [breaks] })).toMatchObject({ verdict: 'deny', rule: 'rule 1' });
    expect(judge(p, { ...nothing, tests: [{ ...breaks, fails: 0.5, lost: true }] })).toMatchObject({ verdict: 'ask', rule: 'rule 2' });
    expect(judge(p, { ...nothing, tests: [{ ...breaks, fails: 0.1, lost: true }] })).toMatchObject({ verdict: 'ask', rule: 'rule 3' });
    expect(judge(p, { ...nothing, tests: [{ ...breaks, passed: false }] }).verdict).toBe('allow');
    expect(judge(p, { ...nothing, tests: [{ ...breaks, fails: 0 }] }).verdict).toBe('allow');
  });
  it('judges the files that an edit changes, and what no rule fits', () => {
    expect(judge(read([{ when: { edits: 'src/**' }, verdict: 'ask' }]), nothing)).toMatchObject({ verdict: 'ask', because: ['edits src/app.py'] });
    expect(judge(read([{ when: { edits: '**/*.py' }, verdict: 'allow' }], { otherwise: 'deny' }), { ...nothing, changed: ['a.py', 'setup.cfg'] })).toMatchObject({
      verdict: 'deny', rule: 'otherwise', because: ['edits setup.cfg'],
    });
  });
});

describe('a malformed policy', () => {
  const broken: readonly (readonly [text: string, path: string, verdict: string])[] = [
    ['{"rules": [{"when": {"breaks": 0.9}, "verdict": "deny"},]}', '$', 'deny'],
    ['{"rules": [', '$', 'ask'],
    ['[]', '$', 'deny'],
    ['{}', '$.rules', 'deny'],
    ['{"rules": {}}', '$.rules', 'deny'],
    ['{"rules": [{"when": {"breaks": 2}, "verdict": "deny"}]}', '$.rules[0].when', 'deny'],
    ['{"rules": [{"when": {"effekt": "delete"}, "verdict": "deny"}]}', '$.rules[0].when', 'deny'],
    ['{"rules": [{"when": {"edits": "*"}, "verdict": "denyy"}]}', '$.rules[0].verdict', 'deny'],
    ['{"rules": [{"when": {"edits": "*"}, "verdict": "ask", "extra": 1}]}', '$.rules[0].extra', 'ask'],
    ['{"rules": [{"when": {"edits": 3}, "verdict": "allow"}]}', '$.rules[0].when', 'allow'],
    ['{"rules": [], "otherwise": "never"}', '$.otherwise', 'deny'],
    ['{"rules": [], "rulez": [{"verdict": "deny"}]}', '$.rulez', 'deny'],
  ];
  it.each(broken)('%s is wrong at %s, and means %s', (text, path, verdict) => {
    const p = readPolicy(text);
    expect(p.problems.map(x => x.path)).toContainEqual(expect.stringContaining(path));
    expect(judge(p, nothing).verdict).toBe(verdict);
  });
  it('keeps the rules that are whole', () => {
    const p = read([{ when: { edits: 'src/**' }, verdict: 'ask' }, { when: { edits: 3 }, verdict: 'allow' }]);
    expect(judge(p, nothing)).toMatchObject({ verdict: 'ask', rule: 'rule 1' });
  });
  it('is never more lenient than the whole one, wherever it is cut', () => {
    const text = JSON.stringify({ rules: [{ when: { edits: 'docs/**' }, verdict: 'allow' }, { when: { breaks: 0.9 }, verdict: 'deny' }] });
    const bad = { ...nothing, tests: [breaks] };
    for (let n = text.indexOf('deny') + 4; n < text.length; n++) expect(judge(readPolicy(text.slice(0, n)), bad).verdict).toBe('deny');
  });
});

it('has a JSON schema for completion in the editor', () => {
  expect(policySchema()).toMatchObject({ type: 'object', required: ['rules'], properties: { rules: { type: 'array' } } });
});
