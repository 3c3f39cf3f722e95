"""Where uploads rest: on disk, and only then acknowledged."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.db import transaction

_written: ContextVar[list | None] = ContextVar("written", default=None)


@contextmanager
def files_with_rows():
    """A transaction that takes the files written in it along when it fails."""
    written: list[Path] = []
    token = _written.set(written)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    finally:
        _written.reset(token)


class SyncedFileSystemStorage(FileSystemStorage):
    """Writes to a temporary name, syncs, renames: a reader never meets half a file.

    The database row that names the file is saved afterwards, so a power cut leaves at worst
    an unnamed file, never a row without its file.
    """

    def _save(self, name, content):
        final = Path(self.path(name))
        partial = final.with_name(f"{final.name}.part")
        try:
            super()._save(f"{name}.part", content)
            _sync(partial)
            partial.rename(final)
            _sync(final.parent)
        except OSError:  # a full disk is not made fuller
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
        if (written := _written.get()) is not None:
            written.append(final)
        return name


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
