// Data sets: CWM text byte for byte, every frame, the same bytes for the same store, never half a data set, and memory that does not grow with the store.
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cwmText } from '../../../trace-collector/cwm.ts';
import { type Manifest, manifest } from '../../../trace-collector/export/dataset.ts';
import { type ExportOptions, exportTraces, formats } from '../../../trace-collector/export/export.ts';
import { activationOf, contextOf } from '../../../trace-collector/function-trace.ts';
import { keepSources } from '../../../trace-collector/store/sources.ts';
import { openStore, type Store } from '../../../trace-collector/store/store.ts';
import { putTrace } from '../../../trace-collector/store/whole-trace.ts';
import type { Trace, TraceFrame } from '../../../trace-collector/trace.ts';
import { canMount, onFullDisk } from '../../support/full-disk.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foretrace-export-test-'));
  store = openStore(join(folder, '.foretrace', 'traces.db'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const source = 'def double(n):\n    return n + n\n\n\ndef test_double():\n    password = "sw0rdfish"\n    x = double(2)\n    assert x == 4\n';
const frame = (event: TraceFrame['event'], activation: number, line: number, more: Partial<TraceFrame> = {}): TraceFrame => ({ event, code: activation, activation, depth: activation, line, changed: {}, deleted: [], ...more });
const trace = (file: string, x = '4'): Trace => ({
  source: 'recording',
  semantics: '3.11',
  truncated: false,
  codes: [
    { file, function: 'test_double', line: 5 },
    { file, function: 'double', line: 1 },
  ],
  frames: [
    frame('call', 0, 5),
    frame('line', 0, 6),
    frame('line', 0, 7, { changed: { password: "'sw0rdfish'" }, stdout: 'log in with sw0rdfish\n' }),
    frame('call', 1, 1, { changed: { n: '2' } }),
    frame('line', 1, 2),
    frame('return', 1, 2, { value: x }),
    frame('line', 0, 8, { changed: { x } }),
    frame('return', 0, 8, { value: 'None' }),
  ],
});
function put(t: Trace, test: string, text = source): number {
  const file = t.codes[0].file;
  writeFileSync(file, text);
  const run = store.addRun({ kind: 'pytest', command: [], root: folder, python: '3.11', started: 5 });
  const id = putTrace(store, { run, title: test, test, process: 1, started: 5 }, t);
  store.addOutcome(run, { test, result: 'passed', phase: 'call', at: 6 }, id);
  keepSources(store, run, [file]);
  store.endRun(run, 6, 0);
  return id;
}
const exported = (more: Partial<ExportOptions> = {}): Promise<Manifest> =>
  exportTraces(store, { folder: join(folder, 'out'), format: formats.cwm, container: 'jsonl', split: 'recorded', tool: 'foretrace test', force: false, rows: 'tests', rowBytes: 1 << 20, ...more });
type Rows = Record<string, string | number | boolean | null>[];
const lines = (name = 'out'): Rows =>
  gunzipSync(readFileSync(join(folder, name, 'data/recorded-00000.jsonl.gz'))).toString('utf8').split('\n').filter(l => l !== '').map(l => JSON.parse(l));
async function parquet(name = 'out'): Promise<Rows> {
  const bytes = readFileSync(join(folder, name, 'data/recorded-00000.parquet'));
  return (await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer })) as Rows;
}

