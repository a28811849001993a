// A command line as a tree of its meaning, read from tree-sitter-bash's tree. That grammar groups `a && b | c` by where it stands, so operators are grouped here anew, as
// POSIX 2.10 has it. What is not understood is a node `unknown` that says so; nothing is guessed.
import type { Node } from 'web-tree-sitter';

export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }
  | { readonly kind: 'substitution'; readonly script: Script; readonly quoted: boolean }
  | { readonly kind: 'unknown'; readonly say: string };
export type Word = readonly Part[];

export interface Redirect {
  readonly kind: 'read' | 'write' | 'append' | 'both' | 'copy' | 'text' | 'unknown';
  readonly descriptor: number;
  readonly word: Word;
}
export type Command =
  | { readonly kind: 'simple'; readonly assignments: readonly Assignment[]; readonly words: readonly Word[]; readonly redirects: readonly Redirect[] }
  | { readonly kind: 'group'; readonly script: Script; readonly own: boolean; readonly redirects: readonly Redirect[] }
  | { readonly kind: 'if'; readonly branches: readonly { readonly condition: Script; readonly then: Script }[]; readonly otherwise: Script; readonly redirects: readonly Redirect[] }
  | { readonly kind: 'for'; readonly name: string; readonly words: readonly Word[]; readonly body: Script; readonly redirects: readonly Redirect[] }
  | { readonly kind: 'unknown'; readonly say: string; readonly redirects: readonly Redirect[] };
export interface Assignment {
  readonly name: string;
  readonly word: Word;
}
export interface Pipeline {
  readonly negated: boolean;
  readonly stages: readonly Command[];
}
/** Pipelines, each with what leads to it. */
export type List = readonly { readonly when: 'always' | 'and' | 'or'; readonly pipeline: Pipeline }[];
export type Script = readonly List[];

export function readScript(root: Node): Script {
  const out: List[] = [];
  for (const n of root.children) {
    if (n === null || n.type === ';' || n.type === '\n' || n.type === 'comment') continue;
    // In the background: who writes first is open.
    if (n.type === '&') out.push([{ when: 'always', pipeline: { negated: false, stages: [unknown('&: it goes on in the background')] } }]);
    else if (n.isNamed) out.push(readList(n));
  }
  return out;
}
const unknown = (say: string): Command => ({ kind: 'unknown', say, redirects: [] });

type Item = { readonly kind: 'operator'; readonly text: string } | { readonly kind: 'command'; readonly node: Node } | { readonly kind: 'redirect'; readonly redirects: readonly Redirect[] };

function flatten(n: Node): Item[] {
  if (n.type === 'list' || n.type === 'pipeline' || n.type === 'negated_command') return n.children.flatMap(c => flatten(c!));
  if (n.type === 'redirected_statement') return n.children.flatMap(c => flatten(c!));
  if (/^(?:&&|\|\||\||\|&|!)$/.test(n.type)) return [{ kind: 'operator', text: n.type }];
  if (n.type === 'heredoc_redirect') {
    const inner = n.namedChildren.filter(c => c !== null && !/^heredoc_/.test(c.type) && c.type !== 'file_descriptor');
    return [{ kind: 'redirect', redirects: [heredoc(n)] }, ...inner.flatMap(c => flatten(c!))];
  }
  if (/_redirect$/.test(n.type)) return [{ kind: 'redirect', redirects: redirectsOf(n) }];
  return [{ kind: 'command', node: n }];
}
function readList(n: Node): List {
  const out: { when: 'always' | 'and' | 'or'; pipeline: Pipeline }[] = [];
  let when: 'always' | 'and' | 'or' = 'always';
  let negated = false;
  let stages: { node: Node | undefined; redirects: Redirect[]; joins: boolean }[] = [];
  const close = (): void => {
    out.push({ when, pipeline: { negated, stages: stages.map(s => withRedirects(s.node === undefined ? { kind: 'simple', assignments: [], words: [], redirects: [] } : readCommand(s.node), s)) } });
    stages = [];
    negated = false;
  };
  let fresh = true;
  for (const i of flatten(n)) {
    if (i.kind === 'operator') {
      if (i.text === '!') negated = !negated;
      else if (i.text === '|' || i.text === '|&') {
        if (i.text === '|&') stages.at(-1)!.joins = true;
        fresh = true;
      } else {
        close();
        when = i.text === '&&' ? 'and' : 'or';
        fresh = true;
      }
      continue;
    }
    if (fresh) stages.push({ node: undefined, redirects: [], joins: false });
    fresh = false;
    const stage = stages.at(-1)!;
    if (i.kind === 'command') stage.node = i.node;
    else stage.redirects.push(...i.redirects);
  }
  close();
  return out;
}
function withRedirects(c: Command, s: { readonly redirects: readonly Redirect[]; readonly joins: boolean }): Command {
  const joined: Redirect[] = s.joins ? [{ kind: 'copy', descriptor: 2, word: [{ kind: 'text', text: '1', quoted: false }] }] : [];
  return { ...c, redirects: [...c.redirects, ...s.redirects, ...joined] };
}

