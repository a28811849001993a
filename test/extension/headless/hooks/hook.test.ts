// Hooks as clients call them: events of each dialect into the built command, answers in the dialect's JSON, and settings that are shown before they are written.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readEvent } from '../../../../extension/headless/hooks/dialects.ts';
import { type Folder, makeFolder } from '../folder.ts';

const cli = join(import.meta.dirname, '../../../../dist/cli.js');
interface Case {
  readonly name: string;
  readonly client: string;
  readonly event: object;
}
let folder: Folder;
const recorded = readFileSync(join(import.meta.dirname, 'events.json'), 'utf8');
const cases = (JSON.parse(recorded) as Case[]).map(c => [c.name, c.client, JSON.stringify(c.event)] as const);
const at = (event: string): string => event.replaceAll('$ROOT', folder.path);

async function hook(input: string, ...args: string[]): Promise<{ code: number | null; answer: Record<string, unknown>; err: string; ms: number }> {
  const from = performance.now();
  const p = spawn(process.execPath, [cli, 'hook', ...args], { cwd: folder.path });
  p.stdin.end(input);
  const [out, err, code] = await Promise.all([text(p.stdout), text(p.stderr), new Promise<number | null>(done => p.on('exit', done))]);
  return { code, answer: JSON.parse(out) as Record<string, unknown>, err, ms: performance.now() - from };
}
const strict = JSON.stringify({ rules: [{ name: 'no broken tests', when: { breaks: 0.9 }, verdict: 'deny', say: 'Mend the edit first.' }] });
/** Far more than a busy machine needs; what the budget does has a test of its own. */
const patient = ['--budget', '30000'];
beforeAll(() => {
  folder = makeFolder({
    'pyproject.toml': '',
    'app.py': 'def total(items):\n    result = 0\n    for i in items:\n        result += i\n    return result\n',
    'test_app.py': 'from app import total\n\ndef test_total():\n    assert total([1, 2]) == 3\n',
    'notes.md': 'hello\n',
  });
});
afterEach(() => folder.write('.foretrace/policy.json', '{"rules": []}'));
afterAll(() => folder.remove());

describe.each(cases)('%s', (_, client, event) => {
  it('is recognised, and answered with the forecast as context', async () => {
    expect(readEvent(JSON.parse(at(event)), 'auto')).toMatchObject({ client, cwd: folder.path });
    const { code, answer } = await hook(at(event), ...patient);
    expect(code).toBe(0);
    const context = client === 'cursor' ? answer.agent_message : (answer.hookSpecificOutput as { additionalContext: string }).additionalContext;
    expect(context).toContain('1 would break');
    expect(context).toContain('test_app.py::test_total');
    expect(JSON.stringify(answer)).not.toMatch(/"permission(?:Decision)?":/);
  });
  it('is denied under a strict policy, with the reason', async () => {
    folder.write('.foretrace/policy.json', strict);
    const { code, answer } = await hook(at(event), ...patient);
    expect(code).toBe(0);
    const reason = client === 'cursor' ? answer.user_message : (answer.hookSpecificOutput as { permissionDecisionReason: string }).permissionDecisionReason;
    expect(client === 'cursor' ? answer.permission : (answer.hookSpecificOutput as { permissionDecision: string }).permissionDecision).toBe('deny');
    expect(reason).toMatch(/no broken tests.*test_app\.py::test_total breaks \(1\.00\).*Mend the edit first\./);
  });
});

const edit = (path: string, old: string, now: string): string =>
  JSON.stringify({ hook_event_name: 'PreToolUse', cwd: folder.path, tool_name: 'Edit', tool_input: { file_path: path, old_string: old, new_string: now } });
