"""What is true by construction, apart from what was found by running."""

from __future__ import annotations

import numpy as np

from renkei.checks.transfer import nothing_to_transfer
from renkei.measures.verdict import ALIKE, UNDECIDED
from renkei.report import dependence, rights
from renkei.report.contents import Contents
from renkei.report.markup import Html, items, paragraph, tag
from renkei.report.words import listed, plural, signed, signed_between, verdict_words


def section(c: Contents) -> Html:
    """Two lists that must not be mixed up."""
    return tag(
        "section",
        tag("h2", "By construction, and found", id="construction"),
        paragraph(
            "The first list follows from how the arrangements are written, whatever the numbers "
            "are; citing it as a result would be circular. The second was found by running."
        ),
        tag("h3", "True by construction"),
        items(by_construction(c)),
        tag("h3", "Found by running"),
        items(found(c)),
        class_="flow",
    )


def by_construction(c: Contents) -> list[str]:
    """Sentences that hold whatever the estimates say."""
    said = [_null(c, a) for a in c.nulls]
    moved: list[str] = []
    kept: list[str] = []
    for a in c.options:
        if a != c.study.baseline and rights.states_used(c, a):
            (kept if rights.same_rights(c, a) else moved).append(f"{c.letter(a)} ({c.title(a)})")
    base = c.letter(c.study.baseline)
    if kept:
        verb = "gives" if len(kept) == 1 else "give"
        said.append(
            f"{listed(kept)} {verb} no post a decision right that it lacks under {base}: whatever "
            "they change in time comes from routes, posts and reviews."
        )
    if moved:
        verb = "moves" if len(moved) == 1 else "move"
        said.append(f"{listed(moved)} {verb} who decides, consents, is consulted or informed.")
    said += dependence.difference_words(c)
    said += [
        f"{c.letter(a)} ({c.title(a)}) is not in force in {plural(n, 'case')}: in those states "
        "there is nothing to compare."
        for a in c.options
        if (n := sum(key[0] == a and not _idle(c, key) for key in c.checked.not_in_force))
    ]
    said.append(_asleep(c))
    said.append("Rank decides nothing: only relationships, rights and duties do.")
    return said


def _idle(c: Contents, key: tuple[str, str, str]) -> bool:
    """Whether a case is left out because its thread finds no authority to transfer."""
    arrangement, thread, scenario = key
    noun = c.study.scenarios[scenario].threads[thread]
    return bool(nothing_to_transfer(c.study, c.study.arrangements[arrangement], noun, thread))


def _null(c: Contents, a: str) -> str:
    parent = c.study.arrangements[a].extends or c.study.baseline
    name = f"{c.letter(a)} ({c.title(a)})"
    if parent not in c.arrangements:
        return f"{name} is a null check; its parent was not run."
    cells = [x for x in c.cells if (a, *x) in c.comparison.samples]
    same = all(
        np.array_equal(
            c.comparison.samples[a, *x].answer_s(), c.comparison.samples[parent, *x].answer_s()
        )
        for x in cells
        if (parent, *x) in c.comparison.samples
    )
    if same:
        return f"{name} equals {c.letter(parent)} in every run, as a null check must."
    return (
        f"{name} ought to equal {c.letter(parent)} and does not: look for a fault before "
        "reading on."
    )


def _asleep(c: Contents) -> str:
    posts: dict[str, bool] = {}
    for key, sample in c.comparison.samples.items():
        if key[0] != c.study.baseline:
            continue
        for post in sample.case.posts:
            hq, _, name = post.name.rpartition(" ")
            noun = c.study.arrangements[key[0]].headquarters.get(hq)
            if noun is None or name not in noun.posts:
                continue
            hours = [c.study.schedules[h.schedule] for h in noun.posts[name].hours]
            posts[post.name] = not all(s.around_the_clock for s in hours)
    part = sum(posts.values())
    return (
        f"People asleep cost time: {part} of the {plural(len(posts), 'post')} of "
        f"{c.letter(c.study.baseline)} keep hours, and outside them word waits or someone has to "
        "be reached."
    )


def found(c: Contents) -> list[str]:
    """Verdicts on the time to release, by thread and scenario."""
    said: list[str] = []
    for cell in c.cells:
        where = f"{c.thread(cell[0])}, {c.scenario(cell[1])}"
        if cell not in c.compared:
            said.append(
                f"{where}: {c.letter(c.study.baseline)} is not in force, so nothing is compared."
            )
            continue
        by_words: dict[str, list[str]] = {}
        for a in c.present(cell, nulls=False):
            r = c.time(a, cell)
            if r is None or r.verdict is None:
                continue
            words = verdict_words(r.measure, r.verdict)
            if r.verdict.words in (ALIKE, UNDECIDED):
                by_words.setdefault(words, []).append(c.letter(a))
            else:
                by = signed(r.difference, r.unit)
                doubt = signed_between(r.difference_doubt, r.unit)
                by_words.setdefault(f"{words} ({by}; nine worlds in ten {doubt})", []).append(
                    c.letter(a)
                )
        if by_words:
            parts = [f"{listed(letters)} {words}" for words, letters in by_words.items()]
            said.append(f"{where}: {'; '.join(parts)}.")
        else:
            said.append(f"{where}: too few runs reach the answer for times to be compared.")
    return said
