"""The flow of a thread: procedures inlined, inputs resolved, loops found (rules 8 to 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from renkei.findings import Finding, Severity, nearest
from renkei.model.state import ALWAYS, Condition, Every, Not
from renkei.model.study import Study
from renkei.model.thread import Edge, Step, Thread, WordKind
from renkei.record.vocabulary import means_a_path

APPROVED, REFUSED = "approved", "refused"


@dataclass(frozen=True, slots=True)
class Input:
    """One edge into a flat step."""

    source: str
    outcome: str | None
    """None: whatever the outcome."""
    sent_as: WordKind | None
    level: str | None

    def name(self) -> str:
        """As shown in the name of the edge's site."""
        return self.source if self.outcome is None else f"{self.source}.{self.outcome}"


@dataclass(slots=True)
class FlatStep:
    """A step after inlining."""

    name: str
    step: Step
    path: tuple[str, ...]
    condition: Condition
    any_join: bool = False
    inputs: list[Input] = field(default_factory=list)
    back_inputs: list[Input] = field(default_factory=list)
    loops: dict[Input, tuple[str, ...]] = field(default_factory=dict)
    """For each back input, the steps of its loop."""

    @property
    def milestone(self) -> str | None:
        """The milestone it reaches; the answer is one even without a name of its own."""
        own = self.name.rpartition("/")[2] if self.step.answer else None
        return self.step.milestone or own

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of its outcomes."""
        if self.step.does == "decide":
            return APPROVED, REFUSED
        return tuple(self.step.outcomes) or ("done",)


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole thread, flat."""

    thread: str
    steps: dict[str, FlatStep]
    findings: tuple[Finding, ...]

    @property
    def names(self) -> tuple[frozenset[str], frozenset[str]]:
        """What its steps decide, and by whom they are done."""
        steps = [s.step for s in self.steps.values()]
        return (
            frozenset(s.function or "" for s in steps if s.does == "decide"),
            frozenset(s.by or "" for s in steps),
        )


