// The `_string` module (Objects/unicodeobject.c): what string.Formatter asks about format strings.
import { defineModule, type Methods } from '../define.ts';
import { parseFormat, splitFieldName } from '../text/str-format.ts';
import { typeName } from '../names.ts';
import { typeOf } from '../attributes.ts';
import { typeError } from '../raise.ts';
import { strOf } from '../types/convert.ts';
import { defineIterator, moving, NativeIter } from '../types/iterator-base.ts';
import { type Module, Tuple, type Type, type Value } from '../values.ts';

function text(v: Value): string {
  const s = strOf(v);
  if (s === undefined) throw typeError(`expected str, got ${typeName(typeOf(v))}`);
  return s;
}

class FormatterIter extends NativeIter {
  private readonly pieces: ReturnType<typeof parseFormat>;
  private at = 0;
  constructor(format: string) {
    super(formatterIterator);
    this.pieces = parseFormat(format);
  }
  next(): Value | undefined {
    const piece = this.pieces[this.at];
    if (piece === undefined) return undefined;
    moving(this);
    this.at++;
    if (piece.fault !== undefined) throw piece.fault;
    const { literal, field } = piece;
    if (field === undefined) return new Tuple([literal, null, null, null]);
    return new Tuple([literal, field.name, field.spec, field.conversion === '' ? null : field.conversion]);
  }
}
const formatterIterator: Type = defineIterator({ name: 'formatteriterator' });

class FieldNameIter extends NativeIter {
  private readonly steps: ReturnType<typeof splitFieldName>['rest'];
  private at = 0;
  constructor(steps: ReturnType<typeof splitFieldName>['rest']) {
    super(fieldNameIterator);
    this.steps = steps;
  }
  next(): Value | undefined {
    const step = this.steps[this.at];
    if (step === undefined) return undefined;
    moving(this);
    this.at++;
    if (step.fault !== undefined) throw step.fault;
    return new Tuple([step.attribute, step.name]);
  }
}
const fieldNameIterator: Type = defineIterator({ name: 'fieldnameiterator' });

const rows: Methods = {
  formatter_parser: { params: 'format, /', call: (format: Value) => new FormatterIter(text(format)) },
  formatter_field_name_split: {
    params: 'name, /', returns: 'tuple',
    call: (name: Value) => {
      const { first, rest } = splitFieldName(text(name));
      return new Tuple([first, new FieldNameIter(rest)]);
    },
  },
};
export const stringModule = (): Module => defineModule('_string', rows, {}, 'string helper module');
