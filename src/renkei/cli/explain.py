"""``renkei explain``: a thread, a duty or a right under an arrangement, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.doors import (
    DONE,
    Arrangement,
    AsJson,
    ScenarioName,
    States,
    StudyName,
    ThreadName,
    WrongUsage,
    asked_states,
    chosen,
    command,
    find_case,
    load_study,
)
from renkei.cli.page import Page, document

if TYPE_CHECKING:
    from renkei.checks.case import Case
    from renkei.checks.study import CheckedStudy
    from renkei.cli.account import Account


def explain(
    study: StudyName,
    /,
    *,
    arrangement: Arrangement = None,
    thread: ThreadName = None,
    scenario: ScenarioName = None,
    duty: Annotated[
        str | None, Parameter(name="--duty", help="Explain this duty, not a thread.")
    ] = None,
    right: Annotated[
        str | None,
        Parameter(
            name=["--right", "--function"],
            help="Explain the right to decide this function, not a thread.",
        ),
    ] = None,
    states: States = None,
    json: AsJson = False,
) -> int:
    """Says who does what under an arrangement and why: in a thread, by a duty or by a right.

    Nothing is simulated. A thread is told with its holders, consents and routes in the states in
    which the scenario starts; a duty or a right in every combination of states (or in --states),
    with the chain of grants, who else could hold it and what if its holder cannot be had.
    """
    checked = load_study(study)
    if duty is not None or right is not None:
        if (duty is not None and right is not None) or thread is not None or scenario is not None:
            raise WrongUsage("explain one thing at a time: --thread, --duty or --right")
        return _one(checked, study, arrangement, duty, right, states, json)
    if states:
        raise WrongUsage("--states goes with --duty or --right; a thread takes its scenario's")
    names, case = find_case(checked, arrangement, thread, scenario)
    from renkei.cli.account import account

    told = None if case is None else account(checked, case)
    if json:
        document(_rows(checked, names, case, told))
    elif case is None or told is None:
        not_here(Page(), checked, names)
    else:
        _Telling(checked, case, told).tell()
        again = command(study, "trace", names)
        page = Page()
        page.line()
        page.line(f"Next: {again}")
    return DONE


def _one(
    checked: CheckedStudy, study: str, arrangement: str | None, duty: str | None,
    right: str | None, states: list[str] | None, json: bool,
) -> int:  # fmt: skip
    """A duty or a right."""
    from renkei.cli.entitled import Entitled
    from renkei.cli.entitled_told import tell

    a = chosen("arrangement", arrangement, checked.study.arrangements)
    noun = checked.study.arrangements[a]
    if duty is not None:
        name = chosen("duty", duty, noun.duties)
    else:
        by_name = noun.rights[right].function if right in noun.rights else right
        name = chosen("function", by_name, {r.function for r in noun.rights.values()})
    from renkei.checks.transfer import variables

    asked = asked_states(variables(checked.study, a), states)
    found = Entitled(checked, a, name, duty=duty is not None, asked=asked)
    if json:
        kind = "duty" if duty is not None else "right"
        document({"study": checked.study.study, "arrangement": a, "kind": kind, **found.row()})
    else:
        tell(Page(), found, study)
    return DONE


def why_not_in_force(checked: CheckedStudy, names: tuple[str, str, str]) -> tuple[str, str]:
    """Why an arrangement is not in force in a scenario, and where that is written."""
    from renkei.checks.transfer import nothing_to_transfer
    from renkei.cli.wording import condition_in_words, states_in_words

    arrangement, thread, scenario = names
    study = checked.study
    noun = study.scenarios[scenario].threads[thread]
    idle = nothing_to_transfer(study, study.arrangements[arrangement], noun, thread)
    if idle:
        at = study.origins.find("threads", idle, "transfer-only").cited
        return f"{idle} only transfers authority, and {arrangement} grants none by it", at
    states = noun.states
    asked = condition_in_words(study.arrangements[arrangement].in_force)
    given = "; ".join(states_in_words(study, states)) or "no states"
    at = study.origins.find("arrangements", arrangement, "in-force").cited
    return f"it is in force only while {asked}, and the scenario starts with {given}", at


def not_here(page: Page, checked: CheckedStudy, names: tuple[str, str, str]) -> None:
    """Says that an arrangement is not in force in a scenario, and why."""
    from renkei.cli.wording import cited

    why, at = why_not_in_force(checked, names)
    arrangement, thread, scenario = names
    page.line(f"{thread} under {arrangement} in {scenario}", style="bold")
    page.line(f"Not in force here: {cited(why, at)}. Nothing is simulated for it.")


def _rows(
    checked: CheckedStudy, names: tuple[str, str, str], case: Case | None, told: Account | None
) -> dict[str, Any]:
    arrangement, thread, scenario = names
    study = checked.study
    head = {
        "study": study.study,
        "arrangement": arrangement,
        "thread": thread,
        "scenario": scenario,
        "states": dict(sorted(study.scenarios[scenario].threads[thread].states.items())),
        "granted": sorted(study.scenarios[scenario].threads[thread].granted),
        "in_force": case is not None,
    }
    if case is None or told is None:
        why, at = why_not_in_force(checked, names)
        return {**head, "why": why, "why_at": at, "steps": []}
    from renkei.cli.head import start_row, transfers

    return {
        **head,
        "start": start_row(checked.study, case, told.headquarters),
        "changes": [
            {"after_s": after // 1000, "states": case.combinations[c]} for after, c in case.changes
        ],
        "transfers": transfers(checked.study, case),
        "summary": told.summary.row(),
        "headquarters": told.headquarters,
        "steps": list(told.steps),
    }


class _Telling:
    def __init__(self, checked: CheckedStudy, case: Case, told: Account) -> None:
        self.checked = checked
        self.case = case
        self.told = told
        self.page = Page()

    def tell(self) -> None:
        from renkei.cli.head import tell_head, tell_headquarters

        for sentence in self.told.summary.sentences:
            self.page.line(sentence)
        self.page.line()
        tell_head(self.page, self.checked, self.case, self.told.headquarters)
        tell_headquarters(self.page, self.checked.study, self.told.headquarters)
        inside: list[str] = []
        for number, row in enumerate(self.told.steps, 1):
            parts = row["name"].split("/")[1:]
            procedures = parts[:-1]
            if procedures != inside:
                self._enter(inside, procedures, row)
                inside = procedures
            self._step(number, row, parts[-1], 3 * len(procedures))

    def _enter(self, inside: list[str], procedures: list[str], row: dict[str, Any]) -> None:
        same = 0
        while same < min(len(inside), len(procedures)) and inside[same] == procedures[same]:
            same += 1
        for depth in range(same, len(procedures)):
            full = "/".join(procedures[: depth + 1])
            last = depth + 1 == len(procedures)
            title = f": {row['procedure']}" if last and row["procedure"] else ""
            self.page.line()
            self.page.line(f"{full}{title}", indent=3 * depth, hang=2, style="bold")

    def _step(self, number: int, row: dict[str, Any], name: str, indent: int) -> None:
        page = self.page
        page.line()
        marks = [m for m, on in (("deliberation", row["deliberation"]),) if on]
        if row["milestone"]:
            marks.append(f'milestone "{row["milestone"]}"')
        if row["answer"]:
            marks.append("the answer")
        title = f": {row['title']}" if row["title"] else ""
        marked = f"  [{', '.join(marks)}]" if marks else ""
        does = "decision " if row["does"] == "decide" else ""
        page.line(f"{number}. {does}{name}{title}{marked}", indent=indent, hang=3, style="bold")
        for sentence in _sentences(row):
            page.line(sentence, indent=indent + 3, hang=2)


def _sentences(row: dict[str, Any]) -> list[str]:
    from renkei.cli.ways import told
    from renkei.cli.wording import cited

    said: list[str] = []
    if not row["happens"]:
        said.append(f"Does not happen in these states: only when {row['condition']}.")
    elif row["condition"]:
        said.append(f"Only when {row['condition']}.")
    verb = "decides" if row["does"] == "decide" else "does this"
    told_by_name = row["holder"].casefold().endswith(row["post_title"].casefold())
    title = "" if told_by_name else f", {row['post_title']},"
    said.append(f"{row['holder']}{title} {verb} ({row['nation_title']}, {row['place']}).")
    reasons = "; ".join(cited(r["words"], r["at"]) for r in row["reasons"])
    said.append(f"Why: {reasons}.")
    said += _work(row)
    many = len(row["inputs"]) > 1
    if many:
        every = "all of these" if row["waits_for"] == "all" else "the first of these"
        said.append(f"Begins after {every}:")
    for item in row["inputs"]:
        source = item["from"].partition("/")[2]
        lead = f"- {source}" if many else f"Begins after {source}"
        article = "an order" if item["kind"] == "order" else (
            item["kind"] if item["kind"] == "information" else f"a {item['kind']}"
        )  # fmt: skip
        said.append(f"{lead}; word comes as {article} and {told(item['words'])}")
    if row["again_after"]:
        again = (name.partition("/")[2] for name in row["again_after"])
        said.append(f"Done again after {', '.join(again)}.")
    for asked in row["consents"]:
        said += _asks(asked)
    for later in row["later"]:
        states = ", ".join(f"{k} {v}" for k, v in sorted(later["states"].items()))
        asks = f", asking {', '.join(later['asks'])}" if later["asks"] else ""
        said.append(f"If it opens when {states}: {later['holder']}{asks}, since {later['why']}.")
    return said


def _work(row: dict[str, Any]) -> list[str]:
    said = [f"Takes {row['takes']} of hands-on work."]
    if row["eased"]:
        said[0] = f"{said[0][:-1]}, less {row['eased']}."
    if row["refuses"]:
        said.append(f"The decision may be no: {row['refuses']}.")
    if row["outcomes"]:
        shown = "; ".join(f"{name}, {odds}" for name, odds in row["outcomes"].items())
        said.append(f"It may turn out: {shown}.")
    said.append(_duty(row))
    return said


def _duty(row: dict[str, Any]) -> str:
    if row["hours"] == "around the clock":
        return "On duty around the clock."
    start = f"; {row['at_start']}" if row["at_start"] else ""
    return f"On duty {row['hours']} ({row['zone']}){start}; {row['reached']}."


def _asks(asked: dict[str, Any]) -> list[str]:
    from renkei.cli.ways import told
    from renkei.cli.wording import cited
    from renkei.evidence.duration import words as duration

    must = "Consults" if asked["kind"] == "consult" else "Needs the consent of"
    who = f"{asked['holder']} ({asked['nation_title']}, {asked['place']})"
    within = asked["within_s"]
    late = "passed over" if asked["kind"] == "consult" else "taken as no"
    limit = "" if within is None else f"; no answer within {duration(within * 1000)} is {late}"
    judged = ", a political judgement" if asked["deliberation"] else ""
    no = f", and the answer is no with {asked['refuses']}" if asked["refuses"] else ""
    said = [
        cited(f'{must} {who} as "{asked["role"]}"', asked["at"])
        + f"; answering takes {asked['takes']}{judged}{no}{limit}."
    ]
    if asked["request"] is None:
        said.append("  It is the same post, which consents at once.")
    else:
        said.append(
            f"  The request {told(asked['request']['words'])} The answer comes back the same way."
        )
        said.append(f"  {_duty(asked)}")
    return said
