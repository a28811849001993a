// How the program's file operations reach the overlay: one disk for each boot, the current folder, open descriptors, path arguments, and OSError.
import { lookup, typeOf, bind } from '../attributes.ts';
import { call } from '../calls.ts';
import { DiskProblem, type FileNode, Overlay } from '../../overlay.ts';
import { forgetListings } from '../imports.ts';
import { typeName } from '../names.ts';
import { excTypes, type Raise, raise, typeError, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { bytesOrNone, strOf, toParsedInt } from '../types/convert.ts';
import { decodeBytes, encodeText } from '../types/encoding.ts';
import { hasIndex } from '../types/indices.ts';
import { doubt, originHere, Unknown, UnknownUsed } from '../unknown-value.ts';
import { Bytes, type Exc, Mutable, T, type Value } from '../values.ts';
import { effect, liveFiles, withheldSoFar, world } from '../world.ts';
import { pending, settleLost } from './io/unflushed.ts';
import type { Files } from '../../files.ts';
import { pathUnder } from '../../scenario.ts';
import { MESSAGES } from './linux-constants.ts';

/** An open descriptor: what `os.open` and FileIO share. */
export interface OpenFile {
  readonly node: FileNode | null;
  /** Path as the program named it. */
  readonly path: string;
  readonly folder: boolean;
  at: number;
  readonly reads: boolean;
  readonly writes: boolean;
  readonly appends: boolean;
  /** The standard streams, a pipe, the null device, or something that cannot be known. */
  readonly special: 'stdin' | 'stdout' | 'stderr' | Device | 'pipe' | 'unknown' | null;
  /** Of a pipe: shared by both ends. */
  readonly pipe: { data: Uint8Array[]; writers: number } | null;
  /** How many descriptors (`dup`) share it. */
  shared: number;
}

/** The program's view of the disk. Its state goes back with the rest at rollback. */
class Disk extends Mutable {
  readonly overlay: Overlay;
  cwd: string;
  umask = 0o022;
  files = new Map<number, OpenFile>();
  constructor(overlay: Overlay, cwd: string) {
    super(T.object);
    this.overlay = overlay;
    this.cwd = cwd;
    for (const [i, special] of (['stdin', 'stdout', 'stderr'] as const).entries()) {
      this.files.set(i, { node: null, path: `<${special}>`, folder: false, at: 0, reads: i === 0, writes: i > 0, appends: false, special, pipe: null, shared: 1 });
    }
  }
  height(): number {
    return this.overlay.mark();
  }
  override saver(): () => void {
    const mark = this.overlay.mark();
    const { cwd, umask, stamp } = this;
    const files = new Map(this.files);
    const held = [...pending];
    const states = [...files.values()].map(f => [f, f.at, f.shared] as const);
    return () => {
      this.overlay.undo(mark);
      pending.clear();
      for (const s of held) pending.add(s);
      Object.assign(this, { cwd, umask, files, stamp });
      for (const [f, at, shared] of states) {
        f.at = at;
        f.shared = shared;
      }
    };
  }
}
let current: Disk | null = null;
let view: Files | null = null;
/** What is withheld leaves whoever asks in doubt, and with a module all who import it. */
function doubtful<R>(path: string, ask: () => R): R {
  const before = withheldSoFar();
  const answer = ask();
  if (withheldSoFar() > before) doubt([{ reason: 'input', what: path }]);
  return answer;
}
/** The disk of the world in force. */
export function disk(): Disk {
  if (current === null || liveFiles.current !== view) {
    const overlay = new Overlay({
      kind: p => world.current.files.kind(p) ?? (common.has(p) || p === world.current.workspace || isAbove(p) || p === `${installation()}/bin` ? 'folder' : p === `${installation()}/bin/python3` ? 'file' : undefined),
      read: p => doubtful(p, () => world.current.files.read(p)),
      keepsOrder: p => world.current.files.keepsOrder?.(p) === true,
      list: p => doubtful(p, () => world.current.files.list(p)),
    });
    current = new Disk(overlay, world.current.cwd ?? world.current.workspace);
    view = { kind: p => overlay.kind(plain(p)), list: p => overlay.list(plain(p)), read: p => (settleLost(plain(p)), overlay.read(plain(p))) };
    liveFiles.current = view;
    pending.clear();
  }
  return current;
}
/** Imports go by paths as `sys.path` has them: `.` and `..` may stand in it. */
const plain = (path: string): string => (/\/\.\.?(\/|$)/.test(path) ? pathUnder('/', path) : path);
/** To be called when the host's files have changed under a disk that is kept. */
export function hostChanged(): void {
  current?.overlay.forgetHost();
}
/** The disk, about to be changed; `what` is listed as an effect. */
export function changing(kind: 'write' | 'delete' | null, what: string): Disk {
  const d = disk();
  touch(d);
  forgetListings();
  if (kind !== null) effect(kind, what);
  return d;
}

// OSError ------------------------------------------------------------------------------------------------------------

export const messageOf = (errno: number): string => MESSAGES[errno] ?? `Unknown error ${errno}`;
export function osError(errno: number, filename?: Value, second?: Value): Raise {
  const args: Value[] = [errno, messageOf(errno)];
  if (filename !== undefined) args.push(filename);
  if (second !== undefined) args.push(null, second);
  return raise(call(excTypes.get('OSError')!, args) as Exc);
}
/** Runs a disk operation: its problem becomes an OSError that names the file. */
export function onDisk<R>(act: () => R, filename?: Value, second?: Value): R {
  try {
    return act();
  } catch (e) {
    if (e instanceof DiskProblem) throw osError(e.errno, filename, second);
    throw e;
  }
}

// Paths ----------------------------------------------------------------------------------------------------------------

/** A path argument, converted. `given` is what error messages show. */
export interface PathArgument {
  readonly text: string;
  readonly given: Value;
  readonly fd: number | null;
  readonly isBytes: boolean;
}
export interface PathOptions {
  readonly fd?: boolean;
  readonly none?: boolean;
}
/** `path_converter`: str, bytes, an object with `__fspath__`, and where allowed a descriptor or None. */
export function pathArgument(v: Value, fn: string, name = 'path', options: PathOptions = {}): PathArgument {
  if (v === null && options.none) return { text: '.', given: null, fd: null, isBytes: false };
  let o = v;
  const kinds = `string, bytes${options.fd && options.none ? ', os.PathLike, integer or None' : options.fd ? ', os.PathLike or integer' : options.none ? ', os.PathLike or None' : ' or os.PathLike'}`;
  if (strOf(o) === undefined && !(o instanceof Bytes) && bytesOrNone(o) === undefined) {
    if (options.fd && hasIndex(o)) return { text: '', given: v, fd: toParsedInt(o), isBytes: false };
    const f = lookup(typeOf(o), '__fspath__');
    if (f === undefined) throw typeError(`${fn}: ${name} should be ${kinds}, not ${typeName(typeOf(o))}`);
    const r = call(bind(f, o, typeOf(o)), []);
    if (r instanceof Unknown) throw new UnknownUsed(r.origins);
    if (strOf(r) === undefined && !(r instanceof Bytes)) throw typeError(`expected ${typeName(typeOf(o))}.__fspath__() to return str or bytes, not ${typeName(typeOf(r))}`);
    o = r;
  }
  const text = strOf(o);
  if (text !== undefined) {
    if (text.includes('\0')) throw valueError('embedded null byte');
    return { text, given: o, fd: null, isBytes: false };
  }
  const data = bytesOrNone(o)!;
  if (data.includes(0)) throw valueError(`${fn}: embedded null character in ${name}`);
  return { text: decodePath(data), given: o, fd: null, isBytes: true };
}
export const decodePath = (data: Uint8Array): string => decodeBytes(data, 'utf-8', 'surrogateescape', new Bytes(data));
export const encodePath = (text: string): Uint8Array => encodeText(text, 'utf-8', 'surrogateescape');

/** The absolute path that a path stands for, links followed. */
export function absolute(text: string, followLast = true): string {
  const d = disk();
  if (text === '') throw new DiskProblem(2);
  const path = d.overlay.resolve(text.startsWith('/') ? text : `${d.cwd}/${text}`, followLast);
  if (!isKnown(path)) throw new UnknownUsed([originHere('input', path)]);
  return path;
}
/** The devices that every Linux machine has and that need no one at the other end. */
export type Device = 'null' | 'zero' | 'full' | 'random';
export const devices: ReadonlyMap<string, Device> = new Map([['/dev/null', 'null'], ['/dev/zero', 'zero'], ['/dev/full', 'full'], ['/dev/random', 'random'], ['/dev/urandom', 'random']]);
export const isDevice = (f: OpenFile): boolean => devices.has(f.path) && f.special !== null;
/** Folders that stand on every Linux machine; what else is in them is not known. */
const common = new Set(['/', '/tmp', '/var', '/var/tmp', '/dev', '/usr', '/etc', '/home', '/proc', '/bin']);
/** Where the Python is installed, by the place of its library (`sys.prefix`). */
export function installation(): string {
  const lib = world.current.library.find(l => /\/lib\/python3\.\d+$/.test(l));
  return lib === undefined ? '/usr' : lib.replace(/\/lib\/python3\.\d+$/, '');
}
/** A folder that one of the world's roots lies in. */
function isAbove(path: string): boolean {
  const { workspace, library, packages } = world.current;
  return [workspace, ...library, ...packages].some(root => root.startsWith(`${path}/`));
}
/** Can it be said what stands there? Outside the workspace and the libraries only the overlay's own entries are known. */
export function isKnown(path: string): boolean {
  const { workspace, library, packages, roots } = world.current;
  const d = disk();
  if (common.has(path) || devices.has(path) || d.overlay.decides(path)) return true;
  // A Python that is installed has no source tree around it (sysconfig asks), and the settings of its debugger are nobody's business here.
  if (path === `${installation()}/bin` || path === `${installation()}/bin/python3` || path.endsWith('/Modules/Setup') || path.endsWith('/Modules/Setup.local') || path.endsWith('/.pdbrc')) return true;
  // Translations of messages, which gettext looks for.
  if (path.startsWith(`${installation()}/share/locale`)) return true;
  for (const root of [workspace, ...library, ...packages, ...(roots ?? [])]) if (path === root || path.startsWith(`${root}/`) || root.startsWith(`${path}/`)) return true;
  return false;
}
/** For a new entry in a folder outside: names there are taken for free. */
export function absoluteForNew(text: string): string {
  const d = disk();
  if (text === '') throw new DiskProblem(2);
  const path = d.overlay.resolve(text.startsWith('/') ? text : `${d.cwd}/${text}`, true);
  const folder = path.slice(0, Math.max(1, path.lastIndexOf('/')));
  if (!isKnown(path) && !isKnown(folder)) throw new UnknownUsed([originHere('input', path)]);
  return path;
}
