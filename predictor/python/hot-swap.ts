// Puts the new text of a module's functions in place of the old while all that the module has made stays: possible where only bodies of functions have changed that
// have not run yet. Functions, methods and closures hold code objects; those are filled anew, so that lines are right as well.
import { unitTable } from './source-units.ts';
import type { Code } from './frames.ts';
import { forgetCompiled } from './code-of-files.ts';
import { addLiveCodes, capturing, compileBody, compileLate, dropLiveCodes, liveCodes } from './live-codes.ts';
import { analysed, compileModule, sourceFile } from './source.ts';
import type { Module } from './syntax/ast.ts';
import type { ScopeNode } from './syntax/scopes.ts';

/** Where a scope's syntax stands in a module: the function around it all, and its number inside that (0 for the function itself). */
interface Place {
  readonly unit: string;
  readonly number: number;
  readonly parent: ScopeNode | null;
  /** A function that is in no other. */
  readonly begins: boolean;
}

/**
 * Gives the code objects of `file` the text `after`; false, with nothing changed, where that would not be the same as loading the file anew. `ran` are the names of
 * functions (source-units.ts) that ran while the modules were loaded: what they have left behind stays.
 */
export function swapModule(file: string, before: string, after: string, ran: ReadonlySet<string>): boolean {
  const old = unitTable(before, file);
  const next = unitTable(after, file);
  if (old === undefined || next === undefined || analysed(after).scopes.problems.length > 0) return false;
  const changed = new Set(Object.keys(old).filter(u => old[u] !== next[u]));
  if (changed.has('') || Object.keys(next).length !== Object.keys(old).length || [...changed].some(u => ran.has(u))) return false;

  const places = placesIn(analysed(before).tree);
  const wanted = placesIn(analysed(after).tree);
  // Where functions share a name (a property's getter and setter), an edit to one may renumber the other.
  for (const u of changed) if ([...places.values()].filter(p => p.begins && p.unit === u).length > 1) return false;
  const nodes = new Map<string, ScopeNode>();
  for (const [node, p] of wanted) nodes.set(`${p.unit}#${p.number}`, node);
  const made = new Map<ScopeNode, Code>();
  const pairs: { code: Code; replacement: Code }[] = [];
  const over: Code[] = [];
  const done = capturing(made, () => {
    compileBody(compileModule(sourceFile(file, after), { library: false, strict: true }));
    for (const code of liveCodes(file)) {
      if (code.scope.kind === 'module') continue;
      const place = places.get(code.scope.node);
      if (place === undefined) return false;
      // What is inside a changed function was made by a run that is over.
      if (changed.has(place.unit) && !place.begins) {
        over.push(code);
        continue;
      }
      const node = nodes.get(`${place.unit}#${place.number}`);
      const replacement = node === undefined ? undefined : codeAt(node, wanted, made);
      if (replacement === undefined) return false;
      pairs.push({ code, replacement });
    }
    return true;
  });
  if (!done) return false;
  for (const { code, replacement } of pairs) fill(code, replacement);
  forgetCompiled(file);
  dropLiveCodes(file, over);
  const taken = new Set(pairs.map(p => p.replacement));
  // The module's own code will not run.
  addLiveCodes([...made.values()].filter(c => !taken.has(c) && c.scope.kind !== 'module'));
  return true;
}

/** The code object of a scope: it comes into being when the body around it is compiled. */
function codeAt(node: ScopeNode, places: ReadonlyMap<ScopeNode, Place>, made: ReadonlyMap<ScopeNode, Code>): Code | undefined {
  if (!made.has(node)) {
    const parent = places.get(node)?.parent ?? null;
    const around = parent === null ? undefined : codeAt(parent, places, made);
    if (around !== undefined) compileBody(around);
  }
  return made.get(node);
}
function fill(code: Code, replacement: Code): void {
  const { object } = code;
  Object.assign(code, replacement, { object, epoch: -1 });
  // The replacement compiles its body into itself.
  compileLate(code, () => {
    const { run, generate, slotCount, slotNames, cellSlots, freeStart } = compileBody(replacement);
    Object.assign(code, { run, generate, slotCount, slotNames, cellSlots, freeStart });
  });
}

const opening = new Set(['FunctionDef', 'ClassDef', 'Lambda', 'ListComp', 'SetComp', 'DictComp', 'GeneratorExp']);
const known = new WeakMap<Module, ReadonlyMap<ScopeNode, Place>>();

/** All scopes of a module below its own. */
function placesIn(tree: Module): ReadonlyMap<ScopeNode, Place> {
  const cached = known.get(tree);
  if (cached !== undefined) return cached;
  const out = new Map<ScopeNode, Place>();
  const counts = new Map<string, number>();
  const visit = (v: unknown, unit: string, prefix: string, inFunction: boolean, parent: ScopeNode | null): void => {
    if (Array.isArray(v)) {
      for (const x of v) visit(x, unit, prefix, inFunction, parent);
      return;
    }
    if (typeof v !== 'object' || v === null) return;
    const node = v as { kind?: string; name?: string };
    if (node.kind === undefined || !opening.has(node.kind)) {
      for (const x of Object.values(v)) if (typeof x === 'object') visit(x, unit, prefix, inFunction, parent);
      return;
    }
    const begins = node.kind === 'FunctionDef' && !inFunction;
    const own = begins ? prefix + node.name : unit;
    const number = counts.get(own) ?? 0;
    counts.set(own, number + 1);
    const scope = v as ScopeNode;
    out.set(scope, { unit: own, number, parent, begins });
    const inside = inFunction || node.kind === 'FunctionDef';
    const { body, ...head } = v as { body?: unknown };
    // Decorators, defaults and bases are computed outside; a comprehension's parts count as its own, which only makes them be compiled with it.
    const isStatement = node.kind === 'FunctionDef' || node.kind === 'ClassDef' || node.kind === 'Lambda';
    for (const x of Object.values(head)) if (typeof x === 'object') visit(x, isStatement ? unit : own, prefix, inFunction, isStatement ? parent : scope);
    visit(body, own, node.kind === 'ClassDef' ? `${prefix}${node.name}.` : prefix, inside, scope);
  };
  visit(tree.body, '', '', false, null);
  known.set(tree, out);
  return out;
}
