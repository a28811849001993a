import { describe, expect, it } from 'vitest';
import { packed, unpacked } from '../../../predictor/forecast/packed.ts';
import type { FileRead, Reads } from '../../../predictor/forecast/reads.ts';
import type { Remembered } from '../../../predictor/forecast/remembered.ts';
import { SharedReads } from '../../../predictor/forecast/shared-reads.ts';

const core = (): FileRead => ({ hash: 'c0', units: ['', 'add', 'Item.total'] });
const reads = (more: Partial<Reads> = {}): Reads => ({ files: { '/w/core.py': core(), '/w/test_core.py': { hash: 't0', units: [''] } }, kinds: {}, lists: {}, ...more });
const forecast = (id: string) => ({ id, file: '/w/test_core.py', line: 1, outcome: 'pass', result: 'passed', phase: 'call', why: [], effects: [], stdout: '', stderr: '' }) as never;
const memory = (...all: readonly Reads[]): Remembered => ({
  key: 'k',
  sources: ['/w/core.py', '/w/test_core.py'],
  tables: { c0: { '': '1', add: '2' } },
  files: {
    '/w/test_core.py': {
      imports: reads({ lists: { '/w': 'l0' } }),
      names: ['core'],
      tests: [{ id: 'never', file: '/w/test_core.py', line: 9 }, ...all.map((r, i) => ({ id: `t${i}`, file: '/w/test_core.py', line: i, known: { reads: r, forecast: forecast(`t${i}`), mars: true } }))],
    },
  },
});

describe('reads that tests have in common', () => {
  it('are one object where they say the same, whole files and parts apart', () => {
    const shared = new SharedReads();
    expect(shared.all(reads())).toBe(shared.all(reads()));
    expect(shared.all(reads()).files['/w/core.py']).toBe(shared.file(core()));
    expect(shared.file({ hash: 'c0' })).not.toEqual(shared.file(core()));
    expect(shared.all(reads({ kinds: { '/w/data': '' } }))).not.toBe(shared.all(reads()));
    expect(shared.all(reads({ kinds: { '/w/data': 'file' } }))).toEqual(reads({ kinds: { '/w/data': 'file' } }));
  });
  it('tell units of one file from those of another', () => {
    const shared = new SharedReads();
    expect(shared.file({ hash: 'a', units: ['b', 'c'] })).not.toBe(shared.file({ hash: 'a', units: ['b\nc'.slice(0, 1), 'd'] }));
    expect(shared.file({ hash: 'a', units: [] })).not.toBe(shared.file({ hash: 'a' }));
  });
});

describe('a memory that is written down', () => {
  it('is read back as it was', () => {
    const m = memory(reads(), reads(), reads({ kinds: { '/w/x': '' } }));
    expect(unpacked(JSON.parse(JSON.stringify(packed(m))))).toEqual(m);
  });
  it('says once what a thousand tests have read', () => {
    const few = JSON.stringify(packed(memory(reads()))).length;
    const many = JSON.stringify(packed(memory(...Array.from({ length: 1000 }, () => reads())))).length;
    const plain = JSON.stringify(memory(...Array.from({ length: 1000 }, () => reads()))).length;
    expect(many - few).toBeLessThan((plain - few) / 1.5);
    const back = unpacked(JSON.parse(JSON.stringify(packed(memory(reads(), reads())))));
    const [, first, second] = back.files['/w/test_core.py'].tests;
    expect(second.known?.reads).toBe(first.known?.reads);
  });
});
