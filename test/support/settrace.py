"""The truth for traces: runs a program under sys.settrace and prints its events as JSON, in the form of Foretrace's own TraceFrame.

usage: python3 settrace.py FILE | -
"""
import dis
import io
import json
import re
import signal
import sys

ADDRESS = re.compile(r" at 0x[0-9a-f]+(?=[>:, ])")


def text(value):
    try:
        return ADDRESS.sub("", repr(value))
    except Exception as e:
        return f"<repr failed: {type(e).__name__}>"


class TooLong(BaseException):
    """The program takes too long to be of use; told again and again, for it may catch it."""


def too_long(_signal, _frame):
    raise TooLong


def trace(source, name):
    code = compile(source, name, "exec")
    events = []
    known = {}  # id(frame) -> (number, depth, locals texts, started, frame)
    live = []
    count = 0
    out = io.StringIO()
    written = 0

    def change(frame, state):
        now = {k: text(v) for k, v in frame.f_locals.items() if k not in HIDDEN}
        before = state["locals"]
        changed = {k: v for k, v in now.items() if before.get(k) != v}
        deleted = sorted(k for k in before if k not in now)
        state["locals"] = now
        return changed, deleted

    def tracer(frame, event, arg):
        nonlocal count, written
        if frame.f_code.co_filename != name:
            return None
        state = known.get(id(frame))
        if event == "call":
            if state is not None and state["frame"] is frame:
                kind = "resume"
            else:
                depth = 0
                back = frame.f_back
                while back is not None:
                    if id(back) in known and known[id(back)]["frame"] is back:
                        depth = known[id(back)]["depth"] + 1
                        break
                    back = back.f_back
                state = known[id(frame)] = {"number": count, "depth": depth, "locals": {}, "frame": frame}
                count += 1
                kind = "call"
        else:
            kind = event
        if state is None:
            return None
        state["raised"] = event == "exception" or (event == "return" and state.get("raised"))
        row = {"event": kind, "activation": state["number"], "depth": state["depth"], "function": frame.f_code.co_qualname, "line": frame.f_lineno}
        if event == "return":
            op = frame.f_code.co_code[frame.f_lasti]
            opname = dis.opname[op]
            if state.get("raised") and opname != "RETURN_VALUE":
                row["event"] = "unwind"
            elif opname in ("YIELD_VALUE", "ASYNC_GEN_WRAP"):
                row["event"] = "yield"
            elif opname not in ("RETURN_VALUE", "RETURN_GENERATOR"):
                row["event"] = "unwind"
        if row["event"] != "resume":
            row["changed"], row["deleted"] = change(frame, state)
        if event == "return":
            row["value"] = text(arg)
        elif event == "exception":
            row["exception"] = arg[0].__name__
            row["value"] = text(arg[1])
        full = out.getvalue()
        if len(full) > written:
            row["stdout"] = full[written:]
            written = len(full)
        events.append(row)
        return tracer

    namespace = {"__name__": "__main__", "__builtins__": __builtins__}
    real, sys.stdout = sys.stdout, out
    sys.settrace(tracer)
    try:
        exec(code, namespace)
        ending = "return"
    except BaseException as error:  # the ending is part of the truth
        ending = f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.settrace(None)
        sys.stdout = real
    return {"events": events, "ending": ending, "stdout": out.getvalue()}


HIDDEN = {"__name__", "__builtins__", "__doc__", "__file__", "__package__", "__loader__", "__spec__", "__annotations__"}

if __name__ == "__main__":
    if sys.argv[1] == "-":
        # A list of programs on standard input, one answer each.
        answers = []
        for source in json.load(sys.stdin):
            signal.signal(signal.SIGALRM, too_long)
            signal.setitimer(signal.ITIMER_REAL, 5, 0.1)
            try:
                answer = trace(source, "/workspace/program.py")
                answers.append(None if answer["ending"].startswith("TooLong") else answer)
            except (SyntaxError, TooLong):
                answers.append(None)
            signal.setitimer(signal.ITIMER_REAL, 0)
        print(json.dumps(answers))
    else:
        with open(sys.argv[1], encoding="utf-8") as file:
            print(json.dumps(trace(file.read(), sys.argv[1])))
