"""Fixtures that live longer than one test, changed on the way."""

import unittest

import pytest

LOG = []


@pytest.fixture(scope="module")
def store():
    LOG.append("open")
    yield {}
    LOG.append("close")


@pytest.fixture
def cursor(store):
    store["cursors"] = store.get("cursors", 0) + 1
    yield store["cursors"]


def test_insert(store):
    store["a"] = 1


def test_query(store):
    assert store["a"] == 1


def test_cursor(cursor):
    assert cursor == 1


def test_second_cursor(cursor):
    assert cursor == 2


def test_opened_once(store):
    assert LOG == ["open"]


def test_missing(store):
    assert store["b"] == 1


@pytest.fixture(scope="class")
def account():
    return [100]


class TestAccount:
    def test_withdraw(self, account):
        account[0] -= 30
        assert account[0] == 70

    def test_rest(self, account):
        assert account[0] == 70


class TestOtherAccount:
    def test_is_new(self, account):
        account.append(1)
        assert account == [100, 1]

    def test_keeps(self, account):
        assert account == [100, 1]


@pytest.fixture(scope="module", params=["x", "y"])
def engine(request):
    made = [request.param]
    yield made
    LOG.append("stopped " + request.param)


@pytest.fixture(scope="module")
def car(engine):
    yield {"engine": engine, "km": 0}
    LOG.append("parked " + engine[0])


def test_drive(car):
    car["km"] += 10
    assert car["km"] == 10


def test_drove(car):
    assert car["km"] == 10


def test_all_parked():
    assert LOG == ["open", "parked x", "stopped x", "parked y", "stopped y"]


class CaseWithClassSetup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.items = []

    def test_a_adds(self):
        self.items.append(1)

    def test_b_sees(self):
        self.assertEqual(self.items, [1])

    def test_c_fails(self):
        self.assertEqual(self.items, [2])


class CaseAfter(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.items = []

    @classmethod
    def tearDownClass(cls):
        LOG.append("torn down")

    def test_a(self):
        self.assertEqual(self.items, [])
        self.assertNotIn("torn down", LOG)


def test_torn_down():
    assert "torn down" in LOG
