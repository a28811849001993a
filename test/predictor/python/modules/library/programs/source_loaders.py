"""Loaders of the program's own over source files: what they make of a source is what runs."""
import ast, importlib.util, os, sys, tempfile
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader

sys.dont_write_bytecode = True
folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
for name in ['first', 'second', 'third', 'plain']:
    with open(os.path.join(folder, f'{name}.py'), 'w') as f:
        f.write(f'"""The module {name}."""\nvalue = 1\ndef double(): return value * 2\n')


class Instrumenting(SourceFileLoader):
    @staticmethod
    def source_to_code(data, path='<string>', *, _optimize=-1):
        print('source_to_code', type(data).__name__, len(data), os.path.basename(path))
        tree = ast.parse(importlib.util.decode_source(data), path)
        tree.body.append(ast.parse('added = double() + 1').body[0])
        return compile(ast.fix_missing_locations(tree), path, 'exec', dont_inherit=True)


class Rewriting(SourceFileLoader):
    def get_data(self, path):
        data = super().get_data(path)
        return data.replace(b'value = 1', b'value = 21') if path.endswith('.py') else data


class Counting(SourceFileLoader):
    runs = 0

    def exec_module(self, module):
        Counting.runs += 1
        super().exec_module(module)


class Finder(MetaPathFinder):
    loaders = {'first': Instrumenting, 'second': Rewriting, 'third': Counting}

    def find_spec(self, name, path=None, target=None):
        loader = self.loaders.get(name)
        if loader is None:
            return None
        spec = PathFinder.find_spec(name, path, target)
        spec.loader = loader(spec.loader.name, spec.loader.path)
        return spec


sys.meta_path.insert(0, Finder())
import first, second, third, plain

print(first.added, first.double(), first.__doc__, first.double.__code__.co_firstlineno, type(first.__loader__).__name__)
print(second.value, second.double(), second.__doc__)
print(third.value, Counting.runs, plain.double(), hasattr(plain, 'added'))
del sys.modules['first']
import first as again

print(again is first, again.added)
print(again.__loader__.get_code('first').co_name, again.__loader__.get_source('first').splitlines()[1])
code = Instrumenting('first', first.__file__).get_code('first')
names = {}
exec(code, names)
print(names['added'], sorted(n for n in names if not n.startswith('__')))
