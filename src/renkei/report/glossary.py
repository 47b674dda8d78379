"""The glossary: every acronym and term of art that the report uses."""

from __future__ import annotations

from renkei.report.contents import Contents
from renkei.report.markup import Html, tag

TERMS: dict[str, str] = {
    "ADCON": "administrative control: direction over administration and support; no operational "
    "order goes down it",
    "CLA": "constraints, limitations and assumptions",
    "COCOM": "combatant command authority (U.S. law); not transferable",
    "consent": "a right to refuse: without it the decision does not stand",
    "consultation": "a duty to ask: the answer binds nobody",
    "coordinating authority (COORD)": "may require consultation, cannot compel agreement",
    "CMD": "command",
    "critical path": "the chain of work, word and waiting that set when the answer came",
    "deliberation": "work that is a political judgement; all other work is machinery",
    "DIRLAUTH": "direct liaison authorized",
    "doubt": "the range across worlds: what not knowing the estimates does to a result",
    "JPN": "Japan",
    "KOR": "Republic of Korea",
    "LNO": "liaison",
    "luck": "the interval within worlds: what chance does to a result, given the estimates",
    "margin": "the smallest difference that matters, declared before running",
    "mission thread": "what has to be done for one kind of incident, whoever does it",
    "null check": "an arrangement that ought to change nothing, run to test the model",
    "OPCOM": "operational command (NATO)",
    "OPCON": "operational control; its meaning differs between U.S., NATO and Korean doctrine",
    "POL": "political direction",
    "replication": "one run in one world; the same numbers of luck serve every arrangement "
    "(common random numbers)",
    "SUP": "support",
    "TACOM": "tactical command (NATO)",
    "TACON": "tactical control",
    "time to release": "from the outside event that starts the incident to the answer; for an "
    "order, the executing headquarters’ acknowledgement",
    "USA": "United States of America",
    "world": "one draw of all estimates within their ranges",
    "Zulu (Z)": "Coordinated Universal Time; a date-time group reads day, hour, minute, Z, month, "
    "year",
}


def section(c: Contents) -> Html:
    """Terms and the study's own short names, in one list."""
    entries: dict[str, tuple[str, str | None]] = {t: (words, None) for t, words in TERMS.items()}
    for name, nation in c.study.nations.items():
        entries[name] = nation.title, None
    for a in reversed(c.arrangements):
        for name, hq in c.study.arrangements[a].headquarters.items():
            also = f" (also {', '.join(hq.aliases)})" if hq.aliases else ""
            if name != hq.title:
                entries[name] = f"{hq.title}{also}", hq.japanese
    parts: list[Html] = []
    for term, (words, japanese) in sorted(entries.items(), key=lambda e: e[0].casefold()):
        more = [" ", tag("span", japanese, lang="ja")] if japanese else []
        parts += [tag("dt", term), tag("dd", words, *more)]
    return tag(
        "section",
        tag("h2", "Glossary", id="glossary"),
        tag("dl", *parts, class_="glossary"),
        class_="flow",
    )
