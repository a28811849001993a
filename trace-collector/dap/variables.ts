// Reads a frame's locals over the Debug Adapter Protocol: page by page, and in depth where a value's text does not hold its parts.
import type { AdapterKind } from './adapters/adapter.ts';
import type { DapClient } from './client.ts';
import type { Variable } from './protocol.ts';

export interface ReadingLimits {
  readonly depth: number;
  readonly elements: number;
  /** Longest text. */
  readonly text: number;
}
const page = 200;
const mostLocals = 2000;

/** The variables of a frame's local scopes, as the adapter lists them. */
export async function localVariables(client: DapClient, frameId: number): Promise<Variable[]> {
  const { scopes } = await client.request('scopes', { frameId });
  const hinted = scopes.filter(s => s.presentationHint === 'locals' || s.presentationHint === 'arguments');
  const chosen = hinted.length > 0 ? hinted : scopes.filter(s => s.expensive !== true).slice(0, 1);
  const all: Variable[] = [];
  for (const s of chosen) if (s.variablesReference > 0) all.push(...(await children(client, s.variablesReference, s.namedVariables ?? 0, mostLocals)));
  return all;
}
async function children(client: DapClient, reference: number, count: number, most: number): Promise<readonly Variable[]> {
  if (count <= page) return (await client.request('variables', { variablesReference: reference })).variables.slice(0, most);
  const all: Variable[] = [];
  while (all.length < Math.min(count, most)) {
    const { variables } = await client.request('variables', { variablesReference: reference, start: all.length, count: Math.min(page, most - all.length) });
    if (variables.length === 0) break;
    all.push(...variables);
  }
  return all.slice(0, most);
}

/** The texts of those that are the program's own. */
export async function textsOf(client: DapClient, kind: AdapterKind, variables: readonly Variable[], limits: ReadingLimits): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const v of variables) {
    const name = kind.variable(v);
    if (name === undefined) continue;
    const text = kind.text(kind.wholeValues ? v.value : await opened(client, v, limits, limits.depth));
    texts.set(name, text.length > limits.text ? `${text.slice(0, limits.text)}…` : text);
  }
  return texts;
}
async function opened(client: DapClient, v: Variable, limits: ReadingLimits, depth: number): Promise<string> {
  const reference = v.variablesReference ?? 0;
  if (reference === 0 || depth === 0) return v.value;
  const count = (v.namedVariables ?? 0) + (v.indexedVariables ?? 0);
  const parts: string[] = [];
  for (const part of await children(client, reference, count, limits.elements)) parts.push(`${part.name}: ${await opened(client, part, limits, depth - 1)}`);
  if (count > parts.length) parts.push('…');
  return parts.length === 0 ? v.value : `${v.value} {${parts.join(', ')}}`;
}
