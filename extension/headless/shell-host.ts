// Command lines over the disk: parses them, and rehearses the Python in them upon the files that the line has changed by then. Nothing is started or written.
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';
import type { Effect } from '../../predictor/effects.ts';
import { withChanges } from '../../predictor/files.ts';
import { Overlay } from '../../predictor/overlay.ts';
import { type PythonAnswer, type PythonAsked, runScript, type ShellHost } from '../../predictor/shell/run.ts';
import { ShellState, Sink, Unknowable } from '../../predictor/shell/state.ts';
import { readScript } from '../../predictor/shell/syntax.ts';
import type { Origin } from '../../predictor/unknown.ts';
import { Failed } from '../../trace-collector/failure.ts';
import type { Report } from '../../trace-collector/trace.ts';
import { readAsset } from './assets.ts';
import { nodeFiles } from './node-files.ts';
import { exitCodeOf, namesNothing, pytestLine } from './pytest-line.ts';
import type { Rehearsed, Scenario, Workspace } from './workspace.ts';

export interface CommandForecast {
  /** What is known of it, from its beginning. */
  readonly stdout: { readonly text: string; readonly known: boolean };
  readonly stderr: { readonly text: string; readonly known: boolean };
  readonly exit: number | undefined;
  readonly made: readonly string[];
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
  /** Texts of files that are otherwise behind it, null for those that are gone: what a next step would find. */
  readonly files: ReadonlyMap<string, string | null>;
  /** Files that are otherwise behind it, with a content that is not known or is no text. */
  readonly opaque: readonly string[];
  readonly effects: readonly Effect[];
  readonly why: readonly Origin[];
  /** What each pytest in the line would tell. */
  readonly tests: readonly Report[];
}
export interface CommandAsked {
  readonly command: string;
  /** Real path; the workspace is around it. */
  readonly cwd: string;
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the files that it finds differ from the disk. */
  readonly onto?: ReadonlyMap<string, string | null>;
  readonly signal?: AbortSignal;
}

let loaded: Promise<Parser> | undefined;
function parser(): Promise<Parser> {
  loaded ??= (async () => {
    await Parser.init({ wasmBinary: readAsset('web-tree-sitter.wasm') } as Parameters<typeof Parser.init>[0]);
    const beside = fileURLToPath(new URL('tree-sitter-bash.wasm', import.meta.url));
    const bash = await Language.load(
      readFileSync(existsSync(beside) ? beside : createRequire(import.meta.url).resolve('tree-sitter-bash/tree-sitter-bash.wasm')),
    );
    const p = new Parser();
    p.setLanguage(bash);
    return p;
  })();
  return loaded;
}

export async function forecastCommand(workspace: Workspace, a: CommandAsked): Promise<CommandForecast> {
  const disk = nodeFiles({ roots: [a.workspace] });
  const start = a.onto === undefined || a.onto.size === 0 ? disk : withChanges(disk, a.onto);
  const files = new Overlay(start);
  const s = new ShellState(files, a.workspace, a.cwd, new Map(Object.entries(a.environment)));
  const [out, err] = [new Sink(), new Sink()];
  const tree = (await parser()).parse(a.command);
  let exit: number | undefined;
  const reports: Report[] = [];
  try {
    if (tree === null || tree.rootNode.hasError) s.taint({ reason: 'syntax', what: 'the command line does not parse' });
    else exit = await runScript(readScript(tree.rootNode), { stdin: undefined, out, err }, s, hostFor(workspace, a, reports));
  } catch (e) {
    if (!(e instanceof Unknowable)) throw e;
    s.taint(e.origin);
    exit = undefined;
  } finally {
    tree?.delete();
  }
  if (s.tainted) for (const sink of [out, err]) sink.write(undefined);
  const made: string[] = [];
  const changed: string[] = [];
  const deleted: string[] = [];
  const texts = new Map<string, string | null>();
  const opaque: string[] = [];
  for (const c of files.changes()) {
    const before = start.kind(c.path);
    if (c.kind === 'gone') {
      deleted.push(c.path);
      if (before === 'file') texts.set(c.path, null);
      continue;
    }
    const isOther = before !== 'file' || s.murky.has(c.path) || !same(start.read(c.path), c.bytes);
    if (before === undefined) made.push(c.path);
    else if (c.kind === 'file' && isOther) changed.push(c.path);
    if (c.kind === 'folder' || !isOther) continue;
    const text = s.murky.has(c.path) || c.kind !== 'file' ? undefined : plainText(c.bytes);
    if (text === undefined) opaque.push(c.path);
    else texts.set(c.path, text);
  }
  const told = (sink: Sink): { text: string; known: boolean } => ({ text: sink.text, known: sink.known });
  return {
    stdout: told(out),
    stderr: told(err),
    exit: s.tainted ? undefined : exit,
    made,
    changed,
    deleted,
    files: texts,
    opaque,
    effects: s.effects,
    why: s.why,
    tests: reports,
  };
}
function plainText(bytes: Uint8Array | undefined): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes ?? new Uint8Array());
  } catch {
    return undefined;
  }
}
const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean => a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;

