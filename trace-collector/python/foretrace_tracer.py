"""Foretrace's recorder: writes what a program's own lines do to a file, while it runs. Python 3.8 to 3.14, standard library only.

It is loaded into the program's process, so it keeps out of the way: no object of the program's is kept alive, a `repr` that raises, hangs or prints
does no harm, and when it cannot write it stops and the program goes on. The reading side is recording-file.ts, which knows the same format:
a file is a row of records, each a little-endian length, a kind and a payload; events are lists of numbers and values in `marshal`'s version 2.

In this order: texts of values; which code is recorded, and what its lines can do; the file; watching over reprs; locals where they lie; events; beginning and
ending, under sys.settrace and, from 3.12 on, under sys.monitoring (where comprehensions have no frames of their own: a recording says whose semantics it has);
what the program writes, forks and starts; the command.

usage: python foretrace_tracer.py OPTIONS-AS-JSON FILE.py [ARGUMENTS]
"""
import _thread
import json
import marshal
import os
import re
import struct
import sys
import time
import types
from itertools import count, islice

VERSION = 1
# Heads of events, as numbers in the stream: a line event is its line. What has changed comes before the head it belongs to.
CALL, RETURN, YIELD, UNWIND, EXCEPTION, RESUME, STDOUT, STDERR, GONE, ORDER, NAMED, NAMED_GONE, MARK, STOPPED = range(-1, -15, -1)
CALLS = -(1 << 24)  # Below this: a call of the code of that number.
SLOTS = -32  # Below this: the local of that slot has changed, its value follows.

LEFT = {"returned": RETURN, "yield": YIELD, "unwind": UNWIND}  # `return` is settrace's word for all three.
GENERATORS = 0x20 | 0x80 | 0x200
MISSING = object()
NOTHING = (None, None, None)
OBJECT = object()
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+(?=[>:, ])")
HIDDEN = frozenset("__name__ __builtins__ __doc__ __file__ __package__ __loader__ __spec__ __cached__ __annotations__ __annotate__ __conditional_annotations__".split())

# How values are watched, by their exact type.
ATOM, TEXT, STABLE, PLAIN, BOX, OWN = range(6)
kinds = {int: ATOM, float: ATOM, bool: ATOM, type(None): ATOM, complex: ATOM, type(...): ATOM, str: TEXT, bytes: TEXT, list: BOX, dict: BOX, set: BOX, tuple: BOX, frozenset: BOX}
for _t in (type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType, range, types.CodeType, property, staticmethod, classmethod, re.Pattern,
           types.WrapperDescriptorType, types.MethodDescriptorType, types.ClassMethodDescriptorType, types.GetSetDescriptorType, types.MemberDescriptorType,
           type(NotImplemented)):
    kinds[_t] = STABLE
for _t in (object, types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, type(iter([])), type(iter(())), type(iter("")), type(iter("\u00e9")), type(iter({})),
           type(iter(set())), type(iter(range(1))), type(iter(range(1 << 70))), type(iter({}.items())), type(iter({}.values())), type(reversed([])), enumerate, zip, map, filter, reversed):
    kinds[_t] = STABLE
plain_texts = {}
ended_types = set()  # Types whose repr hung: it is not asked for again.

options = {"roots": [os.getcwd()], "out": None, "text": 2000, "frames": 1_000_000, "depth": 400, "addresses": "strip", "patience": 1.0, "monitoring": True}
write_fd = -1
write_lock = _thread.allocate_lock()
stopped = False
infos = {}
kept = []
files = {}
pending_codes = []
threads = []
numbers = count()
generators = count(1)
orders = count(1)
owner = -1
real_exit = os._exit
tool = None


class Hung(BaseException):
    """Thrown into a repr that takes too long."""


# Texts ------------------------------------------------------------------------------------------------------------------

def stripped(text):
    if " at 0x" in text:
        return ADDRESS.sub(" at 0xADDR" if options["addresses"] == "mask" else "", text)
    return text


def asked(value):
    """The repr that a value's own class makes, whatever that does."""
    t = type(value)
    if t in ended_types:
        return "<%s object>" % t.__qualname__
    try:
        text = repr(value)
        return stripped(text) if " at 0x" in text else text
    except Hung:
        ended_types.add(t)
        return "<%s object>" % t.__qualname__
    except KeyboardInterrupt:
        raise
    except BaseException as e:
        return "<repr failed: %s>" % type(e).__name__


