"""Small situations, generated: who may decide, who is asked, and how steps hang together."""

from __future__ import annotations

from hypothesis import strategies as st

from renkei.checks.duty import PostName
from renkei.checks.situation import Asked, SituatedEdge, SituatedStep, Situation
from renkei.model.state import ALWAYS
from renkei.model.thread import WordKind

NATIONS = ("JPN", "USA")
MOST_STEPS = 6


def post(number: int) -> PostName:
    """The post that step or role ``number`` belongs to."""
    return PostName(f"HQ{number}", "watch")


@st.composite
def situations(draw: st.DrawFn) -> tuple[Situation, tuple[bool, ...], tuple[int, ...]]:
    """A situation without loops, whether each condition holds, and what each approval adds."""
    count = draw(st.integers(2, MOST_STEPS))
    answer = draw(st.integers(0, count - 1))
    steps: list[SituatedStep] = []
    edges: list[SituatedEdge] = []
    for i in range(count):
        decides = draw(st.booleans())
        outcomes = ("approved", "refused") if decides else draw(
            st.sampled_from([("done",), ("a", "b"), ("a", "b", "c")])
        )  # fmt: skip
        asked = tuple(
            Asked(
                f"role{r}", post(10 * i + r + 1), draw(st.sampled_from(NATIONS)),
                consult=draw(st.booleans()), limited=draw(st.booleans()),
                reachable=draw(st.sampled_from([True, True, True, False])),
            )
            for r in range(draw(st.integers(0, 2)) if decides else 0)
        )  # fmt: skip
        nobody = draw(st.integers(0, 9)) == 0
        steps.append(
            SituatedStep(
                name=f"t/s{i}",
                decides=decides,
                function=f"f{i}" if decides else "",
                outcomes=outcomes,
                any_join=draw(st.booleans()),
                answer=i == answer,
                self_defence=False,
                post=None if nobody else post(10 * i),
                nation=draw(st.sampled_from(NATIONS)),
                right="",
                asked=asked,
                condition=ALWAYS,
            )
        )
        sources = draw(st.sets(st.integers(0, i - 1), max_size=3)) if i else set()
        for source in sorted(sources):
            names = steps[source].outcomes
            which = draw(st.sets(st.integers(0, len(names) - 1), min_size=1))
            edges.append(
                SituatedEdge(
                    source=source,
                    target=i,
                    after=steps[source].name,
                    outcomes=frozenset(which),
                    back=False,
                    body=frozenset(),
                    kind=WordKind.REPORT,
                    relationships=(),
                    headquarters=(),
                    reachable=draw(st.sampled_from([True] * 7 + [False])),
                )
            )
    every = range(count)
    situation = Situation(
        "a", "t", (), tuple(steps), tuple(edges),
        incoming=tuple(tuple(n for n, e in enumerate(edges) if e.target == i) for i in every),
        back_into=tuple(() for _ in every),
        outgoing=tuple(tuple(n for n, e in enumerate(edges) if e.source == i) for i in every),
    )  # fmt: skip
    applies = tuple(draw(st.sampled_from([True] * 5 + [False])) for _ in every)
    gains = tuple((1 << i) if steps[i].decides else 0 for i in every)
    return situation, applies, gains
