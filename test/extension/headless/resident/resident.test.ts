// The process that keeps engines warm: started by a hook for real, asked by later ones, and gone when no one asks. It must never change what is answered.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { residentAddress, residentMinutes } from '../../../../extension/headless/resident/address.ts';
import { endResident, residentStatus } from '../../../../extension/headless/resident/client.ts';
import { type Folder, makeFolder } from '../folder.ts';

const cli = join(import.meta.dirname, '../../../../dist/cli.js');
const windows = process.platform === 'win32';
const home = process.env.HOME ?? tmpdir();
const rooms: string[] = [];
let folder: Folder;
/** Each test has sockets and caches of its own. */
let environment: Record<string, string>;
beforeEach(() => {
  const room = mkdtempSync(join(tmpdir(), 'fr-'));
  rooms.push(room);
  const { CI: _, ...rest } = process.env as Record<string, string>;
  environment = { ...rest, HOME: home, XDG_RUNTIME_DIR: room, FORETRACE_CACHE: join(room, 'cache'), FORETRACE_RESIDENT: '1' };
  folder = makeFolder({
    'pyproject.toml': '',
    'shop.py': 'def total(prices):\n    return sum(prices)\n',
    'test_shop.py': 'from shop import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n\ndef test_none():\n    assert total([]) == 0\n',
    '.foretrace/policy.json': JSON.stringify({ rules: [{ name: 'no broken tests', when: { breaks: 0.9 }, verdict: 'deny' }] }),
  });
});
afterEach(async () => {
  await endResident(environment, home);
  folder.remove();
});
afterAll(() => {
  for (const r of rooms) rmSync(r, { recursive: true, force: true });
});

const status = () => residentStatus(environment, home);
const event = (content: string): string =>
  JSON.stringify({ session_id: 's', hook_event_name: 'PreToolUse', cwd: folder.path, tool_name: 'Write', tool_input: { file_path: folder.at('shop.py'), content } });
function hook(content: string, more: Record<string, string> = {}, ...args: string[]): { readonly hookSpecificOutput?: { readonly permissionDecision?: string; readonly permissionDecisionReason?: string } } {
  const r = spawnSync(process.execPath, [cli, 'hook', '--budget', '20000', ...args], { cwd: folder.path, env: { ...environment, ...more }, input: event(content), encoding: 'utf8' });
  expect(r.status).toBe(0);
  return JSON.parse(r.stdout) as ReturnType<typeof hook>;
}
const broken = 'def total(prices):\n    return sum(prices) + 1\n';

