// Real CPython 3.11 as the judge of syntax, where there is one on PATH.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./dump_ast.py', import.meta.url));

/** What dump_ast.py says of one file or program. */
export interface Verdict {
  readonly file?: string;
  readonly source?: string;
  readonly encoding?: string;
  readonly ast?: string;
  readonly code?: string;
  readonly error?: string;
  readonly codeError?: string;
}

function python(args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync('python3', args, { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Paths of all modules of the standard library, with its tests, in order. */
export function libraryFiles(): readonly string[] {
  const script = [
    'import os',
    'for folder, folders, files in os.walk(os.path.dirname(os.__file__)):',
    "    folders[:] = sorted(one for one in folders if one not in ('site-packages', '__pycache__'))",
    "    for file in sorted(files): print(os.path.join(folder, file)) if file.endswith('.py') else None",
  ].join('\n');
  return python(['-c', script], '').trim().split('\n');
}

/** CPython's verdicts on files, with digests for texts. */
export function judgeFiles(files: readonly string[]): readonly Verdict[] {
  return lines(python([SCRIPT, '--hash'], files.join('\n')));
}

/** CPython's verdicts on programs, with full texts. */
export function judgePrograms(sources: readonly string[]): readonly Verdict[] {
  return lines(python([SCRIPT, '--sources'], JSON.stringify(sources)));
}

function lines(output: string): readonly Verdict[] {
  return output.trim().split('\n').map(line => JSON.parse(line) as Verdict);
}

/** A file's text as CPython decodes it; the newlines are as they are. */
export function decode(verdict: Verdict): string {
  const bytes = readFileSync(verdict.file!);
  return verdict.encoding!.startsWith('utf-8') ? bytes.toString('utf8') : new TextDecoder(verdict.encoding).decode(bytes);
}

/** The characters that the texts name in `\N{…}`. */
export function charactersNamedIn(texts: readonly string[]): ReadonlyMap<string, string> {
  const names = new Set<string>();
  for (const text of texts) for (const [, name] of text.matchAll(/\\N\{([^}]+)\}/g)) names.add(name);
  const script = [
    'import json, sys, unicodedata',
    'known = {}',
    'for name in json.load(sys.stdin):',
    '    try: known[name] = unicodedata.lookup(name)',
    '    except KeyError: pass',
    'print(json.dumps(known))',
  ].join('\n');
  return new Map(Object.entries(JSON.parse(python(['-c', script], JSON.stringify([...names]))) as Record<string, string>));
}
