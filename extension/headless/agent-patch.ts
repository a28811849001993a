// The patch format that some agents write in place of unified diffs: "*** Begin Patch", files, and blocks of lines that are found by what stands around them, not by
// numbers. It gives new contents of files; nothing is written.
import { badAgentPatch } from '../../trace-collector/failure.ts';

/** Path, as the patch has it → new text, null for none. `text` gives a file's lines as they are. Throws a Failed where it does not apply. */
export function applyAgentPatch(patch: string, text: (path: string) => string | null): Map<string, string | null> {
  const out = new Map<string, string | null>();
  for (const s of sections(patch)) {
    const old = out.has(s.path) ? out.get(s.path)! : text(s.path);
    if (s.kind === 'Add') {
      if (old !== null) throw badAgentPatch(s.path, 'it is there already');
      out.set(s.path, s.lines.map(l => l.replace(/^\+/, '')).join('\n') + (s.lines.length > 0 ? '\n' : ''));
      continue;
    }
    if (old === null) throw badAgentPatch(s.path, 'there is no such file');
    if (s.kind === 'Delete') out.set(s.path, null);
    else {
      const moved = s.lines
        .find(l => l.startsWith('*** Move to: '))
        ?.slice('*** Move to: '.length)
        .trim();
      const changed = applyBlocks(s.path, old, blocks(s.lines.filter(l => !l.startsWith('*** '))));
      if (moved !== undefined && moved !== s.path) out.set(s.path, null);
      out.set(moved ?? s.path, changed);
    }
  }
  if (out.size === 0) throw badAgentPatch('it', 'it names no file ("*** Update File: …")');
  return out;
}

interface Section {
  readonly kind: 'Add' | 'Update' | 'Delete';
  readonly path: string;
  readonly lines: string[];
}
function sections(patch: string): Section[] {
  const out: Section[] = [];
  for (const line of patch.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n')) {
    const head = /^\*\*\* (Add|Update|Delete) File: (.+)$/.exec(line);
    if (head !== null) out.push({ kind: head[1] as Section['kind'], path: head[2].trim(), lines: [] });
    else if (/^\*\*\* (?:Begin|End) Patch/.test(line)) continue;
    else out.at(-1)?.lines.push(line);
  }
  return out;
}

interface Block {
  /** Lines after `@@`: the block comes behind the first line that reads so. */
  readonly anchors: string[];
  readonly old: string[];
  readonly now: string[];
}
function blocks(lines: readonly string[]): Block[] {
  const out: Block[] = [];
  let last: Block | undefined;
  for (const line of lines) {
    if (line.startsWith('@@')) {
      const anchor = line.slice(2).trim();
      if (last === undefined || last.old.length + last.now.length > 0) out.push((last = { anchors: [], old: [], now: [] }));
      if (anchor !== '') last.anchors.push(anchor);
      continue;
    }
    if (last === undefined) out.push((last = { anchors: [], old: [], now: [] }));
    const rest = line.slice(1);
    if (line.startsWith('-')) last.old.push(rest);
    else if (line.startsWith('+')) last.now.push(rest);
    else {
      last.old.push(rest);
      last.now.push(rest);
    }
  }
  return out;
}
function applyBlocks(path: string, text: string, all: readonly Block[]): string {
  const lines = text.split('\n');
  let from = 0;
  for (const b of all) {
    for (const a of b.anchors) {
      const at = lines.findIndex((l, i) => i >= from && l.trim() === a);
      if (at < 0) throw badAgentPatch(path, `no line reads ${JSON.stringify(a)}`);
      from = at + 1;
    }
    // Lines that are only added, and nothing to find them by, go to the end.
    const at = b.old.length === 0 ? (b.anchors.length > 0 ? from : endOf(lines)) : find(lines, b.old, from);
    if (at < 0) throw badAgentPatch(path, `no lines read ${JSON.stringify(b.old.slice(0, 2).join('\n'))} …`);
    lines.splice(at, b.old.length, ...b.now);
    from = at + b.now.length;
  }
  return lines.join('\n');
}
const endOf = (lines: readonly string[]): number => (lines.at(-1) === '' ? lines.length - 1 : lines.length);
/** As they stand; else without what ends the lines; else without indentation around them. */
function find(lines: readonly string[], wanted: readonly string[], from: number): number {
  for (const same of [(l: string) => l, (l: string) => l.trimEnd(), (l: string) => l.trim()])
    for (let i = from; i + wanted.length <= lines.length; i++) if (wanted.every((w, n) => same(lines[i + n]) === same(w))) return i;
  return -1;
}
