// The `posix` module (Modules/posixmodule.c) over the overlay: what os, pathlib, shutil and tempfile ask of the system. Nothing real is written or run.
import { lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineModule, type Methods } from '../define.ts';
import { dictFrom } from '../dict-keys.ts';
import { typeName } from '../names.ts';
import { truth, repr } from '../operators.ts';
import { excTypes, typeError, valueError } from '../raise.ts';
import { bind } from '../attributes.ts';
import { vm } from '../state.ts';
import { bytesOf, bytesOrNone, strOf, toParsedInt, toSsize } from '../types/convert.ts';
import { structSequence } from '../types/struct-sequence.ts';
import { doubt, originHere, unknown, Unknown, UnknownUsed } from '../unknown-value.ts';
import { Bytes, List, type Module, T, Tuple, type Value } from '../values.ts';
import { setZone, takeBytes } from '../pins.ts';
import { effect, world } from '../world.ts';
import { DiskProblem } from '../../overlay.ts';
import { absolute, absoluteForNew, changing, devices, disk, encodePath, messageOf, onDisk, osError, pathArgument, type PathArgument } from './disk.ts';
import { closeFd, duplicate, openOf, openPath, openPipe, readFd, seekFd, truncateFd, writeFd } from './descriptors.ts';
import { constants, holes, pairs } from './holes.ts';
import { CONFSTR_NAMES, HAVE_FUNCTIONS, PATHCONF_NAMES, SYSCONF_NAMES } from './linux-constants.ts';
import { dirEntryClass, namesIn, scandir, statFd, statPath, statResult } from './posix-stat.ts';

const terminalSize = structSequence('os.terminal_size', ['columns', 'lines']);
const unameResult = structSequence('posix.uname_result', ['sysname', 'nodename', 'release', 'version', 'machine']);
const timesResult = structSequence('posix.times_result', ['user', 'system', 'children_user', 'children_system', 'elapsed']);
const schedParam = structSequence('posix.sched_param', ['sched_priority']);
const waitidResult = structSequence('posix.waitid_result', ['si_pid', 'si_uid', 'si_signo', 'si_status', 'si_code']);
const statvfsResult = structSequence('os.statvfs_result', ['f_bsize', 'f_frsize', 'f_blocks', 'f_bfree', 'f_bavail', 'f_files', 'f_ffree', 'f_favail', 'f_flag', 'f_namemax', 'f_fsid'], 10);

/** The path below the folder that `dir_fd` stands for. */
function below(p: PathArgument, dirFd: Value | undefined): string {
  if (dirFd === undefined || dirFd === null || p.text.startsWith('/')) return p.text;
  return `${openOf(toParsedInt(dirFd)).path}/${p.text}`;
}
const join = (folder: string, name: string): string => `${folder === '/' ? '' : folder}/${name}`;
/** A path whose last part may not be there yet, or may be a link: `follow` decides. */
function locate(text: string, follow: boolean): string {
  return follow ? absolute(text) : absolute(text, false);
}
/** What the machine says of itself: unknown to the user's code, a plain number to the library's, which only sizes its own affairs by it. */
function ofMachine(what: string, forLibrary: Value): Value {
  return vm.frame?.code.library ? forLibrary : unknown('input', `os.${what}`, T.int);
}
function subprocess(what: string, command: Value): Value {
  effect('subprocess', command instanceof Unknown ? 'unknown' : (strOf(command) ?? repr(command)));
  return unknown('input', what);
}

/** `sysconfig` wants to know the folder of the interpreter, no more: that a link may stand there, outside of what may be looked at, makes nothing uncertain. */
function isForSysconfig(path: string): boolean {
  if (!path.endsWith('/bin/python3') || vm.frame?.code.name !== '_joinrealpath') return false;
  const asking = vm.frame.back?.back?.code;
  return asking?.name === '_safe_realpath' && asking.file.endsWith('/sysconfig.py');
}

