// Files as a scenario pins them: contents, folders and absences laid over what the host reads.
import type { Files } from './files.ts';
import { pathUnder, type Scenario } from './scenario.ts';

/** A file's bytes, an empty folder, or nothing. */
type Pin = Uint8Array | 'folder' | null;

/** What a scenario pins, by absolute path; relative ones lie below `folder`. */
export function pinsOf(s: Scenario | undefined, folder: string): ReadonlyMap<string, Pin> {
  const encoder = new TextEncoder();
  const pin = (content: NonNullable<Scenario['files']>[string]): Pin => {
    if (content === null) return null;
    if (typeof content === 'string') return encoder.encode(content);
    return 'base64' in content ? bytesOf(content.base64) : 'folder';
  };
  const out = new Map(Object.entries(s?.files ?? {}).map(([path, content]) => [pathUnder(folder, path), pin(content)] as const));
  // One cannot stand in a folder that is not there.
  if (s?.workingFolder !== undefined) {
    const at = pathUnder(folder, s.workingFolder);
    if (at !== folder && !out.has(at)) out.set(at, 'folder');
  }
  return out;
}
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
function bytesOf(base64: string): Uint8Array {
  const out: number[] = [];
  let bits = 0;
  let count = 0;
  for (const c of base64.replace(/=+$/, '')) {
    bits = (bits << 6) | digits.indexOf(c);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push((bits >> count) & 0xff);
    bits &= (1 << count) - 1;
  }
  return new Uint8Array(out);
}

/** The same files with these pins over them. An absence hides all that lies below it, unless that is pinned itself. */
export function withPins(base: Files, pins: ReadonlyMap<string, Pin>): Files {
  if (pins.size === 0) return base;
  /** Names that pins put into a folder. */
  const added = new Map<string, Set<string>>();
  for (const [path, pin] of pins) {
    if (pin === null) continue;
    for (let p = path, i = p.lastIndexOf('/'); i >= 0 && p !== ''; p = p.slice(0, i), i = p.lastIndexOf('/')) {
      const folder = i === 0 ? '/' : p.slice(0, i);
      let names = added.get(folder);
      if (names === undefined) added.set(folder, (names = new Set()));
      names.add(p.slice(i + 1));
    }
  }
  /** Nothing of the host's shows at the path: it, or a folder above it, is pinned as something else. */
  const covered = (path: string): boolean => {
    for (let p = path.slice(0, path.lastIndexOf('/')); p !== ''; p = p.slice(0, p.lastIndexOf('/'))) {
      const pin = pins.get(p);
      if (pin !== undefined && pin !== 'folder') return true;
    }
    return false;
  };
  const kind: Files['kind'] = path => {
    const pin = pins.get(path);
    if (pin instanceof Uint8Array) return 'file';
    if (pin === 'folder' || added.has(path)) return 'folder';
    return pin === null || covered(path) ? undefined : base.kind(path);
  };
  return {
    get refused() {
      return base.refused;
    },
    kind,
    read(path) {
      const pin = pins.get(path);
      if (pin !== undefined) return pin instanceof Uint8Array ? pin : undefined;
      return added.has(path) || covered(path) ? undefined : base.read(path);
    },
    stamp: path => (pins.has(path) || covered(path) ? undefined : base.stamp?.(path)),
    keepsOrder: path => !added.has(path) && !pins.has(path) && base.keepsOrder?.(path) === true,
    list(path) {
      if (kind(path) !== 'folder') return undefined;
      const own = pins.get(path) === undefined || pins.get(path) === 'folder' ? (base.kind(path) === 'folder' && !covered(path) ? base.list(path) : undefined) : undefined;
      const names = new Set([...(own ?? []), ...(added.get(path) ?? [])]);
      return [...names].filter(n => kind(`${path === '/' ? '' : path}/${n}`) !== undefined);
    },
  };
}
