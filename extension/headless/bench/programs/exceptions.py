class Refused(ValueError):
    def __init__(self, code):
        super().__init__(f"refused: {code}")
        self.code = code


def check(i):
    if i % 5 == 0:
        raise Refused(i)
    return i


def guarded(i):
    try:
        return check(i)
    except Refused as error:
        return -error.code % 3
    finally:
        pass


def lookup(table, key):
    try:
        return table[key]
    except KeyError:
        return 0


def program(n):
    table = {i: i for i in range(0, 100, 2)}
    total = 0
    for i in range(n):
        total += guarded(i) + lookup(table, i % 100)
        try:
            int("x" if i % 9 == 0 else "7")
        except (TypeError, ValueError):
            total += 1
    return total


SIZE = 20000
TRACE_SIZE = 3000
