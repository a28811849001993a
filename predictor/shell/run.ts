// Runs a command line upon files in memory: nothing is started. What a known program does is computed, Python is rehearsed by the host, and of anything else nothing is
// claimed: from there on outputs are unknown, but effects are still gathered, for a policy must see what comes behind it.
import type { Effect } from '../effects.ts';
import { DiskProblem } from '../overlay.ts';
import type { Origin } from '../unknown.ts';
import { changes, commands } from './commands.ts';
import { expandAll, expandOne } from './expansion.ts';
import { Sink, type ShellState, type Streams, Unknowable } from './state.ts';
import type { Command, List, Pipeline, Redirect, Script } from './syntax.ts';

export interface PythonAsked {
  /** Absolute; undefined for code given with -c. */
  readonly file: string | undefined;
  readonly code: string | undefined;
  readonly args: readonly string[];
  readonly stdin: string | undefined;
}
export interface PythonAnswer {
  /** What is known of what it prints, and of how it ends. */
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
  readonly exit: number | undefined;
  readonly effects: readonly Effect[];
  readonly why: readonly Origin[];
  /** Files are as the program would leave them: the host has changed the state. */
  readonly settled: boolean;
}
/** What the shell cannot do by itself. */
export interface ShellHost {
  /** Whether the shell would find a program. */
  has(program: string, s: ShellState): boolean;
  python(asked: PythonAsked, s: ShellState): Promise<PythonAnswer>;
  pytest(args: readonly string[], s: ShellState): Promise<PythonAnswer>;
}

/** Runs a script; gives its exit code, undefined where it cannot be known. */
export async function runScript(script: Script, io: Streams, s: ShellState, host: ShellHost): Promise<number | undefined> {
  for (const list of script) {
    await runList(list, io, s, host);
    if (leaving.has(s)) break;
  }
  return s.last;
}
/** Shells that `exit` has ended. */
const leaving = new WeakSet<ShellState>();

async function runList(list: List, io: Streams, s: ShellState, host: ShellHost): Promise<void> {
  for (const { when, pipeline } of list) {
    if (when !== 'always' && s.last !== undefined && (when === 'and') !== (s.last === 0)) continue;
    // Whether this runs at all is open: it is looked at for its effects only.
    const open = when !== 'always' && s.last === undefined;
    if (open) s.taint(s.why.at(-1) ?? { reason: 'branch', what: 'an exit code' });
    const code = await runPipeline(pipeline, open ? hidden(io) : io, s, host);
    s.last = open ? undefined : code;
    if (leaving.has(s)) return;
  }
}
/** Output that may come or not. */
function hidden(io: Streams): Streams {
  io.out.write(undefined);
  io.err.write(undefined);
  return io;
}

async function runPipeline({ negated, stages }: Pipeline, io: Streams, s: ShellState, host: ShellHost): Promise<number | undefined> {
  let code: number | undefined;
  if (stages.length === 1) code = await runCommand(stages[0], io, s, host);
  else {
    let { stdin } = io;
    const errors: Sink[] = [];
    for (const [i, stage] of stages.entries()) {
      const last = i === stages.length - 1;
      const out = last ? io.out : new Sink();
      const err = new Sink();
      errors.push(err);
      // Each part is a shell of its own.
      const { cwd, variables } = s;
      s.variables = new Map(variables);
      code = await runCommand(stage, { stdin, out, err }, s, host);
      Object.assign(s, { cwd, variables });
      leaving.delete(s);
      stdin = out.whole;
    }
    const said = errors.filter(e => e.text !== '' || !e.known);
    // They write side by side.
    io.err.write(said.length > 1 ? undefined : said.length === 0 ? '' : said[0].whole);
  }
  if (negated && code !== undefined) return code === 0 ? 1 : 0;
  return code;
}

async function runCommand(c: Command, outer: Streams, s: ShellState, host: ShellHost): Promise<number | undefined> {
  const closing: (() => void)[] = [];
  try {
    s.step();
    if (s.tainted) hidden(outer);
    const io = await redirected(c.redirects, outer, s, host, closing);
    const code = await act(c, io, s, host);
    for (const close of closing) close();
    return s.tainted ? undefined : code;
  } catch (e) {
    if (e instanceof DiskProblem) {
      outer.err.write(undefined);
      return 1;
    }
    if (!(e instanceof Unknowable)) throw e;
    s.doubt(e.origin);
    hidden(outer);
    for (const close of closing.splice(0)) attempt(close);
    return undefined;
  }
}
function attempt(close: () => void): void {
  try {
    close();
  } catch (e) {
    if (!(e instanceof Unknowable) && !(e instanceof DiskProblem)) throw e;
  }
}

