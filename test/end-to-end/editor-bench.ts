// `npm run bench -- editor --repos DIR [--only NAME,…] [--sample SECONDS] [--json]`: types in real projects in the real editor, and tells how soon predictions show. It needs what
// the walk through the editor needs (workbench.ts).
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { missing, openWorkbench, root } from './workbench.ts';

interface Figures {
  readonly error?: string;
  readonly activationMs: number;
  readonly firstForecastMs: number;
  readonly functions: number;
  readonly without: number;
  readonly keystrokes: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly firstP50Ms: number;
  readonly hostLagP99Ms: number;
  readonly hostLagMaxMs: number;
  /** At most, by the extension's own code. */
  readonly ownStretchMs: number;
  /** Of the extension host's process: before this extension was activated, and in the end. */
  readonly memoryBeforeMb: number;
  readonly memoryMb: number;
  /** Of the extension's own processes: in the end, and when no key was typed for a while. */
  readonly workersMb: number;
  readonly workersAtRestMb: number;
}
const { values } = parseArgs({ allowPositionals: true, options: { repos: { type: 'string' }, only: { type: 'string' }, sample: { type: 'string', default: '60' }, json: { type: 'boolean', default: false }, data: { type: 'string' } } });
if (missing !== undefined) {
  console.error(`the editor cannot be driven here: ${missing}`);
  process.exit(2);
}
const only = values.only?.split(',');
const projects = values.repos === undefined ? [join(root, 'examples/orders')] : readdirSync(values.repos).map(n => join(values.repos!, n));
const all: Record<string, Figures> = {};
for (const project of projects.filter(p => only === undefined || only.includes(basename(p)))) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `foretrace-${basename(project)}-`)));
  cpSync(project, folder, { recursive: true, verbatimSymlinks: true, filter: f => !/[/\\]\.git$/.test(f) });
  const module = `${folder}.cjs`;
  const results = `${folder}.json`;
  const none = mkdtempSync(join(tmpdir(), 'foretrace-none-'));
  await build({ entryPoints: [join(root, 'test/end-to-end/in-host-bench.ts')], outfile: module, bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], logLevel: 'warning' });
  process.env.FORETRACE_BENCH_SECONDS = values.sample;
  const w = await openWorkbench({ folder, file: folder, extensions: none, tests: { module, results } });
  try {
    await Promise.race([w.exit, new Promise(r => setTimeout(r, (1.25 * Number(values.sample) + 180) * 1000).unref())]);
    const f = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as Figures) : undefined;
    if (f === undefined || f.error !== undefined) console.log(`${basename(project)}: no figures${f?.error === undefined ? '' : `: ${f.error}`}`);
    else {
      all[basename(project)] = f;
      console.log(
        `${basename(project).padEnd(18)} keystroke to prediction p50 ${f.p50Ms} ms, p95 ${f.p95Ms} ms (${f.keystrokes} keys in ${f.functions - f.without} of ${f.functions} functions; first in a function p50 ${f.firstP50Ms} ms); ` +
          `host kept waiting p99 ${f.hostLagP99Ms} ms, at most ${f.hostLagMaxMs} ms, by the extension's own code at most ${f.ownStretchMs} ms; activation ${f.activationMs} ms, first forecast ${f.firstForecastMs} ms, the extension's own processes ${f.workersMb} MB in the end and ${f.workersAtRestMb} MB at rest, the host's ${f.memoryBeforeMb} MB before and ${f.memoryMb} MB in the end; the machine's load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores`,
      );
    }
  } finally {
    await w.close();
    for (const path of [folder, module, results, none]) rmSync(path, { recursive: true, force: true });
  }
}
if (values.json) console.log(JSON.stringify(all));