function hostFor(workspace: Workspace, a: CommandAsked, reports: Report[]): ShellHost {
  return {
    has: (program, s) =>
      program.includes('/')
        ? existsSync(s.absolute(program))
        : (s.variables.get('PATH') ?? '').split(delimiter).some(p => p !== '' && existsSync(join(p, program))),
    python: (asked, s) => python(workspace, a, asked, s),
    pytest: (args, s) => pytest(workspace, a, args, s, reports),
  };
}

/** The state of the line as a scenario: its files, folder, variables and input. */
function scenarioOf(s: ShellState, a: CommandAsked, stdin: string | undefined): Scenario {
  const files: Record<string, string | null | { base64: string } | { folder: true }> = Object.fromEntries(a.onto ?? []);
  for (const c of s.files.changes()) {
    if (s.murky.has(c.path)) throw new Unknowable(c.path, 'input');
    if (c.kind === 'link') throw new Unknowable('links');
    files[c.path] = c.kind === 'gone' ? null : c.kind === 'folder' ? { folder: true } : { base64: Buffer.from(c.bytes!).toString('base64') };
  }
  const environment: Record<string, string | null> = {};
  for (const [n, v] of s.variables) {
    if (v === undefined) throw new Unknowable(`$${n}`, 'input');
    if (a.environment[n] !== undefined && a.environment[n] !== v) environment[n] = v;
    else if (a.environment[n] === undefined) environment[n] = v;
  }
  return { files, workingFolder: s.cwd, environment, ...(stdin === undefined ? {} : { stdin }) };
}
const failed = (e: unknown, what: string): PythonAnswer => {
  if (!(e instanceof Failed) || e.failure.blame === 'nobody') throw e;
  return { stdout: undefined, stderr: undefined, exit: undefined, effects: [], why: [{ reason: 'input', what: `${what}: ${e.failure.say}` }], settled: false };
};

/** Code of -c that looks at where it stands would see that it stands in a file here. */
const looksAround = /\b(?:argv|__file__|argparse|__main__|inspect|traceback|listdir|scandir|walk|glob|iterdir|unittest)\b/;

