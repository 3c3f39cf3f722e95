"""Rows read from a database and written to one, a table at a time in bounded memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from .schema import Table
from .values import kind_of, reader, writer

AT_ONCE = 1000


@dataclass
class Tally:
    """How many rows went by, and the SHA-256 of their lines."""

    rows: int = 0
    digest: object = field(default_factory=hashlib.sha256)

    def __call__(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines, counted."""
        for line in lines:
            self.rows += 1
            self.digest.update(line)
            yield line

    @property
    def told(self) -> dict:
        """As the manifest has it."""
        return {"rows": self.rows, "sha256": self.digest.hexdigest()}


def lines_of(table: Table, connection) -> Iterator[bytes]:
    """Every row as a line of JSON, in the order of the key: the same on either database."""
    steps = [_reading(field, table, connection) for field in table.fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in table.columns)
    sql = f"SELECT {columns} FROM {quote(table.name)} ORDER BY {quote(table.key)}"  # noqa: S608
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(AT_ONCE):
            for row in rows:
                values = [_through(chain, value) for chain, value in zip(steps, row, strict=True)]
                yield _line(values)


def _line(values: list) -> bytes:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def _through(chain: list, value):
    if value is None:
        return None
    for step in chain:
        value = step(value)
    return value


def _reading(field, table: Table, connection) -> list:
    """What a value passes from the driver to the line."""
    column = field.get_col(table.name)
    steps = [
        lambda value, convert=convert: convert(value, column, connection)
        for convert in connection.ops.get_db_converters(column)
    ]
    if kind_of(field) == "JSONField":
        steps.append(lambda value: field.from_db_value(value, column, connection))
    if last := writer(field):
        steps.append(last)
    return steps


def load(table: Table, lines: Iterable[bytes], connection) -> None:
    """Insert rows exactly as they were written; inside a transaction."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in table.columns)
    places = ", ".join(["%s"] * len(table.fields))
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608
    steps = [_writing(field, connection) for field in table.fields]
    with connection.cursor() as cursor:
        lines = iter(lines)
        while some := list(islice(lines, AT_ONCE)):
            rows = [
                [
                    _through(chain, value)
                    for chain, value in zip(steps, json.loads(line), strict=True)
                ]
                for line in some
            ]
            cursor.executemany(sql, rows)


def _writing(field, connection) -> list:
    """What a value passes from the line to the driver."""
    read = reader(field)
    return [read, lambda value: field.get_db_prep_save(value, connection)] if read else []


def files_in(tables: Iterable[Table], connection) -> set[str]:
    """The names of all files that rows point to."""
    quote, found = connection.ops.quote_name, set()
    with connection.cursor() as cursor:
        for table in tables:
            for each in table.file_columns:
                column = quote(each.column)
                sql = f"SELECT {column} FROM {quote(table.name)} WHERE {column} <> ''"  # noqa: S608
                cursor.execute(sql)
                found.update(name for (name,) in cursor.fetchall())
    return found


def last_numbers(tables: Iterable[Table], connection) -> dict[str, int]:
    """The last number that each table has given to a row, removed ones included."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            if not table.counts_itself:
                continue
            if connection.vendor == "sqlite":
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
            else:
                name = _sequence(table, connection, cursor)
                cursor.execute(f"SELECT last_value FROM {name} WHERE is_called")  # noqa: S608
            found[table.name] = (cursor.fetchone() or [0])[0]
    return found


def go_on_from(numbers: dict[str, int], tables: Iterable[Table], connection) -> None:
    """Give no number again that was given before the archive was made."""
    with connection.cursor() as cursor:
        for table in tables:
            if not (last := numbers.get(table.name)):
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
                values = [table.name, last]
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", values)
            else:
                name = _sequence(table, connection, cursor)
                cursor.execute("SELECT setval(%s::regclass, %s)", [name, last])


def _sequence(table: Table, connection, cursor) -> str:
    quoted = connection.ops.quote_name(table.name)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, table.key])
    return cursor.fetchone()[0]
