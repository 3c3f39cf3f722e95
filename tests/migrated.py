"""The test data base, migrated once: later runs and the other worker begin with a copy of it.

Only for SQLite in memory; on PostgreSQL every run migrates for itself.
"""

import fcntl
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import django
from django.apps import apps
from django.db import connection

IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"  # as Django names it


def fingerprint() -> str:
    """Changes with every migration of ours and with every release that brings some."""
    seen = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for app in apps.get_app_configs():
        for migration in sorted(Path(app.path, "migrations").glob("*.py")):
            seen.update(migration.read_bytes())
    return seen.hexdigest()[:20]


class MigratedOnce:
    """A data base kept in `folder` as it stands after all migrations, under their fingerprint."""

    def __init__(self, folder: Path):
        self.kept = folder / f"{fingerprint()}.sqlite3"
        self.memory = sqlite3.connect(IN_MEMORY, uri=True)  # lives as long as it is connected to
        self.lock = (folder / "lock").open("w")

    def take_over(self) -> None:
        """Fills the data base in memory from what is kept.

        If nothing is, this worker is the one that migrates, and the other waits for it here.
        """
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        if self.kept.exists():
            self._unlock()
            with closing(sqlite3.connect(self.kept)) as source:
                source.backup(self.memory)

    def keep(self) -> None:
        """Keeps what was just migrated and lets the others have it."""
        if self.lock.closed:
            return
        if connection.connection:  # none where no test of the run asks for a data base
            half = self.kept.with_suffix(".half")
            half.unlink(missing_ok=True)
            with closing(sqlite3.connect(half)) as target:
                connection.connection.backup(target)
            half.replace(self.kept)
        self._unlock()

    def close(self) -> None:
        """Lets go of the data base in memory."""
        self.memory.close()
        self._unlock()

    def _unlock(self) -> None:
        self.lock.close()
