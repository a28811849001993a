"""What hangs on the hash seed, or on addresses."""


def test_which_is_greater():
    assert hash("a") < hash("b")


def test_which_comes_first():
    assert sorted(["a", "b"], key=hash) == ["a", "b"]


def test_is_it_even():
    assert object().__hash__() % 2 == 0
