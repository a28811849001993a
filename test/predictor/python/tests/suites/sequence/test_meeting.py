# Each of these passes by itself. pytest runs them in one process, where they see what the ones before them have left in the same place.
from shared import CALLS, Cart, collect, count


def test_collects_the_first():
    assert collect(1) == [1]


def test_collects_the_second():
    assert collect(2) == [2]


def test_fills_a_cart():
    cart = Cart()
    cart.add("tea")
    assert cart.items == ["tea"]


def test_fills_another_cart():
    cart = Cart()
    cart.add("milk")
    assert cart.items == ["milk"]


def test_counts_one_name():
    assert count("a") == 1


def test_counts_another_name():
    assert count("b") == 1


def test_counts_the_first_name_again():
    assert count("a") == 1


def test_forgets():
    CALLS.clear()
    assert count("a") == 1
