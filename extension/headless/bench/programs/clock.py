"""Times a program for the speed benchmark: plainly, or under a settrace tracer that keeps the repr of every local at every event.

usage: python3 clock.py plain|trace FILE SIZE REPEATS      prints the fastest run in milliseconds, and the number of events
"""
import sys
import time

mode, path, size, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
namespace = {}
with open(path, encoding="utf-8") as file:
    exec(compile(file.read(), path, "exec"), namespace)
program = namespace["program"]
events = []


def tracer(frame, event, arg):
    if frame.f_code.co_filename != path:
        return None
    events.append((event, frame.f_lineno, {name: repr(value) for name, value in frame.f_locals.items()}, repr(arg) if event == "return" else None))
    return tracer


best = float("inf")
for _ in range(repeats):
    events.clear()
    if mode == "trace":
        sys.settrace(tracer)
    start = time.perf_counter()
    program(size)
    took = time.perf_counter() - start
    sys.settrace(None)
    best = min(best, took)
print(best * 1000, len(events))
