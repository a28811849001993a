// What int(), float() and complex() do to a str before they read it: decimal digits of any script become ASCII digits and white space
// becomes a space (_PyUnicode_TransformDecimalAndSpaceToASCII).
import { decimalValue, isSpaceCode } from './unicode.ts';

/** The text with its digits and spaces in ASCII; whatever else is not ASCII becomes `?`, which no number holds. */
export function asciiNumber(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return transform(text);
  return text;
}

function transform(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i += 1;
    if (code < 128) out += text[i];
    else if (isSpaceCode(code)) out += ' ';
    else {
      const digit = decimalValue(code);
      out += digit === undefined ? '?' : String(digit);
    }
  }
  return out;
}
