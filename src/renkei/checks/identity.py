"""The identity of a checked study: what it says, not how it is written."""

from __future__ import annotations

from typing import Any

from renkei.model.study import Study
from renkei.record.identity import identity


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if hasattr(value, "__dataclass_fields__"):
        name = type(value).__name__
        return {name: {f: _plain(getattr(value, f)) for f in value.__dataclass_fields__}}
    return str(value)


def study_identity(study: Study) -> str:
    """Hash of everything the study says; comments, order and layout do not count."""
    return identity(_plain(study.model_dump(mode="python", exclude={"origins"})))
