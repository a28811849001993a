"""The oracle for a debugger's `evaluate`: runs a program and evaluates expressions before each of its lines. JSON on standard input and output."""
import io, json, re, sys

asked = json.load(sys.stdin)
file, expressions = asked['file'], asked['expressions']
told = []


def look(frame):
    names = {**frame.f_globals, **frame.f_locals}
    answers = {}
    for e in expressions:
        try:
            answers[e] = re.sub(r' at 0x[0-9a-f]+(?=[>:, ])', '', repr(eval(e, dict(names))))
        except Exception as x:
            answers[e] = f'{type(x).__name__}: {x}'
    told.append([frame.f_code.co_qualname, frame.f_lineno, answers])


def trace(frame, event, arg):
    if frame.f_code.co_filename != file:
        return None
    if event == 'line':
        sys.settrace(None)
        look(frame)
        sys.settrace(trace)
    return trace


real, sys.stdout = sys.stdout, io.StringIO()
with open(file) as f:
    code = compile(f.read(), file, 'exec')
namespace = {'__name__': '__main__', '__file__': file}
sys.settrace(trace)
try:
    exec(code, namespace)
except Exception:
    pass
sys.settrace(None)
sys.stdout = real
json.dump(told, sys.stdout)
