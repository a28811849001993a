// Rehearses a whole program, or one call into a module, on every path through its unknown branches, and tells the forecast. `boot` comes first.
import type { Forecast, Trace } from '../../trace-collector/trace.ts';
import type { Budget } from '../budget.ts';
import './doubt-watch.ts';
import { agree, type PathEnd } from '../forecast/agreement.ts';
import type { Ask } from '../oracles/oracle.ts';
import { pathUnder } from '../scenario.ts';
import { type Origin, union } from '../unknown.ts';
import { reprText } from './aside.ts';
import { beginAsking, endAsking, filledInRun, takeAsks } from './ask-points.ts';
import { dictGet, dictSet } from './dict-keys.ts';
import { isRaised } from './exceptions.ts';
import { imports, moduleRan } from './imports.ts';
import { bareNamespace, beginScenario, evalText, execText, mainNamespace, type Outcome } from './machine.ts';
import { type MomentAnswers, type Moments, momentVisit } from './moments.ts';
import { hashSeed } from './hash-seed.ts';
import { runExitFunctions } from './modules/atexit.ts';
import { finishThreads } from './modules/threads.ts';
import { openOrders, ordersTried, takeOrders } from './open-orders.ts';
import { explore } from './paths.ts';
import { asRaise, getExtra, Raise } from './raise.ts';
import { raisedOf } from './raised.ts';
import type { OverlayChange } from '../overlay.ts';
import { disk } from './modules/disk.ts';
import { settleAll } from './modules/io/unflushed.ts';
import { touch, vm } from './state.ts';
import { Recorder } from './trace-recorder.ts';
import { renderTrace } from './trace-text.ts';
import { type Dict, type Exc, List, Module } from './values.ts';
import { run, withheldSoFar, world } from './world.ts';
import { getAttrOr } from './attributes.ts';
import { setRaw } from './define.ts';

export interface ProgramRequest {
  /** Absolute path of the file. */
  readonly file: string;
  readonly text: string;
  /** An expression to evaluate in the file's namespace, as `f(1, 2)`; without it the file runs as a script. */
  readonly call?: string;
  /** `sys.argv` after the script's name. */
  readonly argv?: readonly string[];
  readonly trace?: boolean;
  /** The namespace holds nothing but the builtins, as `exec` gives it; only the file's own frames are traced. */
  readonly bare?: boolean;
  /** What is asked and changed at single events of the trace, and where the answers go. It takes one path: the one that is traced. */
  readonly moments?: Moments;
  readonly budget: Budget;
  /** Tell what the program leaves behind. */
  readonly aftermath?: boolean;
}
/** How a script ends for the shell that started it, and the files that it has changed. */
export interface Aftermath {
  readonly exit: number;
  /** What it says on standard error as it ends; undefined where that is a traceback. */
  readonly say: string | undefined;
  readonly changes: readonly OverlayChange[];
}
export interface Rehearsal {
  readonly forecast: Forecast;
  /** Of the first path. */
  readonly trace?: Trace;
  readonly answers?: MomentAnswers;
  /** Where it was asked for, and is certain. */
  readonly aftermath?: Aftermath;
  /** Unknowns that an oracle might know, where the world is one to ask in. */
  readonly asks?: readonly Ask[];
  /** Nothing that it decided hung on an unknown, or on an order that CPython leaves open: the trace is what happens, as far as it goes. */
  readonly oneWay?: boolean;
  /** Loop turns and calls over all paths. */
  readonly steps: number;
}

/** The file that the call itself is said to stand in. */
const CALL = '<call>';
/** Events beyond this are cut off: more than anyone reads. */
const mostEvents = 200_000;

