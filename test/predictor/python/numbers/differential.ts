// Holds our functions against CPython's: the same arguments to both, and the answers must be equal to the last bit. Where there is no
// Python 3.11, the answers that it gave once (golden-*.json) stand in. BLESS=1 records them anew.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Excess, Fault } from '../../../../predictor/python/fault.ts';

/** A value on its way to Python or back: a tagged array, or a str, bool or null as they are. */
export type Wire = string | boolean | null | readonly unknown[];

const view = new DataView(new ArrayBuffer(8));

/** A float, by its bits. */
export function F(x: number): Wire {
  if (x !== x) return ['f', 'nan'];
  view.setFloat64(0, x);
  return ['f', view.getBigUint64(0).toString(16).padStart(16, '0')];
}

/** An int. */
export function I(n: number | bigint): Wire {
  if (typeof n === 'number' && (!Number.isSafeInteger(n) || Object.is(n, -0))) throw new Error(`not an int of ours: ${n}`);
  if (typeof n === 'bigint' && Number.isSafeInteger(Number(n))) throw new Error(`not normalised: ${n}`);
  return ['i', n.toString()];
}

/** Bytes. */
export function B(bytes: Uint8Array | readonly number[]): Wire {
  return ['b', Buffer.from(bytes).toString('hex')];
}

/** A list. */
export function L(items: readonly unknown[]): Wire {
  return ['l', items];
}

/** A tuple. */
export function T(...items: readonly unknown[]): Wire {
  return ['t', items];
}

/** A complex number. */
export function C(re: number, im: number): Wire {
  return ['c', F(re), F(im)];
}

/** One function of ours beside its counterpart, a Python expression of a callable. `cases` gives wire arguments. */
export interface Row {
  readonly name: string;
  readonly python: string;
  readonly cases: (random: Random) => Iterable<readonly Wire[]>;
  /** Sees the arguments unpacked: floats and ints as numbers or bigints, bytes as Uint8Array, lists as arrays. */
  readonly ours: (...args: never[]) => unknown;
  /** Hand the arguments over as they are on the wire, where a float must be told from an int. */
  readonly wired?: boolean;
  /** The answer rests on the C library's functions: only glibc for x86-64 is asked, whose answers are recorded. */
  readonly libm?: boolean;
}

export function unpack(wire: unknown): unknown {
  if (!Array.isArray(wire)) return wire;
  switch (wire[0]) {
    case 'f': {
      if (wire[1] === 'nan') return Number.NaN;
      view.setBigUint64(0, BigInt(`0x${wire[1]}`));
      return view.getFloat64(0);
    }
    case 'i': {
      const n = BigInt(wire[1] as string);
      return Number.isSafeInteger(Number(n)) ? Number(n) : n;
    }
    case 'b':
      return new Uint8Array(Buffer.from(wire[1] as string, 'hex'));
    case 'c':
      return [unpack(wire[1]), unpack(wire[2])];
    default:
      return (wire[1] as unknown[]).map(unpack);
  }
}

const DRIVER = `
import json, struct, sys, math, unicodedata, random, hashlib, zlib, cmath, codecs, string, _string
sys.set_int_max_str_digits(0)
def unpack(w):
    if not isinstance(w, list): return w
    k = w[0]
    if k == 'f': return math.nan if w[1] == 'nan' else struct.unpack('>d', bytes.fromhex(w[1]))[0]
    if k == 'i': return int(w[1])
    if k == 'b': return bytes.fromhex(w[1])
    if k == 'c': return complex(unpack(w[1]), unpack(w[2]))
    if k == 'l': return [unpack(x) for x in w[1]]
    return tuple(unpack(x) for x in w[1])
def pack(v):
    if v is None or isinstance(v, (bool, str)): return v
    if isinstance(v, int): return ['i', format(v, 'd')]
    if isinstance(v, float): return ['f', 'nan' if v != v else struct.pack('>d', v).hex()]
    if isinstance(v, (bytes, bytearray)): return ['b', v.hex()]
    if isinstance(v, complex): return ['c', pack(v.real), pack(v.imag)]
    if isinstance(v, tuple): return ['t', [pack(x) for x in v]]
    return ['l', [pack(x) for x in v]]
for line in sys.stdin:
    expression, rows = json.loads(line)
    function = eval(expression)
    out = []
    for row in rows:
        args = [unpack(w) for w in row]
        sys.set_int_max_str_digits(4300)
        try: result = function(*args)
        except BaseException as error: result = ('raises', type(error).__name__, str(error))
        sys.set_int_max_str_digits(0)
        out.append(pack(result))
    print(json.dumps(out))
`;

