# A way of rounding that there is none of is refused before anything is rounded, whether it is needed or not.
import decimal
from decimal import Context, Decimal, ROUND_UP, getcontext, localcontext


def shown(name, act):
    try:
        print(name, repr(act()))
    except Exception as e:
        print(name, type(e).__name__, e)


for way in (None, ROUND_UP, [], '', 'ROUND_NONE', 3, 'round_up', decimal.ROUND_05UP):
    shown('quantize', lambda: Decimal('2.1').quantize(Decimal('0.01'), rounding=way))
    shown('quantize', lambda: Decimal('2.175').quantize(Decimal('0.01'), way))
    shown('quantize a str', lambda: Decimal('1').quantize('x', rounding=way))
    shown('value', lambda: Decimal('1.5').to_integral_value(rounding=way))
    shown('exact', lambda: Decimal(1).to_integral_exact(rounding=way))
    shown('integral', lambda: Decimal('NaN').to_integral(rounding=way))
    shown('context', lambda: Context(rounding=way).rounding)
    with localcontext() as c:
        shown('setting', lambda: setattr(c, 'rounding', way))
        shown('set', lambda: getcontext().rounding)
