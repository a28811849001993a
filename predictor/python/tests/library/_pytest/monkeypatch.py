"""monkeypatch: changes that are taken back at the end of the test."""

import os
import sys

from _pytest.fixtures import fixture

notset = object()


@fixture
def monkeypatch():
    patch = MonkeyPatch()
    yield patch
    patch.undo()


def resolve(name):
    """The object of a dotted name, importing on the way."""
    parts = name.split(".")
    used = parts.pop(0)
    found = __import__(used)
    for part in parts:
        used += "." + part
        try:
            found = getattr(found, part)
        except AttributeError:
            pass
        else:
            continue
        try:
            __import__(used)
        except ImportError as e:
            expected = str(e).split()[-1]
            if expected == used:
                raise
            raise ImportError(f"import error in {used}: {e}") from e
        found = _annotated_getattr(found, part, used)
    return found


def _annotated_getattr(obj, name, ann):
    try:
        return getattr(obj, name)
    except AttributeError as e:
        raise AttributeError(f"{type(obj).__name__!r} object at {ann} has no attribute {name!r}") from e


def derive_importpath(import_path, raising):
    if not isinstance(import_path, str) or "." not in import_path:
        raise TypeError(f"must be absolute import path string, not {import_path!r}")
    module, attr = import_path.rsplit(".", 1)
    target = resolve(module)
    if raising:
        _annotated_getattr(target, attr, ann=module)
    return attr, target


class MonkeyPatch:
    def __init__(self):
        self._setattr = []
        self._setitem = []
        self._cwd = None
        self._savesyspath = None

    @classmethod
    def context(cls):
        return _Context(cls)

    def setattr(self, target, name, value=notset, raising=True):
        __tracebackhide__ = True
        if value is notset:
            if not isinstance(target, str):
                raise TypeError("use setattr(target, name, value) or setattr(target, value) with target being a dotted import string")
            value = name
            name, target = derive_importpath(target, raising)
        elif not isinstance(name, str):
            raise TypeError("use setattr(target, name, value) with name being a string or setattr(target, value) with target being a dotted import string")
        old = getattr(target, name, notset)
        if raising and old is notset:
            raise AttributeError(f"{target!r} has no attribute {name!r}")
        # A class's own entry, not what its descriptor gives.
        if isinstance(target, type):
            old = target.__dict__.get(name, notset)
        self._setattr.append((target, name, old))
        setattr(target, name, value)

    def delattr(self, target, name=notset, raising=True):
        __tracebackhide__ = True
        if name is notset:
            if not isinstance(target, str):
                raise TypeError("use delattr(target, name) or delattr(target) with target being a dotted import string")
            name, target = derive_importpath(target, raising)
        if not hasattr(target, name):
            if raising:
                raise AttributeError(name)
            return
        old = getattr(target, name, notset)
        if isinstance(target, type):
            old = target.__dict__.get(name, notset)
        self._setattr.append((target, name, old))
        delattr(target, name)

    def setitem(self, dic, name, value):
        self._setitem.append((dic, name, dic.get(name, notset)))
        dic[name] = value

    def delitem(self, dic, name, raising=True):
        if name not in dic:
            if raising:
                raise KeyError(name)
        else:
            self._setitem.append((dic, name, dic.get(name, notset)))
            del dic[name]

    def setenv(self, name, value, prepend=None):
        if not isinstance(value, str):
            import warnings

            from _pytest.warning_types import PytestWarning

            warnings.warn(
                PytestWarning(f"Value of environment variable {name} type should be str, but got {value!r} (type: {type(value).__name__}); converted to str implicitly"),
                stacklevel=2,
            )
            value = str(value)
        if prepend and name in os.environ:
            value = value + prepend + os.environ[name]
        self.setitem(os.environ, name, value)

    def delenv(self, name, raising=True):
        self.delitem(os.environ, name, raising=raising)

    def syspath_prepend(self, path):
        if self._savesyspath is None:
            self._savesyspath = sys.path[:]
        sys.path.insert(0, str(path))

    def chdir(self, path):
        if self._cwd is None:
            self._cwd = os.getcwd()
        os.chdir(path)

    def undo(self):
        for obj, name, value in reversed(self._setattr):
            if value is not notset:
                setattr(obj, name, value)
            else:
                delattr(obj, name)
        self._setattr[:] = []
        for dic, key, value in reversed(self._setitem):
            if value is notset:
                try:
                    del dic[key]
                except KeyError:
                    pass
            else:
                dic[key] = value
        self._setitem[:] = []
        if self._savesyspath is not None:
            sys.path[:] = self._savesyspath
            self._savesyspath = None
        if self._cwd is not None:
            os.chdir(self._cwd)
            self._cwd = None


class _Context:
    def __init__(self, cls):
        self._patch = cls()

    def __enter__(self):
        return self._patch

    def __exit__(self, *error):
        self._patch.undo()
