"""What an archive looks like: a zip file with a manifest, rows as text, and the files.

The manifest is written last and names everything with its SHA-256, so that an archive that
broke off has none, and nothing can be added to one or changed in it without showing.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path, PurePosixPath

from django.conf import settings

from .errors import DamagedError, KeepingError
from .rows import Tally
from .schema import Applied

PRODUCT, FORMAT = "shuangyong", 1
MANIFEST, ROWS, FILES = "manifest.json", "rows/{}.jsonl", "files/{}"
PIECE = 1 << 20
LONGEST_MANIFEST = 1 << 30
DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, TypeError,
    OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What reading a zip file raises that is not as it was written."""


def program_version() -> str:
    """What this program calls itself."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text()
    return tomllib.loads(text)["project"]["version"]


@dataclass
class Manifest:
    """What is in an archive and how it was made."""

    made_at: str
    vendor: str
    migrations: Applied
    version: str = field(default_factory=program_version)
    tables: dict[str, dict] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    files: dict[str, dict] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many, in all tables."""
        return sum(table["rows"] for table in self.tables.values())

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(file["size"] for file in self.files.values())


class Writer:
    """An archive while it is made."""

    def __init__(self, file):
        self.zip = zipfile.ZipFile(file, "w", allowZip64=True)
        self.files: dict[str, dict] = {}

    def add_file(self, name: str, source) -> None:
        """A file of the store; most are compressed already."""
        with self._entry(FILES.format(name), zipfile.ZIP_STORED) as entry:
            self.files[name] = _copied(source, entry.write)

    def add_rows(self, table: str, lines: Iterable[bytes]) -> dict:
        """A table's rows; returns their number and digest."""
        tally = Tally()
        with self._entry(ROWS.format(table), zipfile.ZIP_DEFLATED) as entry:
            for line in tally(lines):
                entry.write(line)
        return tally.told

    def finish(self, manifest: Manifest) -> None:
        """Without this nobody takes it for an archive."""
        told = {"product": PRODUCT, "format": FORMAT} | asdict(manifest)
        with self._entry(MANIFEST, zipfile.ZIP_DEFLATED) as entry:
            entry.write(json.dumps(told, ensure_ascii=False, indent=1).encode())
        self.zip.close()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *problem) -> None:
        """Let go; after a failure the file is thrown away, whatever is said about closing it."""
        with suppress(OSError, ValueError):
            self.zip.close()

    def _entry(self, name: str, method: int):
        info = zipfile.ZipInfo(name)
        info.compress_type, info.external_attr = method, 0o600 << 16
        return self.zip.open(info, "w", force_zip64=True)


def _copied(source, write) -> dict:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        write(piece)
    return {"size": size, "sha256": digest.hexdigest()}


@contextmanager
def written_whole(target: Path) -> Iterator:
    """A file that is there whole or not at all, and that only its owner can read."""
    handle, partial = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    partial = Path(partial)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """What was renamed in a folder stays renamed after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Archive:
    """An archive that is read; every read checks what it reads."""

    def __init__(self, path: Path):
        self.zip = None
        try:
            self.zip = zipfile.ZipFile(path)
            with self.zip.open(MANIFEST) as entry:
                told = json.loads(entry.read(LONGEST_MANIFEST))
            self.manifest = _understood(told)
        except DAMAGE:
            self.close()
            raise DamagedError("这个文件不是完整的备份：打不开，或者只有一部分。") from None
        except KeepingError:
            self.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *problem) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self.zip:
            self.zip.close()

    def check(self, tell) -> None:
        """Read everything once; DamagedError names what is not as it was written."""
        for done, (name, told) in enumerate(self.manifest.files.items(), 1):
            with self._entry(FILES.format(name)) as entry, _damage(name):
                _expect(_copied(entry, lambda piece: None), told, name)
            tell("核对文件", done, len(self.manifest.files))
        for done, (table, told) in enumerate(self.manifest.tables.items(), 1):
            tally = Tally()
            for _ in tally(self.lines(table)):
                pass
            _expect(tally.told, told, table)
            tell("核对数据", done, len(self.manifest.tables))

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table."""
        with self._entry(ROWS.format(table)) as entry, _damage(table):
            yield from entry

    @contextmanager
    def file(self, name: str) -> Iterator:
        """A file's bytes."""
        with self._entry(FILES.format(name)) as entry, _damage(name):
            yield entry

    def _entry(self, name: str):
        try:
            return self.zip.open(name)
        except DAMAGE:
            raise DamagedError(f"备份已损坏：缺少 {name}。") from None


def _understood(told: dict) -> Manifest:
    """The manifest, if it is one of ours, not newer than this program, and harmless."""
    if told.pop("product") != PRODUCT:
        raise ValueError
    if (number := told.pop("format")) > FORMAT:
        raise KeepingError(
            f"这份备份由更新版本的系统制作（格式 {number}，本系统认识到 {FORMAT}）。请先升级系统，再恢复。"
        )
    if told.keys() != {each.name for each in fields(Manifest)}:
        raise ValueError
    manifest = Manifest(**told)
    for name in [*manifest.files, *manifest.tables]:
        if not is_harmless(name):
            raise DamagedError(f"备份中的文件名不安全，没有恢复：{name!r}")
    return manifest


def is_harmless(name: str) -> bool:
    """True for a relative name that stays below the folder it is put into."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and name == "/".join(parts)
        and not name.startswith("/")
        and ".." not in parts
        and not set(name) & set("\\:\0")
    )


def _expect(found: dict, told: dict, name: str) -> None:
    if found != {key: told[key] for key in found}:
        raise DamagedError(f"备份已损坏：{name} 与目录不符。")


@contextmanager
def _damage(name: str) -> Iterator[None]:
    try:
        yield
    except DAMAGE:
        raise DamagedError(f"备份已损坏：{name} 读不出来。") from None
