"""What a plain scalar means: the core schema of YAML 1.2, in which ``NO`` is Norway."""

from __future__ import annotations

import math
import re

from renkei.reading.written import Scalar

_CONSTANTS: dict[str, Scalar] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_DECIMAL = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_LONGEST = 400
_LARGEST = 2**63 - 1


def resolve(text: str) -> Scalar:
    """The value of a plain (unquoted) scalar.

    Raises:
        OverflowError: a number no study can hold: beyond 64 bits, infinite, not a number.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "-+.0123456789":
        return text
    if _DECIMAL.match(text):
        return _whole(text, 10)
    if _BASED.match(text):
        return _whole(text, 0)
    if _FLOAT.match(text):
        number = float(text)
        if math.isinf(number):
            raise OverflowError(text)
        return number
    if _SPECIAL.match(text):
        raise OverflowError(text)
    return text


def _whole(text: str, base: int) -> int:
    # int() refuses very long numbers by a ValueError of its own; stop well before.
    number = int(text, base) if len(text) <= _LONGEST else _LARGEST + 1
    if abs(number) > _LARGEST:
        raise OverflowError(text)
    return number


def tagged(tag: str, text: str) -> Scalar:
    """The value of a scalar with an explicit core tag such as ``!!int``.

    Raises:
        OverflowError: see :func:`resolve`.
        ValueError: the text is not of the kind the tag names.
    """
    if tag == "str":
        return text
    value = resolve(text)
    match tag:
        case "int" if isinstance(value, int) and not isinstance(value, bool):
            return value
        case "float" if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        case "bool" if isinstance(value, bool):
            return value
        case "null" if value is None:
            return None
    raise ValueError(text)