describe.skipIf(windows)('the resident engine', () => {
  it('is started by a hook, answers the next ones, and answers as one that is not resident', async () => {
    expect(await status()).toBeUndefined();
    const first = hook(broken);
    const afterFirst = await status();
    expect(afterFirst).toMatchObject({ workspaces: [folder.path], minutes: 1 });
    const second = hook(broken);
    const afterSecond = await status();
    expect(afterSecond?.pid).toBe(afterFirst?.pid);
    expect(afterSecond!.questions).toBeGreaterThan(afterFirst!.questions);
    const alone = hook(broken, { FORETRACE_RESIDENT: 'off', FORETRACE_CACHE: join(environment.XDG_RUNTIME_DIR, 'other') });
    expect(alone.hookSpecificOutput?.permissionDecision).toBe('deny');
    expect([first, second]).toEqual([alone, alone]);
  });

  it('sees what has changed on the disk between two questions', () => {
    expect(hook(broken).hookSpecificOutput?.permissionDecision).toBe('deny');
    folder.write('test_shop.py', 'from shop import total\n\n\ndef test_total():\n    assert total([1, 2]) in (3, 4)\n');
    expect(hook(broken).hookSpecificOutput?.permissionDecision).not.toBe('deny');
  });

  it('goes on with a question whose time is over, so that the next one is answered in time', async () => {
    // Its first question takes longer: an engine starts, and the library is imported.
    expect(hook(broken, {}, '--budget', '700').hookSpecificOutput?.permissionDecision).not.toBe('deny');
    await expect.poll(async () => (await status())?.open, { timeout: 30_000 }).toBe(0);
    const { questions } = (await status())!;
    expect(questions).toBeGreaterThan(0);
    const from = performance.now();
    expect(hook(broken).hookSpecificOutput?.permissionDecision).toBe('deny');
    console.info(`after a hook whose time was over, the next one took ${(performance.now() - from).toFixed(0)} ms`);
  });

  it('goes on with a check whose time is over, and not with one that is given up', async () => {
    hook(broken);
    const slow = (n: number): string => `import shop\n\n\ndef test_slow():\n    n = 0\n    for i in range(${n}):\n        n += shop.total([1])\n    assert n == ${n}\n`;
    const check = (...args: string[]) => spawn(process.execPath, [cli, 'check', '--format', 'json', ...args], { cwd: folder.path, env: environment, stdio: 'ignore' });
    const ended = (c: ReturnType<typeof check>): Promise<number | null> => new Promise(r => c.on('exit', r));
    const begun = async (questions: number): Promise<void> => await expect.poll(async () => (await status())!.questions, { timeout: 10_000 }).toBeGreaterThan(questions);
    folder.write('test_slow.py', slow(2_000_000));
    const { questions } = (await status())!;
    expect(await ended(check('--budget', '1000'))).toBe(4);
    await begun(questions);
    expect((await status())!.open).toBe(1);
    await expect.poll(async () => (await status())!.open, { timeout: 30_000 }).toBe(0);
    const asked = (await status())!.questions;
    folder.write('test_slow.py', slow(50_000_000));
    const given = check();
    await begun(asked);
    given.kill('SIGINT');
    expect(await ended(given)).toBe(130);
    await expect.poll(async () => (await status())!.open, { timeout: 5000 }).toBe(0);
  });

  it('has a slow import done once, though each hook that comes is over before its end', () => {
    folder.write('prices.py', 'table = {}\nfor i in range(1_500_000):\n    table[i] = i * 3 % 97\n');
    folder.write('test_shop.py', 'import prices\nfrom shop import total\n\n\ndef test_total():\n    assert total([1, 2]) == prices.table[1]\n');
    const answered = (): boolean => hook(broken, {}, '--budget', '900').hookSpecificOutput?.permissionDecision === 'deny';
    let hooks = 1;
    while (!answered() && hooks < 40) hooks++;
    expect(hooks).toBeLessThan(40);
  });

  it('is ready for the first edit of an agent whose session began before', async () => {
    const begin = spawnSync(process.execPath, [cli, 'hook'], { cwd: folder.path, env: environment, input: JSON.stringify({ hook_event_name: 'SessionStart', cwd: folder.path }), encoding: 'utf8' });
    expect([begin.status, begin.stdout]).toEqual([0, '{}\n']);
    expect(await status()).toMatchObject({ workspaces: [folder.path] });
    await expect.poll(async () => (await status())?.open, { timeout: 30_000 }).toBe(0);
    expect(hook(broken).hookSpecificOutput?.permissionDecision).toBe('deny');
  });

  it('is told by the command line, and ended by it', () => {
    const run = (...args: string[]): string => spawnSync(process.execPath, [cli, ...args], { cwd: folder.path, env: environment, encoding: 'utf8' }).stdout;
    expect(run('resident')).toContain('No resident engine is there');
    hook(broken);
    expect(run('resident', 'status')).toMatch(new RegExp(`process \\d+, \\d+ MB, \\d+ questions so far\\.\\n {2}warm for ${folder.path}\\nIt ends after 1 minutes`));
    expect(run('resident', 'stop')).toBe('The resident engine has ended.\n');
    expect(run('resident', 'stop')).toBe('No resident engine is there.\n');
  });

  it('ends when no question has come for a while', async () => {
    environment.FORETRACE_RESIDENT = '0.03';
    hook(broken);
    const socket = residentAddress(environment, home)!;
    const deadline = performance.now() + 20_000;
    while (existsSync(socket) && performance.now() < deadline) await new Promise(r => setTimeout(r, 100));
    expect(await status()).toBeUndefined();
  });

  it('is done without where it ends in the middle of a question', async () => {
    hook(broken);
    folder.write('test_slow.py', 'import shop\n\n\ndef test_slow():\n    n = 0\n    for i in range(3_000_000):\n        n += shop.total([1])\n    assert n == 3_000_000\n');
    const check = spawn(process.execPath, [cli, 'check', '--format', 'json'], { cwd: folder.path, env: environment });
    let out = '';
    check.stdout.on('data', d => (out += String(d)));
    const ended = new Promise<number | null>(r => check.on('exit', r));
    const before = (await status())!;
    while (((await status())?.questions ?? 0) === before.questions && check.exitCode === null) await new Promise(r => setTimeout(r, 20));
    process.kill(before.pid, 'SIGKILL');
    await ended;
    expect((JSON.parse(out) as { tests: { id: string }[] }).tests.map(t => t.id)).toEqual(['test_shop.py::test_total', 'test_shop.py::test_none', 'test_slow.py::test_slow']);
  });

  it('takes the place of one that has died', async () => {
    hook(broken);
    process.kill((await status())!.pid, 'SIGKILL');
    await expect.poll(status).toBeUndefined();
    expect(existsSync(residentAddress(environment, home)!)).toBe(true);
    expect(hook(broken).hookSpecificOutput?.permissionDecision).toBe('deny');
    expect(await status()).toBeDefined();
  });

  it('listens only where no one else can come in', () => {
    const inside = join(environment.XDG_RUNTIME_DIR, `foretrace-${process.getuid!()}`);
    mkdirSync(inside);
    chmodSync(inside, 0o755);
    expect(residentAddress(environment, home)).toBeUndefined();
    expect(hook(broken).hookSpecificOutput?.permissionDecision).toBe('deny');
    expect(readdirSync(inside)).toEqual([]);
    chmodSync(inside, 0o700);
    expect(residentAddress(environment, home)).toBe(join(inside, readdirSync(inside)[0] ?? residentAddress(environment, home)!.slice(inside.length + 1)));
    rmSync(inside, { recursive: true });
    writeFileSync(inside, '');
    expect(residentAddress(environment, home)).toBeUndefined();
  });
});

describe('how long it stays', () => {
  it.each([
    [{}, 15],
    [{ CI: 'true' }, 0],
    [{ CI: 'false' }, 15],
    [{ CI: 'true', FORETRACE_RESIDENT: '5' }, 5],
    [{ FORETRACE_RESIDENT: 'off' }, 0],
    [{ FORETRACE_RESIDENT: '0' }, 0],
    [{ FORETRACE_RESIDENT: 'on' }, 15],
    [{ FORETRACE_RESIDENT: 'nonsense' }, 0],
  ])('with %j is %d minutes', (variables, minutes) => {
    expect(residentMinutes(variables)).toBe(windows ? 0 : minutes);
  });
});
