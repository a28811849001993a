"""Parts of pytest that its model does without."""

import pytest


def test_another_module():
    from _pytest.assertion.rewrite import AssertionRewritingHook

    assert AssertionRewritingHook.__name__ == "AssertionRewritingHook"


def test_a_name_that_may_not_be_there():
    from _pytest.python import no_such_thing


def test_a_module_that_may_not_be_there():
    import _pytest.no_such_module


def test_another_class():
    assert pytest.Pytester.__name__ == "Pytester"
