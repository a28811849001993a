"""
>>> add(1, 2)
3
"""
def add(a, b):
    """
    >>> add(2, 2)
    5
    """
    return a + b
class K:
    def meth(self):
        """
        >>> K().meth()
        [1, ..., 9]
        >>> print('a', end='')
        a
        """
        return list(range(1, 10))
def boom():
    """
    >>> 1/0
    """
def sk():
    """
    >>> 1/0  # doctest: +SKIP
    """
