import pytest

def test_one():
    pass

def check_two():
    pass

@pytest.mark.xfail
def check_three():
    pass

class Case:
    def check_four(self):
        pass

class TestOther:
    def check_five(self):
        pass
