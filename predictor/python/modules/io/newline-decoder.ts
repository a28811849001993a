// `_io.IncrementalNewlineDecoder` (Modules/_io/textio.c): wraps a decoder and makes line ends universal.
import { callMethod } from '../../calls.ts';
import { defineClass } from '../../define.ts';
import { truth } from '../../operators.ts';
import { typeError, valueError } from '../../raise.ts';
import { bindNative, signature } from '../../signature.ts';
import { touch } from '../../state.ts';
import { strOf, toSsize } from '../../types/convert.ts';
import { Unknown, UnknownUsed } from '../../unknown-value.ts';
import { Bytes, Tuple, type Type, type Value } from '../../values.ts';
import { Stream } from './base.ts';
import { newlinesIn, seenNewlines, unify } from './newlines.ts';

class NewlineDecoder extends Stream {
  decoder: Value | undefined = undefined;
  translate = false;
  held = false;
  seen = 0;
}
const parameters = signature("decoder, translate, errors='strict'", false);
export const newlineDecoder: Type = defineClass({
  name: 'IncrementalNewlineDecoder',
  module: '_io',
  doc: 'Codec used when reading a file in universal newlines mode.',
  alloc: cls => new NewlineDecoder(cls),
  slots: {
    new: cls => new NewlineDecoder(cls),
    init: (self, args, kw) => {
      const [decoder, translate] = bindNative(parameters, 'IncrementalNewlineDecoder', 'IncrementalNewlineDecoder', args, kw) as [Value, Value];
      const d = self as NewlineDecoder;
      touch(d);
      Object.assign(d, { decoder, translate: truth(translate), held: false, seen: 0 });
    },
  },
  methods: {
    decode: {
      params: 'self, input, final=False', returns: 'str',
      call: (d: NewlineDecoder, input: Value, final: Value = false) => {
        if (d.decoder === undefined) throw valueError('IncrementalNewlineDecoder.__init__() not called');
        const end = truth(final);
        const r = d.decoder === null ? input : callMethod(d.decoder, 'decode', [input, end]);
        if (r instanceof Unknown) throw new UnknownUsed(r.origins);
        let text = strOf(r);
        if (text === undefined) throw typeError('decoder should return a string result');
        touch(d);
        if (d.held && (text !== '' || end)) {
          text = `\r${text}`;
          d.held = false;
        }
        if (!end && text.endsWith('\r')) {
          text = text.slice(0, -1);
          d.held = true;
        }
        d.seen |= newlinesIn(text);
        return d.translate ? unify(text) : text;
      },
    },
    getstate: {
      params: 'self, /',
      call: (d: NewlineDecoder) => {
        let buffer: Value = new Bytes(new Uint8Array(0));
        let flag = 0;
        if (d.decoder !== null && d.decoder !== undefined) {
          const state = callMethod(d.decoder, 'getstate');
          if (!(state instanceof Tuple)) throw typeError('illegal decoder state');
          buffer = state.items[0];
          flag = toSsize(state.items[1]);
        }
        return new Tuple([buffer, flag * 2 + (d.held ? 1 : 0)]);
      },
    },
    setstate: {
      params: 'self, state, /',
      call: (d: NewlineDecoder, state: Value) => {
        if (!(state instanceof Tuple)) throw typeError('state argument must be a tuple');
        const flag = toSsize(state.items[1]);
        touch(d);
        d.held = flag % 2 === 1;
        if (d.decoder !== null && d.decoder !== undefined) callMethod(d.decoder, 'setstate', [new Tuple([state.items[0], Math.floor(flag / 2)])]);
        return null;
      },
    },
    reset: {
      params: 'self, /',
      call: (d: NewlineDecoder) => {
        touch(d);
        d.seen = 0;
        d.held = false;
        if (d.decoder !== null && d.decoder !== undefined) callMethod(d.decoder, 'reset');
        return null;
      },
    },
  },
  getset: { newlines: [(d: NewlineDecoder) => seenNewlines(d.seen)] },
});
