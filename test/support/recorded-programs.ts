// Programs whose recordings are held against what an interpreter itself tells.
export const recordedPrograms: readonly (readonly [what: string, program: string])[] = [
  ['loops and numbers', 'total = 0\nfor i in range(5):\n    total += i * 1.5\n    if total > 4:\n        big = 10 ** 30\nprint(total, big)\n'],
  ['values that change in place', 'def f(a):\n    b = a\n    b.append(len(a))\n    d = {"k": a}\n    d["k"][0] = d.get("z", "é\\n")\n    s = {1}\n    s.add(2)\n    return a, s\nprint(f([0]))\n'],
  ['a value that becomes another kind of number', 'x = [1, 2]\nx[0] = True\nx[0] = 1.0\nx[1] = 2\nx = (x,)\n'],
  ['generators, closed and thrown into', 'def g(n):\n    try:\n        for i in range(n):\n            yield i\n    except ValueError as e:\n        yield str(e)\nit = g(3)\nnext(it)\nprint(it.throw(ValueError("v")))\nit.close()\nother = g(2)\nnext(other)\nother.close()\nprint(any(x > 1 for x in [1, 2, 3]))\n'],
  ['exceptions through frames', 'def low(x):\n    raise KeyError(x)\ndef high(x):\n    try:\n        low(x)\n    except LookupError as e:\n        y = repr(e)\n    finally:\n        x = None\n    return y\nprint(high("k"))\ntry:\n    low(1)\nexcept KeyError:\n    pass\n'],
  ['closures and nonlocal names', 'def counter():\n    n = 0\n    def step(by=1):\n        nonlocal n\n        n += by\n        return n\n    step()\n    step(by=5)\n    return n, [n + k for k in range(2)]\nprint(counter())\n'],
  ['classes with a repr of their own', 'class P:\n    def __init__(self, x):\n        self.x = x\n        self.y = []\n    def __repr__(self):\n        return f"P({self.x}, {self.y})"\np = P(1)\nq = p\nq.y.append(p.x)\nclass D(P):\n    z = 3\nd = D("d")\n'],
  ['locals that go', 'def f(x):\n    y = x\n    del y\n    y = [x]\n    del x\n    return y\nprint(f(1))\n'],
  ['comprehensions and lambdas', 'rows = [[1, 2], [3]]\nflat = [x for row in rows for x in row]\npairs = {k: v for k, v in zip("ab", flat)}\nprint(sorted(flat, key=lambda v: -v), pairs)\n'],
  ['recursion', 'def fact(n):\n    return 1 if n < 2 else n * fact(n - 1)\nprint(fact(40))\n'],
];

/** What later releases do as 3.11 does, line by line, and what they do otherwise. */
export const asynchronousPrograms: readonly (readonly [what: string, program: string])[] = [
  ['tasks, asynchronous generators and time limits', 'import asyncio\nasync def co(n):\n    await asyncio.sleep(0)\n    return n\nasync def agen():\n    for i in range(2):\n        yield i\n        await asyncio.sleep(0)\nasync def main():\n    x = await asyncio.gather(co(1), co(2))\n    async for y in agen():\n        pass\n    try:\n        await asyncio.wait_for(asyncio.sleep(5), 0.001)\n    except asyncio.TimeoutError:\n        pass\nasyncio.run(main())\n'],
  ['delegation, and a generator thrown into before its first line', 'def g(n):\n    for i in range(n):\n        yield i\ndef outer():\n    r = yield from g(2)\n    return 5\nprint(list(outer()))\ntry:\n    g(1).throw(KeyError("early"))\nexcept KeyError:\n    pass\nleft = g(2)\nnext(left)\ndel left\nagain = g(1)\nnext(again)\n'],
  ['loops on one line', 'def loop(n):\n    while n: n -= 1\n    for i in range(2): n += i\n    return n\nloop(3)\n'],
  ['iterators that end, and managers that swallow', 'import contextlib\nclass It:\n    def __init__(self):\n        self.n = 0\n    def __iter__(self):\n        return self\n    def __next__(self):\n        self.n += 1\n        if self.n > 2:\n            raise StopIteration\n        return self.n\nfor i in It():\n    pass\na, b = It()\n@contextlib.contextmanager\ndef quiet():\n    try:\n        yield 1\n    except ValueError:\n        pass\nwith quiet() as c:\n    int("x")\n'],
  ['ways out of loops and blocks', 'def nested():\n    for i in range(3):\n        try:\n            if i == 1:\n                continue\n            if i == 2:\n                break\n        finally:\n            done = i\n    x = (1 if i else\n         2)\n    match x:\n        case 1:\n            pass\n        case _:\n            pass\n    return x\ndef fin():\n    try:\n        return 1\n    finally:\n        x = 2\nnested()\nfin()\n'],
];
