// The `_socket` module: socket pairs work, in memory; any other traffic is listed as an effect, and what would come back is unknown.
import { defineClass, defineModule, type Methods } from '../define.ts';
import { repr } from '../operators.ts';
import { excTypes, raising, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { touch } from '../state.ts';
import { bytesOf, floatOf, strOf, toParsedInt, toSsize, writableBytes } from '../types/convert.ts';
import { originHere, Unknown, unknown, UnknownUsed } from '../unknown-value.ts';
import { Bytes, Float, type Kw, type Module, Mutable, T, Tuple, type Type, type Value } from '../values.ts';
import { effect } from '../world.ts';
import { closeFd, openUnknown } from './descriptors.ts';
import { disk, osError } from './disk.ts';
import { aton, ntoa, ntop, pton, swapped16, swapped32 } from './inet.ts';
import { constants, holes } from './holes.ts';

/** One end of a socket pair. */
class Endpoint extends Mutable {
  incoming: Uint8Array[] = [];
  peer: Endpoint | null = null;
  closed = false;
  override saver(): () => void {
    const copy = this.incoming.slice();
    const { closed } = this;
    return () => {
      this.incoming = copy;
      this.closed = closed;
    };
  }
}
const endpoints = new Map<number, Endpoint>();
/** Is there something to read behind this descriptor, as far as is known? */
export const isReadable = (fd: number): boolean => {
  const e = endpoints.get(fd);
  return e !== undefined && (e.incoming.length > 0 || e.peer?.closed === true);
};

class Socket extends Mutable {
  fd = -1;
  family = 2;
  type = 1;
  proto = 0;
  timeout: number | null = null;
  override saver(): () => void {
    const copy = { ...this };
    return () => {
      Object.assign(this, copy);
    };
  }
}
const parameters = signature('family=-1, type=-1, proto=-1, fileno=None', false);
let defaultTimeout: number | null = null;

const text = (v: Value): string => (v instanceof Unknown ? 'unknown' : (strOf(v) ?? repr(v)));
function network(what: string): never {
  effect('network', what);
  throw new UnknownUsed([originHere('input', `socket: ${what}`)]);
}
const endOf = (s: Socket): Endpoint | undefined => endpoints.get(s.fd);
function open(s: Socket): void {
  if (s.fd < 0) throw osError(9);
}
function receive(s: Socket, n: number): Uint8Array {
  open(s);
  const e = endOf(s);
  if (e === undefined) return network('recv');
  if (e.incoming.length === 0) {
    if (e.peer?.closed) return new Uint8Array(0);
    if (s.timeout === 0) throw raising('BlockingIOError', 11, 'Resource temporarily unavailable');
    throw new UnknownUsed([originHere('order', 'waiting for a socket')]);
  }
  touch(e);
  const first = e.incoming.shift()!;
  if (first.length > n) e.incoming.unshift(first.subarray(n));
  return first.slice(0, n);
}
function send(s: Socket, data: Uint8Array): number {
  open(s);
  const e = endOf(s);
  if (e === undefined) {
    effect('network', 'send');
    return data.length;
  }
  if (e.peer === null || e.peer.closed) throw osError(32);
  if (data.length === 0) return 0;
  touch(e.peer);
  e.peer.incoming.push(data.slice());
  return data.length;
}
function close(s: Socket): void {
  if (s.fd < 0) return;
  const e = endOf(s);
  if (e !== undefined) {
    touch(e);
    e.closed = true;
    endpoints.delete(s.fd);
  }
  if (disk().files.has(s.fd)) closeFd(s.fd);
  touch(s);
  s.fd = -1;
}
function setPatience(s: Socket, v: Value): Value {
  open(s);
  const t = v === null ? null : floatOf(v);
  if (t !== null && t < 0) throw valueError('Timeout value out of range');
  touch(s);
  s.timeout = t;
  return null;
}
const methods: Methods = {
  ...holes('socket', 'getsockname getpeername getsockopt recvfrom recvfrom_into recvmsg recvmsg_into accept _accept sendmsg sendmsg_afalg ioctl share'),
  connect: { params: 'self, address, /', call: (s: Socket, a: Value) => (open(s), network(`connect ${text(a)}`)) },
  connect_ex: { params: 'self, address, /', call: (s: Socket, a: Value) => (open(s), network(`connect ${text(a)}`)) },
  bind: { params: 'self, address, /', call: (s: Socket, a: Value) => (open(s), effect('network', `bind ${text(a)}`), null) },
  listen: { params: 'self, backlog=128, /', call: (s: Socket) => (open(s), effect('network', 'listen'), null) },
  setsockopt: { params: 'self, *args', call: (s: Socket) => (open(s), null) },
  send: { params: 'self, data, flags=0, /', call: (s: Socket, data: Value) => send(s, bytesOf(data)) },
  sendall: { params: 'self, data, flags=0, /', call: (s: Socket, data: Value) => (send(s, bytesOf(data)), null) },
  sendto: { params: 'self, data, *args', call: (_s: Socket, data: Value, args: Value[]) => (effect('network', `send to ${text(args[args.length - 1] ?? null)}`), bytesOf(data).length) },
  recv: { params: 'self, bufsize, flags=0, /', returns: 'bytes', call: (s: Socket, n: Value) => new Bytes(receive(s, toSsize(n))) },
  recv_into: {
    params: 'self, buffer, nbytes=0, flags=0', returns: 'int',
    call: (s: Socket, buffer: Value, n?: Value) => {
      const into = writableBytes(buffer, 'recv_into', 'argument 1');
      const data = receive(s, n === undefined || toSsize(n) === 0 ? into.length : toSsize(n));
      if (buffer instanceof Mutable) touch(buffer);
      into.set(data);
      return data.length;
    },
  },
  shutdown: { params: 'self, how, /', call: (s: Socket) => (open(s), null) },
  settimeout: { params: 'self, timeout, /', call: setPatience },
  gettimeout: { params: 'self, /', call: (s: Socket) => (s.timeout === null ? null : new Float(s.timeout)) },
  setblocking: { params: 'self, flag, /', call: (s: Socket, flag: Value) => setPatience(s, flag === false || flag === 0 ? 0 : null) },
  getblocking: { params: 'self, /', call: (s: Socket) => s.timeout !== 0 },
  fileno: { params: 'self, /', returns: 'int', call: (s: Socket) => s.fd },
  close: { params: 'self, /', call: (s: Socket) => (close(s), null) },
  detach: {
    params: 'self, /', returns: 'int',
    call: (s: Socket) => {
      const { fd } = s;
      touch(s);
      s.fd = -1;
      return fd;
    },
  },
};
const socketClass: Type = defineClass({
  name: 'socket',
  module: '_socket',
  alloc: cls => new Socket(cls),
  slots: {
    new: cls => new Socket(cls),
    init: (self, args: Value[], kw: Kw) => {
      const [family, type, proto, fileno] = bindNative(parameters, 'socket', 'socket', args, kw) as (Value | undefined)[];
      const s = self as Socket;
      touch(s);
      const pick = (v: Value | undefined, fallback: number): number => (v === undefined || toParsedInt(v) === -1 ? fallback : toParsedInt(v));
      s.family = pick(family, 2);
      s.type = pick(type, 1);
      s.proto = pick(proto, 0);
      s.timeout = defaultTimeout;
      s.fd = fileno === undefined || fileno === null ? openUnknown('socket', true) : toParsedInt(fileno);
    },
    repr: v => {
      const s = v as Socket;
      return `<socket object, fd=${s.fd}, family=${s.family}, type=${s.type}, proto=${s.proto}>`;
    },
  },
  methods,
  getset: {
    family: [(s: Socket) => s.family],
    type: [(s: Socket) => s.type],
    proto: [(s: Socket) => s.proto],
    timeout: [(s: Socket) => (s.timeout === null ? null : new Float(s.timeout))],
  },
});
class Capsule extends Mutable {}
const capsuleClass = defineClass({ name: 'PyCapsule', subclassable: false, slots: { repr: () => '<capsule object "_socket.CAPI" at 0x7f0000000010>' } });
function pair(family: Value = 1, type: Value = 1, proto: Value = 0): Value {
  const make = (e: Endpoint): Socket => {
    const s = new Socket(socketClass);
    s.family = toParsedInt(family ?? 1);
    s.type = toParsedInt(type);
    s.proto = toParsedInt(proto);
    s.fd = openUnknown('socket', true);
    endpoints.set(s.fd, e);
    return s;
  };
  const a = new Endpoint(T.object);
  const b = new Endpoint(T.object);
  a.peer = b;
  b.peer = a;
  return new Tuple([make(a), make(b)]);
}
let errors: Record<string, Type> | undefined;
function errorClasses(): Record<string, Type> {
  const OSError = excTypes.get('OSError')!;
  errors ??= {
    gaierror: defineClass({ name: 'gaierror', module: 'socket', bases: [OSError], hasDict: true }), herror: defineClass({ name: 'herror', module: 'socket', bases: [OSError], hasDict: true }),
  };
  return errors;
}
export function socketModule(): Module {
  endpoints.clear();
  defaultTimeout = null;
  return defineModule('_socket', {
    ...holes('socket', 'getnameinfo getservbyname getservbyport getprotobyname if_nameindex if_nametoindex if_indextoname sethostname CMSG_LEN CMSG_SPACE dup'),
    // To ask for an address is to ask the network.
    ...Object.fromEntries(['getaddrinfo', 'gethostbyname', 'gethostbyname_ex', 'gethostbyaddr'].map(n => [n, { params: 'host, *args, **kw', call: (host: Value) => network(`look up ${text(host)}`) }])),
    gethostname: { params: '', returns: 'str', call: () => unknown('input', 'socket.gethostname', T.str) },
    inet_pton: { params: 'address_family, ip_string, /', call: pton },
    inet_ntop: { params: 'address_family, packed_ip, /', call: ntop },
    socketpair: { params: 'family=1, type=1, proto=0, /', call: pair },
    close: { params: 'fd, /', call: (fd: Value) => (closeFd(toParsedInt(fd)), null) },
    getdefaulttimeout: { params: '', call: () => (defaultTimeout === null ? null : new Float(defaultTimeout)) },
    setdefaulttimeout: {
      params: 'timeout, /',
      call: (t: Value) => {
        defaultTimeout = t === null ? null : floatOf(t);
        return null;
      },
    },
    htons: { params: 'x, /', returns: 'int', call: swapped16('htons') },
    ntohs: { params: 'x, /', returns: 'int', call: swapped16('ntohs') },
    htonl: { params: 'x, /', returns: 'int', call: swapped32 },
    ntohl: { params: 'x, /', returns: 'int', call: swapped32 },
    inet_aton: { params: 'ip_addr, /', returns: 'bytes', call: aton },
    inet_ntoa: { params: 'packed_ip, /', returns: 'str', call: ntoa },
  }, { ...constants('_socket'), socket: socketClass, SocketType: socketClass, error: excTypes.get('OSError')!, timeout: excTypes.get('TimeoutError')!, ...errorClasses(), has_ipv6: true, CAPI: new Capsule(capsuleClass) });
}
