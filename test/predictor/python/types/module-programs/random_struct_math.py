import random, struct, math
random.seed(42)
print(random.random(), random.randint(1,100), random.choice([1,2,3]), random.sample(range(100), 5))
x = list(range(10)); random.shuffle(x); print(x)
random.seed('abc'); print(random.gauss(0,1), random.choices('abc', k=5), random.uniform(1,2), random.getrandbits(70))
r = random.Random(7); print(r.random(), r.randrange(0, 100, 7), r.expovariate(2))
print(struct.pack('<IhB', 1, -2, 255), struct.unpack('>H', b'\x01\x02'), struct.calcsize('iq'))
print(math.sqrt(2), math.factorial(20), math.gcd(12, 18), math.pi, math.floor(-2.5), math.log(8, 2))
