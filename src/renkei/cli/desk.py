"""What a person in a post sees: clocks, what has arrived, the item in hand, the choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from renkei.checks.case import NONE, Case, CaseConsent
from renkei.checks.study import CheckedStudy
from renkei.checks.zones import dtg, local_text
from renkei.cli.page import Page
from renkei.cli.story import Story
from renkei.cli.wording import about, listed, nation_title, place_of, states_in_words
from renkei.engine.seat import Turn
from renkei.evidence.duration import words as duration
from renkei.exercise.commands import ways
from renkei.exercise.knowledge import Heard, Knowledge, Told, Waiting
from renkei.exercise.options import Options
from renkei.record.vocabulary import HOP_BITS, Kind, Precedence, site


class Desk:
    """Tells one seat what it knows.

    Args:
        post: index of the seat's post.
        start_ms: start of the run, UTC ms.
    """

    def __init__(
        self, page: Page, checked: CheckedStudy, case: Case, post: int, start_ms: int
    ) -> None:
        self._page = page
        self._checked = checked
        self._case = case
        self._post = post
        self._start = start_ms
        self._story = Story(checked.study, case)
        self._many = len(case.legend.incidents) > 1
        self._seen: set[Heard] = set()
        self.asking: frozenset[str] = frozenset()
        """Roles that the seat has just put the question to; it goes out at this instant."""
        self._zone = case.posts[post].zone

    # -- names and times -------------------------------------------------------------

    def stamp(self, ms: int) -> str:
        """A time of the run on the seat's clock: "Sat 03:50 JST"."""
        text = local_text(self._start + ms, self._zone)
        return text.rpartition(" (")[0] or text

    def step(self, index: int) -> str:
        """A step's name and title."""
        return self._story.about(site(self._case.steps[index].base))

    def _of(self, incident: int) -> str:
        if not self._many:
            return ""
        source, ordinal = self._case.legend.incidents[incident - 1]
        return f"[{source}{f' {ordinal + 1}' if ordinal else ''}] "

    def _name(self, post: int) -> str:
        return "you" if post == self._post else self._case.posts[post].name

    def _nation(self, post: int) -> str:
        return nation_title(self._checked.study, self._case.posts[post].nation)

    # -- the seat's start ------------------------------------------------------------

    def introduce(self, known: Knowledge) -> None:
        """Which run, which post, which states; nothing that is still to come."""
        study, case, page = self._checked.study, self._case, self._page
        thread, arrangement = study.threads[case.thread], study.arrangements[case.arrangement]
        page.line(f"{thread.title} ({case.thread})", style="bold")
        page.line(f"under {arrangement.title} ({case.arrangement})")
        page.line(f"in {study.scenarios[case.scenario].title} ({case.scenario})")
        page.line()
        post = case.posts[self._post]
        hq = arrangement.headquarters[post.headquarters]
        where = place_of(study, arrangement, post.headquarters)
        japanese = f", {hq.japanese}" if hq.japanese else ""
        page.line(
            f"You are {post.name}: {hq.title}{japanese}; {self._nation(self._post)}, {where}.",
            hang=2,
        )
        if post.people > 1:
            page.line(f"You act for all {post.people} people of this post.")
        states = states_in_words(study, case.combinations[known.combination])
        if states:
            page.line(f"States in force: {'; '.join(states)}.", hang=2)
        if thread.lapses_after is not None:
            page.line(f"The incident lapses {duration(thread.lapses_after)} after it began.")
        page.line("You are stopped whenever your post acts. Type help at the prompt.")

    # -- one stop --------------------------------------------------------------------

    def stop(self, known: Knowledge, turn: Turn, choices: Options) -> None:
        """All there is to see when the post acts."""
        page = self._page
        page.line()
        page.line(f"== {self.stamp(known.now)}, {dtg(self._start + known.now)} ==", style="bold")
        self.clocks(known.now)
        fresh = [h for h in known.heard if h not in self._seen]
        self._seen.update(fresh)
        if fresh:
            page.line("New to you:")
            self._tell(fresh)
        self._in_hand(known, turn, choices)
        others = [w for w in known.desk if (w.incident, w.site, w.attempt) != _key(turn)]
        if others:
            page.line("Also on your desk:")
            self._list(others)
        page.line(f"You may: {ways(choices)}", hang=2)

    def clocks(self, now: int) -> None:
        """Zulu and the clock of every capital and headquarters, one place for each zone."""
        study, arrangement = (
            self._checked.study,
            self._checked.study.arrangements[self._case.arrangement],
        )
        places: dict[str, tuple[bool, str]] = {}
        for post in self._case.posts:
            hq = arrangement.headquarters[post.headquarters]
            title = place_of(study, arrangement, post.headquarters)
            rank = hq.echelon != "national", title
            places[post.zone] = min(places.get(post.zone, rank), rank)
        at = self._start + now
        shown = [
            f"{title.partition(',')[0]} {local_text(at, zone)}"
            for zone, (_, title) in sorted(places.items(), key=lambda p: p[1])
        ]
        self._page.line(f"Clocks: Zulu {dtg(at)}; {'; '.join(shown)}.", hang=2)

    def look(self, known: Knowledge, turn: Turn, choices: Options, acts: Iterable[str]) -> None:
        """Everything the seat knows."""
        page = self._page
        page.line("All that has reached you:")
        self._tell(known.heard)
        done = list(acts)
        page.line("Your acts so far:" if done else "You have not acted yet.")
        for words in done:
            page.line(words, indent=2, hang=2)
        milestones = dict.fromkeys(h.milestone for h in known.heard if h.milestone)
        page.line(f"Milestones you know of: {listed(milestones) or 'none'}.", hang=2)
        self._in_hand(known, turn, choices)
        page.line("On your desk:")
        self._list(known.desk)

    def _tell(self, heard: Iterable[Heard]) -> None:
        none = True
        for one in heard:
            stamp = self.stamp(one.time)
            of = self._of(one.incident) if one.incident else ""
            self._page.line(f"{stamp}  {of}{self.sentence(one)}", indent=2, hang=len(stamp) + 2)
            none = False
        if none:
            self._page.line("nothing", indent=2)

    def _list(self, items: Iterable[Waiting]) -> None:
        for item in items:
            of = self._of(item.incident)
            since = self.stamp(item.since)
            words = f"{of}{self._story.about(item.site)}: {item.state}, here since {since}"
            self._page.line(words, indent=2, hang=2)

    # -- the item in hand ------------------------------------------------------------

    def _in_hand(self, known: Knowledge, turn: Turn, choices: Options) -> None:
        page = self._page
        item = next((w for w in known.desk if (w.incident, w.site, w.attempt) == _key(turn)), None)
        urgency = Precedence(turn.precedence).name
        for words in self._task(known, turn, choices):
            page.line(
                f"In hand: {self._of(turn.incident)}{words}, {urgency}.", hang=2, style="bold"
            )
        if item is not None:
            waited = known.now - item.since
            took = f", {duration(waited)} ago" if waited >= 60_000 else ""
            page.line(f"On your desk since {self.stamp(item.since)}{took}.", indent=2)
        for words in self._terms(known, turn, choices):
            page.line(words, indent=2, hang=2)
        for asked in choices.consents:
            page.line(self._needs(known, turn, choices, asked), indent=2, hang=2)
        if turn.kind is Kind.STEP:
            page.line(self._onward(choices.step, known.combination), indent=2, hang=2)

    def _task(self, known: Knowledge, turn: Turn, choices: Options) -> Iterator[str]:
        step = self._case.steps[choices.step]
        named = self.step(choices.step)
        again = f" (attempt {turn.attempt + 1})" if turn.attempt else ""
        if turn.kind is Kind.STEP:
            whose = f"you decide: {step.function}" if step.decides else "your work"
            yield f"{named}{again}; {whose}"
        elif turn.kind is Kind.CONSENT:
            whats = "your view" if choices.consult else "your consent"
            yield f'{named}{again}; {whats} is asked for, as "{choices.role}"'
        else:
            passing = self._passing(known, turn)
            whats = "review whether it may go" if turn.kind is Kind.DISCLOSURE else "pass it on"
            said = self.sentence(passing) if passing is not None else named
            yield f"{said}; {whats}"

    def _passing(self, known: Knowledge, turn: Turn) -> Heard | None:
        base = turn.site >> HOP_BITS
        found = [
            h
            for h in known.heard
            if h.told is Told.PASSING and (h.incident, h.base, h.attempt)
            == (turn.incident, base, turn.attempt)
        ]  # fmt: skip
        return found[-1] if found else None

    def _terms(self, known: Knowledge, turn: Turn, choices: Options) -> Iterator[str]:
        """By which right, how long it usually takes, and who waits."""
        case, step = self._case, self._case.steps[choices.step]
        if turn.kind is Kind.STEP:
            right = step.holdings[turn.opened].right
            if right:
                written = self._checked.study.arrangements[case.arrangement].rights[right]
                if written.legal_basis:
                    yield f"Legal basis: {written.legal_basis}."
            if step.deliberation:
                yield "A political judgement."
            yield f"Usually takes {about(case.estimates[step.takes])}."
        if turn.kind is not Kind.CONSENT:
            return
        asked = next(c for c in step.holdings[turn.opened].consents if c.role == choices.role)
        if asked.deliberation:
            yield "A political judgement."
        yield f"Usually takes {about(case.estimates[asked.takes])}."
        request = next(
            h for h in reversed(known.heard)
            if h.told is Told.REQUEST and (h.incident, h.base, h.attempt)
            == (turn.incident, turn.site >> HOP_BITS, turn.attempt)
        )  # fmt: skip
        waits = (
            f"{self._name(request.other)} waits for your answer, asked {self.stamp(request.sent)}"
        )
        if asked.within == NONE:
            yield f"{waits}, with no limit."
        else:
            what = "it goes on without you" if asked.consult else "silence counts as refusal"
            limit = self.stamp(request.sent + asked.within)
            yield f"{waits}; limit {limit} (after {duration(asked.within)}), then {what}."

    def _needs(self, known: Knowledge, turn: Turn, choices: Options, asked: CaseConsent) -> str:
        kind = "Consultation of" if asked.consult else "Needs the consent of"
        who = f'"{asked.role}" ({self._case.posts[asked.post].name}, {self._nation(asked.post)})'
        limit = "no limit" if asked.within == NONE else f"limit {duration(asked.within)}"
        return f"{kind} {who}, {limit}: {self._answer(known, turn, choices, asked)}"

    def _answer(self, known: Knowledge, turn: Turn, choices: Options, asked: CaseConsent) -> str:
        base = self._case.role_bases[choices.step, asked.role]
        state = "asked now" if asked.role in self.asking else "asked when you approve"
        for h in known.heard:
            if (h.incident, h.base, h.attempt) != (turn.incident, base, turn.attempt):
                continue
            at = self.stamp(h.time)
            if h.told is Told.ASKED:
                state = f"asked {at}, no answer yet"
            elif h.told is Told.ANSWER:
                said = "view given" if asked.consult else "consents" if h.yes else "says no"
                state = f"{said}, {at}"
            elif h.told is Told.LIMIT:
                state = f"its limit struck {at}"
        return state

    def _onward(self, index: int, combination: int) -> str:
        """Who goes on with it, as the arrangement has it in the states now in force."""
        step = self._case.steps[index]
        after: dict[str, list[str]] = {}
        for number in step.outgoing:
            edge = self._case.edges[number]
            target = self._case.steps[edge.target]
            holder = self._name(target.holdings[combination].post)
            for outcome in sorted(edge.outcomes):
                after.setdefault(step.outcomes[outcome], []).append(
                    f"{self.step(edge.target)} by {holder}"
                )
        several = len(step.outcomes) > 1
        found = [
            f"{f'if {o}: ' if several else ''}{listed(after[o])}" if o in after
            else f"if {o}: the incident ends refused" if step.decides and o == "refused"
            else f"{f'if {o}: ' if several else ''}nothing more"
            for o in step.outcomes
        ]  # fmt: skip
        return f"Then {'; '.join(found)}."

    # -- sentences -------------------------------------------------------------------

    def sentence(self, h: Heard) -> str:
        """One thing that reached the seat."""
        step = self.step(h.step) if h.step != NONE else ""
        level = f", {h.level}" if h.level else ""
        match h.told:
            case Told.WORD:
                came = f'; milestone "{h.milestone}"' if h.milestone else ""
                how = f"is done: {h.outcome}" if h.outcome else "is done"
                sent = f", sent {dtg(self._start + h.sent)}"
                return f"word from {self._name(h.other)}{level}{sent}: {step} {how}{came}"
            case Told.REQUEST:
                whats = "wants your view" if h.consult else "asks for your consent"
                return (
                    f'{self._name(h.other)} {whats} on {step}, as "{h.role}"{level}, sent '
                    f"{dtg(self._start + h.sent)}"
                )
            case Told.PASSING:
                what = "word of"
                if h.role:
                    what = "a request on" if h.yes else "an answer on"
                return (
                    f"{what} {step} from {self._name(h.other)} to {self._name(h.receiver)}{level}"
                )
            case Told.ANSWER:
                says = "gives its view" if h.consult else "consents" if h.yes else "says no"
                return f'"{h.role}" ({self._name(h.other)}) {says} on {step}{level}'
            case Told.LIMIT:
                return f'the limit for the answer of "{h.role}" on {step} strikes'
            case Told.ASKED:
                whats = "consult" if h.consult else "ask for the consent of"
                return f'you {whats} "{h.role}" ({self._name(h.other)}) on {step}'
            case Told.DECIDED:
                by = f', settled by "{h.role}"' if h.role else ""
                return f"your decision on {step} falls: {h.outcome}{by}"
            case Told.FINISHED:
                return f'you answer on {step}, as "{h.role}"' if h.role else f"you finish {step}"
            case Told.MILESTONE:
                return f'milestone "{h.milestone}" is reached'
            case Told.GONE:
                return f"{step} goes from your desk: it serves nothing any more"
            case Told.PAUSED:
                return f"{step} is laid down until you are next on duty"
            case Told.REACHED:
                return f"you are reached off duty for {step}"
            case Told.STATES:
                states = states_in_words(
                    self._checked.study, self._case.combinations[h.combination]
                )
                return f"states now in force: {'; '.join(states)}"


def _key(turn: Turn) -> tuple[int, int, int]:
    return turn.incident, turn.site, turn.attempt
