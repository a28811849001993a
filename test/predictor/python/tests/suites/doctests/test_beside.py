from pkg.examples import add
def test_a(): assert add(1, 1) == 2
def helper():
    """
    >>> helper()
    7
    """
    return 7
