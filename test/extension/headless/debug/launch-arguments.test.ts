// The launch arguments' schema, its messages, and its agreement with what package.json contributes (BLESS writes that anew).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { debuggerContribution, launchArguments } from '../../../../extension/headless/debug/launch-arguments.ts';

const manifest = join(import.meta.dirname, '../../../../package.json');

describe('launch arguments', () => {
  it('agree with what package.json contributes', () => {
    const read = JSON.parse(readFileSync(manifest, 'utf8')) as { contributes: { debuggers: object[] } };
    if (process.env.BLESS) {
      read.contributes.debuggers = [debuggerContribution()];
      writeFileSync(manifest, `${JSON.stringify(read, undefined, 2)}\n`);
    }
    expect(read.contributes.debuggers).toEqual([JSON.parse(JSON.stringify(debuggerContribution()))]);
  });
  it('have a description for each attribute', () => {
    const { configurationAttributes } = debuggerContribution() as { configurationAttributes: { launch: { properties: Record<string, { description?: string }> } } };
    for (const [name, p] of Object.entries(configurationAttributes.launch.properties)) expect(p.description, name).toMatch(/\.$|\)$|::/);
  });
  it('take what editors add for themselves', () => {
    expect(launchArguments({ type: 'foretrace', request: 'launch', name: 'x', __sessionId: '1', mode: 'replay', trace: 3 })).toEqual({ mode: 'replay', trace: 3, stopOnEntry: true, stopAtEnd: true });
  });
  it.each([
    [undefined, /no arguments/],
    [{}, /"mode" is missing: rehearse, record or replay/],
    [{ mode: 'dream' }, /"mode" is "dream": rehearse, record or replay/],
    [{ mode: 'toString' }, /rehearse, record or replay/],
    [{ mode: 'rehearse' }, /mode rehearse needs "program"/],
    [{ mode: 'record', program: 'a.py', call: 'f()' }, /mode record does not take "call"/],
    [{ mode: 'rehearse', program: 'a.py', args: 'x' }, /"args"/],
    [{ mode: 'replay' }, /needs "trace"/],
    [{ mode: 'replay', trace: -1 }, /"trace"/],
    [{ mode: 'rehearse', program: 'a.py', progam: 'b' }, /does not take "progam"/],
  ])('%j are refused by name', (data, message) => {
    expect(() => launchArguments(data)).toThrow(message);
  });
});
