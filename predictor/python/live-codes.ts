// The code objects of the project's own files that are in use, by file, so that an edit to a function's body can reach those who hold it.
import type { Code } from './frames.ts';
import type { ScopeNode } from './syntax/scopes.ts';

const byFile = new Map<string, Set<Code>>();
const compilers = new WeakMap<Code, () => void>();
let captured: Map<ScopeNode, Code> | null = null;

/** Notes a new code object and how its body is compiled; only what stands in a file can be edited. */
export function noteLiveCode(code: Code, compile: () => void): void {
  if (code.library || !code.file.startsWith('/')) return;
  compilers.set(code, compile);
  if (captured !== null) {
    captured.set(code.scope.node, code);
    return;
  }
  let codes = byFile.get(code.file);
  if (codes === undefined) byFile.set(code.file, (codes = new Set()));
  codes.add(code);
}
/** Compiles the body now instead of at the first call; its inner code objects come into being with it. */
export function compileBody(code: Code): void {
  compilers.get(code)?.();
}
export const liveCodes = (file: string): ReadonlySet<Code> => byFile.get(file) ?? new Set();
export function addLiveCodes(codes: Iterable<Code>): void {
  for (const c of codes) {
    const known = byFile.get(c.file);
    if (known === undefined) byFile.set(c.file, new Set([c]));
    else known.add(c);
  }
}
/** Code objects made by `act` go to `into`, by the syntax they are made from, and are not in use yet. */
export function capturing<R>(into: Map<ScopeNode, Code>, act: () => R): R {
  const outer = captured;
  captured = into;
  try {
    return act();
  } finally {
    captured = outer;
  }
}
export function forgetLiveCodes(): void {
  byFile.clear();
}
