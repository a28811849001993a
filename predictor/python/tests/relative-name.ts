// The full name of a relative import, by names alone (PEP 328).
import type { ImportedName } from '../warm.ts';

export function resolveRelativeName({ name, level }: ImportedName, inModule: string, isPackage: boolean): string {
  const parts = inModule.split('.');
  const base = parts.slice(0, parts.length - level + (isPackage ? 1 : 0)).join('.');
  return base === '' ? name : `${base}.${name}`;
}
