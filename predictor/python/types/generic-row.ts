// The `__class_getitem__` row that all generic builtin classes share (`list[int]`). The alias object itself is elsewhere: it sets `genericAlias.make`.
import type { Row } from '../define.ts';
import { unknown } from '../unknown-value.ts';
import type { Value } from '../values.ts';

/** Set by the file of `types.GenericAlias`. */
export const genericAlias: { make: (origin: Value, args: Value) => Value } = { make: () => unknown('not-modelled', 'types.GenericAlias') };

export const classGetItem: Row = { params: 'cls, object, /', kind: 'class', call: (cls: Value, args: Value) => genericAlias.make(cls, args) };
