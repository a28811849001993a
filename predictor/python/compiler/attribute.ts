// Attribute loads with an inline cache: while the class and the instance's shape stay the same, the value is one array read.
import type * as ast from '../syntax/ast.ts';
import { genericGetAttr, lookup, typeOf } from '../attributes.ts';
import type { Evaluate } from '../frames.ts';
import { Unknown, unknownFrom } from '../unknown-value.ts';
import { dictShape, Instance, Module, type Shape, type Type, type Value } from '../values.ts';
import { type Ctx, mangled, then } from './context.ts';
import { compileExpr } from './expressions.ts';

/** An attribute that stands on a later line than its object is at its own line (`update_start_location_to_match_attr`). */
export function attributeSpan(e: ast.Attribute): ast.Span {
  return e.line === e.endLine ? e : { ...e, line: e.endLine };
}

export function compileAttribute(c: Ctx, e: ast.Attribute): Evaluate {
  const object = then(c, attributeSpan(e), compileExpr(c, e.value));
  return loadAttribute(object, mangled(c, e.attr));
}

export function loadAttribute(object: Evaluate, name: string): Evaluate {
  let shape: Shape | null = null;
  let version = -1;
  let index = -1;
  return f => {
    const o = object(f);
    if (o instanceof Instance) {
      if (o.shape === shape && o.cls.version === version) return o.fields[index];
      if (o.shape !== null && o.shape !== dictShape && plainField(o.cls, name)) {
        const i = o.shape.index.get(name);
        if (i !== undefined && o.fields[i] !== undefined) {
          shape = o.shape;
          version = o.cls.version;
          index = i;
          return o.fields[i];
        }
      }
    } else if (o instanceof Module) {
      const v = o.dict.map.get(name)?.value;
      if (v !== undefined && o.cls.slots.getattr !== genericGetAttr) return v;
    } else if (o instanceof Unknown) return unknownFrom(null, o);
    return typeOf(o).slots.getattr!(o, name);
  };
}
/** Nothing in the class comes before the instance's own attribute. */
export function plainField(cls: Type, name: string): boolean {
  if (cls.slots.getattr !== genericGetAttr) return false;
  const d: Value | undefined = lookup(cls, name);
  return d === undefined || typeOf(d).slots.descrSet === undefined;
}
