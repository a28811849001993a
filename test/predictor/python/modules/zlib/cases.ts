// Runs recorded uses of `zlib` (cases.py) through our own and tells where it and CPython differ.
import { Excess, Fault } from '../../../../../predictor/python/fault.ts';
import { Compressor, compress, Decompressor, decompress } from '../../../../../predictor/python/modules/zlib/streams.ts';

export interface Case {
  readonly do: string;
  readonly data: string;
  readonly level: number;
  readonly wbits: number;
  readonly mem: number;
  readonly dictionary: string | null;
  readonly steps: [string, number][];
  readonly result: unknown;
}

export function differences(c: Case): string[] {
  let got: unknown;
  try {
    got = runs[c.do](c);
  } catch (error) {
    if (error instanceof Excess) return [];
    throw error;
  }
  const [mine, theirs] = [JSON.stringify(got), JSON.stringify(c.result)];
  if (mine === theirs) return [];
  return [`${JSON.stringify({ ...c, result: 0 }).slice(0, 2000)}: ${mine.slice(0, 1000)}, CPython ${theirs.slice(0, 1000)}`];
}

const runs: Record<string, (c: Case) => unknown> = {
  compress: c => attempt(() => compress(bytes(c.data), c.level, c.wbits)),
  decompress: c => attempt(() => decompress(bytes(c.data), c.wbits)),
  compressobj: c => {
    let stream: Compressor;
    try {
      stream = new Compressor(c.level, c.wbits, c.mem);
    } catch (error) {
      return [(error as Fault).message];
    }
    const out: unknown[] = [];
    for (const [data, mode] of c.steps) out.push(attempt(() => stream.compress(bytes(data))), attempt(() => stream.flush(mode)));
    out.push(attempt(() => stream.flush()), attempt(() => stream.compress(bytes('61'))), attempt(() => stream.flush()));
    return out;
  },
  decompressobj: c => {
    const stream = new Decompressor(c.wbits, c.dictionary === null ? null : bytes(c.dictionary));
    return c.steps.map(([data, limit]) => {
      const twin = stream.copy(); // A copy must not disturb the original.
      const out = attempt(() => (data === 'flush' ? stream.flush() : stream.decompress(bytes(data), limit)));
      attempt(() => twin.decompress(bytes('00ff00')));
      return [out, stream.eof, hex(stream.unusedData), hex(stream.unconsumedTail)];
    });
  },
};

function bytes(data: string): Uint8Array {
  return Buffer.from(data, 'hex');
}

function hex(data: Uint8Array): string {
  return Buffer.from(data).toString('hex');
}

function attempt(fn: () => Uint8Array): unknown {
  try {
    return hex(fn());
  } catch (error) {
    if (error instanceof Fault) return { type: error.type, message: error.message };
    throw error;
  }
}