def head(value, room, depth=0):
    """The first `room` characters, or somewhat more, of the repr of nested plain containers, without making the whole."""
    t = type(value)
    if depth < 20 and t in (list, tuple, set, frozenset, dict):
        if t is dict:
            parts, size = [], 0
            for k, v in islice(value.items(), room // 4 + 1):
                part = head(k, room - size, depth + 1) + ": " + head(v, room - size, depth + 1)
                parts.append(part)
                size += len(part) + 2
                if size > room:
                    break
            return "{" + ", ".join(parts) + "}"
        parts, size = [], 0
        for v in islice(value, room // 3 + 1):
            part = head(v, room - size, depth + 1)
            parts.append(part)
            size += len(part) + 2
            if size > room:
                break
        inside = ", ".join(parts)
        if t is list:
            return "[" + inside + "]"
        if t is tuple:
            return "(" + inside + (",)" if len(value) == 1 else ")")
        if not value:
            return t.__name__ + "()"
        return "{" + inside + "}" if t is set else "frozenset({" + inside + "})"
    if t is str or t is bytes:
        return repr(value[: room + 1])
    return asked(value)


VAST = 16_000  # Characters: a repr as long as this is not asked for again and again.
vast_types = set()


def summary(value, t):
    """What stands for an object whose kind has turned out to be too large to be told whole at each line: its size, where it has one."""
    if issubclass(t, (dict, list, set, tuple, frozenset)) or t.__module__ == "collections":
        try:
            n = len(value)
            return None if n < 500 else "<%s object of %d>" % (t.__qualname__, n)
        except Exception:
            pass
    return "<%s object>" % t.__qualname__


def cut(value, t, room):
    """The first `room` characters of a long container's repr, and an ellipsis. What is beyond is not asked for."""
    n = room // 3 + 1
    try:
        if t is list or t is tuple:
            text = head(value, room) if type(value[0]) in NESTED else repr(value[:n])
        elif t is dict:
            first = next(iter(value.values()))
            text = head(value, room) if type(first) in NESTED else repr(dict(islice(value.items(), n)))
        else:
            inside = repr(list(islice(value, n)))[1:]
            text = ("{" if t is set else "frozenset({") + inside
    except Hung:
        raise
    except KeyboardInterrupt:
        raise
    except BaseException as e:
        return "<repr failed: %s>" % type(e).__name__
    return stripped(text[:room].rstrip(")]}")) + "\u2026"


NESTED = frozenset((list, dict, tuple, set, frozenset))


def classify(t):
    try:
        if t.__repr__ is object.__repr__ and issubclass(type(t), type):
            name = t.__name__ if t.__module__ == "builtins" else "%s.%s" % (t.__module__, t.__qualname__)
            plain_texts[t] = "<%s object%s>" % (name, " at 0xADDR" if options["addresses"] == "mask" else "")
            kind = PLAIN
        elif issubclass(t, type):
            kind = STABLE
        else:
            kind = OWN
    except Exception:
        kind = OWN
    if len(kinds) < 10_000:
        kinds[t] = kind
    return kind


# How to know sooner than by a repr that nothing has changed --------------------------------------------------------------------

EXACT = frozenset((int, float, bool, str, type(None)))
LISTED = frozenset((list, tuple))


def exact(v, t, depth=0):
    """Whether a container holds plain values only, deeply. (Sets tell no order to `marshal`, and to it all that is laid out as bytes is the same.)"""
    if t is dict:
        return EXACT.issuperset(map(type, v)) and EXACT.issuperset(map(type, v.values()))
    if t not in LISTED or depth > 3:
        return False
    inner = set(map(type, v))
    return inner <= EXACT or all([u in EXACT or exact(x, u, depth + 1) for x in v for u in (type(x),)])


def digest_of(v, t):
    """What shows, sooner than a repr, that a container still reads the same: itself as `marshal` writes it, where it holds plain values only (each with its exact
    type), or the types of its elements, where objects without a repr of their own are all it holds. Otherwise False."""
    if exact(v, t):
        return marshal.dumps(v, 2)
    if t in LISTED:
        types_in = list(map(type, v))
        if types_in and all([kinds.get(u) == PLAIN for u in types_in]):
            return types_in
    return False


# Which code is recorded, and what its lines can do ---------------------------------------------------------------------------

def wanted_file(name):
    if name.startswith("<"):
        return None
    path = os.path.abspath(name)
    if "site-packages" in path or "dist-packages" in path or path.startswith(HERE) or path.startswith(LIBRARY):
        return None
    for root in options["roots"]:
        if path == root or path.startswith(root if root.endswith(os.sep) else root + os.sep):
            inner = path[len(root):]
            if any(part in inner for part in LIBRARIES):
                return None
            return path
    return None


HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
LIBRARIES = (os.sep + ".venv" + os.sep, os.sep + "venv" + os.sep, os.sep + ".tox" + os.sep, os.sep + ".nox" + os.sep, os.sep + "node_modules" + os.sep)


def opcodes():
    """Numbers of the instructions that matter here. They differ from release to release, so they are looked up by name."""
    import opcode

    names = opcode.opmap
    get = lambda *wanted: frozenset(names[n] for n in wanted if n in names)
    quiet = {n for n in names if n.startswith((
        "LOAD_FAST", "LOAD_CONST", "LOAD_SMALL", "LOAD_GLOBAL", "LOAD_DEREF", "LOAD_CLOSURE", "LOAD_NAME", "STORE_FAST", "POP_", "JUMP", "COMPARE_OP", "IS_OP", "CONTAINS_OP",
        "BINARY_", "UNARY_", "BUILD_TUPLE", "BUILD_STRING", "BUILD_SLICE", "FORMAT_", "CONVERT_VALUE", "RETURN", "FOR_ITER", "GET_ITER", "NOP", "CACHE", "RESUME", "ROT_", "DUP_", "SWAP",
        "COPY", "EXTENDED_ARG", "END_FOR", "UNPACK_", "TO_BOOL", "NOT_TAKEN", "PUSH_NULL", "MAKE_CELL", "COPY_FREE_VARS", "SETUP_", "PUSH_EXC_INFO", "CHECK_EXC_MATCH", "RERAISE",
        "LOAD_ATTR", "INSTRUMENTED_"))}
    inplace = {n for n in names if n.startswith("INPLACE_")}
    return {
        "store": get("STORE_FAST", "DELETE_FAST", "LOAD_FAST_AND_CLEAR", "STORE_FAST_MAYBE_NULL"),
        "pair": get("STORE_FAST_STORE_FAST"), "first": get("STORE_FAST_LOAD_FAST"),
        "quiet": frozenset(names[n] for n in quiet), "inplace": frozenset(names[n] for n in inplace), "binary": names.get("BINARY_OP", -1),
        "load": get("LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_BORROW"), "loads": get("LOAD_FAST_LOAD_FAST", "LOAD_FAST_BORROW_LOAD_FAST_BORROW"),
        "calls": frozenset(n for name, n in names.items() if name.startswith(("CALL", "PRECALL", "KW_NAMES", "LOAD_METHOD", "BUILD_LIST", "BUILD_MAP", "BUILD_CONST_KEY_MAP", "BUILD_SET", "GET_LEN"))),
        "global": get("LOAD_GLOBAL", "LOAD_NAME"), "extended": names["EXTENDED_ARG"],
        "return": get("RETURN_VALUE", "RETURN_CONST"), "yield": get("YIELD_VALUE", "YIELD_FROM", "ASYNC_GEN_WRAP", "SEND", "INSTRUMENTED_YIELD_VALUE"),
    }


OPS = opcodes()
RETURNS, YIELDS = OPS["return"], OPS["yield"]
OPNAMES = __import__("opcode").opname
RESUME_AT = __import__("opcode").opmap.get("RESUME", -1)
PAUSED = (RESUME_AT,) if sys.version_info >= (3, 13) else ()  # There a generator that has yielded is where it will go on.
BACKWARD = frozenset(n for n, name in enumerate(OPNAMES) if "BACKWARD" in name)
# Functions that change nothing that they are given, as long as that is numbers and texts.
HARMLESS = frozenset("len ord chr abs min max int float str bool bytes repr round divmod hex oct bin range isinstance issubclass enumerate zip print sum sorted list dict set tuple callable pow ascii "
                     "True False None ValueError TypeError KeyError IndexError Exception StopIteration RuntimeError AttributeError".split())


class Info:
    """What is known of one code object."""

    __slots__ = ("number", "names", "slots", "slots_at", "single", "ends", "parameters", "stores", "loud", "generator", "namespace", "first", "call", "ops", "hits", "vast", "code", "file")

    def __init__(self, code, file, shadows):
        self.code = code
        self.file = file
        self.number = len(kept)
        self.generator = code.co_flags & GENERATORS != 0
        self.namespace = not code.co_flags & 0x1  # CO_OPTIMIZED: locals in slots.
        names = list(code.co_varnames)
        names += [n for n in code.co_cellvars if n not in names]
        names += [n for n in code.co_freevars if n not in names]
        self.names = names
        self.slots = {n: SLOTS - i for i, n in enumerate(names)}
        self.ops = code.co_code
        self.hits = {}
        self.vast = set()  # Locals whose containers hold much: only the beginning of theirs is looked at.
        self.first = code.co_firstlineno
        self.call = CALLS - self.number
        args = code.co_argcount + code.co_kwonlyargcount + (code.co_flags & 4 != 0) + (code.co_flags & 8 != 0)
        shared = set(code.co_cellvars) | set(code.co_freevars)
        self.slots_at = None if slots_type is None or shared or self.namespace or not names else (slots_type * len(names)).from_address
        self.single = None if slots_type is None or self.namespace or self.generator else self.only_line(code)
        self.ends = {}  # Where the code is left -> RETURN or YIELD.
        self.parameters = tuple((n, SLOTS - i, i) for i, n in enumerate(names) if i < args or n in shared)
        self.analyse(code, shared, shadows)

    def only_line(self, code):
        """The line of a body that has but one and no loop: right after its call, that line is reached."""
        lines = {line for start, _, line in line_table(code) if line is not None and self.ops[start] != RESUME_AT}
        if len(lines) != 1 or any(op in BACKWARD for op in self.ops[::2]):
            return None
        return lines.pop()

    def analyse(self, code, shared, names):
        ops, lines = self.ops, line_table(code)
        stores, loud, foreign = {}, {}, set()
        always = set(shared)
        varnames = code.co_varnames
        store, quiet, extended, binary = OPS["store"], OPS["quiet"], OPS["extended"], OPS["binary"]
        pair, first, calls, load, loads, load_global = OPS["pair"], OPS["first"], OPS["calls"], OPS["load"], OPS["loads"], OPS["global"]
        shift = 1 if sys.version_info >= (3, 11) else 0
        reads = {}
        more = 0
        for start, end, line in lines:
            into = always if line is None else stores.setdefault(line, set())
            read = reads.setdefault(line, set())
            noisy = calling = False
            for at in range(start, end, 2):
                op, arg = ops[at], ops[at + 1] | more
                more = 0
                if op == extended:
                    more = arg << 8
                elif op in store:
                    if arg < len(varnames):
                        into.add(varnames[arg])
                elif op in pair:
                    into.add(varnames[arg >> 4])
                    into.add(varnames[arg & 15])
                elif op in first:
                    into.add(varnames[arg >> 4])
                elif op in load:
                    if arg < len(varnames):
                        read.add(varnames[arg])
                elif op in loads:
                    read.add(varnames[arg >> 4])
                    read.add(varnames[arg & 15])
                elif op == binary:
                    # In place, it may change what it is given; of numbers and texts it cannot.
                    if 13 <= arg < 26:
                        calling = True
                elif op in load_global:
                    name = code.co_names[arg >> shift if "LOAD_GLOBAL" == OPNAMES[op] else arg]
                    if name not in HARMLESS or name in names:
                        foreign.add(line)
                elif op in calls:
                    calling = True
                elif op not in quiet:
                    noisy = True
            if noisy:
                loud[line] = None
            elif calling and line not in loud:
                loud[line] = read
        slots = self.slots
        # No program can name a local `@…`: pytest does, where it rewrites `assert`.
        order = lambda wanted: tuple(sorted(((n, slots[n], SLOTS - slots[n]) for n in wanted if n[:1] != "@"), key=lambda p: p[2]))
        self.stores = {line: order(found | always) for line, found in stores.items()}
        for line in (None, 0, code.co_firstlineno):
            self.stores.setdefault(line, order(always))
        # None: such a line may change anything. Names: only if one of these holds more than a number or a text.
        self.loud = {line: None if found is None or line in foreign else tuple(reads[line]) for line, found in loud.items()}


def line_table(code):
    """(start, end, line) of every run of instructions; the line is None for those that have none."""
    if hasattr(code, "co_lines"):
        return list(code.co_lines())
    import dis

    starts = list(dis.findlinestarts(code))
    ends = [s for s, _ in starts[1:]] + [len(code.co_code)]
    return [(s, e, line) for (s, line), e in zip(starts, ends)]


def look(code, shadows):
    """Decides once whether a code is recorded."""
    name = code.co_filename
    file = files.get(name, MISSING)
    if file is MISSING:
        file = files[name] = wanted_file(name)
    kept_code = infos.get(id(code))
    if kept_code is not None:
        return kept_code
    if file is None:
        infos[id(code)] = False
        kept.append(code)
        return False
    info = Info(code, file, shadows)
    kept.append(code)
    pending_codes.append((info.number, file, getattr(code, "co_qualname", code.co_name), code.co_firstlineno, info.generator, info.namespace, info.names))
    infos[id(code)] = info
    return info


# The file ------------------------------------------------------------------------------------------------------------------

def write_all(data):
    global stopped, write_fd
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(write_fd, view):]
        except InterruptedError:
            continue
        except OSError as e:
            stop_writing(e)
            return


def stop_writing(why):
    """The disk is full, or the file has gone: the program runs on unrecorded, and a file's new name tells the recorder."""
    global stopped, write_fd
    stopped = True
    write_fd = -1
    try:
        os.rename(os.path.join(options["out"], "going"), os.path.join(options["out"], "stopped-%d" % (why.errno or 0)))
    except OSError:
        pass


def record(kind, payload):
    return struct.pack("<IB", len(payload) + 1, kind) + payload


def flush(thread):
    """Hands what a thread has gathered to the operating system, from where a crash of this process cannot take it."""
    if not write_lock.acquire(False):
        if _thread.get_ident() != thread.ident:
            return
        write_lock.acquire()
    try:
        flush_locked(thread)
    finally:
        write_lock.release()


def flush_locked(thread):
    buffer = thread.buffer
    chunk = buffer[:]
    if not chunk:
        return
    n = len(chunk)
    thread.items += n
    parts = []
    if pending_codes:
        new = pending_codes[:]
        del pending_codes[: len(new)]
        parts.append(record(67, marshal.dumps(new, 2)))
    parts.append(record(69, struct.pack("<I", thread.number) + marshal.dumps(chunk, 2)))
    del buffer[:n]
    if write_fd >= 0:
        write_all(b"".join(parts))


def flush_all():
    for t in list(threads):
        flush(t)


def open_file():
    global write_fd, opened_by
    folder = options["out"]
    for attempt in count():
        path = os.path.join(folder, "%d-%d.ftrec" % (os.getpid(), attempt))
        try:
            write_fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0), 0o600)
            break
        except FileExistsError:
            continue
        except OSError as e:
            stop_writing(e)
            return
    opened_by = os.getpid()
    about = {"version": VERSION, "python": "%d.%d" % sys.version_info[:2], "implementation": sys.implementation.name, "pid": os.getpid(), "parent": os.getppid() if hasattr(os, "getppid") else 0,
             "started": time.time(), "argv": [a for a in sys.argv], "folder": os.getcwd(), "text": options["text"], "digits": getattr(sys.int_info, "default_max_str_digits", 0), "id": options.get("id")}
    write_all(b"FTREC\x00\x00\x01" + record(72, json.dumps(about).encode()))


