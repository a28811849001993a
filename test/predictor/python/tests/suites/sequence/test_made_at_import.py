# Generators and coroutines that were made when the file was imported: each test takes them as the tests before it have left them.
from contextlib import contextmanager
import pytest

@contextmanager
def plain():
    yield 1

@pytest.mark.parametrize("cm", [plain(), plain()])
def test_each_has_its_own(cm):
    with cm as v:
        assert v == 1

def numbers():
    a = 1
    yield a
    a += 1
    yield a

one = numbers()

def test_first_look():
    assert next(one) == 1

def test_second_look():
    assert next(one) == 2

closed = numbers()

def test_closes():
    closed.close()

def test_is_closed():
    assert next(closed, None) == 1

async def work():
    return 3

made = work()

def test_drives():
    with pytest.raises(StopIteration) as e:
        made.send(None)
    assert e.value.value == 3

def test_drives_again():
    with pytest.raises(StopIteration) as e:
        made.send(None)
    assert e.value.value == 3
