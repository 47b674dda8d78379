"""Numbers in words."""

from __future__ import annotations

import math

import pytest

from renkei.measures.intervals import Interval
from renkei.measures.verdict import ALIKE, BETTER_NEARLY_ALL, UNDECIDED, WORSE_MOST, Verdict
from renkei.report.markup import plain, tag, text
from renkei.report.words import (
    between,
    duration,
    percent,
    percents,
    signed,
    signed_between,
    span,
    verdict_words,
)


def bare(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (5 * 3600, 9 * 3600, "5–9 h"),
        (45 * 60, 2 * 3600, "45 min to 2 h"),
        (3600 * 6, 3600 * 6 + 1, "6 h"),
        (1800, math.inf, "30 min to never"),
        (-7200, 7200, "−2 h to 2 h"),
    ],
)
def test_intervals_of_durations(low: float, high: float, words: str) -> None:
    assert bare(span(low, high)) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 %"), (0.001, "under 1 %"), (0.5, "50 %"), (0.999, "over 99 %"), (1.0, "100 %")],
)
def test_what_is_not_all_or_none_is_never_shown_as_such(share: float, words: str) -> None:
    assert bare(percent(share)) == words


def test_shares_and_differences() -> None:
    assert bare(percents(0.4, 0.55)) == "40–55 %"
    assert bare(signed(0.11, "share")) == "+11 points"
    assert bare(signed(-10800, "s")) == "−3 h"
    assert bare(signed(20, "s")) == "< 1 min"
    assert bare(signed_between(Interval(-0.1, 0.2), "share")) == "−10 to +20 points"
    assert between(None, "s") == "–"
    assert duration(math.inf) == "never"


def test_a_verdict_says_faster_where_only_faster_is_known() -> None:
    better = Verdict(BETTER_NEARLY_ALL, None, 1.0, 0.0, 0.0)
    worse = Verdict(WORSE_MOST, None, 0.0, 0.8, 0.2)
    assert verdict_words("time-to-release", better) == "faster in nearly all worlds"
    assert verdict_words("time-to-release", worse) == "slower in most worlds"
    assert verdict_words("in-time", better) == "more often in time in nearly all worlds"
    assert verdict_words("handovers", better) == "fewer in nearly all worlds"


def test_no_difference_and_not_known_are_never_one_word() -> None:
    alike = verdict_words("in-time", Verdict(ALIKE, None, 0, 0, 1))
    luck = verdict_words("in-time", Verdict(UNDECIDED, "luck", 0, 0, 0))
    worlds = verdict_words("in-time", Verdict(UNDECIDED, "worlds", 0.5, 0.5, 0))
    assert alike == "no difference that matters"
    assert luck == "undecided: more runs could tell"
    assert worlds == "undecided: the worlds disagree"


def test_markup_escapes_whatever_is_not_markup() -> None:
    assert tag("p", "<b>", title='"x"') == '<p title="&quot;x&quot;">&lt;b&gt;</p>'
    assert text("Kantei 首相官邸") == 'Kantei <span lang="ja">首相官邸</span>'
    assert text("연합사") == '<span lang="ko">연합사</span>'
    assert plain("首相 & <") == "首相 &amp; &lt;"
