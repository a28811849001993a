"""What clocks tell is not known, but it is no number that is too large."""
import math
import time
from datetime import timedelta

import pytest


class Elapsed(timedelta):
    pass


@pytest.mark.parametrize("clock", [time.time, time.monotonic, time.perf_counter, time.process_time])
@pytest.mark.parametrize("cls", [timedelta, Elapsed])
def test_differences(clock, cls):
    start = clock()
    elapsed = cls(seconds=clock() - start)
    assert isinstance(elapsed, timedelta)
    assert isinstance(cls(milliseconds=(clock() - start) * 1000, hours=2), cls)
    assert isinstance(cls(0, 1 + (time.time_ns() - time.time_ns()) / 1e9), cls)
    assert isinstance(timedelta(microseconds=time.time_ns() / 1000), timedelta)


def test_how_long():
    start = time.time()
    assert timedelta(seconds=time.time() - start) < timedelta(seconds=10**6)


def test_perhaps_too_long():
    timedelta(days=time.time())


def test_far_too_long():
    timedelta(seconds=time.time_ns())


def test_divided_by_nothing():
    timedelta(seconds=1 / (time.time() - time.time()))


def test_parts():
    fraction, whole = math.modf(time.time())
    head, *rest = math.modf(time.time())
    assert isinstance(fraction, tuple) or isinstance(head, tuple) or fraction is whole


def test_days_of_it():
    timedelta(days=time.time() * 0.001 * time.time() * 1e-9)
