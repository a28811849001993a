"""What hangs on the hash seed, or on addresses."""


def test_which_is_greater():
    assert hash("a") < hash("b")


def test_which_comes_first():
    assert sorted(["a", "b"], key=hash) == ["a", "b"]


def test_is_it_even():
    assert object().__hash__() % 2 == 0


class Key:
    def __init__(self, name):
        self._hash = hash(name)

    def __hash__(self):
        return self._hash


MADE_AT_IMPORT = Key("a")


def test_what_was_kept_at_import():
    assert {MADE_AT_IMPORT: 1}[MADE_AT_IMPORT] == 1


def test_nothing_of_it():
    assert Key("b") is not MADE_AT_IMPORT
