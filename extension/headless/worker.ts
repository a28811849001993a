// The engine's thread: takes one request at a time and answers in messages. It is ended from outside when it takes too long; it holds nothing worth saving.
import '../../predictor/python/engine-types.ts'; // First: it loads the builtin classes in the order in which they need each other.
import { statSync } from 'node:fs';
import { delimiter, isAbsolute, resolve } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { type Files, withChanges } from '../../predictor/files.ts';
import type { Memory, Remembered } from '../../predictor/forecast/remembered.ts';
import { hashSeed } from '../../predictor/python/hash-seed.ts';
import { forgetListings } from '../../predictor/python/imports.ts';
import { boot, bugs } from '../../predictor/python/machine.ts';
import { answerFromTexts } from '../../predictor/python/moments.ts';
import { rehearseProgram } from '../../predictor/python/program.ts';
import { runSuite } from '../../predictor/python/tests/suite.ts';
import { warmLibrary } from '../../predictor/python/warm.ts';
import { liveFiles, type World, world } from '../../predictor/python/world.ts';
import { cwmContext } from '../../trace-collector/cwm.ts';
import { Failed, noSuchPath, tooLarge } from '../../trace-collector/failure.ts';
import { builtAsset, readAsset } from './assets.ts';
import { cacheFolder, ForecastStore } from './forecast-store.ts';
import { loadGrammar } from './grammar.ts';
import { nodeFiles } from './node-files.ts';
import type { Message, Place, PythonFound, RehearseRequest, Request, SuiteRequest } from './protocol.ts';
import { findPython, mayHavePluginFixtures, type PythonEnvironment } from './python-environment.ts';
import { decodeUtf8, maxSourceBytes } from './source-text.ts';
import { withLibrary } from './virtual-library.ts';

const port = parentPort!;
const tell = (m: Message): void => port.postMessage(m);

const grammar = await loadGrammar();
port.on('message', (r: Request) => {
  try {
    answer(r);
  } catch (e) {
    if (e instanceof Failed) tell({ kind: 'failed', failure: e.failure });
    else tell({ kind: 'bug', text: e instanceof Error ? (e.stack ?? e.message) : String(e) });
  }
  for (const b of bugs.splice(0)) tell({ kind: 'bug', text: b instanceof Error ? (b.stack ?? b.message) : String(b) });
  tell({ kind: 'done' });
});
tell({ kind: 'ready' });

function answer(r: Request): void {
  switch (r.kind) {
    case 'rehearse':
      rehearse(r);
      break;
    case 'suite':
      suite(r);
      break;
    case 'evaluate':
      enter(r.place);
      tell({ kind: 'evaluated', answers: r.asked.map(answerFromTexts) });
  }
}

function rehearse(r: RehearseRequest): void {
  tell({ kind: 'busy', phase: 'start', what: r.file, done: 0, of: 1 });
  const { files, python } = enter(r.place);
  const bytes = files.read(r.file);
  if (bytes === undefined) throw noSuchPath(r.file);
  if (bytes.length > maxSourceBytes) throw tooLarge(r.file, bytes.length, maxSourceBytes);
  const text = decodeUtf8(bytes, r.file);
  warmLibrary(text);
  tell({ kind: 'busy', phase: 'program', what: r.file, done: 0, of: 1 });
  const asked = { file: r.file, text, call: r.call, argv: r.argv, trace: r.trace, moments: r.moments, budget: r.budget };
  // CWM's context has a `main` that makes the call, and a namespace without a name.
  const { forecast, trace, answers, steps } = rehearseProgram(
    r.cwm === true ? { ...asked, text: cwmContext(text, r.call!), call: 'main()', bare: true } : asked,
  );
  tell({ kind: 'rehearsed', forecast, trace, answers, python, steps });
}

