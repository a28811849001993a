// `import` and `from … import`.
import type { Alias, ImportFrom, Stmt } from './ast.ts';
import { exact } from './exact.ts';
import * as K from './node-kinds.ts';
import { locate, nameAt, report, type Source } from './source.ts';

export function buildImport(s: Source, node: number): Stmt {
  const names = aliases(s, s.next[node + 1], s.next[node]);
  if (s.text.charCodeAt(s.end[node] - 1) === 44) report(s, s.start[node], s.end[node], 'invalid syntax');
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Import', names, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

/** A dotted name, whose dots may stand apart. */
function dotted(s: Source, node: number): string {
  if (s.next[node + 1] >= s.next[node]) return nameAt(s, s.start[node], s.end[node]);
  const parts: string[] = [];
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    if (s.kind[child] === K.IDENTIFIER) parts.push(nameAt(s, s.start[child], s.end[child]));
  }
  return parts.join('.');
}

function aliases(s: Source, first: number, end: number): readonly Alias[] {
  const names: Alias[] = [];
  for (let child = first; child < end; child = s.next[child]) {
    let name: string;
    let asname: string | null = null;
    if (s.kind[child] === K.DOTTED_NAME) {
      name = dotted(s, child);
    } else if (s.kind[child] === K.ALIASED_IMPORT) {
      const alias = s.next[s.next[child + 1]];
      name = dotted(s, child + 1);
      asname = nameAt(s, s.start[alias], s.end[alias]);
    } else if (s.kind[child] === K.WILDCARD_IMPORT) {
      name = '*';
    } else {
      continue;
    }
    locate(s, s.start[child], s.end[child]);
    names.push({ name, asname, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol });
  }
  return exact(names);
}

export function buildImportFrom(s: Source, node: number): ImportFrom {
  const from = s.next[node + 1];
  let module: string | null = null;
  let level = 0;
  if (s.kind[from] === K.RELATIVE_IMPORT) {
    const prefix = from + 1;
    for (let at = s.start[prefix]; at < s.end[prefix]; at++) if (s.text.charCodeAt(at) === 46) level++;
    const name = s.next[prefix];
    if (name < s.next[from]) module = dotted(s, name);
  } else if (s.kind[from] === K.DOTTED_NAME) {
    module = dotted(s, from);
  } else {
    module = '__future__';
  }
  const names = aliases(s, s.next[s.next[from]], s.next[node]);
  if (names.some(one => one.name.includes('.'))) report(s, s.start[node], s.end[node], 'invalid syntax');
  if (s.text.charCodeAt(s.end[node] - 1) === 44) report(s, s.start[node], s.end[node], 'trailing comma not allowed without surrounding parentheses');
  locate(s, s.start[node], s.end[node]);
  return { kind: 'ImportFrom', module, names, level, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}
