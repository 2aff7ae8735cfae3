"""Reading and writing many rows, or one row very often, as thinly as SQLAlchemy allows.

`LookUp` is a Core statement compiled once for its engine: what the public asks ten thousand times a minute pays for the
pool and the driver, not for building and compiling the same statement again (docs/performance.md measures it).
`insert_rows` hands a whole batch to the driver in one call; values are converted by the columns' own types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Engine, Table
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from registry.models import AnySelect

Converter: TypeAlias = Callable[[Any], Any] | None


class LookUpFailed(SQLAlchemyError):
    """The registry did not answer; the driver's own words are left out, since they may quote what was asked."""


class LookUp:
    """One statement with named parameters, bound to one engine."""

    def __init__(self, engine: Engine, statement: AnySelect) -> None:
        compiled = statement.compile(engine)
        self._engine = engine
        self._sql = str(compiled)
        self._parameters: list[str] | None = list(compiled.positiontup or ()) if compiled.positional else None
        self._errors = _driver_errors(engine.dialect)
        converters = [_from_database(column.type, engine.dialect) for column in statement.selected_columns]
        self._converters = [(place, convert) for place, convert in enumerate(converters) if convert is not None]

    @property
    def sql(self) -> str:
        """The statement as the driver gets it."""
        return self._sql

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """All rows, in the order of the selected columns; raises `LookUpFailed` (a `SQLAlchemyError`)."""
        asked = values if self._parameters is None else tuple(values[name] for name in self._parameters)
        try:
            connection = self._engine.raw_connection()
        except self._errors as error:
            raise LookUpFailed from error
        try:
            cursor = connection.cursor()
            cursor.execute(self._sql, asked)
            found = cursor.fetchall()
            cursor.close()
        except self._errors as error:
            connection.invalidate(error)
            raise LookUpFailed from error
        finally:
            connection.close()
        return [self._converted(row) for row in found]

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, convert in self._converters:
            values[place] = convert(values[place])
        return tuple(values)


def _driver_errors(dialect: Dialect) -> tuple[type[BaseException], ...]:
    assert isinstance(dialect, DefaultDialect)  # noqa: S101 - both engines' dialects are
    return (dialect.loaded_dbapi.Error, SQLAlchemyError)


def _from_database(type_: Any, dialect: Dialect) -> Converter:
    convert: Converter = type_.dialect_impl(dialect).result_processor(dialect, None)
    return convert


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert a batch; every row names the same columns. Runs in the session's transaction."""
    if not rows:
        return
    connection = session.connection()
    names = tuple(rows[0])
    sql, converters = _insertion(table, names, connection.dialect)
    pick = itemgetter(*names)
    values = [list(pick(row)) for row in rows]
    for place, convert in converters:
        _convert_column(values, place, convert)
    connection.exec_driver_sql(sql, list(map(tuple, values)))


def _convert_column(rows: list[list[Any]], place: int, convert: Callable[[Any], Any]) -> None:
    # A batch shares its dates and its moment, so what was converted last is mostly converted next.
    last, converted = rows[0][place], convert(rows[0][place])
    for row in rows:
        if row[place] is not last:
            last, converted = row[place], convert(row[place])
        row[place] = converted


@lru_cache(maxsize=32)
def _insertion(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, list[tuple[int, Callable[[Any], Any]]]]:
    quoted = dialect.identifier_preparer
    places = ", ".join(["?" if dialect.paramstyle == "qmark" else "%s"] * len(names))
    columns = ", ".join(map(quoted.quote, names))
    sql = f"INSERT INTO {quoted.format_table(table)} ({columns}) VALUES ({places})"  # noqa: S608 - our own names, quoted
    converters = [table.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    return sql, [(place, convert) for place, convert in enumerate(converters) if convert is not None]
