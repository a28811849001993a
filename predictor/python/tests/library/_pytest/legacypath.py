"""py.path.local as far as tests use it, and the fixtures that hand it out."""

import fnmatch
import os

from _pytest.fixtures import fixture


class LocalPath:
    """A path with methods for what is at it (py.path.local)."""

    sep = os.sep

    def __init__(self, path=None, expanduser=False):
        if path is None:
            self.strpath = os.getcwd()
        else:
            text = os.fspath(path)
            self.strpath = os.path.abspath(os.path.normpath(os.path.expanduser(text) if expanduser else text))

    def __fspath__(self):
        return self.strpath

    def __str__(self):
        return self.strpath

    def __repr__(self):
        return f"local({self.strpath!r})"

    def __hash__(self):
        return hash(self.strpath)

    def __eq__(self, other):
        try:
            return self.strpath == os.fspath(other)
        except TypeError:
            return False

    def __ne__(self, other):
        return not self == other

    def __lt__(self, other):
        return os.fspath(self) < os.fspath(other)

    def __gt__(self, other):
        return os.fspath(self) > os.fspath(other)

    def __truediv__(self, other):
        return self.join(os.fspath(other))

    __div__ = __truediv__

    def __add__(self, other):
        return LocalPath(self.strpath + str(other))

    def __iter__(self):
        return iter(self.listdir())

    def __contains__(self, other):
        if isinstance(other, str):
            return self.join(other).check()
        if other.dirpath() != self:
            return False
        return self.join(other.basename).check()

    @property
    def dirname(self):
        return os.path.dirname(self.strpath)

    @property
    def basename(self):
        return os.path.basename(self.strpath)

    @property
    def ext(self):
        return os.path.splitext(self.basename)[1]

    @property
    def purebasename(self):
        return os.path.splitext(self.basename)[0]

    def join(self, *args, abs=False):
        text = self.strpath
        for arg in args:
            piece = os.fspath(arg)
            text = piece if abs and os.path.isabs(piece) else text + os.sep + piece.strip(os.sep)
        return LocalPath(text)

    def dirpath(self, *args):
        folder = LocalPath(os.path.dirname(self.strpath))
        return folder.join(*args) if args else folder

    def parts(self, reverse=False):
        found = [self]
        while found[-1].dirpath() != found[-1]:
            found.append(found[-1].dirpath())
        return found if reverse else found[::-1]

    def common(self, other):
        last = None
        for mine, its in zip(self.parts(), LocalPath(other).parts()):
            if mine != its:
                return last
            last = mine
        return last

    def relto(self, other):
        base = os.fspath(other)
        if self.strpath == base:
            return ""
        base = base if base.endswith(os.sep) else base + os.sep
        return self.strpath[len(base) :] if self.strpath.startswith(base) else ""

    def bestrelpath(self, dest):
        return os.path.relpath(os.fspath(dest), self.strpath)

    def new(self, basename=None, dirname=None, purebasename=None, ext=None):
        if basename is None:
            ending = self.ext if ext is None else ext if not ext or ext.startswith(".") else "." + ext
            basename = (self.purebasename if purebasename is None else purebasename) + ending
        return LocalPath(os.path.join(self.dirname if dirname is None else os.fspath(dirname), basename))

    def realpath(self):
        return LocalPath(os.path.realpath(self.strpath))

    def exists(self):
        return os.path.exists(self.strpath)

    def isdir(self):
        return os.path.isdir(self.strpath)

    def isfile(self):
        return os.path.isfile(self.strpath)

    def islink(self):
        return os.path.islink(self.strpath)

    def check(self, **kinds):
        tests = {"dir": self.isdir, "file": self.isfile, "exists": self.exists, "link": self.islink}
        for name, wanted in (kinds or {"exists": 1}).items():
            negated = name.startswith("not") and name[3:] in tests
            if tests[name[3:] if negated else name]() != (not wanted if negated else bool(wanted)):
                return False
        return True

    def samefile(self, other):
        return self.strpath == os.fspath(other) or os.path.samefile(self.strpath, os.fspath(other))

    def fnmatch(self, pattern):
        return fnmatch.fnmatch(self.strpath if os.sep in pattern else self.basename, pattern if os.sep not in pattern else "*" + os.sep + pattern.lstrip("*" + os.sep))

    def stat(self, raising=True):
        try:
            return os.stat(self.strpath)
        except OSError:
            if raising:
                raise
            return None

    def lstat(self):
        return os.lstat(self.strpath)

    def size(self):
        return self.stat().st_size

    def mtime(self):
        return self.stat().st_mtime

    def open(self, mode="r", ensure=False, encoding=None):
        if ensure:
            self.dirpath().ensure(dir=1)
        return open(self.strpath, mode, encoding=encoding) if encoding else open(self.strpath, mode)

    def read(self, mode="r"):
        with self.open(mode) as file:
            return file.read()

    def read_binary(self):
        return self.read("rb")

    def read_text(self, encoding):
        with self.open("r", encoding=encoding) as file:
            return file.read()

    def readlines(self, cr=1):
        text = self.read("r")
        return text.splitlines(True) if cr else text.split("\n")

    def write(self, data, mode="w", ensure=False):
        if ensure:
            self.dirpath().ensure(dir=1)
        if "b" in mode:
            if not isinstance(data, bytes):
                raise ValueError("can only process bytes")
        elif not isinstance(data, str):
            data = data.decode() if isinstance(data, bytes) else str(data)
        with self.open(mode) as file:
            file.write(data)

    def write_binary(self, data, ensure=False):
        self.write(data, "wb", ensure)

    def write_text(self, data, encoding, ensure=False):
        with self.open("w", ensure, encoding) as file:
            file.write(data)

    def mkdir(self, *args):
        path = self.join(*args)
        os.mkdir(path.strpath)
        return path

    def ensure_dir(self, *args):
        return self.ensure(*args, dir=True)

    def ensure(self, *args, **kwargs):
        path = self.join(*args)
        if kwargs.get("dir", 0):
            os.makedirs(path.strpath, exist_ok=True)
        else:
            os.makedirs(path.dirname, exist_ok=True)
            if not path.check(file=1):
                path.open("wb").close()
        return path

    def remove(self, rec=1, ignore_errors=False):
        if self.check(dir=1, link=0):
            if rec:
                import shutil

                shutil.rmtree(self.strpath, ignore_errors=ignore_errors)
            else:
                os.rmdir(self.strpath)
        else:
            os.remove(self.strpath)

    def rename(self, target):
        os.rename(self.strpath, os.fspath(target))

    def move(self, target):
        self.rename(target)

    def copy(self, target, mode=False, stat=False):
        import shutil

        if self.check(file=1):
            place = LocalPath(target)
            shutil.copyfile(self.strpath, place.join(self.basename).strpath if place.check(dir=1) else place.strpath)
        else:
            shutil.copytree(self.strpath, os.fspath(target), dirs_exist_ok=True)

    def mksymlinkto(self, value, absolute=1):
        os.symlink(os.fspath(value) if absolute else os.path.relpath(os.fspath(value), self.dirname), self.strpath)

    def chmod(self, mode, rec=0):
        os.chmod(self.strpath, mode)

    def listdir(self, fil=None, sort=None):
        names = os.listdir(self.strpath)
        if isinstance(fil, str):
            names = [n for n in names if fnmatch.fnmatch(n, fil)]
        found = [LocalPath(os.path.join(self.strpath, n)) for n in names]
        if callable(fil):
            found = [p for p in found if fil(p)]
        if sort:
            found.sort()
        return found

    def visit(self, fil=None, rec=None, ignore=None, bf=False, sort=False):
        for path in self.listdir(sort=sort):
            if fil is None or (fnmatch.fnmatch(path.basename, fil) if isinstance(fil, str) else fil(path)):
                yield path
            if path.check(dir=1, link=0) and (rec is None or (rec(path) if callable(rec) else rec)):
                yield from path.visit(fil, rec, ignore, bf, sort)

    def chdir(self):
        old = LocalPath()
        os.chdir(self.strpath)
        return old

    def as_cwd(self):
        return _Inside(self)

    def pyimport(self, modname=None, ensuresyspath=True):
        import importlib
        import sys

        if ensuresyspath and self.dirname not in sys.path:
            sys.path.insert(0, self.dirname)
        return importlib.import_module(modname or self.purebasename)


class _Inside:
    def __init__(self, path):
        self._path = path

    def __enter__(self):
        self._old = self._path.chdir()
        return self._old

    def __exit__(self, *error):
        self._old.chdir()


class TempdirFactory:
    def __init__(self, factory):
        self._factory = factory

    def mktemp(self, basename, numbered=True):
        return LocalPath(self._factory.mktemp(basename, numbered))

    def getbasetemp(self):
        return LocalPath(self._factory.getbasetemp())


@fixture(scope="session")
def tmpdir_factory(request):
    return TempdirFactory(request.getfixturevalue("tmp_path_factory"))


@fixture
def tmpdir(request):
    return LocalPath(request.getfixturevalue("tmp_path"))