describe('an event', () => {
  it.each([
    ['of a tool that writes nothing', () => JSON.stringify({ hook_event_name: 'PreToolUse', tool_name: 'Read', tool_input: { file_path: 'app.py' } })],
    ['after the use of a tool', () => JSON.stringify({ hook_event_name: 'PostToolUse', tool_name: 'Edit', tool_input: {} })],
    ['of a session that begins', () => JSON.stringify({ hook_event_name: 'SessionStart', source: 'startup', cwd: folder.path })],
    ['of a session that begins outside any project', () => JSON.stringify({ hookEventName: 'SessionStart', cwd: '/' })],
    ['of a command', () => JSON.stringify({ hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'ls' } })],
    ['whose input says too little', () => JSON.stringify({ hook_event_name: 'PreToolUse', tool_name: 'editFiles', tool_input: { files: ['app.py'] } })],
    ['that is no object', () => '[]'],
  ])('%s is answered with nothing, at once', async (_, event) => {
    const { code, answer } = await hook(event());
    expect([code, answer]).toEqual([0, {}]);
  });
  it('that is not JSON lets the edit go on, with a note', async () => {
    const { code, answer, err } = await hook('{');
    expect(code).toBe(0);
    expect(answer).toEqual({ systemMessage: expect.stringContaining('could not forecast this edit') });
    expect(err).toContain('could not forecast');
  });
  it('whose edit does not apply says so', async () => {
    const { answer } = await hook(edit(folder.at('app.py'), 'no such text', ''));
    expect(answer).toMatchObject({ hookSpecificOutput: { additionalContext: expect.stringContaining('the text to replace is not in') } });
  });
  it('that cannot be forecast in time lets the edit go on, with a note', async () => {
    const { code, answer, ms } = await hook(edit(folder.at('app.py'), 'result = 0', 'result = 1'), '--budget', '150');
    expect(code).toBe(0);
    expect(answer).toEqual({ systemMessage: expect.stringContaining('no forecast of this edit in time') });
    expect(ms).toBeLessThan(3000);
  });
  it('that is harmless is answered in a line', async () => {
    const { answer } = await hook(edit(folder.at('app.py'), 'result = 0', 'result = 0.0'), ...patient);
    expect(answer).toEqual({ hookSpecificOutput: { hookEventName: 'PreToolUse', additionalContext: 'Foretrace forecast, nothing was run: of 1 tests 1 pass.' } });
  });
  it('that touches the policy itself is asked about', async () => {
    folder.write('.foretrace/policy.json', strict);
    const { answer } = await hook(edit(folder.at('.foretrace/policy.json'), 'deny', 'allow'));
    expect(answer).toMatchObject({ hookSpecificOutput: { permissionDecision: 'ask' } });
  });
  it('that touches the policy by another name is asked about', async () => {
    folder.write('.foretrace/policy.json', strict);
    symlinkSync(folder.at('.foretrace/policy.json'), folder.at('other.json'));
    try {
      const { answer } = await hook(edit(folder.at('other.json'), 'deny', 'allow'));
      expect(answer).toMatchObject({ hookSpecificOutput: { permissionDecision: 'ask' } });
    } finally {
      rmSync(folder.at('other.json'));
    }
  });
  it('that would write outside the workspace is a write there, for rules about effects', async () => {
    const elsewhere = JSON.stringify({ hook_event_name: 'PreToolUse', cwd: folder.path, tool_name: 'Write', tool_input: { file_path: '/foretrace-nowhere/a.py', content: 'x = 1\n' } });
    expect((await hook(elsewhere)).answer).toMatchObject({ hookSpecificOutput: { additionalContext: expect.stringContaining('leads out of the workspace') } });
    folder.write('.foretrace/policy.json', JSON.stringify({ rules: [{ name: 'stay inside', when: { effect: ['write', 'delete'], where: 'outside' }, verdict: 'deny' }] }));
    expect((await hook(elsewhere)).answer).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny', permissionDecisionReason: expect.stringContaining('stay inside') } });
  });
  it('of a notebook is judged by the rules over files', async () => {
    const cell = JSON.stringify({ hook_event_name: 'PreToolUse', cwd: folder.path, tool_name: 'NotebookEdit', tool_input: { notebook_path: folder.at('a.ipynb'), new_source: '1' } });
    expect((await hook(cell)).answer).toEqual({});
    folder.write('.foretrace/policy.json', JSON.stringify({ rules: [{ when: { edits: '**/*.ipynb' }, verdict: 'ask' }] }));
    expect((await hook(cell)).answer).toMatchObject({ hookSpecificOutput: { permissionDecision: 'ask', permissionDecisionReason: expect.stringContaining('edits a.ipynb') } });
  });
  it('that takes a test away is asked about where a rule says so', async () => {
    folder.write('.foretrace/policy.json', JSON.stringify({ rules: [{ when: { gone: true }, verdict: 'ask' }] }));
    const { answer } = await hook(edit(folder.at('test_app.py'), 'def test_total', 'def total_test'), ...patient);
    expect(answer).toMatchObject({ hookSpecificOutput: { permissionDecision: 'ask', permissionDecisionReason: expect.stringContaining('test_app.py::test_total is gone') } });
  });
  it('is denied while the policy cannot be read, for it may deny; and told the way out', async () => {
    folder.write('.foretrace/policy.json', strict.slice(0, -1));
    const { answer } = await hook(edit(folder.at('notes.md'), 'hello', 'world'), ...patient);
    expect(answer).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny', permissionDecisionReason: expect.stringMatching(/is not JSON.*mend \.foretrace\/policy\.json/) } });
  });
});

