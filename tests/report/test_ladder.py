"""The independence ladder in the report, on a study whose rungs are worked out by hand.

Ichigaya's chief decides the act. Under *asked* (A) only with the ally's consent, which has no
limit; under *alone* (C) without; under *ally decides* (B) the ally's chief decides. The act may
follow a refused recognition as well. In another thread Japan's cabinet only recognises: there all
is proved, and it is the worst thread that counts.
"""

from __future__ import annotations

import html as entities
import re
import shlex
from pathlib import Path

import pytest

from renkei.cli.main import main
from renkei.experiments.compare import Comparison
from renkei.explorer.proof import Proof, Status
from renkei.explorer.proofs import Proved
from renkei.report.contents import Contents
from renkei.report.ladder import Ladder
from renkei.report.page import html
from tests.cli.studies import folder
from tests.report.conftest import comparison_of, proved_of
from tests.report.test_page import Tree

ALLY_DECIDES = """  ally decides:
    extends: asked
    title: The ally <decides> & tells
    rights: {act: {decides: chief of Pearl, consent: null}}
threads:"""
RESERVED = """reserved:
  the act: {nation: JPN, functions: [act, recognise], title: "Whether <to act> & how"}
arrangements:"""
RECOGNISED = """  quiet:
    title: Only recognised
    steps:
      recognise: {does: decide, function: recognise, takes: soon, answer: true, milestone: known}
scenarios:"""
GUARDED = (Path(__file__).parents[1] / "studies" / "guarded.yaml").read_text("utf-8")
STUDY = GUARDED.replace("threads:", ALLY_DECIDES, 1).replace("arrangements:", RESERVED, 1)
STUDY = STUDY.replace("scenarios:", RECOGNISED, 1).replace(
    "{incident: {}}", "{incident: {}, quiet: {}}"
)
LETTERS = "ABC"


@pytest.fixture(scope="module")
def some() -> Comparison:
    return comparison_of(STUDY, worlds=2, replications=3)


@pytest.fixture(scope="module")
def ladder(some: Comparison) -> Ladder:
    return Ladder(Contents(some), proved_of(some), "guarded")


def plain(markup: str) -> str:
    bare = entities.unescape(re.sub("<[^>]+>", " ", markup))
    return " ".join(bare.replace("\u00a0", " ").split())


def table(markup: str, caption: str) -> dict[str, list[str]]:
    """The cells of a table's rows, by the rung or guarantee they begin with."""
    body = markup[markup.index(f"<caption>{caption}") :]
    body = body[body.index("<tbody>") : body.index("</tbody>")]
    found: dict[str, list[str]] = {}
    for row in body.split("<tr>")[1:]:
        heads = re.findall(r'<th scope="row">(.*?)</th>', row)
        found[plain(heads[-1]).partition(" :")[0]] = [
            plain(cell) for cell in re.findall(r"<td>(.*?)</td>", row)
        ]
    return found


def test_every_rung_stands_as_worked_out_by_hand(ladder: Ladder) -> None:
    assert [ladder.c.letter(a) for a in ("asked", "ally decides", "alone")] == list(LETTERS)
    broken = "broken in “One incident”"
    assert table(ladder.section(), "Japan.") == {
        "enter": ["proved", "proved", "proved"],
        "employ": ["proved", broken, "proved"],
        "refuse": ["proved", broken, "proved"],
        "recall": ["does not arise", "does not arise", "does not arise"],
        "alone": [broken, broken, "proved"],
    }


def test_captions_state_the_finding_and_leave_nothing_out(ladder: Ladder) -> None:
    rungs, guarantees = re.findall("<caption>(.*?)</caption>", ladder.section())
    assert rungs == (
        "Japan. Unlike under A, under B forces of Japan can be used without its yes to that use "
        "(the rung “employ”, in “One incident”, for the act). "
        "Unlike under A, under B Japan cannot stop the decision with a no "
        "(the rung “refuse”, in “One incident”, for the act). "
        "Unlike under A, under C Japan can carry the decision through with everybody else silent "
        "(the rung “alone”, in “One incident” and “Only recognised”, for the act). "
        "Under A, B “alone” is broken for the act. "
        "All else that arises is proved."
    )
    said = plain(guarantees)
    assert "“Nobody acts but after the cabinet's recognition” is broken under A–C." in said
    assert "“Nobody acts but after the ally's consent” is broken under C, as declared." in said
    assert said.endswith(
        "“The recognition is at most ten minutes old” is open under A, B. "
        "“America reviews its secret word” is broken under A. The others are proved."
    )
    rows = table(ladder.section(), "Guarantees")
    assert rows["Nobody acts but after the ally's consent"][2:] == [
        "proved", "proved", "broken in “One incident” , as declared",
    ]  # fmt: skip


def test_the_first_page_says_in_one_sentence_which_rungs_differ(ladder: Ladder) -> None:
    assert plain(ladder.sentence()) == (
        "Independence ladder , on every path of the model: under B forces of Japan can be used "
        "without its yes to that use (the rung “employ”, in “One incident”, for the act); “refuse” "
        "(broken under B) and “alone” (proved under C) also differ from A."
    )


