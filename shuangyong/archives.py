"""Office files as the zip archives they are: looked into without trusting what they claim."""

from __future__ import annotations

import io
import zipfile
import zlib

UNPACKED_MAX_MB = 300  # what an office file may unpack to
MOST_ENTRIES = 5000
MOST_XML_MB = 24  # of parts that are read for a preview
MOST_TAGS = 1_000_000  # in them: each element costs a hundred bytes of memory, however short
TOO_MUCH = "内容过多，不能在这里预览，请下载后查看。"
_CHUNK = 1 << 16
_TYPES = "[Content_Types].xml"
# what zipfile raises for an archive that is broken, truncated, encrypted or of a strange method
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
    ValueError, KeyError,
)  # fmt: skip


class Refused(Exception):
    """The archive is not to be kept or opened; the message, for the user, says why."""


def names(content: bytes) -> frozenset[str]:
    """The names in a zip directory, empty if there is none; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except BROKEN:
        return frozenset()


def refuse_unsafe(content: bytes) -> None:
    """Judge an office file: claimed and real size, number of parts, macros, damage.

    Every part is unpacked in small pieces that are thrown away, so that a part which is larger
    than it claims, or broken off, is noticed in the memory of one piece. Raises Refused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_by_directory(parts)
            for part in parts:
                _exhaust(archive, part)
            types = _read(archive, _TYPES, 1) if _TYPES in archive.namelist() else b""
    except BROKEN:
        raise Refused("已损坏或不完整，无法打开。") from None
    if b"vbaproject" in types.lower() or b"macroenabled" in types.lower():
        raise Refused("含有宏，请另存为不含宏的文件后再上传。")


def _refuse_by_directory(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_ENTRIES or unpacked > UNPACKED_MAX_MB * 1024 * 1024:
        raise Refused("解压后过大，不能上传。")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Refused("含有宏，请另存为不含宏的文件后再上传。")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("已加密，审核的人打不开。请取消密码后再上传。")


def _exhaust(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack to nowhere; a wrong size or checksum raises BadZipFile."""
    with archive.open(part) as source:
        while source.read(_CHUNK):
            pass


def _read(archive: zipfile.ZipFile, name: str, most_mb: int) -> bytes:
    """One part, unpacked piece by piece: `ZipFile.read` would trust its size."""
    pieces, left = [], most_mb * 1024 * 1024
    with archive.open(name) as source:
        while piece := source.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise Refused(TOO_MUCH)
            pieces.append(piece)
    return b"".join(pieces)


def parts_of(content: bytes, wanted) -> dict[str, bytes]:
    """The parts whose names `wanted` accepts, together at most MOST_XML_MB; raises Refused.

    Office programs never write a document type into a part: one that has it is up to something
    (entity expansion) and is refused before any parser sees it.
    """
    found: dict[str, bytes] = {}
    left = MOST_XML_MB
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in filter(wanted, archive.namelist()):
                found[name] = _read(archive, name, left)
                left = MOST_XML_MB - sum(map(len, found.values())) // (1024 * 1024)
    except BROKEN:
        raise Refused("已损坏或不完整，无法打开。") from None
    if any(_has_document_type(part) for part in found.values()):
        raise Refused("含有不安全的内容，不能预览。")
    if sum(part.count(b"<") for part in found.values()) > MOST_TAGS:
        raise Refused(TOO_MUCH)
    return found


def _has_document_type(part: bytes) -> bool:
    return b"<!DOCTYPE" in part or b"<!DOCTYPE" in part.replace(b"\0", b"")


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """An honest archive of these parts for libraries that open one by themselves."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    file.seek(0)
    return file
