// A full disk stops a recording with a clear message and costs nothing that was stored. On a small disk of its own where the machine lets us mount one; and with
// SQLite's own limit everywhere.
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { record } from '../../../trace-collector/python/record.ts';
import { takeLeftovers } from '../../../trace-collector/python/spool.ts';
import { openStore, type Store } from '../../../trace-collector/store/store.ts';
import { TraceBuilder } from '../../../trace-collector/trace-builder.ts';
import { canMount, onFullDisk } from '../../support/full-disk.ts';
import { canRecord, tracer } from '../../support/recording.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'foretrace-full-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Values that do not deflate. */
function put(store: Store, n: number): void {
  const run = store.addRun({ kind: 'script', command: [], root: folder, python: '3.11', started: 1 });
  const into = store.addTrace({ run, source: 'recording', title: 'p.py', semantics: '3.11', process: 1, started: 1 });
  const b = new TraceBuilder({ limit: 1e9, onStretch: c => into.stretch(c) });
  const a = b.open(b.code({ file: '/w/p.py', function: 'f', line: 1 }), 0);
  for (let i = 0; i < n; i++) b.event('line', a, i % 7, [['x', String(Math.sin(i + 0.5))]]);
  b.end();
  into.end(b.codes, false);
  store.endRun(run, 2, 0);
}
const program = 'import hashlib\nx = ""\nfor i in range(6000):\n    x = hashlib.sha256(str(i).encode()).hexdigest()\nprint("ran to its end")\n';
const recorded = (store: Store, file: string) =>
  record(store, { kind: 'script', python: 'python3', tracer, args: [file], cwd: folder, roots: [folder], environment: process.env, output: 'ignore' });

describe('a store that is full', () => {
  it('says so, keeps what it has, and goes on when there is room again', () => {
    const path = join(folder, 'traces.db');
    const store = openStore(path);
    put(store, 5000);
    const { page_count: pages } = store.db.prepare('PRAGMA page_count').get() as { page_count: number };
    store.db.exec(`PRAGMA max_page_count = ${pages + 4}`);
    expect(() => put(store, 50_000)).toThrow(/the disk is full: .*traces\.db keeps what it has/);
    expect(store.traces().map(t => t.frames)).toEqual([5000]);
    expect(store.db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    store.db.exec('PRAGMA max_page_count = 1000000');
    put(store, 50_000);
    expect(store.traces()).toHaveLength(2);
    store.close();
  });
  it.skipIf(!canRecord)('loses no recording: what could not be taken in waits beside it', async () => {
    const file = join(folder, 'p.py');
    writeFileSync(file, program);
    const store = openStore(join(folder, 's', 'traces.db'));
    const { page_count: pages } = store.db.prepare('PRAGMA page_count').get() as { page_count: number };
    store.db.exec(`PRAGMA max_page_count = ${pages + 8}`);
    await expect(recorded(store, file)).rejects.toThrow(/the disk is full: .*this recording waits in .*until there is room/);
    expect(store.traces()).toEqual([]);
    store.db.exec('PRAGMA max_page_count = 1000000');
    // As the next command would find it: the recorder is gone.
    const [spool] = readdirSync(join(folder, 's', 'traces.spool'));
    const about = join(folder, 's', 'traces.spool', spool, 'run.json');
    writeFileSync(about, JSON.stringify({ kind: 'script', command: ['p.py'], root: folder, started: 1, recorder: 2 ** 22 + 1, frames: 1e6 }));
    expect(takeLeftovers(store)).toMatchObject([{ traces: 1 }]);
    expect(store.traces()[0].truncated).toBe(false);
    store.close();
  });
});

describe.skipIf(!canMount || !canRecord)('a disk that fills up while a program is recorded', () => {
  it('leaves the program alone, and what was stored before', async () => {
    const file = join(folder, 'p.py');
    writeFileSync(file, `${program}open(${JSON.stringify(join(folder, 'done'))}, "w").write("yes")\n`);
    await onFullDisk(
      join(folder, 'disk'),
      async disk => {
        const store = openStore(join(disk, 'traces.db'));
        put(store, 2000);
        const told = await recorded(store, file).then(
          r => r.stopped,
          (e: Error) => e.message,
        );
        expect(told).toMatch(/ENOSPC|the disk is full/);
        expect(readdirSync(folder)).toContain('done');
        expect(store.traces().some(t => t.frames === 2000)).toBe(true);
        expect(store.db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
        store.close();
        const again = openStore(join(disk, 'traces.db'));
        expect(again.setAside).toBeUndefined();
        expect(again.open(again.traces().at(-1)!.id)!.whole().frames).toHaveLength(2000);
        again.close();
      },
      640,
    );
  });
});