# Watching over hanging reprs, and over what is gathered while the program waits --------------------------------------------------

watching = False
watch_stop = False
watch_done = _thread.allocate_lock()


def watch():
    global watching, watch_stop
    if watching or write_fd < 0:
        return
    watching, watch_stop = True, False
    try:
        _thread.start_new_thread(watcher, ())
    except RuntimeError:
        pass


def watcher():
    global watching
    watch_done.acquire()
    waiting = {}
    try:
        sys.settrace(None)
        while not watch_stop and not stopped:
            time.sleep(0.1)
            now = time.monotonic()
            for thread in list(threads):
                if thread.asking is None or waiting.get(thread, (0, 0))[0] != thread.turn:
                    waiting[thread] = (thread.turn, now)
                elif now - waiting[thread][1] > options["patience"]:
                    interrupt(thread.ident, thread.asking)
                    waiting[thread] = (thread.turn, now)
            if not watch_stop:
                for thread in list(threads):
                    if thread.buffer:
                        flush(thread)
    finally:
        watching = False
        watch_done.release()


def interrupt(ident, t):
    """A repr does not come back: throw it out of its loop. (It cannot be done for one that sleeps in C.)"""
    ended_types.add(t)
    try:
        import ctypes

        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), ctypes.py_object(Hung))
    except Exception:
        pass


