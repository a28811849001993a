// The engine's thread: takes one request at a time and answers in messages. It is ended from outside when it takes too long; it holds nothing worth saving.
import { forgetTests, predictAnswers, predictProgram, type Setting, tellTests, testsAreReady } from '../../predictor/predict.ts'; // First: it starts the engine.
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Stopped } from '../../predictor/budget.ts';
import { withChanges } from '../../predictor/files.ts';
import type { Memory, Remembered } from '../../predictor/forecast/remembered.ts';
import { bugs } from '../../predictor/python/machine.ts';
import type { Ended } from '../../predictor/python/tests/collection.ts';
import { environmentUnder } from '../../predictor/scenario.ts';
import { cwmContext } from '../../trace-collector/cwm.ts';
import { Failed, noSuchPath, tooLarge } from '../../trace-collector/failure.ts';
import { builtAsset, readAsset } from './assets.ts';
import { crowdedHeap } from './crowded-heap.ts';
import { cacheFolder } from './cache-folder.ts';
import { ForecastStore } from './forecast-store.ts';
import { loadGrammar } from './grammar.ts';
import { type CollectGarbage, IdleGarbage } from './idle-garbage.ts';
import { addMarks, markBytes, mayHold } from './mark-filter.ts';
import { type NodeFiles, nodeFiles } from './node-files.ts';
import type { Loads, Message, WorkerStart, Place, PythonFound, RehearseRequest, Request, SuiteRequest } from './protocol.ts';
import { foundPython } from './found-python.ts';
import type { PythonEnvironment } from './python-environment.ts';
import { decodeUtf8, maxSourceBytes } from './source-text.ts';
import { withStoredTrees } from './stored-trees.ts';
import { Teller } from './told-once.ts';
import { withLibrary } from './virtual-library.ts';
import { heardOut, WatchedFolder } from './watched-folder.ts';

const port = parentPort!;
const { stop, native, loads } = workerData as WorkerStart;
const teller = new Teller(parcel => port.postMessage(parcel));
const tell = (m: Message): void => teller.tell(m);

/** Any other build of the engine may forecast otherwise. */
const engine = (({ size, mtimeMs }) => `${size} ${mtimeMs}`)(statSync(import.meta.filename));

const grammar = withStoredTrees(await loadGrammar(native), join(cacheFolder(process.env, homedir()), 'trees'), engine);
port.on('message', (r: Request) => {
  clearTimeout(loading);
  garbage.stop();
  Atomics.store(stop, 1, 0);
  if (watchedOf(r.place.workspace).isWatching) heardOut(() => take(r));
  else take(r);
});
function take(r: Request): void {
  try {
    answer(r);
  } catch (e) {
    // Who has stopped it knows.
    if (e instanceof Stopped) {
      tell({ kind: 'stopped' });
      // Its process may be about to end.
      grammar.flush();
    } else if (e instanceof Failed) tell({ kind: 'failed', failure: e.failure });
    else tell({ kind: 'bug', text: e instanceof Error ? (e.stack ?? e.message) : String(e) });
  }
  for (const b of bugs.splice(0)) tell({ kind: 'bug', text: b instanceof Error ? (b.stack ?? b.message) : String(b) });
  tell({ kind: 'done' });
  grammar.flush();
  if (r.kind === 'suite' && r.ran === undefined) {
    watchSoon(r.place.workspace);
    if (r.trace === undefined) forecast = r;
    loadSoon(r, forecast);
  }
  garbage.soon();
}
tell({ kind: 'ready' });

/** Collected only where the process was started so as to stay small (editor/host-port.ts). */
const garbage = new IdleGarbage((globalThis as { readonly gc?: CollectGarbage }).gc);
/** Milliseconds after an answer: another question often follows at once. */
const loadingDelay = 200;
let loading: NodeJS.Timeout | undefined;
let isLoading = false;
/** The forecast that was asked for last. */
let forecast: SuiteRequest | undefined;
/** The first whose tests are not ready is loaded, if no one asks. */
function loadSoon(...all: readonly (SuiteRequest | undefined)[]): void {
  const next = all.find(r => r !== undefined && !testsAreReady(r.trace !== undefined));
  if (loads !== undefined && next !== undefined) loading = setTimeout(load, loadingDelay, next, loads);
}
/** Collects the tests again where the engine has not kept them: all were recalled, or what is laid below them has grown since. */
function load(r: SuiteRequest, which: Loads): void {
  // The question before it may have been stopped.
  Atomics.store(stop, 0, 0);
  isLoading = true;
  try {
    const place = which === 'asked' ? r.place : { ...r.place, scenario: undefined, changes: new Map<string, string | null>() };
    suite({ ...r, place, list: true, load: true, recallOnly: false, skip: [], shared: undefined, isBefore: false, asking: undefined }, () => {});
  } catch {
    // Who asks next hears of it.
  } finally {
    isLoading = false;
  }
  bugs.length = 0;
  grammar.flush();
  garbage.soon();
  if (r.trace !== undefined) loadSoon(forecast);
}

