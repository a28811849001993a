// Where a suite's run has its tests from: what was collected for an earlier run and is still good, or collected now and kept ready for the next.
import type { RememberedFile } from '../../forecast/remembered.ts';
import { keepFilled } from '../ask-points.ts';
import { hashSeed } from '../hash-seed.ts';
import { sourcesRead } from '../code-of-files.ts';
import { stale } from '../types/generator.ts';
import { takeSeen, watchedFiles } from '../watched-reads.ts';
import { forgetNames } from './changed-cells.ts';
import { askedOf, fileOf, type Prepared, prepare, type SuiteRequest, testsByFile } from './collection.ts';
import { findTestFiles, type TestFile } from './find.ts';
import { isLaid } from './ground.ts';
import { collectedIn, type FilesSwitch, filesSwitch, keepReady, leaveReady, reuse } from './ready-suite.ts';
import { type Recalled, rememberedImports } from './remembered-imports.ts';
import type { Settings } from './settings.ts';
import type { SuiteMemory } from './suite-memory.ts';

/** What was collected, and what is to be remembered of it. */
export interface Collected {
  readonly prepared: Prepared;
  readonly imports: ReadonlyMap<string, RememberedFile> | undefined;
}
const nothing: Collected = { prepared: { plan: [], all: [], selecting: false, modules: new Map() }, imports: undefined };

export class Collector {
  readonly #request: SuiteRequest;
  readonly #settings: Settings;
  readonly #memory: SuiteMemory | undefined;
  readonly #busy: (file: string, done: number, of: number) => void;
  /** What the engine sees of the files: an edit that it can take while it is warm is put behind it. */
  readonly #switch: FilesSwitch;

  constructor(r: SuiteRequest, s: Settings, memory: SuiteMemory | undefined, busy: (file: string, done: number, of: number) => void) {
    this.#request = r;
    this.#settings = s;
    this.#memory = memory;
    this.#busy = busy;
    this.#switch = filesSwitch(r.world.files);
  }

  /** The tests of some files in the first order, with what is to be remembered of their imports; `recalled` is what still holds of that. */
  collect(files: readonly TestFile[], testFiles: readonly TestFile[], recalled: Recalled): Collected {
    if (files.length === 0) return nothing;
    // Who loads wants what lasts.
    const warm = isLaid() || !this.#request.load ? this.#ready(files) : undefined;
    if (warm === undefined) return this.#collected(files, testFiles, recalled);
    return { prepared: warm, imports: this.#memory!.same(files.map(f => f.file).filter(f => recalled.get(f) !== undefined)) };
  }
  /** The tests of files, by their ids, as they are collected in the order in force. */
  inOrder(ids: ReadonlySet<string>): Prepared {
    const testFiles = findTestFiles(this.#request.world.files, this.#settings);
    const files = testFiles.filter(f => ids.has(f.id));
    return this.#ready(files) ?? this.#collected(files, testFiles, new Map()).prepared;
  }
  /** The tests of files, by their ids, collected anew: the engine's state is spoilt. */
  anew(ids: ReadonlySet<string>): Prepared {
    return this.#prepare(findTestFiles(this.#request.world.files, this.#settings).filter(f => ids.has(f.id)));
  }

  #ready(files: readonly TestFile[]): Prepared | undefined {
    const warm = this.#memory === undefined ? undefined : reuse(this.#memory, hashSeed.order, files, this.#request.world);
    if (warm === undefined) return undefined;
    // It may have been asked for otherwise.
    const found = testsByFile(warm.all);
    return { ...warm, plan: askedOf(files.flatMap(f => found.get(f.id) ?? []), this.#settings, warm.selecting) };
  }
  /** Collects files in the order in force, and keeps them ready for the next run: with those that were ready in it before, for the next edit may touch tests of either. */
  #collected(files: readonly TestFile[], testFiles: readonly TestFile[], recalled: Recalled): Collected {
    const memory = this.#memory;
    const before = memory === undefined || this.#request.trace !== undefined ? new Set() : collectedIn(memory, hashSeed.order);
    const wanted = new Set(files);
    const all = testFiles.filter(f => wanted.has(f) || before.has(f.file));
    takeSeen();
    sourcesRead.clear();
    const prepared = this.#prepare(all);
    const seen = takeSeen();
    if (memory === undefined) return { prepared, imports: undefined };
    const imports = rememberedImports({ memory, files: this.#request.world.files, settings: this.#settings, open: all, prepared, seen, recalled });
    if (imports !== undefined && !stale.generators) keepReady(memory, hashSeed.order, all, prepared, seen, new Set([...imports.values()].flatMap(f => f.names)), this.#switch);
    const ids = new Set(files.map(f => f.id));
    return { prepared: files.length === all.length ? prepared : { ...prepared, plan: prepared.plan.filter(p => ids.has(fileOf(p.id))) }, imports };
  }
  #prepare(files: readonly TestFile[]): Prepared {
    leaveReady();
    forgetNames();
    const prepared = prepare({ ...this.#request, world: { ...this.#request.world, files: watchedFiles(this.#switch) } }, this.#settings, files, this.#busy);
    keepFilled();
    return prepared;
  }
}
