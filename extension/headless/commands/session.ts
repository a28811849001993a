// What every command has at hand: the streams, the folder, the environment, the engine's service, Ctrl-C.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { noSuchPath, outsideWorkspace } from '../../../trace-collector/failure.ts';
import { readScenarioFile } from '../scenario-file.ts';
import { loadOracles } from '../oracles/load.ts';
import type { OpenedOracles } from '../oracles/open.ts';
import type { NamedScenario } from '../../../predictor/scenario.ts';
import { type ProgressLine, progressLine } from '../present/progress.ts';
import type { ShowPath } from '../present/raised.ts';
import { type Style, styleFor } from '../present/style.ts';
import { EnginesAtHand } from '../resident/at-hand.ts';
import type { Engines, Place, Watch } from '../service.ts';

export interface Session {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly service: Engines;
  readonly style: Style;
  readonly progress: ProgressLine;
  readonly watch: Watch;
  readonly print: (text: string) => void;
  /** What all forecasts of this run are under (`--scenario`). */
  readonly scenario?: NamedScenario;
  /** As --oracle names them. */
  readonly oracleNames: readonly string[];
}

/** Where a command is given, and under which circumstances. */
export type Standpoint = Pick<Session, 'cwd' | 'environment' | 'scenario'>;

/** `resident`: ask the resident engine where there is one, or start it. */
export function openSession(scenario?: string, oracleNames: readonly string[] = [], resident?: 'ask' | 'start'): Session {
  const environment = definedIn(process.env);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const progress = progressLine(process.stderr);
  // FORETRACE_DEBUG shows our own faults; without it they are told as unknown.
  const onBug = (text: string): void => {
    if (environment.FORETRACE_DEBUG) process.stderr.write(`foretrace fault: ${text}\n`);
  };
  const cwd = realpathSync(process.cwd());
  return {
    cwd,
    ...(scenario === undefined ? {} : { scenario: readScenarioFile(resolve(cwd, scenario), scenario) }),
    oracleNames,
    environment,
    service: new EnginesAtHand({ onBug, native: true }, resident === undefined ? undefined : { environment, home: homedir(), start: resident === 'start' }),
    style: styleFor(process.stdout, environment),
    progress,
    watch: { onProgress: progress.show, signal: stop.signal },
    print: text => void process.stdout.write(text),
  };
}

/** The oracles that are switched on for a workspace; who they are is said before anything is asked. */
export async function oraclesFor(session: Session, path: string): Promise<OpenedOracles | undefined> {
  const opened = await loadOracles({ workspace: workspaceOf(path), environment: session.environment, home: homedir(), names: session.oracleNames });
  for (const n of opened?.notices ?? []) process.stderr.write(`foretrace: oracle ${n}\n`);
  return opened;
}

/** The real path of an argument. A link is followed only inside the workspace around it. */
export function locate(session: Pick<Session, 'cwd'>, path: string): string {
  const absolute = resolve(session.cwd, path);
  if (!existsSync(absolute)) throw noSuchPath(path);
  const folder = realpathSync(dirname(absolute));
  const real = realpathSync(absolute);
  const workspace = workspaceOf(folder);
  if (real !== join(folder, relative(dirname(absolute), absolute)) && real !== workspace && !real.startsWith(`${workspace}/`))
    throw outsideWorkspace(path, real);
  return real;
}

const projectFiles = ['pyproject.toml', 'pytest.ini', 'setup.cfg', 'setup.py', 'tox.ini'];
/** Whether a folder says of itself that a project begins there. */
export const isProject = (folder: string): boolean => ['.git', ...projectFiles].some(f => existsSync(join(folder, f)));
/** The folder below which files may be read: the repository around `path`, else the nearest folder with a project file, else its own folder. */
export function workspaceOf(path: string): string {
  const start = statSync(path).isDirectory() ? path : dirname(path);
  let project: string | undefined;
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (project === undefined && projectFiles.some(f => existsSync(join(folder, f)))) project = folder;
    if (folder === dirname(folder)) return project ?? start;
  }
}
/** Variables of those who start us: agents, editors, npm. */
const starters = /^(?:CLAUDE|CURSOR|VSCODE|COPILOT|npm_)/;
/** What git sets for its hooks (`git rev-parse --local-env-vars`, and the commit that is being made: its date is another one each time). */
const ofGitHooks =
  /^GIT_(?:ALTERNATE_OBJECT_DIRECTORIES|AUTHOR_.*|COMMITTER_.*|COMMON_DIR|CONFIG|CONFIG_COUNT|CONFIG_PARAMETERS|DIR|EDITOR|EXEC_PATH|GRAFT_FILE|IMPLICIT_WORK_TREE|INDEX_FILE|INTERNAL_.*|NO_REPLACE_OBJECTS|OBJECT_DIRECTORY|PREFIX|QUARANTINE_PATH|REFLOG_ACTION|REPLACE_REF_BASE|SHALLOW_FILE|WORK_TREE)$/;
/** The environment as programs would have it that are started by hand: nothing hangs on who asks, and what is remembered for one holds for all. */
export function programEnvironment(all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  // It is asked for at each key.
  let own = programEnvironments.get(all);
  if (own === undefined) programEnvironments.set(all, (own = withoutStarters(all)));
  return own;
}
const programEnvironments = new WeakMap<object, Readonly<Record<string, string>>>();
function withoutStarters(all: Readonly<Record<string, string>>): Record<string, string> {
  const inHook = all.GIT_EXEC_PATH !== undefined && all.GIT_INDEX_FILE !== undefined;
  return Object.fromEntries(Object.entries(all).filter(([n]) => !starters.test(n) && !(inHook && ofGitHooks.test(n))));
}
export function placeAt(session: Standpoint, path: string, changes: Place['changes'] = new Map()): Place {
  return {
    workspace: workspaceOf(path),
    environment: programEnvironment(session.environment),
    home: homedir(),
    changes,
    ...(session.scenario === undefined ? {} : { scenario: session.scenario }),
  };
}
/** The same without a session. */
export function placeOf(path: string, environment: NodeJS.ProcessEnv): Place {
  return { workspace: workspaceOf(path), environment: programEnvironment(definedIn(environment)), home: homedir(), changes: new Map() };
}
const definedIn = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter((e): e is [string, string] => e[1] !== undefined));

/** Paths relative to the current folder where they lie below it. */
export const showFrom =
  (cwd: string): ShowPath =>
  file => {
    if (!isAbsolute(file)) return file;
    const near = relative(cwd, file);
    return near.startsWith('..') ? file : near;
  };

/** A single folder that is a project of its own is where the command works, as if one had gone there first. */
export function baseOf(session: Pick<Session, 'cwd'>, paths: readonly string[]): { readonly cwd: string; readonly paths: readonly string[] } {
  if (paths.length !== 1 || paths[0].includes('::')) return { cwd: session.cwd, paths };
  const only = realpathSync(resolve(session.cwd, paths[0]));
  const isBelow = only === session.cwd || only.startsWith(session.cwd + sep);
  return statSync(only).isDirectory() && (isProject(only) || !isBelow) ? { cwd: only, paths: [] } : { cwd: session.cwd, paths };
}