function answer(r: Request): void {
  const place = { ...r.place, environment: environmentUnder(r.place.scenario?.pins, r.place.environment) };
  switch (r.kind) {
    case 'rehearse':
      rehearse({ ...r, place });
      break;
    case 'suite':
      suite({ ...r, place }, tell);
      break;
    case 'evaluate':
      tell({ kind: 'evaluated', answers: predictAnswers(settingOf(place, foundPython(place).python), r.asked) });
  }
}

function rehearse(r: RehearseRequest): void {
  const environment = foundPython(r.place).python;
  const setting = settingOf(r.place, environment);
  const bytes = withChanges(setting.files, r.place.changes).read(r.file);
  if (bytes === undefined) throw noSuchPath(r.file);
  if (bytes.length > maxSourceBytes) throw tooLarge(r.file, bytes.length, maxSourceBytes);
  const text = decodeUtf8(bytes, r.file);
  const asked = {
    file: r.file,
    call: r.call,
    arguments: r.argv,
    trace: r.trace,
    moments: r.moments,
    aftermath: r.aftermath,
    budget: r.budget,
    edit: r.place.changes,
    scenario: r.place.scenario,
    asking: r.asking,
  };
  const busy = (): void => tell({ kind: 'busy', phase: 'program', what: r.file, done: 0, of: 1 });
  // CWM's context has a `main` that makes the call, and a namespace without a name.
  const { forecast, trace, answers, aftermath, asks, oneWay, steps } = predictProgram(
    setting,
    r.cwm === true ? { ...asked, bare: { text: cwmContext(text, r.call!) }, call: 'main()' } : asked,
    busy,
  );
  tell({ kind: 'rehearsed', forecast, trace, answers, aftermath, asks, python: found(environment), oneWay, steps });
}

function suite(r: SuiteRequest, tell: (m: Message) => void): void {
  try {
    forecastSuite(r, tell);
  } finally {
    // What was collected is of no one state of the disk.
    if (disk?.hasMoved()) forgetTests();
  }
}
function forecastSuite(r: SuiteRequest, tell: (m: Message) => void): void {
  const { python: environment, hasPluginFixtures } = foundPython(r.place);
  const { own, installed } = split(environment.packages, r.place.workspace);
  tellTests(
    settingOf(r.place, { ...environment, packages: installed }),
    {
      cwd: r.cwd,
      paths: r.paths,
      configured: r.configured,
      list: r.list,
      load: r.load,
      recallOnly: r.recallOnly,
      ran: r.ran,
      skip: new Set(r.skip),
      avoid: new Map(r.avoid.map(a => [a.file, a.why])),
      extraPath: own,
      pluginsKnown: !hasPluginFixtures,
      budget: r.budget,
      trace: r.trace,
      memory: r.fresh ? undefined : memoryOf(r.place, r.reload === true, r.isBefore === true, r.makesWay),
      claim: r.shared === undefined ? undefined : claimOn(r.shared),
      ended: r.shared === undefined ? undefined : endedOn(r.shared),
      engine,
      edit: r.place.changes,
      scenario: r.place.scenario,
      asking: r.asking,
    },
    {
      busy: (phase, what, done, of) => tell({ kind: 'busy', phase, what, done, of }),
      collected: (root, files) => tell({ kind: 'collected', root, python: found(environment), files }),
      forecast: forecast => tell({ kind: 'test', forecast }),
      suspected: forecast => tell({ kind: 'suspected', forecast }),
      recalled: (forecasts, files = []) => tell({ kind: 'recalled', forecasts, files }),
      traced: (id, trace, answers) => tell({ kind: 'traced', id, trace, answers }),
      asks: (id, asks) => tell({ kind: 'asks', id, asks }),
    },
  );
}
/** Memories of this process, so that a run upon another one need not read the disk; and what they were before this process changed them. */
const memories = new Map<string, Remembered>();
const earlier = new Map<string, Remembered>();
/** What was rehearsed of edits before their forecasts made way for another question, by the forecasts' numbers: they go on from there. */
const parts = new Map<number, Remembered>();
const mostParts = 4;
/**
 * Forecasts are remembered of what is on the disk; a proposed edit only recalls. The state before an edit has a place of its own: it was on the disk once, so what this
 * process found remembered may still hold of it.
 */
