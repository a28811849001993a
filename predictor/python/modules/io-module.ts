// The `_io` module (Modules/_io): streams of bytes and text over the overlay, and in memory.
import { defineModule, native, type Row } from '../define.ts';
import { excTypes, typeError } from '../raise.ts';
import { strOf } from '../types/convert.ts';
import { typeName } from '../names.ts';
import { typeOf } from '../attributes.ts';
import type { Module, Value } from '../values.ts';
import { bufferedBase, ioBase, rawBase, textBase, unsupportedClass } from './io/base.ts';
import { bufferedPair, bufferedRandom, bufferedReader, bufferedWriter, DEFAULT_BUFFER_SIZE } from './io/buffered.ts';
import { bytesIO } from './io/bytes-io.ts';
import { fileIO } from './io/file-io.ts';
import { newlineDecoder } from './io/newline-decoder.ts';
import { open } from './io/open.ts';
import { stringIO } from './io/string-io.ts';
import { utf8Mode } from './locale.ts';
import { textIOWrapper } from './io/text.ts';

export const openRow: Row = { params: "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None", call: open };
/** The builtin `open`: the same function as `io.open`. */
export const openBuiltin = native('open', openRow, 'io');

export const ioModule = (): Module =>
  defineModule('_io', {
    open_code: {
      params: 'path',
      call: (path: Value) => {
        if (strOf(path) === undefined) throw typeError(`open_code() argument 'path' must be str, not ${typeName(typeOf(path))}`);
        return open(path, 'rb');
      },
    },
    text_encoding: { params: 'encoding, stacklevel=2, /', call: (encoding: Value) => encoding ?? (utf8Mode() ? 'utf-8' : 'locale') },
  }, {
    open: openBuiltin, DEFAULT_BUFFER_SIZE, UnsupportedOperation: unsupportedClass, BlockingIOError: excTypes.get('BlockingIOError')!, _IOBase: ioBase, _RawIOBase: rawBase, _BufferedIOBase: bufferedBase, _TextIOBase: textBase,
    FileIO: fileIO, BytesIO: bytesIO, StringIO: stringIO, BufferedReader: bufferedReader, BufferedWriter: bufferedWriter, BufferedRWPair: bufferedPair, BufferedRandom: bufferedRandom, TextIOWrapper: textIOWrapper,
    IncrementalNewlineDecoder: newlineDecoder,
  }, 'The io module provides the Python interfaces to stream handling.');
