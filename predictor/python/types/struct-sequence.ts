// Struct sequences: tuples with named fields, as `sys.version_info` and `time.struct_time` are (Objects/structseq.c).
import { defineClass } from '../define.ts';
import { repr, toArray } from '../operators.ts';
import { typeError } from '../raise.ts';
import { T, Tuple, type Type, type Value } from '../values.ts';

/** The class, made at first use (the tuple class must be there), and a maker of instances. */
export interface StructSequence {
  (items: readonly Value[]): Tuple;
  readonly cls: () => Type;
}
/** `visible` is how many fields the tuple itself shows; further ones are attributes only. */
export function structSequence(fullName: string, fields: readonly string[], visible = fields.length): StructSequence {
  const dot = fullName.lastIndexOf('.');
  const name = fullName.slice(dot + 1);
  const hidden = new WeakMap<Tuple, readonly Value[]>();
  let cls: Type | undefined;
  const classOf = (): Type => {
    cls ??= defineClass({
      name,
      module: fullName.slice(0, dot),
      bases: [T.tuple],
      subclassable: false,
      slots: {
        repr: v => `${fullName}(${(v as Tuple).items.map((x, i) => `${fields[i]}=${repr(x)}`).join(', ')})`,
        new: (_c, args) => {
          if (args.length < 1) throw typeError(`${name}() missing required argument 'sequence' (pos 1)`);
          const items = toArray(args[0]);
          if (items.length < visible) throw typeError(`${fullName}() takes an at least ${visible}-sequence (${items.length}-sequence given)`);
          if (items.length > fields.length) throw typeError(`${fullName}() takes an at most ${fields.length}-sequence (${items.length}-sequence given)`);
          return make(items);
        },
      },
      getset: Object.fromEntries(fields.map((f, i) => [f, [(v: Tuple) => (i < visible ? v.items[i] : (hidden.get(v)?.[i - visible] ?? null))] as const])),
      constants: { n_fields: fields.length, n_sequence_fields: visible, n_unnamed_fields: 0 },
    });
    return cls;
  };
  const make = (items: readonly Value[]): Tuple => {
    const t = new Tuple(items.slice(0, visible), classOf());
    if (items.length > visible) hidden.set(t, items.slice(visible));
    return t;
  };
  return Object.assign(make, { cls: classOf });
}