describe('an export', () => {
  it('has CWM text as the trace itself gives it, secrets replaced', async () => {
    const t = trace(join(folder, 'test_d.py'));
    put(t, 'test_d.py::test_double');
    // What stands on the disk now is not what ran.
    writeFileSync(t.codes[0].file, 'something = "else"\n');
    await exported();
    const own = activationOf(t, 'test_double')!;
    const plain = cwmText(contextOf(own, () => source), own, () => source.match(/[^\n]*\n/g)!);
    const [row] = lines();
    expect(row.text).toBe(plain.replaceAll('sw0rdfish', '<redacted:password:1>'));
    expect(row).toMatchObject({ test: 'test_d.py::test_double', result: 'passed', file: 'test_d.py', function: 'test_double', frames: 8, ends: 'return', cut: false });
  });
  it('has a row per function and arguments', async () => {
    put(trace(join(folder, 'test_d.py')), 'a');
    put(trace(join(folder, 'test_d.py'), '5'), 'b');
    const m = await exported({ rows: 'functions', function: 'double' });
    expect(lines().map(r => [r.function, r.trace, r.frame])).toEqual([['double', 1, 3]]);
    expect(m).toMatchObject({ rows: 1, selection: { rows: 'functions', function: 'double' } });
  });
  it('has a row per frame, alike in both containers', async () => {
    put(trace(join(folder, 'test_d.py')), 'a');
    await exported({ format: formats.events });
    await exported({ format: formats.events, container: 'parquet', folder: join(folder, 'p') });
    const rows = lines();
    expect(await parquet('p')).toEqual(rows);
    expect(rows).toHaveLength(8);
    expect(rows[2]).toMatchObject({ event: 'line', line: 7, source: '    x = double(2)', changed: `{"password":"'<redacted:password:1>'"}`, stdout: 'log in with <redacted:password:1>\n' });
  });
  it('has the same bytes for the same store, and hashes that are true', async () => {
    for (const n of ['3', '4', '5']) put(trace(join(folder, 'test_d.py'), n), `t${n}`);
    for (const container of ['jsonl', 'parquet'] as const) {
      const m = await exported({ container, folder: join(folder, `one-${container}`) });
      await exported({ container, folder: join(folder, `two-${container}`) });
      for (const f of [...m.files.map(x => x.path), 'manifest.json'])
        expect(readFileSync(join(folder, `one-${container}`, f)).equals(readFileSync(join(folder, `two-${container}`, f)))).toBe(true);
      for (const f of m.files) expect(createHash('sha256').update(readFileSync(join(folder, `one-${container}`, f.path))).digest('hex')).toBe(f.sha256);
    }
  });
  it('tells the same trace once, however often it was recorded, and what was left out', async () => {
    const t = trace(join(folder, 'test_d.py'));
    for (let i = 0; i < 3; i++) put(t, 'test_d.py::test_double');
    put({ ...t, frames: t.frames.slice(0, 5) }, 'test_d.py::test_double');
    expect(await exported()).toMatchObject({ rows: 1, skipped: { 'recorded before': 2, 'cut short': 1 } });
    expect(await exported({ force: true, rowBytes: 100 })).toMatchObject({ rows: 0, skipped: { 'too long': 2, 'recorded before': 2 } });
  });
  it('never has recordings and rehearsals in one', async () => {
    const t = trace(join(folder, 'test_d.py'));
    put(t, 'test_d.py::test_double');
    put({ ...t, source: 'rehearsal' }, 'test_d.py::test_double');
    expect(await exported()).toMatchObject({ rows: 1, split: 'recorded' });
    const m = await exported({ split: 'rehearsed', folder: join(folder, 'r') });
    expect(m.files.map(f => f.path)).toEqual(['data/rehearsed-00000.jsonl.gz', 'README.md']);
    expect(readFileSync(join(folder, 'r/README.md'), 'utf8')).toMatch(/All rows are \*\*rehearsals\*\*/);
  });
  it('refuses a place that is taken; --force replaces an earlier export, and nothing else', async () => {
    put(trace(join(folder, 'test_d.py')), 'a');
    await exported();
    await expect(exported()).rejects.toThrow(/is not empty.*--force/);
    await exported({ force: true, container: 'parquet' });
    expect(readdirSync(join(folder, 'out/data'))).toEqual(['recorded-00000.parquet']);
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine/README.md'), 'mine');
    await expect(exported({ force: true, folder: join(folder, 'mine') })).rejects.toThrow(/nothing there is replaced/);
    expect(readFileSync(join(folder, 'mine/README.md'), 'utf8')).toBe('mine');
    writeFileSync(join(folder, 'file'), '');
    await expect(exported({ folder: join(folder, 'file') })).rejects.toThrow(/is a file/);
  });
  it('leaves nothing behind when it fails in the middle, and clears up after one that was killed', async () => {
    put(trace(join(folder, 'test_d.py')), 'a');
    const broken = { ...formats.events, *rows() { yield { trace: 1 }; throw Object.assign(new Error('no space'), { code: 'ENOSPC' }); } };
    await expect(exported({ format: broken })).rejects.toThrow(/no space/);
    expect(readdirSync(folder).filter(f => f.startsWith('out'))).toEqual([]);
    const dead = spawnSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))'], { encoding: 'utf8' }).stdout;
    mkdirSync(join(folder, `out.partial-${dead}/data`), { recursive: true });
    await exported();
    expect(readdirSync(folder).filter(f => f.startsWith('out'))).toEqual(['out']);
  });
  it.skipIf(!canMount)('says so when the disk is full, and leaves nothing that looks like a data set', async () => {
    for (let n = 0; n < 40; n++) put(trace(join(folder, 'test_d.py'), `'${randomBytes(8192).toString('hex')}'`), `test_d.py::test_double[${n}]`);
    await onFullDisk(join(folder, 'disk'), async disk => {
      await expect(exported({ folder: join(disk, 'out') })).rejects.toThrow(/disk is full/);
      expect(readdirSync(disk)).toEqual([]);
    });
  });
  it('has a manifest that can be read back, and a card with every column', async () => {
    put(trace(join(folder, 'test_d.py')), 'a');
    await exported({ format: formats.events });
    const m = manifest.parse(JSON.parse(readFileSync(join(folder, 'out/manifest.json'), 'utf8')));
    expect(m).toMatchObject({ rows: 8, traces: 1, tests: 1, pythons: ['3.11'], redacted: { replacements: { password: expect.any(Number) }, different: 1 } });
    const readme = readFileSync(join(folder, 'out/README.md'), 'utf8');
    for (const c of formats.events.columns) expect(readme).toContain(`| \`${c.name}\` |`);
    expect(readme).toContain('path: data/recorded-*.jsonl.gz');
  });
  it.each(['parquet', 'jsonl'] as const)('of some hundred thousand frames stays within little memory (%s)', container => {
    const script = join(folder, 'big.mts');
    const at = (p: string): string => JSON.stringify(join(import.meta.dirname, '../../../trace-collector', p));
    writeFileSync(
      script,
      `import { openStore } from ${at('store/store.ts')};
import { TraceBuilder } from ${at('trace-builder.ts')};
import { exportTraces, formats } from ${at('export/export.ts')};
const store = openStore(${JSON.stringify(join(folder, 'big.db'))});
if (store.traces().length === 0) for (let k = 0; k < 4; k++) {
  const run = store.addRun({ kind: 'script', command: [], root: '/w', python: '3.11', started: 1 });
  const into = store.addTrace({ run, source: 'recording', title: 'loop' + k, semantics: '3.11', process: 1, started: 1 });
  const b = new TraceBuilder({ limit: 1e9, onStretch: c => into.stretch(c) });
  const a = b.open(b.code({ file: '/w/loop.py', function: 'loop', line: 1 }), 0);
  b.event('call', a, 1, []);
  for (let i = 0; i < 100_000; i++) b.event('line', a, 2 + (i % 3), [['i', String(i)], ['text', "'" + 'x'.repeat(100) + i + "'"]]);
  b.event('return', a, 5, [], { value: 'None' });
  b.end();
  into.end(b.codes, false);
  store.endRun(run, 2, 0);
}
const m = await exportTraces(store, { folder: ${JSON.stringify(join(folder, 'big'))}, format: formats.events, container: '${container}', split: 'recorded', tool: 't', force: false, rows: 'tests', rowBytes: 1 << 20 });
process.stdout.write(String(m.rows));
`,
    );
    // As text the rows are some 130 MB.
    const r = spawnSync(process.execPath, ['--max-old-space-size=96', script], { encoding: 'utf8' });
    expect(r.stderr).not.toMatch(/heap/);
    expect(r.stdout).toBe('400008');
  });
});
