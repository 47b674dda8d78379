"""Who can commit whose forces without whom: the independence ladder, proved on every path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renkei.explorer.ladder import RUNGS
from renkei.explorer.proof import Proof, Status
from renkei.explorer.proofs import Proved, worst
from renkei.model.place import named
from renkei.report.contents import Contents
from renkei.report.markup import Html, details, items, joined, paragraph, table, tag
from renkei.report.reopening import reopen
from renkei.report.words import listed

_SAID = {
    "enter": ("forces of {} come under another’s direction only with its yes",
              "forces of {} can come under another’s direction without its yes"),
    "employ": ("forces of {} are used only with its yes to that use",
               "forces of {} can be used without its yes to that use"),
    "refuse": ("{} can stop the decision with a no", "{} cannot stop the decision with a no"),
    "recall": ("{} can take its forces back alone", "{} cannot take its forces back alone"),
    "alone": ("{} can carry the decision through with everybody else silent",
              "{} cannot carry the decision through with everybody else silent"),
}  # fmt: skip
"""Of each rung, what holds if it is proved and what happens if it is broken."""
Key = tuple[str, str, str]
"""(nation, reserved decision, rung)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A rung that stands otherwise under some options than under the baseline."""

    rung: str
    status: Status
    options: tuple[str, ...]
    whose: tuple[tuple[str, str], ...]
    """(nation, reserved decision)."""
    new: bool = False
    """Whether it does not arise under the baseline."""


class Ladder:
    """What was proved, as the report asks for it.

    Args:
        proved: of the arrangements compared.
        study: the study as one types it, for the commands that reopen a run.
    """

    def __init__(self, c: Contents, proved: Proved, study: str) -> None:
        self.c = c
        self.proved = proved
        self.study = study
        self._rungs: dict[Key, dict[str, list[Proof]]] = {}
        for p in proved.ladder:
            key = p.nation, p.decision, p.name
            self._rungs.setdefault(key, {}).setdefault(p.arrangement, []).append(p)
        self.keys: list[Key] = [
            (nation, decision, rung)
            for nation in c.study.nations
            for decision in c.study.reserved
            for rung in RUNGS
            if (nation, decision, rung) in self._rungs
        ]
        asked = {p.arrangement for p in (*proved.ladder, *proved.guarantees)}
        base = self._stands(c.study.baseline)
        self.as_baseline = [a for a in c.nulls if a in asked and self._stands(a) == base]
        """Null checks that stand as the baseline does, as they must; they need no column."""
        self.columns = [a for a in c.arrangements if a in asked and a not in self.as_baseline]
        self._stories: dict[tuple[str, str, str, tuple[str, ...]], list[Proof]] = {}
        for p in (*proved.ladder, *proved.guarantees):
            if p.status is not Status.PROVED and p.arrangement in self.columns:
                self._stories.setdefault(_story(p), []).append(p)
        self._places = {key: f"story-{n}" for n, key in enumerate(self._stories, 1)}

    def _stands(self, arrangement: str) -> list[Status | None]:
        of = [self.status(key, arrangement) for key in self._rungs]
        return of + [
            worst(rows)[0].status if (rows := self._guaranteed(name, arrangement)) else None
            for name in self.c.study.guarantees
        ]

    def _guaranteed(self, name: str, arrangement: str) -> list[Proof]:
        return [p for p in self.proved.guarantees if (p.name, p.arrangement) == (name, arrangement)]

    def status(self, key: Key, arrangement: str) -> Status | None:
        """The worst status of a rung over threads; None where it was not asked."""
        rows = self._rungs[key].get(arrangement)
        return worst(rows)[0].status if rows else None

    def arises(self, key: Key, arrangement: str) -> bool:
        """Whether a rung asks anything under an arrangement, in one thread at least."""
        return any(p.arises for p in self._rungs[key].get(arrangement, []))

    def changes(self, nation: str = "") -> list[Change]:
        """Rungs that differ from the baseline's, of one nation or of all, in the ladder's order."""
        grouped: dict[tuple[bool, str, Status, tuple[str, ...]], list[tuple[str, str]]] = {}
        for rung in RUNGS:
            for key in self.keys:
                if key[2] != rung or nation not in ("", key[0]):
                    continue
                base = self.status(key, self.c.study.baseline)
                new = not self.arises(key, self.c.study.baseline)
                by: dict[Status, list[str]] = {}
                for a in self.columns:
                    status = self.status(key, a)
                    # What does not arise is neither gained nor lost; what newly holds is no gain.
                    if self.arises(key, a) and status is not None and status is not base:
                        by.setdefault(status, []).append(a)
                for status, options in by.items():
                    grouped.setdefault((new, rung, status, tuple(options)), []).append(key[:2])
        return [
            Change(rung, status, options, tuple(whose), new)
            for (new, rung, status, options), whose in sorted(
                grouped.items(), key=lambda g: g[0][0]
            )
        ]

    # -- sentences ---------------------------------------------------------------------

    def sentence(self) -> Html:
        """What the first page says: one sentence on which rungs differ between arrangements."""
        if not self.keys:
            return joined([])
        base = self.c.letter(self.c.study.baseline)
        changes = self.changes()
        said = f"no option changes a rung against {base}."
        if changes:
            first, *others = changes
            also = [self._short(x) for x in others if not x.new]
            rest = f"; {listed(also)} also {'differs' if len(also) == 1 else 'differ'} from {base}"
            fresh = [self._short(x) for x in others if x.new]
            does = "does" if len(fresh) == 1 else "do"
            here = f"; {listed(fresh)} {does} not arise under {base}"
            said = f"{self._said(first)}{rest if also else ''}{here if fresh else ''}."
        link = tag("a", "Independence ladder", href="#ladder")
        return paragraph(link, ", on every path of the model: ", said, class_="ladder")

    def _short(self, change: Change) -> str:
        return f"“{change.rung}” ({change.status} under {self.c.letters(list(change.options))})"

    def _said(self, change: Change) -> str:
        """ "under C forces of Japan can be used without its yes to that use (the rung “employ”, in
        “Counterstrike decision”, for …)"."""
        nations = list(dict.fromkeys(self._named(n) for n, _ in change.whose))
        holds, fails = _SAID[change.rung]
        words = (fails if change.status is Status.BROKEN else holds).format(listed(nations))
        unless = "it is open whether " if change.status is Status.OPEN else ""
        decisions = listed([d for _, d in change.whose])
        threads = dict.fromkeys(
            f"“{self.c.thread(p.thread)}”"
            for whose in change.whose
            for a in change.options
            for p in worst(self._rungs[*whose, change.rung][a])
            if p.thread and p.arises
        )
        where = f", in {listed(list(threads))}" if threads else ""
        return (
            f"under {self.c.letters(list(change.options))} {unless}{words} (the rung "
            f"“{change.rung}”{where}, for {decisions})"
        )

    def _title(self, nation: str) -> str:
        return self.c.study.nations[nation].title

    def _named(self, nation: str) -> str:
        return named(self.c.study.nations[nation])

    # -- tables ------------------------------------------------------------------------

    def section(self) -> Html:
        """Tables, and the stories of what is not proved."""
        parts: list[Html] = [
            tag("h2", "Who can commit whose forces: the independence ladder", id="ladder"),
            paragraph(
                "Nothing here is simulated. Every path is walked of every mission thread in which "
                "the decision is taken, in every combination of states, and no time is assumed. ",
                tag("b", "Proved"),
                " means that it holds on every path of the model; ", tag("b", "broken"),
                ", that a run shows how it fails; ", tag("b", "open"),
                ", neither, and the story says what it hangs on. Where mission threads differ, the "
                "worst is shown, with the thread. A rung does not arise where nobody may decide "
                "it, or nothing is to be taken back. Rungs are never added up.",
            ),
        ]  # fmt: skip
        parts += [self._nation(n) for n in dict.fromkeys(key[0] for key in self.keys)]
        if self.keys:
            parts.append(self._voices())
        else:
            parts.append(paragraph("The study reserves no decision, so there is no ladder."))
        if self.as_baseline:
            base = self.c.letter(self.c.study.baseline)
            nulls = joined([self.c.named(a) for a in self.as_baseline], "; ")
            stands = "stand" if len(self.as_baseline) > 1 else "stands"
            parts.append(
                paragraph(nulls, f" {stands} as {base} everywhere here, as a null check must.")
            )
        if self.proved.guarantees:
            parts += [tag("h3", "Guarantees"), self._guarantees()]
        parts += self._told()
        return tag("section", *parts, class_="flow")

    def _nation(self, nation: str) -> Html:
        rows: list[list[object]] = []
        last = ""
        for key in self.keys:
            _, decision, rung = key
            if key[0] != nation:
                continue
            title = self.c.study.reserved[decision].title
            head = tag("span", decision, class_="again") if decision == last else joined(
                [tag("b", decision), f": {title}" if title and title != decision else ""]
            )  # fmt: skip
            last = decision
            rows.append([
                head, joined([tag("b", rung), f": {RUNGS[rung]}"]),
                *(self._cell(self._rungs[key].get(a, [])) for a in self.columns),
            ])  # fmt: skip
        return table(
            f"{self._title(nation)}. {self._finding(nation)}",
            ["Reserved decision", "Rung, and what it asks", *map(self.c.named, self.columns)],
            rows, row_heads=2, class_="rungs",
        )  # fmt: skip

    def _voices(self) -> Html:
        """Whose yes is the nation's, which the study assumes, by reserved decision."""
        said: dict[tuple[str, str], list[str]] = {}
        for name in dict.fromkeys(key[1] for key in self.keys):
            reserved = self.c.study.reserved[name]
            voice = f"that of {listed(list(reserved.voice), 'or')}" if reserved.voice else (
                "that of any post of its own"
            )  # fmt: skip
            said.setdefault((reserved.nation, voice), []).append(name)
        yeses = [
            f"For {listed(names)} the yes of {self._named(nation)} is {voice}."
            for (nation, voice), names in said.items()
        ]
        return paragraph(
            "Whose yes counts as the nation’s is an assumption of the study: ", " ".join(yeses),
            class_="key",
        )  # fmt: skip

    def _finding(self, nation: str) -> str:
        """What a nation's table shows: where options differ, and what fails under every one."""
        base = self.c.letter(self.c.study.baseline)
        changed = self.changes(nation)
        said = [
            f"{f'Not arising under {base}' if x.new else f'Unlike under {base}'}, {self._said(x)}."
            for x in changed
        ]
        if not changed:
            said.append(f"No option changes a rung against {base}.")
        alike: dict[tuple[str, Status, tuple[str, ...]], list[str]] = {}
        told = {(x.rung, *whose, a) for x in changed for whose in x.whose for a in x.options}
        for key in self.keys:
            for status in (Status.BROKEN, Status.OPEN):
                where = tuple(
                    a for a in self.columns
                    if key[0] == nation and self.status(key, a) is status
                    and (key[2], *key[:2], a) not in told
                )  # fmt: skip
                if where:
                    alike.setdefault((key[2], status, where), []).append(key[1])
        for (rung, status, where), decisions in alike.items():
            every = len(where) == len(self.columns) > 1
            under = "every arrangement" if every else self.c.letters(list(where))
            said.append(f"Under {under} “{rung}” is {status} for {listed(decisions)}.")
        rest = "All else that arises" if len(said) > 1 or changed else "Every rung that arises"
        return " ".join([*said, f"{rest} is proved."])

    def _guarantees(self) -> Html:
        rows: list[list[object]] = []
        failing: list[str] = []
        for name, guarantee in sorted(self.c.study.guarantees.items()):
            found = {a: self._guaranteed(name, a) for a in self.columns}
            rows.append([
                guarantee.title, guarantee.nation, guarantee.legal_basis,
                *(self._cell(found[a]) for a in self.columns),
            ])  # fmt: skip
            for status in (Status.BROKEN, Status.OPEN):
                where = [a for a, of in found.items() if of and worst(of)[0].status is status]
                declared = where and all(p.declared for a in where for p in worst(found[a]))
                openly = ", as declared" if declared else ""
                if where:
                    failing.append(
                        f"“{guarantee.title}” is {status} under {self.c.letters(where)}{openly}."
                    )
        rest = "The others are proved." if failing else "All are proved."
        return table(
            f"Guarantees on every path. {' '.join([*failing, rest])}",
            ["Guarantee", "Nation", "Legal basis", *map(self.c.named, self.columns)],
            rows, class_="rungs",
        )  # fmt: skip

    def _cell(self, rows: Sequence[Proof]) -> Html:
        if not rows:
            return joined(["–"])
        least = worst(rows)
        if least[0].status is Status.PROVED:
            moot = not any(p.arises for p in rows)
            return joined(["does not arise" if moot else str(Status.PROVED)])
        return joined([self._word(p) for p in least], "; ")

    def _word(self, p: Proof) -> Html:
        """ "broken in “Counterstrike decision”", linked to its story."""
        where = f" in “{self.c.thread(p.thread)}”" if p.thread else ""
        openly = ", as declared" if p.declared else ""
        link = tag("a", tag("b", p.status), where, href=f"#{self._places[_story(p)]}")
        return joined([link, openly])

    # -- stories -----------------------------------------------------------------------

    def _told(self) -> list[Html]:
        if not self._stories:
            asked = self.keys or self.proved.guarantees
            return [paragraph("All of it is proved.")] if asked else []
        folder = "" if self.study == self.c.study.study else " beside the study’s folder"
        told = [
            tag("li", *self._tell(rows), id=self._places[key])
            for key, rows in self._stories.items()
        ]
        return [
            tag("h3", "What is not proved, and why"),
            paragraph(
                "Each story is of one path; files and lines are the study’s. Typed in a "
                f"terminal{folder}, the command below a story shows the run."
            ),
            tag("ol", *told, class_="stories"),
            details("What is proved, in words", self._holds()),
        ]

    def _tell(self, rows: Sequence[Proof]) -> list[Html]:
        first = rows[0]
        under = self.c.letters(list(dict.fromkeys(p.arrangement for p in rows)))
        where = f", in “{self.c.thread(first.thread)}”" if first.thread else ""
        whose = f", for {first.decision}" if first.decision else ""
        openly = ", as declared" if first.declared else ""
        parts = [
            paragraph(
                tag("b", f"{self._title(first.nation)}: {first.name} is {first.status}"),
                f" under {under}{openly}{whose}{where}.",
            ),
            paragraph(f"{_capital(first.story)}."),
        ]
        if first.places:
            parts.append(paragraph("Written at ", tag("code", ", ".join(first.places)), "."))
        if first.replay is None:
            parts.append(paragraph("No run shows it, so there is none to look at."))
        else:
            shown = f" under {self.c.letter(first.arrangement)}" if len(rows) > 1 else ""
            command = tag("code", reopen(self.study, first.replay))
            parts.append(paragraph(f"See it{shown}: ", command))
        return parts

    def _holds(self) -> Html:
        said: dict[tuple[str, str], list[str]] = {}
        for p in (*self.proved.ladder, *self.proved.guarantees):
            if p.status is Status.PROVED and p.arrangement in self.columns:
                what = f"{self._title(p.nation)}: {p.name}"
                what += f" for {p.decision}" if p.decision else ""
                under = said.setdefault((what, p.story), [])
                if p.arrangement not in under:
                    under.append(p.arrangement)
        return items(
            joined([tag("b", f"{what} under {self.c.letters(under)}. "), f"{_capital(story)}."])
            for (what, story), under in said.items()
        )


def _capital(story: str) -> str:
    """A story as a sentence, without its full stop."""
    return f"{story[:1].upper()}{story[1:].rstrip('.')}"


def _story(p: Proof) -> tuple[str, str, str, tuple[str, ...]]:
    """What is told once: the same found under several arrangements is one story."""
    return f"{p.nation} {p.decision} {p.name}", f"{p.thread} {p.status}", p.story, p.places