async function python(workspace: Workspace, a: CommandAsked, asked: PythonAsked, s: ShellState): Promise<PythonAnswer> {
  const unknown = (what: string): PythonAnswer => ({
    stdout: undefined,
    stderr: undefined,
    exit: undefined,
    effects: [],
    why: [{ reason: 'not-modelled', what }],
    settled: false,
  });
  if (asked.code !== undefined && (looksAround.test(asked.code) || asked.args.length > 0)) return unknown('python -c that looks at its own place');
  if (asked.file !== undefined && !asked.file.endsWith('.py')) return unknown('python of a file that is no .py');
  const scenario = scenarioOf(s, a, asked.stdin);
  // A folder that nothing else is in, so that its name is all that it adds.
  const target = asked.file ?? `${a.workspace}/.foretrace-command/command.py`;
  const given: Scenario =
    asked.code === undefined
      ? scenario
      : { ...scenario, environment: { ...scenario.environment, PYTHONPATH: [s.cwd, s.variables.get('PYTHONPATH')].filter(p => p).join(':') } };
  const there = scenario.files?.[target];
  const made =
    typeof there === 'string'
      ? there
      : typeof there === 'object' && there !== null && 'base64' in there
        ? Buffer.from(there.base64, 'base64').toString()
        : undefined;
  const text = asked.code ?? made;
  let r: Rehearsed;
  try {
    r = await workspace.rehearse({
      target,
      arguments: asked.args,
      scenario: given,
      ...(text === undefined ? {} : { edit: { files: { [target]: text } } }),
      aftermath: true,
      signal: a.signal,
    });
  } catch (e) {
    return failed(e, 'python');
  }
  const { forecast: f, aftermath } = r;
  if (aftermath === undefined)
    return {
      stdout: undefined,
      stderr: undefined,
      exit: undefined,
      effects: f.effects,
      why: f.why as Origin[],
      settled: !f.effects.some(e => e.kind !== 'environment' && e.kind !== 'input'),
    };
  for (const c of aftermath.changes) if (c.path !== target || asked.code === undefined) take(c, s);
  compiles(asked.code ?? textAt(target, s), asked.file === undefined ? s.cwd : target.slice(0, target.lastIndexOf('/')), s);
  return {
    stdout: f.stdout,
    stderr: aftermath.say === undefined ? undefined : f.stderr + aftermath.say,
    exit: aftermath.exit,
    effects: f.effects,
    why: [],
    settled: !f.effects.some(e => e.kind === 'subprocess'),
  };
}
function textAt(path: string, s: ShellState): string {
  return new TextDecoder().decode(s.files.read(path) ?? new Uint8Array());
}
/** Modules of the project that are imported leave compiled files behind, beside them. */
function compiles(text: string, folder: string, s: ShellState): void {
  if (s.variables.get('PYTHONDONTWRITEBYTECODE')) return;
  const imported = [...text.matchAll(/\b(?:from|import)\s+([\w.]+(?:\s*,\s*[\w.]+)*)/g)].flatMap(m => m[1].split(',')).map(n => n.trim().split('.')[0]);
  if (imported.some(n => n === '' || [folder, s.cwd].some(f => s.files.kind(`${f}/${n}.py`) !== undefined || s.files.kind(`${f}/${n}`) !== undefined)))
    s.compiled = true;
}
function take(c: { readonly path: string; readonly kind: string; readonly bytes?: Uint8Array }, s: ShellState): void {
  const { files } = s;
  if (!c.path.startsWith(`${s.workspace}/`)) return;
  if (c.kind === 'gone') remove(c.path, s);
  else if (c.kind === 'folder') {
    if (files.kind(c.path) === undefined) files.makeFolder(c.path, 0o755);
  } else if (c.kind === 'file') {
    const node = files.node(c.path) ?? files.create(c.path, 0o644);
    if (same(files.read(c.path), c.bytes)) return;
    files.truncate(node, 0);
    files.write(node, 0, c.bytes!);
  } else s.taint({ reason: 'not-modelled', what: 'links' });
}
function remove(path: string, s: ShellState): void {
  const kind = s.files.status(path)?.kind;
  if (kind === 'folder') {
    for (const n of s.files.list(path) ?? []) remove(`${path}/${n}`, s);
    s.files.removeFolder(path);
  } else if (kind !== undefined) s.files.removeFile(path);
}

/** What pytest prints is not claimed; how it ends is. */
async function pytest(workspace: Workspace, a: CommandAsked, args: readonly string[], s: ShellState, reports: Report[]): Promise<PythonAnswer> {
  const { paths, picking, stray } = pytestLine(args);
  const answer = { stdout: undefined, stderr: undefined, effects: [] as Effect[], settled: true };
  if (stray !== undefined) return { ...answer, exit: undefined, why: [{ reason: 'not-modelled', what: `pytest's option ${stray}` }], settled: false };
  if (s.cwd !== a.cwd) return { ...answer, exit: undefined, why: [{ reason: 'not-modelled', what: 'pytest in another folder' }], settled: false };
  try {
    if (paths.some(p => s.files.kind(s.resolve(p.split('::')[0])) === undefined)) return { ...answer, exit: 4, why: [] };
    const { workingFolder: _, ...scenario } = scenarioOf(s, a, undefined);
    const plain = Object.keys(scenario.files ?? {}).length === 0 && Object.keys(scenario.environment ?? {}).length === 0;
    const report = await workspace.forecast({ paths, ...(picking.length === 0 ? {} : { options: picking }), ...(plain ? {} : { scenario }), signal: a.signal });
    s.compiled = true;
    reports.push(report);
    const tests = report.tests.flatMap(t => t.after ?? []);
    const effects = tests.flatMap(t => t.effects);
    const settled = !effects.some(e => e.kind !== 'environment' && e.kind !== 'input' && !e.what.includes('/pytest-of-'));
    const exit = paths.some(p => namesNothing(p, tests, p => relative(report.root, s.absolute(p)))) ? 4 : exitCodeOf(tests);
    return { ...answer, effects, exit, why: exit === undefined ? (tests.flatMap(t => t.why) as Origin[]).slice(0, 4) : [], settled };
  } catch (e) {
    return failed(e, 'pytest');
  }
}
