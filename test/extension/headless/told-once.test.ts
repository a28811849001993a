// What the engine's thread tells its host more than once: it arrives whole, though it travels once.
import { describe, expect, it } from 'vitest';
import { Hearer, type Parcel, Teller } from '../../../extension/headless/told-once.ts';
import type { Message } from '../../../extension/headless/protocol.ts';
import type { TestForecast } from '../../../trace-collector/trace.ts';

const forecastOf = (id: string): TestForecast => ({
  id, file: '/p/test_a.py', line: 1, outcome: 'pass', result: 'passed', probability: 1, phase: 'call', reason: undefined, raises: undefined, why: [], effects: [], stdout: '', stderr: '',
});
const python = { version: '3.11.7', origin: 'here' };
function line(): { tell(m: Message): readonly Message[]; parcels: Parcel[] } {
  const parcels: Parcel[] = [];
  const hearer = new Hearer();
  let heard: readonly Message[] = [];
  const teller = new Teller(p => {
    const travelled = structuredClone(p) as Parcel;
    parcels.push(travelled);
    heard = hearer.messages(travelled);
  });
  return {
    tell(m) {
      heard = [];
      teller.tell(m);
      return heard;
    },
    parcels,
  };
}

const recalled = (forecasts: readonly TestForecast[], files: readonly (readonly TestForecast[])[] = []): Message => ({ kind: 'recalled', forecasts, files });

describe('what is told from thread to thread', () => {
  it('arrives as it was told, recalled forecasts from the second time on as numbers', () => {
    const { tell, parcels } = line();
    const [a, b, c] = ['a', 'b', 'c'].map(forecastOf);
    expect(tell(recalled([a, b]))).toEqual([recalled([a, b])]);
    expect(tell(recalled([b, c, a]))).toEqual([recalled([b, c, a])]);
    expect(parcels[1][0]).toMatchObject({ forecasts: { fresh: [c] } });
    expect(tell(recalled([]))).toEqual([recalled([])]);
  });

  it('has test files that are recalled as a whole travel as one number each, and they arrive as the same lists', () => {
    const { tell, parcels } = line();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(forecastOf);
    const [first, second] = [[a, b], [c, d]];
    const [early] = tell(recalled([], [first, second]));
    expect(early).toEqual(recalled([], [first, second]));
    const [late] = tell(recalled([d], [first]));
    expect(late).toEqual(recalled([d], [first]));
    expect(parcels[1][0]).toMatchObject({ files: { fresh: [] } });
    expect(late.kind === 'recalled' && early.kind === 'recalled' && late.files[0] === early.files[0]).toBe(true);
  });

  it('forgets what has not been recalled for a while, and tells it whole again', () => {
    const { tell, parcels } = line();
    const [a, b] = ['a', 'b'].map(forecastOf);
    tell(recalled([a, b]));
    // However many messages a question takes.
    for (let i = 0; i < 20; i++) tell(recalled([a]));
    tell(recalled([b]));
    expect(parcels.at(-1)![0]).toMatchObject({ forecasts: { fresh: [] } });
    for (let i = 0; i < 20; i++) {
      tell(recalled([a]));
      tell({ kind: 'done' });
    }
    expect(tell(recalled([b, a]))).toEqual([recalled([b, a])]);
    expect(parcels.at(-1)![0]).toMatchObject({ forecasts: { fresh: [b] } });
  });

  it('has the tests of a file travel once, as long as they are the same', () => {
    const { tell, parcels } = line();
    const own = [{ id: 'test_a.py::test', file: '/p/test_a.py', line: 3 }];
    const other = [{ id: 'test_b.py::test', file: '/p/test_b.py', line: 7 }];
    const moved = [{ ...own[0], line: 4 }];
    const told = (...files: (typeof own)[]): Message => ({ kind: 'collected', root: '/p', python, files });
    for (const m of [told(own, other), told(own, other), told(moved, other)]) {
      expect(tell(m)).toEqual([]);
      expect(tell({ kind: 'done' })).toEqual([m, { kind: 'done' }]);
    }
    expect(parcels.map(p => p[0].kind === 'collected-once' && p[0].files.fresh)).toEqual([[own, other], [], [moved]]);
  });

  it("keeps a test's forecast, as a collection, for the next message, and their order", () => {
    const { tell, parcels } = line();
    const test: Message = { kind: 'test', forecast: forecastOf('a') };
    expect(tell(test)).toEqual([]);
    expect(tell({ kind: 'done' })).toEqual([test, { kind: 'done' }]);
    expect(parcels).toHaveLength(1);
  });
});
