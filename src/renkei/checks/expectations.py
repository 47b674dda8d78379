"""Expectations: what the facts say about a right, held against what the model resolves to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from renkei.checks.cases import Builder, View
from renkei.checks.duty import Unresolved
from renkei.checks.transfer import granted_in, with_grants
from renkei.findings import Finding
from renkei.model.consent import Consent
from renkei.model.study import Expectation, Study


def check_expectations(study: Study, builder: Builder) -> list[Finding]:
    """A finding for every expectation that the model does not meet."""
    findings: list[Finding] = []
    for name, expected in sorted(study.expectations.items()):
        if expected.arrangement not in study.arrangements:
            continue
        states = {n: v.values[0] for n, v in study.states.items()} | dict(expected.states)
        arrangement = study.arrangements[expected.arrangement]
        states = with_grants(granted_in(arrangement), states, expected.granted)
        view = builder.view(expected.arrangement, states)
        for key, words in _differences(view, expected):
            position = study.origins.find("expectations", name, key)
            findings.append(Finding("expectation", words, position, f"{name}.{key}"))
    return findings


def _differences(view: View, expected: Expectation) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    try:
        name, right = view.right(expected.function)
        decider = view.resolver.resolve(right.decides)
    except Unresolved as error:
        return [("function", str(error))]
    try:
        wanted = view.resolver.resolve(expected.decides).full
    except Unresolved as error:
        return [("decides", str(error))]
    if decider.full != wanted:
        found.append(("decides", f"{wanted} expected, but {decider.full} decides (right {name})"))
    for key, phrases, asked in (
        ("consent", expected.consent, right.consent),
        ("consult", expected.consult, right.consult),
    ):
        difference = _asked(view, key, phrases, asked.values())
        if difference:
            found.append((key, f"{difference} (right {name})"))
    for upper, lower in pairwise(expected.chain):
        if len(view.authorities.chain(upper, lower)) != 2:
            found.append(("chain", f"no orders run straight from {upper} to {lower}"))
    return found


def _asked(view: View, key: str, phrases: Iterable[str], asked: Iterable[Consent]) -> str:
    try:
        wanted = {view.resolver.resolve(p).full for p in phrases}
        found = {view.resolver.resolve(c.of).full for c in asked}
    except Unresolved as error:
        return str(error)
    if wanted == found:
        return ""
    missing = ", ".join(sorted(wanted - found)) or "nobody"
    extra = ", ".join(sorted(found - wanted)) or "nobody"
    return f"{key}: expected but not asked: {missing}; asked but not expected: {extra}"
