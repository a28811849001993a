// How a callable is named in the error texts of calls (`_PyObject_FunctionStr`).
import { typeOf } from '../attributes.ts';
import { fullName } from '../names.ts';
import { Builtin, Func, Method, MethodDescriptor, Type, type Value } from '../values.ts';

/** `module.f()`, or the repr-like form for what has no `__qualname__`. */
export function calleeName(callee: Value): string {
  if (callee instanceof Method) return calleeName(callee.func);
  if (callee instanceof Func) return typeof callee.module === 'string' && callee.module !== 'builtins' ? `${callee.module}.${callee.qualname}()` : `${callee.qualname}()`;
  if (callee instanceof Builtin) return typeof callee.module === 'string' && callee.module !== 'builtins' ? `${callee.module}.${callee.name}()` : `${callee.owner === null ? '' : `${callee.owner.name}.`}${callee.name}()`;
  if (callee instanceof MethodDescriptor) return `${callee.owner.name}.${callee.name}()`;
  if (callee instanceof Type) return `${fullName(callee)}()`;
  return `${typeOf(callee).name} object`;
}
