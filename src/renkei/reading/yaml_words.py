"""What the YAML parser complains about, in plain words."""

from __future__ import annotations

import re

import yaml

from renkei.findings import Finding, Position

_WORDS = (
    (
        "mapping values are not allowed",
        'a ":" stands here where no field can begin; check the indentation, or put the text in '
        "quotes if the colon belongs to it",
    ),
    (
        "could not find expected ':'",
        'this line has no ":"; a field is written "name: value", and fields of one mapping start '
        "in the same column",
    ),
    (
        "cannot start any token",
        "no value can start with this character; indent with spaces, not tabs, and put text that "
        "starts with @, ` or % in quotes",
    ),
    (
        "did not find expected ',' or ']'",
        'the list in brackets is not closed, or a "," is missing before this place',
    ),
    (
        "did not find expected ',' or '}'",
        'the mapping in braces is not closed, or a "," is missing before this place',
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above; check its indentation",
    ),
    (
        "did not find expected '-' indicator",
        'this line does not fit the list above; items start with "-" in the same column',
    ),
    (
        "block sequence entries are not allowed",
        'a list item "-" cannot stand here; start it on a line of its own',
    ),
    (
        "did not find expected node content",
        "a value is missing here; is a bracket not closed, or a comma too many?",
    ),
    (
        "found unexpected end of stream",
        "the file ends inside a quoted text; a closing quote is missing",
    ),
    (
        "found unexpected document indicator",
        "the quoted text is not closed before this line",
    ),
    (
        "unknown escape character",
        'the text in double quotes has a "\\" without meaning; write "\\\\" or use single quotes',
    ),
    (
        "incompatible YAML document",
        "the file asks for another version of YAML; Renkei reads YAML 1.2",
    ),
    (
        "did not find expected <document start>",
        "text follows the end of the data",
    ),
)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def syntax_fault(error: yaml.YAMLError, file: str, text: str) -> Finding:
    """A finding for an error of the parser: a syntax error, or characters that are not text."""
    if isinstance(error, yaml.reader.ReaderError):
        return unprintable(file, text)
    if not isinstance(error, yaml.MarkedYAMLError):
        return Finding("yaml-syntax", "this is not YAML", Position(file, 1, 1))
    problem = error.problem or error.context or ""
    words = next((w for known, w in _WORDS if known in problem), f"this is not YAML: {problem}")
    mark = error.problem_mark or error.context_mark
    position = Position(file, mark.line + 1, mark.column + 1) if mark else Position(file, 1, 1)
    begun = error.context_mark
    if (
        begun is not None
        and mark is not None
        and (begun.line, begun.column) != (mark.line, mark.column)
    ):
        words += f" (it began at line {begun.line + 1}, column {begun.column + 1})"
    return Finding("yaml-syntax", words, position)


def unprintable(file: str, text: str) -> Finding:
    """A finding for the first character that no text file holds."""
    found = _UNPRINTABLE.search(text)
    if found is None:
        return Finding("not-text", "this is not a text file", Position(file, 1, 1))
    at = found.start()
    begin = text.rfind("\n", 0, at) + 1
    return Finding(
        "not-text",
        f"a character that no text holds (U+{ord(found[0]):04X}); is this a text file?",
        Position(file, text.count("\n", 0, at) + 1, at - begin + 1),
    )