function memoryOf(place: Place, reload: boolean, isBefore: boolean, makesWay: number | undefined): Memory {
  const store = new ForecastStore(cacheFolder(process.env, place.home));
  const onDisk = (key: string): Remembered | undefined => (reload ? undefined : memories.get(key)) ?? store.load(key);
  const isEdit = place.changes.size > 0;
  const own = isEdit && isBefore;
  return {
    load(key) {
      const m = own ? store.load(key, 'before') : onDisk(key);
      if (m !== undefined && !isEdit && !earlier.has(key)) earlier.set(key, m);
      return m;
    },
    others: key => (own ? [earlier.get(key), onDisk(key)] : makesWay === undefined ? [] : [parts.get(makesWay)]).flatMap(m => m ?? []),
    keeps: key => !isEdit || own || !memories.has(key),
    keepPart: makesWay === undefined ? undefined : m => keepPart(makesWay, m),
    save(m) {
      if (disk?.hasMoved()) return;
      if (own) store.save(m, 'before');
      else memories.set(m.key, isEdit ? m : store.save(m));
    },
  };
}

function keepPart(makesWay: number, m: Remembered): void {
  if (disk?.hasMoved()) return;
  const before = parts.get(makesWay);
  parts.delete(makesWay);
  const tables = Object.assign(Object.create(Object.getPrototypeOf(m.tables)), before?.tables, m.tables);
  parts.set(makesWay, { ...m, files: { ...before?.files, ...m.files }, tables });
  for (const oldest of [...parts.keys()].slice(0, -mostParts)) parts.delete(oldest);
}

/** Each test is taken once, by whoever comes to it first. */
function claimOn({ claims, owner }: NonNullable<SuiteRequest['shared']>): (index: number) => boolean {
  const taken = new Uint8Array(claims);
  return index => (index >= taken.length ? owner === 1 : Atomics.compareExchange(taken, index, 0, owner) === 0);
}

/** How tests have ended is told in a byte each: 0 while it is not known. What they leave changed is told by a Bloom filter for each. */
function endedOn({ ends, marks: filters }: NonNullable<SuiteRequest['shared']>): Ended {
  const known = new Uint8Array(ends);
  const filter = (index: number): Uint32Array => new Uint32Array(filters, index * markBytes, markBytes / 4);
  return {
    note(index, spoils, marks) {
      if (index >= known.length) return;
      if (marks.length > 0) addMarks(filter(index), marks);
      Atomics.store(known, index, spoils ? 2 : 1);
    },
    holds(index, marks) {
      if (index >= known.length || Atomics.load(known, index) === 0) return undefined;
      return mayHold(filter(index), marks);
    },
    spoils(index) {
      const is = index < known.length ? Atomics.load(known, index) : 0;
      return is === 0 ? undefined : is === 2;
    },
  };
}

/** Editable installs of the workspace's own code are the user's, not packages. */
function split(packages: readonly string[], workspace: string): { own: string[]; installed: string[] } {
  const isOwn = (p: string): boolean => (p === workspace || p.startsWith(`${workspace}/`)) && !/[/\\](?:site|dist)-packages$/.test(p);
  return { own: packages.filter(isOwn), installed: packages.filter(p => !isOwn(p)) };
}

// The world -------------------------------------------------------------------------------------------------------------

const found = (p: PythonEnvironment): PythonFound => ({ version: p.libraryVersion, origin: p.bundled ? 'bundled library' : p.library[0] });
/** Rules of time zones, as the machine has them: part of its Python's library (zoneinfo.TZPATH). */
const crowded = crowdedHeap();
const zoneRules = ['/usr/share/zoneinfo'].filter(p => existsSync(p));
function decimals(): Map<string, Uint8Array> {
  const source = builtAsset('_pydecimal.py');
  return new Map(source === undefined ? [] : [['_pydecimal.py', source]]);
}
/** What the request in hand sees of the disk. */
let disk: NodeFiles | undefined;
/** The workspace that was asked for last. */
let watched = new WatchedFolder('');
let suitesAsked = 0;
function watchedOf(workspace: string): WatchedFolder {
  if (watched.folder === workspace) return watched;
  watched.giveUp();
  watched = new WatchedFolder(workspace);
  suitesAsked = 0;
  return watched;
}
/** Who asks a second time asks again. */
function watchSoon(workspace: string): void {
  if (++suitesAsked > 1) setImmediate(() => watched.folder === workspace && watched.watch());
}
function settingOf(place: Place, python: PythonEnvironment): Setting {
  const onPath = (place.environment.PYTHONPATH ?? '').split(delimiter).filter(isAbsolute);
  disk = nodeFiles({
    steady: watchedOf(place.workspace).current(),
    roots: [place.workspace, ...python.library, ...python.packages, ...python.library.map(l => resolve(l, '../../share/locale')), ...onPath, ...zoneRules],
  });
  return {
    grammar,
    files: python.bundled ? withLibrary(disk, readAsset('python_stdlib.zip'), decimals()) : disk,
    library: python.library,
    packages: python.packages,
    packagesKnown: python.version !== undefined || place.environment.FORETRACE_PYTHON !== undefined,
    roots: [...onPath, ...zoneRules],
    workspace: place.workspace,
    environment: place.environment,
    now: () => performance.now(),
    stopped: () => Atomics.load(stop, 0) === 1 || (isLoading && Atomics.load(stop, 1) === 1),
    crowded,
  };
}