async function act(c: Command, io: Streams, s: ShellState, host: ShellHost): Promise<number | undefined> {
  switch (c.kind) {
    case 'simple':
      return await runSimple(c, io, s, host);
    case 'group': {
      const { cwd, variables } = s;
      if (c.own) s.variables = new Map(variables);
      await runScript(c.script, io, s, host);
      if (c.own) {
        Object.assign(s, { cwd, variables });
        leaving.delete(s);
      }
      return s.last;
    }
    case 'if': {
      for (const b of c.branches) {
        const code = await runScript(b.condition, io, s, host);
        if (code === undefined) {
          s.taint(s.why.at(-1) ?? { reason: 'branch', what: 'an exit code' });
          for (const other of [...c.branches.map(x => x.then), c.otherwise]) await runScript(other, hidden(io), s, host);
          return undefined;
        }
        s.last = 0;
        if (code === 0) return await runScript(b.then, io, s, host);
      }
      s.last = 0;
      return await runScript(c.otherwise, io, s, host);
    }
    case 'for': {
      s.last = 0;
      for (const word of await expandAll(c.words, s, substitute(s, host))) {
        s.variables.set(c.name, word);
        await runScript(c.body, io, s, host);
        if (leaving.has(s)) break;
      }
      return s.last;
    }
    default:
      s.taint({ reason: 'not-modelled', what: c.say });
      hidden(io);
      return undefined;
  }
}

const substitute =
  (s: ShellState, host: ShellHost) =>
  async (script: Script): Promise<string | undefined> => {
    const out = new Sink();
    const { cwd, variables, last } = s;
    s.variables = new Map(variables);
    await runScript(script, { stdin: undefined, out, err: new Sink() }, s, host);
    Object.assign(s, { cwd, variables, last });
    leaving.delete(s);
    return out.whole;
  };

async function runSimple(c: Command & { kind: 'simple' }, io: Streams, s: ShellState, host: ShellHost): Promise<number | undefined> {
  const run = substitute(s, host);
  let words: string[];
  const values: [string, string][] = [];
  try {
    words = await expandAll(c.words, s, run);
    for (const a of c.assignments) values.push([a.name, await expandOne(a.word, s, run)]);
  } catch (e) {
    if (!(e instanceof Unknowable)) throw e;
    for (const a of c.assignments) if (c.words.length === 0) s.variables.set(a.name, undefined);
    // A command that is not fully known may do anything, but for one that only sets a variable, or tells something.
    const name = c.words[0]?.map(p => (p.kind === 'text' ? p.text : '')).join('');
    if (c.words.length > 0 && !['echo', 'printf', 'test', '['].includes(name)) {
      const kind = changes[name];
      s.effect(kind ?? 'subprocess', kind === undefined ? `${name} …` : `(unknown: ${e.origin.what})`);
      s.taint(e.origin);
    }
    throw e;
  }
  if (words.length === 0) {
    for (const [n, v] of values) s.variables.set(n, v);
    return 0;
  }
  const before = new Map(s.variables);
  for (const [n, v] of values) s.variables.set(n, v);
  try {
    return await runProgram(words, io, s, host);
  } finally {
    if (values.length > 0) s.variables = before;
  }
}

