"""``renkei schema``: the JSON Schema of the study files, for editors."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from cyclopts import Parameter

from renkei.cli.doors import DONE, AsJson
from renkei.cli.page import document

Part = Literal["study", "arrangement", "thread", "scenario", "estimate"]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def schema(
    *,
    part: Annotated[Part, Parameter(help="Which file, or entry, the schema is for.")] = "study",
    json: AsJson = False,
) -> int:
    """Prints the JSON Schema of a study's files, which lets an editor complete and check them.

    "study" is for study.yaml; "arrangement", "thread" and "scenario" are for the files of their
    folders; "estimate" is for one entry of estimates.yaml. It knows the shape of the files
    alone; whether names lead somewhere is for renkei check.
    """
    document(schema_of(part))  # with --json or without: the schema is JSON
    return DONE


def schema_of(part: Part) -> Schema:
    """The JSON Schema of one kind of file."""
    whole = _study_schema()
    defs = whole.pop("$defs")
    for name, found in defs.items():
        _without_model_defaults(found)
        found.setdefault("title", name)
    _without_model_defaults(whole)
    _may_be_partial(defs, "Arrangement")
    if part == "study":
        return _finished(_study_file(whole, defs), defs, part)
    root: Schema = defs[part.capitalize()]
    if part != "estimate":
        own = {part: {"type": "string", "description": f"Name of the {part}: that of its file."}}
        root = {**root, "properties": {**own, **root["properties"]}}
        root["required"] = [part, *root.get("required", [])]
    return _finished(root, defs, part)


def _study_schema() -> Schema:
    from renkei.model.study import Study

    return Study.model_json_schema(by_alias=True)


def _study_file(root: Schema, defs: Schema) -> Schema:
    """The study as study.yaml has it: other files may give its sections, and each entry there
    may say its own name."""
    entries = {"arrangements", "threads", "scenarios"}
    properties: Schema = dict(root["properties"])
    for section in entries:
        found = dict(properties[section])
        found.pop("minProperties", None)
        kind = section.removesuffix("s")
        definition = defs[kind.capitalize()]
        name = {kind: {"type": "string", "description": f"Name of the {kind}; may be left out."}}
        definition["properties"] = {**definition["properties"], **name}
        properties[section] = found
    for base in ("headquarters", "links"):
        found = dict(defs["Arrangement"]["properties"][base])
        found["description"] = "What every arrangement starts from."
        properties[base] = found
    properties["overlays"] = {
        "type": "object",
        "description": "What an arrangement may add by 'with'.",
        "additionalProperties": {"$ref": "#/$defs/Arrangement"},
    }
    required = [name for name in root["required"] if name not in entries]
    return {**root, "properties": properties, "required": required}


def _finished(root: Schema, defs: Schema, part: str) -> Schema:
    used = _reachable(root, defs)
    return {
        "$schema": DIALECT,
        **root,
        "title": f"Renkei {part}",
        "$defs": {name: defs[name] for name in sorted(used)},
    }


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"].rpartition("/")[2]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(_references, value.values()))
    return set().union(*map(_references, value)) if isinstance(value, list) else set()


def _reachable(root: Schema, defs: Schema) -> set[str]:
    seen: set[str] = set()
    todo = _references(root)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo |= _references(defs[name])
    return seen


def _without_model_defaults(schema_: Schema) -> None:
    """A condition's default is written as no file would write it; an absent one says as much."""
    for found in schema_.get("properties", {}).values():
        if found.get("default") == {"parts": []}:
            del found["default"]


def _may_be_partial(defs: Schema, start: str) -> None:
    """Arrangements merge field by field: nothing in one is required, and null removes."""
    for name in sorted({start, *_reachable(defs[start], defs)}):
        found = defs[name]
        found.pop("required", None)
        for key, value in found.get("properties", {}).items():
            found["properties"][key] = _or_null(value)


def _or_null(value: Schema) -> Schema:
    inner = dict(value)
    entries = inner.get("additionalProperties")
    if isinstance(entries, dict) and "$ref" in entries:
        inner["additionalProperties"] = {"anyOf": [entries, {"type": "null"}]}
    said: Schema = {k: inner.pop(k) for k in ("title", "description", "default") if k in inner}
    choices = inner["anyOf"] if set(inner) == {"anyOf"} else [inner]
    if {"type": "null"} not in choices:
        choices = [*choices, {"type": "null"}]
    return {**said, "anyOf": choices}
