import pytest

# Of pytest itself, by its short name.
pytest_plugins = ["pytester"]
LOG = []


def pytest_configure(config):
    config.addinivalue_line("markers", "dynamic: added by conftest")


def pytest_addoption(parser):
    parser.addoption("--fast", action="store_true", default=False, help="skip the slow ones")


@pytest.fixture(scope="session")
def numbers():
    return [1, 2, 3]


@pytest.fixture
def base():
    return "root"


@pytest.fixture
def fast(request):
    return request.config.getoption("--fast")


@pytest.fixture
def journal():
    entries = ["open"]
    yield entries
    entries.append("closed")


@pytest.fixture
def make_user():
    made = []

    def make(name, age=30):
        user = {"name": name, "age": age}
        made.append(user)
        return user

    yield make
    made.clear()


def pytest_ignore_collect(collection_path, config):
    if "_never_" in collection_path.name:
        return True
