"""Work at posts: queues, shifts, laying down and resuming, reaching people (rules 19, 20)."""

from __future__ import annotations

from collections.abc import Callable

from renkei.checks.calendar import level, next_boundary
from renkei.checks.case import NONE, Mode
from renkei.engine.day import Day, Desk, Item
from renkei.engine.luck import AT_LIMIT_U
from renkei.record.vocabulary import HOP_BITS, Rank, What, site


def staffed(day: Day, desk: Desk) -> int:
    """People of the shift on duty at this instant."""
    people = day.case.posts[desk.index].people
    return min(people, level(day.calendar(desk.index), day.start_ms + day.now))


def on_duty(day: Day, desk: Desk) -> int:
    """People on duty, the reached person included."""
    return max(staffed(day, desk), int(desk.present))


def may_reach(day: Day, item: Item) -> bool:
    """Whether the item's precedence allows reaching people off duty."""
    post = day.case.posts[item.post]
    return post.reach != NONE and item.incident.precedence <= post.reach_from


def enqueue(day: Day, item: Item) -> None:
    """An item arrives at its post."""
    desk = day.desks[item.post]
    day.emit(
        day.rank, item.incident.number, item.site, item.attempt, What.QUEUED, item.post,
        on_duty(day, desk),
    )  # fmt: skip
    desk.queue.append(item)
    desk.queue.sort(key=Item.order)
    day.changed.add(desk.index)
    _watch_boundaries(day, desk)


def undertake(
    day: Day, item: Item, *, mode: Mode, estimate: int, eased: int, address: tuple[str, ...]
) -> None:
    """Gives an item to its post; in a *what if*, its work needs nobody."""
    incident = item.incident
    if mode is Mode.SILENT:
        return
    if mode is Mode.INSTANT:
        item.work = 0
    elif mode is Mode.AT_LIMIT:
        item.work = day.luck.time(estimate, eased, AT_LIMIT_U)
    else:
        u = day.luck.u(incident.source, incident.ordinal, item.attempt, *address)
        item.work = item.drawn = day.luck.time(estimate, eased, u)
        enqueue(day, item)
        return

    def happen() -> bool:
        ignored = item.ignored()
        day.emit(
            Rank.COMPLETION, incident.number, item.site, item.attempt, What.COMPLETED, item.post,
            int(ignored),
        )  # fmt: skip
        if not ignored:
            item.then()
        return True

    day.emit(day.rank, incident.number, item.site, item.attempt, What.STARTED, item.post, 0)
    day.plan(day.now + item.work, Rank.COMPLETION, incident.number, item.site, item.attempt, happen)


def withdraw(day: Day, wanted: Callable[[Item], bool]) -> None:
    """Queued and laid-down items that serve nothing any more go, without cost (rule 13)."""
    for desk in day.desks:
        for item in [i for i in desk.queue if wanted(i)]:
            desk.queue.remove(item)
            _gone(day, desk, item)
        for person, item in [(p, i) for p, i in sorted(desk.paused.items()) if wanted(i)]:
            del desk.paused[person]
            _gone(day, desk, item)


def _gone(day: Day, desk: Desk, item: Item) -> None:
    item.gone = True
    day.emit(day.rank, item.incident.number, item.site, item.attempt, What.GONE, item.post)
    if desk.reaching and desk.called is item:
        _cancel_reach(day, desk, day.rank)
    day.changed.add(desk.index)


# -- shifts ------------------------------------------------------------------------------


def _watch_boundaries(day: Day, desk: Desk) -> None:
    """A post with anything in it takes every boundary of its hours."""
    if desk.boundary_pending:
        return
    following = next_boundary(day.calendar(desk.index), day.start_ms + day.now)
    if following is None:
        return
    desk.boundary_pending = True
    version = desk.boundary_version

    def happen() -> bool:
        if version != desk.boundary_version:
            return False
        desk.boundary_pending = False
        if not desk.busy():
            return False
        place = site(day.case.post_bases[desk.index])
        day.emit(Rank.BOUNDARY, 0, place, 0, What.BOUNDARY, desk.index, staffed(day, desk))
        day.changed.add(desk.index)
        _watch_boundaries(day, desk)
        return True

    place = site(day.case.post_bases[desk.index])
    day.plan(following - day.start_ms, Rank.BOUNDARY, 0, place, 0, happen)


def new_hours(day: Day, desk: Desk, by: int) -> None:
    """The states changed, and with them perhaps the post's hours; by the end of an incident, or
    by the scenario (0)."""
    desk.boundary_version += 1
    desk.boundary_pending = False
    if desk.busy():
        place = site(day.case.post_bases[desk.index])
        day.emit(Rank.STATE, by, place, 0, What.BOUNDARY, desk.index, on_duty(day, desk))
        day.changed.add(desk.index)
        _watch_boundaries(day, desk)


# -- dispatch ----------------------------------------------------------------------------


