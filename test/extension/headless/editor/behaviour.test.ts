// What an edit changes though the tests pass, and what a commit of the staged changes would bring, over the built worker and real repositories.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byFunction } from '../../../../extension/headless/editor/behaviour.ts';
import { type Folder, makeFolder } from '../folder.ts';
import { type BuiltWorker, startWorker } from './built-worker.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;
if (!hasGit) console.warn('SKIPPED: behaviour against the last commit: there is no git');
const app = 'def rate(n):\n    return n * 2\n\n\ndef label(n):\n    return f"{rate(n)}"\n';
const tests = 'from app import label\n\n\ndef test_label():\n    assert label(3) != ""\n    assert label(4)[0] in "89"\n';
let worker: BuiltWorker;
const folders: Folder[] = [];
const make = (): Folder => {
  const f = makeFolder({ 'app.py': app, 'test_app.py': tests, 'pytest.ini': '[pytest]\n' });
  folders.push(f);
  return f;
};
const git = (f: Folder, ...args: string[]): void => {
  const r = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: f.path, encoding: 'utf8' });
  if (r.status !== 0) throw new Error(r.stderr);
};
beforeAll(() => {
  worker = startWorker();
});
afterAll(async () => {
  await worker.end();
  for (const f of folders) f.remove();
});
const behaviour = (f: Folder) => worker.ask({ kind: 'behaviour', folder: f.path });
const type = (f: Folder, text: string | null): void => worker.post({ kind: 'buffer', file: f.at('app.py'), text });

describe('the behaviour of an edit', () => {
  it('without an edit is not asked for', async () => {
    expect(await behaviour(make())).toMatchObject({ functions: [], broken: 0, edited: 0, against: 'what is saved' });
  });
  it('that is not saved are the functions that come out otherwise, and for which calls, while the tests pass', async () => {
    const f = make();
    type(f, app.replace('n * 2', 'n * 2 + 1'));
    expect(await behaviour(f)).toMatchObject({
      against: 'what is saved',
      edited: 1,
      broken: 0,
      functions: [
        { function: 'label', line: 5, calls: [{ arguments: 'n=3', before: "'6'", after: "'7'" }, { arguments: 'n=4' }] },
        { file: f.at('app.py'), line: 1, function: 'rate', calls: [{ arguments: 'n=3', before: '6', after: '7' }, { arguments: 'n=4', before: '8', after: '9' }] },
      ],
    });
    type(f, app.replace('n * 2', '2 * n'));
    expect(await behaviour(f)).toMatchObject({ functions: [], edited: 1 });
    type(f, null);
  });
  it('is not compared where tests break: these are told instead', async () => {
    const f = make();
    type(f, app.replace('n * 2', 'n * 5'));
    expect(await behaviour(f)).toMatchObject({ functions: [], broken: 1 });
    type(f, null);
  });
  it.skipIf(!hasGit)('in a repository is held against the last commit, saved or not', async () => {
    const f = make();
    git(f, 'init', '-q');
    git(f, 'add', '.');
    git(f, 'commit', '-qm', 'first');
    f.write('app.py', app.replace('n * 2', 'n * 2 + 1'));
    expect(await behaviour(f)).toMatchObject({ against: 'the last commit', functions: [{ function: 'label' }, { function: 'rate' }] });
    git(f, 'commit', '-qam', 'second');
    expect(await behaviour(f)).toMatchObject({ functions: [], edited: 0 });
    type(f, app);
    expect(await behaviour(f)).toMatchObject({ functions: [{}, { function: 'rate', calls: [{ before: '7', after: '6' }, {}] }] });
    type(f, null);
  });
  it('is told by function, in the order of the calls', () => {
    const call = (name: string, n: number) => ({ file: '/a.py', line: 1, function: name, arguments: `n=${n}`, before: '1', after: '2' });
    expect(byFunction([call('f', 1), call('g', 1), call('f', 2)]).map(f => [f.function, f.calls.map(c => c.arguments)])).toEqual([
      ['f', ['n=1', 'n=2']],
      ['g', ['n=1']],
    ]);
  });
});

describe('a call for one line', () => {
  it('is without the object that a method belongs to, and cut to where the results differ', () => {
    const long = (end: string): string => `{'name': '${'a'.repeat(80)}', 'end': ${end}}`;
    const [f] = byFunction([{ file: '/a.py', line: 1, function: 'Basket.add', arguments: "self=Basket(lines=[1, 2]), line='x, y', n=3", before: long('1'), after: long('2') }]);
    const { brief } = f.calls[0];
    expect(brief.arguments).toBe("line='x, y', n=3");
    expect(brief.before).toMatch(/^….*'end': 1}$/);
    expect(brief.after).toMatch(/^….*'end': 2}$/);
  });
});

describe.skipIf(!hasGit)('the staged changes', () => {
  it('are forecast as a commit would have them, whatever else is in the folder', async () => {
    const f = make();
    git(f, 'init', '-q');
    git(f, 'add', '.');
    git(f, 'commit', '-qm', 'first');
    const check = () => worker.ask({ kind: 'checkStaged', folder: f.path });
    expect(await check()).toMatchObject({ changed: 0 });
    f.write('app.py', app.replace('n * 2', 'n * 5'));
    git(f, 'add', '.');
    f.write('app.py', app);
    const told = await check();
    expect(told).toMatchObject({ changed: 1, breaks: 1 });
    expect(told.text).toContain('test_app.py::test_label');
    // The report is a text to read: no colours.
    expect(told.text).not.toContain('\u001b');
  });
  it('without a repository say so', async () => {
    await expect(worker.ask({ kind: 'checkStaged', folder: make().path })).rejects.toThrow(/repository/);
  });
});
