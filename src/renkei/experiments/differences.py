"""Where arrangements differ: the steps, hops and consents whose holder, route or review is
not the same in all of them."""

from __future__ import annotations

from collections.abc import Iterable

from renkei.checks.case import Case, Route, Segment

Shape = tuple[object, ...]


def shapes(case: Case) -> dict[str, Shape]:
    """What each site of a case comes down to, by its full name."""
    found: dict[str, Shape] = {}
    names = case.legend.bases
    for index, step in enumerate(case.steps):
        asked = [
            (c.role, c.consult, c.within, c.takes, c.eased, c.refuses, _post(case, c.post))
            for h in step.holdings
            for c in h.consents
        ]
        holders = [_post(case, h.post) for h in step.holdings]
        found[names[step.base]] = ("step", *holders, *asked)
        for h in step.holdings:
            for c in h.consents:
                base = case.role_bases[index, c.role]
                ways = tuple(None if r is None else _route(case, r) for r in c.routes)
                shape = (_post(case, c.post), c.within, c.takes, c.eased, c.refuses, ways)
                found[names[base]] = (*found.get(names[base], ("role",)), shape)
    for edge in case.edges:
        ways = tuple(_route(case, r) for a in edge.routes for b in a for r in b)
        found[names[edge.base]] = ("edge", ways)
    return found


def _post(case: Case, index: int) -> Shape:
    p = case.posts[index]
    return p.name, p.people, p.hours, p.pause, p.reach, p.reach_from


def _route(case: Case, route: Route) -> Shape:
    return route.headquarters, tuple(_leg(case, s) for s in (*route.segments, *route.back))


def _leg(case: Case, s: Segment) -> Shape:
    return s.transit, s.review, s.estimate, s.where, None if s.transit else _post(case, s.post)


def differing(base: Case, others: Iterable[Case]) -> frozenset[int]:
    """Bases of the sites of one case that are not the same in all the others."""
    own = shapes(base)
    number = {name: i for i, name in enumerate(base.legend.bases)}
    found: set[int] = set()
    for other in others:
        theirs = shapes(other)
        for name in own.keys() | theirs.keys():
            if own.get(name) == theirs.get(name):
                continue
            if name in own:
                found.add(number[name])
            else:
                # A consent only the other asks for: it belongs to its step.
                step = name.partition(" ? ")[0].partition(" < ")[0]
                if step in number:
                    found.add(number[step])
    return frozenset(found)
