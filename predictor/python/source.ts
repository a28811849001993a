// From source text to code objects: decoding, parsing, scope analysis and the module's code. Parsed files are kept by content, so that what did not change is
// not parsed again.
import type { Unit } from './compiler/context.ts';
import { compileExpr } from './compiler/expressions.ts';
import { hasAnnotations, makeCode } from './compiler/function.ts';
import { codeRunner } from './compiler/running.ts';
import { annotationsOf, compileBlock } from './compiler/statements.ts';
import { type EditedTrees, editedTrees } from './edited-trees.ts';
import { type Code, RETURN, type SourceFile } from './frames.ts';
import { vm } from './state.ts';
import { raised, syntaxError } from './syntax-errors.ts';
import type { Expr, Module } from './syntax/ast.ts';
import { type Grammar, noteSound, parseExpression, parseModule, putOff } from './syntax/parser.ts';
import { analyze, type Scopes } from './syntax/scopes.ts';
import { lookup } from './text/unicode-names.ts';
import { world } from './world.ts';

/** Splits as Python numbers lines: at \n, \r\n and \r; each line keeps its end. */
export function splitLines(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}
export function sourceFile(name: string, text: string): SourceFile {
  let lines: string[] | undefined;
  return {
    name,
    text,
    get lines() {
      lines ??= splitLines(text);
      return lines;
    },
  };
}

interface Analysed {
  readonly tree: Module;
  readonly scopes: Scopes;
}
const parsing = { characterNamed: lookup };
const parsingLibrary = { ...parsing, deferring: true };
let edited: { readonly grammar: Grammar; readonly trees: EditedTrees } | undefined;
function treesOf(grammar: Grammar): EditedTrees {
  if (edited?.grammar !== grammar) edited = { grammar, trees: editedTrees(grammar, parsing) };
  return edited.trees;
}
/** By text: the same content under another name has the same tree. */
const parsed = new Map<string, Analysed>();

/** Each key makes another text of the file that is edited: only the last ones are asked for again. */
const textsKept = 4;
const textsOf = new Map<string, Set<string>>();
/** Texts that are no file's, or not known to be: what programs compile again and again is small. In characters, together. */
const namelessKept = 200_000;
const nameless = new Set<string>();
let namelessSize = 0;
/** Forgets what is not likely to be asked for again, now that `text` is. */
function forgetOlder(text: string, file: string | undefined): void {
  if (file === undefined) {
    if (nameless.delete(text)) namelessSize -= text.length;
    nameless.add(text);
    namelessSize += text.length;
    for (const oldest of nameless) {
      if (namelessSize <= namelessKept || oldest === text) break;
      nameless.delete(oldest);
      namelessSize -= oldest.length;
      parsed.delete(oldest);
    }
    return;
  }
  let texts = textsOf.get(file);
  if (texts === undefined) textsOf.set(file, (texts = new Set()));
  else texts.delete(text);
  texts.add(text);
  // From here on it goes with the file's.
  if (nameless.delete(text)) namelessSize -= text.length;
  if (texts.size <= textsKept) return;
  const [oldest] = texts;
  texts.delete(oldest);
  parsed.delete(oldest);
}

/**
 * `file` is where the text comes from, where it is a file's: texts of one file are mostly edits of each other. Most of a library never runs, so its bodies may wait; of
 * what is being edited all is looked at anyway.
 */
export function analysed(text: string, file?: string, library = false): Analysed {
  let a = parsed.get(text);
  if (a === undefined) {
    const { grammar } = world.current;
    if (library) a = analysedLibrary(grammar, text);
    else {
      const tree = file === undefined ? parseModule(grammar, text, parsing) : treesOf(grammar).parse(file, text);
      a = { tree, scopes: analyze(tree) };
      if (isSound(a)) noteSound(grammar, tree);
    }
    if (parsed.size > 4000) parsed.clear();
    parsed.set(text, a);
    if (!library) forgetOlder(text, file);
  } else if (!library && (file === undefined ? nameless.has(text) : textsOf.get(file)?.has(text) !== true)) forgetOlder(text, file);
  return a;
}

