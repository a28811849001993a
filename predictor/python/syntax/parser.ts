// The one door to the parser: text in, AST out. tree-sitter itself is handed in as a `Grammar`, so that the same code serves its
// WebAssembly form (web-grammar.ts) and its native one (the host's affair).
import type { Expr, Module } from './ast.ts';
import { brokenModule, buildModule, onlyExpression } from './build.ts';
import { type FlatTree, kept } from './flat-tree.ts';
import { repair } from './repair.ts';
import { type CharacterLookup, LateSource, type Source, sourceOf } from './source.ts';

/** A tree-sitter tree. It holds memory outside JavaScript until `release`. */
export interface SyntaxTree {
  /** Whether an ERROR or MISSING node is anywhere in it, even where a cursor does not show one. */
  readonly hasError: boolean;
  /** The text has no problem at all, as was found out before, and what `read` gives lasts: bodies of functions may be built later. */
  readonly sound?: boolean;
  /** The whole tree in flat form; it is gone at the next call on any tree. */
  read(text: string): FlatTree;
  /** Tells the tree that its text was changed, before it is handed to `parse` again. */
  edit(change: TextChange): void;
  release(): void;
}

/** Positions are UTF-16 indexes; rows and columns count from 0, columns in UTF-16 units. */
export interface TextChange {
  readonly startIndex: number;
  readonly oldEndIndex: number;
  readonly newEndIndex: number;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly oldEndPosition: { readonly row: number; readonly column: number };
  readonly newEndPosition: { readonly row: number; readonly column: number };
}

/** tree-sitter with tree-sitter-python loaded. */
export interface Grammar {
  readonly backend: 'web' | 'native';
  parse(text: string, previous?: SyntaxTree): SyntaxTree;
  /** `text`, as it was given to `parse`, has no problem (`SyntaxTree.sound`). */
  noteSound?(text: string): void;
}

export interface ParseOptions {
  /** Resolves `\N{…}`; without it a string with such an escape is a `BrokenExpr`. */
  readonly characterNamed?: CharacterLookup;
  /** Bodies of functions may be built when someone looks at them, if the tree is `sound`. */
  readonly deferring?: boolean;
}

/** A parsed file that can be parsed again after an edit at less cost. */
export interface Parsed {
  readonly module: Module;
  /** The text as the grammar saw it. */
  readonly plain: string;
  readonly tree: SyntaxTree;
}

/** The module that `text` is. Never throws for any text. */
export function parseModule(grammar: Grammar, text: string, options: ParseOptions = {}): Module {
  const { module, tree } = parseKept(grammar, text, options);
  tree.release();
  return module;
}

/** As `parseModule`, and keeps the tree for `reparse`. The caller releases it. */
export function parseKept(grammar: Grammar, text: string, options: ParseOptions = {}): Parsed {
  const clean = cleanText(text);
  const plain = forGrammar(clean);
  return build(grammar, clean, plain, grammar.parse(plain), options);
}

/** Notes that `module` and its scopes have no problem: the next process that reads its tree may build bodies when they are needed. */
export function noteSound(grammar: Grammar, module: Module): void {
  const plain = builtWhole.get(module);
  if (plain !== undefined) grammar.noteSound?.(plain);
}
/** The same module, where it and its scopes have no problem: what was built whole to see that can go, and bodies wait until someone looks at them. */
export function putOff(grammar: Grammar, module: Module, options: ParseOptions): Module {
  const from = builtFrom.get(module);
  return from === undefined ? module : buildModule(deferring(grammar, from.text, from.flat, options));
}
/** What modules were built of whose bodies may wait, and do not yet. */
const builtFrom = new WeakMap<Module, { readonly text: string; readonly flat: FlatTree }>();
/** A source whose bodies wait. `flat` stays as it is, whatever is read behind it. */
function deferring(grammar: Grammar, text: string, flat: FlatTree, options: ParseOptions): Source {
  const source = sourceOf(text, flat, options.characterNamed);
  source.deferring = true;
  source.late = new LateSource(source, () => {
    const tree = grammar.parse(forGrammar(text));
    const again = sourceOf(text, kept(tree.read(text)), options.characterNamed);
    tree.release();
    return again;
  });
  return source;
}
/** The texts of modules of which no body was put off. */
const builtWhole = new WeakMap<Module, string>();

/** The module of an edited file. `previous` is used up: its tree must not be used or released afterwards. */
export function reparse(grammar: Grammar, previous: Parsed, newText: string, options: ParseOptions = {}): Parsed {
  const clean = cleanText(newText);
  const plain = forGrammar(clean);
  previous.tree.edit(changeBetween(previous.plain, plain));
  const tree = grammar.parse(plain, previous.tree);
  previous.tree.release();
  return build(grammar, clean, plain, tree, options);
}

