"""A small study in order, in block style, so that every fault has a place of its own."""

from __future__ import annotations

import re

from renkei.checks.study import CheckedStudy, check
from renkei.findings import Finding, FindingsError
from renkei.reading.study import read_text

MARK = "¦"
"""Stands in front of the field at which a finding must point."""

IN_ORDER = """\
study: checkable
title: A study in order
question: What is found?
baseline: parallel
nations:
  JPN:
    title: Japan
  USA:
    title: United States
states:
  readiness:
    values: [calm, crisis]
levels: [open, secret]
test-histories: [kept-history]
reserved:
  employ:
    nation: JPN
    functions: [act]
deadlines:
  alarm:
    at: [1 h]
    marked: 1 h
schedules:
  always:
    around-the-clock: true
  office:
    shifts:
      - days: Mon-Fri
        from: "08:00"
        to: "17:00"
places:
  Tokyo:
    latitude: 35.7
    longitude: 139.7
    zone: Asia/Tokyo
  Honolulu:
    latitude: 21.4
    longitude: -157.9
    zone: Pacific/Honolulu
forces:
  fleet:
    title: Fleet
    nation: USA
    home: Honolulu
  wing:
    title: Wing
    nation: USA
    home: Honolulu
force-sets:
  both:
    forces: [fleet, wing]
estimates:
  work:
    title: Work
    low: 5 min
    likely: 10 min
    high: 20 min
    grade: documented
    fit: similar
    source: paper
    histories: [old-history]
  chance:
    title: Chance
    unit: probability
    low: 0.1
    likely: 0.2
    high: 0.3
    grade: placeholder
sources:
  paper: A paper
expectations:
  who-acts:
    arrangement: parallel
    states:
      readiness: calm
    function: act
    decides: chief of Alpha
    consent: [commander of Pearl]
    chain: [Alpha, Bravo]
    source: paper
targets:
  quick:
    title: Quick enough
    arrangement: parallel
    thread: alarm
    scenario: weekday
    milestone: done
    low: 1 h
    high: 2 h
    history: old-history
    source: paper
claims:
  slower:
    says: It is slower
    by: An institute
    date: "2026"
    source: paper
    asks:
      measure: time-to-release
      thread: alarm
      scenarios: [weekday]
      arrangement: parallel
      expect: better
arrangements:
  parallel:
    title: Parallel
    headquarters:
      Alpha:
        title: Alpha
        aliases: [ALPHA-HQ]
        nation: JPN
        place: Tokyo
        echelon: joint
        posts:
          watch:
            people: 1
            hours: always
            handles-word: work
          chief:
            people: 1
            hours: office
            reach:
              takes: work
              from: IMMEDIATE
      Bravo:
        title: Bravo
        nation: JPN
        place: Tokyo
        echelon: component
        posts:
          ops:
            people: 1
            hours: always
      Smith:
        title: Smith
        nation: USA
        place: Honolulu
        echelon: theatre
        posts:
          watch:
            people: 1
            hours: always
            handles-word: work
            reviews-disclosure: work
      Pearl:
        title: Pearl
        nation: USA
        place: Honolulu
        echelon: component
        posts:
          commander:
            people: 1
            hours: always
    links:
      home:
        between: [Alpha, Bravo]
        transit: work
      ocean:
        between: [Alpha, Smith]
        transit: work
      island:
        between: [Smith, Pearl]
        transit: work
    relationships:
      home:
        from: Alpha
        to: Bravo
        type: command
      fleet:
        from: Smith
        to: Pearl
        type: OPCON
        scheme: US
        forces: [fleet]
      wing:
        from: Smith
        to: Pearl
        type: OPCON
        scheme: US
        forces: [wing]
      ally:
        from: Alpha
        to: Smith
        type: liaison
    agreements:
      freely:
        from: JPN
        to: USA
        level: open
    rights:
      act:
        function: act
        decides: chief of Alpha
        consent:
          ally:
            of: commander of Pearl
            takes: work
            refuses: chance
    duties:
      lead:
        post: watch of Alpha
threads:
  council:
    title: A council
    procedure: true
    results:
      adopted: vote.for
      rejected: vote.against
    steps:
      vote:
        by: watch of Alpha
        takes: work
        outcomes:
          for: chance
          against: rest
  alarm:
    title: An alarm
    facts:
      kind: [small, large]
    steps:
      assess:
        by: duty lead
        takes: work
      council:
        run: council
        after: assess
      act:
        does: decide
        function: act
        takes: work
        after: council.adopted
      do:
        by: ops of Bravo
        takes: work
        after: act
        milestone: done
        answer: true
scenarios:
  weekday:
    title: A weekday
    start:
      local: "2026-06-03 10:00"
      zone: Asia/Tokyo
    horizon: 4 d
    threads:
      alarm:
        states:
          readiness: calm
        changes:
          - after: 1 h
            set:
              readiness: crisis
        incidents:
          main:
            thread: alarm
            facts:
              kind:
                small: rest
                large: chance
"""


def bent(*changes: tuple[str, str]) -> str:
    """The study with texts replaced, each of which must stand in it exactly once."""
    text = IN_ORDER
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times: {old!r}"
        text = text.replace(old, new)
    return text


def checked(text: str) -> CheckedStudy:
    """Read and checked."""
    return check(read_text({"study.yaml": text}))


def findings_of(text: str) -> tuple[Finding, ...]:
    """Everything found in a study."""
    try:
        return checked(text).notes
    except FindingsError as error:
        return error.findings


def marked(text: str) -> tuple[str, int, int]:
    """The text without its mark, and where a finding about the marked field must point.

    That is the value of a field with one word or number, else the field's own name.
    """
    before, after = text.split(MARK)
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    scalar = re.match(r"[\w-]+: (?=[^\s\[{])", after)
    return before + after, line, column + (scalar.end() if scalar else 0)
