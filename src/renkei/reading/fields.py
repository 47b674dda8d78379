"""Which fields a record of the study may have, by its place in the study."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from renkei.model.base import Noun
from renkei.model.study import Study


def fields_at(loc: tuple[str | int, ...]) -> list[str]:
    """Names of the fields of the record at a location in the model, as files spell them."""
    kinds: list[Any] = [Study]
    for part in loc:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)]
    names = [name for kind in kinds if _is_noun(kind) for name in _fields(kind)]
    return sorted(set(names) - {"origins"})


def _inside(kind: Any, part: str | int) -> Iterator[Any]:
    """The kinds of value one step further down."""
    if _is_noun(kind):
        annotation = _fields(kind).get(str(part))
        yield from _bare(annotation)
    elif get_origin(kind) is dict:
        yield from _bare(get_args(kind)[1])
    elif get_origin(kind) in (tuple, list) and isinstance(part, int):
        yield from _bare(get_args(kind)[0])


def _bare(kind: Any) -> Iterator[Any]:
    """The kinds a type stands for, without annotations and with unions taken apart."""
    if get_origin(kind) is Annotated:
        yield from _bare(get_args(kind)[0])
    elif get_origin(kind) in (Union, types.UnionType):
        for each in get_args(kind):
            yield from _bare(each)
    elif kind is not None:
        yield kind


def _is_noun(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Noun)


def _fields(noun: type[Noun]) -> dict[str, Any]:
    return {info.alias or name: info.annotation for name, info in noun.model_fields.items()}
