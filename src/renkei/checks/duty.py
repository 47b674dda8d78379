"""Who is meant: phrases such as "operations of holder of OPCON over us-forces-in-japan"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from renkei.checks.authority import Authorities
from renkei.findings import nearest
from renkei.model.arrangement import Arrangement
from renkei.model.relationship import Authority
from renkei.model.state import holds
from renkei.model.study import Study

_HOLDER = re.compile(r"^(?P<post>.+?) of holder of (?P<authority>.+?) over (?P<forces>.+)$")
_POST = re.compile(r"^(?P<post>.+?) of (?P<headquarters>.+)$")
_DUTY = re.compile(r"^duty (?P<duty>.+)$")


class Unresolved(Exception):
    """A phrase names nobody, or more than one.

    Attributes:
        code: the finding's code.
        duty: (name of the duty, its field) where the fault lies in a duty's own phrase.
    """

    def __init__(self, code: str, words: str, duty: tuple[str, ...] = ()) -> None:
        super().__init__(words)
        self.code = code
        self.duty = duty


@dataclass(frozen=True, slots=True)
class PostName:
    """A post by headquarters and name."""

    headquarters: str
    post: str

    @property
    def full(self) -> str:
        """As shown: "INDOPACOM commander"."""
        return f"{self.headquarters} {self.post}"

    @property
    def phrase(self) -> str:
        """As the files write it: "operations of JJOC"."""
        return f"{self.post} of {self.headquarters}"


class Resolver:
    """Resolves phrases under one arrangement in given states."""

    def __init__(
        self,
        study: Study,
        arrangement: Arrangement,
        states: Mapping[str, str],
        authorities: Authorities,
    ) -> None:
        self._study = study
        self._arrangement = arrangement
        self._states = states
        self._authorities = authorities
        self._known: dict[tuple[str, bool], PostName] = {}

    def resolve(self, phrase: str, *, duties: bool = True) -> PostName:
        """The post a phrase means.

        Raises:
            Unresolved: it means none, or more than one.
        """
        key = phrase, duties
        if key not in self._known:
            self._known[key] = self._resolve(phrase, duties)
        return self._known[key]

    def _resolve(self, phrase: str, duties: bool) -> PostName:
        duty = _DUTY.match(phrase)
        if duty and duties:
            return self._duty(duty["duty"])
        holder = _HOLDER.match(phrase)
        if holder:
            headquarters = self._holder(holder["authority"], holder["forces"])
            return self._post(headquarters, holder["post"])
        post = _POST.match(phrase)
        if not post:
            raise Unresolved(
                "phrase",
                f'"{phrase}" names no post; write "duty NAME", "POST of HEADQUARTERS" or '
                '"POST of holder of OPCON over FORCES"',
            )
        return self._post(post["headquarters"], post["post"])

    def _duty(self, name: str) -> PostName:
        duty = self._arrangement.duties.get(name)
        if duty is None:
            hint = nearest(name, self._arrangement.duties)
            raise Unresolved("unknown-duty", f'nobody has the duty "{name}". {hint}')
        now = holds(duty.when, self._states)
        phrase = duty.post if now else duty.otherwise
        if phrase is None:
            raise Unresolved("no-holder", f'nobody has the duty "{name}" in these states')
        try:
            return self.resolve(phrase, duties=False)
        except Unresolved as error:
            field = "post" if now else "otherwise"
            raise Unresolved(error.code, str(error), (name, field)) from None

    def _holder(self, authority: str, forces: str) -> str:
        try:
            wanted = Authority(authority)
        except ValueError:
            hint = nearest(authority, list(Authority))
            raise Unresolved("unknown-authority", f'no authority "{authority}". {hint}') from None
        known = set(self._study.forces) | set(self._study.force_sets)
        if forces not in known:
            hint = nearest(forces, known)
            raise Unresolved("unknown-force", f'no force or force set "{forces}". {hint}')
        found = self._authorities.holders(wanted, forces)
        if len(found.lowest) == 1:
            return found.lowest[0]
        if found.lowest:
            both = " and ".join(found.lowest)
            raise Unresolved(
                "two-holders",
                f"{both} both hold {authority} over {forces}, neither below the other",
            )
        some = f"; {', '.join(found.partial)} over some of them" if found.partial else ""
        raise Unresolved("no-holder", f"nobody holds {authority} over all of {forces}{some}")

    def _post(self, headquarters: str, post: str) -> PostName:
        hq = self._arrangement.headquarters.get(headquarters)
        if hq is None:
            known = {h: h for h in self._arrangement.headquarters}
            for name, other in self._arrangement.headquarters.items():
                known.update(dict.fromkeys((*other.aliases, other.title), name))
            if headquarters in known:
                hint = f'Did you mean "{known[headquarters]}"?'
            else:
                hint = nearest(headquarters, self._arrangement.headquarters)
            raise Unresolved("unknown-headquarters", f'no headquarters "{headquarters}". {hint}')
        if post not in hq.posts:
            raise Unresolved(
                "unknown-post",
                f'no post "{post}" in headquarters "{headquarters}". {nearest(post, hq.posts)}',
            )
        return PostName(headquarters, post)
