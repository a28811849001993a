# What SyntaxErrors say of texts: where a node or a token is at fault, CPython's place of it is known.
def told(source):
    try:
        exec(compile(source, '<text>', 'exec'), {})
    except SyntaxError as e:
        print(ascii(source), type(e).__name__, ascii(e.msg), e.lineno, e.offset, ascii(e.text), e.end_lineno, e.end_offset)
        print('   ', ascii(e.args))
    else:
        print(ascii(source), 'runs')


for source in [
    'return 1', 'def f():\n    nonlocal x\n', 'x = 1\n\u00e9, *a, *b = x', 'def f(a, a): pass', "'\U0001f600'; break", 'f(a=1, a=2)', 'from __future__ import nothing',
    'a, b += 1', 'x = 1\ndel f()', '(x, y) = 2\ndef f(**a, b): pass',
    ')', 'x = (1]', 'def f(a[, b):\n    pass\n', 'try:\n    pass\nexcept A) as e:\n    pass\n', "x = 'abc", "if x:\n    pass\nelse\" :\n    pass\n", 'if x:\n} y\n',
    'x = 1\0', b'x = 1\0',
    b"# coding: latin-1\nassert ord('\xe9') == 233", b"# coding: latin-1\nassert ord('\x85') == 0x85", b"#!x\n# coding: cp1252\nassert '\x80' == '\\u20ac'", b'\xef\xbb\xbfx = 1', b'\xef\xbb\xbf# coding: latin-1\nx = 1',
    b"# coding: ascii\nx = '\xe2\x98\x83'", b'# coding: nope\nx = 1', b'x = 1\n# coding: nope\n', b'# coding: hex\nx = 1', b'x = 1 # \xe9\n',
]:
    told(source)

# Which line it is, is known of a single one; what is said, of most.
for source in ['x = 1\n  y', 'f(**a, *b)', 'f(a=1, b)', 'x = 5a', 'if x = 1:\n    pass', 'f() = 1', 'while x\n    pass']:
    try:
        compile(source, '<text>', 'exec')
    except SyntaxError as e:
        print(ascii(source), type(e).__name__, e, e.lineno)
