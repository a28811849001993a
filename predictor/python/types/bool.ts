// The `bool` type (Objects/boolobject.c): an int with names for its two values.
import { defineClass } from '../define.ts';
import { NotImplemented, truth } from '../operators.ts';
import { Unknown, unknownFrom } from '../unknown-value.ts';
import { T, type Value } from '../values.ts';
import { checkPositional, noKeywords } from './constructor-arguments.ts';

/** Two bools give a bool; anything else is the business of int. */
const logical = (f: (a: boolean, b: boolean) => boolean, name: 'and' | 'or' | 'xor') => (a: Value, b: Value): Value =>
  typeof a === 'boolean' && typeof b === 'boolean' ? f(a, b) : (T.int.slots[name]?.(a, b) ?? NotImplemented);

T.bool = defineClass({
  name: 'bool',
  bases: [T.int],
  subclassable: false,
  doc: 'bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.',
  slots: {
    new: (_cls, args, kw) => {
      noKeywords('bool', kw);
      checkPositional('bool', args, 0, 1);
      const v = args[0] ?? false;
      // Only a branch on it needs to decide which.
      return v instanceof Unknown ? unknownFrom(T.bool, v) : truth(v);
    },
    repr: v => (v === true ? 'True' : 'False'),
    and: logical((a, b) => a && b, 'and'),
    or: logical((a, b) => a || b, 'or'),
    xor: logical((a, b) => a !== b, 'xor'),
  },
});
