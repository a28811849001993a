def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def pairs(items):
    last = None
    for item in items:
        if last is not None:
            yield last, item
        last = item


def flatten(tree):
    for part in tree:
        if isinstance(part, list):
            yield from flatten(part)
        else:
            yield part


def program(n):
    total = 0
    for a, b in pairs(count(n)):
        total += a * b % 7
    total += sum(x * x for x in count(n) if x % 2)
    tree = [1, [2, [3, 4], 5], [6, [7, [8]]]]
    for _ in range(n // 50):
        total += sum(flatten(tree))
    return total + len([y for y in (x + 1 for x in range(n)) if y % 3 == 0])


SIZE = 30000
TRACE_SIZE = 4000