class _Inliner:
    def __init__(self, study: Study) -> None:
        self.study = study
        self.steps: dict[str, FlatStep] = {}
        self.findings: list[Finding] = []

    def report(self, code: str, words: str, *path: str) -> None:
        self.findings.append(
            Finding(code, words, self.study.origins.find(*path), ".".join(path[2:] or path))
        )

    def warn(self, code: str, words: str, *path: str) -> None:
        self.report(code, words, *path)
        self.findings[-1] = replace(self.findings[-1], severity=Severity.WARNING)

    def expand(
        self, name: str, prefix: str, entry: Step | None, caller: Condition, stack: tuple[str, ...]
    ) -> dict[str, list[Input]]:
        """Adds a thread's steps under a prefix; gives what each step name stands for.

        For a procedure ``entry`` is the step that runs it. The result maps "step" and
        "step.outcome" in the thread's own words to inputs from flat steps.
        """
        thread = self.study.threads[name]
        stands_for: dict[str, list[Input]] = {}
        pending: list[tuple[FlatStep, Step, tuple[str, ...]]] = []
        entries: dict[str, tuple[Step, tuple[str, ...], str]] = {}
        path: tuple[str, ...]
        for step_name, step in sorted(thread.steps.items()):
            full = f"{prefix}/{step_name}"
            path = ("threads", name, "steps", step_name)
            condition = _conditions(step)
            if step.after is None:
                condition = _both(caller, condition)
            if step.run is not None:
                inner = self._procedure(step, full, path, condition, stack)
                for result, inputs in inner.items():
                    stands_for[f"{step_name}.{result}"] = inputs
                entries[full] = (step, path, step_name)
                if len(inner) == 1:
                    stands_for[step_name] = next(iter(inner.values()))
                continue
            flat = FlatStep(full, step, path, condition)
            self.steps[full] = flat
            pending.append((flat, step, path))
            usual = APPROVED if step.does == "decide" else None
            stands_for[step_name] = [Input(full, usual, None, None)]
            for outcome in flat.outcomes:
                stands_for[f"{step_name}.{outcome}"] = [Input(full, outcome, None, None)]
        for flat, step, path in pending:
            self._connect(flat, step, path, thread, stands_for)
        for full, (step, path, _) in entries.items():
            first = self._first_of(full)
            if first is not None:
                self._connect(first, step, path, thread, stands_for)
        return stands_for

    def _procedure(
        self, step: Step, full: str, path: tuple[str, ...], caller: Condition,
        stack: tuple[str, ...],
    ) -> dict[str, list[Input]]:  # fmt: skip
        name = step.run or ""
        procedure = self.study.threads.get(name)
        if procedure is None:
            known = [n for n, t in self.study.threads.items() if t.procedure]
            self.report(
                "unknown-procedure", f'no procedure "{name}". {nearest(name, known)}', *path, "run"
            )
            return {}
        if not procedure.procedure:
            self.report(
                "not-a-procedure",
                f'"{name}" is a thread; say "procedure: true" there',
                *path,
                "run",
            )
            return {}
        if name in stack:
            way = " → ".join((*stack, name))
            self.report("procedure-recursive", f"a procedure runs itself: {way}", *path, "run")
            return {}
        if step.milestone or step.answer:
            self.report(
                "milestone-on-procedure", "put the milestone on a step inside the procedure", *path
            )
        first = [s for s, inner in procedure.steps.items() if inner.after is None]
        if len(first) != 1:
            self.report(
                "procedure-entry",
                f"a procedure begins with exactly one step; these have no 'after': {first}",
                "threads", name, "steps",
            )  # fmt: skip
        inner = self.expand(name, full, step, caller, (*stack, name))
        results: dict[str, list[Input]] = {}
        for result, members in sorted(procedure.results.items()):
            found: list[Input] = []
            for member in members:
                if member not in inner:
                    self.report(
                        "unknown-outcome", f'no outcome "{member}". {nearest(member, inner)}',
                        "threads", name, "results", result,
                    )  # fmt: skip
                found += inner.get(member, [])
            results[result] = found
        return results

    def _first_of(self, full: str) -> FlatStep | None:
        inside = [s for n, s in sorted(self.steps.items()) if n.startswith(f"{full}/")]
        return next((s for s in inside if s.step.after is None and not s.inputs), None)

    def _connect(
        self, flat: FlatStep, step: Step, path: tuple[str, ...], thread: Thread,
        stands_for: Mapping[str, list[Input]],
    ) -> None:  # fmt: skip
        if step.after is None:
            return
        flat.any_join = bool(step.after.any)
        which = "any" if step.after.any else "all"
        edges: tuple[Edge, ...] = step.after.any or step.after.all
        for edge in edges:
            found = stands_for.get(edge.step)
            if found is None:
                self.report(
                    *self._unknown_input(edge.step, thread, stands_for), *path, "after", which
                )
                continue
            for item in found:
                sent_as = edge.sent_as or item.sent_as
                flat.inputs.append(
                    Input(item.source, item.outcome, sent_as, edge.level or item.level)
                )
        if len({i.name() for i in flat.inputs}) != len(flat.inputs):
            self.report("repeated-input", "the same input is given twice", *path, "after")
            flat.inputs = list({i.name(): i for i in flat.inputs}.values())

    def _unknown_input(
        self, name: str, thread: Thread, stands_for: Mapping[str, list[Input]]
    ) -> tuple[str, str]:
        step, _, outcome = name.partition(".")
        if step in thread.steps and not outcome:
            results = [n for n in stands_for if n.startswith(f"{step}.")]
            return "unknown-outcome", f'say which result of "{step}": {", ".join(results)}'
        if step in thread.steps:
            known = [n for n in stands_for if n.startswith(f"{step}.")]
            return "unknown-outcome", f'no outcome "{name}". {nearest(name, known)}'
        return "unknown-step", f'no step "{name}". {nearest(step, thread.steps)}'


def _conditions(step: Step) -> Condition:
    parts: list[Condition] = []
    if step.when is not None:
        parts.append(step.when)
    if step.unless is not None:
        parts.append(Not(step.unless))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _both(first: Condition, second: Condition) -> Condition:
    if first == ALWAYS:
        return second
    return first if second == ALWAYS else Every((first, second))


def flatten(study: Study, thread: str) -> Flow:
    """A thread with its procedures inlined and its loops found; faults come as findings."""
    inliner = _Inliner(study)
    inliner.expand(thread, thread, None, ALWAYS, (thread,))
    steps = dict(sorted(inliner.steps.items()))
    for step in steps.values():
        step.inputs.sort(key=Input.name)
    _find_loops(inliner, steps)
    _check_outcomes(inliner, steps)
    answers = [s for s in steps.values() if s.step.answer]
    if not study.threads[thread].procedure and len(answers) != 1:
        words = (
            "no step is marked 'answer: true'"
            if not answers
            else "more than one step is marked 'answer: true': "
            + ", ".join(s.name for s in answers)
        )
        inliner.report("answer", words, "threads", thread, "steps")
    _check_milestones(inliner, steps)
    return Flow(thread, steps, tuple(inliner.findings))


