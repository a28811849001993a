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

describe('what is told from thread to thread', () => {
  it('arrives as it was told, recalled forecasts from the second time on as numbers', () => {
    const { tell, parcels } = line();
    const [a, b, c] = ['a', 'b', 'c'].map(forecastOf);
    expect(tell({ kind: 'recalled', forecasts: [a, b] })).toEqual([{ kind: 'recalled', forecasts: [a, b] }]);
    expect(tell({ kind: 'recalled', forecasts: [b, c, a] })).toEqual([{ kind: 'recalled', forecasts: [b, c, a] }]);
    expect(parcels[1][0]).toMatchObject({ fresh: [c] });
    expect(tell({ kind: 'recalled', forecasts: [] })).toEqual([{ kind: 'recalled', forecasts: [] }]);
  });

  it('forgets what has not been recalled for a while, and tells it whole again', () => {
    const { tell, parcels } = line();
    const [a, b] = ['a', 'b'].map(forecastOf);
    tell({ kind: 'recalled', forecasts: [a, b] });
    // However many messages a question takes.
    for (let i = 0; i < 20; i++) tell({ kind: 'recalled', forecasts: [a] });
    tell({ kind: 'recalled', forecasts: [b] });
    expect(parcels.at(-1)![0]).toMatchObject({ fresh: [] });
    for (let i = 0; i < 20; i++) {
      tell({ kind: 'recalled', forecasts: [a] });
      tell({ kind: 'done' });
    }
    expect(tell({ kind: 'recalled', forecasts: [b, a] })).toEqual([{ kind: 'recalled', forecasts: [b, a] }]);
    expect(parcels.at(-1)![0]).toMatchObject({ fresh: [b] });
  });

  it('has a collection that is the same as the last one travel without its tests', () => {
    const { tell, parcels } = line();
    const tests = [{ id: 'test_a.py::test', file: '/p/test_a.py', line: 3 }];
    const told: Message = { kind: 'collected', root: '/p', python, tests };
    const moved: Message = { ...told, tests: [{ ...tests[0], line: 4 }] };
    for (const m of [told, { ...told, tests: [...tests] }, moved]) {
      expect(tell(m)).toEqual([]);
      expect(tell({ kind: 'done' })).toEqual([m, { kind: 'done' }]);
    }
    expect(parcels.map(p => 'tests' in p[0] && p[0].tests !== undefined)).toEqual([true, false, true]);
  });

  it("keeps a test's forecast, as a collection, for the next message, and their order", () => {
    const { tell, parcels } = line();
    const test: Message = { kind: 'test', forecast: forecastOf('a') };
    expect(tell(test)).toEqual([]);
    expect(tell({ kind: 'done' })).toEqual([test, { kind: 'done' }]);
    expect(parcels).toHaveLength(1);
  });
});