def before_fork():
    global watch_stop
    watch_stop = True
    flush_all()
    write_lock.acquire()
    if watching:
        # Python 3.12 warns of forks with threads about.
        watch_done.acquire()
        watch_done.release()
        end = time.monotonic() + 0.02
        while os.path.isdir("/proc/self/task") and len(os.listdir("/proc/self/task")) > 1 and len(threads) < 2 and time.monotonic() < end:
            time.sleep(0.0005)


def after_fork_in_parent():
    write_lock.release()
    if write_fd >= 0:
        watch()


def after_fork_in_child():
    """A child writes a file of its own, which begins with the calls that it was forked in."""
    global write_fd, pending_codes, watching, watch_done, owner
    write_lock.release()
    # What follows is ours, not the program's.
    tracing = sys.gettrace()
    sys.settrace(None)
    watching = False
    watch_done = _thread.allocate_lock()
    if write_fd < 0:
        sys.settrace(tracing)
        return
    try:
        os.close(write_fd)
    except OSError:
        pass
    me = _thread.get_ident()
    mine = [t for t in threads if t.ident == me]
    open_file()
    hearing.clear()
    pending_codes[:] = [(i.number, i.file, getattr(i.code, "co_qualname", i.code.co_name), i.code.co_firstlineno, i.generator, i.namespace, i.names) for i in list(infos.values()) if i]
    del threads[:]
    owner = -1
    for t in mine:
        del t.buffer[:]
        t.reset()
        threads.append(t)
        if t.on:
            frames, f = [], sys._getframe(1)
            while f is not None:
                info = infos.get(id(f.f_code))
                if info and live(f):
                    frames.append((f, info))
                f = f.f_back
            for f, info in reversed(frames):
                t.begin_again(f, info)
    watch()
    sys.settrace(tracing)


def live(frame):
    if tool is not None:
        return id(frame) in running
    return frame.f_trace is not None


# Locals where they lie ------------------------------------------------------------------------------------------------------

slots_type = words = None  # The type of a local, and the process's memory as an array of numbers; None where locals are asked for through f_locals.
# Where CPython lays them: a frame object points to its activation; there lie the code, the frame object and the locals.
IN_FRAME, IN_ACTIVATION = 24, 72
LAYOUTS = {(3, 11): (32, 40), (3, 12): (0, 48), (3, 13): (0, 48)}


def open_memory():
    """From 3.11 on, `f_locals` copies every local, or looks each up by name, which takes longer than all else together. There the locals are read from the
    activation itself, once a look at a frame of our own has shown that they lie where that release has them."""
    global slots_type, words
    layout = LAYOUTS.get(sys.version_info[:2])
    odd = getattr(sys, "abiflags", "") or sys.implementation.name != "cpython" or sys.maxsize < 1 << 62 or hasattr(sys, "gettotalrefcount") or hasattr(sys, "getobjects")
    if layout is None or odd:
        return
    code_at, frame_at = layout
    try:
        import ctypes

        if ctypes.sizeof(ctypes.c_void_p) != 8:
            return
        numbers_at = (ctypes.c_size_t * (1 << 58)).from_address(0)
    except Exception:
        return

    def seen(first, second):
        frame = sys._getframe()
        at = numbers_at[id(frame) + IN_FRAME >> 3]
        if at < 4096 or at & 7 or numbers_at[at + code_at >> 3] != id(frame.f_code) or numbers_at[at + frame_at >> 3] != id(frame):
            return False
        at += IN_ACTIVATION
        return numbers_at[at + 8 >> 3] == id(second) and (ctypes.py_object * 2).from_address(at)[0] is first

    if seen(object(), object()):
        slots_type, words = ctypes.py_object, numbers_at


# Events --------------------------------------------------------------------------------------------------------------------

running = {}  # Where sys.monitoring is used: id(frame) -> its event function.
hearing = {}  # And the threads, by their identity.


class Thread:
    """What one thread of the program has gathered."""

    __slots__ = ("number", "ident", "buffer", "items", "on", "cut", "turn", "asking", "limit", "call", "reset", "begin_again", "written", "store", "gone", "check", "put", "changes", "exception",
                 "hand_over", "full", "room", "reset_depth", "fresh")

    def __init__(self):
        self.number = next(numbers)
        self.ident = _thread.get_ident()
        self.buffer = []
        self.items = 0
        self.on = False
        self.fresh = True  # Nobody has said yet whether it is recorded.
        self.cut = False
        self.turn = 0  # Counts reprs that were asked for; `asking` is the type of the one that has not answered yet.
        self.asking = None
        self.room = options["text"]
        self.limit = options["frames"] * 6
        make_events(self)
        threads.append(self)


