"""What every noun of the model shares: frozen, nothing unknown, names with hyphens."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema

from renkei.evidence.duration import milliseconds


def _hyphens(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class Noun(BaseModel):
    """A frozen record of the study's files; unknown fields are faults."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_hyphens,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )


Milliseconds = Annotated[
    int,
    BeforeValidator(milliseconds),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["45 min", "2 h", "1.5 d"]}),
]
"""A duration in the files ("45 min"), whole milliseconds in the model."""


def _names(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_names),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One name or a list of names."""

Flag = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
"""Neither text nor true and false pass for numbers; a whole number does."""

Share = Annotated[Number, Field(ge=0.0, le=1.0)]
