// groupby and tee of itertools, whose parts share one source (Modules/itertoolsmodule.c).
import { lookup, typeOf } from '../attributes.ts';
import { call, callMethod } from '../calls.ts';
import { equal, iter, nextOf } from '../operators.ts';
import { runtimeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { CallingIter } from '../types/calling-iterator.ts';
import { checkPositional, noKeywords } from '../types/constructor-arguments.ts';
import { toSsize } from '../types/indices.ts';
import { defineIterator, moving, NativeIter } from '../types/iterator-base.ts';
import { untilStop } from '../types/swallow.ts';
import { Tuple, type Type, type Value } from '../values.ts';

// groupby ---------------------------------------------------------------------------------------------------------

class GroupBy extends CallingIter {
  readonly it: Value;
  readonly keyFunc: Value;
  target: Value | undefined;
  key: Value | undefined;
  value: Value | undefined;
  group: Group | null = null;
  constructor(cls: Type, it: Value, keyFunc: Value) {
    super(cls);
    this.it = it;
    this.keyFunc = keyFunc;
  }
  /** Reads one item more; false at the end. */
  read(): boolean {
    const x = nextOf(this.it);
    if (x === undefined) return false;
    const key = this.keyFunc === null ? x : call(this.keyFunc, [x]);
    this.value = x;
    this.key = key;
    return true;
  }
  protected step(): Value | undefined {
    this.group = null;
    for (;;) {
      if (this.key !== undefined && (this.target === undefined || !equal(this.target, this.key))) break;
      if (!this.read()) return undefined;
    }
    this.target = this.key;
    this.group = new Group(this, this.key!);
    return new Tuple([this.key!, this.group]);
  }
}
class Group extends NativeIter {
  readonly parent: GroupBy;
  readonly key: Value;
  constructor(parent: GroupBy, key: Value) {
    super(groupType);
    this.parent = parent;
    this.key = key;
  }
  next(): Value | undefined {
    const g = this.parent;
    if (g.group !== this) return undefined;
    moving(g);
    return untilStop(() => {
      if (g.value === undefined && !g.read()) return undefined;
      if (!equal(this.key, g.key!)) return undefined;
      const x = g.value;
      g.value = undefined;
      g.key = undefined;
      return x;
    });
  }
}
const groupType: Type = defineIterator({ name: '_grouper', module: 'itertools' });
const groupBySignature = signature('iterable, key=None', false);
const groupByType: Type = defineIterator({
  name: 'groupby',
  module: 'itertools',
  subclassable: true,
  slots: {
    new: (cls, args, kw) => {
      const [iterable, key] = bindNative(groupBySignature, 'groupby', 'groupby', args, kw) as [Value, Value | undefined];
      return new GroupBy(cls, iter(iterable), key ?? null);
    },
  },
});

// tee -------------------------------------------------------------------------------------------------------------

/** One item read from the source, and the way to the next. */
class Link {
  value: Value | undefined;
  next: Link | null = null;
}
class Source {
  readonly it: Value;
  running = false;
  constructor(it: Value) {
    this.it = it;
  }
}
class Tee extends NativeIter {
  readonly source: Source;
  link: Link;
  constructor(source: Source, link: Link) {
    super(teeType);
    this.source = source;
    this.link = link;
  }
  next(): Value | undefined {
    moving(this);
    const { link, source } = this;
    if (link.next === null) {
      if (source.running) throw runtimeError('cannot re-enter the tee iterator');
      source.running = true;
      let x: Value | undefined;
      try {
        x = nextOf(source.it);
      } finally {
        source.running = false;
      }
      if (x === undefined) return undefined;
      link.value = x;
      link.next = new Link();
    }
    this.link = link.next;
    return link.value;
  }
}
function teeOf(iterable: Value): Tee {
  const it = iter(iterable);
  return it instanceof Tee ? new Tee(it.source, it.link) : new Tee(new Source(it), new Link());
}
const teeType: Type = defineIterator({
  name: '_tee',
  module: 'itertools',
  slots: {
    new: (_cls, args, kw) => {
      noKeywords('_tee', kw);
      checkPositional('_tee', args, 1, 1);
      return teeOf(args[0]);
    },
  },
  methods: { __copy__: { params: 'self, /', call: (self: Tee) => new Tee(self.source, self.link) } },
});

/** `itertools.tee` */
export function tee(iterable: Value, n?: Value): Value {
  const count = n === undefined ? 2 : toSsize(n);
  if (count < 0) throw valueError('n must be >= 0');
  if (count === 0) return new Tuple([]);
  const it = iter(iterable);
  const first = lookup(typeOf(it), '__copy__') === undefined ? new Tee(new Source(it), new Link()) : it;
  const out: Value[] = [first];
  while (out.length < count) out.push(first instanceof Tee ? new Tee(first.source, first.link) : callMethod(first, '__copy__'));
  return new Tuple(out);
}
export const groupingTypes: Record<string, Type> = { groupby: groupByType, _grouper: groupType, _tee: teeType };