def dispatch(day: Day, desk: Desk) -> None:
    """Gives the people of a post what they do next."""
    post = day.case.posts[desk.index]
    shift = staffed(day, desk)
    if shift > 0:
        desk.present = False  # the reached person is one of the shift now
        if desk.reaching:
            _cancel_reach(day, desk, Rank.DISPATCH)
        desk.called = None
    if post.pause:
        for person, item in sorted(desk.working.items()):
            if person > shift and not may_reach(day, item):
                _lay_down(day, desk, person, item)
    for _, item in sorted(desk.working.items()):
        if item.due:
            seat.ask_person(day, item)
            _go_on(day, desk, item)
    for person in range(1, shift + 1):
        if person in desk.working:
            continue
        if person in desk.paused:
            _take_up(day, desk, person)
        elif desk.queue:
            _start(day, desk, person, desk.queue[0])
    if shift == 0:
        _night(day, desk)


def _night(day: Day, desk: Desk) -> None:
    """Nobody of the shift is on duty."""
    urgent = next((i for i in desk.queue if may_reach(day, i)), None)
    if desk.present:
        if 1 in desk.working:
            return
        called, desk.called = desk.called, None
        chosen = called if called is not None and called in desk.queue else urgent
        if chosen is None:
            _leave_at_last(day, desk)
        else:
            _start(day, desk, 1, chosen)
        return
    if urgent is not None and not desk.reaching and 1 not in desk.working:
        _reach(day, desk, urgent)


def _leave_at_last(day: Day, desk: Desk) -> None:
    """The reached person leaves when the instant is over, unless it brings something to do."""
    place = site(day.case.post_bases[desk.index])

    def happen() -> bool:
        if not desk.present or 1 in desk.working:
            return False
        desk.present = False
        day.emit(Rank.DISPATCH, 0, place, 0, What.LEFT, desk.index)
        return True

    day.plan(day.now, Rank.DISPATCH, 0, place, 0, happen)


def _start(day: Day, desk: Desk, person: int, item: Item) -> None:
    desk.queue.remove(item)
    item.person = person
    desk.working[person] = item
    _at_work(day, desk, item, What.STARTED)


def _take_up(day: Day, desk: Desk, person: int) -> None:
    item = desk.paused.pop(person)
    desk.working[person] = item
    _at_work(day, desk, item, What.RESUMED)


def _lay_down(day: Day, desk: Desk, person: int, item: Item) -> None:
    del desk.working[person]
    item.work -= day.now - item.started
    item.version += 1
    if item.ignored():
        # Its result would be ignored, so nobody takes it up again.
        _gone(day, desk, item)
        return
    desk.paused[person] = item
    day.emit(
        Rank.DISPATCH, item.incident.number, item.site, item.attempt, What.PAUSED, item.post, person
    )


def _at_work(day: Day, desk: Desk, item: Item, what: What) -> None:
    day.emit(
        Rank.DISPATCH, item.incident.number, item.site, item.attempt, what, item.post, item.person
    )
    first = what is What.STARTED and day.seats is not None and day.seats.sits(item.post)
    if first or item.due:
        seat.ask_person(day, item)
    _go_on(day, desk, item)


def _go_on(day: Day, desk: Desk, item: Item) -> None:
    """Works on an item, or keeps it in hand, for as long as is left of that."""
    item.started = day.now
    version = item.version

    def happen() -> bool:
        if version != item.version:
            return False
        if item.held:
            item.held, item.due = False, True
            day.changed.add(desk.index)
            return True
        del desk.working[item.person]
        day.changed.add(desk.index)
        ignored = item.ignored()
        day.emit(
            Rank.COMPLETION, item.incident.number, item.site, item.attempt, What.COMPLETED,
            item.post, int(ignored),
        )  # fmt: skip
        if not ignored:
            item.then()
        return True

    day.plan(
        day.now + item.work, Rank.COMPLETION, item.incident.number, item.site, item.attempt, happen
    )


# -- reaching ----------------------------------------------------------------------------


def _reach(day: Day, desk: Desk, item: Item) -> None:
    post = day.case.posts[desk.index]
    base = day.case.legend.bases[item.site >> HOP_BITS]
    u = day.luck.u(
        item.incident.source, item.incident.ordinal, item.attempt,
        "reaching", base, item.activity, post.name, "1",
    )  # fmt: skip
    desk.reaching, desk.called = True, item
    desk.reach_version += 1
    version = desk.reach_version
    day.emit(
        Rank.DISPATCH, item.incident.number, item.site, item.attempt, What.REACHING, item.post, 1
    )

    def happen() -> bool:
        if version != desk.reach_version or not desk.reaching:
            return False
        desk.reaching, desk.present = False, True
        day.emit(
            Rank.REACHED, item.incident.number, item.site, item.attempt, What.REACHED, item.post, 1
        )
        day.changed.add(desk.index)
        return True

    day.plan(
        day.now + day.luck.time(post.reach, NONE, u),
        Rank.REACHED, item.incident.number, item.site, item.attempt, happen,
    )  # fmt: skip


def _cancel_reach(day: Day, desk: Desk, rank: Rank) -> None:
    item = desk.called
    desk.reaching, desk.called = False, None
    if item is not None:
        day.emit(
            rank, item.incident.number, item.site, item.attempt, What.REACH_CANCELLED, item.post
        )


# A person is asked about what the moves do, so these are brought in last.
from renkei.engine import seat  # noqa: E402
