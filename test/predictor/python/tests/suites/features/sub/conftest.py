import pytest


@pytest.fixture
def base(base):
    return base + "/sub"


@pytest.fixture(autouse=True)
def always(request):
    request.node.always = True
    yield
