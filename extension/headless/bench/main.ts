// `npm run bench -- NAME --data DIR [--json]`
import { cruxeval } from './cruxeval.ts';
import { bugs } from './engine.ts';
import { humaneval } from './humaneval.ts';
import { mbpp } from './mbpp.ts';
import { quixbugs } from './quixbugs.ts';
import { speed } from './speed.ts';
import { traces } from './traces.ts';

const benches: Readonly<Record<string, (folder: string, json: boolean) => Promise<void>>> = { cruxeval, humaneval, mbpp, quixbugs, speed, traces };

const [name, ...rest] = process.argv.slice(2);
const at = rest.indexOf('--data');
const bench = name === undefined ? undefined : benches[name];
if (bench === undefined) {
  console.error(`usage: bench NAME --data DIR [--json]\nbenches: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
await bench(at < 0 ? '.' : rest[at + 1], rest.includes('--json'));
for (const b of new Set(bugs.map(b => (b instanceof Error ? (b.stack ?? b.message) : String(b))))) console.error('ENGINE FAULT', b);
