// Spreads a program over more lines: inside brackets a blank may as well be a line break. Nothing else changes, so every event's line does.

/** `text` with line breaks for some of the blanks inside brackets; `breaks(n)` says of the n-th such blank whether it becomes one. */
export function withLineBreaks(text: string, breaks: (n: number) => boolean): string {
  let out = '';
  let depth = 0;
  let seen = 0;
  for (let i = 0; i < text.length; i++) {
    const ch = text[i];
    if (ch === '"' || ch === "'") {
      const end = endOfString(text, i);
      out += text.slice(i, end);
      i = end - 1;
      continue;
    }
    if ('([{'.includes(ch)) {
      depth++;
      out += ch;
      if (depth > 0 && breaks(seen++)) out += '\n  ';
      continue;
    }
    if (')]}'.includes(ch)) {
      if (breaks(seen++)) out += '\n ';
      depth--;
    }
    out += ch === ' ' && depth > 0 && breaks(seen++) ? '\n    ' : ch;
  }
  return out;
}
function endOfString(text: string, start: number): number {
  const quote = text[start];
  const triple = text.startsWith(quote.repeat(3), start);
  const end = triple ? quote.repeat(3) : quote;
  for (let i = start + end.length; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith(end, i)) return i + end.length;
  }
  return text.length;
}
