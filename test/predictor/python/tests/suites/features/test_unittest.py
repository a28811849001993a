import unittest
from unittest import mock

import pytest


class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        return self.items.pop()


class StackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.limit = 3

    def setUp(self):
        self.stack = Stack()
        self.addCleanup(self.stack.items.clear)

    def tearDown(self):
        self.stack = None

    def test_push(self):
        self.stack.push(1)
        self.assertEqual(self.stack.items, [1])
        self.assertLess(len(self.stack.items), self.limit)

    def test_pop_empty(self):
        with self.assertRaises(IndexError) as caught:
            self.stack.pop()
        self.assertIn("pop from empty list", str(caught.exception))

    def test_fails(self):
        self.assertEqual({"a": 1}, {"a": 2})

    def test_error(self):
        self.stack.missing()

    @unittest.skip("not now")
    def test_skipped(self):
        self.fail()

    @unittest.skipIf(True, "condition")
    def test_skipped_if(self):
        self.fail()

    @unittest.expectedFailure
    def test_expected(self):
        self.assertTrue(False)

    @unittest.expectedFailure
    def test_unexpected(self):
        self.assertTrue(True)

    def test_skip_inside(self):
        self.skipTest("inside")

    def test_subtests(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertLess(i, 3)

    def test_failing_subtest(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)

    def test_regex(self):
        self.assertRegex("hello 42", r"\d+")
        with self.assertRaisesRegex(ValueError, "invalid literal"):
            int("x")

    def test_almost(self):
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertCountEqual([1, 2, 2], [2, 1, 2])
        self.assertIsNone(None)
        self.assertIsInstance(1, int)
        self.assertDictEqual({}, {})
        self.assertGreaterEqual(2, 2)

    @pytest.mark.skip(reason="by pytest")
    def test_marked(self):
        self.fail()


@unittest.skip("all of it")
class SkippedCase(unittest.TestCase):
    def test_one(self):
        self.fail()


class SetupFails(unittest.TestCase):
    def setUp(self):
        raise RuntimeError("no set-up")

    def test_one(self):
        pass


class ClassSetupFails(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise RuntimeError("no class set-up")

    def test_one(self):
        pass


def test_mock():
    m = mock.Mock(return_value=3)
    assert m(1, key=2) == 3
    m.assert_called_once_with(1, key=2)
    m.other.side_effect = ValueError("no")
    with pytest.raises(ValueError):
        m.other()


@mock.patch("os.getcwd", return_value="/nowhere")
def test_patch(getcwd):
    import os

    assert os.getcwd() == "/nowhere"
    assert getcwd.call_count == 1


@mock.patch.dict("os.environ", {"SAMPLE_X": "1"})
def test_patch_dict(numbers):
    import os

    assert os.environ["SAMPLE_X"] == "1" and numbers


def test_magic():
    m = mock.MagicMock()
    m.__len__.return_value = 4
    assert len(m) == 4
    m.method(1)
    m.method(2)
    assert m.method.call_args_list == [mock.call(1), mock.call(2)]
