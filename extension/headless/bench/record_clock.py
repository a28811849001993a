"""Times a program for the recording benchmark: plainly, under a bare settrace tracer that keeps the repr of every local, and under Foretrace's tracer; in turns, so that a
slow moment hits all three.

usage: python3 record_clock.py TRACER-FOLDER SPOOL FILE ROUNDS      prints JSON
"""
import json
import os
import sys
import time

folder, spool, path, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
sys.path.insert(0, folder)
import foretrace_tracer as tracer

namespace = {}
with open(path, encoding="utf-8") as file:
    exec(compile(file.read(), path, "exec"), namespace)
program, size = namespace["program"], namespace["TRACE_SIZE"]
events = []


def bare(frame, event, arg):
    if frame.f_code.co_filename != path:
        return None
    events.append((event, frame.f_lineno, {name: repr(value) for name, value in frame.f_locals.items()}, repr(arg) if event == "return" else None))
    return bare


def timed(before, after):
    before()
    start = time.perf_counter()
    program(size)
    after()
    return time.perf_counter() - start


tracer.start(out=spool, roots=[os.path.dirname(path)], frames=10**9)
best = {"plain": 9e9, "bare": 9e9, "ours": 9e9}


def ours_after():
    tracer.end_thread()
    tracer.flush_all()


for _ in range(rounds):
    best["plain"] = min(best["plain"], timed(lambda: None, lambda: None))
    events.clear()
    best["bare"] = min(best["bare"], timed(lambda: sys.settrace(bare), lambda: sys.settrace(None)))
    best["ours"] = min(best["ours"], timed(tracer.begin_thread, ours_after))
best["events"] = len(events)
best["bytes"] = os.fstat(tracer.write_fd).st_size / rounds
print(json.dumps(best))
