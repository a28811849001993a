EVENTS = []


def setup_module(module):
    EVENTS.append("module")
    module.READY = True


def teardown_module():
    EVENTS.append("end of module")


def setup_function(function):
    EVENTS.append(function.__name__)


def test_function():
    assert READY
    assert EVENTS[-1] == "test_function"


class TestXunit:
    @classmethod
    def setup_class(cls):
        cls.shared = ["class"]

    def setup_method(self, method):
        self.name = method.__name__

    def teardown_method(self):
        assert self.name

    def test_a(self):
        assert self.shared == ["class"] and self.name == "test_a"

    def test_b(self):
        assert self.name == "test_a"


class TestStatic:
    @staticmethod
    def test_static():
        assert True

    @classmethod
    def test_class(cls):
        assert cls.__name__ == "TestStatic"


class TestBase:
    value = 1

    def test_inherited(self):
        assert self.value == 1


class TestDerived(TestBase):
    value = 2

    def test_own(self):
        assert self.value == 2
