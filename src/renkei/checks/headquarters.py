"""Posts: whose they are, and whether their capacity is said."""

from __future__ import annotations

from renkei.checks.collector import Collector
from renkei.findings import Severity, nearest
from renkei.model.headquarters import MOST_PEOPLE
from renkei.model.study import Study


def check_headquarters(study: Study, name: str, faults: Collector) -> None:
    """What is wrong with the posts of an arrangement, whatever the states."""
    a = study.arrangements[name]
    functions = {r.function for r in a.rights.values()}
    for hq_name, hq in sorted(a.headquarters.items()):
        for post_name, post in sorted(hq.posts.items()):
            at = "headquarters", hq_name, "posts", post_name
            if post.people == MOST_PEOPLE and not post.unlimited:
                faults.add(
                    "capacity-unlimited",
                    f"{MOST_PEOPLE} people are the most a post can have; if its capacity is meant "
                    "never to bind, say 'people: unlimited'",
                    name, *at, "people", severity=Severity.WARNING,
                )  # fmt: skip
            sender = post.liaison_from
            if sender is not None and sender not in a.headquarters:
                hint = nearest(sender, a.headquarters)
                words = f'no headquarters "{sender}". {hint}'
                faults.add("unknown-headquarters", words, name, *at, "liaison-from")
            for function in post.speaks_for:
                if function not in functions:
                    words = f'no function "{function}". {nearest(function, functions)}'
                    faults.add("unknown-function", words, name, *at, "speaks-for")