def is_loud(loud, line, last):
    """Whether a line may have changed a value in place."""
    names = loud.get(line, ())
    if names is None:
        return True
    for name in names:
        if last.get(name) is OBJECT:
            return True
    return False


def leaving(info, frame, raised):
    """Whether a frame returns, pauses or is left by an exception: `return` is the event for all three."""
    at = frame.f_lasti
    kind = info.ends.get(at, 0)
    if kind == 0:
        op = info.ops[at] if at >= 0 else -1
        kind = info.ends[at] = RETURN if op in RETURNS else YIELD if op in YIELDS or op in PAUSED else UNWIND
    return UNWIND if raised and kind == YIELD else kind


def make_events(thread):
    buffer = thread.buffer
    append = buffer.append
    pools = {}
    me = thread.number
    room = options["text"]
    most = options["depth"]
    texts = {}
    texts_size = 0
    plain = {}  # Types whose objects all read the same: the reference to that text.
    current = None
    depth = 0
    rendered = {}  # What containers of plain values, as `marshal` writes them, read like: arguments are handed on and on.

    def text(s):
        """A text by its number, or in full the first time."""
        nonlocal texts_size
        n = texts.get(s)
        if n is not None:
            append([n])
            return
        if texts_size > 4_000_000:
            texts.clear()
            plain.clear()
            texts_size = 0
            append([])  # The reader forgets, too; the text itself follows.
        texts[s] = len(texts)
        texts_size += len(s) + 60
        append([s])

    def changed_text(s, before):
        """A text like the one before it, told by what differs: [length of the common start, of the common end, what is between]."""
        n = len(s)
        m = len(before)
        if n < 48 or m < 48:
            return text(s)
        low, high = 0, n if n < m else m
        if s[:32] != before[:32] and s[-32:] != before[-32:]:
            return text(s)
        while low < high:
            mid = (low + high + 1) >> 1
            if s.startswith(before[:mid]):
                low = mid
            else:
                high = mid - 1
        start = low
        low, high = 0, (n if n < m else m) - start
        while low < high:
            mid = (low + high + 1) >> 1
            if s.endswith(before[m - mid:]):
                low = mid
            else:
                high = mid - 1
        if n - start - low > n // 2:
            return text(s)
        append([start, low, s[start : n - low]])

    def put(v):
        """A value that nothing watches: what is returned."""
        t = type(v)
        k = kinds.get(t)
        if k == ATOM:
            buffer.append(v)
        elif k == TEXT and len(v) <= room and (t is bytes or v.isascii()):
            buffer.append(v)
        else:
            text(told(v, t, classify(t) if k is None else k, room))

    def told(v, t, k, space):
        """The text of a value, no longer than `space`: one that was cut ends in an ellipsis."""
        if k == PLAIN:
            return plain_texts[t]
        if k == TEXT:
            s = repr(v if len(v) <= space else v[:space])
            return s if len(v) <= space and len(s) <= space else s[:space] + "\u2026"
        thread.turn += 1
        thread.asking = t
        if k == BOX and len(v) * 3 > space + 3:
            s = cut(v, t, space)
        elif t in ended_types:
            s = "<%s object>" % t.__qualname__
        else:
            s = summary(v, t) if t in vast_types else None
            if s is None:
                digest = digest_of(v, t) if k == BOX and len(v) > 7 else False
                s = rendered.get(digest) if type(digest) is bytes else None
                if s is None:
                    try:
                        s = repr(v)
                    except BaseException:
                        s = asked(v)
                    if len(s) > VAST and k == OWN:
                        vast_types.add(t)
                    if type(digest) is bytes:
                        if len(rendered) > 200:
                            rendered.clear()
                        rendered[digest] = s
            if " at 0x" in s:
                s = stripped(s)
            if len(s) > space:
                s = s[:space] + "\u2026"
        thread.asking = None
        return s

    def store(last, watch, name, op, v):
        """A local that was set to a value of a kind that needs more than being written down."""
        t = type(v)
        k = kinds.get(t)
        if k == TEXT or k == ATOM:
            last[name] = v
            if watch:
                watch.pop(name, None)
            buffer.append(op)
            if k == ATOM or len(v) <= room and (t is bytes or v.isascii()):
                buffer.append(v)
            else:
                text(told(v, t, k, room))
            return
        # Nothing of the program's is kept alive: for all else only the text is remembered.
        last[name] = OBJECT
        if k == PLAIN:
            if watch:
                watch.pop(name, None)
            buffer.append(op)
            s = plain_texts[t]
            text(s)
            plain[t] = [texts[s]]
            return
        if k is None:
            k = classify(t)
            return store(last, watch, name, op, v)
        s = told(v, t, k, room)
        before = watch.get(name, NOTHING)[1]
        if k >= BOX and not (t is tuple and v and kinds.get(type(v[0]), OWN) <= TEXT and all([kinds.get(u, OWN) <= TEXT for u in map(type, v)])):
            watch[name] = (s, s, None)
        elif before is not None:
            del watch[name]
        if s == before:
            return
        buffer.append(op)
        if before is None or len(s) < 48:
            n = texts.get(s)
            if n is None:
                text(s)
            else:
                buffer.append([n])
        else:
            changed_text(s, before)

    def check(info, watch, frame, slots, line):
        """Values that can change in place."""
        loc = None if slots else frame.f_locals
        space = 0
        for name, (before, sent, digest) in list(watch.items()):
            if slots:
                try:
                    v = slots[SLOTS - info.slots[name]]
                except ValueError:
                    continue
            elif name in loc:
                v = loc[name]
            else:
                continue
            if digest:
                try:
                    if digest == (list(map(type, v)) if type(digest) is list else marshal.dumps(v, 2)):
                        continue
                except ValueError:
                    pass
            t = type(v)
            k = kinds.get(t)
            if not space:
                hits = info.hits
                n = hits[line] = hits.get(line, 0) + 1
                # A line that runs often tells less of what is large.
                space = room if n < 500 else room >> 2 if n < 5000 else room >> 4
            if k == BOX and name in info.vast:
                raw = s = stripped(head(v, space))
                if len(s) > space:
                    raw = s = s[:space] + "\u2026"
            elif (k == BOX and len(v) * 3 <= space or k == OWN and t not in vast_types) and not ended_types:
                thread.turn += 1
                thread.asking = t
                try:
                    raw = repr(v)
                except BaseException:
                    raw = asked(v)
                thread.asking = None
                # What is watched is the repr as it was given, so that one that has not changed is known at once.
                if raw == before:
                    if digest is None and k == BOX:
                        watch[name] = (raw, sent, digest_of(v, t))
                    continue
                if len(raw) > VAST:
                    if k == OWN:
                        vast_types.add(t)
                    else:
                        info.vast.add(name)
                s = stripped(raw) if " at 0x" in raw else raw
                if len(s) > space:
                    s = s[:space] + "\u2026"
            else:
                raw = s = told(v, t, OWN if k is None else k, space)
            if s == sent or s[-1:] == "\u2026" and sent.startswith(s[:-1]):
                watch[name] = (raw if len(raw) < 8000 else s, sent, None)
                continue
            watch[name] = (raw if len(raw) < 8000 else s, s, None)
            buffer.append(info.slots[name])
            changed_text(s, sent)

    def hand_over():
        """Another thread was heard last."""
        global owner
        owner = me
        append(ORDER)
        append(next(orders))

    def finish():
        thread.on = False
        thread.cut = True
        append(STOPPED)
        flush(thread)
        end_thread()

    def event_function(info, pool, midway=False):
        """A function that takes the events of one activation of a code, and when that has ended, of the next one."""
        prev = first = info.first
        gid = 0
        slots = None  # The locals where they lie; None where they are asked for by name.
        last = {}
        watch = {}
        stores = info.stores
        parameters = info.parameters if not midway else tuple((n, op, SLOTS - op) for n, op in info.slots.items())
        slots_at = None if midway else info.slots_at
        call, single, loud, ends = info.call, None if midway else info.single, info.loud, info.ends

        def local(frame, event, arg):
            # Whatever is seldom needed is reached through `thread` and `info`: each name of its own that a closure has costs at every call.
            nonlocal prev, gid, slots, current, depth
            if event == "line":
                noisy = watch and (current is not last or prev in loud and is_loud(loud, prev, last))
                names = stores[prev]
                if names:
                    loc = None if slots else frame.f_locals
                    for name, op, at in names:
                        if slots:
                            try:
                                v = slots[at]
                            except ValueError:
                                v = MISSING
                        else:
                            v = loc.get(name, MISSING)
                        if v is not last.get(name, MISSING):
                            t = type(v)
                            if (t is int or t is str and len(v) <= room and v.isascii()) and name not in watch:
                                last[name] = v
                                buffer.append(op)
                                buffer.append(v)
                            elif v is MISSING:
                                thread.gone(last, watch, name, op)
                            elif t in plain and name not in watch:
                                last[name] = OBJECT
                                buffer.append(op)
                                buffer.append(plain[t])
                            else:
                                thread.store(last, watch, name, op, v)
                if current is not last:
                    current = last
                    if owner != thread.number:
                        thread.hand_over()
                if noisy:
                    thread.check(info, watch, frame, slots, prev)
                line = arg or frame.f_lineno
                buffer.append(line)
                if line <= prev and len(buffer) > 4000:
                    thread.full()
                prev = line
                return
            if event == "call":
                prev = first
                if slots_at:
                    slots = slots_at(words[id(frame) + IN_FRAME >> 3] + IN_ACTIVATION)
                if parameters:
                    loc = None if slots else frame.f_locals
                    for name, op, at in parameters:
                        if slots or name in loc:
                            v = slots[at] if slots else loc[name]
                            t = type(v)
                            if t is int:
                                last[name] = v
                                buffer.append(op)
                                buffer.append(v)
                            elif t in plain:
                                last[name] = OBJECT
                                buffer.append(op)
                                buffer.append(plain[t])
                            else:
                                thread.store(last, watch, name, op, v)
                if owner != thread.number:
                    thread.hand_over()
                buffer.append(call)
                if single:
                    if tool is None:
                        frame.f_trace_lines = False
                    buffer.append(single)
                    prev = single
                    if len(buffer) > 4000:
                        thread.full()
                elif info.generator:
                    gid = next(generators)
                    buffer.append(gid)
                current = last
                return
            if event != "resume" and event != "exception":
                names = stores[prev]
                if names or watch:
                    thread.changes(info, frame, slots, last, watch, prev, current is not last)
                line = frame.f_lineno
                depth -= 1
                if arg is None or gid:
                    kind = LEFT.get(event)
                    if kind is None:
                        kind = ends.get(frame.f_lasti, UNWIND)
                        if kind == UNWIND or current is watch:
                            kind = leaving(info, frame, current is watch)
                    current = None
                    buffer.append(kind)
                    buffer.append(line)
                    if arg is None or type(arg) is int:
                        buffer.append(arg)
                    else:
                        thread.put(arg)
                    if kind == YIELD:
                        return
                else:
                    current = None
                    buffer.append(RETURN)
                    buffer.append(line)
                    t = type(arg)
                    if t is int or t is bool:
                        buffer.append(arg)
                    elif t in plain:
                        buffer.append(plain[t])
                    else:
                        thread.put(arg)
                if last:
                    last.clear()
                if watch:
                    watch.clear()
                if not gid:
                    pool.append(local)
                return
            if owner != thread.number:
                thread.hand_over()
            if event == "resume":
                current = None
                depth += 1
                buffer.extend((RESUME, gid, info.number, frame.f_lineno))
            elif event == "exception":
                if stores[prev] or watch:
                    thread.changes(info, frame, slots, last, watch, prev, current is not last)
                thread.exception(frame, arg)
                # An activation that is left right after this is left by the exception.
                current = watch

        return local

    def changes(info, frame, slots, last, watch, prev, foreign):
        """What has changed at an event that is no line's."""
        if owner != me:
            hand_over()
        noisy = watch and (foreign or is_loud(info.loud, prev, last))
        names = info.stores[prev]
        loc = None if slots or not names else frame.f_locals
        for name, op, at in names:
            if slots:
                try:
                    v = slots[at]
                except ValueError:
                    v = MISSING
            else:
                v = loc.get(name, MISSING)
            if v is not last.get(name, MISSING):
                if v is MISSING:
                    gone(last, watch, name, op)
                else:
                    store(last, watch, name, op, v)
        if noisy:
            check(info, watch, frame, slots, prev)

    def gone(last, watch, name, op):
        del last[name]
        watch.pop(name, None)
        buffer.append(GONE)
        buffer.append(op)

    def full():
        flush(thread)
        if thread.items > thread.limit:
            finish()

    def begin_namespace(info, frame):
        """A module or a class body: names come and go, and functions may set them from outside."""
        nonlocal current
        prev = frame.f_lineno
        last = {}
        watch = {}
        seen = None
        places = {}  # Where each name's value lay.
        slots = info.slots

        def changes(frame, line):
            nonlocal seen
            loc = frame.f_locals
            ids = list(map(id, loc.values()))
            moved = ids != seen
            if moved:
                seen = ids
                now = dict(loc)
                for name, v in now.items():
                    if name in HIDDEN or type(name) is not str or name[:1] == "@":
                        continue
                    before = last.get(name, MISSING)
                    if v is before:
                        continue
                    same, places[name] = places.get(name) == id(v), id(v)
                    if same and before is OBJECT:
                        continue  # What it holds is looked at below.
                    op = slots.get(name)
                    if op is None:
                        op = slots[name] = SLOTS - len(slots)
                        info.names.append(name)
                        append(NAMED)
                        append(info.number)
                        append(name)
                    store(last, watch, name, op, v)
                if len(last) > len(now) or any(name not in now for name in last):
                    for name in [n for n in last if n not in now]:
                        del last[name]
                        watch.pop(name, None)
                        append(GONE)
                        append(slots[name])
            if watch and (moved or current is not last or is_loud(info.loud, line, last)):
                check(info, watch, frame, None, line)

        def local(frame, event, arg):
            nonlocal prev, current, depth
            if event == "opcode":
                return
            if owner != me:
                hand_over()
            changes(frame, prev)
            line = event == "line" and arg or frame.f_lineno
            if event == "line":
                current = last
                append(line)
                prev = line
                if len(buffer) > 4000:
                    flush(thread)
                    if thread.items > thread.limit:
                        finish()
            elif event != "exception":
                depth -= 1
                append(RETURN if arg is not None else LEFT.get(event) or leaving(info, frame, current is watch))
                append(line)
                put(arg)
                last.clear()
                watch.clear()
                current = None
            else:
                exception(frame, arg)
                current = watch

        if owner != me:
            hand_over()
        changes(frame, prev)
        append(CALL)
        append(info.number)
        append(prev)
        current = last
        return local

    def exception(frame, arg):
        append(EXCEPTION)
        append(frame.f_lineno)
        kind, value = arg[0], arg[1]
        append(stripped(kind.__name__))
        text(told(value, type(value), OWN, room))

    def on_call(frame, event, arg):
        nonlocal depth
        pool = pools.get(id(frame.f_code))
        if pool is False:
            return None
        if pool:
            if depth < most:
                depth += 1
                local = pool.pop()
                local(frame, "call", None)
                return local
        elif pool is None:
            # A generator that goes on, or a code not seen before.
            local = frame.f_trace
            if local is not None:
                local(frame, "resume", None)
                return None
        return first_call(frame)

    def first_call(frame):
        nonlocal depth
        code = frame.f_code
        info = infos.get(id(code))
        if info is None:
            info = look(code, frame.f_globals)
        if info is False:
            pools[id(code)] = False
            return None
        if depth >= most:
            thread.cut = True
            return None
        depth += 1
        if info.namespace:
            return begin_namespace(info, frame)
        if not info.generator:
            pools.setdefault(id(code), [])
        local = event_function(info, pools.get(id(code)))
        local(frame, "call", None)
        return local

    def begin_again(frame, info):
        nonlocal depth
        depth += 1
        if info.namespace:
            local = begin_namespace(info, frame)
        else:
            local = event_function(info, [], True)
            local(frame, "call", None)
        if tool is None:
            frame.f_trace = local
        else:
            running[id(frame)] = local

    def reset():
        nonlocal texts_size, current, depth
        texts.clear()
        plain.clear()
        texts_size = depth = 0
        current = None

    def written(op, s):
        if owner != me:
            hand_over()
        append(op)
        append(s if len(s) <= 65536 else s[:65536] + "\u2026")

    def reset_depth():
        nonlocal depth, current
        depth = 0
        current = None

    thread.reset_depth = reset_depth
    thread.call, thread.reset, thread.begin_again, thread.written = on_call, reset, begin_again, written
    thread.store, thread.gone, thread.check, thread.put, thread.changes, thread.exception, thread.hand_over, thread.full = store, gone, check, put, changes, exception, hand_over, full


