// The recorder over a second real adapter, lldb's, on small C programs that the test compiles.
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nativeAdapter } from '../../../trace-collector/dap/adapters/native.ts';
import { dapConfiguration } from '../../../trace-collector/dap/configuration.ts';
import { type DapRecorded, recordOverDap } from '../../../trace-collector/dap/record.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { canDebugNative, compiled, lldbAdapter } from '../../support/lldb.ts';
import { type Place, place } from '../../support/recording.ts';

let p: Place;
beforeEach(() => {
  p = place();
});
afterEach(() => p.remove());

async function recorded(text: string, more: object = {}, frames?: number): Promise<{ r: DapRecorded; trace: Trace }> {
  const program = compiled(p.write('prog.c', text));
  const configuration = dapConfiguration(
    { adapter: { command: [lldbAdapter] }, language: 'native', arguments: { program, cwd: p.folder }, ...more },
    join(p.folder, 'config.json'),
  );
  const r = await recordOverDap(p.store, { configuration, title: 'prog', cwd: p.folder, environment: process.env, ...(frames === undefined ? {} : { frames }) });
  return { r, trace: p.store.open(r.trace!)!.whole() };
}
const shape = (t: Trace): string[] => t.frames.map(f => `${f.event} ${t.codes[f.code].function}:${f.line}`);

const sums = `#include <stdio.h>
struct point { int x, y; };
static int twice(int n) {
    int r = n * 2;
    return r;
}
static int sum(struct point p, int count) {
    int total = 0;
    for (int i = 0; i < count; i++) {
        total += twice(p.x + i);
        printf("step %d\\n", i);
        fflush(stdout);
    }
    return total;
}
int main(void) {
    struct point p = {1, 2};
    int xs[3] = {4, 5, 6};
    const char *name = "tea";
    int got = sum(p, 2);
    xs[1] = got;
    printf("%s %d\\n", name, got);
    return 3;
}
`;
const crash = `#include <stddef.h>
struct node { int v; struct node *next; };
static int walk(struct node *n) {
    int s = 0;
    while (s < 100) {
        s += n->v;
        n = n->next;
    }
    return s;
}
int main(void) {
    struct node b = {2, NULL}, a = {1, &b};
    return walk(&a);
}
`;

describe.skipIf(!canDebugNative)('a recording with lldb (an lldb-dap or lldb-vscode, and a C compiler)', () => {
  it('has calls, lines and returns, the exit code, and what was printed', { timeout: 60_000 }, async () => {
    const { r, trace } = await recorded(sums);
    expect(r.failed).toBeUndefined();
    expect(r.exit).toBe(3);
    expect(trace.truncated).toBe(false);
    const told = shape(trace);
    expect(told.slice(0, 2)).toEqual(['call main:17', 'line main:17']);
    const twice = ['line sum:10', 'call twice:4', 'line twice:4', 'line twice:5', 'line twice:6', 'return twice:6', 'line sum:11'];
    expect(told.join('|')).toContain(['call sum:8', 'line sum:8', 'line sum:9', ...twice].join('|'));
    expect(told.filter(e => e.startsWith('call '))).toEqual(['call main:17', 'call sum:8', 'call twice:4', 'call twice:4']);
    expect(told.filter(e => e.startsWith('return ')).length).toBe(4);
    expect(trace.frames.map(f => f.stdout ?? '').join('').replaceAll('\r', '')).toBe('step 0\nstep 1\ntea 6\n');
    expect(trace.frames.find(f => f.stdout?.startsWith('step 0'))).toMatchObject({ line: 12 });
  });
  it('has values without addresses, structs and arrays in parts', { timeout: 60_000 }, async () => {
    const { trace } = await recorded(sums);
    const at = (line: number): Record<string, string> => trace.frames.findLast(f => f.event === 'line' && f.line === line)!.changed;
    expect(at(18)).toEqual({ p: 'point {x: 1, y: 2}' });
    expect(at(19)).toEqual({ xs: 'int[3] {4, 5, 6}' });
    expect(at(20)).toEqual({ name: '"tea"' });
    expect(at(21)).toEqual({ got: '6' });
    expect(at(22)).toEqual({ xs: 'int[3] {4, 6, 6}' });
  });
  it('of a program that a signal ends tells the signal and the line', { timeout: 60_000 }, async () => {
    const { r, trace } = await recorded(crash);
    expect(r.failed).toBeUndefined();
    expect(trace.frames.find(f => f.event === 'exception')).toMatchObject({ line: 6, exception: 'SIGSEGV' });
    expect(shape(trace).slice(-3)).toEqual(['unwind walk:6', 'exception main:13', 'unwind main:13']);
    expect(trace.frames.find(f => f.event === 'call' && f.depth === 1)?.changed.n).toBe('& {v: 1, next: & {v: 2, next: NULL}}');
  });
  it('begins at a breakpoint where one is named, and stops at its limit of frames', { timeout: 60_000 }, async () => {
    const from = await recorded(sums, { breakpoints: [{ file: 'prog.c', line: 10 }] });
    expect(shape(from.trace).slice(0, 3)).toEqual(['call main:20', 'call sum:10', 'line sum:10']);
    const few = await recorded(sums, {}, 10);
    expect(few.trace.frames).toHaveLength(10);
    expect(few.trace.truncated).toBe(true);
  });
});
describe('texts of native values', () => {
  it.each([
    ['point @ 0x7fffffffe5ec {x: 1, y: 2}', 'point {x: 1, y: 2}'],
    ['int[2] @ 0x7fffffffe5e0 {[0]: 4, [1]: 5}', 'int[2] {4, 5}'],
    ['0x000055555555600d "te\\"a" {*name: \'t\'}', '"te\\"a"'],
    ['0x0000000000000000 {v: int, next: node * {v: int}}', 'NULL'],
    ['0x00007fffffffe5b8 {v: 1}', '& {v: 1}'],
    ['0x10', '0x10'],
    ['-5', '-5'],
  ])('%s read %s', (value, text) => expect(nativeAdapter.text(value)).toBe(text));
});