const onPaths: Methods = {
  stat: {
    params: 'path, *, dir_fd=None, follow_symlinks=True',
    call: (v: Value, dirFd: Value = null, follow: Value = true) => {
      const p = pathArgument(v, 'stat', 'path', { fd: true });
      return p.fd !== null ? statFd(p.fd) : statPath(below(p, dirFd), p.given, truth(follow));
    },
  },
  lstat: {
    params: 'path, *, dir_fd=None',
    call: (v: Value, dirFd: Value = null) => {
      const p = pathArgument(v, 'lstat');
      if (isForSysconfig(p.text)) throw osError(2, p.given);
      try {
        return statPath(below(p, dirFd), p.given, false);
      } catch (e) {
        // `os.path.realpath` would go round in circles over an unknown: it is told that nothing is there, which it takes for "no link".
        if (!(e instanceof UnknownUsed) || vm.frame?.code.name !== '_joinrealpath') throw e;
        doubt(e.origins);
        throw osError(2, p.given);
      }
    },
  },
  fstat: { params: 'fd', call: (fd: Value) => statFd(toParsedInt(fd)) },
  access: {
    params: 'path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True', returns: 'bool',
    call: (v: Value, mode: Value, dirFd: Value = null, _ids: Value = false, follow: Value = true) => {
      const p = pathArgument(v, 'access');
      let path: string;
      try {
        path = locate(below(p, dirFd), truth(follow));
      } catch (e) {
        if (e instanceof DiskProblem) return false;
        throw e;
      }
      const s = disk().overlay.status(path);
      if (s === undefined) return devices.has(path) && (toParsedInt(mode) & 1) === 0;
      const m = toParsedInt(mode);
      if ((m & 1) === 0 || s.kind === 'folder') return true;
      return disk().overlay.decides(path) ? (s.mode & 0o111) !== 0 : unknown('input', 'os.access', T.bool);
    },
  },
  listdir: {
    params: 'path=None',
    call: (v: Value = null) => {
      const p = pathArgument(v, 'listdir', 'path', { fd: true, none: true });
      return onDisk(() => {
        const names = namesIn(p.fd === null ? absolute(p.text) : openOf(p.fd).path);
        return new List(names.map(n => (p.isBytes ? new Bytes(encodePath(n)) : n)));
      }, p.given ?? undefined);
    },
  },
  scandir: { params: 'path=None', call: (v: Value = null) => scandir(pathArgument(v, 'scandir', 'path', { fd: true, none: true })) },
  mkdir: {
    params: 'path, mode=511, *, dir_fd=None',
    call: (v: Value, mode: Value = 0o777, dirFd: Value = null) => {
      const p = pathArgument(v, 'mkdir');
      const m = toParsedInt(mode);
      onDisk(() => {
        const path = absoluteForNew(below(p, dirFd));
        changing('write', path).overlay.makeFolder(path, m & 0o777 & ~disk().umask);
      }, p.given);
      return null;
    },
  },
  rmdir: {
    params: 'path, *, dir_fd=None',
    call: (v: Value, dirFd: Value = null) => {
      const p = pathArgument(v, 'rmdir');
      onDisk(() => {
        const path = absolute(below(p, dirFd), false);
        changing('delete', path).overlay.removeFolder(path);
      }, p.given);
      return null;
    },
  },
  rename: { params: 'src, dst, *, src_dir_fd=None, dst_dir_fd=None', call: (a: Value, b: Value, af: Value = null, bf: Value = null) => rename('rename', a, b, af, bf) },
  replace: { params: 'src, dst, *, src_dir_fd=None, dst_dir_fd=None', call: (a: Value, b: Value, af: Value = null, bf: Value = null) => rename('replace', a, b, af, bf) },
  link: {
    params: 'src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True',
    call: (a: Value, b: Value, af: Value = null, bf: Value = null) => {
      const from = pathArgument(a, 'link', 'src');
      const to = pathArgument(b, 'link', 'dst');
      onDisk(() => {
        const path = absoluteForNew(below(to, bf));
        changing('write', path).overlay.addName(absolute(below(from, af), false), path);
      }, from.given, to.given);
      return null;
    },
  },
  symlink: {
    params: 'src, dst, target_is_directory=False, *, dir_fd=None',
    call: (a: Value, b: Value, _folder: Value = false, dirFd: Value = null) => {
      const from = pathArgument(a, 'symlink', 'src');
      const to = pathArgument(b, 'symlink', 'dst');
      onDisk(() => {
        const path = newName(below(to, dirFd));
        changing('write', path).overlay.makeLink(path, from.text);
      }, from.given, to.given);
      return null;
    },
  },
  readlink: {
    params: 'path, *, dir_fd=None',
    call: (v: Value, dirFd: Value = null) => {
      const p = pathArgument(v, 'readlink');
      return onDisk(() => {
        const target = disk().overlay.target(absolute(below(p, dirFd), false));
        return p.isBytes ? new Bytes(encodePath(target)) : target;
      }, p.given);
    },
  },
  chmod: {
    params: 'path, mode, *, dir_fd=None, follow_symlinks=True',
    call: (v: Value, mode: Value, dirFd: Value = null, follow: Value = true) => {
      const p = pathArgument(v, 'chmod', 'path', { fd: true });
      const m = toParsedInt(mode);
      onDisk(() => {
        const path = p.fd !== null ? openOf(p.fd).path : locate(below(p, dirFd), truth(follow));
        changing('write', path).overlay.setMode(path, m & 0o7777);
      }, p.fd !== null ? undefined : p.given);
      return null;
    },
  },
  chdir: {
    params: 'path',
    call: (v: Value) => {
      const p = pathArgument(v, 'chdir', 'path', { fd: true });
      onDisk(() => {
        const path = p.fd !== null ? openOf(p.fd).path : absolute(p.text);
        const kind = disk().overlay.kind(path);
        if (kind === undefined) throw disk().overlay.missing(path);
        if (kind !== 'folder') throw new DiskProblem(20);
        changing(null, '').cwd = path;
      }, p.fd !== null ? undefined : p.given);
      return null;
    },
  },
  truncate: {
    params: 'path, length',
    call: (v: Value, size: Value) => {
      const p = pathArgument(v, 'truncate', 'path', { fd: true });
      const n = toSsize(size);
      if (p.fd !== null) truncateFd(p.fd, n);
      else {
        onDisk(() => {
          const path = absolute(p.text);
          const node = disk().overlay.node(path);
          if (node === undefined) throw disk().overlay.kind(path) === 'folder' ? new DiskProblem(21) : disk().overlay.missing(path);
          if (n < 0) throw new DiskProblem(22);
          changing('write', path).overlay.truncate(node, n);
        }, p.given);
      }
      return null;
    },
  },
  utime: {
    params: 'path, times=None, *, ns=, dir_fd=None, follow_symlinks=True',
    call: (v: Value, _times?: Value, _ns?: Value, dirFd: Value = null) => {
      const p = pathArgument(v, 'utime', 'path', { fd: true });
      if (p.fd === null) {
        onDisk(() => {
          const path = absolute(below(p, dirFd));
          if (disk().overlay.kind(path) === undefined) throw disk().overlay.missing(path);
          effect('write', path);
        }, p.given);
      }
      return null;
    },
  },
  _path_normpath: {
    params: 'path',
    call: (v: Value) => {
      const s = strOf(v);
      if (s !== undefined) return normal(s);
      const data = bytesOrNone(v);
      if (data === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeName(typeOf(v))}`);
      return new Bytes(encodePath(normal(pathArgument(v, 'normpath').text)));
    },
  },
};
for (const name of ['unlink', 'remove']) {
  (onPaths as Record<string, unknown>)[name] = {
    params: 'path, *, dir_fd=None',
    call: (v: Value, dirFd: Value = null) => {
      const p = pathArgument(v, name);
      onDisk(() => {
        const path = absolute(below(p, dirFd), false);
        if (p.text.endsWith('/') && disk().overlay.kind(path) === 'file') throw new DiskProblem(20);
        changing('delete', path).overlay.removeFile(path);
      }, p.given);
      return null;
    },
  };
}
/** A name for something new; unlike `absoluteForNew` a link standing there is not followed. */
function newName(text: string): string {
  const path = absoluteForNew(text);
  const slash = text.lastIndexOf('/');
  if (slash < 0) return join(disk().cwd, text);
  const folder = absolute(text.slice(0, Math.max(1, slash)));
  return text.endsWith('/') ? path : join(folder, text.slice(slash + 1));
}
function rename(fn: string, a: Value, b: Value, af: Value, bf: Value): Value {
  const from = pathArgument(a, fn, 'src');
  const to = pathArgument(b, fn, 'dst');
  onDisk(() => {
    const source = absolute(below(from, af), false);
    const target = newName(below(to, bf));
    const d = changing('write', target);
    d.overlay.rename(source, target);
    effect('delete', source);
  }, from.given, to.given);
  return null;
}
/** posixpath.normpath */
function normal(path: string): string {
  if (path === '') return '.';
  const lead = path.startsWith('//') && !path.startsWith('///') ? '//' : path.startsWith('/') ? '/' : '';
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (lead === '' && (out.length === 0 || out[out.length - 1] === '..'))) out.push(part);
    else out.pop();
  }
  return lead + out.join('/') || '.';
}

const onDescriptors: Methods = {
  open: {
    params: 'path, flags, mode=511, *, dir_fd=None', returns: 'int',
    call: (v: Value, flags: Value, mode: Value = 0o777, dirFd: Value = null) => {
      const p = pathArgument(v, 'open');
      return openPath(below(p, dirFd), p.given, toParsedInt(flags), toParsedInt(mode));
    },
  },
  close: { params: 'fd', call: (fd: Value) => (closeFd(toParsedInt(fd)), null) },
  closerange: {
    params: 'fd_low, fd_high, /',
    call: (low: Value, high: Value) => {
      for (const fd of [...disk().files.keys()]) if (fd >= toParsedInt(low) && fd < toParsedInt(high)) closeFd(fd);
      return null;
    },
  },
  read: {
    params: 'fd, length, /', returns: 'bytes',
    call: (fd: Value, n: Value) => {
      const count = toSsize(n);
      if (count < 0) throw osError(22);
      return new Bytes(readFd(toParsedInt(fd), count));
    },
  },
  write: { params: 'fd, data, /', returns: 'int', call: (fd: Value, data: Value) => writeFd(toParsedInt(fd), bytesOf(data).slice()) },
  pread: { params: 'fd, length, offset, /', returns: 'bytes', call: (fd: Value, n: Value, at: Value) => new Bytes(readFd(toParsedInt(fd), toSsize(n), toSsize(at))) },
  pwrite: { params: 'fd, buffer, offset, /', returns: 'int', call: (fd: Value, data: Value, at: Value) => writeFd(toParsedInt(fd), bytesOf(data).slice(), toSsize(at)) },
  lseek: { params: 'fd, position, how, /', returns: 'int', call: (fd: Value, at: Value, how: Value) => seekFd(toParsedInt(fd), toSsize(at), toParsedInt(how)) },
  ftruncate: { params: 'fd, length, /', call: (fd: Value, n: Value) => (truncateFd(toParsedInt(fd), toSsize(n)), null) },
  fchmod: {
    params: 'fd, mode',
    call: (fd: Value, mode: Value) => {
      const f = openOf(toParsedInt(fd));
      onDisk(() => changing('write', f.path).overlay.setMode(f.path, toParsedInt(mode)));
      return null;
    },
  },
  fchdir: {
    params: 'fd',
    call: (fd: Value) => {
      const f = openOf(toParsedInt(fd));
      if (!f.folder) throw osError(20);
      changing(null, '').cwd = f.path;
      return null;
    },
  },
  sendfile: {
    params: 'out_fd, in_fd, offset, count', returns: 'int',
    call: (to: Value, from: Value, offset: Value, count: Value) => {
      const data = readFd(toParsedInt(from), toSsize(count), offset === null ? undefined : toSsize(offset));
      return data.length === 0 ? 0 : writeFd(toParsedInt(to), data);
    },
  },
  listxattr: { params: 'path=None, *, follow_symlinks=True', call: () => new List([]) },
  dup: { params: 'fd, /', returns: 'int', call: (fd: Value) => duplicate(toParsedInt(fd)) },
  dup2: { params: 'fd, fd2, inheritable=True', returns: 'int', call: (fd: Value, to: Value) => duplicate(toParsedInt(fd), toParsedInt(to)) },
  pipe: { params: '', call: () => new Tuple(openPipe()) },
  pipe2: { params: 'flags, /', call: () => new Tuple(openPipe()) },
  isatty: { params: 'fd, /', returns: 'bool', call: () => false },
  fsync: { params: 'fd', call: (fd: Value) => (openOf(toParsedInt(fd)), null) },
  fdatasync: { params: 'fd', call: (fd: Value) => (openOf(toParsedInt(fd)), null) },
  sync: { params: '', call: () => null },
  get_inheritable: { params: 'fd, /', call: (fd: Value) => (openOf(toParsedInt(fd)), false) },
  set_inheritable: { params: 'fd, inheritable, /', call: (fd: Value) => (openOf(toParsedInt(fd)), null) },
  get_blocking: { params: 'fd, /', call: (fd: Value) => (openOf(toParsedInt(fd)), true) },
  set_blocking: { params: 'fd, blocking, /', call: (fd: Value) => (openOf(toParsedInt(fd)), null) },
  device_encoding: { params: 'fd', call: () => null },
  ttyname: {
    params: 'fd, /',
    call: (): Value => {
      throw osError(25);
    },
  },
  get_terminal_size: {
    params: 'fd=1, /',
    call: (): Value => {
      throw osError(25);
    },
  },
};

const status = (v: Value): number => toParsedInt(v);
const ofProcess: Methods = {
  ...holes('os', 'getloadavg times getpriority setpriority sysconf pathconf fpathconf statvfs fstatvfs getxattr setxattr removexattr getresuid getresgid getgrouplist ctermid copy_file_range splice readv writev preadv pwritev memfd_create eventfd eventfd_read eventfd_write '
    + 'wait waitpid wait3 wait4 waitid pidfd_open getsid setsid getpgid setpgid setpgrp tcgetpgrp tcsetpgrp openpty forkpty login_tty mkfifo mknod chroot nice lockf posix_fadvise posix_fallocate getlogin setuid setgid seteuid setegid setreuid setregid setresuid setresgid setgroups initgroups '
    + 'sched_getparam sched_setparam sched_setscheduler sched_setaffinity sched_rr_get_interval'),
  fspath: {
    params: 'path',
    call: (v: Value) => {
      // Of an unknown str it is certain that it comes back as it is.
      if (v instanceof Unknown && (v.type === T.str || v.type === T.bytes)) return v;
      if (strOf(v) !== undefined || (bytesOrNone(v) !== undefined && v instanceof Bytes)) return v;
      const t = typeOf(v);
      const f = lookup(t, '__fspath__');
      if (f === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeName(t)}`);
      const r = call(bind(f, v, t), []);
      if (r instanceof Unknown) return r;
      if (strOf(r) === undefined && !(r instanceof Bytes)) throw typeError(`expected ${typeName(t)}.__fspath__() to return str or bytes, not ${typeName(typeOf(r))}`);
      return r;
    },
  },
  getcwd: { params: '', returns: 'str', call: () => disk().cwd },
  getcwdb: { params: '', returns: 'bytes', call: () => new Bytes(encodePath(disk().cwd)) },
  umask: {
    params: 'mask, /', returns: 'int',
    call: (m: Value) => {
      const d = changing(null, '');
      const old = d.umask;
      d.umask = toParsedInt(m) & 0o777;
      return old;
    },
  },
  strerror: { params: 'code, /', returns: 'str', call: (n: Value) => messageOf(toParsedInt(n)) },
  urandom: { params: 'size, /', returns: 'bytes', call: (n: Value) => randomBytes('os.urandom', n) },
  getrandom: { params: 'size, flags=0', returns: 'bytes', call: (n: Value) => randomBytes('os.getrandom', n) },
  cpu_count: { params: '', call: () => ofMachine('cpu_count', 4) },
  getpid: { params: '', call: () => ofMachine('getpid', 4242) },
  getppid: { params: '', call: () => ofMachine('getppid', 4241) },
  getuid: { params: '', call: () => ofMachine('getuid', 1000) },
  geteuid: { params: '', call: () => ofMachine('geteuid', 1000) },
  getgid: { params: '', call: () => ofMachine('getgid', 1000) },
  getegid: { params: '', call: () => ofMachine('getegid', 1000) },
  getgroups: { params: '', call: () => unknown('input', 'os.getgroups', T.list) },
  getpgrp: { params: '', call: () => ofMachine('getpgrp', 4242) },
  uname: { params: '', call: () => unameResult(['Linux', unknown('input', 'os.uname', T.str), unknown('input', 'os.uname', T.str), unknown('input', 'os.uname', T.str), 'x86_64']) },
  confstr: { params: 'name, /', call: (n: Value) => (strOf(n) === 'CS_PATH' ? '/bin:/usr/bin' : vm.frame?.code.library ? 'glibc 2.36' : unknown('input', 'os.confstr', T.str)) },
  sched_yield: { params: '', call: () => null },
  sched_getaffinity: { params: 'pid, /', call: () => unknown('input', 'os.sched_getaffinity', T.set) },
  sched_getscheduler: { params: 'pid, /', call: () => 0 },
  sched_get_priority_max: { params: 'policy', call: (p: Value) => (status(p) === 1 || status(p) === 2 ? 99 : 0) },
  sched_get_priority_min: { params: 'policy', call: (p: Value) => (status(p) === 1 || status(p) === 2 ? 1 : 0) },
  putenv: { params: 'name, value, /', call: (n: Value, v: Value) => setVariable(pathArgument(n, 'putenv').text, pathArgument(v, 'putenv').text) },
  unsetenv: { params: 'name, /', call: (n: Value) => setVariable(pathArgument(n, 'unsetenv').text, null) },
  chown: { params: 'path, uid, gid, *, dir_fd=None, follow_symlinks=True', call: (p: Value) => (effect('write', pathArgument(p, 'chown', 'path', { fd: true }).text), null) },
  lchown: { params: 'path, uid, gid', call: (p: Value) => (effect('write', pathArgument(p, 'lchown').text), null) },
  fchown: { params: 'fd, uid, gid', call: () => null },
  system: { params: 'command', call: (c: Value) => subprocess('os.system', c) },
  execv: { params: 'path, argv, /', call: (p: Value) => ends(p) },
  execve: { params: 'path, argv, env', call: (p: Value) => ends(p) },
  fork: { params: '', call: () => subprocess('os.fork', 'fork') },
  posix_spawn: { params: 'path, argv, env, /, **kw', call: (p: Value) => subprocess('os.posix_spawn', p) },
  posix_spawnp: { params: 'path, argv, env, /, **kw', call: (p: Value) => subprocess('os.posix_spawnp', p) },
  kill: { params: 'pid, signal, /', call: (p: Value, s: Value) => subprocess('os.kill', `kill ${p instanceof Unknown ? 'unknown' : repr(p)} ${s instanceof Unknown ? '' : repr(s)}`) },
  killpg: { params: 'pgid, signal, /', call: () => subprocess('os.killpg', 'killpg') },
  abort: { params: '', call: () => ends('abort') },
  _exit: { params: 'status', call: () => ends('_exit') },
  register_at_fork: { params: '*, before=None, after_in_child=None, after_in_parent=None', call: () => null },
  waitstatus_to_exitcode: {
    params: 'status',
    call: (v: Value) => {
      const s = status(v);
      if ((s & 0x7f) === 0) return (s >> 8) & 0xff;
      if ((s & 0xff) === 0x7f) throw valueError(`process stopped by delivery of signal ${(s >> 8) & 0xff}`);
      return -(s & 0x7f);
    },
  },
  WIFEXITED: { params: 'status', call: (v: Value) => (status(v) & 0x7f) === 0 },
  WEXITSTATUS: { params: 'status', call: (v: Value) => (status(v) >> 8) & 0xff },
  WIFSIGNALED: { params: 'status', call: (v: Value) => (status(v) & 0x7f) !== 0 && (status(v) & 0x7f) !== 0x7f },
  WTERMSIG: { params: 'status', call: (v: Value) => status(v) & 0x7f },
  WIFSTOPPED: { params: 'status', call: (v: Value) => (status(v) & 0xff) === 0x7f },
  WSTOPSIG: { params: 'status', call: (v: Value) => (status(v) >> 8) & 0xff },
  WIFCONTINUED: { params: 'status', call: (v: Value) => status(v) === 0xffff },
  WCOREDUMP: { params: 'status', call: (v: Value) => (status(v) & 0x80) !== 0 },
  major: { params: 'device, /', call: (d: Value) => (Number(toSsize(d)) >> 8) & 0xfff },
  minor: { params: 'device, /', call: (d: Value) => (Number(toSsize(d)) & 0xff) | ((Number(toSsize(d)) >> 12) & 0xfff00) },
  makedev: { params: 'major, minor, /', call: (a: Value, b: Value) => (toParsedInt(a) << 8) | (toParsedInt(b) & 0xff) },
};
function setVariable(name: string, value: string | null): Value {
  effect('environment', name);
  if (name === 'TZ') setZone(value);
  return null;
}
function randomBytes(what: string, size: Value): Value {
  const count = Number(toSsize(size));
  if (count < 0) throw valueError('negative argument not allowed');
  const bytes = takeBytes(count);
  return bytes === undefined ? unknown('random', what, T.bytes) : new Bytes(bytes);
}
/** The program would be over, or be another one. */
function ends(what: Value): Value {
  effect('subprocess', strOf(what) ?? 'exec');
  throw new UnknownUsed([originHere('not-modelled', `os.${strOf(what) ?? 'exec'}`)]);
}

/** The environment that the program was started with, as `posix.environ` has it. */
function environment(): Value {
  return dictFrom(Object.entries(world.current.environment).map(([k, v]) => [new Bytes(encodePath(k)), new Bytes(encodePath(v))] as const));
}
export const posixModule = (): Module =>
  defineModule('posix', { ...onPaths, ...onDescriptors, ...ofProcess }, {
    ...constants('posix'),
    environ: environment(),
    error: excTypes.get('OSError')!,
    DirEntry: dirEntryClass,
    stat_result: statResult.cls(), terminal_size: terminalSize.cls(), uname_result: unameResult.cls(), times_result: timesResult.cls(), sched_param: schedParam.cls(), waitid_result: waitidResult.cls(), statvfs_result: statvfsResult.cls(),
    _have_functions: new List(HAVE_FUNCTIONS.split(' ')),
    sysconf_names: dictFrom(Object.entries(pairs(SYSCONF_NAMES))), pathconf_names: dictFrom(Object.entries(pairs(PATHCONF_NAMES))), confstr_names: dictFrom(Object.entries(pairs(CONFSTR_NAMES))),
  }, 'This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.');
