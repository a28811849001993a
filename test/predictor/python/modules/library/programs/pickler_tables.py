# A pickler of one's own: the C class asks no table of a subclass how a type is saved, its Python form does.
import copy
import io
import pickle
import zlib


def named():
    pass


class Overriding(pickle.Pickler):
    dispatch = {int: None, str: 5}

    def reducer_override(self, obj):
        return (str, ('it was a function',)) if obj is named else NotImplemented


class Setting(pickle.Pickler):
    def __init__(self, *args):
        super().__init__(*args)
        self.dispatch = {}


class InPython(pickle._Pickler):
    dispatch = dict(pickle._Pickler.dispatch)

    def save_int(self, obj):
        self.save_str('an int' + str(obj))

    dispatch[int] = save_int


for cls in (Overriding, Setting, InPython):
    f = io.BytesIO()
    cls(f).dump([1, 'a', named, {'x': 2.5}])
    print(cls.__name__, pickle.loads(f.getvalue())[:2])
print(hasattr(pickle, 'PickleBuffer'), copy.copy(zlib.decompressobj()).decompress(zlib.compress(b'abc')))
