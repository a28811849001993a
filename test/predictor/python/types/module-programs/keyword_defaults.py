"""Defaults of keyword-only parameters are a dict, which who asks for it may change."""


def f(a=0, *, b=1, c):
    return a, b, c


kept = f.__kwdefaults__
print(kept, kept is f.__kwdefaults__)
kept["c"] = 5
print(f(), f(c=2), f(b=7))
kept.update(b=f)
print(f()[1] is f)
del kept["b"]
try:
    f()
except TypeError as e:
    print(e)
f.__kwdefaults__ = other = {"b": 3, "c": 4, "d": 5}
print(f(), f.__kwdefaults__ is other, kept)
other["b"] = 30
print(f())
other.clear()
try:
    f()
except TypeError as e:
    print(e)
f.__kwdefaults__ = None
print(f.__kwdefaults__, f(b=1, c=2))
for bad in ([], 3, (("b", 1),)):
    try:
        f.__kwdefaults__ = bad
    except TypeError as e:
        print(e)
print((lambda: 0).__kwdefaults__, (lambda *, x=1: x).__kwdefaults__)


def lazily(func):
    def wrapper(*args, __wrapper=None, **kw):
        return __wrapper.made(*args, **kw)

    wrapper.__kwdefaults__["__wrapper"] = wrapper
    wrapper.made = func
    return wrapper


print(lazily(len)("abc"))


def made(n):
    def inner(*, k=n):
        return k

    return inner


one, two = made(1), made(2)
one.__kwdefaults__["k"] = 10
print(one(), two(), made(3)())
del f.__kwdefaults__
print(f.__kwdefaults__)
