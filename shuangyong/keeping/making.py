"""Making an archive while everybody works.

Rows are read in one snapshot, which holds nobody up. A file is never changed after it was
written, only removed together with its row; so all files are copied first, and the snapshot
that is kept is one whose every file is in hand. Where a file went in between, another snapshot
is taken, which no longer knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from .archive import Manifest, Writer, written_whole
from .errors import KeepingError
from .rows import files_in, last_numbers, lines_of
from .schema import applied_to, tables_at, unknown

Tell = Callable[[str, int, int], None]
SNAPSHOTS = 5


def make_archive(target: Path, tell: Tell) -> Manifest:
    """Write everything to `target`; it is there whole, or not at all."""
    if not (applied := applied_to(connections["default"])):
        raise KeepingError("数据库还没有建立，没有可以备份的数据。")
    if unknown(applied):
        raise KeepingError("数据库比程序新，不能备份。请使用与数据库同一版本的程序。")
    with written_whole(target) as file, Writer(file) as archive:
        return _write(archive, applied, tell)


def _write(archive: Writer, applied, tell: Tell) -> Manifest:
    tables = tables_at(applied)
    missing: set[str] | None = None
    with snapshot() as connection:
        names = files_in(tables, connection)
    _copy(archive, names, tell)
    for _ in range(SNAPSHOTS):
        with snapshot() as connection:
            names, before = files_in(tables, connection), missing
            _copy(archive, names - archive.files.keys(), tell)
            missing = names - archive.files.keys()
            if missing and missing != before:
                continue  # removed just now, with their rows, or gone since long: look again
            made = Manifest(
                timezone.now().isoformat(timespec="seconds"), connection.vendor, applied
            )
            for done, table in enumerate(tables, 1):
                made.tables[table.name] = archive.add_rows(table.name, lines_of(table, connection))
                made.tables[table.name]["columns"] = table.columns
                tell("写入数据", done, len(tables))
            made.numbers = last_numbers(tables, connection)
        made.files = {name: archive.files[name] for name in sorted(names & archive.files.keys())}
        made.missing = sorted(missing)
        archive.finish(made)
        return made
    raise KeepingError("备份时一直有人在删除材料，没有得到前后一致的备份。请稍后再试。")


def _copy(archive: Writer, names: set[str], tell: Tell) -> None:
    """Copy what is there; what is not is found missing afterwards."""
    for done, name in enumerate(sorted(names), 1):
        with suppress(FileNotFoundError), default_storage.open(name) as source:
            archive.add_file(name, source)
        tell("复制文件", done, len(names))


@contextmanager
def snapshot() -> Iterator:
    """A connection that sees one moment of the database, however long it looks."""
    outer = connections["default"]
    if outer.in_atomic_block:  # the transaction around it is the snapshot
        yield outer
        return
    connection = outer.copy("default")
    begin = "BEGIN" if connection.vendor == "sqlite" else (
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    )  # fmt: skip
    try:
        with connection.cursor() as cursor:
            cursor.execute(begin)
        yield connection
    finally:
        connection.close()
