// When something was last found to be as the files are: as long as the folder is watched and nothing in it has changed, only paths over which something is laid, or was then, need another look.
import type { Standing } from '../files.ts';

export class LastHeld {
  #state: object | undefined;
  #laid: readonly string[] = [];
  #elsewhere: readonly string[] = [];

  /** It holds now; `paths` are those that it hangs on. */
  held(standing: Standing | undefined, paths: () => Iterable<string>): void {
    if (standing === undefined || standing.state !== this.#state) this.#elsewhere = standing === undefined ? [] : [...paths()].filter(p => !standing.covers(p));
    this.#state = standing?.state;
    this.#laid = standing?.apart ?? [];
  }
  /** Paths at which it may not hold any more; undefined for all of them. */
  suspects(standing: Standing | undefined): readonly string[] | undefined {
    if (standing === undefined || standing.state !== this.#state) return undefined;
    return [...withAncestors([...this.#laid, ...standing.apart]), ...this.#elsewhere];
  }
}

/** What is laid over a path may bring folders along. */
export function withAncestors(paths: readonly string[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const path of paths) for (let p = path; p !== '' && !out.has(p); p = p.slice(0, p.lastIndexOf('/'))) out.add(p);
  return out;
}
