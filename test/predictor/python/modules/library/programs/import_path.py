# What entries of sys.path may stand for: folders by relative paths, zip archives, what a program's own hooks take, and files that are neither.
import importlib.abc
import importlib.util
import os
import pkgutil
import sys
import tempfile
import zipfile

# A temporary folder has been made: what is written stands over the disk from here on.
folder = os.path.realpath(tempfile.mkdtemp())
os.chdir(folder)


def attempt(name):
    try:
        m = importlib.import_module(name)
    except ImportError as e:
        return f"{type(e).__name__}: {e}"
    return os.path.relpath(getattr(m, "__file__", None) or "(no file)", folder)


for n, entry in enumerate(["", ".", "rel", "./dotted", "ends/", "rel/../sibling", "deep/er"]):
    os.makedirs(os.path.join(folder, entry), exist_ok=True)
    with open(os.path.join(folder, entry, f"m{n}.py"), "w") as f:
        f.write("X = __file__\n")
    before = attempt(f"m{n}")
    sys.path.insert(0, entry)
    importlib.invalidate_caches()
    print(repr(entry), before, attempt(f"m{n}"), os.path.isabs(sys.modules[f"m{n}"].__file__))
    sys.path.remove(entry)

sys.path.append("not-there")
print(attempt("m99"))

made = (2020, 1, 2, 3, 4, 6)
archive = os.path.join(folder, "lib.zip")
with zipfile.ZipFile(archive, "w") as z:
    z.writestr(zipfile.ZipInfo("zpack/__init__.py", made), "A = 1\n")
    z.writestr(zipfile.ZipInfo("zpack/sub.py", made), "from . import A\nB = A + 1\n")
    z.writestr(zipfile.ZipInfo("zpack/data.txt", made), "hi")
    z.writestr(zipfile.ZipInfo("inner/zdeep.py", made), "C = 3\n")
print(attempt("zpack"))
sys.path.insert(0, archive)
print(attempt("zpack"), attempt("zpack.sub"), attempt("zpack.nothing"), attempt("zdeep"), attempt("nothing"))
import zpack.sub

print(zpack.sub.B, type(zpack.__loader__).__name__, zpack.__loader__.get_data(os.path.join(archive, "zpack", "data.txt")))
print(os.path.relpath(zpack.__path__[0], folder), importlib.util.find_spec("zpack.sub").loader.is_package("zpack.sub"), pkgutil.get_data("zpack", "data.txt"))
sys.path.insert(0, os.path.join(archive, "inner"))
print(attempt("zdeep"))

plain = os.path.join(folder, "plain.txt")
with open(plain, "w") as f:
    f.write("no archive")
sys.path.insert(0, plain)
print(attempt("m98"))


class FromNowhere(importlib.abc.Loader):
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.name_twice = module.__name__ * 2


class Hook:
    def __init__(self, path):
        if not path.startswith("mem:"):
            raise ImportError(path)

    def find_spec(self, name, target=None):
        return importlib.util.spec_from_loader(name, FromNowhere()) if name.startswith("mem_") else None


sys.path_hooks.append(Hook)
sys.path.append("mem:")
import mem_a

print(mem_a.name_twice, attempt("mem_b"), attempt("other"))
print(object.__repr__(None)[:16], object.__repr__(7)[:12], object.__repr__("x")[:12], object.__hash__(7) == object.__hash__(7), object.__repr__(True)[:13])
