"""Where older versions kept approx and raises."""

from _pytest.approx import ApproxBase, ApproxDecimal, ApproxMapping, ApproxScalar, ApproxSequenceLike, approx
from _pytest.raises import RaisesExc, raises

RaisesContext = RaisesExc
