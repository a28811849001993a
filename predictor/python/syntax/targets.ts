// What may be assigned to, deleted or annotated, with CPython's words for what may not (Parser/pegen.c, `_PyPegen_get_invalid_target`).
import type { Expr } from './ast.ts';
import { report, type Source } from './source.ts';

export type TargetUse = 'assign' | 'delete' | 'augment';

/** Reports the first part of `target` (built from `node`) that cannot be a target of this use. */
export function checkTarget(s: Source, node: number, target: Expr, use: TargetUse): void {
  const culprit = invalidPart(target, use);
  if (culprit === undefined) return;
  const what = describe(culprit);
  const message = use === 'assign' ? `cannot assign to ${what}` : use === 'delete' ? `cannot delete ${what}` : `'${what}' is an illegal expression for augmented assignment`;
  report(s, s.start[node], s.end[node], message);
}

/** The first part of `target` that cannot be a target of this use. */
export function invalidPart(target: Expr, use: TargetUse): Expr | undefined {
  switch (target.kind) {
    case 'Name': case 'Attribute': case 'Subscript': return undefined;
    case 'Tuple': case 'List':
      if (use === 'augment') return target;
      for (const elt of target.elts) {
        const part = invalidPart(elt, use);
        if (part !== undefined) return part;
      }
      return undefined;
    case 'Starred': return use === 'assign' ? invalidPart(target.value, use) : target;
    default: return target;
  }
}

/** CPython's name for a kind of expression in its messages. */
export function describe(expr: Expr): string {
  switch (expr.kind) {
    case 'Attribute': return 'attribute';
    case 'Subscript': return 'subscript';
    case 'Starred': return 'starred';
    case 'Name': return 'name';
    case 'List': return 'list';
    case 'Tuple': return 'tuple';
    case 'Lambda': return 'lambda';
    case 'Call': return 'function call';
    case 'GeneratorExp': return 'generator expression';
    case 'Yield': case 'YieldFrom': return 'yield expression';
    case 'Await': return 'await expression';
    case 'ListComp': return 'list comprehension';
    case 'SetComp': return 'set comprehension';
    case 'DictComp': return 'dict comprehension';
    case 'Dict': return 'dict literal';
    case 'Set': return 'set display';
    case 'JoinedStr': case 'FormattedValue': return 'f-string expression';
    case 'Constant':
      switch (expr.value.type) {
        case 'none': return 'None';
        case 'bool': return expr.value.value ? 'True' : 'False';
        case 'ellipsis': return 'ellipsis';
        default: return 'literal';
      }
    case 'Compare': return 'comparison';
    case 'IfExp': return 'conditional expression';
    case 'NamedExpr': return 'named expression';
    default: return 'expression';
  }
}
