// A module's parts, as far as an edit can touch one and leave the others: the bodies of its functions and methods, and what stands outside them all. A function's
// head (its name, parameters, defaults, decorators) runs with the module and belongs to the outside; so does its docstring, which can be read without a call. Comments
// and blank lines are part of neither: what hangs on line numbers hangs on the whole file anyway.
import { textHash, type UnitTable } from '../forecast/reads.ts';
import { analysed, splitLines } from './source.ts';
import type { Scopes } from './syntax/scopes.ts';
import type { FunctionDef, Module, Stmt } from './syntax/ast.ts';
import { beginOfBody } from './syntax/deferred-bodies.ts';

/** Hashes of the parts of a file's text by qualified name, '' for the outside; undefined for a text that does not parse. */
export function unitTable(text: string, file: string): UnitTable | undefined {
  const { tree, scopes } = analysed(text, file);
  if (tree.errors.length > 0) return undefined;
  let table = tables.get(tree);
  if (table === undefined) tables.set(tree, (table = tableOf(text, tree, scopes)));
  return table;
}
const tables = new WeakMap<Module, UnitTable>();
function tableOf(text: string, tree: Module, scopes: Scopes): UnitTable {
  const starts = lineStarts(text);
  const bodies = new Map<string, string>();
  let outside = '';
  let from = 0;
  for (const { name, def } of functionsIn(tree.body, '')) {
    const { line, col } = beginOfBody(def);
    const begin = starts[line - 1] + col;
    const end = starts[def.endLine - 1] + def.endCol;
    // A method that reaches for `__class__` makes its class body keep a cell for it.
    outside += `${codeIn(text.slice(from, begin))}\0${def.doc ?? ''}\0${scopes.head(def)?.freevars.join() ?? ''}\0`;
    bodies.set(name, `${bodies.get(name) ?? ''}\0${codeIn(text.slice(begin, end))}`);
    from = end;
  }
  const out: Record<string, string> = { '': textHash(outside + codeIn(text.slice(from))) };
  for (const [name, body] of bodies) out[name] = textHash(body);
  return out;
}

/** Whether the functions of two texts of a file, which differ in bodies only, stand on the same lines. */
export function sameLines(before: string, after: string, file: string): boolean {
  const lines = (text: string): string => functionsIn(analysed(text, file).tree.body, '').map(({ def }) => [def.line, ...def.decorators.map(d => d.line)].join()).join(' ');
  return lines(before) === lines(after);
}

/** String literals, and what ends a line: spaces, a comment, blank lines and lines with nothing but a comment (Python language reference, 2.1). */
const literalOrEnd = /"""(?:[^"\\]+|\\[\s\S]|"(?!""))*"""|'''(?:[^'\\]+|\\[\s\S]|'(?!''))*'''|"(?:[^"\\\r\n]+|\\[\s\S])*"|'(?:[^'\\\r\n]+|\\[\s\S])*'|(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n|$))+/g;
/** A piece of a source that begins and ends between tokens, without its comments and blank lines. */
const codeIn = (text: string): string => text.replace(literalOrEnd, m => (m[0] === '"' || m[0] === "'" ? m : m === '' ? '' : '\n'));

/** The functions of a body that are not inside another function, in the order of the text. */
function functionsIn(body: readonly Stmt[], prefix: string): { name: string; def: FunctionDef }[] {
  return body.flatMap(s => {
    switch (s.kind) {
      case 'FunctionDef': return [{ name: prefix + s.name, def: s }];
      case 'ClassDef': return functionsIn(s.body, `${prefix}${s.name}.`);
      case 'If': case 'While': case 'For': return [...functionsIn(s.body, prefix), ...functionsIn(s.orelse, prefix)];
      case 'With': return functionsIn(s.body, prefix);
      case 'Try': return [s.body, ...s.handlers.map(h => h.body), s.orelse, s.finalbody].flatMap(b => functionsIn(b, prefix));
      case 'Match': return s.cases.flatMap(k => functionsIn(k.body, prefix));
      default: return [];
    }
  });
}
function lineStarts(text: string): number[] {
  const out: number[] = [];
  let at = 0;
  for (const l of splitLines(text)) {
    out.push(at);
    at += l.length;
  }
  out.push(at);
  return out;
}

/** The part that a code object belongs to, by its qualified name: what is inside a function belongs to the outermost one. */
export function unitOf(qualname: string): string {
  const inner = qualname.indexOf('.<locals>');
  return inner < 0 ? qualname : qualname.slice(0, inner);
}
