// Name mangling of `__private` names in classes (CPython's `_Py_Mangle`).

/** `name` as code in class `className` means it; unchanged where it is not private or there is no class. */
export function mangle(className: string | null, name: string): string {
  if (className === null || name.charCodeAt(0) !== 95 || name.charCodeAt(1) !== 95) return name;
  const { length } = name;
  if ((name.charCodeAt(length - 1) === 95 && name.charCodeAt(length - 2) === 95) || name.includes('.')) return name;
  let from = 0;
  while (className.charCodeAt(from) === 95) from++;
  return from === className.length ? name : `_${from === 0 ? className : className.slice(from)}${name}`;
}
