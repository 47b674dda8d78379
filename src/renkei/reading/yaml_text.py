"""YAML text to plain data with places, without ever running a constructor.

The data are built from the parser's events, one after the other and without recursion, so that
depth, tags and aliases are checked before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from renkei.findings import Finding, Position
from renkei.reading.scalars import resolve, tagged
from renkei.reading.written import MOST_VALUES, Node, Scalar, as_text, spelled
from renkei.reading.yaml_words import syntax_fault, unprintable

LARGEST_FILE = 2 * 2**20
"""Bytes a file may have."""
DEEPEST = 64
"""Collections inside each other that a file may have."""
MOST_DIRECTIVES = 8
"""Lines at the left margin that may start with "%"; the parser's time grows with their square."""

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS = ("str", "int", "float", "bool", "null")


class _Stop(Exception):
    """Nothing more of this file can be read; the reason is already among the findings."""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    node: Node
    start: int
    anchor: str | None
    name: str | None = None
    """The name whose value comes next; None while a name is expected."""
    at: Position = field(default_factory=Position)
    drop: bool = False
    """Whether the next value stands under a name that cannot be used."""
    height: int = 0
    """Collections inside each other below this one."""


def read_yaml(
    text: str, file: str, *, most_values: int = MOST_VALUES
) -> tuple[Node | None, list[Finding]]:
    """The data of one file, and every fault of its form.

    The node is None where the file could not be read to its end; then at least one finding
    says why.
    """
    reader = _Reader(file, most_values)
    try:
        size = len(text) if text.isascii() else len(text.encode())
    except UnicodeEncodeError:
        return None, [unprintable(file, text)]
    if size > LARGEST_FILE:
        reader.fault("file-too-large", "the file is larger than 2 MiB", Position(file))
        return None, reader.findings
    if text.count("\n%") + text.startswith("%") > MOST_DIRECTIVES:
        reader.fault("yaml-syntax", 'too many lines start with "%"', Position(file, 1, 1))
        return None, reader.findings
    try:
        root = reader.read(yaml.parse(text, Loader=_LOADER))
    except _Stop:
        root = None
    except yaml.YAMLError as error:
        root = None
        reader.findings.append(syntax_fault(error, file, text))
    return root, reader.findings


