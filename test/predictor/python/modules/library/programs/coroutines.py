import asyncio, contextlib, functools
async def f(n, t):
    await asyncio.sleep(t); print('f', n); return n
async def main():
    print(await asyncio.gather(f(1,.03), f(2,.01), f(3,.02)))
    t=asyncio.create_task(f(4,.01)); print(t.done()); print(await t, t.done(), t.result())
    try: await asyncio.wait_for(f(5,1), .01)
    except asyncio.TimeoutError: print('timeout')
    q=asyncio.Queue()
    async def prod():
        for i in range(3): await q.put(i); await asyncio.sleep(0)
        await q.put(None)
    async def cons():
        while (x:=await q.get()) is not None: print('got', x)
    await asyncio.gather(prod(), cons())
    lock=asyncio.Lock(); ev=asyncio.Event(); sem=asyncio.Semaphore(2)
    async def w(i):
        async with lock: print('in', i); await asyncio.sleep(.001)
    await asyncio.gather(*(w(i) for i in range(3)))
    asyncio.get_running_loop().call_later(.01, ev.set); await ev.wait(); print(ev.is_set())
    done, pend = await asyncio.wait([asyncio.create_task(f(i,.1*i)) for i in (1,2)], return_when=asyncio.FIRST_COMPLETED); print(len(done), len(pend))
    for p in pend: p.cancel()
    t=asyncio.create_task(asyncio.sleep(10)); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print('cancelled', t.cancelled())
    async def bad(): raise ValueError('bad')
    r=await asyncio.gather(bad(), f(6,0), return_exceptions=True); print(r)
    async with asyncio.TaskGroup() as tg: a=tg.create_task(f(7,.01)); b=tg.create_task(f(8,0))
    print(a.result()+b.result())
    async def agen():
        for i in range(3): yield i; await asyncio.sleep(0)
    print([x async for x in agen()])
    @contextlib.asynccontextmanager
    async def acm(): print('a'); yield 1; print('b')
    async with acm() as v: print(v)
    print(await asyncio.to_thread(lambda: 5), await asyncio.get_running_loop().run_in_executor(None, lambda: 6))
    async with asyncio.timeout(1): await asyncio.sleep(0)
    try:
        async with asyncio.timeout(.01): await asyncio.sleep(1)
    except TimeoutError: print('to')
    fut=asyncio.get_running_loop().create_future(); asyncio.get_running_loop().call_soon(fut.set_result, 3); print(await fut)
    async for x in agen():
        if x==1: break
    print(asyncio.current_task().get_name()[:4], len(asyncio.all_tasks()))
    await asyncio.shield(f(9,0))
    for c in asyncio.as_completed([f(10,.02),f(11,.01)]): print(await c)
asyncio.run(main())
try: asyncio.run(main.__wrapped__())
except AttributeError as e: print(e)
async def r(): raise KeyError('z')
try: asyncio.run(r())
except KeyError as e: print(e)
loop=asyncio.new_event_loop(); print(loop.run_until_complete(f(12,0)), loop.is_closed()); loop.close(); print(loop.is_closed())
