"""Which arrangement extends which, and the faults of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from renkei.findings import Finding, nearest
from renkei.reading.layout import Gathered
from renkei.reading.paths import shown_path
from renkei.reading.written import as_text


@dataclass(slots=True)
class Lineage:
    """The parent of every arrangement that has one; following parents always ends."""

    parents: dict[str, str] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)
    """Arrangements that lack what a broken file or an unknown name should have given."""
    findings: list[Finding] = field(default_factory=list)


def lineage(gathered: Gathered) -> Lineage:
    """What each arrangement extends; a name that is unknown or leads in a circle counts as none."""
    line = Lineage()
    parents = line.parents
    lost = gathered.lost("arrangements")
    base_lost = bool(gathered.broken & {"headquarters.yaml", "study.yaml"})
    for name, entry in gathered.arrangements.items():
        written = entry.value.get("extends") if isinstance(entry.value, dict) else None
        if written is None or written.value is None:
            if base_lost:
                line.incomplete.add(name)
            continue
        if isinstance(written.value, str) and written.value in gathered.arrangements:
            parents[name] = written.value
            continue
        line.incomplete.add(name)
        if isinstance(written.value, str) and written.value not in lost and "" not in lost:
            known = nearest(written.value[:80], gathered.arrangements.keys() - {name})
            words = f'no arrangement "{as_text(written.value)}". {known}'.rstrip()
            path = shown_path(("arrangements", name, "extends"), written.place)
            line.findings.append(Finding("unknown-arrangement", words, written.place, path))
    safe: set[str] = set()
    for name in sorted(parents):
        walked: dict[str, None] = {}
        at: str | None = name
        while at is not None and at not in walked and at not in safe:
            walked[at] = None
            at = parents.get(at)
        if at is not None and at in walked:
            circle = list(walked)[list(walked).index(at) :]
            _circle(circle, gathered, line)
            for each in circle:
                del parents[each]
        safe.update(walked)
    return line


def _circle(circle: list[str], gathered: Gathered, line: Lineage) -> None:
    first = circle.index(min(circle))
    turned = circle[first:] + circle[: first + 1]
    entry = gathered.arrangements[turned[0]].value
    assert isinstance(entry, dict), "only mappings extend anything"
    place = entry["extends"].place
    shown = [f'"{as_text(n)}"' for n in turned]
    shown = shown if len(shown) <= 12 else [*shown[:11], "…", shown[-1]]
    words = f"arrangements extend each other in a circle: {' extends '.join(shown)}"
    path = shown_path(("arrangements", turned[0], "extends"), place)
    line.findings.append(Finding("extends-circle", words, place, path))
    line.incomplete.update(circle)
