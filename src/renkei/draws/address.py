"""Addresses: every draw is a pure function of (seed, world, replication, address, counter).

An *address* says what is drawn ("work of step notify-tokyo"), never by whom or where, and
never under which arrangement: a duty that moves keeps its luck. A *counter* says which of the
many draws at one address it is: the incident's source, its ordinal, and the attempt.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from hashlib import blake2b
from typing import TypeVar

from renkei.draws.threefry import MASK64, threefry2x64

SEPARATOR = "\x1f"
"""Joins the parts of a name before hashing (the ASCII unit separator, which no part holds)."""

ORDINAL_BITS = 20
"""Bits of a counter that hold the incident's ordinal within its source."""

ATTEMPT_BITS = 12
"""Bits of a counter that hold the attempt."""

RESERVED_REPLICATION = 2**32 - 1
"""No replication has this number: the draws of a world use its key (see ``worlds``)."""

_Name = TypeVar("_Name", bound=Hashable)


def digest(*parts: str) -> int:
    """The 64-bit address of a name given in parts.

    BLAKE2b (RFC 7693) with an eight-byte digest over the parts in UTF-8, joined by
    ``SEPARATOR``, read in little-endian order.

    Raises:
        ValueError: there is no part, or a part holds the separator.
    """
    return int.from_bytes(blake2b(_joined(parts), digest_size=8).digest(), "little")


def digest32(text: str) -> int:
    """The 32-bit digest of the name of a source of incidents, for ``counter``.

    Raises:
        ValueError: the text holds the separator.
    """
    return int.from_bytes(blake2b(_joined((text,)), digest_size=4).digest(), "little")


def counter(source_digest32: int, ordinal: int, attempt: int) -> int:
    """The counter word of one draw: source, ordinal and attempt packed into 64 bits.

    Args:
        source_digest32: ``digest32`` of the source's name, in [0, 2**32).
        ordinal: number of the incident within its source, in [0, 2**20).
        attempt: how often the step was enabled before in this incident, in [0, 2**12).

    Raises:
        ValueError: a number lies outside its range.
    """
    _within("source digest", source_digest32, 2**32)
    _within("ordinal", ordinal, 2**ORDINAL_BITS)
    _within("attempt", attempt, 2**ATTEMPT_BITS)
    return source_digest32 << ORDINAL_BITS + ATTEMPT_BITS | ordinal << ATTEMPT_BITS | attempt


def replication_key(world: int, replication: int) -> int:
    """The second key word of one replication of one world.

    Args:
        world: number of the world, in [0, 2**32).
        replication: number of the replication, in [0, 2**32 - 1); the last number is
            ``RESERVED_REPLICATION``.

    Raises:
        ValueError: a number lies outside its range.
    """
    _within("world", world, 2**32)
    _within("replication", replication, RESERVED_REPLICATION)
    return world << 32 | replication


def uniform(seed: int, world: int, replication: int, address: int, counter: int) -> int:
    """The uniform number of one draw: an integer in [0, 2**64).

    Args:
        seed: any integer, taken modulo 2**64.
        world: number of the world.
        replication: number of the replication.
        address: what is drawn, from ``digest``.
        counter: which of the draws at this address, from ``counter``.

    Raises:
        ValueError: world or replication lies outside its range.
    """
    key = replication_key(world, replication)
    return threefry2x64(seed & MASK64, key, address, counter)[0]


def check_collisions(names: Iterable[tuple[str, ...]]) -> None:
    """Makes sure that no two different names share a 64-bit address.

    Args:
        names: the names of a study, each in the parts given to ``digest``; repeats are fine.

    Raises:
        ValueError: two names collide, both named; or a name cannot be an address.
    """
    _check(names, lambda name: digest(*name), 64, " / ".join)


def check_collisions32(texts: Iterable[str]) -> None:
    """Makes sure that no two different sources of incidents share a 32-bit digest.

    Raises:
        ValueError: two sources collide, both named.
    """
    _check(texts, digest32, 32, str)


def _check(
    names: Iterable[_Name],
    address: Callable[[_Name], int],
    bits: int,
    words: Callable[[_Name], str],
) -> None:
    holders: dict[int, _Name] = {}
    for name in names:
        other = holders.setdefault(address(name), name)
        if other != name:
            raise ValueError(
                f"'{words(other)}' and '{words(name)}' have the same {bits}-bit address, "
                "so they would share their luck; rename one of them"
            )


def _joined(parts: tuple[str, ...]) -> bytes:
    if not parts:
        raise ValueError("an address needs at least one part")
    for part in parts:
        if SEPARATOR in part:
            raise ValueError(f"{part!r} holds the character U+001F, which separates the parts")
    return SEPARATOR.join(parts).encode()


def _within(what: str, value: int, end: int) -> None:
    if not 0 <= value < end:
        raise ValueError(f"the {what} is {value}; it must be from 0 to {end - 1}")
