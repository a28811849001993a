// What a scenario may hold, and what is said of one that is wrong.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Files } from '../../predictor/files.ts';
import { pinsOf, withPins } from '../../predictor/pinned-files.ts';
import { environmentUnder, instantOf, isProblem, readScenario, type Scenario, scenarioSchema } from '../../predictor/scenario.ts';

describe('a scenario', () => {
  it.each([
    [{ clock: { start: 'noon' } }, '$.clock.start', /2024-02-29T12:00:00Z/],
    [{ clock: { start: 0, tick: -1 } }, '$.clock.tick', /not below 0/],
    [{ clock: { start: 0, ticks: 1 } }, '$.clock.ticks', /no part/],
    [{ clok: 0 }, '$.clok', /no part/],
    [{ clock: '2023-02-29T00:00:00Z' }, '$.clock', /a time such as/],
    [{ randomSeed: 1.5 }, '$.randomSeed', /whole number/],
    [{ hashSeed: -1 }, '$.hashSeed', /not below 0/],
    [{ randomBytes: 'abc' }, '$.randomBytes', /hexadecimal/],
    [{ environment: { A: 1 } }, '$.environment.A', /null to unset/],
    [{ files: { 'a.txt': { base64: '?' } } }, '$.files["a.txt"].base64', /base64/],
    [{ files: { 'a.txt': 1 } }, '$.files["a.txt"]', /text of the file/],
    [{ arguments: ['a', 2] }, '$.arguments[1]', /a text/],
    [{ stdin: 3 }, '$.stdin', /a text/],
    [{ patches: { get: { returns: 1 } } }, '$.patches.get', /dotted name/],
    [{ patches: { 'a.b': { return: 1 } } }, '$.patches["a.b"]', /returns, returnsExpression, raises/],
    [{ patches: { 'a.b': { sequence: [{ raises: 5 }] } } }, '$.patches["a.b"].sequence[0].raises', /Python expression/],
    [[], '$', /object/],
    ['x', '$', /object/],
  ] as [unknown, string, RegExp][])('%j is refused at %s', (value, path, say) => {
    const s = readScenario(value);
    expect(isProblem(s) && s.path).toBe(path);
    expect(isProblem(s) && s.say).toMatch(say);
  });
  it('may be the example of the README', () => {
    const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    expect(readScenario(JSON.parse(/```json\n([\s\S]*?)```/.exec(text)![1]))).toHaveProperty('clock');
  });
  it('has a JSON schema that names all its parts', () => {
    const schema = scenarioSchema() as { properties: Record<string, unknown> };
    for (const part of ['clock', 'randomSeed', 'hashSeed', 'environment', 'files', 'arguments', 'stdin', 'workingFolder', 'patches']) expect(schema.properties).toHaveProperty(part);
  });
  it('reads times to the nanosecond, in UTC where they name no offset', () => {
    expect(instantOf('2024-02-29T12:00:00.123456789+02:00')).toBe(1709200800123456789n);
    expect(instantOf('2024-02-29')).toBe(1709164800000000000n);
    expect(instantOf(-0.5)).toBe(-500000000n);
    expect(instantOf('1969-12-31T23:59:59.5Z')).toBe(-500000000n);
  });
  it('sets and unsets environment variables', () => {
    const s = readScenario({ environment: { A: null, B: 'b' }, hashSeed: 7, clock: { start: 0, zone: 'UTC' } }) as Scenario;
    expect(environmentUnder(s, { A: 'a', C: 'c' })).toEqual({ B: 'b', C: 'c', PYTHONHASHSEED: '7', TZ: 'UTC' });
  });
});

describe('pinned files', () => {
  const disk: Files = {
    kind: p => (['/', '/w', '/w/sub'].includes(p) ? 'folder' : ['/w/a', '/w/sub/b'].includes(p) ? 'file' : undefined),
    read: p => (['/w/a', '/w/sub/b'].includes(p) ? new Uint8Array([1]) : undefined),
    list: p => ({ '/': ['w'], '/w': ['a', 'sub'], '/w/sub': ['b'] })[p],
  };
  const under = (files: Scenario['files']): Files => withPins(disk, pinsOf({ files }, '/w'));
  it('hide what lies below an absence', () => {
    const files = under({ sub: null, 'sub/c/d': 'x' });
    expect([files.kind('/w/sub'), files.kind('/w/sub/b'), files.read('/w/sub/b'), files.list('/w/sub'), files.kind('/w/sub/c/d')]).toEqual(['folder', undefined, undefined, ['c'], 'file']);
    expect(under({ sub: null }).list('/w')).toEqual(['a']);
  });
  it('add files, with the folders above them', () => {
    const files = under({ '/etc/app/x.conf': 'y', '../v/z': { base64: 'AAEC/w==' } });
    expect([files.kind('/etc'), files.list('/etc/app'), files.read('/v/z')]).toEqual(['folder', ['x.conf'], new Uint8Array([0, 1, 2, 255])]);
    expect([...files.list('/')!].sort()).toEqual(['etc', 'v', 'w']);
  });
  it('turn a file into a folder and a folder into a file', () => {
    const files = under({ a: { folder: true }, sub: 'text' });
    expect([files.kind('/w/a'), files.list('/w/a'), files.read('/w/a'), files.kind('/w/sub'), files.kind('/w/sub/b'), files.list('/w/sub')]).toEqual(['folder', [], undefined, 'file', undefined, undefined]);
  });
});
