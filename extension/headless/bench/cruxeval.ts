// CRUXEval: the value of one call of a small function, to the character.
import { evalText, execText, mainNamespace } from '../../../predictor/python/machine.ts';
import { answer, startEngine } from './engine.ts';
import type { BenchOptions } from './options.ts';
import { readRows } from './rows.ts';
import { Tally } from './tally.ts';

interface Row {
  readonly id: string;
  readonly code: string;
  readonly call: string;
  readonly expected: string;
}

export async function cruxeval({ folder, json }: BenchOptions): Promise<void> {
  const rows = readRows<Row>(folder, r => 'call' in r && 'expected' in r && 'code' in r);
  await startEngine();
  const tally = new Tally('cruxeval');
  for (const row of rows) {
    const a = answer([row.code], () => {
      const g = mainNamespace('/workspace/program.py');
      execText(row.code, '/workspace/program.py', g);
      return evalText(row.call, '/workspace/call.py', g);
    });
    if (a.kind === 'unknown') tally.lack(row.id, a.origins);
    else {
      const text = a.kind === 'value' ? a.repr : `${a.type}: ${a.message}`;
      if (text === row.expected) tally.agree();
      else tally.differ(row.id, text, row.expected);
    }
  }
  tally.report(json);
}