function suite(r: SuiteRequest): void {
  tell({ kind: 'busy', phase: 'start', what: r.place.workspace, done: 0, of: 1 });
  const environment = findPython(r.place);
  const { own, installed } = split(environment.packages, r.place.workspace);
  const next = worldOf(r.place, { ...environment, packages: installed });
  pinHashes(r.place);
  booted = undefined;
  runSuite(
    {
      world: next,
      cwd: r.cwd,
      paths: r.paths,
      configured: r.configured,
      list: r.list,
      skip: new Set(r.skip),
      avoid: new Map(r.avoid.map(a => [a.file, a.why])),
      extraPath: own,
      pluginsKnown: !mayHavePluginFixtures(environment, r.place.environment),
      budget: r.budget,
      trace: r.trace,
      memory: r.fresh ? undefined : memoryOf(r.place),
      engine,
    },
    {
      busy: (phase, what, done, of) => tell({ kind: 'busy', phase, what, done, of }),
      collected: (root, tests) => tell({ kind: 'collected', root, python: found(environment), tests }),
      forecast: forecast => tell({ kind: 'test', forecast }),
      recalled: forecasts => tell({ kind: 'recalled', forecasts }),
      traced: (id, trace, answers) => tell({ kind: 'traced', id, trace, answers }),
    },
  );
}
/** Any other build of the engine may forecast otherwise. */
const engine = (({ size, mtimeMs }) => `${size} ${mtimeMs}`)(statSync(import.meta.filename));

/** Memories of this process, so that a run upon another one need not read the disk. */
const memories = new Map<string, Remembered>();
/** Forecasts are remembered of what is on the disk; a proposed edit only recalls. */
function memoryOf(place: Place): Memory {
  const store = new ForecastStore(cacheFolder(process.env, place.home));
  return {
    load: key => memories.get(key) ?? store.load(key),
    keeps: key => place.changes.size === 0 || !memories.has(key),
    save(m) {
      memories.set(m.key, m);
      if (place.changes.size === 0) store.save(m);
    },
  };
}

/** Editable installs of the workspace's own code are the user's, not packages. */
function split(packages: readonly string[], workspace: string): { own: string[]; installed: string[] } {
  const isOwn = (p: string): boolean => (p === workspace || p.startsWith(`${workspace}/`)) && !/[/\\](?:site|dist)-packages$/.test(p);
  return { own: packages.filter(isOwn), installed: packages.filter(p => !isOwn(p)) };
}

// The world -------------------------------------------------------------------------------------------------------------

let booted: string | undefined;

/** Makes the engine see the place. Where only contents differ from the last request, the library stays warm. */
function enter(place: Place): { files: Files; python: PythonFound } {
  const environment = findPython(place);
  const next = worldOf(place, environment);
  pinHashes(place);
  const key = JSON.stringify([place.workspace, environment, place.environment]);
  if (key === booted) {
    world.current = next;
    liveFiles.current = null;
    forgetListings();
  } else boot(next);
  booted = key;
  return { files: next.files, python: found(environment) };
}
function pinHashes(place: Place): void {
  const seed = place.environment.PYTHONHASHSEED;
  hashSeed.pinned = seed !== undefined && /^\d+$/.test(seed);
  hashSeed.seed = hashSeed.pinned ? Number(seed) : 0;
}
const found = (p: PythonEnvironment): PythonFound => ({ version: p.libraryVersion, origin: p.bundled ? 'bundled library' : p.library[0] });
function decimals(): Map<string, Uint8Array> {
  const source = builtAsset('_pydecimal.py');
  return new Map(source === undefined ? [] : [['_pydecimal.py', source]]);
}
function worldOf(place: Place, python: PythonEnvironment): World {
  const onPath = (place.environment.PYTHONPATH ?? '').split(delimiter).filter(isAbsolute);
  let files: Files = nodeFiles({
    roots: [place.workspace, ...python.library, ...python.packages, ...python.library.map(l => resolve(l, '../../share/locale')), ...onPath],
  });
  if (python.bundled) files = withLibrary(files, readAsset('python_stdlib.zip'), decimals());
  return {
    grammar,
    files: withChanges(files, place.changes),
    library: python.library,
    packages: python.packages,
    roots: onPath,
    workspace: place.workspace,
    environment: place.environment,
    now: () => performance.now(),
  };
}
