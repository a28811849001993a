// Python text taken apart by hand: signatures and conditions, as they stand in a line or in the middle of an edit. It knows strings, comments and brackets, and no more: what it
// gets wrong costs a search some tries.

export interface Splitting {
  /** The marks are told, too, between the parts. */
  readonly keep?: boolean;
  /** Only at the first mark. */
  readonly once?: boolean;
  /** A mark that is none where it stands. */
  readonly isNone?: (text: string, at: number, mark: string) => boolean;
}

/** The parts of a text between marks that stand outside of brackets, strings and comments. Of marks that begin alike the one that is named first counts. */
export function splitOutside(text: string, marks: readonly string[], { keep = false, once = false, isNone }: Splitting = {}): string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    const mark = depth === 0 ? marks.find(m => text.startsWith(m, i) && isNone?.(text, i, m) !== true) : undefined;
    if (mark !== undefined) {
      out.push(text.slice(from, i), ...(keep ? [mark] : []));
      i += mark.length - 1;
      from = i + 1;
      if (once) break;
    } else if (c === '"' || c === "'") i = endOfString(text, i);
    else if (c === '#') i = (text.indexOf('\n', i) + 1 || text.length + 1) - 1;
    else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
  }
  out.push(text.slice(from));
  return out;
}
/** Where its last quote stands; the end of the text for one that is not closed. */
function endOfString(text: string, from: number): number {
  const quote = text.startsWith(text[from].repeat(3), from) ? text[from].repeat(3) : text[from];
  for (let i = from + quote.length; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith(quote, i)) return i + quote.length - 1;
  }
  return text.length;
}
