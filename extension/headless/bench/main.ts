// `npm run bench -- NAME --data DIR [--json]`, and options of single benchmarks: `--repos DIR`, `--only NAME,…`, `--sample N`.
import { parseArgs } from 'node:util';
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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: '.' }, repos: { type: 'string' }, only: { type: 'string' }, sample: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const bench = Object.hasOwn(benches, positionals[0] ?? '') ? benches[positionals[0]] : undefined;
if (bench === undefined) {
  console.error(`usage: bench NAME --data DIR [--repos DIR] [--json]\nbenches: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
await bench({ folder: values.data, json: values.json, repos: values.repos, only: values.only?.split(','), sample: values.sample === undefined ? undefined : Number(values.sample) });
for (const b of new Set(bugs.map(b => (b instanceof Error ? (b.stack ?? b.message) : String(b))))) console.error('ENGINE FAULT', b);
