"""Writes predictor/python/numbers/libm-tables.ts and libm-angle-tables.ts: the numbers by which glibc's functions step, so that ours step alike.

Usage: python3 scripts/libm-tables.py LIBM, where LIBM is libm.so.6 of glibc 2.28 to 2.38 for x86-64. The tables are found by the constants
that stand before them.
"""
import struct
import sys
from pathlib import Path

OUT = Path(__file__).parent.parent / 'predictor/python/numbers'
data = Path(sys.argv[1]).read_bytes()


def find(*numbers):
    at = data.find(b''.join(struct.pack('<d', n) for n in numbers))
    assert at >= 0, numbers
    return at


def words(at, count, stride=8):
    return ''.join(f"{struct.unpack_from('<Q', data, at + i * stride)[0]:016x}" for i in range(count))


def constant(name, text, comment):
    lines = '\n'.join(f"  '{text[i:i + 144]}'," for i in range(0, len(text), 144))
    return f"/** {comment} */\nexport const {name} = [\n{lines}\n].join('');\n"


exp = find(184.6649652337873, -0.005415212348111709) + 14 * 8
log = find(0.6931471805598903, 5.497923018708371e-14, -0.5000000000000001) + 18 * 8
log2 = find(1.4426950407214463, 1.6751713164886512e-10) + 18 * 8
power = find(0.6931471805598903, 5.497923018708371e-14, -0.5, -0.6666666666666679) + 9 * 8
pow_words = ''.join(words(power + 32 * i, 1) + words(power + 32 * i + 16, 2) for i in range(128))
sincos = find(0.0, 0.0, 1.0, 0.0, 0.0078124205273828315)
tangent = find(0.06250000705914749)
arctangent = find(0.06347694384761945)
arcsine = find(0.126953125)
roots = arcsine - 128 * 8
digits = find(10680707.0, 7228996.0)
two_over_pi = ''.join(f"{int(struct.unpack_from('<d', data, digits + 8 * i)[0]):06x}" for i in range(75))
OUT.joinpath('libm-tables.ts').write_text('\n'.join([
    "// Tables of glibc's math functions: floats by their bits, 16 hexadecimal digits each. Written by scripts/libm-tables.py: do not edit.\n",
    constant('EXP_STEPS', words(exp, 256), 'For i in 0..127: what 2**(i/128) loses as a float, and its bits less i << 45.'),
    constant('LOG_STEPS', words(log, 256), 'For 128 steps of the mantissa: about 1/c, and log c to 42 bits.'),
    constant('LOG2_STEPS', words(log2, 128), 'For 64 steps of the mantissa: about 1/c, and the binary logarithm of c.'),
    constant('POW_STEPS', pow_words, 'For 128 steps of the mantissa: about 1/c, log c to 43 bits, and the rest of it.'),
]))
OUT.joinpath('libm-angle-tables.ts').write_text('\n'.join([
    "// Tables of glibc's trigonometric functions: floats by their bits, 16 hexadecimal digits each. Written by scripts/libm-tables.py: do not edit.\n",
    constant('SINE_STEPS', words(sincos, 440), 'For k in 0..109: sin(k/128) in two floats, cos(k/128) in two floats.'),
    constant('TANGENT_STEPS', ''.join(words(tangent + 32 * i, 3) for i in range(186)), 'For 186 angles: the angle, its tangent and cotangent.'),
    constant('ARCTANGENT_STEPS', words(arctangent, 241 * 7), 'For 241 numbers: the number, its arctangent, and five coefficients of the series there.'),
    constant('ARCSINE_STEPS', words(arcsine, 2568), 'Arcsines and coefficients of their series, in rows of 11 to 15.'),
    constant('ROOT_STEPS', words(roots, 128), 'Reciprocal square roots, to begin with.'),
    constant('TWO_OVER_PI', two_over_pi, '2/pi in 75 digits of 24 bits.'),
]))
