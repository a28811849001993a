"""What the library asks of the machine for itself leaves nothing open."""

import sysconfig

FOUND = sysconfig.get_python_version()


def test_version():
    assert FOUND.count(".") == 1
