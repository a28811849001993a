// The model of pytest against real pytest: a suite that uses each of its features, with recorded outcomes, on the machine's library and on the bundled one.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report, TestForecast } from '../../../../trace-collector/trace.ts';
import { hasPython } from '../../../support/python.ts';

const here = import.meta.dirname;
const cli = join(here, '../../../../dist/cli.js');
const environment = { ...process.env, PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1', PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: undefined, PYTHONPATH: undefined };

type Recorded = Record<string, readonly [result: string, raised: string | null]>;
const folderOf = (suite: string): string => join(here, 'suites', suite);
/** What real pytest said, by node id. */
function recordOf(suite: string): Recorded {
  const golden = `${folderOf(suite)}.json`;
  if (process.env.BLESS) {
    const r = spawnSync('python3', [join(here, '../../../support/record_pytest.py'), folderOf(suite)], { encoding: 'utf8', env: environment as NodeJS.ProcessEnv });
    if (r.status === 0) writeFileSync(golden, r.stdout);
  }
  return JSON.parse(readFileSync(golden, 'utf8')) as Recorded;
}

const check = (suite: string, python: string | undefined, ...paths: string[]): Map<string, TestForecast> => checkUnder({ FORETRACE_PYTHON: python }, suite, ...paths);
function checkUnder(variables: NodeJS.ProcessEnv, suite: string, ...paths: string[]): Map<string, TestForecast> {
  const r = spawnSync(process.execPath, [cli, 'check', ...paths, '--format', 'json'], { cwd: folderOf(suite), encoding: 'utf8', maxBuffer: 1 << 28, env: { ...environment, ...variables } as NodeJS.ProcessEnv });
  expect(r.stderr).toBe('');
  return new Map((JSON.parse(r.stdout) as Report).tests.map(t => [t.id, t.after!]));
}
const bare = (type: string | undefined): string | null => type?.slice(type.lastIndexOf('.') + 1) ?? null;

describe.each([
  ['features', "the machine's library", undefined],
  ['features', 'the bundled library', 'bundled'],
  ['doctests', "the machine's library", undefined],
  ['sequence', "the machine's library", undefined],
  ['importlib', "the machine's library", undefined],
  ['overrides', "the machine's library", undefined],
])('forecasts of the suite %s on %s', (suite, _name, python) => {
  const found = check(suite, python);
  const recorded = recordOf(suite);

  it('has a test for each that pytest ran', () => {
    expect(Object.keys(recorded).filter(id => !found.has(id))).toEqual([]);
  });
  it('contradicts pytest nowhere', () => {
    const wrong: string[] = [];
    for (const [id, [result, raised]] of Object.entries(recorded)) {
      const f = found.get(id);
      if (f === undefined || f.outcome === 'unknown') continue;
      const said = `${f.result} ${f.result === 'failed' || f.result === 'error' ? bare(f.raises?.type) : null}`;
      if (said !== `${result} ${raised}`) wrong.push(`${id}: ${said}, pytest: ${result} ${raised}`);
    }
    expect(wrong).toEqual([]);
  });
  it('knows all of them', () => {
    const unknown = [...found.values()].filter(f => f.outcome === 'unknown').map(f => `${f.id}: ${f.why.map(w => w.what).join(', ')}`);
    expect(unknown).toEqual([]);
  });
  it.runIf(suite === 'features')('tells the tests of a file that cannot be imported by reading it', () => {
    expect(found.get('test_broken_import.py::TestTwo::test_three')).toMatchObject({ outcome: 'fail', result: 'error', phase: 'collect', raises: { type: 'ImportError' } });
    expect(found.get('test_skipped_module.py::test_never')).toMatchObject({ outcome: 'pass', result: 'skipped', reason: 'the whole of it' });
    expect(found.get('test_bad_parametrize.py::test_never_reached')).toMatchObject({ outcome: 'fail', result: 'error', phase: 'collect' });
  });
});

describe('tests that are named one by one', () => {
  it('are forecast in the order of their names, as pytest runs them', () => {
    const [fails, after] = ['test_fails_and_leaves_it_open', 'test_passes_by_itself'].map(n => `test_left_behind.py::${n}`);
    const outcomes = (...ids: string[]): unknown => {
      const found = check('sequence', undefined, ...ids);
      return ids.map(id => found.get(id)?.outcome);
    };
    expect(outcomes(fails, after)).toEqual(['fail', 'fail']);
    expect(outcomes(after, fails)).toEqual(['pass', 'pass']);
  });
});

describe('a test that fails on most ways, though not all are known', () => {
  it('leaves those in doubt that pass by themselves and not after it', () => {
    const found = check('uncertain', undefined, 'test_open_steps.py');
    expect([...found.values()].map(f => f.outcome)).toEqual(['unknown', 'unknown', 'pass']);
    expect(found.get('test_open_steps.py::test_passes_by_itself')).toMatchObject({ why: [{ what: 'state left by test_open_steps.py::test_fails_after_any_walk' }] });
  });
});

describe('pytest in a folder of PYTHONPATH', () => {
  it('is stood in for, as where it is installed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'packages-'));
    try {
      for (const name of ['pytest', '_pytest']) {
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, '__init__.py'), 'raise RuntimeError\n');
      }
      expect([...checkUnder({ PYTHONPATH: folder }, 'sequence', 'test_untouched.py').values()].map(f => f.outcome)).toEqual([...check('sequence', undefined, 'test_untouched.py').values()].map(f => f.outcome));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a test with a long text in its id', () => {
  it.each([
    ['9.2.0', ['text0', 'text1']],
    ['9.1.1', ['a'.repeat(101), 'b'.repeat(200)]],
  ])('is named as pytest %s names it', (version, ids) => {
    const folder = mkdtempSync(join(tmpdir(), 'packages-'));
    try {
      mkdirSync(join(folder, `pytest-${version}.dist-info`));
      writeFileSync(join(folder, `pytest-${version}.dist-info`, 'METADATA'), `Metadata-Version: 2.1\nName: pytest\nVersion: ${version}\n`);
      expect([...checkUnder({ PYTHONPATH: folder }, 'uncertain', 'test_long_ids.py').keys()]).toEqual(ids.map(id => `test_long_ids.py::test_of[${id}]`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a test that hangs on which hash is the greater', () => {
  it('is unknown where its import stops at one', () => {
    expect([...check('uncertain', undefined, 'test_import_stops.py').values()].map(f => [f.outcome, ...f.why.map(w => w.what)])).toEqual([['unknown', 'hash() in an import']]);
  });
  it('is unknown', () => {
    const found = check('uncertain', undefined, 'test_hash_orders.py');
    expect([...found.values()].map(f => [f.outcome, ...f.why.map(w => w.what)])).toEqual([...Array(3).fill(['unknown', 'hash()']), ['unknown', 'hash() in an import'], ['pass']]);
  });
});

describe('a value of which not even the type is known', () => {
  it('is neither test nor fixture, and what native code makes of it is unknown but for how many there are', () => {
    const found = check('uncertain', undefined, 'test_open_values.py');
    const outcomes = new Map([...found].map(([id, f]) => [id.split('::')[1], f.outcome]));
    expect(outcomes.get('test_that_does_not_ask')).toBe('pass');
    expect(outcomes.get('test_too_many_arguments')).toBe('fail');
    expect([...outcomes.values()].filter(o => o === 'unknown')).toHaveLength(8);
  });
});

describe.runIf(hasPython)('a test that hangs on the OpenSSL that is there, or on who is at the other end', () => {
  it('is unknown', () => {
    const outcomes = [...check('uncertain', undefined, 'test_secure_sockets.py')].map(([id, f]) => [id.split('::')[1], f.outcome]);
    expect(outcomes.filter(([, outcome]) => outcome !== 'unknown')).toEqual([['test_of_none_of_these', 'pass']]);
    expect(outcomes).toHaveLength(12);
  });
});

describe('a test that sends something by requests', () => {
  it('is known where it hangs on no password in .netrc', () => {
    const outcomes = new Map([...check('uncertain', undefined, 'test_passwords.py')].map(([id, f]) => [id.split('::')[1], f.outcome]));
    expect(Object.fromEntries(outcomes)).toEqual({
      test_hangs_on_none: 'pass',
      test_fails_with_any: 'fail',
      test_hangs_on_it: 'unknown',
      test_hangs_on_what_it_is: 'unknown',
      test_says_the_same_again: 'pass',
      test_asks_by_itself: 'unknown',
      test_has_a_home_of_its_own: 'pass',
      test_has_a_file_of_its_own: 'pass',
      test_looks_for_none: 'pass',
    });
  });
});

describe('a difference between what clocks tell', () => {
  it('is made without fail, and is unknown', () => {
    const outcomes = [...check('uncertain', undefined, 'test_clock_differences.py')].map(([id, f]) => [id.split('::')[1], f.outcome]);
    const [made, others] = [outcomes.filter(([name]) => name.startsWith('test_differences')), outcomes.filter(([name]) => !name.startsWith('test_differences'))];
    expect(made.map(([, outcome]) => outcome)).toEqual(Array(8).fill('pass'));
    expect(others.map(([, outcome]) => outcome)).toEqual(Array(6).fill('unknown'));
  });
});

describe('tests whose ids hold what nobody knows', () => {
  it('are told by their function', () => {
    expect([...check('uncertain', undefined, 'test_names_left_open.py')].map(([id, f]) => [id, f.outcome])).toEqual([
      ['test_names_left_open.py::TestMachine::test_named_by_it', 'unknown'],
      ['test_names_left_open.py::test_beside_it', 'unknown'],
    ]);
  });
});

describe('what pytest has and its model has not', () => {
  it('is unknown, and not missing', () => {
    const found = check('uncertain', undefined, 'test_rest_of_pytest.py');
    expect([...found.values()].map(f => [f.outcome, ...f.why.map(w => w.what)])).toEqual([
      ['unknown', 'module _pytest.assertion'],
      ['unknown', '_pytest.python.no_such_thing'],
      ['unknown', 'module _pytest.no_such_module'],
      ['unknown', 'module _pytest.pytester'],
    ]);
  });
});

describe('a forecast', () => {
  const found = check('features', undefined, 'test_failures.py');
  const of = (name: string): TestForecast => found.get(`test_failures.py::${name}`)!;

  it('leads down to the line that raises, with the values there', () => {
    const { raises } = of('test_nested_error');
    expect(raises).toMatchObject({ type: 'ZeroDivisionError', message: 'division by zero' });
    expect(raises!.traceback.filter(e => !e.library).map(e => e.function)).toEqual(['test_nested_error', 'average', 'divide']);
    expect(raises!.traceback.at(-1)).toMatchObject({ source: '    return a / b', locals: { a: '0', b: '0' } });
  });
  it.each([
    ['test_list', ['At index 2 diff: 3 != 4', 'Left contains one more item: 4']],
    ['test_dict', ['Differing items:', "  'b': 2 != 3"]],
    ['test_set', ['Extra items in the left set:', '  1', 'Extra items in the right set:', '  3']],
    ['test_dataclass', ['Differing attributes:', '  y: 2 != 3']],
    ['test_lines', ['- B', '+ b']],
  ])('says where both sides differ: %s', (name, difference) => {
    expect(of(name).raises!.sides!.difference).toEqual(difference);
  });
  it('says what a doctest gave instead', () => {
    expect(check('doctests', undefined, 'pkg').get('pkg/examples.py::pkg.examples.add')).toMatchObject({ result: 'failed', reason: "line 7: >>> add(2, 2)  gives '4', not '5'" });
  });
  it('keeps the message of an assert beside its sides', () => {
    expect(of('test_message').raises).toMatchObject({ message: 'they differ', sides: { left: '1', op: '==', right: '2' } });
  });
});
