// The typed syntax tree of Python that the engine compiles: the node names and fields of CPython's own `ast` module
// (https://docs.python.org/3/library/ast.html, Parser/Python.asdl), as records told apart by `kind`. It holds no behaviour.

/** Where a node stands. Lines count from 1, columns from 0 in UTF-16 units; `end` is exclusive, as in CPython's `ast`. */
export interface Span {
  readonly line: number;
  readonly col: number;
  readonly endLine: number;
  readonly endCol: number;
}

export interface Module {
  readonly kind: 'Module';
  readonly body: readonly Stmt[];
  /** Broken stretches of the file: what stands there is a `Broken` statement, the rest of the file still works. */
  readonly errors: readonly SyntaxProblem[];
  /** `from __future__ import annotations` is in force. */
  readonly futureAnnotations: boolean;
}

export interface SyntaxProblem extends Span {
  /** CPython's message where we know it, else "invalid syntax". */
  readonly message: string;
  /**
   * Where it was not in a node that was built: it begins where the tokenizer gives up, or its span is only the line that does not parse, or the
   * whole parsed and the symbol table or the compiler has something against it.
   */
  readonly found?: 'token' | 'line' | 'symbols' | 'compiler';
}

// Statements -----------------------------------------------------------------------------------------------------

export interface FunctionDef extends Span {
  readonly kind: 'FunctionDef';
  readonly isAsync: boolean;
  readonly name: string;
  readonly typeParams: readonly TypeParam[];
  readonly params: Params;
  readonly body: readonly Stmt[];
  readonly decorators: readonly Expr[];
  readonly returns: Expr | null;
  /** The docstring, when the body opens with one. */
  readonly doc: string | null;
}
export interface ClassDef extends Span {
  readonly kind: 'ClassDef';
  readonly name: string;
  readonly typeParams: readonly TypeParam[];
  readonly bases: readonly Expr[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Stmt[];
  readonly decorators: readonly Expr[];
  readonly doc: string | null;
}
export interface Return extends Span { readonly kind: 'Return'; readonly value: Expr | null }
export interface Delete extends Span { readonly kind: 'Delete'; readonly targets: readonly Expr[] }
export interface Assign extends Span { readonly kind: 'Assign'; readonly targets: readonly Expr[]; readonly value: Expr }
export interface AugAssign extends Span { readonly kind: 'AugAssign'; readonly target: Expr; readonly op: BinaryOp; readonly value: Expr }
export interface AnnAssign extends Span {
  readonly kind: 'AnnAssign';
  readonly target: Expr;
  readonly annotation: Expr;
  readonly value: Expr | null;
  /** True for a bare name without parentheses (`simple` in CPython): only then is it stored in `__annotations__`. */
  readonly simple: boolean;
}
export interface For extends Span {
  readonly kind: 'For';
  readonly isAsync: boolean;
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface While extends Span { readonly kind: 'While'; readonly test: Expr; readonly body: readonly Stmt[]; readonly orelse: readonly Stmt[] }
/** An `elif` is an `If` alone in `orelse`, as in CPython. */
export interface If extends Span { readonly kind: 'If'; readonly test: Expr; readonly body: readonly Stmt[]; readonly orelse: readonly Stmt[] }
export interface With extends Span { readonly kind: 'With'; readonly isAsync: boolean; readonly items: readonly WithItem[]; readonly body: readonly Stmt[] }
export interface WithItem { readonly context: Expr; readonly target: Expr | null }
export interface Match extends Span { readonly kind: 'Match'; readonly subject: Expr; readonly cases: readonly MatchCase[] }
export interface MatchCase { readonly pattern: Pattern; readonly guard: Expr | null; readonly body: readonly Stmt[] }
export interface Raise extends Span { readonly kind: 'Raise'; readonly exc: Expr | null; readonly cause: Expr | null }
export interface Try extends Span {
  readonly kind: 'Try';
  /** `except*` (PEP 654). */
  readonly isStar: boolean;
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
}
export interface ExceptHandler extends Span { readonly kind: 'ExceptHandler'; readonly type: Expr | null; readonly name: string | null; readonly body: readonly Stmt[] }
export interface Assert extends Span { readonly kind: 'Assert'; readonly test: Expr; readonly msg: Expr | null }
export interface Alias extends Span { readonly name: string; readonly asname: string | null }
export interface Import extends Span { readonly kind: 'Import'; readonly names: readonly Alias[] }
/** `names` holds one alias `*` for a star import. `level` counts the leading dots. */
export interface ImportFrom extends Span { readonly kind: 'ImportFrom'; readonly module: string | null; readonly names: readonly Alias[]; readonly level: number }
export interface Global extends Span { readonly kind: 'Global'; readonly names: readonly string[] }
export interface Nonlocal extends Span { readonly kind: 'Nonlocal'; readonly names: readonly string[] }
export interface ExprStmt extends Span { readonly kind: 'ExprStmt'; readonly value: Expr }
export interface Pass extends Span { readonly kind: 'Pass' }
export interface Break extends Span { readonly kind: 'Break' }
export interface Continue extends Span { readonly kind: 'Continue' }
/** `type X = …` (PEP 695, 3.12). */
export interface TypeAlias extends Span { readonly kind: 'TypeAlias'; readonly name: Name; readonly typeParams: readonly TypeParam[]; readonly value: Expr }
/** A stretch that does not parse. Reaching it is unknown ("syntax"). */
export interface Broken extends Span { readonly kind: 'Broken'; readonly message: string }

export type Stmt =
  | FunctionDef | ClassDef | Return | Delete | Assign | AugAssign | AnnAssign | For | While | If | With | Match | Raise | Try | Assert
  | Import | ImportFrom | Global | Nonlocal | ExprStmt | Pass | Break | Continue | TypeAlias | Broken;

// Expressions ----------------------------------------------------------------------------------------------------

export type BinaryOp = '+' | '-' | '*' | '@' | '/' | '%' | '**' | '<<' | '>>' | '|' | '^' | '&' | '//';
export type UnaryOp = '~' | 'not' | '+' | '-';
export type CompareOp = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';

export interface BoolOp extends Span { readonly kind: 'BoolOp'; readonly op: 'and' | 'or'; readonly values: readonly Expr[] }
export interface NamedExpr extends Span { readonly kind: 'NamedExpr'; readonly target: Name; readonly value: Expr }
export interface BinOp extends Span { readonly kind: 'BinOp'; readonly left: Expr; readonly op: BinaryOp; readonly right: Expr }
export interface Unary extends Span { readonly kind: 'UnaryOp'; readonly op: UnaryOp; readonly operand: Expr }
export interface Lambda extends Span { readonly kind: 'Lambda'; readonly params: Params; readonly body: Expr }
export interface IfExp extends Span { readonly kind: 'IfExp'; readonly test: Expr; readonly body: Expr; readonly orelse: Expr }
/** A `null` key is `**value`. */
export interface Dict extends Span { readonly kind: 'Dict'; readonly keys: readonly (Expr | null)[]; readonly values: readonly Expr[] }
export interface SetExpr extends Span { readonly kind: 'Set'; readonly elts: readonly Expr[] }
export interface ListComp extends Span { readonly kind: 'ListComp'; readonly elt: Expr; readonly generators: readonly Comprehension[] }
export interface SetComp extends Span { readonly kind: 'SetComp'; readonly elt: Expr; readonly generators: readonly Comprehension[] }
export interface DictComp extends Span { readonly kind: 'DictComp'; readonly key: Expr; readonly value: Expr; readonly generators: readonly Comprehension[] }
export interface GeneratorExp extends Span { readonly kind: 'GeneratorExp'; readonly elt: Expr; readonly generators: readonly Comprehension[] }
export interface Comprehension { readonly target: Expr; readonly iter: Expr; readonly ifs: readonly Expr[]; readonly isAsync: boolean }
export interface Await extends Span { readonly kind: 'Await'; readonly value: Expr }
export interface Yield extends Span { readonly kind: 'Yield'; readonly value: Expr | null }
export interface YieldFrom extends Span { readonly kind: 'YieldFrom'; readonly value: Expr }
export interface Compare extends Span { readonly kind: 'Compare'; readonly left: Expr; readonly ops: readonly CompareOp[]; readonly comparators: readonly Expr[] }
export interface Call extends Span { readonly kind: 'Call'; readonly func: Expr; readonly args: readonly Expr[]; readonly keywords: readonly Keyword[] }
/** `arg` is null for `**value`. In calls, keywords and positional arguments keep their own order; evaluation follows CPython. */
export interface Keyword extends Span { readonly arg: string | null; readonly value: Expr }
export interface JoinedStr extends Span { readonly kind: 'JoinedStr'; readonly values: readonly (Constant | FormattedValue)[] }
/** `{value=}` has been expanded by the builder into a text constant before it, as CPython does. */
export interface FormattedValue extends Span { readonly kind: 'FormattedValue'; readonly value: Expr; readonly conversion: '' | 's' | 'r' | 'a'; readonly spec: JoinedStr | null }
export interface Constant extends Span { readonly kind: 'Constant'; readonly value: Literal }
export interface Attribute extends Span { readonly kind: 'Attribute'; readonly value: Expr; readonly attr: string }
export interface Subscript extends Span { readonly kind: 'Subscript'; readonly value: Expr; readonly slice: Expr }
export interface Starred extends Span { readonly kind: 'Starred'; readonly value: Expr }
export interface Name extends Span { readonly kind: 'Name'; readonly id: string }
export interface List extends Span { readonly kind: 'List'; readonly elts: readonly Expr[] }
export interface Tuple extends Span { readonly kind: 'Tuple'; readonly elts: readonly Expr[] }
export interface Slice extends Span { readonly kind: 'Slice'; readonly lower: Expr | null; readonly upper: Expr | null; readonly step: Expr | null }
/** An expression that does not parse. */
export interface BrokenExpr extends Span { readonly kind: 'BrokenExpr'; readonly message: string }

export type Expr =
  | BoolOp | NamedExpr | BinOp | Unary | Lambda | IfExp | Dict | SetExpr | ListComp | SetComp | DictComp | GeneratorExp | Await | Yield | YieldFrom
  | Compare | Call | JoinedStr | FormattedValue | Constant | Attribute | Subscript | Starred | Name | List | Tuple | Slice | BrokenExpr;

/** What a literal says, before it is a runtime value. `str` text is UTF-16; `bytes` are numbers 0 to 255. */
export type Literal =
  | { readonly type: 'none' } | { readonly type: 'ellipsis' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'imaginary'; readonly value: number }
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array };

// Parameters, type parameters, patterns ---------------------------------------------------------------------------

export interface Param extends Span { readonly name: string; readonly annotation: Expr | null }
export interface Params {
  readonly posonly: readonly Param[];
  readonly args: readonly Param[];
  readonly vararg: Param | null;
  readonly kwonly: readonly Param[];
  /** One entry for each of `kwonly`: null where it is required. */
  readonly kwDefaults: readonly (Expr | null)[];
  readonly kwarg: Param | null;
  /** Defaults of the last of posonly + args. */
  readonly defaults: readonly Expr[];
}
export interface TypeParam extends Span { readonly kind: 'TypeVar' | 'ParamSpec' | 'TypeVarTuple'; readonly name: string; readonly bound: Expr | null; readonly defaultValue: Expr | null }

export interface MatchValue extends Span { readonly kind: 'MatchValue'; readonly value: Expr }
export interface MatchSingleton extends Span { readonly kind: 'MatchSingleton'; readonly value: null | boolean }
export interface MatchSequence extends Span { readonly kind: 'MatchSequence'; readonly patterns: readonly Pattern[] }
export interface MatchMapping extends Span { readonly kind: 'MatchMapping'; readonly keys: readonly Expr[]; readonly patterns: readonly Pattern[]; readonly rest: string | null }
export interface MatchClass extends Span { readonly kind: 'MatchClass'; readonly cls: Expr; readonly patterns: readonly Pattern[]; readonly kwdAttrs: readonly string[]; readonly kwdPatterns: readonly Pattern[] }
export interface MatchStar extends Span { readonly kind: 'MatchStar'; readonly name: string | null }
/** Both null: the wildcard `_`. */
export interface MatchAs extends Span { readonly kind: 'MatchAs'; readonly pattern: Pattern | null; readonly name: string | null }
export interface MatchOr extends Span { readonly kind: 'MatchOr'; readonly patterns: readonly Pattern[] }
export type Pattern = MatchValue | MatchSingleton | MatchSequence | MatchMapping | MatchClass | MatchStar | MatchAs | MatchOr;