/** Where the program shows an order that CPython leaves open, its forecast is definite only if it is the same in other orders. */
export function rehearseProgram(r: ProgramRequest): Rehearsal {
  openOrders.tried = true;
  hashSeed.order = 0;
  takeOrders();
  beginAsking(world.current.asking);
  try {
    const first = withAsks(rehearseOnce(r));
    const orders = takeOrders();
    if (orders.length === 0 || r.moments?.asks !== undefined) return first;
    const { forecast: f, oneWay: _, ...rest } = first;
    const settled = { ...rest, forecast: f };
    const open = { ...settled, forecast: { ...f, outcome: 'unknown' as const, probability: 0.5, why: [...union(f.why as readonly Origin[], orders)] } };
    if (f.outcome === 'unknown') return open;
    for (hashSeed.order = 1; hashSeed.order < ordersTried; hashSeed.order++) if (!alike(f, rehearseOnce({ ...r, trace: false }).forecast)) return open;
    return settled;
  } finally {
    hashSeed.order = 0;
    openOrders.tried = false;
    endAsking();
  }
}
const withAsks = (r: Rehearsal): Rehearsal => (world.current.asking === undefined ? r : { ...r, asks: takeAsks() });
/** A value that is a set itself is the same in any order: only what the program made of the order counts. */
const alike = (a: Forecast, b: Forecast): boolean =>
  a.outcome === b.outcome && (a.value === b.value || sameElements(a.value, b.value)) && a.stdout === b.stdout && a.raises?.type === b.raises?.type && a.raises?.message === b.raises?.message;

