// Real repositories as benchmarks see them: their checkouts, and the command, environment and settings with which the truth was made. Nothing is fetched here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { TraceAsked } from '../../../predictor/python/tests/collection.ts';
import type { TestForecast, Trace } from '../../../trace-collector/trace.ts';
import type { Contents } from '../edits.ts';
import { type Service, type Suite, testBudget } from '../service.ts';

interface Described {
  readonly github: string;
  readonly commit: string;
  /** Folders on PYTHONPATH, relative to the checkout. */
  readonly pythonpath: readonly string[];
  readonly tests: readonly string[];
  /** Folders or files of its own code, relative to the checkout. */
  readonly source: readonly string[];
}
export interface Repository extends Described {
  readonly name: string;
  /** Where it is checked out. */
  readonly folder: string;
  readonly baseline: Readonly<Record<string, Recorded>>;
}
export interface Recorded {
  readonly outcome: 'pass' | 'fail' | 'error' | 'skip' | 'hang';
  readonly exception?: string | null;
  readonly message?: string | null;
}

/** The repositories of `repos_*.json` in `folder`, less those that are not checked out below `checkouts`: these are named on stderr. */
export function readRepositories(folder: string, checkouts: string): Repository[] {
  const out: Repository[] = [];
  for (const file of readdirSync(folder).filter(n => /^repos_.*\.json$/.test(n)).sort()) {
    const { repos, baseline } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { repos: Record<string, Described>; baseline: Record<string, Repository['baseline']> };
    for (const [name, r] of Object.entries(repos)) {
      const at = resolve(checkouts, name);
      if (existsSync(at)) out.push({ ...r, name, folder: at, baseline: baseline[name] ?? {} });
      else console.error(`skipped: no checkout of ${r.github} at ${r.commit} in ${at}`);
    }
  }
  return out;
}

export interface Asked {
  readonly paths: readonly string[];
  readonly changes?: Contents;
  readonly list?: boolean;
  /** Milliseconds for one test. */
  readonly patience?: number;
  readonly trace?: TraceAsked;
  readonly onTrace?: (id: string, t: Trace) => void;
  readonly onTest?: (t: TestForecast, done: number) => void;
}
/** Forecasts tests of a repository as the truth's command ran them: PYTHONHASHSEED=0, UTC, no settings file, the checkout as root, no plugins. */
export function forecast(service: Service, r: Repository, asked: Asked): Promise<Suite> {
  let done = 0;
  return service.suite(
    {
      place: { workspace: r.folder, environment: environmentOf(r), home: homedir(), changes: asked.changes ?? new Map() },
      cwd: r.folder,
      paths: asked.paths,
      // The pytest that recorded the truth was older than 9.2: it named long texts as they are.
      configured: { inifile: '/dev/null', rootdir: r.folder, options: ['-o', 'parametrize_long_str_id_strategy=legacy'] },
      list: asked.list ?? false,
      trace: asked.trace,
      budget: { ...testBudget, ms: asked.patience ?? testBudget.ms },
    },
    { onTest: t => asked.onTest?.(t, ++done), onTrace: asked.onTrace },
  );
}
/** What the truth's environment pinned, and what it takes to find Python and packages here. */
export function environmentOf(r: Repository): Record<string, string> {
  const kept = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'VIRTUAL_ENV', 'CONDA_PREFIX', 'PYENV_ROOT', 'PYENV_VERSION', 'FORETRACE_PYTHON'];
  const own = Object.fromEntries(kept.flatMap(k => (process.env[k] === undefined ? [] : [[k, process.env[k]]])));
  const roots = [...r.pythonpath.map(p => resolve(r.folder, p)), ...(process.env.PYTHONPATH ?? '').split(delimiter).filter(p => p !== '')];
  return { ...own, PYTHONHASHSEED: '0', TZ: 'UTC', PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1', PYTHONPATH: roots.join(delimiter) };
}

/** A line on stderr that says how far a long benchmark is; only where someone looks. */
export function tellProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** What a forecast and a record say, in the words of both. */
export const said = (f: TestForecast): string => (f.outcome === 'fail' ? `${f.result} ${f.raises?.type}: ${f.raises?.message}` : f.result);
export const was = (t: Recorded): string => `${t.outcome}${t.exception ? ` ${t.exception}` : ''}${t.message ? `: ${t.message}` : ''}`;
/** Whether a definite forecast is what was recorded: the outcome, a skip told apart, and the exception's type where one was recorded. */
export function isRight(f: TestForecast, truth: Recorded): boolean {
  if (truth.outcome === 'pass') return f.outcome === 'pass' && f.result !== 'skipped';
  if (truth.outcome === 'skip') return f.result === 'skipped' || f.result === 'xfailed';
  return f.outcome === 'fail' && (!truth.exception || bare(f.raises?.type) === bare(truth.exception));
}
const bare = (type: string | undefined): string => (type ?? '').slice((type ?? '').lastIndexOf('.') + 1);