/** Only one that was built whole is known to be sound; only of one that is, bodies may wait. */
function analysedLibrary(grammar: Grammar, text: string): Analysed {
  const whole = parseModule(grammar, text, parsingLibrary);
  const a = { tree: whole, scopes: analyze(whole) };
  if (!isSound(a)) return a;
  noteSound(grammar, whole);
  const tree = putOff(grammar, whole, parsingLibrary);
  return tree === whole ? a : { tree, scopes: analyze(tree) };
}
const isSound = ({ tree, scopes }: Analysed): boolean => tree.errors.length === 0 && scopes.problems.length === 0;

export interface CompileOptions {
  readonly library: boolean;
  /** Raise SyntaxError for a text that does not parse, as `compile()` does; otherwise broken parts are unknown. */
  readonly strict: boolean;
  /** `compile(…, 'single')`. */
  readonly interactive?: boolean;
}
/** A module's (or `exec` text's) code. */
export function compileModule(source: SourceFile, options: CompileOptions): Code {
  const { tree, scopes } = analysed(source.text, source.name.startsWith('/') ? source.name : undefined, options.library);
  const problem = raised(tree.errors) ?? scopes.problems[0];
  if (options.strict && problem !== undefined) throw syntaxError(source, problem);
  const unit: Unit = { source, scopes, library: options.library, traced: vm.tracing && !options.library, asked: vm.asking && !options.library, futureAnnotations: tree.futureAnnotations, interactive: options.interactive };
  const code = moduleCode(unit, scopes, tree);
  if (options.interactive) withoutDoc.add(code);
  return code;
}
function moduleCode(unit: Unit, scopes: Scopes, tree: Module): Code {
  return makeCode(unit, scopes.module, {
    name: '<module>', qualname: '<module>', line: 1, doc: null, params: null,
    compile: (c, code) => {
      const block = compileBlock(c, tree.body);
      const annotated = hasAnnotations(tree.body);
      code.run = codeRunner(c, f => {
        if (annotated) annotationsOf(f);
        return block(f);
      });
    },
  });
}
/** The code of a tree that no text was parsed for. */
export function compileTree(tree: Module | Expr, source: SourceFile, options: CompileOptions): Code {
  if (tree.kind !== 'Module') return expressionCode(tree, source, options);
  const scopes = analyze(tree);
  if (scopes.problems.length > 0) throw syntaxError(source, scopes.problems[0]);
  const unit: Unit = { source, scopes, library: options.library, traced: vm.tracing && !options.library, asked: vm.asking && !options.library, futureAnnotations: tree.futureAnnotations, interactive: options.interactive };
  const code = moduleCode(unit, scopes, tree);
  if (options.interactive) withoutDoc.add(code);
  return code;
}
/** An expression's tree. */
export const expressionTree = (text: string): Expr => parseExpression(world.current.grammar, text, parsing);
/** An expression's code: running it gives the value. */
export function compileExpression(source: SourceFile, options: CompileOptions): Code {
  return expressionCode(parseExpression(world.current.grammar, source.text, parsing), source, options);
}
function expressionCode(tree: Expr, source: SourceFile, options: CompileOptions): Code {
  const scopes = analyze(tree);
  if (tree.kind === 'BrokenExpr') throw syntaxError(source, { ...tree, found: 'line' });
  const unit: Unit = { source, scopes, library: options.library, traced: vm.tracing && !options.library, asked: vm.asking && !options.library, futureAnnotations: false };
  return makeCode(unit, scopes.module, {
    name: '<module>', qualname: '<module>', line: 1, doc: null, params: null,
    compile: (c, code) => {
      const e = compileExpr(c, tree);
      code.run = codeRunner(c, f => {
        f.line = 1;
        f.result = e(f);
        return RETURN;
      });
    },
  });
}
/** Module code that has no docstring, as it was compiled for interactive mode. */
export const withoutDoc = new WeakSet<Code>();
