// The text of an annotation under `from __future__ import annotations` (PEP 563).
import type { Expr } from '../syntax/ast.ts';
import type { SourceFile } from '../frames.ts';

/** The source text of the expression, its line breaks folded. CPython unparses the tree, which differs in quotes and blanks only. */
export function annotationText(source: SourceFile, e: Expr): string {
  const { lines } = source;
  const strip = (s: string): string => s.replace(/\r?\n$/, '');
  if (e.line === e.endLine) return normal(strip(lines[e.line - 1]).slice(e.col, e.endCol));
  const parts = [strip(lines[e.line - 1]).slice(e.col)];
  for (let n = e.line; n < e.endLine - 1; n++) parts.push(strip(lines[n]).trim());
  parts.push(strip(lines[e.endLine - 1]).slice(0, e.endCol).trim());
  return normal(parts.join(''));
}
/** Strings come out in single quotes, as `ast.unparse` writes them. */
function normal(text: string): string {
  return text.replace(/"([^"'\\]*)"/g, "'$1'").replace(/\s*,\s*/g, ', ').replace(/,\s*\]/g, ']');
}