def test_where_no_rung_differs_the_first_page_says_so(some: Comparison) -> None:
    text = STUDY.replace(ALLY_DECIDES, "threads:").replace("within: 10 min,", "")
    same = comparison_of(
        text.replace("{act: {consent: {ally: null}}}", "{abstain: {decides: cabinet of Ichigaya}}"),
        worlds=2, replications=2,
    )  # fmt: skip
    said = Ladder(Contents(same), proved_of(same), "guarded")
    assert plain(said.sentence()).endswith(": no option changes a rung against A.")
    assert (
        "No option changes a rung against A. Under every arrangement “alone” is broken"
        in said.section()
    )


def test_a_null_check_that_stands_as_the_baseline_has_no_column(
    comparison: Comparison, proved: Proved
) -> None:
    known = Ladder(Contents(comparison), proved, "two-allies")
    assert known.as_baseline == ["four-star-rank-only"]
    assert "stands as A everywhere here, as a null check must." in plain(known.section())
    assert "four-star-rank-only" not in known.columns


def test_whose_yes_counts_is_said_to_be_assumed(some: Comparison) -> None:
    """Where no voice is named, every post of the nation speaks for it."""
    text = STUDY.replace('title: "Whether', 'voice: [chief of Ichigaya], title: "Whether')
    known = comparison_of(text, worlds=2, replications=2)
    for comparison, whose in ((some, "any post of its own"), (known, "chief of Ichigaya")):
        section = plain(Ladder(Contents(comparison), proved_of(comparison), "guarded").section())
        assert (
            "Whose yes counts as the nation’s is an assumption of the study: For the act the yes "
            f"of Japan is that of {whose}." in section
        )


def test_every_cell_that_is_not_proved_leads_to_its_story(ladder: Ladder) -> None:
    page = ladder.section()
    stories = dict(re.findall(r'<li id="(story-\d+)">(.*?)</li>', page))
    links = re.findall(r'<a href="#(story-\d+)"><b>(\w+)</b>', page)
    assert len(links) == 12  # 4 of rungs; 3, 1, 3 and 1 of guarantees
    for place, status in links:
        assert f"is {status}" in plain(stories[place])
    employ = next(s for s in stories.values() if "Japan: employ is broken" in s)
    assert 'Pearl chief (USA) approves "act" (study.yaml:72), and no yes of Japan' in plain(employ)
    assert "Written at study.yaml:72 ." in plain(employ)


def test_the_command_below_a_story_shows_the_run(
    ladder: Ladder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder(tmp_path, STUDY, "guarded")
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"<code>(renkei trace .*?)</code>", ladder.section())
    assert len(commands) >= 6
    for command in commands:
        words = shlex.split(entities.unescape(command))
        assert main(words[1:]) == 0, command
    told = capsys.readouterr().out
    assert "Pearl chief" in told


def test_it_is_in_the_page_only_where_it_was_asked_for(some: Comparison, ladder: Ladder) -> None:
    without = html(some)
    assert "ladder" not in without[without.index("<body") :]
    page = html(some, proved=ladder.proved, study="guarded")
    assert Tree(page).faults == []
    assert '<a href="#ladder">Who can commit whose forces</a>' in page
    assert page.index('id="dependence"') < page.index('id="ladder"') < page.index('id="arrange')
    assert "Whether &lt;to act&gt; &amp; how" in page and "The ally &lt;decides&gt; &amp;" in page
    assert "<decides>" not in page and "<to act>" not in page


def test_a_study_that_reserves_and_guarantees_nothing_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder(tmp_path, name="two").parent)
    few = ("--worlds", "2", "--replications", "2", "--by", "engine")
    assert main(["compare", "./two", *few, "--guarantees"]) == 0
    assert "states no guarantee and reserves no decision." in capsys.readouterr().out
    page = Path("two-report.html").read_text("utf-8")
    assert "The study reserves no decision, so there is no ladder." in page
    assert "All of it is proved" not in page and "<ol" not in page


def test_nothing_is_added_up(ladder: Ladder) -> None:
    words = plain(ladder.section()).lower()
    assert not re.search(r"\d+ of \d+|score|per cent|\d %", words.replace("never added up", ""))


def test_what_does_not_arise_is_neither_gained_nor_lost(some: Comparison) -> None:
    """Employ is broken under the baseline and does not arise under B; there is nothing to recall
    under the baseline and recall is broken under B."""
    rows = [
        Proof(rung, "JPN", arrangement, "incident", "the act", status, 0, "A story", arises=arises)
        for arrangement, of in (
            ("asked", {"employ": (Status.BROKEN, True), "recall": (Status.PROVED, False)}),
            ("ally decides", {"employ": (Status.PROVED, False), "recall": (Status.BROKEN, True)}),
        )
        for rung, (status, arises) in of.items()
    ]
    said = Ladder(Contents(some), Proved((), tuple(rows)), "guarded")
    assert [(x.rung, x.new) for x in said.changes()] == [("recall", True)]
    assert "employ" not in plain(said.sentence())
    assert "recall" in plain(said.sentence())
