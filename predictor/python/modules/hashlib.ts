// The modules below hashlib.py: `_md5`, `_sha1`, `_sha256`, `_sha512`, `_sha3` and `_blake2` (Modules/md5module.c and its kin). The digests are in numbers/.
import { defineClass, defineModule, type Methods, type Row } from '../define.ts';
import { Blake2, BLAKE2B, BLAKE2S, type Blake2Parameters } from '../numbers/digest-blake2.ts';
import { type Digest, newDigest } from '../numbers/digest.ts';
import { truth } from '../operators.ts';
import { overflowError, typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { touch, vm } from '../state.ts';
import { bytesOf, bytesOrNone, strOf, toCInt } from '../types/convert.ts';
import { toInt } from '../types/indices.ts';
import { latinText } from '../types/latin-text.ts';
import { reserve } from '../types/large.ts';
import { Bytes, type Kw, type Module, Mutable, type Type, type Value } from '../values.ts';
import { hexlify } from './binascii-core.ts';

class HashObject extends Mutable {
  digest: Digest;
  constructor(cls: Type, digest: Digest) {
    super(cls);
    this.digest = digest;
  }
  override saver(): () => void {
    const base = super.saver();
    const twin = this.digest.copy();
    return () => {
      base();
      this.digest = twin;
    };
  }
}
/** What is hashed: any buffer, but no text. */
function input(v: Value): Uint8Array {
  if (strOf(v) !== undefined) throw typeError('Strings must be encoded before hashing');
  const data = bytesOrNone(v);
  if (data === undefined) throw typeError('object supporting the buffer API required');
  vm.fuel -= data.length >> 6;
  return data;
}
/** A C unsigned long (`_PyLong_UnsignedLong_Converter`). */
function unsigned(v: Value): number | bigint {
  const n = toInt(v);
  if (n < 0) throw valueError('value must be positive');
  if (n >= 2n ** 64n) throw overflowError('Python int too large to convert to C unsigned long');
  return n;
}
const hex = (data: Uint8Array): string => latinText(hexlify(data));

function shakeLength(v: Value): number {
  const n = unsigned(v);
  if (n >= 1 << 29) throw valueError('length is too large');
  reserve(Number(n));
  return Number(n);
}
const fixedRows: Methods = {
  digest: { params: 'self, /', returns: 'bytes', call: (self: HashObject) => new Bytes(self.digest.digest()) },
  hexdigest: { params: 'self, /', returns: 'str', call: (self: HashObject) => hex(self.digest.digest()) },
};
const shakeRows: Methods = {
  digest: { params: 'self, length, /', returns: 'bytes', call: (self: HashObject, n: Value) => new Bytes(self.digest.digest(shakeLength(n))) },
  hexdigest: { params: 'self, length, /', returns: 'str', call: (self: HashObject, n: Value) => hex(self.digest.digest(shakeLength(n))) },
};

/** The class of one digest; `make` is its constructor, where it has one. */
function digestClass(module: string, name: string, make?: (cls: Type, args: Value[], kw: Kw) => Value, constants?: Record<string, Value>): Type {
  return defineClass({
    name,
    module,
    slots: {
      new:
        make ??
        (() => {
          throw typeError(`cannot create '${module}.${name}' instances`);
        }),
    },
    methods: {
      update: {
        params: 'self, obj, /', returns: 'none',
        call: (self: HashObject, v: Value) => {
          const data = input(v);
          touch(self);
          self.digest.update(data);
          return null;
        },
      },
      copy: { params: 'self, /', call: (self: HashObject) => new HashObject(self.cls, self.digest.copy()) },
      ...(name.startsWith('shake') ? shakeRows : fixedRows),
    },
    getset: {
      name: [(self: HashObject) => self.digest.name],
      digest_size: [(self: HashObject) => self.digest.digestSize],
      block_size: [(self: HashObject) => self.digest.blockSize],
    },
    constants,
  });
}
const known = new Map<string, Type>();
/** Classes outlive the modules, which are made anew for each world. */
function once(name: string, make: () => Type): Type {
  let cls = known.get(name);
  if (cls === undefined) known.set(name, (cls = make()));
  return cls;
}
function started(cls: Type, name: string, data: Value | undefined): HashObject {
  const digest = newDigest(name) as Digest;
  if (data !== undefined) digest.update(input(data));
  return new HashObject(cls, digest);
}
function functions(module: string, names: readonly string[], types: readonly string[]): Module {
  const rows: Record<string, Row> = {};
  const values: Record<string, Value> = {};
  names.forEach((name, i) => {
    const cls = once(name, () => digestClass(module, name));
    values[types[i]] = cls;
    rows[name] = { params: "string=b'', *, usedforsecurity=True", call: (data?: Value, security?: Value) => (security !== undefined && truth(security), started(cls, name, data)) };
  });
  return defineModule(module, rows, values);
}
export const md5Module = (): Module => functions('_md5', ['md5'], ['MD5Type']);
export const sha1Module = (): Module => functions('_sha1', ['sha1'], ['SHA1Type']);
export const sha256Module = (): Module => functions('_sha256', ['sha224', 'sha256'], ['SHA224Type', 'SHA256Type']);
export const sha512Module = (): Module => functions('_sha512', ['sha384', 'sha512'], ['SHA384Type', 'SHA512Type']);

const sha3Parameters = signature("data=b'', /, *, usedforsecurity=True", false);
export function sha3Module(): Module {
  const values: Record<string, Value> = { implementation: 'tiny_sha3', keccakopt: 0 };
  for (const name of ['sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'shake_128', 'shake_256']) {
    values[name] = once(name, () =>
      digestClass('_sha3', name, (cls, args, kw) => started(cls, name, (bindNative(sha3Parameters, name, name, args, kw) as [Value | undefined])[0])),
    );
  }
  return defineModule('_sha3', {}, values);
}

// BLAKE2 ----------------------------------------------------------------------------------------------------------

const blakeParameters = signature(
  "data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True",
  false,
);
type Kind = typeof BLAKE2B;
function makeBlake(kind: Kind, cls: Type, args: Value[], kw: Kw): Value {
  const { name, maxSize, saltSize } = kind;
  const given = bindNative(blakeParameters, name, name, args, kw) as (Value | undefined)[];
  const [data, size, key, salt, person, fanout, depth, leaf, offset, nodeDepth, inner, last] = given;
  const int = (v: Value | undefined, fallback: number): number => (v === undefined ? fallback : toCInt(v));
  // The conversion of all arguments comes before the checks.
  const digestSize = int(size, maxSize);
  const bytes = [key, salt, person].map(v => (v === undefined ? new Uint8Array(0) : bytesOf(v).slice()));
  const fan = int(fanout, 1);
  const deep = int(depth, 1);
  const leafSize = leaf === undefined ? 0 : unsigned(leaf);
  const nodeOffset = offset === undefined ? 0 : unsignedLong(offset);
  const level = int(nodeDepth, 0);
  const innerSize = int(inner, 0);
  const lastNode = last !== undefined && truth(last);
  if (digestSize <= 0 || digestSize > maxSize) throw valueError(`digest_size must be between 1 and ${maxSize} bytes`);
  if (bytes[1].length > saltSize) throw valueError(`maximum salt length is ${saltSize} bytes`);
  if (bytes[2].length > saltSize) throw valueError(`maximum person length is ${saltSize} bytes`);
  if (fan < 0 || fan > 255) throw valueError('fanout must be between 0 and 255');
  if (deep <= 0 || deep > 255) throw valueError('depth must be between 1 and 255');
  if (leafSize > 0xffffffff) throw overflowError('leaf_size is too large');
  if (kind === BLAKE2S && nodeOffset > 0xffff_ffff_ffff) throw overflowError('node_offset is too large');
  if (level < 0 || level > 255) throw valueError('node_depth must be between 0 and 255');
  if (innerSize < 0 || innerSize > maxSize) throw valueError(`inner_size must be between 0 and is ${maxSize}`);
  if (bytes[0].length > maxSize) throw valueError(`maximum key length is ${maxSize} bytes`);
  const parameters: Blake2Parameters = {
    digestSize, key: bytes[0], salt: bytes[1], person: bytes[2], fanout: fan, depth: deep, leafSize: Number(leafSize), nodeOffset, nodeDepth: level, innerSize, lastNode,
  };
  const digest = new Blake2(kind, parameters);
  if (data !== undefined) digest.update(input(data));
  return new HashObject(cls, digest);
}
function unsignedLong(v: Value): number | bigint {
  const n = toInt(v);
  if (n < 0) throw valueError('value must be positive');
  if (n >= 2n ** 64n) throw overflowError('int too big to convert');
  return n;
}
export function blake2Module(): Module {
  const values: Record<string, Value> = {};
  for (const kind of [BLAKE2B, BLAKE2S]) {
    const sizes = { SALT_SIZE: kind.saltSize, PERSON_SIZE: kind.saltSize, MAX_KEY_SIZE: kind.maxSize, MAX_DIGEST_SIZE: kind.maxSize };
    values[kind.name] = once(kind.name, () => digestClass('_blake2', kind.name, (cls, args, kw) => makeBlake(kind, cls, args, kw), sizes));
    for (const [n, size] of Object.entries(sizes)) values[`${kind.name.toUpperCase()}_${n}`] = size;
  }
  return defineModule('_blake2', {}, values);
}
