// `foretrace record [OPTIONS] FILE.py [ARGUMENTS]`, `foretrace record [OPTIONS] --pytest|--unittest [ARGUMENTS]`: runs the user's code and keeps what it did.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeState } from '../../../trace-collector/code-state.ts';
import { badUsage, isAFolder, noSuchPath, recordingStopped } from '../../../trace-collector/failure.ts';
import { interpreterFor, type Recorded, record as runRecorded } from '../../../trace-collector/python/record.ts';
import type { Store } from '../../../trace-collector/store/store.ts';
import { tracerFolder } from '../assets.ts';
import { count, duration, styleFor } from '../present/style.ts';
import { surpriseLines } from '../present/verdicts.ts';
import { Service } from '../service.ts';
import { lookIntoSurprises } from '../surprises.ts';
import { exitCodes } from './exit-codes.ts';
import { recordDap } from './record-dap.ts';
import { placeOf, showFrom, workspaceOf } from './session.ts';
import { storeAt } from './store-at.ts';

export const recordHelp = `foretrace record: runs code and keeps a line-by-line trace of it

  foretrace record [OPTIONS] FILE.py [ARGUMENTS]        a program
  foretrace record [OPTIONS] --pytest [ARGUMENTS]       a test suite, as pytest ARGUMENTS would run it: a trace and an outcome per test
  foretrace record [OPTIONS] --unittest [ARGUMENTS]     the same with python -m unittest ARGUMENTS
  foretrace record [OPTIONS] --dap CONFIG.json          a program of any language, stepped through its debug adapter (slow: some 100 lines a second)
      --python PATH      the interpreter (default: the environment's, .venv, python3)
      --root DIR         record files below DIR only (default: the project's folder; libraries are stepped over)
      --store FILE       where traces are kept (default: .foretrace/traces.db of the project)
      --max-frames N     end a trace after N frames (default: 1000000, of a test 200000)
      --max-text N       cut the text of a value after N characters (default: 2000)

CONFIG.json, paths relative to it:
  adapter      {"command": ["python3", "-m", "debugpy.adapter"], "env": {}} on standard input and output, or {"port": 5678, "host": "127.0.0.1"}
  language     "python" for debugpy, "native" for lldb-dap (C, C++, Rust), else "other" (default)
  request      "launch" (default) or "attach"
  arguments    what the adapter's manual has for it: {"program": "/path/app.py", "args": []}; it should stop on entry, or say where to begin by
  breakpoints  [{"file": "main.c", "line": 3}], or functions ["main"]
  roots        record files below these folders only (default: CONFIG's own); stepOver: parts of paths to leave out (default: site-packages, node_modules)
  threads      true: other threads too, where the adapter steps each by itself (debugpy does not: they run on, unrecorded; default: false)
  depth 2, elements 100: how far values are opened that come in parts; timeoutSeconds 30: how long the adapter may take to answer

This RUNS your code, with all that it does to files, network and processes. The exit code is that of the program.
`;

interface RecordArguments {
  readonly kind: 'script' | 'pytest' | 'unittest' | 'dap';
  readonly args: readonly string[];
  readonly python?: string;
  readonly root?: string;
  readonly store?: string;
  readonly frames?: number;
  readonly text?: number;
}
const taking = new Set(['--python', '--root', '--store', '--max-frames', '--max-text']);

/** Options come first; from the file, or from --pytest on, all belongs to the program. */
export function recordArguments(args: readonly string[]): RecordArguments {
  const options = new Map<string, string>();
  const whole = (name: string): number | undefined => {
    const text = options.get(name);
    if (text === undefined) return undefined;
    if (!/^[1-9]\d*$/.test(text)) throw badUsage(`${name} ${text}: a whole number above 0`);
    return Number(text);
  };
  const found = (kind: RecordArguments['kind'], rest: readonly string[]): RecordArguments => ({
    kind,
    args: rest,
    python: options.get('--python'),
    root: options.get('--root'),
    store: options.get('--store'),
    frames: whole('--max-frames'),
    text: whole('--max-text'),
  });
  for (let i = 0; i < args.length; i++) {
    const [name, glued] = args[i].startsWith('--') ? args[i].split(/=(.*)/s) : [args[i]];
    if (name === '--dap') {
      const rest = glued === undefined ? args.slice(i + 1) : [glued, ...args.slice(i + 1)];
      if (rest.length !== 1) throw badUsage('--dap takes one file, CONFIG.json; options go before it');
      return found('dap', rest);
    }
    if (name === '--pytest' || name === '--unittest')
      return found(
        name.slice(2) as 'pytest',
        args.slice(i + 1).filter((a, k) => k !== 0 || a !== '--'),
      );
    if (taking.has(name)) {
      const value = glued ?? args[++i];
      if (value === undefined) throw badUsage(`${name} needs a value`);
      options.set(name, value);
    } else if (name === '--') return found('script', args.slice(i + 1));
    else if (name.startsWith('-')) throw badUsage(`record does not take ${name}; options for the program go after its file`);
    else return found('script', args.slice(i));
  }
  return found('script', []);
}