def _check_outcomes(inliner: _Inliner, steps: Mapping[str, FlatStep]) -> None:
    for step in steps.values():
        for name in filter(means_a_path, step.step.outcomes):
            words = f'"{name}" has a meaning of its own in a path; call the outcome otherwise'
            inliner.report("outcome-name", words, *step.path, "outcomes", name)
        rests = [o for o, odds in step.step.outcomes.items() if odds == "rest"]
        if step.step.outcomes and len(rests) != 1:
            inliner.report(
                "outcomes", "exactly one outcome takes the 'rest'", *step.path, "outcomes"
            )


def _check_milestones(inliner: _Inliner, steps: Mapping[str, FlatStep]) -> None:
    """Where two steps share a milestone the first that is done reaches it, whichever that is."""
    marked: dict[str, str] = {}
    for step in steps.values():
        label = step.milestone
        if label is None:
            continue
        if label in marked and (step.step.answer or steps[marked[label]].step.answer):
            inliner.report(
                "answer-milestone-shared",
                f'{marked[label]} and {step.name} both mark the milestone "{label}", and one of '
                "them is the answer, whose time it is. Give the other a name of its own",
                *step.path,
            )
        elif label in marked:
            inliner.warn(
                "milestone-twice",
                f'{marked[label]} and {step.name} both mark the milestone "{label}"; the first of '
                "them counts. Give each a name of its own, unless only one of them can happen",
                *step.path,
            )
        marked.setdefault(label, step.name)


def _reachable(
    start: set[str], follow: Mapping[str, set[str]], without: str | None = None
) -> set[str]:
    seen = {s for s in start if s != without}
    todo = list(seen)
    while todo:
        for after in follow.get(todo.pop(), ()):
            if after not in seen and after != without:
                seen.add(after)
                todo.append(after)
    return seen


def _find_loops(inliner: _Inliner, steps: Mapping[str, FlatStep]) -> None:
    follow: dict[str, set[str]] = {name: set() for name in steps}
    before: dict[str, set[str]] = {name: set() for name in steps}
    for step in steps.values():
        for item in step.inputs:
            follow[item.source].add(step.name)
            before[step.name].add(item.source)
    first = {n for n, s in steps.items() if not s.inputs}
    for step in steps.values():
        for item in list(step.inputs):
            if item.source not in _reachable({step.name}, follow):
                continue
            if item.source in _reachable(first, follow, without=step.name):
                continue  # not a loop's own way back; if it is a cycle, it is found below
            step.inputs.remove(item)
            step.back_inputs.append(item)
            body = _reachable({item.source}, before, without=step.name) | {step.name}
            step.loops[item] = tuple(sorted(body))
            _check_loop(inliner, steps, step, item, body)
    _check_cycles(inliner, steps)


def _check_loop(
    inliner: _Inliner, steps: Mapping[str, FlatStep], target: FlatStep, item: Input, body: set[str]
) -> None:
    source = steps[item.source]
    where = (*source.path, "outcomes")
    if item.outcome is None:
        inliner.report("loop", f"a step that leads back to {target.name} needs outcomes", *where)
    for step in steps.values():
        for other in [*step.inputs, *step.back_inputs]:
            inside = other.source in body and other.source != source.name
            if inside and step.name not in body:
                inliner.report(
                    "loop", f"{step.name} starts inside the loop back to {target.name}", *step.path
                )
            shares = other.source == source.name and other.outcome in (None, item.outcome)
            if shares and (step is not target or other is not item):
                inliner.report(
                    "loop", f"the outcome {item.name()} leads back and on at once", *step.path
                )
        if step.name in body and step is not target and step.any_join and len(step.inputs) > 1:
            inliner.report("loop", f"an any-join inside the loop back to {target.name}", *step.path)


def _check_cycles(inliner: _Inliner, steps: Mapping[str, FlatStep]) -> None:
    waiting = {name: {i.source for i in s.inputs} for name, s in steps.items()}
    while True:
        free = [name for name, sources in waiting.items() if not sources & waiting.keys()]
        if not free:
            break
        for name in free:
            del waiting[name]
    if waiting:
        names = ", ".join(sorted(waiting))
        path = steps[min(waiting)].path
        inliner.report("cycle", f"these steps wait for one another: {names}", *path, "after")
