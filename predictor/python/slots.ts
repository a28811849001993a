// The operations a class can answer, one function each, as CPython's type slots (Include/cpython/object.h). Builtin classes fill theirs by hand; a user's
// class gets dispatchers for the dunder methods it defines. operators.ts asks slots and never lists types.
import type { Kw, Type, Value } from './values.ts';

/** 0 `<`, 1 `<=`, 2 `==`, 3 `!=`, 4 `>`, 5 `>=`: CPython's Py_LT … Py_GE. */
export type CompareCode = 0 | 1 | 2 | 3 | 4 | 5;

/** Gets both operands in source order and answers NotImplemented where it does not apply; one of them is of the slot's class. */
export type Binary = (a: Value, b: Value) => Value;
export type Unary = (a: Value) => Value;

export interface Slots {
  // Numbers
  add?: Binary; sub?: Binary; mul?: Binary; matmul?: Binary; truediv?: Binary; floordiv?: Binary; mod?: Binary; divmod?: Binary;
  pow?: (a: Value, b: Value, mod?: Value) => Value;
  lshift?: Binary; rshift?: Binary; and?: Binary; or?: Binary; xor?: Binary;
  iadd?: Binary; isub?: Binary; imul?: Binary; imatmul?: Binary; itruediv?: Binary; ifloordiv?: Binary; imod?: Binary; ipow?: Binary;
  ilshift?: Binary; irshift?: Binary; iand?: Binary; ior?: Binary; ixor?: Binary;
  neg?: Unary; pos?: Unary; abs?: Unary; invert?: Unary;
  int?: Unary; float?: Unary; index?: Unary;
  // Truth, text, identity
  bool?: (a: Value) => boolean;
  repr?: (a: Value) => Value;
  str?: (a: Value) => Value;
  /** The hash as a Python int; null says unhashable. */
  hash?: ((a: Value) => number | bigint) | null;
  compare?: (a: Value, b: Value, op: CompareCode) => Value;
  // Containers
  len?: (a: Value) => number;
  getitem?: (a: Value, key: Value) => Value;
  setitem?: (a: Value, key: Value, value: Value) => void;
  delitem?: (a: Value, key: Value) => void;
  contains?: (a: Value, item: Value) => boolean;
  /** Sequence concatenation and repetition, tried after the number slots as in CPython. */
  concat?: Binary;
  repeat?: (a: Value, n: Value) => Value;
  iconcat?: Binary;
  irepeat?: Binary;
  iter?: (a: Value) => Value;
  next?: (a: Value) => Value | undefined;
  // Calls and attributes
  call?: (a: Value, args: Value[], kw: Kw) => Value;
  getattr?: (a: Value, name: string) => Value;
  /** `undefined` deletes. */
  setattr?: (a: Value, name: string, value: Value | undefined) => void;
  descrGet?: (descr: Value, obj: Value | undefined, owner: Type) => Value;
  descrSet?: (descr: Value, obj: Value, value: Value | undefined) => void;
  // Making
  new?: (cls: Type, args: Value[], kw: Kw) => Value;
  init?: (self: Value, args: Value[], kw: Kw) => void;
  // Async
  await?: Unary; aiter?: Unary; anext?: Unary;
}
export type SlotName = keyof Slots;
