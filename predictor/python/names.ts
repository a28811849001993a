// How classes are named in error texts and reprs.
import type { Type } from './values.ts';

/** Classes of library modules that are written in C in CPython (datetime, decimal): immutable, and named with their module in messages. */
export const nativeLike = new WeakSet<Type>();
/** The names that `dir` lists of a class: what its form in Python has for itself, C does not have. */
export function listedNames(t: Type): string[] {
  const names = [...t.dict.map.keys()].filter(k => typeof k === 'string');
  return nativeLike.has(t) ? names.filter(n => !/^_(?!_)/.test(n)) : names;
}
/** What CPython's `tp_name` shows in messages: bare for the user's classes, dotted for those of C modules. */
export function typeName(t: Type): string {
  if (!t.builtin && !nativeLike.has(t)) return t.name;
  const module = t.dict.map.get('__module__')?.value;
  return typeof module === 'string' && module !== 'builtins' ? `${module}.${t.name}` : t.name;
}
/** `module.qualname`, without "builtins.": as in reprs of classes and in tracebacks. */
export function fullName(t: Type): string {
  const module = t.dict.map.get('__module__')?.value;
  const qualname = qualName(t);
  return typeof module === 'string' && module !== 'builtins' ? `${module}.${qualname}` : qualname;
}
export function qualName(t: Type): string {
  return t.qualname ?? t.name;
}
