// `__del__`: nothing is ever freed here, so that no finalizer is called. CPython calls it at some point after the object was made: from then on what it does may have
// been done or not. One that does nothing anyone can see is as good as called.
import type * as ast from './syntax/ast.ts';
import { lookup } from './attributes.ts';
import { doubt, originHere } from './unknown-value.ts';
import { Builtin, Func, T, type Type, type Value, Wrapped } from './values.ts';

/** To be called when a class of the program is made: its instances come with a doubt where it has, or inherits, a finalizer that shows. */
export function watchFinalizer(cls: Type): void {
  const f = lookup(cls, '__del__');
  if (f === undefined || !isOwn(f) || (f instanceof Func && isUnseen(f, cls))) return;
  const { alloc } = cls;
  const doubtIt = (): void => doubt([originHere('not-modelled', '__del__')]);
  // Those of some builtin classes are not made by `alloc` alone.
  if (alloc === null || cls.slots.new !== T.object.slots.new) doubtIt();
  else if (!doubting.has(alloc)) {
    cls.alloc = c => {
      doubtIt();
      return alloc(c);
    };
    doubting.add(cls.alloc);
  }
}
/** What makes objects with a doubt already: heirs inherit it. */
const doubting = new WeakSet<NonNullable<Type['alloc']>>();
/** Written by the program: what the library's finalizers do, they do for the system's sake. */
const isOwn = (f: Value): boolean => (f instanceof Func ? !f.code.library : !(f instanceof Builtin || f instanceof Wrapped));
/** Whether all it does is to set attributes of the object, which no one has any more, to constants; or to close a stream, as streams close themselves when they end (iobase_finalize). */
function isUnseen(f: Func, cls: Type): boolean {
  const node = f.code.scope.node;
  if (node.kind !== 'FunctionDef' || cls.slots.setattr !== T.object.slots.setattr) return false;
  const self = [...node.params.posonly, ...node.params.args][0]?.name;
  const isStream = cls.mro.some(c => c.builtin && c.name === '_IOBase');
  const isAttribute = (e: ast.Expr): e is ast.Attribute => e.kind === 'Attribute' && e.value.kind === 'Name' && e.value.id === self;
  const isQuiet = (s: ast.Stmt): boolean => {
    switch (s.kind) {
      case 'Pass':
        return true;
      case 'ExprStmt':
        return s.value.kind === 'Constant' || (isStream && s.value.kind === 'Call' && isAttribute(s.value.func) && s.value.func.attr === 'close');
      case 'Assign':
        return s.value.kind === 'Constant' && s.targets.every(t => isAttribute(t) && !(lookup(cls, t.attr) instanceof Object));
      case 'Try':
        return [...s.body, ...s.handlers.flatMap(h => h.body), ...s.orelse, ...s.finalbody].every(isQuiet);
      default:
        return false;
    }
  };
  return node.body.every(isQuiet);
}
