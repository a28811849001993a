// Literals of the source as runtime values.
import type { Literal } from '../syntax/ast.ts';
import { Ellipsis } from '../operators.ts';
import { Bytes, Complex, Float, type Value } from '../values.ts';

export function literalValue(l: Literal): Value {
  switch (l.type) {
    case 'none': return null;
    case 'ellipsis': return Ellipsis;
    case 'bool': return l.value;
    case 'int': {
      const n = Number(l.value);
      return Number.isSafeInteger(n) ? n : l.value;
    }
    case 'float': return new Float(l.value);
    case 'imaginary': return new Complex(0, l.value);
    case 'str': return l.value;
    case 'bytes': return new Bytes(l.value);
  }
}
