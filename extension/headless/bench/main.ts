// `npm run bench -- NAME --data DIR [--json]`, and options of single benchmarks: `--repos DIR`, `--only NAME,…`, `--sample N`.
import { parseArgs } from 'node:util';
import { Failed } from '../../../trace-collector/failure.ts';
import { calibration } from './calibration.ts';
import { checkSpeed } from './check-speed.ts';
import { cruxeval } from './cruxeval.ts';
import { editor } from './editor.ts';
import { bugs } from './engine.ts';
import { growth } from './growth.ts';
import { humaneval } from './humaneval.ts';
import { mbpp } from './mbpp.ts';
import { mutants } from './mutants.ts';
import type { BenchOptions } from './options.ts';
import { parser } from './parser.ts';
import { quixbugs } from './quixbugs.ts';
import { ranking } from './ranking.ts';
import { record } from './record.ts';
import { repos } from './repos.ts';
import { speed } from './speed.ts';
import { staged } from './staged.ts';
import { stdlib } from './stdlib.ts';
import { traces } from './traces.ts';

const benches: Readonly<Record<string, (o: BenchOptions) => Promise<void>>> = { calibration, 'check-speed': checkSpeed, cruxeval, editor, growth, humaneval, mbpp, mutants, parser, quixbugs, ranking, record, repos, speed, staged, stdlib, traces };

// What is measured is what is asked for: only `staged` starts engines that stay.
process.env.FORETRACE_RESIDENT = 'off';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: '.' }, repos: { type: 'string' }, only: { type: 'string' }, sample: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const bench = Object.hasOwn(benches, positionals[0] ?? '') ? benches[positionals[0]] : undefined;
if (bench === undefined) {
  console.error(`usage: bench NAME --data DIR [--repos DIR] [--json]\nbenches: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
const { data: folder, json, repos: checkouts, only, sample } = values;
try {
  await bench({ folder, json, repos: checkouts, only: only?.split(','), sample: sample === undefined ? undefined : Number(sample) });
} catch (e) {
  const { code, path } = e as NodeJS.ErrnoException;
  // A folder or a file of the data that is not there; anything else is a fault.
  const say = e instanceof Failed ? e.failure.say : code === 'ENOENT' || code === 'ENOTDIR' ? `${path}: no such file or folder` : undefined;
  if (say === undefined) throw e;
  console.error(`bench ${positionals[0]}: ${say} (--data ${folder}${checkouts === undefined ? '' : `, --repos ${checkouts}`})`);
  process.exit(2);
}
for (const b of new Set(bugs.map(b => (b instanceof Error ? (b.stack ?? b.message) : String(b))))) console.error('ENGINE FAULT', b);
