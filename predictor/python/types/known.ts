// Guards of type tests: before native code says that a value has the wrong type, it must be sure that it knows the value.
import { Unknown, unknownFrom, UnknownUsed } from '../unknown-value.ts';
import { truth } from '../operators.ts';
import { T, type Value } from '../values.ts';

/** Throws `UnknownUsed` for an unknown; to be called before a TypeError about `v` is raised. */
export function mustKnow(v: Value): void {
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
}
/** Whether an unknown is in a container of this size: nobody knows, but in an empty one. */
export const maybeMember = (item: Unknown, size: number): boolean => size > 0 && truth(unknownFrom(T.bool, item));
