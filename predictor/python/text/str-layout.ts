// Padding and columns of strs: center, ljust, rjust, zfill and expandtabs. Widths count code points.
import { Excess, Fault } from '../fault.ts';
import type { Int } from '../numbers/integer.ts';
import { MAX_TEXT, strLength } from './code-points.ts';
import { isPairAt } from './surrogates.ts';

/** How much is missing to a width; never negative. */
function missing(text: string, width: Int): number {
  if (width <= 0) return 0;
  const gap = typeof width === 'bigint' ? Number.POSITIVE_INFINITY : width - strLength(text);
  if (gap > MAX_TEXT) throw new Excess('str');
  return gap > 0 ? gap : 0;
}

function checkFill(fill: string): void {
  if (strLength(fill) !== 1) throw new Fault('TypeError', 'The fill character must be exactly one character long');
}

/** `text.ljust(width, fill)` */
export function ljust(text: string, width: Int, fill = ' '): string {
  checkFill(fill);
  return text + fill.repeat(missing(text, width));
}

/** `text.rjust(width, fill)` */
export function rjust(text: string, width: Int, fill = ' '): string {
  checkFill(fill);
  return fill.repeat(missing(text, width)) + text;
}

/** `text.center(width, fill)`: the odd one goes left where the width is odd (unicode_center_impl) */
export function center(text: string, width: Int, fill = ' '): string {
  checkFill(fill);
  const gap = missing(text, width);
  if (gap === 0) return text;
  const left = (gap >> 1) + (gap & Number(width) & 1);
  return fill.repeat(left) + text + fill.repeat(gap - left);
}

/** `text.zfill(width)` */
export function zfill(text: string, width: Int): string {
  const gap = missing(text, width);
  if (gap === 0) return text;
  const zeros = '0'.repeat(gap);
  const first = text.charCodeAt(0);
  return first === 43 || first === 45 ? text[0] + zeros + text.slice(1) : zeros + text;
}

/** `text.expandtabs(tabsize)` */
export function expandtabs(text: string, tabsize: Int = 8): string {
  if (!text.includes('\t')) return text;
  const size = tabsize > 0 ? Number(tabsize) : 0;
  let out = '';
  let column = 0;
  let kept = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 9) {
      const gap = size === 0 ? 0 : size - (column % size);
      if (out.length + gap > MAX_TEXT) throw new Excess('str');
      out += text.slice(kept, i) + ' '.repeat(gap);
      kept = i + 1;
      column += gap;
    } else if (unit === 10 || unit === 13) column = 0;
    else if (!isPairAt(text, i)) column += 1;
  }
  return out + text.slice(kept);
}
