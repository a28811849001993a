// Command lines that an agent is about to run, as each client tells of them: judged by what they would change, without running anything.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readEvent } from '../../../../extension/headless/hooks/dialects.ts';
import { type Folder, makeFolder } from '../folder.ts';

const cli = join(import.meta.dirname, '../../../../dist/cli.js');
let folder: Folder;
const cases = JSON.parse(readFileSync(join(import.meta.dirname, 'command-events.json'), 'utf8')) as { name: string; client: string; event: object }[];
const event = (c: (typeof cases)[number], command: string): string => JSON.stringify(c.event).replaceAll('$ROOT', folder.path).replaceAll('"$COMMAND"', JSON.stringify(command));

interface Answer {
  readonly decision?: string;
  readonly reason?: string;
  readonly context?: string;
  readonly note?: string;
}
async function hook(c: (typeof cases)[number], command: string, ...args: string[]): Promise<Answer> {
  const p = spawn(process.execPath, [cli, 'hook', ...(args.length > 0 ? args : ['--budget', '30000'])], { cwd: folder.path });
  p.stdin.end(event(c, command));
  const [out, code] = await Promise.all([text(p.stdout), new Promise<number | null>(done => p.on('exit', done))]);
  expect(code).toBe(0);
  const a = JSON.parse(out) as { permission?: string; user_message?: string; agent_message?: string; systemMessage?: string; hookSpecificOutput?: Record<string, string> };
  return c.client === 'cursor'
    ? { decision: a.permission, reason: a.user_message, context: a.agent_message }
    : { decision: a.hookSpecificOutput?.permissionDecision, reason: a.hookSpecificOutput?.permissionDecisionReason, context: a.hookSpecificOutput?.additionalContext, note: a.systemMessage };
}
const policy = JSON.stringify({
  rules: [
    { name: 'stay inside', when: { effect: ['write', 'delete'], where: 'outside' }, verdict: 'deny', say: 'Work below the project.' },
    { name: 'no network', when: { effect: 'network' }, verdict: 'ask' },
    { name: 'migrations', when: { edits: 'migrations/**' }, verdict: 'ask' },
    { name: 'no broken tests', when: { breaks: 0.9 }, verdict: 'deny' },
  ],
});
beforeAll(() => {
  folder = makeFolder({
    'pyproject.toml': '',
    'app.py': 'def total(items):\n    result = 0\n    for i in items:\n        result += i\n    return result\n',
    'broken.py': 'def total(items):\n    return 7\n',
    'deploy.py': 'import urllib.request\nurllib.request.urlopen("http://example.org/hook")\n',
    'test_app.py': 'from app import total\n\ndef test_total():\n    assert total([1, 2]) == 3\n',
    'migrations/one.sql': 'x\n',
    'build/out.txt': 'o\n',
  });
});
afterEach(() => folder.write('.foretrace/policy.json', '{"rules": []}'));
afterAll(() => folder.remove());

describe.each(cases.map(c => [c.name, c] as const))('%s', (_, c) => {
  it('is recognised', () => {
    expect(readEvent(JSON.parse(event(c, 'ls -l')), 'auto')).toMatchObject({ client: c.client, cwd: folder.path, command: 'ls -l', proposal: undefined });
  });
  it('is told what it would delete, and goes on', async () => {
    const a = await hook(c, 'rm -rf build && echo done');
    expect(a.decision).toBeUndefined();
    expect(a.context).toMatch(/^Foretrace forecast of the command, nothing was run: it deletes build.*build\/out\.txt/);
    expect(existsSync(folder.at('build/out.txt'))).toBe(true);
  });
  it('is denied by a rule over its effects, with the reason', async () => {
    folder.write('.foretrace/policy.json', policy);
    const a = await hook(c, 'make clean; rm -rf ../elsewhere');
    expect(a.decision).toBe('deny');
    expect(a.reason).toMatch(/Foretrace's policy denies this command \(stay inside\): delete .*elsewhere.*Work below the project\./);
  });
});

describe('a command line', () => {
  const [claude] = cases;
  it.each(['ls -l', 'cat app.py | head -n 1', 'git status', 'echo hello > /dev/null'])('%s needs no foresight: nothing is said', async command => {
    folder.write('.foretrace/policy.json', policy);
    expect(await hook(claude, command)).toEqual({});
  });
  it('that runs Python is judged by what the program would do', async () => {
    folder.write('.foretrace/policy.json', policy);
    expect(await hook(claude, 'python3 deploy.py')).toMatchObject({ decision: 'ask', reason: expect.stringMatching(/asks about this command \(no network\): network look up example\.org/) });
  });
  it('that writes where edits are asked about is asked about', async () => {
    folder.write('.foretrace/policy.json', policy);
    expect(await hook(claude, 'echo y > migrations/two.sql')).toMatchObject({ decision: 'ask', reason: expect.stringContaining('(migrations): edits migrations/two.sql') });
  });
  it('that changes a source is judged by the tests after it', async () => {
    expect((await hook(claude, 'cp broken.py app.py')).context).toMatch(/changes app\.py.*\n.*1 would break.*\n✗ test_app\.py::test_total/s);
    folder.write('.foretrace/policy.json', policy);
    expect(await hook(claude, 'cp broken.py app.py')).toMatchObject({ decision: 'deny', reason: expect.stringContaining('test_app.py::test_total breaks') });
  });
  it('that would change the policy itself is asked about', async () => {
    folder.write('.foretrace/policy.json', policy);
    expect(await hook(claude, 'echo "{}" > .foretrace/policy.json')).toMatchObject({ decision: 'ask' });
  });
  it('that fails is told so', async () => {
    expect((await hook(claude, 'rm none.txt')).context).toBe('Foretrace forecast of the command, nothing was run: it ends with exit code 1.');
  });
  it('that does not parse is let go, for bash will say so', async () => {
    expect((await hook(claude, "echo 'unclosed")).decision).toBeUndefined();
  });
});
