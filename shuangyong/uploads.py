"""What may be uploaded: judged by its bytes, the name only has to agree with them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

NAME_LENGTH = 200
UNPACKED_MAX_MB = 300  # what an office file may claim to unpack to
UNPACKED_MAX_ENTRIES = 5000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """A type we accept: how the file begins and what it must hold further in."""

    label: str
    content_type: str
    extensions: tuple[str, ...]
    begins: bytes
    holds: str = ""

    @property
    def is_image(self) -> bool:
        """True for pictures, which are re-encoded before they are kept."""
        return self.content_type.startswith("image/")

    def fits(self, content: bytes) -> bool:
        """True if these bytes are of this type, as far as signatures can tell."""
        if not content.startswith(self.begins):
            return False
        if self.begins == ZIP:
            return self.holds in _entries(content)
        encoded = self.holds.encode("utf-16-le" if self.begins == OLE else "ascii")
        return encoded in (content if self.begins == OLE else content[:16])


TYPES = (
    FileType("JPG", "image/jpeg", (".jpg", ".jpeg"), b"\xff\xd8\xff"),
    FileType("PNG", "image/png", (".png",), b"\x89PNG\r\n\x1a\n"),
    FileType("WEBP", "image/webp", (".webp",), b"RIFF", "WEBP"),
    FileType("PDF", "application/pdf", (".pdf",), b"%PDF-"),
    FileType("Word", f"{_OFFICE}wordprocessingml.document", (".docx",), ZIP, "word/document.xml"),
    FileType("Excel", f"{_OFFICE}spreadsheetml.sheet", (".xlsx",), ZIP, "xl/workbook.xml"),
    FileType(
        "PowerPoint", f"{_OFFICE}presentationml.presentation", (".pptx",), ZIP,
        "ppt/presentation.xml",
    ),
    FileType("Word", "application/msword", (".doc", ".wps"), OLE, "WordDocument"),
    FileType("Excel", "application/vnd.ms-excel", (".xls", ".et"), OLE, "Workbook"),
)  # fmt: skip
# No HEIC: a phone that is not offered it converts its photos to JPEG by itself.
ACCEPT = ",".join(extension for kind in TYPES for extension in kind.extensions)
ACCEPTED_LABELS = "、".join(dict.fromkeys(kind.label for kind in TYPES))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that passed the checks; `name` is what the user called it, for display only."""

    name: str
    content: bytes
    type: FileType


def check(file) -> Upload:
    """The uploaded file with its recognised type; ValidationError names the file and why not."""
    name = shown_name(file.name)
    if not file.size:
        raise ValidationError(f"“{name}”是空文件。")
    if file.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise ValidationError(f"“{name}”超过 {settings.UPLOAD_MAX_MB} MB，请压缩后再上传。")
    file.seek(0)  # a form that is checked once more reads it again
    content = file.read()
    return Upload(name, content, _type_of(name, content))


def shown_name(name: str) -> str:
    """The file name without folders and control characters, cut to length before its ending."""
    clean = "".join(c for c in name.replace("\\", "/").split("/")[-1] if c.isprintable())
    path = PurePath(clean.strip(". ") or "未命名")
    return path.stem[: NAME_LENGTH - len(path.suffix[:10])] + path.suffix[:10]


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _type_of(name: str, content: bytes) -> FileType:
    extension = PurePath(name).suffix.lower()
    by_name = [kind for kind in TYPES if extension in kind.extensions]
    if not by_name:
        raise ValidationError(f"“{name}”的类型不能上传。可以上传：{ACCEPTED_LABELS}。")
    if content.startswith(ZIP):
        _refuse_unsafe_archive(name, content)
    if not by_name[0].fits(content):
        raise ValidationError(f"“{name}”的文件内容与扩展名不符。")
    return by_name[0]


def _entries(content: bytes) -> frozenset[str]:
    """The names in a zip directory, empty if there is none; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except zipfile.BadZipFile:
        return frozenset()


def _refuse_unsafe_archive(name: str, content: bytes) -> None:
    """Judge an office file by its directory: claimed size, number of parts, macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise ValidationError(f"“{name}”已损坏，无法打开。") from None
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > UNPACKED_MAX_ENTRIES or unpacked > UNPACKED_MAX_MB * 1024 * 1024:
        raise ValidationError(f"“{name}”解压后过大，不能上传。")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise ValidationError(f"“{name}”含有宏，请另存为不含宏的文件后再上传。")


class UploadsInput(forms.FileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """Several files in one field; cleans to a list, each file checked and prepared."""

    widget = UploadsInput
    most = 20  # files in one go; more are added in a second go

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", f"每个不超过 {settings.UPLOAD_MAX_MB} MB：{ACCEPTED_LABELS}")
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {
            "accept": ACCEPT,
            "multiple": True,
            "data-max-mb": settings.UPLOAD_MAX_MB,
        }

    def clean(self, data, initial=None) -> list:
        files = [file for file in data or [] if file]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.most:
            raise ValidationError(f"一次最多上传 {self.most} 个文件。")
        cleaned, errors = [], []
        for file in files:
            try:
                cleaned.append(self.prepare(check(file)))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return cleaned

    def has_changed(self, initial, data) -> bool:
        return bool(data)

    def prepare(self, upload: Upload):
        """What a checked file becomes; subclasses re-encode pictures."""
        return upload
