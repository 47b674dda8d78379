"""The checks of doctrine: arrangement by arrangement, in every combination of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from renkei.checks.aspects import aspects
from renkei.checks.case import Case
from renkei.checks.cases import Builder
from renkei.checks.collector import Collector
from renkei.checks.consent import check_answers, check_consents
from renkei.checks.everywhere import check_word, to_check, visited
from renkei.checks.flow import Flow
from renkei.checks.headquarters import check_headquarters
from renkei.checks.relationship import check_authority, check_relationships
from renkei.checks.right import check_rights
from renkei.findings import Finding
from renkei.model.study import Study


def doctrine(
    study: Study, builder: Builder, flows: Mapping[str, Flow], cases: Sequence[Case],
    arrangements: Iterable[str],
) -> list[Finding]:  # fmt: skip
    """Everything found under some arrangements; what rests on whole threads is left out while
    the study has faults."""
    faults = Collector(study)
    seen = visited(study, cases)
    sound = not builder.resolve_only and not builder.findings
    for name in sorted(arrangements):
        check_headquarters(study, name, faults)
        check_relationships(study, name, faults)
        for aspect in aspects(study, builder, name, flows):
            check_authority(study, aspect, faults)
            check_rights(study, aspect, faults)
            check_consents(aspect, faults)
            for thread, flow in sorted(flows.items()):
                if sound and to_check(study, aspect, thread, seen.get((name, thread), [])):
                    situation = builder.situated(aspect.view, flow)
                    check_word(study, aspect, flow, situation, faults)
    for case in cases:
        check_answers(case, faults)
    return faults.findings()