function sameElements(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || !/^(?:frozenset\()?\{/.test(a)) return false;
  const letters = (text: string): string => [...text].sort().join('');
  return letters(a) === letters(b);
}

function rehearseOnce(r: ProgramRequest): Rehearsal {
  const folder = r.file.slice(0, Math.max(1, r.file.lastIndexOf('/')));
  const ends: PathEnd[] = [];
  let trace: Trace | undefined;
  let aftermath: Aftermath | undefined;
  let recorder: Recorder | undefined;
  const answers: MomentAnswers | undefined = r.moments === undefined ? undefined : { sets: [], answers: [] };
  const at = r.moments === undefined ? undefined : momentVisit(r.moments, answers!);
  vm.tracing = r.trace === true || at !== undefined;
  const limit = vm.recursionLimit;
  const refused = withheldSoFar();
  const seen = explore(
    () => {
      recorder = vm.tracing && trace === undefined ? new Recorder({ limit: mostEvents, wanted: c => (r.bare === true ? c.file === r.file : !c.library && c.file !== '<call>'), at }) : undefined;
      const namespace = r.bare === true ? bareNamespace() : asModule(r, folder);
      beginScenario();
      if (r.call === undefined) recorder?.start();
      try {
        if (r.call === undefined) return runScript(r, namespace);
        execText(r.text, r.file, namespace);
        patchProgram(r, namespace);
        recorder?.start();
        return evalText(r.call, CALL, namespace);
      } finally {
        recorder?.stop();
      }
    },
    shared(at === undefined ? r.budget : { ...r.budget, paths: 1 }),
    outcome => {
      if (recorder !== undefined) {
        const finished = recorder;
        if (r.moments?.asks === undefined) trace ??= renderTrace(finished, run.stdout);
      }
      ends.push(endOf(outcome, r.call !== undefined, refusals(refused)));
      if (r.aftermath === true) aftermath = aftermathOf(outcome);
      vm.recursionLimit = limit;
    },
  );
  vm.tracing = false;
  // What could not be taken back matters only to a next path.
  const complete = seen.complete || (ends.length === 1 && seen.origins.length === 0);
  const steps = seen.outcomes.reduce((sum, o) => sum + o.steps, 0);
  const forecast = agree({ ends, complete, origins: seen.origins });
  const certain = ends.length === 1 && forecast.outcome !== 'unknown' && aftermath !== undefined;
  return { forecast, trace, answers, ...(certain ? { aftermath } : {}), ...(seen.outcomes.length === 1 && seen.origins.length === 0 ? { oneWay: true } : {}), steps };
}

/** To be asked before the run is taken back. */
function aftermathOf({ ending }: Outcome): Aftermath | undefined {
  if (ending.kind === 'unknown') return undefined;
  try {
    settleAll();
  } catch {
    return undefined;
  }
  const changes = disk().overlay.changes();
  if (ending.kind === 'value') return { exit: 0, say: '', changes };
  if (!isRaised(new Raise(ending.exc, null), 'SystemExit')) return { exit: 1, say: undefined, changes };
  const code = getExtra(ending.exc, 'code') ?? getAttrOr(ending.exc, 'code') ?? null;
  if (code === null) return { exit: 0, say: '', changes };
  if (typeof code === 'boolean') return { exit: code ? 1 : 0, say: '', changes };
  if (typeof code === 'number') return { exit: code & 255, say: '', changes };
  // Any other object is printed.
  const text = reprText(code);
  return { exit: 1, say: /^'[^'\\]*'$/.test(text) ? `${text.slice(1, -1)}\n` : undefined, changes };
}

/** A script ends with its threads and its exit functions, also where it raised (`Py_FinalizeEx`). */
function runScript(r: ProgramRequest, namespace: Dict): null {
  const finish = (): void => {
    finishThreads();
    runExitFunctions();
  };
  try {
    execText(r.text, r.file, namespace);
  } catch (e) {
    if (asRaise(e) !== undefined) finish();
    throw e;
  }
  finish();
  return null;
}

/** One allowance of time for all paths together. */
export function shared(budget: Budget): Budget {
  const { now } = world.current;
  const end = now() + budget.ms;
  return {
    ...budget,
    get ms() {
      return Math.max(0, end - now());
    },
  };
}

/** Names of the file itself, once it has run and before a call is made into it. */
function patchProgram(r: ProgramRequest, namespace: Dict): void {
  const name = moduleName(r);
  const m = r.bare === true ? undefined : dictGet(imports.modules, name);
  if (m instanceof Module && m.dict === namespace) moduleRan.tell(name, m);
}
const moduleName = (r: ProgramRequest): string => (r.call === undefined ? '__main__' : r.file.slice(r.file.lastIndexOf('/') + 1).replace(/\.py$/, ''));

/** The program's own module: `__main__` for a script, named for its file when a call is made into it. */
function asModule(r: ProgramRequest, folder: string): Dict {
  const namespace = mainNamespace(r.file);
  const name = moduleName(r);
  setRaw(namespace, '__name__', name);
  dictSet(imports.modules, name, new Module(namespace));
  touch(imports.path);
  const first = [folder, ...pythonPath()];
  imports.path.items = [...new Set([...first, ...imports.path.items.filter(p => typeof p !== 'string' || !first.includes(p))])];
  const sys = dictGet(imports.modules, 'sys');
  if (sys instanceof Module) dictSet(sys.dict, 'argv', new List([r.file, ...(r.argv ?? [])]));
  return namespace;
}

/** The folders of PYTHONPATH, made absolute as `site` does. */
function pythonPath(): string[] {
  const { environment, cwd, workspace } = world.current;
  const at = cwd ?? workspace;
  return (environment.PYTHONPATH ?? '').split(':').filter(p => p !== '').map(p => pathUnder(at, p));
}

/** Origins for files that the program asked for and that the host withheld since `from`. */
export function refusals(from: number): Origin[] {
  return [...new Set((world.current.files.refused ?? []).slice(from))].map(path => ({ reason: 'input', what: path }));
}

/** How one run ended, as texts. */
export function endOf(o: Outcome, valued: boolean, withheld: readonly Origin[]): PathEnd {
  const { stdout, stderr, effects, ending } = o;
  const doubts = union(o.doubts, withheld);
  const gathered = { effects, stdout, stderr, filled: filledInRun() };
  if (ending.kind === 'unknown') return { outcome: 'unknown', why: union(ending.origins, doubts), ...gathered };
  const definite = doubts.length === 0;
  if (ending.kind === 'value') {
    const value = valued ? reprText(ending.value) : undefined;
    return { outcome: definite ? 'pass' : 'unknown', value, why: doubts, ...gathered };
  }
  if (leavesWell(ending.exc)) return { outcome: definite ? 'pass' : 'unknown', why: doubts, ...gathered };
  return { outcome: definite ? 'fail' : 'unknown', raises: raisedOf(ending.exc), why: doubts, ...gathered };
}
/** `sys.exit()` and `sys.exit(0)`. */
function leavesWell(exc: Exc): boolean {
  if (!isRaised(new Raise(exc, null), 'SystemExit')) return false;
  const code = getExtra(exc, 'code') ?? getAttrOr(exc, 'code') ?? null;
  return code === null || code === 0 || code === false;
}
