// What a client may ask for by a number: scopes, values in parts. The numbers hold until the session moves.
import { badRequest } from '../../../trace-collector/failure.ts';
import { partsOf, typeOfText } from './repr-parts.ts';

/** A value and how to come to it: a local of a frame, and the names of parts from there. */
export interface Shown {
  readonly name: string;
  readonly text: string;
  /** Gives this value in its frame. */
  readonly expression: string | undefined;
  /** The frame's place on the stack. */
  readonly frame: number;
  /** The local that it is, or is a part of; undefined for what is no local. */
  readonly local: string | undefined;
  /** Names of parts, from the local. */
  readonly parts: readonly string[];
}
export type Handle =
  | { readonly kind: 'scope'; readonly frame: number; readonly values: readonly Shown[] }
  | { readonly kind: 'value'; readonly value: Shown }
  /** An object whose attributes are to be asked for. */
  | { readonly kind: 'object'; readonly value: Shown };

export interface ShownVariable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  readonly evaluateName?: string;
  readonly variablesReference: number;
  readonly namedVariables?: number;
  readonly indexedVariables?: number;
  readonly presentationHint?: { readonly kind?: string; readonly attributes?: readonly string[]; readonly lazy?: boolean };
}

export class Handles {
  private handles: Handle[] = [];
  reset(): void {
    this.handles = [];
  }
  add(h: Handle): number {
    return this.handles.push(h);
  }
  get(command: string, reference: number): Handle {
    const h = this.handles[reference - 1];
    if (h === undefined) throw badRequest(command, `variablesReference ${reference} is not one of this stop`);
    return h;
  }
  /** A value as the client sees it, with a number of its own where it comes in parts. `exact`: attributes of objects can be asked for. */
  show(v: Shown, exact: boolean): ShownVariable {
    const type = typeOfText(v.text);
    const parts = partsOf(v.text);
    const plain = {
      name: v.name,
      value: v.text,
      ...(type === undefined ? {} : { type }),
      ...(v.expression === undefined ? {} : { evaluateName: v.expression }),
    };
    if (parts !== undefined && parts.parts.length > 0) {
      const count = parts.parts.length + (parts.cut ? 1 : 0);
      const indexed = parts.kind === 'list' || parts.kind === 'tuple' || parts.kind === 'set';
      return { ...plain, variablesReference: this.add({ kind: 'value', value: v }), ...(indexed ? { indexedVariables: count } : { namedVariables: count }) };
    }
    if (exact && v.expression !== undefined && /^<.* object>$|^[A-Z]\w*\(/.test(v.text) && parts === undefined)
      return { ...plain, variablesReference: this.add({ kind: 'object', value: v }) };
    return { ...plain, variablesReference: 0 };
  }
}

/** The parts of a value that are asked for. */
export function partsShown(v: Shown): Shown[] {
  const found = partsOf(v.text);
  if (found === undefined) return [];
  const shown = found.parts.map(
    (p): Shown => ({
      name: p.name,
      text: p.text,
      expression: v.expression === undefined || p.path === undefined ? undefined : v.expression + p.path,
      frame: v.frame,
      local: v.local,
      parts: [...v.parts, p.name],
    }),
  );
  if (found.cut)
    shown.push({ name: '…', text: 'the text was cut here: the trace holds no more of it', expression: undefined, frame: v.frame, local: undefined, parts: [] });
  return shown;
}
/** The text of a part, by the names that lead to it. */
export function partOf(text: string, names: readonly string[]): string | undefined {
  let found: string | undefined = text;
  for (const name of names) found = found === undefined ? undefined : partsOf(found)?.parts.find(p => p.name === name)?.text;
  return found;
}
