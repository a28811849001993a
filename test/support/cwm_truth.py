"""CWM trace texts made by really running calls under sys.settrace (CPython 3.11). Reads [[code, call]…] on standard input, writes their texts."""
import json
import re
import sys

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+(?=>)")
MARKER = "  # << START_OF_TRACE"


def shown(value):
    try:
        return ADDRESS.sub("", repr(value))
    except Exception:
        return "<unrepr>"


def text(code, call):
    context = f"\n{code}\ndef main():{MARKER}\n    return {call}\n"
    lines = context.splitlines(keepends=True)
    namespace = {}
    exec(compile(context, "<context>", "exec"), namespace)
    frames = []
    base = (None, {})

    def tracer(frame, event, arg):
        nonlocal base
        if frame.f_code.co_filename != "<context>":
            return None
        line = lines[frame.f_lineno - 1].replace(MARKER, "")
        if event in ("call", "line"):
            now = {name: shown(value) for name, value in frame.f_locals.items()}
            before = base[1] if event == "line" and base[0] == id(frame) else {}
            base = (id(frame), now)
            told = {name: ".." if before.get(name) == value else value for name, value in now.items()}
            frames.append(f"<|{event}_sep|>{json.dumps(told)}<|action_sep|>{line}<|frame_sep|>")
        else:
            value = shown(arg if event == "return" else arg[1])
            frames.append(f"<|{event}_sep|><|action_sep|>{line}<|arg_sep|>{json.dumps(value)}<|frame_sep|>")
            if event == "return":
                base = (None, {})
        return tracer

    sys.settrace(tracer)
    try:
        namespace["main"]()
    except Exception:
        pass
    finally:
        sys.settrace(None)
    return f"<|begin_of_text|><|trace_context_start|>{context}<|frame_sep|>{''.join(frames)}<|end_of_text|>"


print(json.dumps([text(code, call) for code, call in json.load(sys.stdin)]))
