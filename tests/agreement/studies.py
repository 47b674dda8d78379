"""Whole small studies, generated: everything the meaning of a day has, in odd company.

Durations are few and round, so that events meet in one instant; hours are odd, so that shifts
end in the midst of work. What a study may not say is avoided where that is easy; the few that
the checks refuse are thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

import yaml
from hypothesis import strategies as st

NATIONS = ("JPN", "USA", "AUS")
ZONES = {
    "Tokyo": "Asia/Tokyo",
    "Honolulu": "Pacific/Honolulu",
    "Norfolk": "America/New_York",
    "Mons": "Europe/Brussels",
}
TIMES: dict[str, Any] = {
    "no-time": ("0 min", "0 min", "0 min", "fixed", 0),
    "ten-minutes": ("10 min", "10 min", "10 min", "fixed", 0),
    "half-hour": ("30 min", "30 min", "30 min", "fixed", 0),
    "an-hour": ("1 h", "1 h", "1 h", "fixed", 0),
    "six-hours": ("6 h", "6 h", "6 h", "fixed", 0),
    "uncertain": ("5 min", "20 min", "90 min", "lognormal", 0.8),
    "memoryless": ("10 min", "30 min", "2 h", "exponential", 0),
    "staged": ("10 min", "15 min", "20 min", "erlang", 3),
    "even": ("0 min", "20 min", "1 h", "uniform", 0.5),
    "long": ("2 h", "5 h", "14 h", "lognormal", 1.0),
}
CHANCES: dict[str, Any] = {
    "never": (0.0, 0.0, 0.0),
    "seldom": (0.05, 0.15, 0.3),
    "half": (0.5, 0.5, 0.5),
    "often": (0.4, 0.7, 0.9),
    "surely": (1.0, 1.0, 1.0),
}
LOOPS = ("seldom", "half", "half")
SCHEDULES: dict[str, Any] = {
    "always": {"around-the-clock": True},
    "office": {"shifts": [{"days": "Mon-Fri", "from": "08:00", "to": "17:00"}]},
    "night": {"shifts": [{"days": "Mon-Sun", "from": "22:00", "to": "06:00"}]},
    "split": {
        "shifts": [
            {"days": "Mon-Sun", "from": "06:00", "to": "10:00", "people": 1},
            {"days": "Mon-Sun", "from": "09:00", "to": "14:00", "people": 2},
            {"days": "Mon-Fri", "from": "20:00", "to": "24:00"},
        ],
        "keeps-holidays": False,
    },
    "brief": {
        "shifts": [
            {"days": "Mon-Sun", "from": f"{h:02}:00", "to": f"{h + 2:02}:00", "people": 1 + h % 3}
            for h in range(0, 24, 3)
        ][:8]
    },
    "weekend": {"shifts": [{"days": "Sat-Sun", "from": "07:00", "to": "19:00"}]},
}
PRECEDENCES = ("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH")
STARTS = (
    {"local": "2026-06-05 23:00", "zone": "Asia/Tokyo"},
    {"local": "2026-03-07 20:00", "zone": "America/New_York"},  # the clocks change that night
    {"local": "2026-10-24 12:00", "zone": "Europe/Brussels"},  # and that one
    {"local": "2026-05-01 07:30", "zone": "Asia/Tokyo"},  # holidays ahead
    {"any-hour-of-week": "2026-06-01", "zone": "Pacific/Honolulu"},
)
HORIZONS = ("90 min", "10 h", "2 d", "2 d", "5 d", "9 d")
CALM, CRISIS = {"readiness": "calm"}, {"readiness": "crisis"}
GIVEN, NOT_GIVEN = {"transfer": "granted"}, {"transfer": "not granted"}


@dataclass
class _Thread:
    """A thread as it grows."""

    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    """What later steps may wait for."""


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.posts: list[tuple[str, str]] = []
        """(post, headquarters)."""
        self.functions: list[str] = []
        self.duties: list[str] = []
        self.orders: list[str] = []
        """Standing orders."""
        self.line: tuple[str, str] | None = None
        """Who orders the troops, and where they are."""
        self.guarded = random.random() < 0.6
        """Whether there are guarantees."""
        self.grants = random.random() < 0.5
        """Whether a thread grants authority and another recalls it."""
        self.held = False
        """Whether somebody holds authority over the troops."""
        self.home = NATIONS[0]
        """The nation of the troops."""
        self.nations: set[str] = set()
        """Nations with a headquarters."""

    def moment(self) -> dict[str, str]:
        """A condition on the states, or on what is granted."""
        choices = (CALM, CRISIS, GIVEN, NOT_GIVEN) if self.grants else (CALM, CRISIS)
        return dict(self.pick(choices))

    def some(self, chance: float) -> bool:
        return self.random.random() < chance

    def pick(self, choices: Any) -> Any:
        return self.random.choice(list(choices))

    # -- arrangement -----------------------------------------------------------------

    def post(self, nation: str | None) -> dict[str, Any]:
        made: dict[str, Any] = {"people": self.pick((1, 1, 2, 3))}
        if self.some(0.2):
            made["hours"] = [
                {"when": self.moment(), "schedule": self.pick(SCHEDULES)},
                {"schedule": self.pick(SCHEDULES)},
            ]
        else:
            made["hours"] = self.pick(("always", *SCHEDULES))
        if self.some(0.6):
            takes = self.pick(("no-time", "half-hour", "half-hour", "uncertain", "an-hour"))
            made["reach"] = {"takes": takes, "from": self.pick(PRECEDENCES)}
        if self.some(0.5):
            made["pause"] = True
        if nation is not None:
            made["nation"] = nation
        return made

    def watch(self, nation: str | None) -> dict[str, Any]:
        made = self.post(nation)
        if self.some(0.6):
            made["hours"] = "always"
        made["handles-word"] = self.pick(("no-time", "ten-minutes", "even"))
        made["reviews-disclosure"] = self.pick(("no-time", "ten-minutes", "half-hour"))
        return made

    def headquarters(self, number: int, nation: str, nations: tuple[str, ...]) -> dict[str, Any]:
        made: dict[str, Any] = {
            "title": f"Headquarters {number}",
            "nation": nation,
            "place": self.pick(ZONES),
            "echelon": "joint",
            "posts": {"watch": self.watch(None)},
        }
        name = f"HQ{number}"
        self.posts.append(("watch", name))
        for post in ("chief", "staff")[: self.pick((1, 1, 2))]:
            made["posts"][post] = self.post(None)
            self.posts.append((post, name))
        others = [n for n in nations if n != nation]
        if others and self.some(0.5 if self.guarded else 0.25):
            other = self.pick(others)
            made["posts"]["bridge"] = self.post(other)
            made["posts"]["guests"] = self.watch(other)
            self.posts += [("bridge", name), ("guests", name)]
        return made

    def whom(self) -> str:
        if self.line and self.some(0.2):
            return f"watch of {self.line[1]}"
        if self.held and self.some(0.25):
            return "watch of holder of OPCON over troops"
        if self.duties and self.some(0.25):
            return f"duty {self.pick(self.duties)}"
        return self.where()

    def where(self) -> str:
        return "{} of {}".format(*self.pick(self.posts))

    def arrangement(self) -> dict[str, Any]:
        nations = NATIONS[: self.pick((1, 2, 2, 3))]
        home = [nations[i % len(nations)] for i in range(self.pick((2, 3, 3, 4)))]
        home = home if len(home) >= len(nations) else list(nations)
        self.nations = set(home)
        made: dict[str, Any] = {"title": "Generated", "headquarters": {}, "relationships": {}}
        for i, nation in enumerate(home):
            made["headquarters"][f"HQ{i}"] = self.headquarters(i, nation, nations)
        names = list(made["headquarters"])
        made["links"] = {"net": {"between": names, "transit": self.transit()}}
        if len(names) > 2 and self.some(0.5):
            made["links"]["fast"] = {"between": names[1:], "transit": "no-time"}
        roots: dict[str, str] = {}
        ties = made["relationships"]
        for name, nation in zip(names, home, strict=True):
            if nation not in roots:
                roots[nation] = name
            else:
                above = self.pick([n for n, h in zip(names, home, strict=True) if h == nation
                                   and names.index(n) < names.index(name)])  # fmt: skip
                ties[f"line-{name}"] = {"from": above, "to": name, "type": "command"}
        for a, b in [(a, b) for a in roots for b in roots if a < b]:
            ties[f"tie-{a}-{b}"] = {
                "from": roots[a], "to": roots[b], "type": "coordinating authority",
                "referral": roots[a],
            }  # fmt: skip
        if len(set(home)) > 1 and self.some(0.5):
            a, b = self.pick([(a, b) for a, m in zip(names, home, strict=True)
                              for b, n in zip(names, home, strict=True) if m != n])  # fmt: skip
            ties["direct"] = {"from": a, "to": b, "type": "liaison",
                              "when": self.moment()}  # fmt: skip
        if self.grants:
            self.transfer(ties, names, home)
        elif lines := [t for t in ties.values() if t["type"] == "command"]:
            line = self.pick(lines)
            line["forces"] = "troops"
            self.line = line["from"], line["to"]
            self.home = made["headquarters"][line["to"]]["nation"]
        made["agreements"] = {
            f"pass-{a}-{b}": {"from": a, "to": b, "level": self.pick(("open", "secret"))}
            for a in nations for b in nations if a != b and self.some(0.5)
        }  # fmt: skip
        made["duties"] = {}
        for duty in ("watchfulness", "liaison")[: self.pick((0, 1, 2))]:
            made["duties"][duty] = {"post": self.where()}
            if self.some(0.6):
                made["duties"][duty] |= {"when": self.moment(), "otherwise": self.where()}
            self.duties.append(duty)
        made["rights"] = {}
        count = 4 if self.guarded else self.pick((1, 2, 2))
        for function in ("release", "strike", "warn", "prepare")[:count]:
            self.functions.append(function)
            if self.some(0.3):
                one, other = self.pick(((CALM, CRISIS), (GIVEN, NOT_GIVEN)) if self.grants else
                                       ((CALM, CRISIS),))  # fmt: skip
                made["rights"][f"{function}-one"] = self.right(function) | {"when": one}
                made["rights"][f"{function}-other"] = self.right(function) | {"when": other}
            else:
                made["rights"][function] = self.right(function)
        if self.some(0.4):
            more = self.pick(({}, {}, {"expires": "2026-04-01"}, {"when": CALM}))
            order = {"by": self.where(), "date": "2020-01-01", "covers": self.pick(self.functions)}
            made["standing-orders"] = {"patrol": order | more}
            self.orders = ["patrol"]
        return made

    def transfer(self, ties: dict[str, Any], names: list[str], home: list[str]) -> None:
        """Authority that is granted: over troops that one holds until then, or just another way."""
        nation = dict(zip(names, home, strict=True))
        own = [(a, b) for a in names for b in names if a < b and nation[a] == nation[b]]
        if not own:
            ties["granted"] = {"from": names[0], "to": names[-1], "type": "coordinating authority",
                               "referral": names[0], "granted-by": "transfer"}  # fmt: skip
            return
        giver, below = self.pick(own)
        self.held, self.home, self.line = True, nation[giver], (giver, below)
        others = [n for n in names if nation[n] != nation[below] or n < below]
        opcon = {"to": below, "type": "OPCON", "scheme": "US", "forces": "troops"}
        ties["granted"] = {**opcon, "from": self.pick(others), "granted-by": "transfer"}
        ties["kept"] = {**opcon, "from": giver, "when": NOT_GIVEN}

    def transit(self) -> str:
        return self.pick(("no-time", "ten-minutes", "ten-minutes", "even", "uncertain"))

    def right(self, function: str) -> dict[str, Any]:
        decides = f"watch of {self.line[0]}" if self.line and self.some(0.4) else self.where()
        made: dict[str, Any] = {"function": function, "decides": decides}
        for kind, roles in (("consent", ("cabinet", "ally")), ("consult", ("lawyer", "mayor"))):
            count = self.pick((0, 0, 0, 1) if self.guarded else (0, 1, 1, 2))
            asked = {r: self.asked() for r in roles[:count]}
            if asked:
                made[kind] = asked
        return made

    def asked(self) -> dict[str, Any]:
        made: dict[str, Any] = {"of": self.where(), "takes": self.pick(TIMES)}
        if self.some(0.6):
            made["refuses"] = self.pick(("seldom", "half", "never", "surely"))
        if self.some(0.6):
            made["within"] = self.pick(("0 min", "10 min", "1 h", "3 h", "8 h", "1 d"))
        if self.some(0.4):
            made["level"] = "secret"
        if self.some(0.3):
            made["deliberation"] = True
        if self.some(0.2):
            made["eased-by"] = self.pick(("half", "seldom", "surely"))
        return made

    # -- threads ---------------------------------------------------------------------

    def condition(self, facts: bool) -> dict[str, Any]:
        choices: list[dict[str, Any]] = [CALM, CRISIS]
        if self.grants:
            choices += [GIVEN, {"any": [NOT_GIVEN, CRISIS]}]
        if facts:
            choices += [
                {"kind": ["red", "blue"]},
                {"any": [{"kind": "red"}, CRISIS]},
                {"not": {"kind": "blue"}},
            ]
        return dict(self.pick(choices))

    def step(self, facts: bool, *, decide: float = 0.35) -> dict[str, Any]:
        made: dict[str, Any] = {"takes": self.pick(TIMES)}
        if self.some(decide):
            made |= {"does": "decide", "function": self.pick(self.functions)}
            if self.some(0.3):
                made["refuses"] = self.pick(("seldom", "half"))
        else:
            made["by"] = self.whom()
        if self.some(0.3):
            made["level"] = "secret"
        if self.some(0.2):
            made["deliberation"] = True
        if self.some(0.15):
            made["eased-by"] = self.pick(("half", "seldom"))
        if self.some(0.12):
            made[self.pick(("when", "unless"))] = self.condition(facts)
        if self.some(0.25):
            made["milestone"] = self.pick(("first-look", "decided", "moved"))
        return made

    def inputs(self, tokens: list[str]) -> dict[str, Any] | None:
        if not tokens or self.some(0.08):
            return None
        recent = tokens[-6:]
        chosen = sorted({self.pick(recent) for _ in range(self.pick((1, 1, 2, 3)))})
        return {self.pick(("all", "all", "any")): chosen}

    def grow(self, thread: _Thread, number: int, facts: bool) -> None:
        """Adds a step, a branch, a loop or a procedure."""
        name = f"{self.pick('abcdefgh')}{number}"
        after = self.inputs(thread.tokens)
        what = self.pick(("step", "step", "step", "branch", "branch", "loop", "procedure"))
        if what == "procedure" and not after:
            what = "step"
        if what == "loop":
            self.loop(thread, name, after, facts)
            return
        if what == "procedure":
            made: dict[str, Any] = {"run": "procedure"}
            thread.tokens += [f"{name}.good", f"{name}.bad"]
        else:
            made = self.step(facts, decide=0.0 if what == "branch" else 0.35)
            if what == "branch":
                made["outcomes"] = {"left": self.pick(CHANCES), "right": self.pick(CHANCES),
                                    "straight": "rest"}  # fmt: skip
                if self.some(0.5):
                    del made["outcomes"]["right"]
                thread.tokens += [f"{name}.{o}" for o in made["outcomes"]]
            elif made.get("does") == "decide":
                thread.tokens += [f"{name}.approved", name]
                if self.some(0.5):
                    thread.tokens.append(f"{name}.refused")
                thread.tokens = sorted(set(thread.tokens) - {name}, key=thread.tokens.index)
            else:
                thread.tokens.append(name)
        if after:
            made["after"] = after
        thread.steps[name] = made

    def loop(self, thread: _Thread, name: str, after: dict[str, Any] | None, facts: bool) -> None:
        """A loop of one step, of two, or of two with others in between."""
        length = self.pick((1, 2, 2, 4))
        first = name
        last = f"{name}z" if length > 1 else name
        back = f"{last}.again"
        if after is None and length > 1:
            # Only a loop of one step may be where a thread begins.
            thread.steps[f"{name}a"] = self.step(facts, decide=0.0)
            after = {"all": [f"{name}a"]}
        if after is None:
            after = {"all": [back]}
        else:
            after = {kind: [*tokens, back] for kind, tokens in after.items()}
        again = {"again": self.pick(LOOPS), "onward": "rest"}
        thread.steps[first] = self.step(facts, decide=0.2 if length > 1 else 0.0)
        thread.steps[first]["after"] = after
        inner = [first]
        if length == 4:
            inner = [f"{name}m", f"{name}n"]
            for middle in inner:
                thread.steps[middle] = self.step(facts, decide=0.1) | {"after": {"all": [first]}}
            if self.some(0.5):  # one of the two in the middle is not taken
                thread.steps[first] = self.step(facts, decide=0.0) | {"after": after}
                thread.steps[first]["outcomes"] = {"left": self.pick(CHANCES), "right": "rest"}
                for middle, outcome in zip(inner, ("left", "right"), strict=True):
                    thread.steps[middle]["after"] = {"all": [f"{first}.{outcome}"]}
        if length > 1:
            thread.steps[last] = self.step(facts, decide=0.0) | {"after": {"all": inner}}
        thread.steps[last]["outcomes"] = again
        thread.tokens.append(f"{last}.onward")

    def procedure(self) -> dict[str, Any]:
        steps = {"enter": self.step(False, decide=0.0) | {"outcomes": {
            "plain": self.pick(CHANCES), "hard": "rest"}}}  # fmt: skip
        steps["settle"] = self.step(False, decide=1.0) | {"after": "enter.hard"}
        for step in steps.values():
            step.pop("milestone", None)
        return {
            "title": "A procedure", "procedure": True, "steps": steps,
            "results": {"good": ["enter.plain", "settle.approved"], "bad": ["settle.refused"]},
        }  # fmt: skip

    def web(self, thread: _Thread) -> None:
        """Decisions that stand in one another's past in every way, a branch and a loop among
        them; most are approved."""
        plain: list[str] = []
        for number in range(self.pick((5, 6, 7, 8))):
            kind = self.pick((*["decide"] * 5, "gone", "gone", "branch", "loop"))
            name = f"{self.pick('stuvwxyz')}{number}"
            takes = self.pick(("no-time", "ten-minutes", "half-hour", "uncertain"))
            made: dict[str, Any] = {"takes": takes, "by": self.whom()}
            after = self.inputs(thread.tokens) if number != 1 else None
            tokens = [name]
            if kind == "gone" and plain:  # its input is dead as a rule, with a past
                after = {"all": [f"{self.pick(plain)}.refused"]}
            elif kind == "decide":
                function = self.pick(self.functions)
                made = {"does": "decide", "function": function, "takes": takes}
                tokens = [f"{name}.approved", f"{name}.refused"]
                plain.append(name)
                if self.some(0.2):
                    made["refuses"] = "half"
                if self.some(0.7):
                    tokens.pop()
            elif kind == "branch":
                made["outcomes"] = {"left": "half", "right": "rest"}
                tokens = [f"{name}.left", f"{name}.right"]
            elif kind == "loop" and after:
                thread.steps[f"{name}z"] = {
                    "takes": takes, "by": self.whom(), "after": name,
                    "outcomes": {"again": "half", "onward": "rest"},
                }  # fmt: skip
                function = self.pick(self.functions)
                made = {"does": "decide", "function": function, "takes": takes}
                tokens = [f"{name}z.onward"]
                after = {how: [*of, f"{name}z.again"] for how, of in after.items()}
            if after:
                made["after"] = after
            if self.some(0.1):
                made["when"] = self.condition(False)
            thread.steps[name] = made
            thread.tokens += tokens

    def passed_on(self, thread: _Thread) -> None:
        """Word above the level that passes freely, from post to post: as a rule inside one
        headquarters, of two nations where there is one."""
        shared = [hq for post, hq in self.posts if post == "bridge"]
        home = self.pick(shared or [hq for _, hq in self.posts])
        inside = sorted(post for post, hq in self.posts if hq == home)
        for number in range(self.pick((2, 3, 4))):
            by = f"{self.pick(inside)} of {home}" if self.some(0.7) else self.where()
            takes = self.pick(("no-time", "ten-minutes", "uncertain"))
            made = {"takes": takes, "by": by, "level": "secret"}
            if number:
                made["after"] = f"passed{number - 1}"
            thread.steps[f"passed{number}"] = made

    def thread(self, size: int) -> dict[str, Any]:
        facts = self.some(0.5)
        grown = _Thread()
        if self.guarded and len(self.nations) > 1 and self.some(0.6):
            self.passed_on(grown)
        if self.guarded and self.some(0.7):
            self.web(grown)
            size = 1
        for number in range(size):
            self.grow(grown, number, facts)
        made: dict[str, Any] = {
            "title": "A thread", "precedence": self.pick(PRECEDENCES), "steps": grown.steps,
        }  # fmt: skip
        if facts:
            made["facts"] = {"kind": ["red", "blue", "grey"]}
        if self.some(0.3):
            made["lapses-after"] = self.pick(("0 min", "40 min", "5 h", "1 d", "3 d"))
        own = [n for n, s in grown.steps.items() if "run" not in s]
        answer = own[-1] if self.some(0.7) else self.pick(own)
        grown.steps[answer]["answer"] = True
        if "milestone" in grown.steps[answer]:
            grown.steps[answer]["milestone"] = "answered"  # which is the answer's alone
        return made

    # -- guarantees ------------------------------------------------------------------

    def act(self) -> dict[str, Any]:
        kinds = ["function", "function", "orders-to", "orders-to"] + ["grants"] * self.grants
        match self.pick(kinds):
            case "grants":
                return {"grants": "transfer"}
            case "orders-to":
                return {"orders-to": self.pick((self.home, "troops"))}
            case _:
                return {"function": self.functions if self.some(0.6) else self.pick(self.functions)}

    def yes(self) -> dict[str, Any]:
        approved = {"approved": self.pick(self.functions)}
        choices: list[dict[str, Any]] = [
            approved, approved, approved, approved | {"by": self.whom()},
            approved | {"nation": self.pick(NATIONS)}, {"by": self.whom()},
            {"nation": self.pick(NATIONS)},
        ]  # fmt: skip
        if self.orders and self.some(0.2):
            return {"standing-order": self.pick(self.orders)}
        return dict(self.pick(choices))

    def guarantee(self) -> dict[str, Any]:
        yeses = [self.yes() for _ in range(self.pick((1, 1, 1, 2, 3)))]
        made: dict[str, Any] = {
            "title": "Something must come first", "nation": self.pick(NATIONS), "act": self.act(),
            "only-after": {self.pick(("all", "any")): yeses}, "legal-basis": "none",
        }  # fmt: skip
        if self.some(0.4):
            made["within"] = self.pick(("0 min", "10 min", "30 min", "1 h", "3 h"))
        if self.some(0.1):
            made["threads"] = ["main"]
        return made

    def guarantees(self) -> dict[str, Any]:
        made = [self.guarantee() for _ in range(self.pick((0, 1, 3)))]
        for function in self.functions:  # what lies in the past of every decision
            made.append(
                self.guarantee()
                | {"act": {"function": self.functions}, "only-after": [{"approved": function}]}
            )
        for function in self.functions if self.held else ():  # and before an order
            before = {"act": {"orders-to": "troops"}, "only-after": [{"approved": function}]}
            made.append(made[-1] | before)
        if self.grants:
            grants = {"act": {"grants": "transfer"}}
            made.append(self.guarantee() | grants)
            made.append(made[-1] | {"only-after": [{"approved": self.functions[-1]}]})
        made += self.releases()
        return {f"g{number}": guarantee for number, guarantee in enumerate(made)}

    def releases(self) -> list[dict[str, Any]]:
        """Word that crosses between two nations, as a rule after a review by the first of them."""
        nations = sorted(self.nations)
        made = []
        for giver, taker in [(a, b) for a in nations for b in nations if a != b]:
            by = giver if self.some(0.7) else taker
            release = {"from": giver, "to": taker, "above": "open"}
            made.append(
                {
                    "title": "A review comes first", "nation": giver, "legal-basis": "none",
                    "act": {"releases": release}, "only-after": [{"reviewed-by": by}],
                }
            )  # fmt: skip
            if self.some(0.1):
                made[-1]["threads"] = ["main"]
        return made

    # -- scenario --------------------------------------------------------------------

    def stream(self, thread: str, facts: bool) -> dict[str, Any]:
        made: dict[str, Any] = {
            "thread": thread,
            "first": self.pick(("0 min", "0 min", "30 min", "5 h", "1 d")),
        }
        count = self.pick((1, 2, 4, 7))
        if count > 1:
            every = self.pick(("no-time", "ten-minutes", "memoryless", "an-hour", "long"))
            made |= {"count": count, "every": every}
        if facts:
            red = {"red": self.pick(CHANCES), "blue": "rest", "grey": self.pick(CHANCES)}
            made["facts"] = {"kind": red}
            if self.some(0.6):
                made["precedence-by"] = {
                    "kind": {"red": self.pick(PRECEDENCES), "grey": self.pick(PRECEDENCES)}
                }
        return made

    def scenario(self, threads: dict[str, Any]) -> dict[str, Any]:
        states = dict(self.pick((CALM, CRISIS)))
        noun: dict[str, Any] = {"states": states, "incidents": {}}
        if self.grants and self.some(0.4):
            noun["granted"] = "transfer"
        if self.some(0.5):
            moments = ("0 min", "30 min", "2 h", "10 h", "30 h")
            # Two changes of one instant would take effect in their order, which is a finding.
            noun["changes"] = [
                {"after": moment, "set": dict(self.pick((CALM, CRISIS)))}
                for moment in sorted({self.pick(moments) for _ in range(self.pick((1, 1, 2, 3)))})
            ]
        for number, name in enumerate(threads):
            granting = self.guarded and name == "transfer"
            if number == 0 or granting or self.some(0.7):
                facts = "facts" in threads[name]
                for copy in range(self.pick((1, 1, 2))):
                    noun["incidents"][f"{name}-{copy}"] = self.stream(name, facts)
        for name in {s["thread"] for s in noun["incidents"].values()}:
            values = [s.get("facts") for s in noun["incidents"].values() if s["thread"] == name]
            for stream in noun["incidents"].values():
                if stream["thread"] == name and values[0] is not None:
                    stream["facts"] = values[0]
        return {
            "title": "Generated", "start": dict(self.pick(STARTS)),
            "horizon": self.pick(HORIZONS), "threads": {next(iter(threads)): noun},
        }  # fmt: skip

    def study(self) -> dict[str, Any]:
        arrangement = self.arrangement()
        threads = {"main": self.thread(self.pick((1, 2, 3, 4, 5, 6)))}
        if self.some(0.3):
            threads["other"] = self.thread(self.pick((1, 2)))
        if self.grants:
            threads["transfer"] = self.thread(self.pick((1, 1, 2)))
            if self.guarded and self.some(0.5):  # what grants is as often work as a decision
                steps = {
                    "hand-over": {"by": self.whom(), "takes": self.pick(TIMES), "answer": True}
                }
                threads["transfer"] = {"title": "A hand-over", "steps": steps}
            threads["recall"] = self.thread(self.pick((1, 1, 2))) | {"recalls": "transfer"}
        scenario = self.scenario(threads)
        threads["procedure"] = self.procedure()
        if not any("run" in s for t in threads.values() for s in t["steps"].values()):
            del threads["procedure"]
        return {
            "study": "generated", "title": "Generated", "question": "Do the twins agree?",
            "baseline": "only", "nations": {n: {"title": n, "holidays": n[:2]} for n in NATIONS},
            "states": {"readiness": {"values": ["calm", "crisis"]}},
            "levels": ["open", "secret"], "schedules": SCHEDULES,
            "places": {p: {"latitude": 0.0, "longitude": 0.0, "zone": z}
                       for p, z in ZONES.items()},
            "forces": {"troops": {"title": "Troops", "nation": self.home, "home": "Tokyo"}},
            "estimates": _estimates(), "arrangements": {"only": arrangement},
            "threads": threads, "scenarios": {"only": scenario},
            "guarantees": self.guarantees() if self.guarded else {},
        }  # fmt: skip


def _estimates() -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, (low, likely, high, law, spread) in TIMES.items():
        made[name] = {"title": name, "low": low, "likely": likely, "high": high, "law": law,
                      "spread": spread, "grade": "placeholder"}  # fmt: skip
    for name, (low, likely, high) in CHANCES.items():
        made[name] = {"title": name, "unit": "probability", "low": low, "likely": likely,
                      "high": high, "grade": "placeholder"}  # fmt: skip
    return made


def text_of(random: Random) -> str:
    """The text of a generated study."""
    return yaml.safe_dump(_Maker(random).study(), sort_keys=False, allow_unicode=True)


study_texts = st.randoms(use_true_random=False, note_method_calls=False).map(text_of)
"""Texts of studies; most of them pass the checks."""
