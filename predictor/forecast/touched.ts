// Which test files hang on something that is not as it was when they were remembered. Asking costs by paths and not by tests; where a folder is watched, by the paths that are laid over it.
import type { Standing } from '../files.ts';
import { withAncestors } from './last-held.ts';
import type { Present, Reads } from './reads.ts';
import type { Remembered } from './remembered.ts';

/** What a file, an entry or a listing was then → test files that saw it so. */
type States = Map<string, Set<string>>;
/** Which test files hang on which state of which path. */
interface Index {
  readonly paths: ReadonlyMap<string, { readonly files: States; readonly kinds: States; readonly lists: States }>;
  /** Test files with rehearsals that were cut off once. */
  readonly cutOff: ReadonlySet<string>;
}
const indices = new WeakMap<Remembered, Index>();
function indexOf(m: Remembered): Index {
  const known = indices.get(m);
  if (known !== undefined) return known;
  const paths = new Map<string, { files: States; kinds: States; lists: States }>();
  const cutOff = new Set<string>();
  const note = (path: string, what: 'files' | 'kinds' | 'lists', state: string, user: string): void => {
    let all = paths.get(path);
    if (all === undefined) paths.set(path, (all = { files: new Map(), kinds: new Map(), lists: new Map() }));
    const users = all[what].get(state);
    if (users === undefined) all[what].set(state, new Set([user]));
    else users.add(user);
  };
  const noteAll = (r: Reads, user: string): void => {
    for (const path in r.files) note(path, 'files', r.files[path].hash, user);
    for (const path in r.kinds) note(path, 'kinds', r.kinds[path], user);
    for (const path in r.lists) note(path, 'lists', r.lists[path], user);
  };
  for (const user in m.files) {
    noteAll(m.files[user].imports, user);
    // Tests that look at the same share what they read.
    const noted = new Set<Reads>();
    for (const { known: k } of m.files[user].tests) {
      if (k === undefined) continue;
      if (!noted.has(k.reads)) noteAll(k.reads, user);
      noted.add(k.reads);
      if (k.cutOff === 1) cutOff.add(user);
    }
  }
  const index = { paths, cutOff };
  indices.set(m, index);
  return index;
}

/** Test files that may hang on something that is not as it was. The others hold as they are. */
export function touched(m: Remembered, now: Present, standing?: Standing): ReadonlySet<string> {
  const { paths, cutOff } = indexOf(m);
  const check = (path: string, out: Set<string>): void => {
    const p = paths.get(path);
    if (p === undefined) return;
    for (const [states, current] of [[p.files, now.hash], [p.kinds, now.kind], [p.lists, now.list]] as const) {
      if (states.size === 0) continue;
      const is = current(path);
      for (const [state, users] of states) if (state !== is) for (const u of users) out.add(u);
    }
  };
  if (standing === undefined) {
    const out = new Set(cutOff);
    for (const path of paths.keys()) check(path, out);
    return out;
  }
  const known = lookedAt(m, paths.keys(), standing);
  const laid = withAncestors(standing.apart);
  for (const path of known.open) {
    if (laid.has(path)) continue;
    check(path, known.outdated);
    known.open.delete(path);
  }
  const out = new Set([...cutOff, ...known.outdated]);
  for (const path of laid) check(path, out);
  for (const path of known.elsewhere) check(path, out);
  return out;
}

/** What was found out while nothing has changed in the watched folder, but for what is laid over it. */
interface LookedAt {
  readonly outdated: Set<string>;
  /** Paths that were not looked at yet. */
  readonly open: Set<string>;
  /** Paths that may change without a word. */
  readonly elsewhere: readonly string[];
}
const looked = new WeakMap<object, WeakMap<Remembered, LookedAt>>();
function lookedAt(m: Remembered, paths: Iterable<string>, { state, covers }: Standing): LookedAt {
  let all = looked.get(state);
  if (all === undefined) looked.set(state, (all = new WeakMap()));
  let known = all.get(m);
  if (known === undefined) {
    const open = new Set<string>();
    const elsewhere: string[] = [];
    for (const p of paths) if (covers(p)) open.add(p); else elsewhere.push(p);
    all.set(m, (known = { outdated: new Set(), open, elsewhere }));
  }
  return known;
}
