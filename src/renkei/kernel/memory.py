"""Rows by address: how compiled functions read tables and state.

Passing many arrays to a compiled function counts references on each, atomically, at every
call. So every part of the kernel takes one row, the context, which holds the addresses of all
tables; a row of a table is a place in memory, as in C. The arrays themselves belong to
``layout.State``, which outlives every call.

What is known of a field is told to the compiler, or it would read everything again after every
write: that writing one field leaves all others alone (metadata ``tbaa``), and that some are not
written at all while a compiled function runs (``invariant.load``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.datamodel import models
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, register_model
from numba.np.numpy_support import from_dtype

RowAt = Callable[[Any, Any], Any]
# Numba's own types of its decorators and bases say nothing of what they do.
_intrinsic: Any = intrinsic
_types: Any = types
_models: Any = models
_template: Any = AttributeTemplate
_get, _set = cast(Any, lower_getattr_generic), cast(Any, lower_setattr_generic)
_infer, _model = cast(Any, infer_getattr), cast(Any, register_model)
_WORD = ir.IntType(64)
_BYTE_AT = ir.IntType(8).as_pointer()


class Row(_types.Type):  # type: ignore[misc]
    """The type of a row.

    Attributes:
        fields: offset and type of each field.
        constant: fields that nothing compiled writes.
        known: fields whose value is known when compiling.
    """

    def __init__(
        self, title: str, dtype: np.dtype[np.void], constant: Collection[str],
        known: Mapping[str, int],
    ) -> None:  # fmt: skip
        super().__init__(name=f"Row({title})")
        self.title = title
        assert dtype.fields is not None
        self.fields = {n: (field[1], from_dtype(field[0])) for n, field in dtype.fields.items()}
        self.constant = frozenset(constant)
        self.known = dict(known)


@_model(Row)
class _RowModel(_models.PrimitiveModel):  # type: ignore[misc]
    """A row is an address."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _BYTE_AT)


@_infer
class _Fields(_template):  # type: ignore[misc]
    key = Row

    def generic_resolve(self, row: Any, name: str) -> Any:
        return row.fields[name][1] if name in row.fields else None


def _place(context: Any, builder: Any, row: Any, value: Any, name: str) -> Any:
    offset, kind = row.fields[name]
    place = builder.gep(value, [ir.Constant(_WORD, offset)], inbounds=True)
    return builder.bitcast(place, context.get_data_type(kind).as_pointer())


def _mark(builder: Any, access: Any, row: Any, name: str) -> None:
    """Tells the compiler that only this field of such rows is meant."""
    module = builder.module
    root = module.add_metadata(["renkei"])
    field = module.add_metadata([f"{row.title}.{name}", root, ir.Constant(_WORD, 0)])
    tag = module.add_metadata([field, field, ir.Constant(_WORD, 0)])
    access.set_metadata("tbaa", tag)


@_get(Row)
def _read(context: Any, builder: Any, row: Any, value: Any, name: str) -> Any:
    kind = row.fields[name][1]
    if name in row.known:
        return context.get_constant(kind, row.known[name])
    loaded = builder.load(_place(context, builder, row, value, name))
    _mark(builder, loaded, row, name)
    if name in row.constant:
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return context.data_model_manager[kind].from_data(builder, loaded)


@_set(Row)
def _write(context: Any, builder: Any, signature: Any, arguments: Any, name: str) -> None:
    row, given = signature.args
    value, new = arguments
    kind = row.fields[name][1]
    assert name not in row.constant, f"{row.title}.{name} is not to be written"
    new = context.cast(builder, new, given, kind)
    new = context.data_model_manager[kind].as_data(builder, new)
    _mark(builder, builder.store(new, _place(context, builder, row, value, name)), row, name)


def rows_of(
    title: str, dtype: np.dtype[np.void], constant: Collection[str] = (),
    known: Mapping[str, int] = MappingProxyType({}),
) -> RowAt:  # fmt: skip
    """A compiled function (address of a table, number of a row) -> that row.

    Args:
        title: names the table; no two that may share memory have the same.
        dtype: of its rows.
        constant: fields that nothing compiled writes.
        known: fields whose value is known when compiling.
    """
    kind = Row(title, dtype, constant, known)
    size = dtype.itemsize

    @_intrinsic
    def row(typing_context: Any, address: Any, number: Any) -> Any:
        signature = kind(types.uint64, number)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            start, index = arguments
            if index.type.width < 64:
                widen = builder.sext if signature.args[1].signed else builder.zext
                index = widen(index, _WORD)
            first = builder.inttoptr(start, _BYTE_AT)
            return builder.gep(first, [builder.mul(index, ir.Constant(_WORD, size))])

        return signature, generate

    return cast(RowAt, row)


@_intrinsic
def bits_of(typing_context: Any, number: Any) -> Any:
    """How many bits a uint64 needs; 0 for 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        word = ir.IntType(64)
        zeros = builder.ctlz(arguments[0], ir.Constant(ir.IntType(1), 0))
        return builder.sub(ir.Constant(word, 64), zeros)

    return types.int64(types.uint64), generate


@_intrinsic
def lowest_bit(typing_context: Any, number: Any) -> Any:
    """The place of the lowest bit set in a uint64; 64 for 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), generate


@_intrinsic
def comes_before(
    typing_context: Any, first: Any, second: Any, other: Any, other_second: Any
) -> Any:
    """Whether one pair of uint64 is less than another, by its first word, then by its second."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        high, low, other_high, other_low = (builder.zext(word, wide) for word in arguments)
        shift = ir.Constant(wide, 64)
        ours = builder.or_(builder.shl(high, shift), low)
        theirs = builder.or_(builder.shl(other_high, shift), other_low)
        return builder.icmp_unsigned("<", ours, theirs)

    word = types.uint64
    return types.boolean(word, word, word, word), generate


@_intrinsic
def seldom(typing_context: Any, condition: Any) -> Any:
    """A condition that hardly ever holds: what follows from it is kept out of the way."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        bit = ir.IntType(1)
        holds = context.cast(builder, arguments[0], signature.args[0], types.boolean)
        expect = builder.module.declare_intrinsic(
            "llvm.expect", (bit,), ir.FunctionType(bit, (bit, bit))
        )
        return builder.call(expect, (holds, ir.Constant(bit, 0)))

    return types.boolean(condition), generate
