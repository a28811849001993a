// Where an unknown comes from. An unknown value always says why: origins are what the user sees, and their table steers what to model next.

/** Why something cannot be known. */
export type Reason =
  | 'not-modelled' // the engine has no counterpart of a function, module or construct yet
  | 'input' // stdin, environment, network, a file that cannot be read
  | 'time'
  | 'random'
  | 'order' // CPython leaves it open: hash order, id(), addresses
  | 'budget'
  | 'syntax'
  | 'branch' // depends on a decision over another unknown
  | 'native' // a C extension outside the library
  | 'scenario' // the scenario asks for what cannot be
  | 'recording' // it stands on a recorded call
  | 'model'; // it stands on a model's answer

export interface Origin {
  readonly reason: Reason;
  /** The thing itself: `time.time`, `numpy`, `steps`. */
  readonly what: string;
  readonly file?: string;
  readonly line?: number;
}

export function sameOrigin(a: Origin, b: Origin): boolean {
  return a.reason === b.reason && a.what === b.what && a.line === b.line && a.file === b.file;
}

/** The union of two lists of origins, without doubles, capped: past eight the rest says nothing new. */
export function union(a: readonly Origin[], b: readonly Origin[]): readonly Origin[] {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const out = a.slice();
  for (const o of b) if (out.length < 8 && !out.some(p => sameOrigin(p, o))) out.push(o);
  return out.length === a.length ? a : out;
}

/** "unknown because: random (random.random at app.py:12)". */
export function sayOrigin(o: Origin): string {
  const place = o.file === undefined ? '' : ` at ${o.file}:${o.line ?? '?'}`;
  return o.what === o.reason ? `${o.reason}${place}` : `${o.reason}: ${o.what}${place}`;
}
