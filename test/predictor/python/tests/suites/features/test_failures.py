from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


def divide(a, b):
    return a / b


def average(values):
    return divide(sum(values), len(values))


def test_nested_error():
    assert average([]) == 0


def test_list():
    assert [1, 2, 3, 4] == [1, 2, 4]


def test_dict():
    assert {"a": 1, "b": 2} == {"a": 1, "b": 3}


def test_text():
    assert "the quick brown fox" == "the quick brown fix"


def test_lines():
    assert "a\nb\nc\n" == "a\nB\nc\n"


def test_dataclass():
    assert Point(1, 2) == Point(1, 3)


def test_in():
    assert 3 in [1, 2]


def test_bare():
    assert not True


def test_message():
    assert 1 == 2, "they differ"


def test_key():
    {"a": 1}["b"]


def test_set():
    assert {1, 2} == {2, 3}


def test_name():
    undefined_name  # noqa: F821


def test_loop():
    total = 0
    for n in [1, 2, 3]:
        total += n
        assert total < 6
