import pytest


@pytest.fixture
def base(base):
    return base + "/module"


def test_overrides_stack(base):
    assert base == "root/sub/module"


class TestInClass:
    @pytest.fixture
    def base(self, base):
        return base + "/class"

    def test_class_is_the_last_word(self, base):
        assert base == "root/sub/module/class"

    def test_autouse_ran(self, request):
        assert request.node.always


def test_wrong_on_purpose(base):
    assert base == "root"
