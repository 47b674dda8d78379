"""Elementary functions with the same bits on every machine.

Mathematics libraries differ in the last digit of exp and log. Here everything is made of
+ - * / and the square root, which IEEE 754 rounds correctly everywhere, and of splitting off
and scaling by powers of two (``math.frexp``, ``math.ldexp``), which is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from math import frexp, inf, ldexp, sqrt

LN2 = 0.6931471805599453
"""The natural logarithm of 2."""

_LN2_HIGH = 6.93147180369123816490e-01  # 33 significant bits, so a whole number times it is exact
_LN2_LOW = 1.90821492927058770002e-10
_SQRT_HALF = 0.7071067811865476
_HALF_LN_2PI = 0.9189385332046728
_SQRT_2PI = 2.5066282746310002
_MOST_EXPONENT = 709.0
_LEAST_EXPONENT = -708.0

_ATANH = tuple(1.0 / n for n in range(23, 0, -2))
_TAYLOR = tuple(1.0 / n for n in range(16, 0, -1))
_STIRLING = (-691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12)


def log(x: float) -> float:
    """The natural logarithm, within 1e-15 of its value (by an atanh series).

    Raises:
        ValueError: x is not a positive finite number.
    """
    if not 0.0 < x < inf:
        raise ValueError(f"the logarithm needs a positive number, not {x}")
    mantissa, exponent = frexp(x)
    if mantissa < _SQRT_HALF:
        mantissa *= 2.0
        exponent -= 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square = s * s
    total = 0.0
    for term in _ATANH:
        total = total * square + term
    return exponent * _LN2_HIGH + (exponent * _LN2_LOW + 2.0 * s * total)


def exp(x: float) -> float:
    """The exponential, within 1e-15 of its value; 0.0 below -708.

    Raises:
        ValueError: x is above 709 or not a number: the result would not be finite.
    """
    if not x <= _MOST_EXPONENT:
        raise ValueError(f"the exponential of {x} is not a finite number")
    if x < _LEAST_EXPONENT:
        return 0.0
    power = round(x / LN2)
    rest = (x - power * _LN2_HIGH) - power * _LN2_LOW
    total = 1.0
    for factor in _TAYLOR:
        total = 1.0 + total * rest * factor
    return ldexp(total, power)


def log_gamma(x: float) -> float:
    """The logarithm of the gamma function for x > 0, within 1e-14 (Stirling's series).

    Raises:
        ValueError: x is not a positive finite number.
    """
    if not 0.0 < x < inf:
        raise ValueError(f"the gamma function is wanted for positive numbers, not {x}")
    below = 1.0
    while x < 12.0:
        below *= x
        x += 1.0
    inverse = 1.0 / x
    square = inverse * inverse
    total = 0.0
    for term in _STIRLING:
        total = total * square + term
    return (x - 0.5) * log(x) - x + _HALF_LN_2PI + total * inverse - log(below)


def normal_density(z: float) -> float:
    """The density of the standard normal law."""
    return exp(-0.5 * z * z) / _SQRT_2PI


def normal_tail(z: float) -> float:
    """The probability that a standard normal number exceeds z >= 0, within 1e-12 of its value.

    A series below 3 and Laplace's continued fraction above.

    Raises:
        ValueError: z is negative.
    """
    if not z >= 0.0:
        raise ValueError(f"the tail is wanted from 0 upwards, not from {z}")
    density = normal_density(z)
    if z < 3.0:
        term = total = z
        odd = 1.0
        while term > 1e-18 * total:
            odd += 2.0
            term *= z * z / odd
            total += term
        return 0.5 - density * total
    fraction = z
    for n in range(100, 0, -1):
        fraction = z + n / fraction
    return density / fraction


def normal_quantile(p: float) -> float:
    """The standard normal quantile, within 1e-14 of its value for p <= 0.5.

    Source: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37, 1988. For an upper
    tail take the negative of the quantile of the tail: near 1 a p no longer holds its digits.

    Raises:
        ValueError: p is not strictly between 0 and 1.
    """
    if not 0.0 < p < 1.0:
        raise ValueError(f"a quantile needs a probability strictly between 0 and 1, not {p}")
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _horner(_CENTRE_ABOVE, r) / _horner(_CENTRE_BELOW, r)
    r = sqrt(-log(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        z = _horner(_TAIL_ABOVE, r) / _horner(_TAIL_BELOW, r)
    else:
        r -= 5.0
        z = _horner(_FAR_ABOVE, r) / _horner(_FAR_BELOW, r)
    return -z if q < 0.0 else z


def climb(curve: Callable[[float], tuple[float, float]], target: float, start: float) -> float:
    """The place where a rising curve reaches a height, by Newton's method kept in a bracket.

    Args:
        curve: gives height and slope (> 0) at a place.
        target: the height.
        start: where to begin.

    Raises:
        ArithmeticError: a hundred steps were not enough.
    """
    low, high = -inf, inf
    x = start
    for _ in range(100):
        height, slope = curve(x)
        if height < target:
            low = x
        else:
            high = x
        following = x + (target - height) / slope
        # Steps shrink quadratically: after one this small, what is left is rounding.
        if abs(following - x) <= 1e-8 * max(1.0, abs(x)):
            return following
        x = following if low < following < high else 0.5 * (low + high)
    raise ArithmeticError(f"no place found where the curve reaches {target}")


def _horner(coefficients: tuple[float, ...], x: float) -> float:
    total = 0.0
    for coefficient in coefficients:
        total = total * x + coefficient
    return total


# Coefficients of AS 241, from the highest power down.
_CENTRE_ABOVE = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
_CENTRE_BELOW = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
_TAIL_ABOVE = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
_TAIL_BELOW = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
_FAR_ABOVE = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
_FAR_BELOW = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)
