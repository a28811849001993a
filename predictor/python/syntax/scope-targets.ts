// The walk over targets and patterns: what assignments, deletions, loops and `match` bind.
import type { Expr, Pattern, Span } from './ast.ts';
import { ASSIGNED, note, problem, store, type Analysis } from './scope-drafts.ts';
import { visitExpr } from './scope-expressions.ts';

export function visitTarget(a: Analysis, node: Expr): void {
  const before = a.yields;
  switch (node.kind) {
    case 'Name': store(a, node.id, node); break;
    case 'Tuple': case 'List': {
      let starred = false;
      for (const elt of node.elts) {
        if (elt.kind !== 'Starred') {
          visitTarget(a, elt);
          continue;
        }
        if (starred) problem(a, node, 'multiple starred expressions in assignment');
        starred = true;
        const inner = a.yields;
        visitTarget(a, elt.value);
        if (a.yields !== inner) a.yielding.add(elt);
      }
      break;
    }
    case 'Starred':
      problem(a, node, 'starred assignment target must be in a list or tuple');
      visitTarget(a, node.value);
      break;
    case 'Attribute':
      if (node.attr === '__debug__') problem(a, node, 'cannot assign to __debug__');
      visitExpr(a, node);
      break;
    default: visitExpr(a, node);
  }
  if (a.yields !== before) a.yielding.add(node);
}

export function visitAugmented(a: Analysis, node: Expr): void {
  if (node.kind === 'Name') {
    // The symbol table sees an assignment only; the load decides when the compiler first meets the name.
    note(a, node.id, ASSIGNED);
    return;
  }
  visitExpr(a, node);
}

export function visitPattern(a: Analysis, node: Pattern, names: { name: string; at: Span }[]): void {
  switch (node.kind) {
    case 'MatchValue':
      if (!isPatternValue(node.value)) problem(a, node, 'patterns may only match literals and attribute lookups');
      visitExpr(a, node.value);
      break;
    case 'MatchSingleton': break;
    case 'MatchSequence':
      if (node.patterns.filter(one => one.kind === 'MatchStar').length > 1) problem(a, node, 'multiple starred names in sequence pattern');
      for (const one of node.patterns) visitPattern(a, one, names);
      break;
    case 'MatchMapping':
      for (const key of node.keys) {
        if (!isPatternValue(key)) problem(a, node, 'mapping pattern keys may only match literals and attribute lookups');
        visitExpr(a, key);
      }
      for (const one of node.patterns) visitPattern(a, one, names);
      if (node.rest !== null) capture(a, node.rest, node, names);
      break;
    case 'MatchClass':
      node.kwdAttrs.forEach((attr, at) => {
        if (node.kwdAttrs.indexOf(attr) !== at) problem(a, node.kwdPatterns[at], `attribute name repeated in class pattern: ${attr}`);
      });
      visitExpr(a, node.cls);
      for (const one of node.patterns) visitPattern(a, one, names);
      for (const one of node.kwdPatterns) visitPattern(a, one, names);
      break;
    case 'MatchStar': if (node.name !== null) capture(a, node.name, node, names); break;
    case 'MatchAs':
      if (node.pattern !== null) visitPattern(a, node.pattern, names);
      if (node.name !== null) capture(a, node.name, node, names);
      break;
    case 'MatchOr': {
      const first = names.length;
      for (let at = 0; at < node.patterns.length; at++) {
        const own: { name: string; at: Span }[] = [];
        if (at < node.patterns.length - 1) checkRefutable(a, node.patterns[at]);
        visitPattern(a, node.patterns[at], own);
        if (at === 0) names.push(...own);
        else if (own.length !== names.length - first || !own.every(({ name }) => names.some((one, index) => index >= first && one.name === name))) {
          problem(a, node, 'alternative patterns bind different names');
        }
      }
      break;
    }
    default: node satisfies never;
  }
}

export function checkRefutable(a: Analysis, pattern: Pattern): void {
  let inner = pattern;
  while (inner.kind === 'MatchAs' && inner.pattern !== null) inner = inner.pattern;
  if (inner.kind === 'MatchOr') inner = inner.patterns[inner.patterns.length - 1];
  if (inner.kind !== 'MatchAs' || inner.pattern !== null) return;
  problem(a, inner, inner.name === null ? 'wildcard makes remaining patterns unreachable' : `name capture '${inner.name}' makes remaining patterns unreachable`);
}

// A literal, a negative or complex number, or a dotted name.
function isPatternValue(value: Expr): boolean {
  return value.kind === 'Constant' || value.kind === 'Attribute' || value.kind === 'UnaryOp' || value.kind === 'BinOp' || value.kind === 'BrokenExpr';
}

function capture(a: Analysis, name: string, at: Span, names: { name: string; at: Span }[]): void {
  if (names.some(one => one.name === name)) problem(a, at, `multiple assignments to name '${name}' in pattern`);
  names.push({ name, at });
}
