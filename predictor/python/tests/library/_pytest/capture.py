"""capsys and its kin: the output that a test makes, as text."""

import sys

from _pytest.fixtures import fixture


class CaptureResult(tuple):
    __slots__ = ()

    def __new__(cls, out, err):
        return tuple.__new__(cls, (out, err))

    def __class_getitem__(cls, item):
        return cls

    @property
    def out(self):
        return self[0]

    @property
    def err(self):
        return self[1]

    def __repr__(self):
        return f"CaptureResult(out={self.out!r}, err={self.err!r})"


class _Buffer:
    """The binary side of a stream."""

    def __init__(self, stream):
        self._stream = stream

    def write(self, data):
        self._stream._chunks.append(bytes(data))
        return len(data)

    def flush(self):
        pass


class _Stream:
    encoding = "utf-8"
    errors = "strict"
    newlines = None
    closed = False
    line_buffering = False
    mode = "w"

    def __init__(self, name):
        self.name = name
        self._chunks = []
        self.buffer = _Buffer(self)

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._chunks.append(text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def close(self):
        pass

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return True

    def seekable(self):
        return False

    def reconfigure(self, **kwargs):
        pass

    def fileno(self):
        from io import UnsupportedOperation

        raise UnsupportedOperation("fileno")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def getvalue(self):
        return "".join([c if isinstance(c, str) else c.decode("utf-8", "replace") for c in self._chunks])

    def _take(self, binary):
        chunks = self._chunks
        self._chunks = []
        if binary:
            return b"".join([c.encode("utf-8") if isinstance(c, str) else c for c in chunks])
        # As text streams with universal newlines read it back.
        text = "".join([c if isinstance(c, str) else c.decode("utf-8", "replace") for c in chunks])
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class CaptureFixture:
    def __init__(self, binary=False):
        self._binary = binary
        self._out = _Stream("<stdout>")
        self._err = _Stream("<stderr>")
        self._active = False

    def __class_getitem__(cls, item):
        return cls

    def _start(self):
        self._saved = (sys.stdout, sys.stderr)
        sys.stdout, sys.stderr = self._out, self._err
        self._active = True

    def _stop(self):
        if self._active:
            sys.stdout, sys.stderr = self._saved
            self._active = False

    def close(self):
        self._stop()

    def readouterr(self):
        return CaptureResult(self._out._take(self._binary), self._err._take(self._binary))

    def disabled(self):
        return _Disabled(self)


class _Disabled:
    def __init__(self, capture):
        self._capture = capture

    def __enter__(self):
        self._capture._stop()

    def __exit__(self, *error):
        self._capture._start()


def _captured(binary):
    capture = CaptureFixture(binary)
    capture._start()
    yield capture
    capture._stop()


@fixture
def capsys():
    yield from _captured(False)


@fixture
def capsysbinary():
    yield from _captured(True)


@fixture
def capfd():
    yield from _captured(False)


@fixture
def capfdbinary():
    yield from _captured(True)