/** The one expression that `text` is, as for `eval()`: blanks before it are allowed. What is no expression is a `BrokenExpr`. */
export function parseExpression(grammar: Grammar, text: string, options: ParseOptions = {}): Expr {
  const clean = cleanText(text).replace(/^[ \t]+/, '');
  const { module, tree } = parseKept(grammar, clean, options);
  tree.release();
  return onlyExpression(module, clean);
}

/** The module that `text` is, as for `compile(…, 'single')`: several statements on one line, or one compound statement. */
export function parseSingle(grammar: Grammar, text: string, options: ParseOptions = {}): Module {
  const module = parseModule(grammar, text, options);
  const [first, second] = module.body;
  if (module.errors.length > 0 || second === undefined || second.line === first.endLine) return module;
  const { line, col, endLine, endCol } = second;
  return { ...module, errors: [{ message: 'multiple statements found while compiling a single statement', line, col, endLine, endCol }] };
}

function build(grammar: Grammar, text: string, plain: string, tree: SyntaxTree, options: ParseOptions): Parsed {
  const module = buildAny(grammar, text, tree, options);
  if (grammar.noteSound !== undefined && tree.sound !== true) builtWhole.set(module, plain);
  return { module, plain, tree };
}

function buildAny(grammar: Grammar, text: string, tree: SyntaxTree, options: ParseOptions): Module {
  try {
    if (!tree.hasError) {
      const flat = tree.read(text);
      const isLate = options.deferring === true && tree.sound === true;
      const source = isLate ? deferring(grammar, text, flat, options) : sourceOf(text, flat, options.characterNamed);
      const module = buildModule(source);
      if (options.deferring === true && !isLate) builtFrom.set(module, { text, flat: kept(flat) });
      if (!source.misplaced) return module;
    }
    return buildRepaired(grammar, text, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return brokenModule(text, 'too many nested parentheses'); // The nesting is deeper than our own stack.
  }
}

function buildRepaired(grammar: Grammar, text: string, options: ParseOptions): Module {
  const { text: repaired, holes } = repair(text, {
    parses: snippet => parses(grammar, snippet),
    expression: snippet => expressionOf(grammar, snippet),
  });
  const tree = grammar.parse(forGrammar(repaired));
  const module = buildModule(sourceOf(text, tree.read(text), options.characterNamed, holes));
  tree.release();
  return module;
}

function expressionOf(grammar: Grammar, text: string): Expr | undefined {
  const snippet = `${text}\n`;
  const tree = grammar.parse(forGrammar(snippet));
  const expr = tree.hasError ? undefined : onlyExpression(buildModule(sourceOf(snippet, tree.read(snippet))), snippet);
  tree.release();
  return expr === undefined || expr.kind === 'BrokenExpr' ? undefined : expr;
}

function parses(grammar: Grammar, snippet: string): boolean {
  const known = verdicts.get(snippet);
  if (known !== undefined) return known;
  const tree = grammar.parse(forGrammar(snippet));
  const verdict = !tree.hasError;
  tree.release();
  if (verdicts.size > 20_000) verdicts.clear();
  verdicts.set(snippet, verdict);
  return verdict;
}

// While a file is being typed in, nearly all its lines stay the same.
const verdicts = new Map<string, boolean>();

// CPython takes away a BOM and reads every newline as \n before it parses.
function cleanText(text: string): string {
  let clean = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (clean.includes('\r')) clean = clean.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return clean.length === 0 || clean.charCodeAt(clean.length - 1) === 10 ? clean : `${clean}\n`;
}

// The grammar still knows Python 2's print and exec statements, takes `type(x).y = 1` for a type alias, and will not star-import from
// __future__. Under other names of the same length these are plain names to it; the builders read names and strings from the true text.
function forGrammar(text: string): string {
  let plain = text.includes('print') ? text.replaceAll('print', 'prxnt') : text;
  if (plain.includes('exec')) plain = plain.replaceAll('exec', 'exxc');
  if (plain.includes('__future__')) plain = plain.replaceAll('__future__', '__fxture__');
  if (plain.includes('type')) plain = plain.replace(/type(?=[ \t]*[[(])/g, 'typx');
  return plain;
}

/** The smallest single change that makes `before` into `after`. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  let suffix = 0;
  while (suffix < shorter - prefix && before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)) suffix++;
  const oldEnd = before.length - suffix;
  const newEnd = after.length - suffix;
  return {
    startIndex: prefix, oldEndIndex: oldEnd, newEndIndex: newEnd,
    startPosition: positionOf(before, prefix), oldEndPosition: positionOf(before, oldEnd), newEndPosition: positionOf(after, newEnd),
  };
}

function positionOf(text: string, index: number): { row: number; column: number } {
  let row = 0;
  let from = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) {
    row++;
    from = at + 1;
  }
  return { row, column: index - from };
}