function readCommand(n: Node): Command {
  const body = (c: Node | null): Script => (c === null ? [] : readScript(c));
  if (n.hasError) return unknown('it does not parse');
  switch (n.type) {
    case 'command': {
      const redirects = n.namedChildren.filter(c => /_redirect$/.test(c!.type)).flatMap(c => redirectsOf(c!));
      const assignments = n.namedChildren.filter(c => c!.type === 'variable_assignment').map(c => assignment(c!));
      const words = n.namedChildren.filter(c => c!.type !== 'variable_assignment' && !/_redirect$/.test(c!.type)).map(c => wordOf(c!));
      return { kind: 'simple', assignments, words, redirects };
    }
    case 'variable_assignment':
      return { kind: 'simple', assignments: [assignment(n)], words: [], redirects: [] };
    case 'variable_assignments':
      return { kind: 'simple', assignments: n.namedChildren.map(c => assignment(c!)), words: [], redirects: [] };
    case 'declaration_command': {
      if (n.children[0]!.type !== 'export') return unknown(n.children[0]!.type);
      if (n.namedChildren.some(c => c!.type !== 'variable_assignment' && c!.type !== 'variable_name')) return unknown('export');
      return { kind: 'simple', assignments: n.namedChildren.filter(c => c!.type === 'variable_assignment').map(c => assignment(c!)), words: [], redirects: [] };
    }
    case 'test_command':
      return n.children[0]!.type === '[' ? { kind: 'simple', assignments: [], words: [text('['), ...leaves(n).slice(1)], redirects: [] } : unknown(n.children[0]!.type);
    case 'subshell':
      return { kind: 'group', script: readScript(n).slice(0), own: true, redirects: [] };
    case 'compound_statement':
      return n.children[0]!.type === '{' ? { kind: 'group', script: readScript(n), own: false, redirects: [] } : unknown('((');
    case 'if_statement':
      return readIf(n);
    case 'for_statement': {
      const name = n.childForFieldName('variable')?.text;
      if (name === undefined || n.children[0]!.type !== 'for' || !n.children.some(c => c!.type === 'in')) return unknown('for');
      return { kind: 'for', name, words: n.childrenForFieldName('value').map(c => wordOf(c!)), body: body(n.childForFieldName('body')), redirects: [] };
    }
    default:
      return unknown(n.type.replaceAll('_', ' '));
  }
}
function readIf(n: Node): Command {
  const branches: { condition: Script; then: Script }[] = [];
  let otherwise: Script = [];
  const split = (part: Node): void => {
    let condition: List[] = [];
    let then: List[] = [];
    let inThen = false;
    for (const c of part.children) {
      if (c!.type === 'then') inThen = true;
      else if (c!.type === 'elif_clause' || c!.type === 'else_clause' || !c!.isNamed || c!.type === 'comment') continue;
      else if (inThen) then = [...then, readList(c!)];
      else condition = [...condition, readList(c!)];
    }
    branches.push({ condition, then });
  };
  split(n);
  for (const c of n.namedChildren) {
    if (c!.type === 'elif_clause') split(c!);
    else if (c!.type === 'else_clause') otherwise = readScript(c!);
  }
  return { kind: 'if', branches, otherwise, redirects: [] };
}

// Redirections ------------------------------------------------------------------------------------------------------------

