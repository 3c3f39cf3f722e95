"""Bringing an archive back: checked, built up beside what is there, compared, put in its place.

Whatever fails before the last step leaves everything as it was. Files of the archive are put
among those that are there; a database knows only its own, so neither is disturbed by the other's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from .archive import PIECE, Archive, Manifest
from .errors import KeepingError
from .places import as_default, is_empty, place_for
from .rows import Tally, go_on_from, lines_of, load
from .schema import Table, tables_at, targets, unknown

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Restored:
    """What was brought back, and where the former database is kept ("" if there was none)."""

    manifest: Manifest
    kept: str


def restore(archive: Archive, tell: Tell, *, force: bool = False) -> Restored:
    """Replace everything by the archive; KeepingError, with nothing changed, where that fails."""
    usual, manifest = connections["default"], archive.manifest
    if newer := unknown(manifest.migrations):
        raise KeepingError(
            f"这份备份由更新版本的系统制作（有本系统不认识的升级步骤 {newer[0]}）。请先升级系统，再恢复。"
        )
    if not (empty := is_empty(usual)) and not force:
        raise KeepingError(
            "这里已经有数据，没有恢复。确实要用备份替换现有数据时加 --force；现有的数据库会另存一份。"
        )
    archive.check(tell)
    place = place_for(usual, f"{timezone.localtime():%Y%m%d_%H%M%S}")
    put: list[str] = []
    try:
        with as_default(place.open()) as connection:
            build(archive, connection, tell)
        differing = put_files(archive, put, tell, force=force)
        kept = place.take_over(keep=not empty)
    except BaseException:
        place.discard()
        for name in put:
            default_storage.delete(name)
        raise
    for name in differing:
        _replace(archive, name)
    return Restored(manifest, kept)


def build(archive: Archive, connection, tell: Tell) -> None:
    """The database of the archive, compared with it, then brought up to this program."""
    manifest = archive.manifest
    executor = MigrationExecutor(connection)
    executor.migrate(targets(manifest.migrations, executor.loader))
    tables = tables_at(manifest.migrations)
    _expect_tables(tables, manifest)
    with transaction.atomic():
        _clear(tables, connection)
        for done, table in enumerate(tables, 1):
            try:
                load(table, archive.lines(table.name), connection)
            except DatabaseError as error:
                raise KeepingError(f"数据写不进表 {table.name}：{error}") from None
            tell("写入数据", done, len(tables))
        go_on_from(manifest.numbers, tables, connection)
    for done, table in enumerate(tables, 1):
        if tally(table, connection) != _told(manifest, table):
            raise KeepingError(f"写入后的数据与备份不一致（表 {table.name}），没有恢复。")
        tell("比对数据", done, len(tables))
    call_command("migrate", verbosity=0, interactive=False)


def tally(table: Table, connection) -> dict:
    """The number and digest of a table's rows as they stand in a database."""
    counted = Tally()
    for _ in counted(lines_of(table, connection)):
        pass
    return counted.told


def _told(manifest: Manifest, table: Table) -> dict:
    told = manifest.tables[table.name]
    return {"rows": told["rows"], "sha256": told["sha256"]}


def _expect_tables(tables: Iterable[Table], manifest: Manifest) -> None:
    """A program whose migrations say something else than those of the archive is not ours."""
    here = {table.name: table.columns for table in tables}
    if here != {name: told["columns"] for name, told in manifest.tables.items()}:
        raise KeepingError("备份中的表与它所属的版本不符，没有恢复。")


def _clear(tables: Iterable[Table], connection) -> None:
    """Remove what the migrations themselves have put in: the archive has it too, as it became.

    Empty tables are left alone: from some the database lets nobody delete.
    """
    with connection.cursor() as cursor:
        for table in tables:
            name = connection.ops.quote_name(table.name)
            cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def put_files(archive: Archive, put: list[str], tell: Tell, *, force: bool) -> list[str]:
    """Put the files where they belong, adding to `put`; returns those that stand there otherwise."""
    files, differing = archive.manifest.files, []
    for done, (name, told) in enumerate(files.items(), 1):
        if not default_storage.exists(name):
            put.append(name)
            _put(archive, name)
        elif _digest(name) != told["sha256"]:
            if not force:
                raise KeepingError(
                    f"已有同名而内容不同的文件 {name}，没有恢复。确实要替换时加 --force。"
                )
            differing.append(name)
        tell("写入文件", done, len(files))
    return differing


def _put(archive: Archive, name: str) -> None:
    with archive.file(name) as entry:
        saved = default_storage.save(name, File(entry, name))
    if saved != name:
        default_storage.delete(saved)
        raise KeepingError(f"文件 {name} 不能按原名保存，没有恢复。")


def _replace(archive: Archive, name: str) -> None:
    """After everything else is in its place: what stood there was not what the rows say."""
    try:
        default_storage.delete(name)
        _put(archive, name)
    except OSError as error:
        raise KeepingError(
            f"数据库已恢复，但文件 {name} 没有写成（{error.strerror}）。请排除后加 --force 再恢复一次。"
        ) from None


def _digest(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
