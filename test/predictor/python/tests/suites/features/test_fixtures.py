import pytest

ORDER = []


@pytest.fixture(scope="module")
def per_module():
    ORDER.append("module")
    return object()


@pytest.fixture(scope="class")
def per_class(per_module):
    ORDER.append("class")
    return {"module": per_module}


@pytest.fixture(params=["a", "b"])
def letter(request):
    return request.param


@pytest.fixture(params=[1, pytest.param(2, id="two"), pytest.param(3, marks=pytest.mark.skip(reason="not three"))])
def digit(request):
    return request.param


@pytest.fixture(name="renamed")
def _hidden_name():
    return 42


@pytest.fixture
def fails_in_setup():
    raise RuntimeError("no database")


@pytest.fixture
def fails_in_teardown():
    yield 1
    raise RuntimeError("cannot close")


@pytest.fixture
def doubled(request):
    return request.param * 2


@pytest.fixture
def via_getfixturevalue(request):
    return request.getfixturevalue("numbers")


@pytest.fixture
def with_finalizer(request):
    state = []
    request.addfinalizer(lambda: state.append("done"))
    return state


def test_session_fixture(numbers):
    assert sum(numbers) == 6


def test_product(letter, digit):
    assert letter in "ab" and digit < 3


def test_renamed(renamed):
    assert renamed == 42


def test_setup_error(fails_in_setup):
    pass


def test_teardown_error(fails_in_teardown):
    assert fails_in_teardown == 1


@pytest.mark.parametrize("doubled", [1, 2], indirect=True)
def test_indirect(doubled):
    assert doubled in (2, 4)


@pytest.mark.parametrize("doubled, plain", [(1, 2), (2, 5)], indirect=["doubled"])
def test_partly_indirect(doubled, plain):
    assert doubled == plain


def test_dynamic(via_getfixturevalue):
    assert via_getfixturevalue[0] == 1


def test_finalizer(with_finalizer):
    assert with_finalizer == []


def test_factory(make_user):
    assert make_user("ann") == {"name": "ann", "age": 30}
    assert make_user("bob", age=3)["age"] == 3


def test_yield(journal):
    assert journal == ["open"]


def test_missing(there_is_no_such_fixture):
    pass


def test_option(fast):
    assert fast is False


@pytest.mark.usefixtures("journal")
class TestScopes:
    def test_one(self, per_class):
        assert per_class["module"] is not None

    def test_two(self, per_class, per_module):
        assert per_class["module"] is per_module

    @pytest.fixture
    def own(self):
        return type(self).__name__

    def test_bound(self, own):
        assert own == "TestScopes"


@pytest.fixture(scope="session")
def wide(letter_for_wide):
    return letter_for_wide


@pytest.fixture
def letter_for_wide():
    return "x"


def test_scope_mismatch(wide):
    pass


def test_called_directly():
    with pytest.raises(pytest.fail.Exception, match="called directly"):
        renamed = _hidden_name()


@pytest.fixture
def no_yield():
    if False:
        yield


def test_fixture_without_yield(no_yield):
    pass


def test_request_names(request, numbers):
    assert "numbers" in request.fixturenames
    assert request.node.name == "test_request_names"
    assert request.function is test_request_names
    assert request.module.__name__ == "test_fixtures"
    assert request.cls is None
