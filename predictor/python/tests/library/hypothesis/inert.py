"""A name of hypothesis that is not modelled: it can be handled, and what stands on it is doubted."""

from _foretrace import doubt


class Inert:
    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(f"{self._name}.{name}")

    def __call__(self, *args, **kwargs):
        doubt(self._name)
        return self


def inert(module, name):
    if name.startswith("__"):
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    doubt(f"{module}.{name}")
    return Inert(f"{module}.{name}")
