"""Nodes of the collection tree: session, folders, modules, classes, test functions."""

from _pytest.mark.structures import Mark, MarkDecorator, get_unpacked_marks


class Node:
    obj = None

    def __init__(self, name, parent, nodeid):
        self.name = name
        self.parent = parent
        self.nodeid = nodeid
        self.session = parent.session if parent is not None else self
        self.config = parent.config if parent is not None else None
        self.own_markers = []
        self.extra_keyword_matches = set()
        self._finalizers = []
        self._keywords = None
        self._stash = None
        self.user_properties = []

    def __repr__(self):
        return f"<{type(self).__name__} {self.name}>"

    def listchain(self):
        chain = []
        node = self
        while node is not None:
            chain.append(node)
            node = node.parent
        chain.reverse()
        return chain

    def iter_parents(self):
        node = self
        while node is not None:
            yield node
            node = node.parent

    def getparent(self, cls):
        for node in self.iter_parents():
            if isinstance(node, cls):
                return node
        return None

    def iter_markers(self, name=None):
        return (mark for _, mark in self.iter_markers_with_node(name))

    def iter_markers_with_node(self, name=None):
        for node in self.iter_parents():
            for mark in node.own_markers:
                if name is None or mark.name == name:
                    yield node, mark

    def get_closest_marker(self, name, default=None):
        return next(self.iter_markers(name), default)

    def add_marker(self, marker, append=True):
        if isinstance(marker, MarkDecorator):
            mark = marker.mark
        elif isinstance(marker, str):
            mark = Mark(marker, (), {})
        else:
            raise ValueError("is not a string or pytest.mark.* Marker")
        if append:
            self.own_markers.append(mark)
        else:
            self.own_markers.insert(0, mark)
        self.keywords[mark.name] = mark

    @property
    def keywords(self):
        if self._keywords is None:
            words = dict(self.parent.keywords) if self.parent is not None else {}
            words[self.name] = True
            for mark in self.own_markers:
                words[mark.name] = mark
            if self.obj is not None:
                words.update(getattr(self.obj, "__dict__", {}))
            self._keywords = words
        return self._keywords

    @property
    def stash(self):
        if self._stash is None:
            from _pytest.stash import Stash

            self._stash = Stash()
        return self._stash

    @property
    def path(self):
        from pathlib import Path

        return Path(self.file)

    @property
    def fspath(self):
        return self.path

    @property
    def file(self):
        return self.parent.file

    @property
    def ihook(self):
        return self.config.hook

    def addfinalizer(self, finalizer):
        self._finalizers.append(finalizer)

    def finish(self):
        """Runs the finalizers, newest first; gives what they raised."""
        errors = []
        while self._finalizers:
            finalizer = self._finalizers.pop()
            try:
                finalizer()
            except BaseException as e:
                errors.append(e)
        return errors

    def warn(self, warning):
        import warnings

        warnings.warn(warning, stacklevel=2)

    def listnames(self):
        return [n.name for n in self.listchain()]


class Collector(Node):
    class CollectError(Exception):
        pass


class FSCollector(Collector):
    pass


class File(FSCollector):
    pass


class Directory(FSCollector):
    pass


class Dir(Directory):
    def __init__(self, name, parent, nodeid, folder):
        super().__init__(name, parent, nodeid)
        self.folder = folder

    @property
    def file(self):
        return self.folder


class Package(Dir):
    pass


class Item(Node):
    callspec = None
    instance = None

    def scope_node(self, scope):
        """The node that a fixture of that scope lives as long as; None where there is none of the kind."""
        if scope == "function":
            return self
        if scope == "session":
            return self.session
        from _pytest.python import Class, Module

        kind = {"class": Class, "module": Module, "package": Package}[scope]
        node = self.getparent(kind)
        return self.session if node is None and scope == "package" else node

    @property
    def location(self):
        return (self.nodeid.split("::")[0], self.line - 1, self.nodeid.split("::", 1)[-1].replace("::", "."))

    def reportinfo(self):
        return self.path, self.line - 1, self.location[2]

    def explanation(self, error):
        """What a failure means, where the exception does not say it."""
        return None

    def add_report_section(self, when, key, content):
        pass


def unpacked(obj):
    return get_unpacked_marks(obj)
