"""Aspects: the combinations of states in which an arrangement looks the same.

Many checks ask what holds in *every* combination of states in which an arrangement is in force,
whatever it may be granted granted or not; not only in those a scenario visits. Most look alike:
the same relationships, rights, duties and standing orders hold, the same threads can start, the
same steps can come about. One view stands for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from renkei.checks.cases import Builder, View
from renkei.checks.combinations import States, states_in_force
from renkei.checks.flow import Flow
from renkei.checks.transfer import granted_in, variables
from renkei.model.state import holds, names_in
from renkei.model.study import Study


@dataclass(frozen=True, slots=True)
class Aspect:
    """One arrangement in the combinations of states in which it looks the same."""

    arrangement: str
    view: View
    states: tuple[States, ...]
    """All of them, in order; the view was made for one of them."""


def aspects(
    study: Study, builder: Builder, arrangement: str, flows: Mapping[str, Flow]
) -> list[Aspect]:
    """What an arrangement looks like wherever it is in force; views already made are used."""
    a = study.arrangements[arrangement]
    conditions = dict.fromkeys(
        [r.when for r in a.relationships.values()]
        + [r.when for r in a.rights.values()]
        + [d.when for d in a.duties.values()]
        + [o.when for o in a.standing_orders.values()]
        + [t.when for t in study.threads.values() if not t.procedure]
    )
    known = variables(study, arrangement)
    # A step's condition may name facts too; of these nothing is known here.
    named = [names_in(s.condition) for flow in flows.values() for s in flow.steps.values()]
    conditions |= dict.fromkeys(part for parts in named for part in parts if part.name in known)
    grants = sorted(granted_in(a))
    alike: dict[tuple[object, ...], list[States]] = {}
    for states in states_in_force(study, arrangement):
        full = builder.complete(states)
        looks = *(holds(c, full) for c in conditions), *(full[g] for g in grants)
        alike.setdefault(looks, []).append(states)
    return [
        Aspect(
            arrangement,
            builder.view(arrangement, next((s for s in same if builder.viewed(arrangement, s)),
                                           same[0])),
            tuple(same),
        )
        for same in alike.values()
    ]  # fmt: skip
