// Times of entries in zip archives: of now, or of a file, nobody knows them, but neither do the archive's contents hang on them. Such a time is written as one that
// stands for it, and is unknown again where it is read.
import { native, setRaw } from '../define.ts';
import { compare, getItem } from '../operators.ts';
import { originHere, Unknown } from '../unknown-value.ts';
import { T, Tuple, type Value } from '../values.ts';
import { modulePatches } from './patches.ts';

/** As far from now as the format goes, and odd enough that no one means it. */
const standIn = [2107, 12, 31, 23, 59, 56];
const isOpen = (time: Value): boolean => time instanceof Unknown || (time instanceof Tuple && time.items.some(part => part instanceof Unknown));

// What calls these in the library's source says library-edits.ts.
modulePatches.set('zipfile', m => {
  const put = (name: string, params: string, call: (...args: never[]) => Value): void => setRaw(m.dict, name, native(name, { params, call: call as never }, 'zipfile'));
  put('_is_early', 'time, /', (time: Value) => (isOpen(time) ? false : compare(getItem(time, 0), 1980, 0)));
  put('_to_write', 'time, /', (time: Value) => (isOpen(time) ? new Tuple([...standIn]) : time));
  put('_as_read', '*parts', (parts: Value[]) => (parts.every((p, i) => p === standIn[i]) ? new Unknown([originHere('time', 'the time of an entry in a zip archive')], T.tuple) : new Tuple(parts)));
});
