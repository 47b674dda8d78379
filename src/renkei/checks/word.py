"""What a piece of word is: an order, a request, a report or information (rule 24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.checks.duty import PostName
from renkei.checks.flow import FlatStep, Input
from renkei.model.thread import WordKind

if TYPE_CHECKING:
    from renkei.checks.cases import View


def kind_of(
    view: View, item: Input, source: FlatStep, target: FlatStep, sender: PostName,
    receiver: PostName,
) -> WordKind:  # fmt: skip
    """The kind of the word along an input, from who sends it to whom.

    Into a decision it is a request; out of a verdict to a post below in command an order; else
    a report within a nation, information across. What the thread says it is ``sent-as`` counts.
    """
    if item.sent_as is not None:
        return item.sent_as
    if target.step.does == "decide":
        return WordKind.REQUEST
    below = receiver.headquarters in view.authorities.below(sender.headquarters)
    if source.step.does == "decide" and below:
        return WordKind.ORDER
    same = view.router.nation(sender) == view.router.nation(receiver)
    return WordKind.REPORT if same else WordKind.INFORMATION


def with_article(kind: WordKind) -> str:
    """A kind of word as part of a sentence: "an order", "information"."""
    if kind is WordKind.INFORMATION:
        return str(kind)
    return f"an {kind}" if kind is WordKind.ORDER else f"a {kind}"


def no_way(kind: WordKind, sender: PostName, receiver: PostName, after: str) -> str:
    """That word has no permitted way, as a finding says it.

    Args:
        after: the input along which it would go.
    """
    return (
        f"no permitted way for {with_article(kind)} from {sender.full} to {receiver.full} "
        f'after "{after}"'
    )


def no_request(view: View, level: int, decider: PostName, post: PostName) -> str:
    """That nobody can be asked, or answer, as a finding says it."""
    if view.router.find(WordKind.REQUEST, level, decider, post) is None:
        return f"no permitted way for a request from {decider.full} to {post.full}"
    return (
        f"no answer can come back from {post.full} to {decider.full}: no post at "
        "the last headquarters before the border reviews its disclosure"
    )
