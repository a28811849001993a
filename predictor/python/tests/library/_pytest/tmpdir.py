"""Temporary folders. They exist only inside the rehearsal."""

import os

from _pytest.fixtures import fixture

# A real run numbers its base folder; which number it gets cannot be known, nor should a test depend on it.
ABOVE = "/tmp/pytest-of-user"
BASE = ABOVE + "/pytest-0"


class TempPathFactory:
    def __init__(self):
        self._made = {}
        self._has_base = False

    def getbasetemp(self):
        from pathlib import Path

        if not self._has_base:
            os.mkdir(ABOVE)
            os.mkdir(BASE)
            self._has_base = True
        return Path(BASE)

    def mktemp(self, basename, numbered=True):
        base = self.getbasetemp()
        if os.path.normpath(basename) != basename or os.sep in basename and basename.startswith(os.sep) or ".." in basename:
            raise ValueError(f"{basename} is not a normalized and relative path")
        if numbered:
            number = self._made.get(basename, -1) + 1
            self._made[basename] = number
            path = base / f"{basename}{number}"
        else:
            path = base / basename
        path.mkdir(mode=0o700)
        return path


@fixture(scope="session")
def tmp_path_factory():
    return TempPathFactory()


@fixture
def tmp_path(request, tmp_path_factory):
    name = "".join([c if c.isalnum() or c == "_" else "_" for c in request.node.name])[:30]
    return tmp_path_factory.mktemp(name, numbered=True)