class _Reader:
    def __init__(self, file: str, most_values: int) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self._most = most_values
        self._count = 0
        self._stack: list[_Open] = []
        # What each anchor marks, with its values and its height; 0 values while it is still open.
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        self._root: Node | None = None

    def fault(self, code: str, words: str, position: Position) -> None:
        self.findings.append(Finding(code, words, position))

    def read(self, events: Iterator[yaml.Event]) -> Node | None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event, self._place(event))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(event, self._place(event))
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event.anchor or "", self._place(event))
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    words = 'a second document begins here; a file has one, without "---" inside'
                    self.fault("several-documents", words, self._place(event))
                    raise _Stop
        if self._root is None or self._root.value is None:
            self.fault("empty-file", "the file says nothing", Position(self.file, 1, 1))
            return None
        return self._root

    def _place(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        assert mark is not None, "every event of a text has a mark"
        return Position(self.file, mark.line + 1, mark.column + 1)

    def _scalar(self, event: yaml.ScalarEvent, place: Position) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and top.name is None and isinstance(top.node.value, dict):
            self._check_tag(event.tag, _SCALAR_TAGS, "a text", place)
            if event.value == "<<" and event.implicit[0]:
                words = 'the merge key "<<" is not YAML 1.2; write the fields out, or use "extends"'
                self.fault("merge-key", words, place)
                top.drop = True
            if event.anchor is not None:
                self._anchors[event.anchor] = (Node(event.value, place), 1, 0)
            self._name(top, event.value, place)
            return
        node = Node(self._value(event, place), place)
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, 1, 0)
        self._add(node, 1)

    def _value(self, event: yaml.ScalarEvent, place: Position) -> Scalar:
        text: str = event.value
        tag: str | None = event.tag
        try:
            if tag is None:
                return resolve(text) if event.implicit[0] else text
            if tag == "!" or not self._check_tag(tag, _SCALAR_TAGS, "a text", place):
                return text
            return tagged(tag.removeprefix(_CORE), text)
        except OverflowError:
            words = f"{as_text(text)} is no number a study can hold; put it in quotes if it is text"
            self.fault("number-out-of-range", words, place)
        except ValueError:
            kind = str(tag).removeprefix(_CORE)
            self.fault("bad-value", f'"{as_text(text)}" is not what "!!{kind}" says it is', place)
        return text

    def _check_tag(
        self, tag: str | None, allowed: tuple[str, ...], kind: str, place: Position
    ) -> bool:
        if (
            tag is None
            or tag == "!"
            or (tag[: len(_CORE)] == _CORE and tag[len(_CORE) :] in allowed)
        ):
            return True
        shown = "!!" + tag[len(_CORE) :] if tag.startswith(_CORE) else tag
        words = f'the tag "{as_text(shown)}" is not allowed before {kind}; leave it out'
        self.fault("tag-not-allowed", words, place)
        return False

    def _begin(self, event: yaml.CollectionStartEvent, place: Position) -> None:
        mapping = isinstance(event, yaml.MappingStartEvent)
        if len(self._stack) >= DEEPEST:
            self.fault("nested-too-deep", f"values are nested more than {DEEPEST} deep", place)
            raise _Stop
        kinds = (("map",), "a mapping") if mapping else (("seq",), "a list")
        self._check_tag(event.tag, kinds[0], kinds[1], place)
        node = Node({} if mapping else [], place)
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, 0, 0)
        self._stack.append(_Open(node, self._count, event.anchor))

    def _end(self) -> None:
        closed = self._stack.pop()
        height = closed.height + 1
        # An anchor may have been given again inside; the last one written counts.
        if closed.anchor is not None and self._anchors[closed.anchor][0] is closed.node:
            size = self._count - closed.start + 1
            self._anchors[closed.anchor] = (closed.node, size, height)
        self._add(closed.node, 1, height)

    def _alias(self, anchor: str, place: Position) -> None:
        target, size, height = self._anchors.get(anchor, (None, 1, 0))
        if target is None:
            self.fault("unknown-alias", f'nothing above is marked "&{as_text(anchor)}"', place)
        elif any(o.node is target for o in self._stack):
            self.fault("recursive-alias", f'"*{as_text(anchor)}" stands inside itself', place)
            target = None
        elif self._count + size > self._most:
            words = f"written out, the aliases of this file are more than {self._most} values"
            self.fault("aliases-explode", words, place)
            raise _Stop
        elif len(self._stack) + height > DEEPEST:
            words = f"with this alias, values are nested more than {DEEPEST} deep"
            self.fault("nested-too-deep", words, place)
            raise _Stop
        top = self._stack[-1] if self._stack else None
        if top is not None and top.name is None and isinstance(top.node.value, dict):
            if target is None or isinstance(target.value, dict | list):
                self._bad_name(top, place)
            else:
                self._name(top, spelled(target.value), place)
            return
        self._add(Node(None if target is None else target.value, place), size, height)

    def _name(self, top: _Open, name: str, place: Position) -> None:
        top.name, top.at = name, place
        if not top.drop and isinstance(top.node.value, dict) and name in top.node.value:
            first = top.node.value[name].key
            words = f'"{as_text(name)}" is given a second time'
            if first is not None:
                words += f"; the first is at line {first.line}"
            self.fault("duplicate-key", words, place)
            top.drop = True

    def _bad_name(self, top: _Open, place: Position) -> None:
        self.fault("bad-key", "a name is a text, not a list or a mapping", place)
        top.name, top.at, top.drop = "", place, True

    def _add(self, node: Node, size: int, height: int = 0) -> None:
        """Puts a finished value where it belongs."""
        self._count += size
        if self._count > self._most:
            words = f"the study has more than {MOST_VALUES} values, the most it may have"
            self.fault("study-too-large", words, node.place)
            raise _Stop
        if not self._stack:
            self._root = node
            return
        top = self._stack[-1]
        top.height = max(top.height, height)
        value = top.node.value
        if isinstance(value, list):
            value.append(node)
        elif isinstance(value, dict):
            if top.name is None:
                self._bad_name(top, node.place)
                return
            if not top.drop:
                node.key = top.at
                value[top.name] = node
            top.name, top.drop = None, False
