"""``diff``: every kind of sentence, against what was worked out by hand from the files."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from renkei.cli.main import main
from tests.cli.studies import argued, folder

Capsys = pytest.CaptureFixture[str]


def compared(capsys: Capsys, study: str, *words: str) -> Any:
    assert main(["diff", study, *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def sentences(found: Any) -> list[str]:
    return [row["words"] for row in found["differences"]]


def line_of(text: str, study: str) -> str:
    (number,) = (i for i, line in enumerate(study.splitlines(), 1) if text in line)
    return f"study.yaml:{number}"


SHORT = "about 10 min (5 min to 30 min, placeholder)"
LONG = "about 2 h (1 h to 4 h, placeholder)"
WIRE = "about 1 min (10 s to 5 min, placeholder)"
OFFICE = "Mon-Fri 08:00-17:00, not on national holidays"
REACHED = "off duty it is reached for IMMEDIATE and above, which takes"
NEVER = "off duty it is not reached; the work waits"

# What the arrangement "after" says beside its parent, and every sentence that follows from it.
CASES: dict[str, tuple[str, list[str]]] = {
    "nothing": ("", []),
    "a decider moves within a nation": (
        "rights: {strike: {decides: operations of JSO}}",
        [
            'Operations of JSO (Japan) now decides "strike" (was minister of MOD (Japan)), which '
            "Japan reserves, in armed attack (law)",
            f'Who decides "strike": {NEVER}, in place of: {REACHED} {SHORT} in armed attack (law)',
        ],
    ),
    "nobody decides any more": (
        "rights: {sail: {when: {readiness: [peacetime, crisis]}}}",
        [
            'Nobody decides "sail" any more (was commander of Fleet (United States)) in wartime '
            "(readiness)",
        ],
    ),
    "a new right": (
        "rights: {dive: {function: dive, when: {readiness: [crisis, wartime]}, "
        "decides: commander of Forward}}",
        [
            'Commander of Forward (United States) now decides "dive" (nobody did before) in '
            "crisis and wartime (readiness)",
        ],
    ),
    "new names for a right, a relationship, a link and a role": (
        "rights:\n"
        "  sail: null\n"
        "  sailing: {function: sail, decides: commander of holder of OPCON over both}\n"
        "  strike: {consult: {ally: null, friend: {of: commander of holder of OPCON over both, "
        "takes: short, within: 6 h}}}\n"
        "relationships: {allies: null, friends: {from: MOD, to: Theatre, type: coordinating "
        "authority, referral: MOD}}\n"
        "links: {bridge: null, span: {between: [Theatre, MOD], transit: wire}}",
        [],
    ),
    "consents added": (
        "rights:\n"
        "  strike: {consent: {friend: {of: commander of Forward, takes: short}}}\n"
        "  sail: {consent: {chief: {of: minister of MOD, takes: short}}}",
        [
            'Consent of minister of MOD (Japan) added to "sail"',
            'Consent of commander of Forward (United States) added to "strike", which Japan '
            "reserves, in armed attack (law)",
        ],
    ),
    "a consultation goes": (
        "rights: {strike: {consult: {ally: null}}}",
        [
            'Consultation of commander of Fleet (United States) no longer needed on "strike" in '
            "armed attack (law)",
        ],
    ),
    "a consultation becomes a consent": (
        "rights: {strike: {consult: {ally: null}, consent: {other: {of: commander of holder of "
        "OPCON over both, takes: short, within: 6 h}}}}",
        [
            "Consent of commander of Fleet (United States) in place of its consultation on "
            '"strike" in armed attack (law)',
        ],
    ),
    "another post is consulted": (
        "rights: {strike: {consult: {ally: {of: commander of Forward}}}}",
        [
            "Consultation of commander of Forward (United States) in place of commander of Fleet "
            '(United States) on "strike" in armed attack (law)',
        ],
    ),
    "the terms of a consultation": (
        "rights: {strike: {consult: {ally: {takes: long, within: 8 h, refuses: often, "
        "level: open, deliberation: true}}}}",
        [
            'Consultation of commander of Fleet (United States) on "strike": answering takes '
            f"{LONG} (was {SHORT}); the answer is no with about 50 % (placeholder) (was never); "
            "limit 8 h (was limit 6 h); word of level open (was of the step); now a political "
            "judgement in armed attack (law)",
        ],
    ),
    "somebody is told": (
        "rights: {strike: {inform: [watch of Forward]}}",
        ['Word to watch of Forward (United States) added to "strike" in armed attack (law)'],
    ),
    # In crisis and war Fleet has nothing left and Forward all; Theatre's COCOM stands above both.
    "OPCON moves in crisis and war": (
        "relationships:\n"
        "  fleet-ship: {when: {readiness: peacetime}}\n"
        "  forward-ship: {from: Forward, to: Ship, type: OPCON, scheme: US, forces: [both], "
        "when: {readiness: [crisis, wartime]}}",
        [
            'Commander of Forward (United States) now decides "sail" (was commander of Fleet '
            "(United States)) in crisis and wartime (readiness)",
            "Consultation of commander of Forward (United States) in place of commander of Fleet "
            '(United States) on "strike" in armed attack (law), with crisis and wartime '
            "(readiness)",
            "OPCON (operational control) over The fleet and The marines moves from Fleet to "
            "Forward in crisis and wartime (readiness)",
            "Theatre could now take OPCON over The fleet and The marines back from Forward in "
            "crisis and wartime (readiness)",
            f'Who decides "sail": {OFFICE} (Asia/Tokyo); {REACHED} {LONG}, in place of: '
            f"{OFFICE} (Pacific/Honolulu); {NEVER} in crisis and wartime (readiness)",
        ],
    ),
    "TACON beside OPCON": (
        "relationships: {forward-ship: {from: Forward, to: Ship, type: TACON, scheme: US, "
        "forces: [marines]}}",
        [
            "Forward now holds TACON (tactical control) over The marines beside Fleet (by OPCON), "
            "neither above the other",
            "Forward could now hand TACON over The marines on to Ship",
            "Theatre could now take TACON over The marines back from Forward",
        ],
    ),
    "partial command on the minister's order": (
        "relationships: {staff-flotilla: {from: JSO, to: Flotilla, type: partial command, "
        "scheme: JPN, forces: [destroyers]}}",
        [
            "JSO now holds partial command over The destroyers, which nobody held",
            "MOD could now take partial command over The destroyers back from JSO",
        ],
    ),
    "relationships of other kinds": (
        "relationships:\n"
        "  allies: {referral: JSO}\n"
        "  theatre-forward: {type: ADCON}\n"
        "  talk: {from: JSO, to: Theatre, type: liaison}\n"
        "  leave: {from: Theatre, to: JSO, type: DIRLAUTH}\n"
        "  minister-staff: {forces: [destroyers]}",
        [
            "Theatre could no longer hand OPCON (operational control) over The fleet and The "
            "marines on to Forward",
            "Command of MOD over JSO: names The destroyers (named no forces)",
            "Coordinating authority of MOD with Theatre: unresolved matters go to JSO (went to "
            "MOD)",
            "Theatre over Forward: ADCON (administrative control) in place of COCOM (combatant "
            "command)",
            "Liaison begins between JSO and Theatre",
            "Theatre gains DIRLAUTH (direct liaison authorized) with JSO",
        ],
    ),
    "a relationship goes": (
        "relationships: {allies: null}\nrights: {strike: {consult: {ally: null}}}",
        [
            'Consultation of commander of Fleet (United States) no longer needed on "strike" in '
            "armed attack (law)",
            "MOD no longer has coordinating authority with Theatre",
        ],
    ),
    "an authority that no longer names its forces": (
        "relationships: {minister-flotilla: {forces: []}}",
        [
            "MOD keeps command over Flotilla, but no longer reaches The destroyers by it",
            "MOD could no longer hand partial command over The destroyers on to Flotilla or JSO",
        ],
    ),
    "an authority that is gone": (
        "relationships: {minister-flotilla: {when: {readiness: [peacetime, crisis]}}}",
        [
            "Nobody holds command over The destroyers any more (was MOD) in wartime (readiness)",
            "MOD could no longer hand partial command over The destroyers on to Flotilla or JSO in "
            "wartime (readiness)",
        ],
    ),
    "a duty moves in one state": (
        "duties: {planning: {post: watch of JSO, when: {readiness: wartime}, "
        "otherwise: operations of JSO}}",
        [
            'The duty planning, "Plans", now lies with watch of JSO (was operations of JSO) in '
            "wartime (readiness)",
            f'Who has the duty "planning": around the clock, in place of: {OFFICE} (Asia/Tokyo); '
            f"{NEVER} in wartime (readiness)",
        ],
    ),
    "a new duty": (
        "duties: {extra: {title: More, post: watch of MOD}}",
        ['The duty extra, "More", now lies with watch of MOD (nobody had it before)'],
    ),
    # People: the desk's two seats at every hour are ten people, the moved watch five; one person
    # each for a clerk, one more in operations and two at night.
    "headquarters and posts": (
        "headquarters:\n"
        "  Centre: {title: The centre, place: Tokyo, echelon: centre, posts: "
        "{desk: {nation: USA, people: 2, hours: always}, "
        "clerk: {nation: JPN, people: 1, hours: office}}}\n"
        "  Ship: {place: Tokyo}\n"
        "  JSO: {posts: {operations: {people: 4}, night: {people: 2, hours: nights}}}\n"
        "  Forward: {posts: {watch: {reviews-disclosure: short, handles-word: long, "
        "pause: true}}}",
        [
            "Centre (The centre; shared) appears at Tokyo, with clerk (1 seat) and desk (2 seats)",
            f"Watch of Forward passes word on in {LONG} (was {SHORT})",
            f"Watch of Forward now reviews disclosure, {SHORT}",
            "Watch of Forward now lays work in hand down at the end of a shift",
            "Night of JSO appears (2 seats)",
            "Operations of JSO has 4 seats (was 3)",
            "Ship moves to Tokyo (was at Camp Smith, Oahu)",
            "About 5 people fewer at Camp Smith, Oahu (United States), in 1 seat fewer",
            "4 people more at Tokyo (Japan), in 4 seats more",
            "About 15 people more at Tokyo (United States), in 3 seats more",
        ],
    ),
    "a post goes": (
        "headquarters: {Forward: {posts: {commander: null}}}",
        [
            "Commander of Forward disappears (was 1 seat)",
            "1 person fewer at Tokyo (United States), in 1 seat fewer",
        ],
    ),
    "hours and reaching": (
        "headquarters:\n"
        "  MOD: {posts: {minister: {hours: [{when: {readiness: wartime}, schedule: always}, "
        "{schedule: office}]}}}\n"
        "  Fleet: {posts: {commander: {reach: {takes: long}}}}",
        [
            "About 4 people more at Tokyo (Japan), in the same seats in wartime (readiness)",
            f"Commander of Fleet: {REACHED} {LONG}, in place of: {NEVER}",
            f"Minister of MOD: around the clock, in place of: {OFFICE} (Asia/Tokyo); {REACHED} "
            f"{SHORT} in wartime (readiness)",
        ],
    ),
    "links": (
        "links:\n"
        "  bridge: {between: [MOD, Theatre, Forward], transit: short}\n"
        "  cable: {between: [JSO, Fleet], transit: wire}",
        [
            f'The link "bridge" joins Forward as well and takes {SHORT} in transit (was {WIRE})',
            f'New link "cable" joins Fleet and JSO, {WIRE} in transit',
        ],
    ),
    "disclosure": (
        "agreements:\n"
        "  sharing: {level: secret}\n"
        "  back: {from: JPN, to: USA, level: secret}",
        [
            "Japan passes freely to United States up to secret (was open)",
            "United States passes freely to Japan up to secret (was open)",
        ],
    ),
    "a rank": ("headquarters: {Forward: {rank: O-10}}", []),
    "in force in one state only": (
        "in-force: {readiness: wartime}\nduties: {watching: {post: operations of JSO}}",
        [
            "The duty watching now lies with operations of JSO (was watch of JSO) in wartime "
            "(readiness)",
            f'Who has the duty "watching": {OFFICE} (Asia/Tokyo); {NEVER}, in place of: around '
            "the clock in wartime (readiness)",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_every_sentence_and_no_other(name: str, capsys: Capsys, tmp_path: Path) -> None:
    after, expected = CASES[name]
    found = compared(capsys, str(folder(tmp_path, argued(after))), "before", "after")
    assert sentences(found) == expected


def test_every_group_of_sentences_is_tried(capsys: Capsys, tmp_path: Path) -> None:
    from renkei.cli import contrast_forces, contrast_places, contrast_rights

    headings = {
        value
        for module in (contrast_forces, contrast_places, contrast_rights)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    }
    tried: set[str] = set()
    for i, (after, _) in enumerate(CASES.values()):
        found = compared(capsys, str(folder(tmp_path, argued(after), str(i))), "before", "after")
        tried |= {row["group"] for row in found["differences"]}
    assert tried == headings


def test_the_way_back_says_the_opposite(capsys: Capsys, tmp_path: Path) -> None:
    after, _ = CASES["OPCON moves in crisis and war"]
    found = compared(capsys, str(folder(tmp_path, argued(after))), "after", "before")
    assert (
        "OPCON (operational control) over The fleet and The marines moves from Forward to Fleet "
        "in crisis and wartime (readiness)"
    ) in sentences(found)


def test_each_permission_has_its_file_and_line(capsys: Capsys, tmp_path: Path) -> None:
    text = argued(CASES["OPCON moves in crisis and war"][0])
    found = compared(capsys, str(folder(tmp_path, text)), "before", "after")
    decider, consulted, authority, step, _ = found["differences"]
    new = line_of("forward-ship:", text)
    assert decider["at"] == [line_of("sail: {function", text), new]
    assert consulted["at"] == [line_of("ally: {of:", text), new]
    assert authority["at"] == [new]
    assert step["at"] == [line_of("theatre-fleet:", text)]


def test_what_is_gone_is_cited_where_it_was_written(capsys: Capsys, tmp_path: Path) -> None:
    text = argued(CASES["a relationship goes"][0])
    asked, tie = compared(capsys, str(folder(tmp_path, text)), "before", "after")["differences"]
    assert tie["at"] == [line_of("allies: {from", text)]
    assert asked["at"] == [line_of("ally: {of:", text), line_of("fleet-ship:", text)]


def test_states_for_programs(capsys: Capsys, tmp_path: Path) -> None:
    text = argued(CASES["OPCON moves in crisis and war"][0])
    found = compared(capsys, str(folder(tmp_path, text)), "before", "after")
    assert found["differences"][1]["states"] == [
        {"law": ["armed attack"], "readiness": ["crisis", "wartime"]}
    ]
    assert found["states"] == [{}]


def test_only_the_states_asked_for(capsys: Capsys, tmp_path: Path) -> None:
    study = str(folder(tmp_path, argued(CASES["OPCON moves in crisis and war"][0])))
    calm = compared(capsys, study, "before", "after", "--states", "readiness=peacetime")
    assert sentences(calm) == []
    both = "readiness=crisis,wartime; law=normal"
    some = compared(capsys, study, "before", "after", "--states", both)
    assert "in normal (law), with crisis and wartime (readiness)" in sentences(some)[0]
    assert not any("strike" in s for s in sentences(some))


def text_of(capsys: Capsys, *words: str, code: int = 0) -> str:
    assert main(words) == code
    return capsys.readouterr().out


def test_equal_arrangements_differ_in_nothing_the_model_sees(
    capsys: Capsys, tmp_path: Path
) -> None:
    same = text_of(capsys, "diff", str(folder(tmp_path, argued(), "a")), "before", "after")
    assert "No difference that the model sees." in same and "rank" not in same
    ranked = argued(CASES["a rank"][0])
    out = text_of(capsys, "diff", str(folder(tmp_path, ranked, "b")), "before", "after")
    assert "No difference that the model sees." in out
    assert "Only a rank differs, and a rank decides nothing: Forward O-10 (was O-9)." in out


def test_what_stays_the_same_is_one_line(capsys: Capsys, tmp_path: Path) -> None:
    study = str(folder(tmp_path, argued(CASES["TACON beside OPCON"][0])))
    (line,) = [x for x in text_of(capsys, "diff", study, "before", "after").splitlines()
               if x.startswith("The same: ")]  # fmt: skip
    assert line == (
        "The same: who decides both functions; whom to ask on both functions; authority over 2 of "
        "3 forces; 8 of 10 lawful acts on authority; who has both duties; the posts of all 7 "
        "headquarters; people at all 3 places; 6 of 7 relationships; the members of all 3 links; "
        "disclosure in the one direction; the hours of all 12 posts."
    )


def test_the_shift_rule_is_stated(capsys: Capsys, tmp_path: Path) -> None:
    study = str(folder(tmp_path, argued(CASES["headquarters and posts"][0])))
    out = text_of(capsys, "diff", study, "before", "after")
    assert "a seat staffed at every hour of the week is about 5 people, any other seat one" in out


def test_never_in_force_together(capsys: Capsys, tmp_path: Path) -> None:
    text = argued("in-force: {readiness: wartime}").replace(
        "    title: Before\n", "    title: Before\n    in-force: {readiness: peacetime}\n", 1
    )
    out = text_of(capsys, "diff", str(folder(tmp_path, text)), "before", "after")
    assert "after is in force only while readiness is wartime (study.yaml:" in out
    assert "no such states in which both are in force" in out and "The same" not in out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["befor", "after"], 'no arrangement "befor". Did you mean "before"?'),
        (["before", "aftr"], 'no arrangement "aftr". Did you mean "after"?'),
        (["before", "after", "--states", "readyness=crisis"], 'Did you mean "readiness"?'),
        (["before", "after", "--states", "readiness=crysis"], 'Did you mean "crisis"?'),
        (["before", "after", "--states", "crisis"], 'write --states "NAME=VALUE'),
        (["before"], "diff --help"),
    ],
)
def test_wrong_names_give_the_nearest(
    words: list[str], hint: str, capsys: Capsys, tmp_path: Path
) -> None:
    assert main(["diff", str(folder(tmp_path, argued())), *words]) == 2
    assert hint in capsys.readouterr().err


def test_the_order_of_the_files_changes_no_byte(capsys: Capsys, tmp_path: Path) -> None:
    after = CASES["headquarters and posts"][0]
    text = argued(after)
    lines = text.splitlines()
    start = next(i for i, x in enumerate(lines) if x == "    relationships:")
    end = next(i for i, x in enumerate(lines) if x == "    agreements:")
    turned = [*lines[: start + 1], *reversed(lines[start + 1 : end]), *lines[end:]]
    found = [
        text_of(capsys, "diff", str(folder(tmp_path, t, n)), "before", "after").splitlines()[:-1]
        for n, t in (("a", text), ("b", "\n".join(turned)))
    ]
    assert found[0] == found[1]


# -- the real study ----------------------------------------------------------------------


def test_operational_control_in_crisis(capsys: Capsys) -> None:
    found = compared(capsys, "us-japan", "joint-operations-command", "four-star-crisis-opcon")
    said = sentences(found)
    when = "in crisis and wartime (USA readiness)"
    for expected in (
        f"OPCON over III Marine Expeditionary Force moves from MARFORPAC to USFJ {when}",
        f"OPCON over Seventh Fleet moves from PACFLT to USFJ {when}",
        'Commander of USFJ (United States) now decides "designate the relief headquarters" (was '
        f"commander of INDOPACOM (United States)) {when}",
        "INDOPACOM could now take OPCON over U.S. Army Japan, Fifth Air Force, Seventh Fleet and "
        f"III Marine Expeditionary Force back from USFJ {when}",
        f"USFJ over 7F: OPCON in place of coordinating authority {when}",
    ):
        assert expected in said
    (row,) = [r for r in found["differences"] if r["words"].startswith("OPCON over Seventh")]
    assert row["at"] == ["arrangements/four-star-crisis-opcon.yaml:27"]
    assert found["not_seen"] == ["rank of USFJ O-10 (was O-9)"]


def test_what_a_wider_authority_says_is_not_said_again(capsys: Capsys) -> None:
    """The task force has TACON of the marines by its OPCON, which moves from MARFORPAC. Only in
    peacetime did U.S. Forces Japan have TACON too, so only then is there more to say."""
    found = compared(capsys, "us-japan", "joint-operations-command", "fleet-task-force-forward")
    over = [s for s in sentences(found) if "III Marine Expeditionary Force moves" in s]
    assert over == [
        "OPCON over III Marine Expeditionary Force moves from MARFORPAC to Task Force",
        "TACON (tactical control) over III Marine Expeditionary Force moves from MARFORPAC (by "
        "OPCON) and USFJ to Task Force (by OPCON) in peacetime (USA readiness)",
    ]


def test_command_that_is_never_given_away_is_not_said_to_be_gone(capsys: Capsys) -> None:
    """The minister's command and combatant command stay where they are once authority is
    transferred, without the forces; the partial command of the JJOC is indeed gone."""
    found = compared(capsys, "us-japan", "joint-operations-command", "combined-command")
    when = (
        "in crisis and wartime (JPN readiness, USA readiness), once transfer-of-authority is done"
    )
    units = "Units under the Air Defense Command and Self-Defense Fleet"
    forces = "U.S. Army Japan, Fifth Air Force, Seventh Fleet and III Marine Expeditionary Force"
    said = [s for s in sentences(found) if "keeps" in s or s.startswith("Nobody holds")]
    assert said == [
        f"MOD keeps command over ADC and SDF Fleet, but no longer reaches {units} by it: OPCON "
        f"(operational control) over them lies with Combined Command {when}",
        f"Nobody holds partial command over {units} any more (was JJOC) {when}",
        "INDOPACOM keeps COCOM (combatant command) over USARPAC, PACAF, PACFLT and MARFORPAC, but "
        f"no longer reaches {forces} by it: OPCON over them lies with Combined Command {when}",
    ]


def test_a_rank_alone_is_no_difference(capsys: Capsys) -> None:
    found = compared(capsys, "us-japan", "joint-operations-command", "four-star-rank-only")
    assert found["differences"] == [] and found["not_seen"] == ["rank of USFJ O-10 (was O-9)"]


def test_the_joint_operations_command_appears(capsys: Capsys) -> None:
    said = sentences(compared(capsys, "us-japan", "parallel-2024", "joint-operations-command"))
    for expected in (
        'The duty joint-planning, "Plans joint operations", now lies with operations of JJOC '
        "(was operations of JSO)",
        # Seven seats at every hour are 35 people, the commander's is one.
        "About 36 people more at Ichigaya, Tokyo (Japan), in 8 seats more",
        "MOD could now take partial command over Units under the Air Defense Command, Units under "
        "the Ground Component Command and Self-Defense Fleet back from JJOC",
    ):
        assert expected in said


def test_the_combined_command_brings_foreign_consents(capsys: Capsys) -> None:
    said = sentences(compared(capsys, "us-japan", "joint-operations-command", "combined-command"))
    states = (
        "in survival-threatening and armed attack (JPN legal situation), with crisis and wartime "
        "(JPN readiness, USA readiness), once transfer-of-authority is done"
    )
    for expected in (
        "Consent of japanese chair of Military Committee (Japan) added to "
        f'"order counterstrike", which Japan reserves, {states}',
        "Consent of prime minister of Kantei (Japan) no longer needed on "
        f'"order counterstrike", which Japan reserves, {states}',
        "OPCON over Units under the Air Defense Command and Self-Defense "
        "Fleet moves from MOD (by command) to Combined Command in crisis and wartime (JPN "
        "readiness, USA readiness), once transfer-of-authority is done",
    ):
        assert expected in said


def test_every_pair_on_the_shelf_can_be_told(capsys: Capsys) -> None:
    from renkei.cli.doors import check_study

    names = sorted(check_study("us-japan").study.arrangements)
    pairs = chain(*(((a, b) for b in names if b != a) for a in names))
    for before, after in list(pairs)[::5]:
        found = compared(capsys, "us-japan", before, after)
        for row in found["differences"]:
            assert row["words"] and "None" not in row["words"] and "  " not in row["words"]
            assert row["at"] or row["group"] in ("Seats and people", HOURS_GROUP)


HOURS_GROUP = "Hours: who can be reached when"
