def test_has_a_name_of_its_own():
    assert __name__ == "tests.deep.test_same"
    assert __package__ == "tests.deep"


def test_module_around_it():
    import sys

    assert hasattr(sys.modules["tests.deep"], "test_same")
