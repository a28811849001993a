// How the bodies of code objects are compiled, and those of the project's own files that are in use, by file, so that an edit to a function's body can reach those who
// hold it.
import type { Code, Evaluate, Frame } from './frames.ts';
import type { ScopeNode } from './syntax/scopes.ts';
import { Cell, type Value } from './values.ts';

let byFile: LiveCodes = new Map();
/** By file. */
export type LiveCodes = Map<string, Set<Code>>;
/** What compiles each one's body. */
const bodies = new WeakMap<Code, () => void>();
let captured: Map<ScopeNode, Code> | null = null;

/** Has the body compiled by `compile` at the first run, or when someone asks for it. */
export function compileLate(code: Code, compile: () => void): void {
  code.run = firstRun;
  bodies.set(code, compile);
}
/** One for all: there are thousands that wait. */
const firstRun: Evaluate = f => {
  const { code } = f;
  const known = code.slotNames;
  compileBody(code);
  if (code.slotNames !== known) layOut(code, f);
  return code.run(f);
};
/** Lets go of a body that has run and will hardly run again: where it does, it is compiled anew, and kept. Nothing of it may be running. */
export function releaseBody(code: Code): void {
  if (released.has(code)) return;
  released.add(code);
  code.run = firstRun;
}
const released = new WeakSet<Code>();
/** A frame that was made before its function's body was known (deferred-bodies.ts) has the parameters in their places, and nothing else. */
function layOut(code: Code, f: Frame): void {
  f.slots.length = code.slotCount;
  for (const i of code.cellSlots) f.slots[i] = new Cell(f.slots[i]) as unknown as Value;
}
/** Notes a new code object; only what stands in a file can be edited. */
export function noteLiveCode(code: Code): void {
  if (code.library || !code.file.startsWith('/')) return;
  if (captured !== null) {
    captured.set(code.scope.node, code);
    return;
  }
  let codes = byFile.get(code.file);
  if (codes === undefined) byFile.set(code.file, (codes = new Set()));
  codes.add(code);
}
/** Compiles the body now instead of at the first call: its inner code objects come into being with it, and its locals and names are known. */
export function compileBody(code: Code): Code {
  if (code.run === firstRun) bodies.get(code)?.();
  return code;
}
export const liveCodes = (file: string): ReadonlySet<Code> => byFile.get(file) ?? new Set();
export function addLiveCodes(codes: Iterable<Code>): void {
  for (const c of codes) {
    const known = byFile.get(c.file);
    if (known === undefined) byFile.set(c.file, new Set([c]));
    else known.add(c);
  }
}
/** Those that no run uses any more. */
export function dropLiveCodes(file: string, codes: Iterable<Code>): void {
  const known = byFile.get(file);
  for (const c of codes) known?.delete(c);
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
/** Others are in use from now on; gives those that were. */
export function exchangeLiveCodes(others: LiveCodes): LiveCodes {
  const before = byFile;
  byFile = others;
  return before;
}
export function forgetLiveCodes(): void {
  byFile = new Map();
}
