// The `_typing` module: the identity function that stands in for the callable part of `typing` objects.
import { defineModule } from '../define.ts';
import type { Module, Value } from '../values.ts';

export const typingModule = (): Module => defineModule('_typing', { _idfunc: { params: 'x, /', call: (x: Value) => x } }, {}, 'Primitives and accelerators for the typing module.\n');
