def program(n):
    counts = {}
    seen = set()
    for i in range(n):
        key = i * 7919 % 1009
        counts[key] = counts.get(key, 0) + 1
        if key % 5 == 0:
            seen.add((key, i % 3))
    names = {}
    for i in range(n // 10):
        names.setdefault("k" + str(i % 50), []).append(i)
    total = 0
    for key, value in counts.items():
        if key in counts and (key, 0) not in seen:
            total += value
    for name in sorted(names):
        total += len(names[name])
    return total + len(seen)


SIZE = 60000
TRACE_SIZE = 2500
