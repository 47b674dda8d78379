"""Building a table row by row, then turning it into columns."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import numpy as np

from renkei.program.tables import dtypes

Table = TypeVar("Table")


class Rows(Generic[Table]):
    """The rows of one table."""

    def __init__(self, kind: type[Table]) -> None:
        self._kind = kind
        plain: Any = kind
        self._dtypes = dtypes(plain)
        self._rows: list[tuple[Any, ...]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, **values: int) -> int:
        """Adds a row; every column must be named. Gives its number."""
        assert values.keys() == self._dtypes.keys(), (self._kind, values)
        self._rows.append(tuple(int(values[name]) for name in self._dtypes))
        return len(self._rows) - 1

    def table(self) -> Table:
        """The finished table. A number that does not fit its column raises OverflowError."""
        columns = zip(*self._rows, strict=True) if self._rows else ((),) * len(self._dtypes)
        made = (
            np.array(column, dtype)
            for column, dtype in zip(columns, self._dtypes.values(), strict=True)
        )
        return self._kind(*made)
