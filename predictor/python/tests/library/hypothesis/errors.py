"""Exceptions and warnings, as hypothesis names them."""


class HypothesisException(Exception):
    pass


class UnsatisfiedAssumption(HypothesisException):
    pass


class StopTest(BaseException):
    pass


class NoSuchExample(HypothesisException):
    pass


class Unsatisfiable(HypothesisException):
    pass


class ChoiceTooLarge(HypothesisException):
    pass


class Flaky(HypothesisException):
    pass


class FlakyFailure(Flaky):
    pass


class FlakyReplay(Flaky):
    pass


class FlakyStrategyDefinition(Flaky):
    pass


class FlakyBackendFailure(Flaky):
    pass


class InvalidArgument(HypothesisException, TypeError):
    pass


class ResolutionFailed(InvalidArgument):
    pass


class InvalidState(HypothesisException):
    pass


class InvalidDefinition(HypothesisException, TypeError):
    pass


class HypothesisWarning(HypothesisException, Warning):
    pass


class FailedHealthCheck(HypothesisException):
    pass


class NonInteractiveExampleWarning(HypothesisWarning):
    pass


class HypothesisDeprecationWarning(HypothesisWarning, FutureWarning):
    pass


class HypothesisSideeffectWarning(HypothesisWarning):
    pass


class Frozen(HypothesisException):
    pass


class DeadlineExceeded(HypothesisException):
    pass


class MultipleFailures(HypothesisException):
    pass


class DidNotReproduce(HypothesisException):
    pass


class RewindRecursive(Exception):
    pass
