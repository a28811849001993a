# Code objects are equal when the same was compiled, wherever it is said to stand.


def compiled(text, name='a', mode='exec'):
    return compile(text, name, mode)


source = '''
def f(a, b=1, *c, d=2, **e):
    "doc"
    x = [i for i in a]
    return x, lambda: b
class K:
    def m(self): return 1
    def n(self): return 1
'''


def names(text, name='a'):
    namespace = {}
    exec(compiled(text, name), namespace)
    return namespace


print(compiled(source) == compiled(source), compiled(source) != compiled(source), compiled(source) == compiled(source, 'other'))
print(hash(compiled(source)) == hash(compiled(source, 'other')))
one, other = names(source), names(source, 'other')
print(one['f'].__code__ == other['f'].__code__, one['f'] == other['f'])
print(one['K'].m.__code__ == other['K'].m.__code__, one['K'].m.__code__ == other['K'].n.__code__)
code = one['f'].__code__
print(code.replace(co_filename='z') == code, code.replace(co_name='h') == code, code.replace(co_firstlineno=9) == code, code.replace() is code)
print(compiled('x = 1') == compiled('y = 1'), compiled('def f(a): pass') == compiled('def g(a): pass'))
print(compiled('1 + a', mode='eval') == compiled('1 + a', mode='eval'), compiled('a', mode='eval') == compiled('b', mode='eval'))
made = [lambda x: x + 1 for _ in 'ab']
print(made[0].__code__ == made[1].__code__, made[0] == made[1])
a, b = lambda: 1, lambda: 1
print(a.__code__ == b.__code__)
table = {compiled(source): 1}
print(table[compiled(source, 'k')], compiled('z = 2') in table, len({compiled(source), compiled(source)}))
print(compiled(source) == 1, compiled(source) != None, compiled(source) in [compiled(source)])
try:
    compiled(source) < compiled(source)
except TypeError as e:
    print(e)
print(one['f'].__code__ == names('\n' + source)['f'].__code__)
