"""Frames and tracebacks through inspect: files, lines and functions are known, though not the columns."""
import inspect


def asks():
    return inspect.stack()


def raises(n):
    if n == 0:
        raise ValueError(n)
    return raises(
        n - 1
    )


def test_callers():
    first, second, *rest = asks()
    assert (first.function, second.function) == ("asks", "test_callers")
    assert second.lineno == first.lineno + 12
    assert first.code_context == ["    return inspect.stack()\n"]


def test_lines_of_a_traceback():
    try:
        raises(2)
    except ValueError as e:
        frames = inspect.getinnerframes(e.__traceback__)
        assert [f.lineno - frames[-1].lineno for f in frames[1:]] == [1, 1, 0]
        assert [f.positions.lineno for f in frames] == [f.lineno for f in inspect.trace()]


def test_own_frame():
    about = inspect.getframeinfo(inspect.currentframe())
    assert about.function == "test_own_frame" and about.filename.endswith("test_inspected_frames.py")
