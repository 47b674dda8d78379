"""A case as a program."""

from __future__ import annotations

import numpy as np

from renkei.checks.case import NONE, Case
from renkei.draws.address import ORDINAL_BITS, check_collisions32, digest32
from renkei.lowering.calendar import lower_calendars
from renkei.lowering.columns import Rows
from renkei.lowering.guarantee import GuaranteeTables
from renkei.lowering.luck import Addresses, Estimates
from renkei.lowering.word import WordTables
from renkei.program import tables as t
from renkei.program.program import MOST_BASES, MOST_INCIDENTS, MOST_MILESTONES, Program


def lower(case: Case) -> Program:
    """Turns a case into flat tables.

    Raises:
        ValueError: the case is larger than the tables hold: 16,384 sites, 134 million
            incidents, 64 milestones, 64 guarantees, 64 outcomes of a step, 31 legs of a route;
            or two names of draws share their 64-bit address.
    """
    incidents = sum(source.count for source in case.sources)
    if len(case.legend.bases) > MOST_BASES or incidents > MOST_INCIDENTS:
        raise ValueError(f"a case holds at most {MOST_BASES} sites, {MOST_INCIDENTS} incidents")
    if len(case.legend.milestones) > MOST_MILESTONES:
        raise ValueError(f"a case holds at most {MOST_MILESTONES} milestones")
    return _Lowering(case).program(incidents)


class _Lowering:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.addresses = Addresses()
        self.estimates = Estimates(case)
        self.word = WordTables(case, self.addresses, self.estimates)
        self.odds = Rows(t.Odds)

    def program(self, incidents: int) -> Program:
        case = self.case
        watched = GuaranteeTables(case)
        steps, incoming, outgoing, applies, holdings = self._steps()
        self.word.add_edges()
        threads, first_steps = self._threads()
        sources, facts, precedences = self._sources()
        posts = self._posts()
        calendars, calendar_steps = lower_calendars(case)
        changes = Rows(t.Changes)
        for time, combination in case.changes:
            changes.add(time=time, combination=combination)
        grants = Rows(t.Grants)
        for row in case.grants:
            for combination in row:
                grants.add(combination=combination)
        gains, watched_steps, watches, needs, yeses = watched.tables()
        self.addresses.check()
        return Program(
            horizon=case.horizon, any_hour=case.any_hour, state_base=case.state_base,
            bases=len(case.legend.bases), combinations=len(case.combinations),
            milestones=len(case.legend.milestones), incidents=incidents,
            guarantees=watched.guarantees, releases=watched.releases, dated=watched.dated,
            answers=np.array(case.legend.answers, np.int64), laws=self.estimates.laws(),
            ranges=tuple(self.estimates.ranges), steps=steps, incoming=incoming,
            outgoing=outgoing, applies=applies, holdings=holdings,
            consents=self.word.consents.table(), consent_routes=self.word.consent_routes.table(),
            roles=self.word.roles.table(), edges=self.word.edges.table(),
            edge_routes=self.word.edge_routes.table(), reset_steps=self.word.reset_steps.table(),
            reset_edges=self.word.reset_edges.table(), routes=self.word.routes.table(),
            segments=self.word.segments.table(), threads=threads, first_steps=first_steps,
            sources=sources, facts=facts, precedences=precedences, odds=self.odds.table(),
            posts=posts, calendars=calendars, calendar_steps=calendar_steps,
            changes=changes.table(), grants=grants.table(), gains=gains,
            watched_steps=watched_steps, watches=watches, needs=needs, yeses=yeses,
            leg_releases=self.word.leg_releases.table(),
            inner_releases=self.word.inner_releases.table(),
            estimates=self.estimates.table(),
        )  # fmt: skip

    def _lay_odds(self, odds: tuple[int, ...]) -> int:
        first = len(self.odds)
        for estimate in odds:
            self.odds.add(estimate=self.estimates.number(estimate))
        return first

    def _steps(self) -> tuple[t.Steps, t.Incoming, t.Outgoing, t.Applies, t.Holdings]:
        rows, holdings = Rows(t.Steps), Rows(t.Holdings)
        incoming, outgoing, applies = Rows(t.Incoming), Rows(t.Outgoing), Rows(t.Applies)
        number = self.estimates.number
        for index, step in enumerate(self.case.steps):
            first_in, first_out, first_applies = len(incoming), len(outgoing), len(applies)
            for edge in step.incoming:
                incoming.add(edge=edge)
            for edge in step.outgoing:
                outgoing.add(edge=edge)
            for of_facts in step.applies:
                for holds in of_facts:
                    applies.add(holds=holds)
            self.word.add_holdings(holdings, index, step)
            rows.add(
                work_address=self.addresses.of("work", step.name),
                outcome_address=self.addresses.of("outcome", step.name),
                refusal_address=self.addresses.of("refusal", step.name), base=step.base,
                takes=number(step.takes), eased=number(step.eased), refuses=number(step.refuses),
                milestone=step.milestone, odds_start=self._lay_odds(step.odds),
                odds_count=len(step.outcomes) if not step.decides else 1,
                in_start=first_in, in_count=len(step.incoming), out_start=first_out,
                out_count=len(step.outgoing), applies_start=first_applies,
                facts=len(step.applies[0]), decides=step.decides, any_join=step.any_join,
                answer=step.answer, deliberation=step.deliberation, mode=int(step.mode),
            )  # fmt: skip
        return rows.table(), incoming.table(), outgoing.table(), applies.table(), holdings.table()

    def _threads(self) -> tuple[t.Threads, t.FirstSteps]:
        rows, first_steps = Rows(t.Threads), Rows(t.FirstSteps)
        for thread in self.case.threads:
            first = len(first_steps)
            for step in thread.first:
                first_steps.add(step=step)
            rows.add(
                lapses_after=thread.lapses_after, base=thread.base, first_start=first,
                first_count=len(thread.first),
            )  # fmt: skip
        return rows.table(), first_steps.table()

    def _sources(self) -> tuple[t.Sources, t.Facts, t.Precedences]:
        rows, facts, precedences = Rows(t.Sources), Rows(t.Facts), Rows(t.Precedences)
        check_collisions32(source.name for source in self.case.sources)
        for source in self.case.sources:
            if source.count > 1 << ORDINAL_BITS:
                raise ValueError(f"{source.name} has more than {1 << ORDINAL_BITS} incidents")
            first_fact, first_precedence = len(facts), len(precedences)
            for fact, place in zip(source.facts, source.fact_places, strict=True):
                facts.add(
                    address=self.addresses.of("fact", fact.name),
                    odds_start=self._lay_odds(fact.odds), odds_count=len(fact.odds), place=place,
                )  # fmt: skip
            for precedence in source.precedence:
                precedences.add(precedence=precedence)
            rows.add(
                first=source.first, arrival_address=self.addresses.of("arrival"),
                luck=digest32(source.name) << 32, incidents=source.count, number=source.number,
                thread=source.thread, every=self.estimates.number(source.every),
                fact_start=first_fact, fact_count=len(source.facts),
                precedence_start=first_precedence,
            )  # fmt: skip
        return rows.table(), facts.table(), precedences.table()

    def _posts(self) -> t.Posts:
        rows = Rows(t.Posts)
        for post, base in zip(self.case.posts, self.case.post_bases, strict=True):
            rows.add(
                base=base, people=post.people, reach=self.estimates.number(post.reach),
                reach_from=post.reach_from if post.reach != NONE else NONE, pause=post.pause,
            )  # fmt: skip
        return rows.table()
