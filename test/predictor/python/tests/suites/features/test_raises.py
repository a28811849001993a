import re
import warnings

import pytest


def boom(kind=ValueError, message="bad value: 42"):
    raise kind(message)


def test_raises():
    with pytest.raises(ValueError) as info:
        boom()
    assert str(info.value) == "bad value: 42"
    assert info.type is ValueError
    assert info.typename == "ValueError"
    info.match(r"\d+")


def test_match():
    with pytest.raises((KeyError, ValueError), match=r"value: \d+$"):
        boom()


def test_match_wrong():
    with pytest.raises(ValueError, match="^value"):
        boom()


def test_did_not_raise():
    with pytest.raises(ValueError):
        pass


def test_other_exception():
    with pytest.raises(ValueError):
        boom(KeyError)


def test_callable_form():
    info = pytest.raises(ValueError, boom)
    assert "42" in str(info.value)
    assert pytest.raises(ZeroDivisionError, lambda a, b: a / b, 1, b=0)


def test_subclass():
    with pytest.raises(LookupError):
        {}["x"]


def test_cause():
    with pytest.raises(RuntimeError) as info:
        try:
            boom()
        except ValueError as e:
            raise RuntimeError("outer") from e
    assert isinstance(info.value.__cause__, ValueError)


def test_warns():
    with pytest.warns(UserWarning, match="careful"):
        warnings.warn("be careful", UserWarning)


def test_did_not_warn():
    with pytest.warns(DeprecationWarning):
        warnings.warn("other", UserWarning)


def test_deprecated_call():
    with pytest.deprecated_call():
        warnings.warn("old", DeprecationWarning)


def test_recwarn(recwarn):
    warnings.warn("one", UserWarning)
    assert len(recwarn) == 1
    assert recwarn.pop(UserWarning).message.args == ("one",)


@pytest.mark.filterwarnings("error")
def test_warning_as_error():
    warnings.warn("now an error", RuntimeWarning)


@pytest.mark.filterwarnings("error", "ignore:harmless")
def test_filters_stack():
    warnings.warn("harmless thing", UserWarning)


def test_group():
    with pytest.raises(ExceptionGroup) as info:
        raise ExceptionGroup("several", [ValueError("a"), TypeError("b")])
    assert info.group_contains(ValueError, match="a")


def test_regex_object():
    with pytest.raises(ValueError, match=re.compile("BAD", re.I)):
        boom()


def test_wrong_type_given():
    with pytest.raises(TypeError):
        with pytest.raises("ValueError"):
            pass