export async function record(args: readonly string[]): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h') {
    process.stdout.write(recordHelp);
    return exitCodes.fine;
  }
  const o = recordArguments(args);
  if (o.kind === 'dap') return recordDap({ file: o.args[0], store: o.store, frames: o.frames, text: o.text });
  const cwd = realpathSync(process.cwd());
  if (o.kind === 'script') {
    if (o.args.length === 0) throw badUsage('record takes a Python file, or --pytest, or --unittest; see foretrace record --help');
    const file = resolve(cwd, o.args[0]);
    if (!existsSync(file)) throw noSuchPath(o.args[0]);
    if (statSync(file).isDirectory()) throw isAFolder(o.args[0]);
  }
  const start = o.kind === 'script' ? realpathSync(resolve(cwd, o.args[0])) : cwd;
  const root = o.root === undefined ? workspaceOf(start) : resolve(cwd, o.root);
  if (!existsSync(root)) throw noSuchPath(o.root ?? root);
  const store = storeAt(cwd, o.store);
  // The program gets the Ctrl-C of the terminal itself; what it has done so far is still taken in.
  process.on('SIGINT', () => {});
  try {
    const began = performance.now();
    const r = await runRecorded(store, {
      kind: o.kind,
      python: interpreterFor(root, process.env, o.python),
      tracer: tracerFolder(),
      args: o.args,
      cwd,
      roots: [root],
      environment: process.env,
      ...(o.kind === 'script' ? {} : { code: codeState(workspaceOf(cwd)).digest }),
      ...(o.frames === undefined ? {} : { frames: o.frames }),
      ...(o.text === undefined ? {} : { text: o.text }),
    });
    const outcomes = [...r.outcomes].map(([result, n]) => `${n} ${result}`).join(', ');
    const cut = r.truncated === 0 ? '' : `, ${r.truncated} cut short`;
    process.stderr.write(
      `foretrace: recorded ${count(r.traces, 'trace')} with ${count(r.frames, 'frame')}${cut}${outcomes === '' ? '' : ` (${outcomes})`} in ${duration(performance.now() - began)}; see foretrace traces list\n`,
    );
    if (r.stopped !== undefined) process.stderr.write(`foretrace: ${recordingStopped(store.path, r.stopped).message}\n`);
    await tellVerdicts(store, r, cwd);
    return r.exit ?? 128 + (r.killed === 'SIGINT' ? 2 : r.killed === 'SIGTERM' ? 15 : 9);
  } finally {
    store.close();
  }
}

/** What became of the forecasts that were made for this code; what surprises is looked into. */
async function tellVerdicts(store: Store, r: Recorded, cwd: string): Promise<void> {
  const { confirmed, refuted, unknown } = r.verdicts;
  if (confirmed + refuted + unknown === 0) return;
  process.stderr.write(`foretrace: ${count(confirmed, 'forecast')} confirmed, ${refuted} refuted, ${unknown} had been unknown; see foretrace traces verify\n`);
  if (refuted === 0) return;
  const service = new Service();
  try {
    const surprised = await lookIntoSurprises(store, r.run, { service, place: placeOf(cwd, process.env), cwd, watch: {} });
    const style = styleFor(process.stderr, process.env);
    for (const f of surprised.slice(0, 5))
      if (f.surprise !== undefined) process.stderr.write(`${surpriseLines(f.test, f.surprise, style, showFrom(cwd)).join('\n')}\n`);
  } finally {
    service.dispose();
  }
}
