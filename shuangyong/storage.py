"""Where uploads rest: on disk, and only then acknowledged."""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class SyncedFileSystemStorage(FileSystemStorage):
    """Writes to a temporary name, syncs, renames: a reader never meets half a file.

    The database row that names the file is saved afterwards, so a power cut leaves at worst
    an unnamed file, never a row without its file.
    """

    def _save(self, name, content):
        final = Path(self.path(name))
        saved = super()._save(f"{name}.part", content)
        partial = Path(self.path(saved))
        _sync(partial)
        partial.rename(final)
        _sync(final.parent)
        return name


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