# Beginning and ending ---------------------------------------------------------------------------------------------------------

def this_thread():
    me = _thread.get_ident()
    for t in threads:
        if t.ident == me:
            return t
    return Thread()


def first_event(frame, event, arg):
    """The first event of a new thread of the program."""
    thread = this_thread()
    listen(thread)
    return thread.call(frame, event, arg)


def listen(thread):
    """From now on this thread, which is the one that runs, is recorded."""
    thread.on, thread.fresh = True, False
    if tool is None:
        sys.settrace(thread.call)
    else:
        monitor()


def begin_thread():
    thread = this_thread()
    thread.items = 0
    thread.cut = False
    listen(thread)
    return thread


def end_thread():
    if tool is None:
        sys.settrace(None)
        return
    thread = this_thread()
    thread.on = thread.fresh = False
    if not any(t.on for t in threads):
        monitor(False)


def resume_test():
    """Recording goes on, in a phase of a test."""
    thread = this_thread()
    if thread.items <= thread.limit:
        listen(thread)


def pause_test():
    thread = this_thread()
    if tool is None and sys.gettrace() is not thread.call:
        thread.cut = True  # The program has set a tracer of its own, or ours was lost at the limit of recursion.
    end_thread()
    thread.on = False
    thread.reset_depth()


def end_test():
    """Whether the test's trace was cut short. The next one starts afresh."""
    cut = False
    for thread in list(threads):
        cut = cut or thread.cut
        thread.items = 0
        thread.cut = False
    return cut


