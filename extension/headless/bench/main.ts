// `npm run bench -- NAME --data DIR [--json]`, and options of single benchmarks: `--repos DIR`, `--only NAME,…`, `--sample N`.
import { cruxeval } from './cruxeval.ts';
import { bugs } from './engine.ts';
import { humaneval } from './humaneval.ts';
import { mbpp } from './mbpp.ts';
import { mutants } from './mutants.ts';
import { quixbugs } from './quixbugs.ts';
import { repos } from './repos.ts';
import { speed } from './speed.ts';
import { stdlib } from './stdlib.ts';
import { traces } from './traces.ts';

export interface BenchArguments {
  /** Of `--data`. */
  readonly folder: string;
  readonly json: boolean;
  /** The word after an option. */
  readonly option: (name: string) => string | undefined;
}
type Bench = (a: BenchArguments) => Promise<void>;
const onRows = (bench: (folder: string, json: boolean) => Promise<void>): Bench => a => bench(a.folder, a.json);

const benches: Readonly<Record<string, Bench>> = {
  cruxeval: onRows(cruxeval),
  humaneval: onRows(humaneval),
  mbpp: onRows(mbpp),
  mutants,
  quixbugs: onRows(quixbugs),
  repos,
  speed: onRows(speed),
  stdlib,
  traces: onRows(traces),
};

const [name, ...rest] = process.argv.slice(2);
const option = (wanted: string): string | undefined => (rest.includes(wanted) ? rest[rest.indexOf(wanted) + 1] : undefined);
const bench = name === undefined ? undefined : benches[name];
if (bench === undefined) {
  console.error(`usage: bench NAME --data DIR [--json]\nbenches: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
await bench({ folder: option('--data') ?? '.', json: rest.includes('--json'), option });
for (const b of new Set(bugs.map(b => (b instanceof Error ? (b.stack ?? b.message) : String(b))))) console.error('ENGINE FAULT', b);