async function runProgram([program, ...args]: readonly string[], io: Streams, s: ShellState, host: ShellHost): Promise<number | undefined> {
  if (program === 'exit') {
    if (args.length > 1 || (args[0] !== undefined && !/^\d{1,3}$/.test(args[0]))) throw new Unknowable('exit');
    if (args.length === 1) s.last = Number(args[0]) & 255;
    leaving.add(s);
    return s.last;
  }
  const row = commands.get(program.replace(/^\/(?:usr\/)?bin\//, ''));
  if (row !== undefined) {
    try {
      return row(args, io, s);
    } catch (e) {
      // Where it may have changed something, nobody knows what is there now.
      if (e instanceof Unknowable && (program === 'cd' || changes[program.split('/').at(-1)!] !== undefined)) s.taint(e.origin);
      throw e;
    }
  }
  const name = program.split('/').at(-1)!;
  if (/^(?:python(?:3(?:\.11)?)?|pytest|py\.test)$/.test(name) && !host.has(program, s)) {
    io.err.write(undefined);
    return 127;
  }
  if (/^python(?:3(?:\.11)?)?$/.test(name) && (program === name || program.endsWith(`bin/${name}`))) {
    const answer = await runPython(args, io, s, host);
    if (answer !== undefined) return told(answer, io, s);
  }
  if (name === 'pytest' || name === 'py.test') return told(await host.pytest(args, s), io, s);
  const line = [program, ...args].join(' ');
  s.effect('subprocess', line);
  if (/^(?:curl|wget|ssh|scp|rsync|pip3?|npm|npx|yarn|pnpm|docker|gh|apt|apt-get|brew|nc|ftp|telnet)$/.test(name) || (name === 'git' && /^(?:push|pull|fetch|clone|ls-remote|submodule)$/.test(args[0] ?? ''))) s.effect('network', line);
  const wrapped = ['sudo', 'env', 'xargs', 'time', 'nohup', 'command', 'exec'].includes(name) ? args.find(a => !a.startsWith('-')) : undefined;
  if (wrapped !== undefined && changes[wrapped] !== undefined) for (const a of args.slice(args.indexOf(wrapped) + 1)) if (!a.startsWith('-')) s.effect(changes[wrapped], s.absolute(a));
  s.taint({ reason: 'not-modelled', what: name });
  hidden(io);
  return undefined;
}
async function runPython(args: readonly string[], io: Streams, s: ShellState, host: ShellHost): Promise<PythonAnswer | undefined> {
  const [first, ...rest] = args;
  if (first === undefined) return undefined;
  if (first === '-m') return rest[0] === 'pytest' ? await host.pytest(rest.slice(1), s) : undefined;
  if (first === '-c') return rest[0] === undefined ? undefined : await host.python({ file: undefined, code: rest[0], args: rest.slice(1), stdin: io.stdin }, s);
  if (first.startsWith('-')) return undefined;
  const file = s.resolve(first);
  if (s.files.kind(file) !== 'file') {
    // "can't open file", with the interpreter's own path.
    io.err.write(undefined);
    return { stdout: '', stderr: undefined, exit: s.files.kind(file) === undefined ? 2 : 1, effects: [], why: [], settled: s.files.kind(file) === undefined };
  }
  if (s.murky.has(file)) throw new Unknowable(file, 'input');
  return await host.python({ file, code: undefined, args: rest, stdin: io.stdin }, s);
}
function told(a: PythonAnswer, io: Streams, s: ShellState): number | undefined {
  for (const e of a.effects) s.effect(e.kind, e.what);
  for (const w of a.why) s.doubt(w);
  // Into one place they come in an order that hangs on buffers.
  if (io.out === io.err && a.stdout !== '' && a.stderr !== '') io.out.write(undefined);
  else {
    io.out.write(a.stdout);
    io.err.write(a.stderr);
  }
  if (!a.settled) s.taint(a.why[0] ?? { reason: 'input', what: 'files that a program has changed' });
  return a.exit;
}

/** Where a command reads and writes. Files are emptied before it begins, and written when it ends. */
async function redirected(all: readonly Redirect[], outer: Streams, s: ShellState, host: ShellHost, closing: (() => void)[]): Promise<Streams> {
  const io = { stdin: outer.stdin, out: outer.out, err: outer.err };
  for (const r of all) {
    const word = r.kind === 'unknown' ? undefined : await expandOne(r.word, s, substitute(s, host));
    if (word === undefined || r.descriptor > 2) throw new Unknowable('a redirection');
    if (r.kind === 'read') io.stdin = s.read(word);
    else if (r.kind === 'text') io.stdin = word;
    else if (r.kind === 'copy') {
      if (r.descriptor === 2 && word === '1') io.err = io.out;
      else if (r.descriptor === 1 && word === '2') io.out = io.err;
      else throw new Unknowable('a redirection');
    } else {
      const sink = new Sink();
      const append = r.kind === 'append';
      if (s.tainted) s.effect('write', s.absolute(word));
      else begin(word, append, s);
      closing.push(() => {
        if (!s.tainted) s.write(word, sink.whole, true);
      });
      if (r.descriptor === 1) io.out = sink;
      else if (r.descriptor === 2) io.err = sink;
      else throw new Unknowable('a redirection');
    }
  }
  return io;
}
function begin(word: string, append: boolean, s: ShellState): void {
  try {
    s.write(word, '', append);
  } catch (e) {
    if (e instanceof Unknowable) s.effect('write', s.absolute(word));
    throw e;
  }
}
