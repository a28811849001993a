def add(a, b):
    return a + b


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def ack(m, n=0, *rest, scale=1):
    return m * scale + n + len(rest)


def program(n):
    total = fib(n)
    for i in range(n * 1000):
        total = add(total, i) % 65537
    for i in range(n * 200):
        total += ack(i, 1, 2, 3, scale=2)
    return total


SIZE = 21
TRACE_SIZE = 13
