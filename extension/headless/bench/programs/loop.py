def program(n):
    total = 0
    i = 0
    while i < n:
        if i % 3 == 0:
            total += i
        elif i & 1:
            total -= 1
        else:
            total = (total + i * 2) % 1000003
        i += 1
    for a in range(n // 100):
        for b in range(10):
            total += a * b
    return total


SIZE = 300000
TRACE_SIZE = 40000
