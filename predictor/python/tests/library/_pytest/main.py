"""The session node."""

from _pytest.fixtures import FixtureManager
from _pytest.nodes import Node


class Session(Node):
    class Interrupted(KeyboardInterrupt):
        pass

    class Failed(Exception):
        pass

    def __init__(self, config):
        super().__init__("", None, "")
        self.session = self
        self.config = config
        self.fixtures = FixtureManager(config)
        self.items = []
        self.testsfailed = 0
        self.testscollected = 0
        self.shouldfail = False
        self.shouldstop = False

    @property
    def file(self):
        return self.config.rootdir_text

    @property
    def _fixturemanager(self):
        return self.fixtures

    def add_global_plugin(self, module):
        self.config.add_plugin(module, None)
        self.fixtures.parsefactories(module, self)
