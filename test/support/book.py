"""Runs the statements of book cases for real. Reads [[{"text", "name"}…]…] on standard input: each case is a list of statements; `name` is what to show after
it (a variable, or "_" for the value of an expression statement). Writes, for each statement, {"repr"} or {"raises"}; a case ends at its first exception unless
it was expected.
"""
import json
import sys


def run(statements):
    namespace = {"__name__": "__main__"}
    answers = []
    for statement in statements:
        try:
            if statement["name"] == "_":
                value = eval(compile(statement["text"], "<case>", "eval"), namespace)
                answers.append({"repr": repr(value), "type": type(value).__name__})
            else:
                exec(compile(statement["text"], "<case>", "exec"), namespace)
                value = namespace.get(statement["name"]) if statement["name"] else None
                answers.append({"repr": repr(value), "type": type(value).__name__})
        except BaseException as error:
            answers.append({"raises": f"{type(error).__name__}: {error}".rstrip(": ") if str(error) == "" else f"{type(error).__name__}: {error}"})
    return answers


real = sys.stdout
cases = json.load(sys.stdin)
import io

sys.stdout = io.StringIO()
answers = [run(case) for case in cases]
sys.stdout = real
print(json.dumps(answers))
