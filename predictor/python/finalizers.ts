// `__del__`: nothing is ever freed here, so that no finalizer is called. CPython calls it at some point after the object was made: from then on what it does may have
// been done or not. One that does nothing anyone can see is as good as called.
import type * as ast from './syntax/ast.ts';
import { lookup } from './attributes.ts';
import { doubt, originHere } from './unknown-value.ts';
import { Func, T, type Type } from './values.ts';

/** To be called when a class of the program is made: its instances come with a doubt where it has, or inherits, a finalizer that shows. */
export function watchFinalizer(cls: Type): void {
  const f = lookup(cls, '__del__');
  if (f === undefined || (f instanceof Func && (f.code.library || isUnseen(f, cls)))) return;
  const { alloc } = cls;
  const why = (): void => doubt([originHere('not-modelled', '__del__')]);
  // Values of other builtin classes are not made by `alloc` alone.
  if (alloc === null || cls.solid !== T.object) why();
  else if (!doubting.has(alloc)) {
    cls.alloc = c => {
      why();
      return alloc(c);
    };
    doubting.add(cls.alloc);
  }
}
const doubting = new WeakSet<NonNullable<Type['alloc']>>();
/** Whether all it does is to set attributes of the object, which no one has any more, to constants. */
function isUnseen(f: Func, cls: Type): boolean {
  const node = f.code.scope.node;
  if (node.kind !== 'FunctionDef' || cls.slots.setattr !== T.object.slots.setattr) return false;
  const own = [...node.params.posonly, ...node.params.args][0]?.name;
  const isOwn = (t: ast.Expr): boolean => t.kind === 'Attribute' && t.value.kind === 'Name' && t.value.id === own && !(lookup(cls, t.attr) instanceof Object);
  return node.body.every(s => s.kind === 'Pass' || (s.kind === 'ExprStmt' && s.value.kind === 'Constant') || (s.kind === 'Assign' && s.value.kind === 'Constant' && s.targets.every(isOwn)));
}
