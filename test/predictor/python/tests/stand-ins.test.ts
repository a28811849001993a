// Packages that have a stand-in in the engine: hypothesis, whose tests are rehearsed with explicit examples and the simplest drawn one. What is expected here was
// checked against hypothesis 6.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report, TestForecast } from '../../../../trace-collector/trace.ts';

const cli = join(import.meta.dirname, '../../../../dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'foretrace-stand-ins-'));
afterAll(() => rmSync(folder, { recursive: true }));

const suite = `
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.provisional import urls
from hypothesis.strategies import composite, integers, lists

def test_plain():
    assert 1 == 1

@given(integers())
def test_fails_on_zero(x):
    assert x != 0

@given(x=integers(), y=lists(integers()))
@example(x=1, y=[2])
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
def test_example_fails(x, y):
    assert x != 1

@given(integers())
def test_holds(x):
    assert x + 1 > x

@pytest.fixture
def five():
    return 5

@given(data=st.data())
@pytest.mark.parametrize('k', [1, 2])
def test_mixed(five, k, data):
    n = data.draw(integers(min_value=k))
    assert five == 5 and n == k + 1

class TestThings:
    @given(st.text(), st.booleans())
    def test_method(self, a, b):
        assert b

@composite
def pairs(draw, low=0):
    a = draw(integers(min_value=low))
    return (a, draw(integers(min_value=a)))

@given(pairs(low=3).filter(lambda p: p[0] > 1))
def test_pair(p):
    assume(p[0] > 1)
    assert p != (3, 3)

@given(st.from_regex("[a-z]+"))
def test_not_drawn(text):
    assert text == ""

@given(urls())
def test_addresses(url):
    assert url.startswith("http")

def made(a: int, b, *, c: int = 1):
    return (a, b)

@given(st.builds(made, b=st.just(2)))
def test_filled_in(pair):
    assert pair[1] == 2

@given(st.builds(made, st.just(1), b=st.just(2)))
def test_built(pair):
    assert pair != (1, 2)

def test_fuzzed():
    @given(st.integers())
    def inner(x):
        pass

    assert isinstance(inner.hypothesis.fuzz_one_input(bytes(1000)), bytes)
`;

function check(installed: boolean): Map<string, TestForecast> {
  const project = join(folder, installed ? 'with' : 'without');
  const packages = join(folder, installed ? 'packages' : 'none');
  for (const made of [project, packages]) mkdirSync(made);
  writeFileSync(join(project, 'test_h.py'), suite);
  if (installed) {
    mkdirSync(join(packages, 'hypothesis'));
    writeFileSync(join(packages, 'hypothesis/__init__.py'), 'import hypothesis._native\n');
  }
  const r = spawnSync(process.execPath, [cli, 'check', '--fresh', '--format', 'json'], { cwd: project, encoding: 'utf8', env: { ...process.env, PYTHONPATH: packages, FORETRACE_PYTHON: 'bundled' } });
  return new Map((JSON.parse(r.stdout) as Report).tests.map(t => [t.id.slice('test_h.py::'.length), t.after!]));
}

describe('hypothesis', () => {
  it('leaves the other tests of a module alone', () => {
    expect(found.get('test_plain')).toMatchObject({ outcome: 'pass' });
  });
  it.each(['test_fails_on_zero', 'test_example_fails', 'test_mixed[1]', 'test_mixed[2]', 'TestThings::test_method', 'test_pair', 'test_built'])('fails where an explicit or the simplest example fails: %s', id => {
    expect(found.get(id)).toMatchObject({ outcome: 'fail', raises: { type: 'AssertionError' } });
  });
  it.each(['test_holds', 'test_not_drawn', 'test_addresses', 'test_filled_in'])('says that further examples are not known: %s', id => {
    const f = found.get(id)!;
    expect([f.outcome, f.why.map(w => w.what)]).toEqual(['unknown', ['examples that hypothesis draws']]);
  });
  it('does not know what fuzzing gives', () => {
    expect(found.get('test_fuzzed')).toMatchObject({ outcome: 'unknown' });
  });
  it('has no stand-in where it is not installed', () => {
    expect([...check(false).values()].every(f => f.outcome === 'fail' && f.raises?.type === 'ModuleNotFoundError')).toBe(true);
  });
  const found = check(true);
});
