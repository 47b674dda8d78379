"""Names: whether what a study names is there, and of the kind that is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from renkei.checks.transfer import granting
from renkei.findings import Finding, Severity, nearest
from renkei.model.state import GRANTED, NOT_GRANTED, Condition, names_in
from renkei.model.study import Study


class Names:
    """Reports every name of a study that leads nowhere, at its place."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.findings: list[Finding] = []
        self.used_sources: set[str] = set()
        self.granting = granting(study)
        self.missing_estimates: set[str] = set()
        """Asked for where the study has no estimates at all."""
        self.missing_sources: set[str] = set()
        """Named where the study has no sources at all."""

    def report(
        self, code: str, words: str, *path: str | int, severity: Severity = Severity.ERROR
    ) -> None:
        """Adds a finding at a path of the study."""
        parts = [str(p).removesuffix(":") for p in path]
        shown = ".".join(parts[2:]) or ".".join(parts)
        position = self.study.origins.find(*path)
        self.findings.append(Finding(code, words, position, shown, severity))

    def known(self, kind: str, name: str | None, known: Iterable[str], *path: str | int) -> bool:
        """Whether a name is among the known ones, or there is none; else with a finding."""
        if name is None or name in known:
            return True
        if kind == "estimate" and not self.study.estimates:
            self.missing_estimates.add(name)
            return False
        code = "unknown-" + kind.partition(" of ")[0].replace(" ", "-")
        self.report(code, f'no {kind} "{name}". {nearest(name, known)}'.rstrip(), *path)
        return False

    def estimate(self, name: str | None, unit: str, *path: str | int) -> None:
        """Whether there is such an estimate, of such a unit."""
        if name is None or not self.known("estimate", name, self.study.estimates, *path):
            return
        found = self.study.estimates[name].unit
        if found != unit and not (unit == "share" and found == "probability"):
            self.report("unit", f'"{name}" is a {found}; a {unit} is needed here', *path)

    def condition(
        self, condition: Condition, facts: Mapping[str, Iterable[str]], *path: str | int,
        grants: bool = True,
    ) -> None:  # fmt: skip
        """Whether a condition names states, facts and their values.

        Args:
            grants: whether it may name what is granted.
        """
        known: dict[str, tuple[str, ...]] = {
            **(dict.fromkeys(self.granting, (GRANTED, NOT_GRANTED)) if grants else {}),
            **{n: tuple(v.values) for n, v in self.study.states.items()},
            **{n: tuple(v) for n, v in facts.items()},
        }
        for part in names_in(condition):
            if not self.known("state or fact", part.name, known, *path):
                continue
            for value in part.values:
                self.known(f'value of "{part.name}"', value, known[part.name], *path)

    def sources(self, keys: Iterable[str], *path: str | int) -> None:
        """Whether sources are known; notes that they are used."""
        for key in keys:
            self.used_sources.add(key)
            if self.study.sources:
                self.known("source", key, self.study.sources, *path, "source")
            else:
                self.missing_sources.add(key)

    def no_sources(self) -> None:
        """Says once, not at every use, that the study has none."""
        if self.missing_sources:
            names = sorted(self.missing_sources)
            self.report(
                "no-sources",
                f"the study has no sources, but names {len(names)}: {_few(names)}. Give each in "
                "sources.bib, beside study.yaml",
                "sources",
            )  # fmt: skip

    def no_estimates(self) -> None:
        """Says once, not at every use, that the study has none."""
        if self.missing_estimates:
            names = sorted(self.missing_estimates)
            self.report(
                "no-estimates",
                f"the study has no estimates, but uses {len(names)}: {_few(names)}. Give each in "
                "estimates.yaml, or under 'estimates' in study.yaml, with unit, low, likely, high "
                "and grade",
                "estimates",
            )  # fmt: skip


def _few(names: Sequence[str]) -> str:
    return ", ".join(f'"{n}"' for n in names[:3]) + (", …" if len(names) > 3 else "")
