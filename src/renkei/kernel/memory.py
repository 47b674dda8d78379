"""Records by address: how compiled functions read tables and state.

Passing many arrays to a compiled function counts references on each, atomically, at every
call. So every part of the kernel takes one record, the context, which holds the addresses of
all tables; a row is then a record at an address, as in C. The arrays themselves belong to
``layout.State``, which outlives every call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numba.np.numpy_support import from_dtype

Row = Callable[[Any, Any], Any]
# Numba's own type of the decorator keeps the typing context among the arguments.
_intrinsic: Any = intrinsic


def rows_of(dtype: np.dtype[np.void]) -> Row:
    """A compiled function (address of a table, number of a row) -> that row's record."""
    record = from_dtype(dtype)
    size = dtype.itemsize

    @_intrinsic
    def row(typing_context: Any, address: Any, number: Any) -> Any:
        signature = record(types.uint64, number)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            start, index = arguments
            word = ir.IntType(64)
            if index.type.width < 64:
                widen = builder.sext if signature.args[1].signed else builder.zext
                index = widen(index, word)
            place = builder.add(start, builder.mul(index, ir.Constant(word, size)))
            return builder.inttoptr(place, context.get_value_type(record))

        return signature, generate

    return cast(Row, row)


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
