// The conftest files above a test file: loaded once each, outermost first, with what they leave open.
import type { Outcome } from '../machine.ts';
import type { Value } from '../values.ts';
import { prependPath, step, type SuiteRequest } from './collection.ts';
import { conftestsFor, moduleFor } from './find.ts';
import { addFolder, ignoredBy, loadConftest } from './runner.ts';
import { baseName, joined, matchesGlob, parentOf, relativeTo, type Settings } from './settings.ts';
import { doubted, joinTaints, noTaint, type Taint, type Taints } from './taint.ts';

export interface Above {
  readonly taint: Taint;
  /** A conftest file could not be loaded. */
  readonly broken?: Outcome;
  readonly ignores: (file: string) => boolean;
}
export class Conftests {
  readonly #loaded = new Map<string, Above>();
  readonly #request: SuiteRequest;
  readonly #settings: Settings;
  readonly #runner: Value;
  readonly #taints: Taints;

  constructor(request: SuiteRequest, settings: Settings, runner: Value, taints: Taints) {
    this.#request = request;
    this.#settings = settings;
    this.#runner = runner;
    this.#taints = taints;
  }

  /** Makes the nodes of the folders above a test file and loads the conftest files in them. */
  load(file: string): Above {
    const { files } = this.#request.world;
    const { rootdir } = this.#settings;
    const folders: string[] = [];
    for (let f = parentOf(file); f !== rootdir && f !== '/'; f = parentOf(f)) folders.unshift(f);
    step(() => {
      for (const f of folders) addFolder(this.#runner, relativeTo(rootdir, f), f, files.kind(joined(f, '__init__.py')) === 'file');
      return null;
    });
    const all = conftestsFor(files, this.#settings, file).map(c => this.#one(c));
    return {
      taint: all.reduce((sum, c) => joinTaints(sum, c.taint), noTaint),
      broken: all.find(c => c.broken !== undefined)?.broken,
      ignores: f => all.some(c => c.ignores(f)),
    };
  }

  #one(conftest: string): Above {
    const known = this.#loaded.get(conftest);
    if (known !== undefined) return known;
    const { files } = this.#request.world;
    const folder = parentOf(conftest);
    const m = moduleFor(files, this.#settings, conftest);
    if (!this.#settings.importlib) prependPath(m.root);
    const o = step(() => loadConftest(this.#runner, conftest, relativeTo(this.#settings.rootdir, folder), m.name));
    const value = o.outcome.ending.kind === 'value' ? o.outcome.ending.value : undefined;
    const [names, globs] = value === undefined ? [null, null] : ignoredBy(value);
    const made: Above = {
      taint: value === undefined ? doubted(o.doubts) : [this.#taints.loose(), this.#taints.of(m.name), doubted(o.withheld)].reduce(joinTaints),
      broken: value === undefined ? o.outcome : undefined,
      ignores: f => (names ?? []).some(n => f === joined(folder, n) || f.startsWith(`${joined(folder, n)}/`)) || (globs ?? []).some(g => matchesGlob(f, joined(folder, g)) || matchesGlob(baseName(f), g)),
    };
    this.#loaded.set(conftest, made);
    return made;
  }
}
