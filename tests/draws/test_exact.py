"""Own arithmetic against the platform's library and SciPy."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import renkei.draws.exact as exact

ROOM = Path(exact.__file__).parent
CLOSE = 1e-12


@given(st.floats(min_value=1e-300, max_value=1e300))
def test_log(x: float) -> None:
    assert exact.log(x) == pytest.approx(math.log(x), rel=CLOSE, abs=0)


@given(st.floats(min_value=0.5, max_value=2.0))
def test_log_keeps_its_digits_near_one(x: float) -> None:
    assert exact.log(x) == pytest.approx(math.log(x), rel=CLOSE, abs=0)


@given(st.floats(min_value=-708.0, max_value=709.0))
def test_exp(x: float) -> None:
    assert exact.exp(x) == pytest.approx(math.exp(x), rel=CLOSE, abs=0)


def test_exp_of_very_little_is_nothing() -> None:
    assert exact.exp(-1e9) == 0.0
    assert exact.exp(0.0) == 1.0
    assert exact.log(1.0) == 0.0


@given(st.floats(min_value=0.01, max_value=5_000.0))
def test_log_gamma(x: float) -> None:
    # Near its zeros at 1 and 2 the logarithm itself, not its relative error, is what matters.
    assert exact.log_gamma(x) == pytest.approx(math.lgamma(x), rel=CLOSE, abs=1e-13)


@given(st.floats(min_value=0.0, max_value=37.0))
def test_normal_tail(z: float) -> None:
    assert exact.normal_tail(z) == pytest.approx(float(stats.norm.sf(z)), rel=CLOSE, abs=0)


@given(st.floats(min_value=1e-300, max_value=0.5))
def test_normal_quantile_in_the_lower_half(p: float) -> None:
    expected = float(stats.norm.ppf(p))
    assert exact.normal_quantile(p) == pytest.approx(expected, rel=CLOSE, abs=1e-16)


@pytest.mark.parametrize("p", [2.0**-k for k in range(1, 200)])
def test_normal_quantile_in_the_far_tail(p: float) -> None:
    expected = float(stats.norm.ppf(p))
    assert exact.normal_quantile(p) == pytest.approx(expected, rel=CLOSE, abs=1e-16)


@given(st.floats(min_value=2**-30, max_value=0.5))
def test_normal_quantile_is_odd(p: float) -> None:
    up, down = 1.0 - p, 1.0 - (1.0 - p)
    assert exact.normal_quantile(up) == -exact.normal_quantile(down)


@given(st.floats(-8.0, 8.0), st.floats(-5.0, 5.0))
def test_climb_finds_the_place(place: float, start: float) -> None:
    def curve(x: float) -> tuple[float, float]:
        return x * x * x + x, 3.0 * x * x + 1.0

    assert exact.climb(curve, curve(place)[0], start) == pytest.approx(place, rel=1e-13, abs=1e-13)


def test_climb_keeps_to_its_bracket_where_newton_alone_runs_away() -> None:
    def curve(x: float) -> tuple[float, float]:
        return math.atan(x), 1.0 / (1.0 + x * x)

    assert exact.climb(curve, 0.0, 5.0) == pytest.approx(0.0, abs=1e-13)


def test_climb_gives_up_on_a_curve_that_never_gets_there() -> None:
    with pytest.raises(ArithmeticError):
        exact.climb(lambda x: (0.0, 1.0), 1.0, 0.0)


@pytest.mark.parametrize(
    ("function", "argument"),
    [
        (exact.log, 0.0),
        (exact.log, -1.0),
        (exact.log, math.inf),
        (exact.log, math.nan),
        (exact.exp, 710.0),
        (exact.exp, math.nan),
        (exact.log_gamma, 0.0),
        (exact.normal_tail, -0.1),
        (exact.normal_quantile, 0.0),
        (exact.normal_quantile, 1.0),
    ],
)
def test_arguments_without_an_answer_are_refused(function: object, argument: float) -> None:
    assert callable(function)
    with pytest.raises(ValueError):
        function(argument)


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.name)
def test_the_room_uses_no_function_whose_last_bit_depends_on_the_platform(path: Path) -> None:
    allowed = {"sqrt", "frexp", "ldexp", "inf", "isfinite"}
    standard = {"__future__", "collections.abc", "dataclasses", "functools", "hashlib"}
    standard |= {"itertools", "math", "typing"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            pytest.fail(f"{path.name} imports a whole module: {ast.unparse(node)}")
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            assert module in standard or module.startswith("renkei.draws"), module
            if module == "math":
                assert {alias.name for alias in node.names} <= allowed
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            # A power of floats is the library's pow: only whole, constant powers of two.
            assert ast.unparse(node.left) in ("2", "2.0"), ast.unparse(node)
