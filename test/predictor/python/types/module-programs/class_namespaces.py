# What a class body's namespace has by itself, and what becomes of its names.
from typing import List, Optional, TypedDict, Union


class Interrupt(BaseException):
    pass


class Failing:
    def __init__(self, error):
        self.error = error

    def __set_name__(self, owner, name):
        raise self.error


for error in [ValueError('no'), Interrupt(), KeyError]:
    for make in [lambda: type('Made', (), {'field': Failing(error)}), lambda: exec('class Made:\n    field = Failing(error)')]:
        try:
            make()
        except RuntimeError as e:
            print(e, repr(e.__cause__), e.__cause__ is e.__context__, e.__suppress_context__)
        except BaseException as e:
            print('not wrapped', repr(e))


class Bare:
    __dict__ = {'shown': 1}
    __weakref__ = 'a name like any'

    def __init__(self):
        self.kept = 2


bare = Bare()
print(bare.__dict__, bare.kept, vars(bare), bare.__weakref__, Bare.__dict__['__dict__'])
bare.other = 3
print(bare.__dict__, bare.other)


class Derived(Bare):
    pass


print(Derived().__dict__)

# Without a `__name__` the body finds that of the builtins; a function does not ask for it there.
space = {}
exec('class A:\n    pass\ndef f():\n    pass\n', space)
print(space['A'].__module__, space['A'], space['f'].__module__, '__name__' in space)
space = {}
exec('from __future__ import annotations\nfrom typing import TypedDict\nclass T(TypedDict):\n    a: int\n', space)
print(space['T'].__annotations__)

# Unions of both kinds are equal: one finds the other as a key.
print(len({int | str, Union[str, int], str | int}))
print({List[int] | None: 1}[Optional[List[int]]])