# sys.monitoring: the same events, told to the same functions --------------------------------------------------------------------

def open_monitoring():
    """From 3.12 on, PEP 669. Only what each code of the program's needs is asked of the interpreter, so what is stepped over costs nothing after its first call."""
    global tool
    if not options["monitoring"] or not hasattr(sys, "monitoring"):
        return
    m = sys.monitoring
    for number in (4, 3):
        if m.get_tool(number) is None:
            m.use_tool_id(number, "foretrace")
            tool = number
            return


monitored = False


def monitor(wanted=True):
    global monitored
    if wanted == monitored:
        return
    monitored = wanted
    m, e = sys.monitoring, sys.monitoring.events
    heard = {e.PY_START: on_start, e.PY_RESUME: on_resume, e.PY_THROW: on_resume, e.LINE: on_line, e.JUMP: on_jump, e.PY_RETURN: on_return, e.PY_YIELD: on_yield, e.PY_UNWIND: on_unwind,
             e.RAISE: on_raise}
    for event, function in heard.items():
        m.register_callback(tool, event, function if wanted else None)
    m.set_events(tool, e.PY_START | e.PY_THROW | e.PY_UNWIND | e.RAISE if wanted else 0)


def close_monitoring():
    global tool
    if tool is not None:
        monitor(False)
        sys.monitoring.free_tool_id(tool)


