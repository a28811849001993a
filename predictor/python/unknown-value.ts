// The unknown as a Python value, and what an unknown does to the certainty of a run. An unknown may be carried anywhere; what asks for its content either
// answers with another unknown or throws `UnknownUsed`, which the nearest builtin call turns into its own unknown result.
import { BudgetSpent } from '../budget.ts';
import { type Origin, type Reason, union } from '../unknown.ts';
import { userFrame } from './state.ts';
import { Float, Obj, T, type Type, type Value } from './values.ts';

export class Unknown extends Obj {
  readonly origins: readonly Origin[];
  /** What it certainly is, if that much is known: then operations of that type cannot raise on it. */
  readonly type: Type | null;
  constructor(origins: readonly Origin[], type: Type | null = null) {
    super(T.unknown);
    this.origins = origins;
    this.type = type;
  }
}

/** An unknown of which this much is certain: that it is not less than `least`, a text that begins with `start`, a number no further than `within` from zero. */
export class KnownInPart extends Unknown {
  readonly least: Value | undefined;
  readonly start: string | undefined;
  readonly within: number;
  constructor(origins: readonly Origin[], type: Type, known: { readonly least?: Value; readonly start?: string; readonly within?: number }) {
    super(origins, type);
    this.least = known.least;
    this.start = known.start;
    this.within = known.within ?? Infinity;
  }
  /** `self.startswith(prefix)`, where that is certain. */
  startsWith(prefix: Value): boolean | undefined {
    const { start } = this;
    if (start === undefined || typeof prefix !== 'string') return undefined;
    return start.startsWith(prefix) ? true : prefix.startsWith(start) ? undefined : false;
  }
}

/** How far a number is from zero, at most. */
export function reach(v: Value): number {
  if (typeof v === 'number') return Math.abs(v);
  if (v instanceof Float) return Number.isNaN(v.value) ? Infinity : Math.abs(v.value);
  return v instanceof KnownInPart ? v.within : Infinity;
}

/** Thrown by native code that needs the content of an unknown. */
export class UnknownUsed {
  readonly origins: readonly Origin[];
  constructor(origins: readonly Origin[]) {
    this.origins = origins;
  }
}

/** The state of one path through the program's unknown branches, and the doubts it has gathered. */
export interface Certainty {
  /** Origins of operations that might have raised or changed something: while there are any, no outcome is definite. */
  doubts: readonly Origin[];
  /** Decisions to follow, then decisions made: see paths.ts. */
  decisions: { taken: boolean; origins: readonly Origin[] }[];
  next: number;
}
export const certainty: Certainty = { doubts: [], decisions: [], next: 0 };

/** An unknown that begins here, at the line that runs. */
export function unknown(reason: Reason, what: string, type: Type | null = null): Unknown {
  return new Unknown([originHere(reason, what)], type);
}
export function originHere(reason: Reason, what: string): Origin {
  const f = userFrame();
  return f === null ? { reason, what } : { reason, what, file: f.code.file, line: f.line };
}
/** Hears of doubts and of decisions on unknowns as they arise; a doubt is dropped where `drops` says that it cannot matter (see doubt-watch.ts). */
export const doubtWatch: { drops: (origins: readonly Origin[]) => boolean; decided: (origins: readonly Origin[]) => void } = { drops: () => false, decided: () => {} };
/** From here on no outcome of this run is definite. */
export function doubt(origins: readonly Origin[]): void {
  if (doubtWatch.drops(origins)) return;
  certainty.doubts = union(certainty.doubts, origins);
}
/** The unknown that an operation over unknowns gives. An operand of unknown type might have made the operation raise: that is a doubt. */
export function unknownFrom(type: Type | null, ...operands: Value[]): Unknown {
  let origins: readonly Origin[] = [];
  for (const v of operands) {
    if (v instanceof Unknown) {
      origins = union(origins, v.origins);
      if (v.type === null) doubt(v.origins);
    }
  }
  return new Unknown(origins, type);
}
/** So many branches of one run are more than anyone follows: a loop waits for something unknown. */
const mostDecisions = 2000;
/** Chooses a branch on an unknown condition: follows the path being explored, or opens a new fork with the true side first. */
export function decide(origins: readonly Origin[]): boolean {
  doubtWatch.decided(origins);
  const d = certainty.decisions;
  if (certainty.next < d.length) return d[certainty.next++].taken;
  if (d.length >= mostDecisions) throw new BudgetSpent('paths');
  d.push({ taken: true, origins });
  certainty.next++;
  return true;
}
