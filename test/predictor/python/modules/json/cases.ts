// Runs recorded JSON texts (cases.py) through json-scan.ts and tells where it and CPython differ.
import { Fault } from '../../../../../predictor/python/fault.ts';
import { encodeAscii, encodeUnicode, type JsonMaker, scanOnce, scanString } from '../../../../../predictor/python/modules/json-scan.ts';

export interface Case {
  readonly text: string;
  readonly idx: number;
  readonly strict: boolean;
  readonly [result: string]: unknown;
}

export function differences(c: Case): string[] {
  const got: Record<string, unknown> = {
    scan: attempt(() => Object.values(scanOnce(c.text, c.idx, c.strict, maker))),
    string: attempt(() => Object.values(scanString(c.text, c.idx + 1, c.strict))),
    ascii: encodeAscii(c.text),
    unicode: encodeUnicode(c.text),
  };
  const out: string[] = [];
  for (const name of Object.keys(got)) {
    const [mine, theirs] = [JSON.stringify(got[name]), JSON.stringify(c[name])];
    if (mine !== theirs) out.push(`${name} ${JSON.stringify(c.text)} from ${c.idx}, strict ${c.strict}: ${mine}, CPython ${theirs}`);
  }
  return out;
}

let depth = 0;
const maker: JsonMaker<unknown> = {
  null: null,
  true: true,
  false: false,
  string: text => text,
  integer: text => ({ int: text }),
  float: text => ({ float: text }),
  constant: text => ({ constant: text }),
  array: items => items,
  object: (keys, values) => ({ object: keys.map((key, i) => [key, values[i]]) }),
  enter: () => {
    depth++;
  },
  leave: () => {
    depth--;
  },
};

function attempt(fn: () => unknown): unknown {
  try {
    return fn();
  } catch (error) {
    if (depth !== 0) throw new Error('enter without leave');
    if (error instanceof Fault) return [error.type, error.message, error.extra ?? null];
    throw error;
  }
}
