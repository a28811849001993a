"""caplog: the records that a test logs."""

import logging

from _pytest.fixtures import fixture

FORMAT = "%(levelname)-8s %(name)s:%(filename)s:%(lineno)d %(message)s"


class LogCaptureHandler(logging.Handler):
    def __init__(self):
        super().__init__()
        self.records = []
        self._lines = []
        self.setFormatter(logging.Formatter(FORMAT))

    def emit(self, record):
        self.records.append(record)
        self._lines.append(self.format(record) + "\n")

    def handleError(self, record):
        raise

    @property
    def text(self):
        return "".join(self._lines)

    def reset(self):
        self.records = []
        self._lines = []

    def clear(self):
        self.records.clear()
        self._lines = []


class LogCaptureFixture:
    def __init__(self, item, handler):
        self._item = item
        self.handler = handler
        self._initial_logger_levels = {}
        self._initial_handler_level = None
        self._initial_disabled = None

    def _finalize(self):
        if self._initial_handler_level is not None:
            self.handler.setLevel(self._initial_handler_level)
        for name, level in self._initial_logger_levels.items():
            logging.getLogger(name).setLevel(level)
        self._initial_logger_levels.clear()
        if self._initial_disabled is not None:
            logging.disable(self._initial_disabled)

    def get_records(self, when):
        return list(self.handler.records) if when == "call" else []

    @property
    def text(self):
        return self.handler.text

    @property
    def records(self):
        return self.handler.records

    @property
    def record_tuples(self):
        return [(r.name, r.levelno, r.getMessage()) for r in self.records]

    @property
    def messages(self):
        return [r.getMessage() for r in self.records]

    def clear(self):
        self.handler.clear()

    def _force_enable(self, level, logger):
        previous = logger.manager.disable
        if isinstance(level, str):
            level = logging.getLevelName(level)
        if not isinstance(level, int) or logger.isEnabledFor(level):
            return previous
        logging.disable(max(level - 10, logging.NOTSET))
        return previous

    def set_level(self, level, logger=None):
        target = logging.getLogger(logger)
        self._initial_logger_levels.setdefault(logger, target.level)
        target.setLevel(level)
        if self._initial_handler_level is None:
            self._initial_handler_level = self.handler.level
        self.handler.setLevel(level)
        previous = self._force_enable(level, target)
        if self._initial_disabled is None:
            self._initial_disabled = previous

    def at_level(self, level, logger=None):
        return _AtLevel(self, level, logger)

    def filtering(self, filter_):
        return _Filtering(self.handler, filter_)


class _AtLevel:
    def __init__(self, fixture, level, logger):
        self._fixture = fixture
        self._level = level
        self._logger = logging.getLogger(logger)

    def __enter__(self):
        handler = self._fixture.handler
        self._saved = (self._logger.level, handler.level)
        self._logger.setLevel(self._level)
        handler.setLevel(self._level)
        self._disabled = self._fixture._force_enable(self._level, self._logger)

    def __exit__(self, *error):
        self._logger.setLevel(self._saved[0])
        self._fixture.handler.setLevel(self._saved[1])
        logging.disable(self._disabled)


class _Filtering:
    def __init__(self, handler, filter_):
        self._handler = handler
        self._filter = filter_

    def __enter__(self):
        self._handler.addFilter(self._filter)

    def __exit__(self, *error):
        self._handler.removeFilter(self._filter)


def catching_logs(item):
    """Puts a handler on the root logger, as pytest has one there in every phase."""
    handler = LogCaptureHandler()
    root = logging.getLogger()
    level = item.config.getini("log_level")
    saved = root.level
    root.addHandler(handler)
    if level:
        number = int(level) if str(level).isdigit() else logging.getLevelName(level.upper())
        handler.setLevel(number)
        root.setLevel(min(saved, number))

    def restore():
        root.setLevel(saved)
        root.removeHandler(handler)

    return handler, restore


@fixture
def caplog(request):
    item = request.node
    if item._log_handler is None:
        item._log_handler, restore = catching_logs(item)
        request.addfinalizer(restore)
    result = LogCaptureFixture(item, item._log_handler)
    yield result
    result._finalize()