/** A small generator of repeatable random numbers (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** From 0 up to `limit`, without it. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  chance(share: number): boolean {
    return this.below(1_000_000) < share * 1_000_000;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** A float of any size: random bits, round numbers, short decimals, halves, neighbours of powers of two and the odd special one. */
  float(): number {
    switch (this.below(8)) {
      case 0:
        view.setUint32(0, this.below(2 ** 32));
        view.setUint32(4, this.below(2 ** 32));
        return view.getFloat64(0);
      case 1:
        return this.below(2001) - 1000;
      case 2:
        return (this.below(200001) - 100000) / 10 ** this.below(8);
      case 3:
        return (this.below(20001) - 10000) / 2 ** this.below(12);
      case 4:
        return this.pick([0, -0, Infinity, -Infinity, Number.NaN, 0.5, 1.5, 2.5, 1e16, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 9.5, 0.1, 123456789012345680]);
      case 5:
        return (this.below(2 ** 32) / 2 ** 32) * 10 ** (this.below(40) - 20) * (this.chance(0.5) ? 1 : -1);
      case 6:
        return (1 + this.below(3) * 2 ** -52) * 2 ** (this.below(2000) - 1000);
      default:
        return this.below(2 ** 32) * 2 ** 21 + this.below(2 ** 21);
    }
  }

  /** An int of any size up to `bits` bits. */
  int(bits = 200): bigint {
    if (this.chance(0.4)) return BigInt(this.below(41) - 20);
    let n = 0n;
    for (let left = this.below(bits) + 1; left > 0; left -= 30) n = (n << BigInt(Math.min(left, 30))) | BigInt(this.below(2 ** Math.min(left, 30)));
    if (this.chance(0.2)) n = (1n << BigInt(this.below(bits))) + BigInt(this.below(3) - 1);
    return this.chance(0.5) ? -n : n;
  }

  text(alphabet: readonly string[] | string, max: number): string {
    let out = '';
    for (let left = this.below(max + 1); left > 0; left--) out += this.pick(alphabet as readonly string[]);
    return out;
  }

  bytes(max: number): Uint8Array {
    return Uint8Array.from({ length: this.below(max + 1) }, () => this.below(256));
  }
}

/** An int argument. */
export function int(n: bigint | number): Wire {
  return ['i', n.toString()];
}

/** A result that only says that the row does not answer: it is not held against Python's. */
export const UNANSWERED = ['unanswered'];

function answer(row: Row, args: readonly Wire[]): unknown {
  try {
    return (row.ours as (...values: unknown[]) => unknown)(...(row.wired === true ? args : args.map(unpack)));
  } catch (error) {
    if (error instanceof Fault) return ['t', ['raises', error.type, error.message]];
    if (error instanceof Excess) return UNANSWERED;
    throw error;
  }
}

const PROBE = 'import sys, platform; print(sys.version_info[:2] == (3, 11), platform.libc_ver()[0], platform.machine())';
const python = spawnSync('python3', ['-c', PROBE], { encoding: 'utf8' });
export const hasPython = python.status === 0 && python.stdout.startsWith('True');
const hasLibm = hasPython && python.stdout.trim() === 'True glibc x86_64';

/** Python's answers, one list of JSON texts per row. */
export function askPython(rows: readonly { python: string; cases: readonly (readonly Wire[])[] }[], env: Record<string, string> = {}): string[][] {
  const input = rows.map(row => `${asciiJson([row.python, row.cases])}\n`).join('');
  const run = spawnSync('python3', ['-c', DRIVER], { input, encoding: 'utf8', maxBuffer: 2 ** 30, env: { ...process.env, ...env } });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as unknown[]).map(asciiJson));
}

function asciiJson(value: unknown): string {
  // Lone surrogates do not survive a pipe as UTF-8.
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

interface Golden {
  [row: string]: { readonly args: readonly Wire[]; readonly answer: string }[];
}

/** Makes one test per row. `scale` of FUZZ in the environment multiplies the number of random cases. */
export function holdAgainstPython(title: string, golden: URL, rows: readonly Row[]): void {
  const recorded: Golden = existsSync(golden) ? (JSON.parse(readFileSync(golden, 'utf8')) as Golden) : {};
  const seed = Number(process.env.SEED ?? 1);
  const bless = process.env.BLESS === '1' && hasPython;
  const cases = rows.map(row => [...row.cases(new Random(seed))]);
  let answers: string[][] | undefined;
  if (hasPython) answers = askPython(rows.map((row, i) => ({ python: row.python, cases: cases[i] })));
  if (bless && answers !== undefined) {
    const all = answers;
    const kept: Golden = {};
    for (const [i, row] of rows.entries()) {
      const step = Math.max(1, Math.floor(cases[i].length / 12));
      kept[row.name] = cases[i].map((args, j) => ({ args, answer: brief(all[i][j]) })).filter((one, j) => j % step === 0 && asciiJson(one).length < 1200);
    }
    writeFileSync(golden, `{\n${Object.entries(kept).map(([name, list]) => `${JSON.stringify(name)}: [\n${list.map(asciiJson).join(',\n')}\n]`).join(',\n')}\n}\n`);
  }
  for (const [i, row] of rows.entries()) {
    test(`${title}: ${row.name} is CPython's`, () => {
      for (const { args, answer: want } of recorded[row.name] ?? []) check(row, args, want);
      if (answers === undefined || (row.libm === true && !hasLibm)) return;
      const wrong: unknown[] = [];
      let count = 0;
      for (const [j, args] of cases[i].entries()) {
        const ours = asciiJson(answer(row, args));
        if (ours === answers[i][j] || ours === asciiJson(UNANSWERED)) continue;
        count += 1;
        if (wrong.length < 5) wrong.push({ args: args.map(asciiJson), ours, theirs: answers[i][j] });
      }
      expect(wrong, `${count} of ${cases[i].length} differ`).toEqual([]);
    });
  }
}

/** A long answer is recorded by its hash. */
function brief(answer: string): string {
  return answer.length < 600 ? answer : `#${createHash('sha1').update(answer).digest('hex')}`;
}

function check(row: Row, args: readonly Wire[], want: string): void {
  const ours = asciiJson(answer(row, args));
  if (ours !== asciiJson(UNANSWERED)) expect(brief(ours), `${row.name}(${asciiJson(args)})`).toBe(want);
}
