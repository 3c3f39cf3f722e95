"""Where a database is built up beside the one in use, and how it takes its place.

Until the last step nothing of what is there is touched; that step is one rename.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import DatabaseError, OperationalError, connections

from .archive import sync_folder
from .errors import KeepingError

AT_ONCE = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
BUSY = "系统还在运行。请先停止服务和后台任务（systemctl stop …），再恢复。"


@contextmanager
def as_default(connection) -> Iterator:
    """Everything that asks for the database gets this one: migrations do not always say which."""
    usual = connections["default"]
    connections["default"] = connection
    try:
        yield connection
    finally:
        connection.close()
        connections["default"] = usual


def is_empty(connection) -> bool:
    """True before the first account: there is nothing to lose. A broken database is not empty."""
    table = get_user_model()._meta.db_table
    try:
        if table not in connection.introspection.table_names():
            return True
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            return cursor.fetchone() is None
    except OperationalError as error:
        if connection.vendor == "postgresql":
            raise KeepingError(f"连接不上数据库：{error}") from None
        return False
    except DatabaseError:
        return False


class SqlitePlace:
    """A database file beside the one in use."""

    def __init__(self, connection, moment: str):
        self.usual = connection
        self.path = Path(connection.settings_dict["NAME"])
        self.stage = self.path.with_name(f".{self.path.name}.{moment}.restoring")
        self.kept = self.path.with_name(f"{self.path.name}.before-{moment}")

    def open(self):
        """A connection to the new database, which is empty."""
        self.discard()
        self.stage.touch(mode=0o600)
        connection = self.usual.copy("default")
        connection.settings_dict["NAME"] = str(self.stage)
        options = connection.settings_dict.get("OPTIONS", {})
        connection.settings_dict["OPTIONS"] = options | {"init_command": AT_ONCE}
        return connection

    def take_over(self, *, keep: bool) -> str:
        """Put the new database in its place; returns where the former one is kept."""
        with self.stage.open("rb") as file:
            os.fsync(file.fileno())
        self.usual.close()
        self._come_to_rest()
        kept = keep and self.path.exists()
        if kept:
            self.kept.hardlink_to(self.path)
        self.stage.replace(self.path)
        sync_folder(self.path.parent)
        return str(self.kept) if kept else ""

    def _come_to_rest(self) -> None:
        """Take the former database's write-ahead log into it: it must not meet another one."""
        if not self.path.exists():
            return
        try:
            with closing(sqlite3.connect(self.path, timeout=3)) as former:
                (mode,) = former.execute("PRAGMA journal_mode=DELETE").fetchone()
                if mode != "delete":
                    raise KeepingError(BUSY)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise KeepingError(BUSY) from None
            self._put_log_aside()
        except sqlite3.DatabaseError:  # broken; it is kept as it is, with its log
            self._put_log_aside()

    def _put_log_aside(self) -> None:
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + ending).rename(f"{self.kept}{ending}")

    def discard(self) -> None:
        """Leave nothing of an attempt, or of an earlier one that was killed."""
        for left in self.path.parent.glob(f".{self.path.name}.*.restoring*"):
            left.unlink(missing_ok=True)


class PostgresPlace:
    """A schema beside the one in use, in the same database."""

    def __init__(self, connection, moment: str):
        self.usual = connection
        self.stage, self.kept = f"restoring_{moment}", f"before_{moment}"

    def open(self):
        """A connection to the new schema, which is empty."""
        with self.usual.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            self.schema = cursor.fetchone()[0]
        self.discard()
        self._do("CREATE SCHEMA {}", self.stage)
        connection = self.usual.copy("default")
        options = dict(connection.settings_dict.get("OPTIONS", {}))
        told = f"{options.get('options', '')} -c search_path={self.stage}"
        connection.settings_dict["OPTIONS"] = options | {"options": told.strip()}
        return connection

    def take_over(self, *, keep: bool) -> str:
        """Put the new schema in its place; returns where the former one is kept."""
        quote = self.usual.ops.quote_name
        schema, stage, kept = quote(self.schema), quote(self.stage), quote(self.kept)
        with self.usual.cursor() as cursor:  # several statements in one go are one transaction
            cursor.execute(
                f"ALTER SCHEMA {schema} RENAME TO {kept}; ALTER SCHEMA {stage} RENAME TO {schema}"
            )
        if keep:
            return f"模式 {self.kept}"
        self._do("DROP SCHEMA {} CASCADE", self.kept)
        return ""

    def discard(self) -> None:
        """Leave nothing of an attempt, or of an earlier one that was killed."""
        with self.usual.cursor() as cursor:
            cursor.execute(
                "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'restoring_')"
            )
            left = [name for (name,) in cursor.fetchall()]
        for name in left:
            self._do("DROP SCHEMA {} CASCADE", name)

    def _do(self, sql: str, schema: str) -> None:
        with self.usual.cursor() as cursor:
            cursor.execute(sql.format(self.usual.ops.quote_name(schema)))


def place_for(connection, moment: str) -> SqlitePlace | PostgresPlace:
    """Where an archive is built up for the database that is set."""
    places = {"sqlite": SqlitePlace, "postgresql": PostgresPlace}
    return places[connection.vendor](connection, moment)
