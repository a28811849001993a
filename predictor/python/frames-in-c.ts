// Frames that CPython has not: those of modules that it has in C, and that are rehearsed here in their Python form. No program sees them, in a traceback or behind a frame.
import type { Frame } from './frames.ts';

const forms = ['/datetime.py', '/_pydecimal.py', '/zoneinfo/_zoneinfo.py'];
/** By file: exceptions pass here. */
const known = new Map<string, boolean>();

export function isInC(f: Frame): boolean {
  const { library, file, name } = f.code;
  if (!library) return false;
  let is = known.get(file);
  if (is === undefined) known.set(file, (is = forms.some(form => file.endsWith(form))));
  // The file itself is imported by CPython too.
  return is && name !== '<module>';
}
/** `f`, or the first behind it that CPython has too. */
export function shownFrom(f: Frame | null): Frame | null {
  while (f !== null && isInC(f)) f = f.back;
  return f;
}
