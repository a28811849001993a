"""Where pytest keeps its parser."""

from _pytest.config import Parser
