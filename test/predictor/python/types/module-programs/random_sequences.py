# What random.py gives for known seeds: every distribution, and states that are saved and put back.
import random
for seed in (0, 1, -5, 2**70, 'text', b'bytes', bytearray(b'x'), 1.5, True):
    r = random.Random(seed)
    print(repr(seed), r.random(), r.randint(0, 9), r.randrange(10, 1000, 7), r.choice('abcdef'), r.getrandbits(5), r.getrandbits(100))
r = random.Random(3)
items = list(range(12))
r.shuffle(items)
print(items, r.sample(items, 4), r.sample(range(10**6), 3), r.choices('ab', [1, 3], k=6), r.choices([1, 2, 3], cum_weights=[1, 2, 10], k=4))
print(r.uniform(1, 2), r.triangular(0, 1, 0.3), r.gauss(0, 1), r.gauss(0, 1), r.normalvariate(5, 2), r.expovariate(0.5), r.betavariate(1, 2))
print(r.gammavariate(2, 1), r.gammavariate(0.5, 1), r.paretovariate(3), r.weibullvariate(1, 2), r.vonmisesvariate(0, 4), r.lognormvariate(0, 1), r.randbytes(5))
state = r.getstate()
a = [r.random() for _ in range(3)]
r.setstate(state)
print(a == [r.random() for _ in range(3)], len(state[1]), state[0])
for wrong in (lambda: r.choice([]), lambda: r.randrange(0), lambda: r.sample([1], 2), lambda: r.getrandbits(-1), lambda: r.seed([1]), lambda: r.setstate((3, (1,), None)), lambda: r.randint(3, 1), lambda: r.sample({1}, 1), lambda: r.choices([], k=1)):
    try: print(wrong())
    except Exception as e: print(type(e).__name__, e)
random.seed(99)
print(random.random(), random.randint(1, 6), random.choice(['x', 'y']), random.sample('abcdef', 3))
class Mine(random.Random):
    def random(self): return 0.25
m = Mine()
print(m.random(), m.choice('abcd'), m.randrange(8), m.uniform(0, 4))
