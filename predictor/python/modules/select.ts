// The `select` module over the sockets of socket.ts: what is ready is what a socket pair holds; waiting lets other threads run and the virtual clock go on.
import { defineClass, defineModule, type Methods } from '../define.ts';
import { excTypes, raising, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { floatOf, toParsedInt } from '../types/convert.ts';
import { hasIndex } from '../types/indices.ts';
import { callMethod } from '../calls.ts';
import { toArray } from '../operators.ts';
import { originHere, UnknownUsed } from '../unknown-value.ts';
import { List, type Module, Mutable, Tuple, type Type, type Value } from '../values.ts';
import { enter, closeFd } from './descriptors.ts';
import { disk } from './disk.ts';
import { constants } from './holes.ts';
import { isReadable } from './socket.ts';
import { yieldToThreads } from './threads.ts';
import { pass } from './virtual-clock.ts';

const IN = 1;
const OUT = 4;

class Poller extends Mutable {
  fds = new Map<number, number>();
  fd = -1;
  override saver(): () => void {
    const base = super.saver();
    const fds = new Map(this.fds);
    const { fd } = this;
    return () => {
      base();
      Object.assign(this, { fds, fd });
    };
  }
}
const numberOf = (v: Value): number => (hasIndex(v) ? toParsedInt(v) : toParsedInt(callMethod(v, 'fileno')));

function ready(fds: ReadonlyMap<number, number>): [number, number][] {
  const out: [number, number][] = [];
  for (const [fd, events] of fds) {
    const bits = ((events & IN) !== 0 && isReadable(fd) ? IN : 0) | ((events & OUT) !== 0 ? OUT : 0);
    if (bits !== 0) out.push([fd, bits]);
  }
  return out;
}
/** Waits until something is ready or `seconds` have gone by; for ever where that is null, which nothing can end. */
function wait(fds: ReadonlyMap<number, number>, seconds: number | null): [number, number][] {
  let found = ready(fds);
  if (found.length > 0 || seconds === 0) return found;
  yieldToThreads();
  found = ready(fds);
  if (found.length > 0) return found;
  if (seconds === null) throw new UnknownUsed([originHere('input', 'waiting for a descriptor')]);
  pass(seconds);
  return found;
}
const rows = (found: [number, number][]): List => new List(found.map(([fd, bits]) => new Tuple([fd, bits])));

function methods(unit: number, defaultEvents: number): Methods {
  return {
    register: {
      params: `self, fd, eventmask=${defaultEvents}`,
      call: (p: Poller, fd: Value, mask: Value = defaultEvents) => {
        const n = numberOf(fd);
        if (unit === 1 && p.fds.has(n)) throw raising('FileExistsError', 17, 'File exists');
        touch(p);
        p.fds.set(n, toParsedInt(mask));
        return null;
      },
    },
    modify: {
      params: 'self, fd, eventmask',
      call: (p: Poller, fd: Value, mask: Value) => {
        const n = numberOf(fd);
        if (!p.fds.has(n)) throw raising('FileNotFoundError', 2, 'No such file or directory');
        touch(p);
        p.fds.set(n, toParsedInt(mask));
        return null;
      },
    },
    unregister: {
      params: 'self, fd',
      call: (p: Poller, fd: Value) => {
        touch(p);
        if (!p.fds.delete(numberOf(fd))) throw unit === 1 ? raising('FileNotFoundError', 2, 'No such file or directory') : raising('KeyError', fd);
        return null;
      },
    },
    poll: {
      params: 'self, timeout=None, maxevents=-1',
      call: (p: Poller, timeout: Value = null) => {
        const t = timeout === null ? null : floatOf(timeout) / unit;
        return rows(wait(p.fds, t === null || t < 0 ? null : t));
      },
    },
  };
}
const pollClass: Type = defineClass({ name: 'poll', module: 'select', subclassable: false, methods: methods(1000, IN | 2 | OUT) });
const epollClass: Type = defineClass({
  name: 'epoll',
  module: 'select',
  slots: {
    new: () => {
      const p = new Poller(epollClass);
      p.fd = enter({ node: null, path: 'epoll', folder: false, at: 0, reads: true, writes: true, appends: false, special: 'unknown', pipe: null, shared: 1 });
      return p;
    },
  },
  methods: {
    ...methods(1, IN | 2 | OUT),
    close: {
      params: 'self, /',
      call: (p: Poller) => {
        touch(p);
        if (p.fd >= 0 && disk().files.has(p.fd)) closeFd(p.fd);
        p.fd = -1;
        return null;
      },
    },
    fileno: {
      params: 'self, /',
      call: (p: Poller) => {
        if (p.fd < 0) throw valueError('I/O operation on closed epoll object');
        return p.fd;
      },
    },
    __enter__: { params: 'self, /', call: (p: Poller) => p },
    __exit__: { params: 'self, *args', call: (p: Poller) => callMethod(p, 'close') },
  },
  getset: { closed: [(p: Poller) => p.fd < 0] },
});
function select(r: Value, w: Value, x: Value, timeout: Value = null): Value {
  const t = timeout === null ? null : floatOf(timeout);
  if (t !== null && t < 0) throw valueError('timeout must be non-negative');
  const fds = new Map<number, number>();
  const readers = toArray(r);
  const writers = toArray(w);
  toArray(x);
  for (const v of readers) fds.set(numberOf(v), IN);
  for (const v of writers) fds.set(numberOf(v), (fds.get(numberOf(v)) ?? 0) | OUT);
  const found = new Map(wait(fds, t));
  const pick = (all: Value[], bit: number): List => new List(all.filter(v => ((found.get(numberOf(v)) ?? 0) & bit) !== 0));
  return new Tuple([pick(readers, IN), pick(writers, OUT), new List([])]);
}
export const selectModule = (): Module =>
  defineModule('select', {
    select: { params: 'rlist, wlist, xlist, timeout=None, /', call: select },
    poll: { params: '', call: () => new Poller(pollClass) },
  }, { ...constants('select'), epoll: epollClass, error: excTypes.get('OSError')! });