def on_start(code, offset):
    info = infos.get(id(code))
    if info is False:
        return sys.monitoring.DISABLE
    frame = sys._getframe(1)
    if info is None:
        info = look(code, frame.f_globals)
        if info is False:
            return sys.monitoring.DISABLE
        e = sys.monitoring.events
        sys.monitoring.set_local_events(tool, code, e.PY_RETURN | e.PY_YIELD | e.PY_RESUME | (0 if info.single else e.LINE | e.JUMP))
    begin(frame)


def begin(frame):
    me = _thread.get_ident()
    thread = hearing.get(me)
    if thread is None:
        thread = hearing[me] = this_thread()
        if thread.fresh:
            thread.on = True
    local = thread.call(frame, "call", None) if thread.on else None
    if local is not None:
        running[id(frame)] = local
    else:
        running.pop(id(frame), None)


def on_line(code, line):
    frame = sys._getframe(1)
    local = running.get(id(frame))
    if local is not None:
        local(frame, "line", line)


def on_jump(code, start, end):
    """A loop on one line comes to that line again at each turn."""
    if end > start or line_of(code, start) != line_of(code, end):
        return sys.monitoring.DISABLE
    frame = sys._getframe(1)
    local = running.get(id(frame))
    if local is not None:
        local(frame, "line", line_of(code, end))


def line_of(code, offset):
    for start, end, line in code.co_lines():
        if start <= offset < end:
            return line
    return None


def on_return(code, offset, value):
    frame = sys._getframe(1)
    local = running.pop(id(frame), None)
    if local is not None:
        local(frame, "returned", value)


def on_yield(code, offset, value):
    frame = sys._getframe(1)
    local = running.get(id(frame))
    if local is not None:
        local(frame, "yield", value)


def on_resume(code, offset, error=None):
    if infos.get(id(code)):
        frame = sys._getframe(1)
        local = running.get(id(frame))
        if local is not None:
            local(frame, "resume", None)
        else:
            begin(frame)  # It was begun unseen, or never: thrown into before its first line.


def on_raise(code, offset, error):
    if infos.get(id(code)):
        frame = sys._getframe(1)
        local = running.get(id(frame))
        if local is not None:
            local(frame, "exception", (type(error), error, None))


def on_unwind(code, offset, error):
    if infos.get(id(code)):
        frame = sys._getframe(1)
        local = running.pop(id(frame), None)
        if local is not None:
            local(frame, "unwind", None)


# The host's words, and what the program writes ----------------------------------------------------------------------------------

def mark(**about):
    """Lays a word of the host's own between the events: where a test begins and ends."""
    this_thread().written(MARK, json.dumps(about))


def hook(stream, op):
    """What the program writes belongs to the line that wrote it."""
    if stream is None or getattr(stream, "foretrace", False):
        return
    write = stream.write

    def hooked(s):
        thread = this_thread()
        if thread.asking is not None:  # A repr that prints, asked for by us alone.
            return len(s)
        n = write(s)
        if not stopped and type(s) is str and s and write_fd >= 0:
            thread.written(op, s)
        return n

    try:
        stream.write = hooked
        stream.foretrace = True
    except (AttributeError, TypeError):
        pass


def hook_streams():
    hook(sys.stdout, STDOUT)
    hook(sys.stderr, STDERR)


def leave(status):
    flush_all()
    real_exit(status)


def hook_os():
    """Ways to leave a process that let nobody tidy up."""
    os._exit = leave
    for name in ("execv", "execve", "abort"):
        real = getattr(os, name, None)
        if real is None:
            continue

        def flushed(*args, real=real):
            flush_all()
            return real(*args)

        setattr(os, name, flushed)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=before_fork, after_in_parent=after_fork_in_parent, after_in_child=after_fork_in_child)
    try:
        import multiprocessing.util as util
    except ImportError:
        return
    spawn = getattr(util, "spawnv_passfds", None)
    if spawn is None:
        return

    def spawned(path, args, passfds):
        # Children that start anew are told to record, too.
        args = list(args)
        at = args.index(b"-c" if b"-c" in args else "-c") + 1 if b"-c" in args or "-c" in args else 0
        if at:
            code = os.fsdecode(args[at])
            if "resource_tracker" not in code:
                said = dict(options, roots=list(options["roots"]))
                code = "import sys; sys.path.insert(0, %r); import foretrace_tracer; sys.path.pop(0); foretrace_tracer.start_child(%r); %s" % (HERE, json.dumps(said), code)
                args[at] = os.fsencode(code) if isinstance(args[at], bytes) else code
        return spawn(path, args, passfds)

    util.spawnv_passfds = spawned


started = False


def start(**said):
    """Opens the file. What runs from `begin_thread` on is recorded."""
    global started
    options.update(said)
    options["roots"] = [os.path.realpath(r) for r in options["roots"]] + [os.path.abspath(r) for r in options["roots"]]
    started = True
    open_memory()
    open_monitoring()
    open_file()
    hook_os()
    import atexit
    import threading

    if tool is None:
        threading.settrace(first_event)
    atexit.register(end)
    watch()


def start_child(said):
    start(**json.loads(said))
    hook_streams()
    begin_thread()


def end():
    global stopped
    end_thread()
    flush_all()
    if write_fd >= 0:
        write_all(record(88, json.dumps({"cut": any(t.cut for t in threads)}).encode()))
    close_monitoring()
    stopped = True


def main(argv):
    """Runs a script as `python FILE ARGS` would, recorded."""
    said = json.loads(argv[1])
    sys.argv[:] = argv[2:]
    path = sys.argv[0]
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__builtins__ = sys.modules["builtins"]
    module.__loader__ = module.__spec__ = module.__package__ = None
    module.__cached__ = None
    sys.modules["foretrace_tracer"] = sys.modules["__main__"]
    sys.modules["__main__"] = module
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    with open(path, "rb") as file:
        source = file.read()
    start(**said)
    try:
        code = compile(source, path, "exec", dont_inherit=True)
    except BaseException:
        kind, value, _ = sys.exc_info()
        sys.excepthook(kind, value, None)
        flush_all()
        return 1
    hook_streams()
    try:
        begin_thread()
        try:
            exec(code, module.__dict__)
        finally:
            if sys.gettrace() is None and tool is None:
                this_thread().cut = True
            end_thread()
            mark(ended=True)
            flush_all()
    except SystemExit:
        raise
    except BaseException as error:
        tb = error.__traceback__.tb_next
        sys.excepthook(type(error), error.with_traceback(tb), tb)
        if isinstance(error, KeyboardInterrupt):
            return 130
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
