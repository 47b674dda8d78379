"""Edges, consents and the ways of their word."""

from __future__ import annotations

from renkei.checks.case import NONE, Case, CaseConsent, CaseStep, Mode, Route, Segment
from renkei.lowering.columns import Rows
from renkei.lowering.luck import Addresses, Estimates
from renkei.program import tables as t

MOST_LEGS = 31
"""Hops of a request and of its answer share the 63 numbers below one site."""


def _bits(guarantees: tuple[int, ...]) -> int:
    return sum(1 << number for number in guarantees)


class WordTables:
    """Everything that travels."""

    def __init__(self, case: Case, addresses: Addresses, estimates: Estimates) -> None:
        self._case = case
        self._addresses = addresses
        self._estimates = estimates
        self._known: dict[tuple[int, Route], int] = {}
        self._legs: dict[tuple[int, tuple[Segment, ...]], int] = {}
        self.segments = Rows(t.Segments)
        self.routes = Rows(t.Routes)
        self.leg_releases = Rows(t.LegReleases)
        self.inner_releases = Rows(t.InnerReleases)
        self.edges = Rows(t.Edges)
        self.edge_routes = Rows(t.EdgeRoutes)
        self.reset_steps = Rows(t.ResetSteps)
        self.reset_edges = Rows(t.ResetEdges)
        self.consents = Rows(t.Consents)
        self.consent_routes = Rows(t.ConsentRoutes)
        self.roles = Rows(t.Roles)
        self._role_rows: dict[tuple[int, str], int] = {}
        for (step, role), base in sorted(case.role_bases.items()):
            deliberation = case.legend.deliberation[base]
            self._role_rows[step, role] = self.roles.add(
                base=base, step=step, deliberation=deliberation
            )

    def reaching(self, base: int, activity: str, post: int) -> int:
        """The address of the draw of reaching somebody at a post for a piece of work."""
        name = self._case.legend.bases[base]
        return self._addresses.of("reaching", name, activity, self._case.posts[post].name, "1")

    def _segments(self, base: int, legs: tuple[Segment, ...]) -> int:
        if len(legs) > MOST_LEGS:
            raise ValueError(f"a route of {self._case.legend.bases[base]} has more than 31 legs")
        if (base, legs) not in self._legs:
            self._legs[base, legs] = len(self.segments)
            for leg in legs:
                name = self._case.legend.bases[base]
                self.segments.add(
                    address=self._addresses.of(leg.where[0], name, *leg.where[1:]),
                    reach_address=0 if leg.transit else self.reaching(base, leg.where[0], leg.post),
                    estimate=self._estimates.number(leg.estimate), post=leg.post,
                    transit=leg.transit, review=leg.review, border=leg.border,
                )  # fmt: skip
                if self._case.releases:
                    self.leg_releases.add(violates=_bits(leg.violates))
        return self._legs[base, legs]

    def _route(self, base: int, route: Route) -> int:
        if (base, route) not in self._known:
            self._known[base, route] = self.routes.add(
                start=self._segments(base, route.segments), legs=len(route.segments),
                back_start=self._segments(base, route.back), back_legs=len(route.back),
                inner_border=route.inner_border, back_inner_border=route.back_inner_border,
            )  # fmt: skip
            for violates in (route.violates, route.back_violates) if self._case.releases else ():
                self.inner_releases.add(violates=_bits(violates))
        return self._known[base, route]

    def add_edges(self) -> None:
        """All edges of the case."""
        for edge in self._case.edges:
            body = set(edge.resets)
            inside = [
                number
                for step in edge.resets
                for number in self._case.steps[step].incoming
                if self._case.edges[number].source in body
            ]
            first_route = len(self.edge_routes)
            for at_source in edge.routes:
                for at_target in at_source:
                    for route in at_target:
                        self.edge_routes.add(route=self._route(edge.base, route))
            first_step, first_edge = len(self.reset_steps), len(self.reset_edges)
            for step in edge.resets:
                self.reset_steps.add(step=step)
            for number in inside:
                self.reset_edges.add(edge=number)
            if any(outcome >= 64 for outcome in edge.outcomes):
                raise ValueError("a step has more than 64 outcomes")
            self.edges.add(
                outcomes=sum(1 << outcome for outcome in edge.outcomes), base=edge.base,
                source=edge.source, target=edge.target, route_start=first_route,
                reset_step_start=first_step, reset_step_count=len(edge.resets),
                reset_edge_start=first_edge, reset_edge_count=len(inside), back=edge.back,
                instant=edge.mode is Mode.INSTANT,
            )  # fmt: skip

    def add_consent(self, step: int, asked: CaseConsent) -> int:
        """One consent or consultation of one holding of a step."""
        name = self._case.steps[step].name
        base = self._case.role_bases[step, asked.role]
        first_route = len(self.consent_routes)
        for route in asked.routes:
            row = NONE if route is None else self._route(base, route)
            self.consent_routes.add(route=row)
        return self.consents.add(
            work_address=self._addresses.of("consent", name, asked.role),
            answer_address=self._addresses.of("answer", name, asked.role),
            reach_address=self.reaching(base, "consent", asked.post), within=asked.within,
            role=self._role_rows[step, asked.role], post=asked.post,
            takes=self._estimates.number(asked.takes), eased=self._estimates.number(asked.eased),
            refuses=self._estimates.number(asked.refuses), route_start=first_route,
            consult=asked.consult, mode=int(asked.mode),
        )  # fmt: skip

    def add_holdings(self, rows: Rows[t.Holdings], number: int, step: CaseStep) -> None:
        """Who holds a step, per combination of states at its opening."""
        for holding in step.holdings:
            first = len(self.consents)
            for asked in holding.consents:
                self.add_consent(number, asked)
            rows.add(
                reach_address=self.reaching(step.base, "step", holding.post), post=holding.post,
                consent_start=first, consent_count=len(holding.consents),
            )  # fmt: skip