const operators: Readonly<Record<string, Redirect['kind']>> = { '<': 'read', '>': 'write', '>|': 'write', '>>': 'append', '>&': 'copy', '<&': 'copy' };
function redirectsOf(n: Node): Redirect[] {
  if (n.type === 'heredoc_redirect') return [heredoc(n)];
  if (n.type === 'herestring_redirect') {
    const word = wordOf(n.namedChildren.at(-1)!);
    return [{ kind: 'text', descriptor: 0, word: [...word.map(p => (p.kind === 'unknown' ? p : { ...p, quoted: true })), { kind: 'text', text: '\n', quoted: true }] }];
  }
  const given = n.childForFieldName('descriptor')?.text;
  const destinations = n.childrenForFieldName('destination').map(c => wordOf(c!));
  const operator = n.children.find(c => !c!.isNamed)!.type;
  if (destinations.length !== 1) return [{ kind: 'unknown', descriptor: 0, word: [] }];
  const [word] = destinations;
  if (operator === '&>' || operator === '&>>')
    return [
      { kind: operator === '&>' ? 'write' : 'append', descriptor: 1, word },
      { kind: 'copy', descriptor: 2, word: text('1') },
    ];
  const kind = operators[operator] ?? 'unknown';
  return [{ kind, descriptor: given === undefined ? (operator.startsWith('<') ? 0 : 1) : Number(given), word }];
}
function heredoc(n: Node): Redirect {
  const start = n.namedChildren.find(c => c!.type === 'heredoc_start')?.text ?? '';
  const body = n.namedChildren.find(c => c!.type === 'heredoc_body');
  const dashed = n.children.some(c => c!.type === '<<-');
  if (dashed) return { kind: 'unknown', descriptor: 0, word: [] };
  if (body === undefined || body === null) return { kind: 'text', descriptor: 0, word: [] };
  const word: Word = /['"\\]/.test(start) ? [{ kind: 'text', text: body.text, quoted: true }] : insideOf(body, body.startIndex, body.endIndex, /\\([\\$`\n])/g);
  return { kind: 'text', descriptor: 0, word };
}

// Words -------------------------------------------------------------------------------------------------------------------

const text = (t: string): Word => [{ kind: 'text', text: t, quoted: false }];
const assignment = (n: Node): Assignment => {
  const value = n.childForFieldName('value');
  const plain = n.childForFieldName('name')?.type === 'variable_name' && n.children.some(c => c!.type === '=');
  return { name: n.childForFieldName('name')?.text ?? '', word: !plain ? [{ kind: 'unknown', say: n.text }] : value === null ? [] : wordOf(value) };
};

export function wordOf(n: Node): Word {
  switch (n.type) {
    case 'command_name':
      return wordOf(n.children[0]!);
    case 'word':
    case 'number':
    case 'test_operator':
    case 'extglob_pattern':
    case 'regex':
      return n.namedChildCount > 0 ? [{ kind: 'unknown', say: n.text }] : bare(n.text);
    case 'raw_string':
      return [{ kind: 'text', text: n.text.slice(1, -1), quoted: true }];
    case 'ansi_c_string':
      return ansi(n.text.slice(2, -1));
    case 'string':
      return insideOf(n, n.startIndex + 1, n.endIndex - 1, /\\([\\$`"\n])/g);
    case 'concatenation':
      return n.children.flatMap(c => (c!.isNamed ? wordOf(c!) : bare(c!.text)));
    case 'simple_expansion':
    case 'expansion':
    case 'command_substitution':
      return [{ ...expansion(n), quoted: false } as Part];
    default:
      return n.isNamed ? [{ kind: 'unknown', say: n.text }] : bare(n.text);
  }
}
/** Unquoted: a backslash quotes the next character. */
function bare(raw: string): Word {
  const out: Part[] = [];
  for (const m of raw.matchAll(/\\([\s\S])|([^\\]+)|\\/g)) {
    if (m[1] === '\n') continue;
    if (m[1] !== undefined) out.push({ kind: 'text', text: m[1], quoted: true });
    else out.push({ kind: 'text', text: m[2] ?? '\\', quoted: false });
  }
  return out.length === 0 ? [{ kind: 'text', text: '', quoted: false }] : out;
}
/** What stands between quotes, or in a here-document: expansions among text, of which the tree tells only parts. */
function insideOf(n: Node, from: number, to: number, escapes: RegExp): Word {
  const out: Part[] = [];
  let at = from;
  const base = n.startIndex;
  const plain = (end: number): void => {
    if (end > at) out.push({ kind: 'text', text: n.text.slice(at - base, end - base).replaceAll(escapes, (_, c: string) => (c === '\n' ? '' : c)), quoted: true });
  };
  for (const c of n.namedChildren) {
    if (c === null || c.type === 'string_content' || c.type === 'heredoc_content') continue;
    // The grammar counts white space before an expansion as its own.
    plain(c.startIndex + c.text.length - c.text.trimStart().length);
    out.push({ ...expansion(c), quoted: true } as Part);
    at = c.endIndex;
  }
  plain(to);
  return out.length === 0 ? [{ kind: 'text', text: '', quoted: true }] : out;
}
type Expansion = { readonly kind: 'variable'; readonly name: string } | { readonly kind: 'substitution'; readonly script: Script } | { readonly kind: 'unknown'; readonly say: string };
function expansion(n: Node): Expansion {
  const code = n.text.trimStart();
  if (n.type === 'command_substitution' && (code.startsWith('$(') || code.startsWith('`')) && !code.startsWith('$(<')) return { kind: 'substitution', script: readScript(n) };
  const name = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*|\?))$/.exec(code);
  if ((n.type === 'simple_expansion' || n.type === 'expansion') && name !== null) return { kind: 'variable', name: name[1] ?? name[2] };
  return { kind: 'unknown', say: code };
}
const ansiEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', e: '\x1b', f: '\f', v: '\v' };
function ansi(raw: string): Word {
  if (/\\[^ntr\\'"abefv]/.test(raw)) return [{ kind: 'unknown', say: `$'${raw}'` }];
  return [{ kind: 'text', text: raw.replaceAll(/\\([\s\S])/g, (_, c: string) => ansiEscapes[c]), quoted: true }];
}
/** The words of `[ … ]`, which the tree holds as an expression. */
function leaves(n: Node): Word[] {
  const whole = new Set(['word', 'number', 'string', 'raw_string', 'concatenation', 'simple_expansion', 'expansion', 'command_substitution', 'test_operator', 'ansi_c_string', 'extglob_pattern', 'regex']);
  return n.children.flatMap(c => (whole.has(c!.type) || c!.childCount === 0 ? [wordOf(c!)] : leaves(c!)));
}
