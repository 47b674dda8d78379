"""Files: whether they can be read at all."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, WARNING, Check

_QUESTION = "question: What is found?"
_JAPAN = "  JPN:\n    title: Japan\n"


def _file(
    code: str, means: str, why: str, do: str, text: str | bytes | None, name: str = "places.yaml"
) -> Check:
    """A check whose example is one more file."""
    return Check(code, ERROR, means, why, do, files=((name, text),))


CHECKS = (
    _file(
        "unreadable", "A file or folder of the study cannot be opened.",
        "What it says would be missing without a word.",
        "Make it a plain file that you may read.", None,
    ),
    _file(
        "not-text", "A file is not UTF-8 text.",
        "Other encodings turn names into other names.",
        "Save it as UTF-8.", b"places: {Tok\xff\xfe: x}\n",
    ),
    Check(
        "file-too-large", ERROR, "A file is larger than 2 MiB.",
        "No study needs one; a mistake, or an attack, does.", "Divide or shorten it.",
    ),
    Check(
        "study-too-large", ERROR, "The study has more values than can be held.",
        "Two hundred thousand as written, a million with every arrangement merged.",
        "Shorten it; let arrangements extend one another by less.",
    ),
    _file(
        "empty-file", "A file says nothing.",
        "It was cut short, or is not needed.", "Write it, or take it out.", "¦# nothing\n",
    ),
    _file(
        "several-documents", "A file holds a second YAML document.",
        "Only one would be read.", "Take the '---' out, or make it two files.",
        "places: {}\n¦---\nplaces: {}\n",
    ),
    Check(
        "yaml-syntax", ERROR, "A file is not YAML.",
        "Nothing after the fault can be trusted.", "Look at the place and the line above it.",
        ((f"{_QUESTION}\n", "question: What is found: this?\n"),),
    ),
    Check(
        "merge-key", ERROR, "A file uses the merge key '<<'.",
        "It is not YAML 1.2, and hides where a value was written.",
        "Write the fields out, or use 'extends'.",
        ((_JAPAN, f"{_JAPAN}    ¦<<: {{}}\n"),),
    ),
    Check(
        "tag-not-allowed", ERROR, "A value has a tag that is not allowed.",
        "Tags can ask a reader of YAML to run code; none is ever run here.", "Leave it out.",
        ((_QUESTION, "question: ¦!!python/name:os.system What is found?"),),
    ),
    Check(
        "number-out-of-range", ERROR, "A number is larger than any a study can hold.",
        "It would not be the number that was written.",
        "Write a smaller one; in quotes if it is text.",
        ((f"{_QUESTION}\n", f"{_QUESTION}\n¦date: 1e999\n"),),
    ),
    _file(
        "nested-too-deep", "Values are nested more than sixty-four deep.",
        "No study is; and a reader must end.", "Write it flatter.",
        "places: " + "[" * 63 + "¦[" + "]" * 64 + "\n",
    ),
    Check(
        "unknown-alias", ERROR, "An alias refers to a mark that does not stand above it.",
        "There is nothing to repeat.", "Correct the name, or write the value out.",
        ((_JAPAN, f"{_JAPAN}    ¦holidays: *jp\n"),),
    ),
    Check(
        "recursive-alias", ERROR, "An alias stands inside what it repeats.",
        "Written out, it would have no end.", "Write the value out.",
        ((_JAPAN, "  JPN: &jpn\n    title: Japan\n    ¦holidays: *jpn\n"),),
    ),
    _file(
        "aliases-explode", "Written out, the aliases of a file are too many values.",
        "A few lines can stand for millions of values.", "Use fewer aliases.",
        "".join(
            ["places:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n"]
            + [f"  a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 6)]
        ),
    ),
    Check(
        "duplicate-key", ERROR, "A name is given twice in one mapping.",
        "Only one of the two would count, and which is an accident.", "Take one out.",
        ((f"{_QUESTION}\n", f"{_QUESTION}\n¦question: Another?\n"),),
    ),
    Check(
        "bad-key", ERROR, "A name is a list or a mapping.",
        "Names are text.", "Put the name in quotes.",
        ((f"{_QUESTION}\n", f"{_QUESTION}\n? ¦[a, b]\n: x\n"),),
    ),
    Check(
        "unknown-file", WARNING, "A file looks as if it belonged to the study, and is not read.",
        "Its author believes that it counts.", "Rename it as the finding says, or move it away.",
        files=(("place.yaml", "places: {}\n"),),
    ),
    Check(
        "wrong-name", ERROR, "A file or entry gives itself another name than it has.",
        "One of the two is a slip, and others refer to it by name.", "Make the two one.",
        (("  weekday:\n    title: A weekday\n",
          "  weekday:\n    ¦scenario: weekend\n    title: A weekday\n"),),
    ),
    _file(
        "given-twice", "Two files give an entry of the same name.",
        "Only one could count.", "Rename or remove one.",
        "places:\n  ¦Tokyo: {latitude: 35.7, longitude: 139.7, zone: Asia/Tokyo}\n",
    ),
    _file(
        "broken-source", "An entry of sources.bib cannot be read.",
        "A source that cannot be read supports nothing.", "Mend the entry at the place given.",
        "¦@misc{, title = {No key}}\n", "sources.bib",
    ),
    Check(
        "source-without-title", WARNING, "An entry of sources.bib has no title.",
        "Readers are shown its key instead.", "Give it a title.",
        (("sources:\n  paper: A paper\n", ""),),
        (("sources.bib", "¦@misc{paper, year = 2025}\n"),),
    ),
)  # fmt: skip
