"""Dumps Python files as CPython sees them, for the tests of predictor/python/syntax.

Reads paths from standard input, one a line, and writes one JSON object a line: {"file", "encoding", "ast", "code"}, where "ast" is the tree in
the form of test/support/ast-text.ts and "code" the facts about every code object. With --hash both are SHA-1 digests. What does not parse has
"error" instead, what parses but does not compile has "codeError" beside "ast". With --sources standard input is a JSON list of programs.
"""
import ast
import hashlib
import json
import struct
import sys
import tokenize
import warnings

OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "MatMult": "@", "Div": "/", "Mod": "%", "Pow": "**", "LShift": "<<", "RShift": ">>", "BitOr": "|",
    "BitXor": "^", "BitAnd": "&", "FloorDiv": "//", "Invert": "~", "Not": "not", "UAdd": "+", "USub": "-", "Eq": "==", "NotEq": "!=", "Lt": "<",
    "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in", "And": "and", "Or": "or",
}


class Dumper:
    def __init__(self, text):
        self.out = []
        self.lines = [None if line.isascii() else line.encode("utf-8") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]

    def column(self, line, offset):
        encoded = self.lines[line - 1]
        return offset if encoded is None else len(encoded[:offset].decode("utf-8", "replace").encode("utf-16-le")) // 2

    def head(self, kind, node):
        self.out.append(f"({kind} {node.lineno}:{self.column(node.lineno, node.col_offset)}-{node.end_lineno}:{self.column(node.end_lineno, node.end_col_offset)}")

    def tail(self):
        self.out.append(")")

    def value(self, value):
        if value is None:
            self.out.append(" null")
        elif value is True or value is False:
            self.out.append(" true" if value else " false")
        elif isinstance(value, str):
            self.out.append(" " + json.dumps(value))
        elif isinstance(value, int):
            self.out.append(f" {value}")
        elif isinstance(value, list):
            self.out.append(" [")
            for one in value:
                self.value(one)
            self.out.append("]")
        else:
            getattr(self, "visit_" + type(value).__name__, self.generic)(value)

    def fields(self, *values):
        for value in values:
            self.value(value)

    def generic(self, node):
        kind = type(node).__name__
        self.head({"Expr": "ExprStmt", "TryStar": "Try"}.get(kind, kind), node)
        for name in node._fields:
            if name in ("ctx", "type_comment", "type_ignores", "kind"):
                continue
            value = getattr(node, name)
            if isinstance(value, (ast.operator, ast.unaryop, ast.boolop)):
                value = OPERATORS[type(value).__name__]
            self.value(value)
        self.tail()

    def visit_FunctionDef(self, node, is_async=False):
        self.head("FunctionDef", node)
        self.fields(is_async, node.name, node.args, node.body, node.decorator_list, node.returns, ast.get_docstring(node, clean=False))
        self.tail()

    def visit_AsyncFunctionDef(self, node):
        self.visit_FunctionDef(node, True)

    def visit_ClassDef(self, node):
        self.head("ClassDef", node)
        self.fields(node.name, node.bases, node.keywords, node.body, node.decorator_list, ast.get_docstring(node, clean=False))
        self.tail()

    def visit_For(self, node, is_async=False):
        self.head("For", node)
        self.fields(is_async, node.target, node.iter, node.body, node.orelse)
        self.tail()

    def visit_AsyncFor(self, node):
        self.visit_For(node, True)

    def visit_With(self, node, is_async=False):
        self.head("With", node)
        self.fields(is_async, node.items, node.body)
        self.tail()

    def visit_AsyncWith(self, node):
        self.visit_With(node, True)

    def visit_Try(self, node, is_star=False):
        self.head("Try", node)
        self.fields(is_star, node.body, node.handlers, node.orelse, node.finalbody)
        self.tail()

    def visit_TryStar(self, node):
        self.visit_Try(node, True)

    def visit_AnnAssign(self, node):
        self.head("AnnAssign", node)
        self.fields(node.target, node.annotation, node.value, bool(node.simple))
        self.tail()

    def visit_withitem(self, node):
        self.out.append("(WithItem")
        self.fields(node.context_expr, node.optional_vars)
        self.tail()

    def visit_match_case(self, node):
        self.out.append("(MatchCase")
        self.fields(node.pattern, node.guard, node.body)
        self.tail()

    def visit_comprehension(self, node):
        self.out.append("(Comprehension")
        self.fields(node.target, node.iter, node.ifs, bool(node.is_async))
        self.tail()

    def visit_alias(self, node):
        self.head("Alias", node)
        self.fields(node.name, node.asname)
        self.tail()

    def visit_arg(self, node):
        self.head("Param", node)
        self.fields(node.arg, node.annotation)
        self.tail()

    def visit_arguments(self, node):
        self.out.append("(Params")
        self.fields(node.posonlyargs, node.args, node.vararg, node.kwonlyargs, node.kw_defaults, node.kwarg, node.defaults)
        self.tail()

    def visit_keyword(self, node):
        self.head("Keyword", node)
        self.fields(node.arg, node.value)
        self.tail()

    def visit_Compare(self, node):
        self.head("Compare", node)
        self.fields(node.left, [OPERATORS[type(op).__name__] for op in node.ops], node.comparators)
        self.tail()

    def visit_FormattedValue(self, node):
        self.head("FormattedValue", node)
        self.fields(node.value, "" if node.conversion == -1 else chr(node.conversion), node.format_spec)
        self.tail()

    def visit_Constant(self, node):
        self.head("Constant", node)
        self.out.append(" " + literal(node.value))
        self.tail()


