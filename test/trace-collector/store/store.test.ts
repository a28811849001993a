// The store: what is put in comes out again, damage and other programs' files are set aside, two writers do not hinder each other.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../trace-collector/store/store.ts';
import { prune } from '../../../trace-collector/store/prune.ts';
import { TraceBuilder } from '../../../trace-collector/trace-builder.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foretrace-store-'));
  path = join(folder, '.foretrace', 'traces.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A loop of `n` rounds, as a trace. */
function put(store: Store, n: number, started = 1000): number {
  const run = store.addRun({ kind: 'script', command: ['loop.py'], root: folder, python: '3.11', started });
  const into = store.addTrace({ run, source: 'recording', title: 'loop.py', semantics: '3.11', process: 1, started });
  const b = new TraceBuilder({ limit: 1e9, onStretch: c => into.stretch(c) });
  const a = b.open(b.code({ file: '/w/loop.py', function: 'loop', line: 1 }), 0);
  b.event('call', a, 1, [['n', String(n)]]);
  for (let i = 0; i < n; i++) b.event('line', a, 2 + (i % 3), [['i', String(i)], ['same', "'x'"]], i % 1000 === 0 ? { stdout: `at ${i}\n` } : {});
  b.event('return', a, 5, [['same', undefined]], { value: 'None' });
  b.end();
  const id = into.end(b.codes, b.truncated);
  store.endRun(run, started + 1, 0);
  return id;
}

describe('the store', () => {
  it('gives back frame for frame what was put in', () => {
    const store = openStore(path);
    const t = store.open(put(store, 10_000))!;
    expect(t.about.frames).toBe(10_002);
    expect(t.frame(0)).toMatchObject({ event: 'call', line: 1, changed: { n: '10000' } });
    expect(t.frame(7001)).toEqual({ event: 'line', code: 0, activation: 0, depth: 0, line: 3, changed: { i: '7000' }, deleted: [], stdout: 'at 7000\n' });
    expect(t.frame(10_001)).toMatchObject({ event: 'return', value: 'None', deleted: ['same'] });
    expect(t.stretchAt(9000).columns.live[0].locals).toContainEqual(['same', "'x'"]);
    expect([...t.search('at 90')]).toEqual([9001]);
    expect(store.calls('/w/loop.py', 'loop', [['n', '10000']])).toMatchObject([{ frame: 0, value: 'None', times: 1 }]);
    store.close();
  });
  it('keeps equal stretches once', () => {
    const store = openStore(path);
    put(store, 9000);
    const before = store.db.prepare('SELECT count(*) AS n FROM stretches').get();
    put(store, 9000);
    expect(store.db.prepare('SELECT count(*) AS n FROM stretches').get()).toEqual(before);
    expect(store.traces()).toHaveLength(2);
    store.close();
  });
  it.each([
    ['a file that is no database', Buffer.from('this is not a database, and long enough to be read as a header '.repeat(40))],
    ['a cut-off database', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(2000, 7)])],
  ])('sets aside %s', (_, bytes) => {
    openStore(path).close();
    for (const f of readdirSync(join(folder, '.foretrace')).filter(f => f.startsWith('traces.db'))) rmSync(join(folder, '.foretrace', f));
    writeFileSync(path, bytes);
    const store = openStore(path);
    expect(store.setAside).toBe(`${path}.set-aside-1`);
    expect(readFileSync(store.setAside!)).toEqual(bytes);
    put(store, 3);
    expect(store.traces()).toHaveLength(1);
    store.close();
  });
  it('sets aside a database of another program, and refuses one of a newer Foretrace', () => {
    const other = join(folder, 'other.db');
    const db = new DatabaseSync(other);
    db.exec('CREATE TABLE notes (text)');
    db.close();
    const store = openStore(other);
    expect(existsSync(store.setAside!)).toBe(true);
    store.db.exec('PRAGMA user_version = 99');
    store.close();
    expect(() => openStore(other)).toThrow(/newer Foretrace/);
    expect(existsSync(other)).toBe(true);
  });
  it('lets two processes write at once', async () => {
    openStore(path).close();
    const script = join(folder, 'writer.mts');
    writeFileSync(script, `import { openStore } from ${JSON.stringify(join(import.meta.dirname, '../../../trace-collector/store/store.ts'))};\nconst s = openStore(${JSON.stringify(path)});\nfor (let i = 0; i < 60; i++) s.addOutcome(s.addRun({ kind: 'script', command: [], root: '', python: '', started: i }), { test: 't', result: 'passed', phase: 'call', at: i });\ns.close();\n`);
    const ends = await Promise.all([1, 2].map(() => new Promise(done => spawn(process.execPath, [script], { stdio: 'ignore' }).once('close', done))));
    expect(ends).toEqual([0, 0]);
    const store = openStore(path);
    expect(store.outcomes('t')).toHaveLength(120);
    store.close();
  });
  it('is kept within bounds, the oldest runs going first', () => {
    const store = openStore(path);
    put(store, 5000, 1000);
    put(store, 6000, 2000);
    put(store, 7000, 3000);
    expect(prune(store, { maxBytes: 1 << 30, olderThan: 1500 })).toBe(1);
    const { n } = store.db.prepare('SELECT sum(length(data)) AS n FROM stretches').get() as { n: number };
    expect(prune(store, { maxBytes: n - 1, olderThan: 0 })).toBe(1);
    expect(store.traces().map(t => t.frames)).toEqual([7002]);
    expect([...store.open(store.traces()[0].id)!.frames(0, 1e9)]).toHaveLength(7002);
    store.close();
  });
  it('steps and searches a million frames in moments', () => {
    const store = openStore(path);
    const t = store.open(put(store, 1_000_000))!;
    const began = performance.now();
    for (let i = 0; i < 1_000_000; i += 50_021) t.frame(i);
    expect([...t.search("'x'")]).toEqual([1]);
    // Generous: what matters is that it is not a matter of minutes.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(t.about.bytes / t.about.frames).toBeLessThan(40);
    store.close();
  });
});
