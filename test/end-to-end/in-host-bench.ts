// Typing in a project's own modules, timed inside the extension host: from the last keystroke to the prediction that is shown, the debounce left out; how far the host was
// kept waiting, how long by the extension's own code at a stretch, and what memory its process and the extension's own hold in the end. It asserts nothing: editor-bench.ts tells the figures.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { Api } from '../../extension/main.ts';
import { longestOwnStretch } from './own-stretch.ts';

const session = Number(process.env.FORETRACE_BENCH_SECONDS ?? 60) * 1000;
/** Keys on one function before the next one. */
const keys = 12;
/** A function without a prediction by then has none; the very first one waits for the engine to become warm. */
const patience = 4000;
const coldPatience = 60_000;
/** Milliseconds without a key. */
const rest = 40_000;

const quantile = (sorted: readonly number[], q: number): number => (sorted.length === 0 ? Number.NaN : Math.round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]));

function* modules(folder: string): Generator<string> {
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    if (e.name.startsWith('.') || /^(?:tests?|docs?|build|dist|examples?|benchmarks?|node_modules)$/.test(e.name)) continue;
    const path = join(folder, e.name);
    if (e.isDirectory()) yield* modules(path);
    else if (e.name.endsWith('.py') && !/^(?:test_|setup|conftest|noxfile|tasks)/.test(e.name)) yield path;
  }
}
/** Lines that return something: a condition can be typed behind it. */
function placesIn(file: string): number[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((l, i) => (/^\s+return [\w.()[\], +]+$/.test(l) ? [i] : []));
}

export async function run(): Promise<void> {
  const figures: Record<string, unknown> = {};
  try {
    await typing(figures);
  } catch (e) {
    figures.error = e instanceof Error ? (e.stack ?? e.message) : String(e);
  }
  writeFileSync(process.env.FORETRACE_RESULTS ?? '/dev/null', JSON.stringify(figures));
}
async function typing(figures: Record<string, unknown>): Promise<void> {
  const extension = vscode.extensions.getExtension<Api>('foretrace.foretrace')!;
  figures.memoryBeforeMb = Math.round(process.memoryUsage().rss / 1e6);
  const api = await extension.activate();
  figures.activationMs = api.activationMilliseconds;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const from = performance.now();
  await vscode.commands.executeCommand('foretrace.rehearseTests');
  figures.firstForecastMs = Math.round(performance.now() - from);
  const shown = (file: string, version: number, ms: number): Promise<number | undefined> =>
    new Promise(done => {
      const over = setTimeout(() => {
        listening.dispose();
        done(undefined);
      }, ms);
      const listening = api.onDidPredict(p => {
        if (p.file !== file || p.version !== version || (p.lines === 0 && p.function === undefined)) return;
        clearTimeout(over);
        listening.dispose();
        // No example reaches this function.
        done(p.lines === 0 ? undefined : performance.now());
      });
    });
  const delay = vscode.workspace.getConfiguration('foretrace').get<number>('delay') ?? 0;
  await vscode.commands.executeCommand('foretrace.rehearseTests');
  const places = [...modules(folder.uri.fsPath)].flatMap(file => placesIn(file).map(line => ({ file, line })));
  const times: number[] = [];
  const first: number[] = [];
  let functions = 0;
  let without = 0;
  let warm = false;
  /** Types for a while. What is predicted first is waited for longer, and does not count. */
  const type = async (ms: number): Promise<void> => {
    let end = performance.now() + ms;
    for (let tried = 0; (warm ? performance.now() < end : tried < 8) && places.length > 0 && functions < 1000; tried++) {
      // Spread over all modules, the same ones each time.
      const { file, line } = places[(functions * 7919) % places.length];
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      const editor = await vscode.window.showTextDocument(document);
      const opened = performance.now();
      const cold = !warm;
      const predicted = shown(file, document.version, cold ? coldPatience : patience);
      editor.selection = new vscode.Selection(line, 0, line, 0);
      const at = await predicted;
      functions++;
      if (at === undefined) {
        without++;
        continue;
      }
      if (cold) end = performance.now() + ms;
      else first.push(at - opened - delay);
      warm = true;
      const original = document.lineAt(line).text;
      for (let n = 0; n < keys && performance.now() < end; n++) {
        // Code, not a comment, and it parses at each key.
        const text = `${original} if ${'1'.repeat(n + 1)} else None`;
        const answer = shown(file, document.version + 1, patience);
        await editor.edit(b => b.replace(document.lineAt(line).range, text), { undoStopBefore: false, undoStopAfter: false });
        const typed = performance.now();
        const done = await answer;
        if (done !== undefined) times.push(done - typed - delay);
      }
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  };
  const lag = monitorEventLoopDelay({ resolution: 2 });
  lag.enable();
  await type(session);
  lag.disable();
  for (const list of [times, first]) list.sort((a, b) => a - b);
  Object.assign(figures, {
    functions,
    without,
    keystrokes: times.length,
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    firstP50Ms: quantile(first, 0.5),
    hostLagP99Ms: Math.round(lag.percentile(99) / 1e6) - 2,
    hostLagMaxMs: Math.round(lag.max / 1e6) - 2,
    memoryMb: Math.round(process.memoryUsage().rss / 1e6),
    workersMb: workersMb(),
  });
  // Spare engines have ended by then.
  await new Promise(r => setTimeout(r, rest));
  figures.workersAtRestMb = workersMb();
  figures.ownStretchMs = Math.round(await ownStretch(() => type(session / 4)));
}
/** Resident megabytes of the processes that this one has started with a bundle of the extension's: its workers. */
function workersMb(): number {
  const ps = spawnSync('ps', ['-eo', 'ppid,rss,args'], { encoding: 'utf8' }).stdout ?? '';
  const rows = ps.split('\n').map(l => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(l));
  return Math.round(rows.reduce((sum, r) => (r !== null && Number(r[1]) === process.pid && /-(?:start|worker)\.js\b/.test(r[3]) ? sum + Number(r[2]) * 1024 : sum), 0) / 1e6);
}
/** A profile takes memory and time itself, so it is made behind all other figures. */
async function ownStretch(act: () => Promise<void>): Promise<number> {
  const inspector = new Session();
  inspector.connect();
  await inspector.post('Profiler.enable');
  await inspector.post('Profiler.setSamplingInterval', { interval: 1000 });
  await inspector.post('Profiler.start');
  await act();
  const { profile } = await inspector.post('Profiler.stop');
  inspector.disconnect();
  return longestOwnStretch(profile, '/dist/extension.js');
}
