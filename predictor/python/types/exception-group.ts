// BaseExceptionGroup and ExceptionGroup (PEP 654), and the splitting that `except*` does.
import { getAttr, isSubtype, lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { isExceptionClass } from '../exceptions.ts';
import { repr, toArray, truth } from '../operators.ts';
import { excTypes, typeError, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { Exc, T, Tuple, Type, type Value } from '../values.ts';

export const members = (g: Exc): readonly Exc[] => ((g.args.items[1] as Tuple | undefined)?.items ?? []) as readonly Exc[];
const message = (g: Exc): Value => g.args.items[0] ?? '';

function groupNew(cls: Type, args: Value[]): Value {
  if (args.length !== 2) throw typeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${args.length} given)`);
  const [msg, excs] = args;
  if (typeof msg !== 'string') throw typeError(`argument 1 must be str, not ${typeOf(msg).name}`);
  if (typeOf(excs).slots.getitem === undefined) throw typeError('second argument (exceptions) must be a sequence');
  const items = toArray(excs);
  if (items.length === 0) throw valueError('second argument (exceptions) must be a non-empty sequence');
  items.forEach((e, i) => {
    if (!(e instanceof Exc)) throw valueError(`Item ${i} of second argument (exceptions) is not an exception`);
  });
  const ordinary = items.every(e => isSubtype(typeOf(e), excTypes.get('Exception')!));
  let made = cls;
  if (cls === group && ordinary) made = excTypes.get('ExceptionGroup')!;
  else if (!ordinary && isSubtype(cls, excTypes.get('Exception')!)) {
    throw typeError(cls === excTypes.get('ExceptionGroup') ? 'Cannot nest BaseExceptions in an ExceptionGroup' : `Cannot nest BaseExceptions in '${cls.name}'`);
  }
  const e = made.alloc!(made) as Exc;
  e.args = new Tuple([msg, new Tuple(items)]);
  return e;
}
const group: Type = defineClass({
  name: 'BaseExceptionGroup',
  bases: [T.exception],
  hasDict: true,
  slots: {
    new: groupNew,
    init: (self, args) => {
      touch(self as Exc);
      (self as Exc).args = new Tuple([args[0], new Tuple(toArray(args[1]))]);
    },
    str: v => {
      const n = members(v as Exc).length;
      return `${String(message(v as Exc))} (${n} sub-exception${n === 1 ? '' : 's'})`;
    },
    repr: v => `${typeOf(v).name}(${repr(message(v as Exc))}, [${members(v as Exc).map(repr).join(', ')}])`,
  },
  methods: {
    derive: { params: 'self, excs, /', call: (g: Exc, excs: Value) => call(group, [message(g), excs]) },
    split: { params: 'self, condition, /', call: (g: Exc, c: Value) => new Tuple(split(g, matcher(c))) },
    subgroup: { params: 'self, condition, /', call: (g: Exc, c: Value) => split(g, matcher(c))[0] },
    __class_getitem__: { params: 'cls, item, /', kind: 'class', call: (cls: Type) => cls },
  },
  getset: { message: [(g: Exc) => message(g)], exceptions: [(g: Exc) => g.args.items[1] ?? new Tuple([])] },
});
excTypes.set('BaseExceptionGroup', group);
excTypes.set('ExceptionGroup', defineClass({ name: 'ExceptionGroup', bases: [group, excTypes.get('Exception')!], hasDict: true }));
export const isGroup = (e: Value): e is Exc => e instanceof Exc && isSubtype(e.cls, group);

function matcher(c: Value): (e: Exc) => boolean {
  if (isExceptionClass(c)) return e => isSubtype(e.cls, c);
  if (c instanceof Tuple && c.items.every(isExceptionClass)) return e => c.items.some(t => isSubtype(e.cls, t as Type));
  if (typeOf(c).slots.call !== undefined && !(c instanceof Type)) return e => truth(call(c, [e]));
  throw typeError('expected a function, exception type or tuple of exception types');
}
/** The parts of an exception (or group) that match and that do not; null for an empty part. */
export function split(e: Exc, match: (e: Exc) => boolean): [Exc | null, Exc | null] {
  if (match(e)) return [e, null];
  if (!isGroup(e)) return [null, e];
  const yes: Exc[] = [];
  const no: Exc[] = [];
  for (const m of members(e)) {
    const [a, b] = split(m, match);
    if (a !== null) yes.push(a);
    if (b !== null) no.push(b);
  }
  return [part(e, yes), part(e, no)];
}
function part(e: Exc, all: readonly Exc[]): Exc | null {
  if (all.length === 0) return null;
  const custom = lookup(e.cls, 'derive') !== undefined;
  const g = (custom ? call(getAttr(e, 'derive'), [new Tuple(all)]) : call(group, [message(e), new Tuple(all)])) as Exc;
  g.traceback = e.traceback;
  g.context = e.context;
  g.cause = e.cause;
  g.suppress = e.suppress;
  return g;
}
