// Both sides of a failed `assert a op b`, kept beside the AssertionError for those who explain it.
import type { Exc, Value } from './values.ts';

export interface Sides {
  readonly left: Value;
  readonly op: string;
  readonly right: Value;
}
export const assertionSides = new WeakMap<Exc, Sides>();
