// `# foretrace: ignore`, with a reason behind it: on the line of a test's `def`, or on the line where it breaks. What is ignored is set aside and counted, never silent.
import type { Finding, SetAside } from './findings.ts';

const comment = /#\s*foretrace:\s*ignore\b[\s:[(-]*(.*)$/;

/** What a line's comment says; undefined where it has none. */
export function ignoredBy(line: string): { readonly reason?: string } | undefined {
  const found = comment.exec(line);
  if (found === null) return undefined;
  const reason = found[1].replace(/[\])\s]+$/, '').trim();
  return reason === '' ? {} : { reason };
}

/** `lineOf` gives a line of the source that was forecast (after the edit), or undefined. */
export function ignoreComment(f: Finding, lineOf: (file: string, line: number) => string | undefined): SetAside | undefined {
  const places = [...headOf(f, lineOf), f.at];
  for (const at of places) {
    const said = ignoredBy(lineOf(at.file, at.line) ?? '');
    if (said !== undefined) return { by: 'comment', ...said, at: { file: at.file, line: at.line } };
  }
  return undefined;
}
/** From the first decorator to the line with `def`: a test's line is where its decorators begin. */
function headOf({ defined }: Finding, lineOf: (file: string, line: number) => string | undefined): { readonly file: string; readonly line: number }[] {
  const out: { file: string; line: number }[] = [];
  for (let line = defined.line; line < defined.line + 40; line++) {
    const text = lineOf(defined.file, line);
    if (text === undefined) break;
    out.push({ file: defined.file, line });
    if (/^\s*(?:async\s+)?(?:def|class)\b/.test(text)) return out;
  }
  return out.slice(0, 1);
}
