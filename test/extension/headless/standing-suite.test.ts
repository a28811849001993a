// A warm engine that is told of changes answers as one that has only just started, whatever happens to the files from one question to the next.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Service } from '../../../extension/headless/service.ts';
import { type Folder, makeFolder } from './folder.ts';

const source = (n: number, more = ''): string => `def value():\n    return ${n}\n${more}`;
const suite = (name: string, n: number): string => `from ${name} import value\n\n\ndef test_value():\n    assert value() == ${n}\n\n\ndef test_other():\n    assert value() < 100\n`;
const conftest = `import pytest\n\n\n@pytest.fixture(autouse=True)\ndef always():\n    raise ValueError('no')\n`;

let folder: Folder;
const warm = new Service({ share: { jobs: 1 } });
beforeAll(() => {
  folder = makeFolder({
    'pyproject.toml': '[tool.pytest.ini_options]\npythonpath = ["src"]\n',
    'src/one.py': source(1),
    'src/two.py': source(2),
    'src/data.txt': '3',
    'src/three.py': "import os\n\n\ndef value():\n    with open(os.path.join(os.path.dirname(__file__), 'data.txt')) as f:\n        return int(f.read())\n",
    'tests/test_one.py': suite('one', 1),
    'tests/test_two.py': suite('two', 2),
    'tests/test_three.py': suite('three', 3),
    'tests/test_both.py': 'from one import value as one\nfrom two import value as two\n\n\ndef test_sum():\n    assert one() + two() == 6\n',
  });
});
afterAll(() => {
  warm.dispose();
  folder.remove();
});

type Changes = ReadonlyMap<string, string | null>;
const ask = async (service: Service, changes: Changes, fresh = false): Promise<Record<string, string>> => {
  const place = { workspace: folder.path, environment: { PYTHONHASHSEED: '0', PATH: process.env.PATH ?? '' }, home: folder.path, changes };
  const s = await service.suite({ place, cwd: folder.path, paths: [], list: false, fresh });
  expect(s.collected.map(t => t.id)).toEqual(s.tests.map(t => t.id));
  return Object.fromEntries(s.tests.map(t => [`${t.id}:${t.line}`, t.outcome]));
};
const asNew = async (changes: Changes): Promise<Record<string, string>> => {
  const service = new Service({ share: { jobs: 1 } });
  try {
    return await ask(service, changes, true);
  } finally {
    service.dispose();
  }
};
const laid = (files: Readonly<Record<string, string | null>>): Changes => new Map(Object.entries(files).map(([name, text]) => [folder.at(name), text]));

const steps: readonly [what: string, act: () => void, edit?: Readonly<Record<string, string | null>>][] = [
  ['nothing happens', () => {}],
  ['nothing happens again', () => {}],
  ['an edit breaks a function', () => {}, { 'src/one.py': source(5) }],
  ['the edit is another one', () => {}, { 'src/two.py': source(5) }],
  ['both are edited', () => {}, { 'src/one.py': source(6), 'src/two.py': source(7) }],
  ['the edit is gone', () => {}],
  ['a function is changed on the disk', () => folder.write('src/one.py', source(4))],
  ['it is changed at once again, its size the same', () => folder.write('src/one.py', source(1))],
  ['a data file is changed', () => folder.write('src/data.txt', '4')],
  ['an edit lies over a file that is changed beneath it', () => folder.write('src/two.py', source(9)), { 'src/two.py': source(2) }],
  ['the edit beneath which it was changed is gone', () => {}],
  ['the file is as it was, the edit elsewhere', () => folder.write('src/two.py', source(2)), { 'src/one.py': source(8) }],
  ['a test file is added', () => folder.write('tests/test_four.py', suite('one', 1))],
  ['a test file is added by an edit only', () => {}, { 'tests/test_five.py': suite('two', 3) }],
  ['a test file is removed by an edit only', () => {}, { 'tests/test_one.py': null }],
  ['a test file has its tests moved', () => folder.write('tests/test_two.py', `# more\n\n${suite('two', 2)}`)],
  ['a conftest file breaks all tests', () => folder.write('tests/conftest.py', conftest)],
  ['the conftest file is gone', () => rmSync(folder.at('tests/conftest.py'))],
  ['a conftest file is an edit', () => {}, { 'tests/conftest.py': conftest }],
  ['a module hides another one', () => folder.write('tests/one.py', source(77))],
  ['it does not any more', () => rmSync(folder.at('tests/one.py'))],
  ['a folder of tests comes', () => folder.write('tests/more/test_more.py', suite('three', 4))],
  ['it is moved away and another takes its place', () => (renameSync(folder.at('tests/more'), folder.at('away')), folder.write('tests/more/test_more.py', suite('three', 5)))],
  ['a folder goes', () => rmSync(folder.at('tests/more'), { recursive: true })],
  ['the settings change', () => folder.write('pyproject.toml', '[tool.pytest.ini_options]\npythonpath = ["src"]\npython_functions = ["test_v*"]\n')],
  ['the settings change by an edit', () => {}, { 'pyproject.toml': '[tool.pytest.ini_options]\npythonpath = ["src"]\npython_functions = ["test_o*"]\n' }],
  ['a source is gone', () => rmSync(folder.at('src/two.py'))],
  ['it comes again as a package', () => (mkdirSync(folder.at('src/two')), folder.write('src/two/__init__.py', source(2)))],
  ['nothing happens in the end', () => {}],
];

describe('a suite that is asked for again and again', () => {
  it.each(steps)('is forecast as if for the first time when %s', { timeout: 60_000 }, async (_, act, edit = {}) => {
    act();
    const changes = laid(edit);
    const found = await ask(warm, changes);
    expect(found).toEqual(await asNew(changes));
    // The question that follows finds more of it known.
    expect(await ask(warm, changes)).toEqual(found);
  });
});
