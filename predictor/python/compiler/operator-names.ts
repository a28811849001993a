// The slot of each binary operator.
import type { BinaryName } from '../operators.ts';
import type * as ast from '../syntax/ast.ts';

export const binaryNames: Record<ast.BinaryOp, BinaryName> = {
  '+': 'add', '-': 'sub', '*': 'mul', '@': 'matmul', '/': 'truediv', '%': 'mod', '**': 'pow', '<<': 'lshift', '>>': 'rshift', '|': 'or', '^': 'xor', '&': 'and', '//': 'floordiv',
};