def literal(value):
    if value is None:
        return "none"
    if value is Ellipsis:
        return "ellipsis"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return "int " + hex(value)
    if isinstance(value, float):
        return "float " + struct.pack(">d", value).hex()
    if isinstance(value, complex):
        return "imaginary " + struct.pack(">d", value.imag).hex()
    if isinstance(value, str):
        return "str " + json.dumps(value)
    return "bytes " + value.hex()


def dump_tree(tree, text):
    dumper = Dumper(text)
    dumper.fields(tree.body)
    return "".join(dumper.out).replace("(", "\n(")


def dump_code(code, out):
    flags = "".join(letter for letter, bit in (("G", 0x20), ("C", 0x80), ("A", 0x200), ("N", 0x10)) if code.co_flags & bit)
    out.append(
        f"{code.co_qualname}:{code.co_firstlineno} {','.join(code.co_varnames)} | {','.join(code.co_cellvars)} | {','.join(code.co_freevars)} | {flags}"
        f" | {code.co_argcount} {code.co_kwonlyargcount}"
    )
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            dump_code(constant, out)


def examine(path, text, record):
    tree = ast.parse(text)
    record["ast"] = dump_tree(tree, text)
    try:
        codes = []
        dump_code(compile(tree, path, "exec", dont_inherit=True), codes)
        record["code"] = "\n".join(sorted(codes))
    except (SyntaxError, ValueError, RecursionError) as error:
        record["codeError"] = f"{getattr(error, 'msg', error)}"


def programs():
    if "--sources" in sys.argv:
        for text in json.load(sys.stdin):
            yield {"source": text}, lambda text=text: ("<case>", text)
        return
    for path in sys.stdin.read().split("\n"):
        if path:
            record = {"file": path}
            yield record, lambda path=path, record=record: read(path, record)


def read(path, record):
    with open(path, "rb") as file:
        record["encoding"] = tokenize.detect_encoding(file.readline)[0]
    with open(path, encoding=record["encoding"]) as file:
        return path, file.read().removeprefix("\ufeff")


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    for record, load in programs():
        try:
            examine(*load(), record)
        except (SyntaxError, ValueError, UnicodeError, RecursionError, MemoryError) as error:
            record["error"] = f"{getattr(error, 'msg', error)}"
        if "--hash" in sys.argv:
            for key in ("ast", "code"):
                if key in record:
                    record[key] = hashlib.sha1(record[key].encode("utf-8", "surrogatepass")).hexdigest()
        print(json.dumps(record), flush=True)


if __name__ == "__main__":
    main()
