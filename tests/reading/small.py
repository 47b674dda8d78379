"""A small study over all kinds of file, and ways to bend it for a test."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping

from renkei.findings import Finding, FindingsError
from renkei.model.study import Study
from renkei.reading import read_text_with_notes
from renkei.reading.ordering import CONDITIONS, UNORDERED, UNORDERED_INSIDE
from renkei.reading.written import Plainer
from renkei.reading.yaml_text import read_yaml

_FILES = {
    "study.yaml": """
        study: small
        title: A small study
        question: Does it matter where the headquarters is?
        date: 2026-11-24
        baseline: parallel
        nations:
          JPN: {title: Japan, holidays: JP}
          USA: {title: United States, holidays: US}
        states:
          JPN situation: {values: [peacetime, armed attack]}
        levels: [open, secret]
        deadlines:
          answer: {at: [2 h, 45 min, 1 d], marked: 2 h}
        reserved:
          employ: {nation: JPN, functions: [order, approve], source: [white-paper]}
        schedules:
          always: {around-the-clock: true}
          office:
            shifts:
              - {days: Mon-Fri, from: "08:00", to: "17:00"}
              - {days: Sat, from: "09:00", to: "12:00", people: 1}
        limits:
          - No weapons.
          - An adversary makes no choices.
        """,
    "places.yaml": """
        places:
          Honolulu: {latitude: 21.3, longitude: -157.9, zone: Pacific/Honolulu}
          Tokyo: {latitude: 35.7, longitude: 139.7, zone: Asia/Tokyo}
        """,
    "headquarters.yaml": """
        headquarters:
          JJOC:
            title: Joint Operations Command
            aliases: [JOC, J-JOC]
            nation: JPN
            place: Tokyo
            echelon: joint
            posts:
              watch: {people: 3, hours: always, handles-word: passing}
              commander:
                people: 1
                hours:
                  - {when: {JPN situation: armed attack}, schedule: always}
                  - {schedule: office}
                reach: {takes: reaching}
          PACOM:
            title: Indo-Pacific Command
            nation: USA
            place: Honolulu
            echelon: combatant
            posts:
              watch: {people: 4, hours: always}
        links:
          phone: {between: [PACOM, JJOC], transit: passing}
        """,
    "forces.yaml": """
        forces:
          fleet: {title: A fleet, nation: USA, home: Tokyo}
          wing: {title: A wing, nation: USA, home: Tokyo, size: 5000}
        force-sets:
          us-forces: {forces: [wing, fleet]}
        """,
    "estimates.yaml": """
        estimates:
          passing: {title: Passing on, low: 1 min, likely: 2 min, high: 5 min, grade: placeholder}
          reaching:
            title: Reaching
            low: 10 min
            likely: 20 min
            high: 1 h
            grade: documented
            fit: similar
            source: [white-paper, hearing]
            histories: [h2, h1]
          saying-no: {title: A no, unit: share, low: 0, likely: 0.1, high: 0.5, grade: placeholder}
        """,
    "expectations.yaml": """
        expectations:
          chain:
            arrangement: parallel
            function: order
            decides: commander of JJOC
            consent: [b, a]
            chain: [PACOM, JJOC]
            source: white-paper
        """,
    "claims.yaml": """
        claims:
          speed:
            says: It is faster.
            by: An institute
            date: 2026-01
            source: [white-paper]
        """,
    "targets.yaml": """
        targets:
          drill:
            title: A drill
            arrangement: parallel
            thread: warning
            scenario: weekend
            milestone: answer
            low: 10 min
            high: 2 h
            history: h3
        """,
    "sources.bib": """
        @book{white-paper, title = {Defense of {Japan} 2025}, year = 2025}
        @misc{hearing, title = "Hearing \\& notes"}
        """,
    "arrangements/parallel.yaml": """
        arrangement: parallel
        title: Parallel commands
        summary: As it was.
        role: null check
        what-changes: nothing
        relationships:
          ties:
            from: PACOM
            to: JJOC
            type: coordinating authority
            when: {JPN situation: [peacetime, armed attack]}
            forces: [wing, fleet]
            source: [white-paper, hearing]
        agreements:
          sharing: {from: USA, to: JPN, level: secret}
        rights:
          order:
            function: order
            decides: commander of JJOC
            consent:
              ally: {of: watch of PACOM, takes: passing, refuses: saying-no}
            inform: [watch of PACOM, watch of JJOC]
        duties:
          warn: {post: watch of JJOC}
        """,
    "arrangements/centre.yaml": """
        arrangement: centre
        title: A coordination centre
        extends: parallel
        with: [rank]
        headquarters:
          CENTRE:
            title: Centre
            place: Tokyo
            echelon: staff
            posts:
              watch: {people: 2, hours: always, nation: USA}
        links:
          phone: {between: [PACOM, JJOC, CENTRE]}
        relationships:
          ties: {to: CENTRE}
          tie: {from: CENTRE, to: JJOC, type: liaison}
        rights:
          order:
            consent:
              ally: null
        """,
    "overlays/rank.yaml": """
        overlay: rank
        headquarters:
          PACOM: {rank: O-10}
        """,
    "threads/warning.yaml": """
        thread: warning
        title: Warning
        precedence: FLASH
        facts:
          real: [sure, "no"]
        steps:
          see: {by: duty warn, takes: passing, outcomes: {seen: rest}}
          check: {by: duty warn, takes: passing, after: see}
          decide:
            does: decide
            function: order
            takes: reaching
            after: [see.seen, {step: check, sent-as: report}]
            unless: {any: [{real: "no"}, {JPN situation: armed attack}]}
            answer: true
        results:
          done: [decide.approved, check]
        """,
    "scenarios/weekend.yaml": """
        scenario: weekend
        title: Weekend
        start: {local: 2026-06-06 03:00, zone: Asia/Tokyo}
        horizon: 3 d
        threads:
          warning:
            states: {JPN situation: peacetime}
            changes:
              - {after: 2 h, set: {JPN situation: armed attack}}
            facts: {real: sure}
        """,
}


def files(**changed: str) -> dict[str, str]:
    """The texts of the small study; ``arrangements__x`` replaces arrangements/x.yaml."""
    texts = {name: textwrap.dedent(text).lstrip("\n") for name, text in _FILES.items()}
    for name, text in changed.items():
        file = name.replace("__", "/").replace("_bib", ".bib")
        texts[file if "." in file else f"{file}.yaml"] = textwrap.dedent(text).lstrip("\n")
    return texts


def edited(file: str, *changes: tuple[str, str]) -> dict[str, str]:
    """The small study with pieces of one file exchanged; each piece must be there once."""
    texts = files()
    for old, new in changes:
        assert texts[file].count(old) == 1, f"{old!r} stands {texts[file].count(old)} times"
        texts[file] = texts[file].replace(old, new)
    return texts


def findings(texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """All findings of reading: of a study that cannot be read, or the notes of one that can."""
    try:
        return read_text_with_notes(texts)[1]
    except FindingsError as error:
        return error.findings


def lines(texts: Mapping[str, str]) -> list[str]:
    """The findings as a reader sees them."""
    return [str(f) for f in findings(texts)]


def codes(texts: Mapping[str, str]) -> list[str]:
    """Places and codes of the findings."""
    return [f"{f.position} {f.code}" for f in findings(texts)]


def study(texts: Mapping[str, str]) -> Study:
    """The study, which must have no findings at all."""
    read, notes = read_text_with_notes(texts)
    assert notes == ()
    return read


def backwards(texts: Mapping[str, str]) -> dict[str, str]:
    """The same study, written as JSON, with files, mappings and unordered lists reversed."""

    def turn(value: object, field: str = "", parent: str = "", condition: bool = False) -> object:
        if isinstance(value, dict):
            return {
                k: turn(v, k, field, condition or k in CONDITIONS)
                for k, v in reversed(list(value.items()))
            }
        if isinstance(value, list):
            turned = [turn(v, field, parent, condition) for v in value]
            free = condition or field in UNORDERED or parent in UNORDERED_INSIDE
            return turned[::-1] if free else turned
        return value

    result = {}
    for name, text in reversed(list(texts.items())):
        if name.endswith(".yaml"):
            node, faults = read_yaml(text, name)
            assert node is not None and not faults
            text = json.dumps(turn(Plainer().plain(node)), ensure_ascii=False)
        result[name] = text
    return result
