"""What a test may say to hypothesis while it runs."""

from hypothesis.errors import UnsatisfiedAssumption

_running = [0]


def currently_in_test_context():
    return _running[0] > 0


def reject():
    raise UnsatisfiedAssumption()


def assume(condition):
    if not condition:
        raise UnsatisfiedAssumption()
    return True


def note(value):
    pass


def event(value, payload=""):
    pass


def target(observation, *, label=""):
    return observation


def register_random(r):
    pass


def cleanup(teardown):
    from _foretrace import doubt

    doubt("hypothesis.control.cleanup")
