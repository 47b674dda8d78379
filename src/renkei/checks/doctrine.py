"""The checks of doctrine: arrangement by arrangement, in every combination of states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from renkei.checks.case import Case
from renkei.checks.cases import Builder
from renkei.checks.consent import check_answers, check_consents
from renkei.checks.everywhere import check_word, visited
from renkei.checks.flow import Flow
from renkei.checks.headquarters import check_headquarters
from renkei.checks.relationship import check_authority, check_relationships
from renkei.checks.right import check_rights
from renkei.checks.situations import Collector, situations
from renkei.findings import Finding
from renkei.model.study import Study


def doctrine(
    study: Study, builder: Builder, flows: Mapping[str, Flow], cases: Sequence[Case]
) -> list[Finding]:
    """Everything found; what rests on whole threads is left out while the study has faults."""
    faults = Collector(study)
    seen = visited(study, cases)
    sound = not builder.resolve_only and not builder.findings
    for name in sorted(study.arrangements):
        check_headquarters(study, name, faults)
        check_relationships(study, name, faults)
        for situation in situations(study, builder, name):
            check_authority(study, situation, faults)
            check_rights(study, situation, faults)
            check_consents(situation, faults)
            if sound:
                for thread, flow in sorted(flows.items()):
                    check_word(study, situation, flow, seen.get((name, thread), []), faults)
    for case in cases:
        check_answers(case, faults)
    return faults.findings()