describe('foretrace hook install', () => {
  const places = { claude: '.claude/settings.json', vscode: '.github/hooks/foretrace.json', cursor: '.cursor/hooks.json' };
  const install = (...args: string[]): { code: number | null; out: string; err: string } => {
    const r = spawnSync(process.execPath, [cli, 'hook', ...args], { cwd: folder.path, encoding: 'utf8' });
    return { code: r.status, out: r.stdout, err: r.stderr };
  };
  it.each(Object.entries(places))('shows %s its change first, writes it when told to, and takes it out again', (client, file) => {
    const shown = install('install', '--client', client, '--command', 'foretrace');
    expect(shown.out).toContain(`+++ ${file}`);
    expect(shown.out).toContain('Nothing was written');
    expect(existsSync(folder.at(file))).toBe(false);
    expect(install('install', '--client', client, '--command', 'foretrace', '--yes').code).toBe(0);
    expect(readFileSync(folder.at(file), 'utf8')).toContain(`foretrace hook --client ${client}`);
    expect(install('install', '--client', client, '--yes').out).toContain('there already');
    install('uninstall', '--client', client, '--yes');
    expect(readFileSync(folder.at(file), 'utf8')).not.toContain('foretrace hook');
  });
  it('comes before each edit and command, and at the start of a session where the client tells of that', () => {
    const events = (file: string): string[] => Object.keys((JSON.parse(readFileSync(folder.at(file), 'utf8')) as { hooks: object }).hooks);
    for (const client of ['claude', 'vscode', 'cursor']) install('install', '--client', client, '--yes');
    expect([events('.claude/settings.json'), events('.github/hooks/foretrace.json'), events('.cursor/hooks.json')]).toEqual([['PreToolUse', 'SessionStart'], ['PreToolUse', 'SessionStart'], ['preToolUse']]);
    // One that was installed before there was the other.
    const { SessionStart: _, ...old } = (JSON.parse(readFileSync(folder.at('.claude/settings.json'), 'utf8')) as { hooks: Record<string, unknown> }).hooks;
    folder.write('.claude/settings.json', JSON.stringify({ hooks: old }));
    install('install', '--client', 'claude', '--yes');
    expect(events('.claude/settings.json')).toEqual(['PreToolUse', 'SessionStart']);
    for (const client of ['claude', 'vscode', 'cursor']) install('uninstall', '--client', client, '--yes');
    expect([events('.claude/settings.json'), events('.github/hooks/foretrace.json'), events('.cursor/hooks.json')]).toEqual([[], [], []]);
  });
  it('keeps what else stands in the settings, byte for byte', () => {
    const settings = '{\n    "model": "x",\n    "hooks": {\n        "PreToolUse": [\n            {\n                "matcher": "Bash",\n                "hooks": []\n            }\n        ]\n    }\n}\n';
    folder.write('.claude/settings.json', settings);
    install('install', '--client', 'claude', '--yes');
    expect(JSON.parse(readFileSync(folder.at('.claude/settings.json'), 'utf8'))).toMatchObject({ model: 'x', hooks: { PreToolUse: [{ matcher: 'Bash' }, { matcher: 'Edit|Write|MultiEdit|NotebookEdit|Bash' }] } });
    install('uninstall', '--client', 'claude', '--yes');
    expect(readFileSync(folder.at('.claude/settings.json'), 'utf8')).toBe(settings);
  });
  it('the command that it writes answers an event', () => {
    install('install', '--client', 'claude', '--yes');
    const { hooks } = JSON.parse(readFileSync(folder.at('.claude/settings.json'), 'utf8')) as { hooks: { PreToolUse: { hooks: { command: string }[] }[] } };
    const { command } = hooks.PreToolUse.at(-1)!.hooks[0];
    const r = spawnSync('sh', ['-c', command], { input: '[]', encoding: 'utf8', cwd: folder.path });
    expect([r.status, r.stdout]).toEqual([0, '{}\n']);
  });
  it('leaves alone what it cannot read, and says so', () => {
    folder.write('.cursor/hooks.json', '{ // a comment\n}');
    const { code, err } = install('install', '--client', 'cursor', '--yes');
    expect(code).toBe(2);
    expect(err).toMatch(/hooks\.json is not JSON, so nothing is changed in it/);
    expect(readFileSync(folder.at('.cursor/hooks.json'), 'utf8')).toBe('{ // a comment\n}');
    expect(install('install').err).toContain('needs --client');
    expect(install('--client', 'emacs').err).toContain('auto, claude, vscode or cursor');
  });
});

describe('foretrace policy', () => {
  const policy = (...args: string[]): { code: number | null; out: string; err: string } => {
    const r = spawnSync(process.execPath, [cli, 'policy', ...args], { cwd: folder.path, encoding: 'utf8' });
    return { code: r.status, out: r.stdout, err: r.stderr };
  };
  it('prints its schema, and tells what a file says or where it is wrong', () => {
    expect(JSON.parse(policy('--schema').out)).toMatchObject({ title: 'A policy of Foretrace' });
    folder.write('.foretrace/policy.json', strict);
    expect(policy().out).toContain('deny  no broken tests');
    folder.write('bad.json', '{"rules": [{"when": {"breaks": 7}, "verdict": "deny"}, {"verdict": "ask"}]}');
    const bad = policy('bad.json');
    expect(bad.code).toBe(2);
    expect(bad.err).toMatch(/^foretrace: bad\.json: \$\.rules\[0\]\.when.*foretrace policy --schema/m);
    expect(bad.err).not.toContain('internal error');
    expect(bad.err).toContain('$.rules[1].when');
    expect(policy('none.json').err).toContain('no such file');
  });
});
