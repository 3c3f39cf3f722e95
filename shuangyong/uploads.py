"""What may be uploaded: judged by its bytes, the name only has to agree with them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from . import archives, locked

NAME_LENGTH = 200
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """A type we accept: how the file begins and what it must hold further in."""

    label: str
    content_type: str
    extensions: tuple[str, ...]
    begins: bytes | tuple[bytes, ...]
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
            return self.holds in archives.names(content)
        encoded = self.holds.encode("utf-16-le" if self.begins == OLE else "ascii")
        return encoded in (content if self.begins == OLE else content[:16])


TYPES = (
    FileType("JPG", "image/jpeg", (".jpg", ".jpeg", ".jfif"), b"\xff\xd8\xff"),
    FileType("PNG", "image/png", (".png",), b"\x89PNG\r\n\x1a\n"),
    FileType("WEBP", "image/webp", (".webp",), b"RIFF", "WEBP"),
    FileType("GIF", "image/gif", (".gif",), (b"GIF87a", b"GIF89a")),
    FileType("BMP", "image/bmp", (".bmp",), b"BM"),
    FileType("TIFF", "image/tiff", (".tif", ".tiff"), (b"II*\0", b"MM\0*")),
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
# What people try, and what they can do about it.
ADVICE = {
    **dict.fromkeys(
        (".heic", ".heif"),
        "是 HEIC 照片，多数电脑打不开。请在手机“设置—相机—格式”中选“兼容性最佳”，或把照片存为 JPG 后再上传。",
    ),
    **dict.fromkeys((".docm", ".xlsm", ".pptm"), locked.MACROS),
    **dict.fromkeys((".zip", ".rar", ".7z"), "是压缩包，请解压后把里面的文件直接上传。"),
    **dict.fromkeys((".mp4", ".mov", ".avi"), "是视频，请截取画面作为照片上传。"),
}


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
    """The file name without folders and control characters, cut to length before its ending.

    Marks that reverse the direction of writing go as well: with them `gpj.exe` reads `exe.jpg`.
    """
    clean = "".join(c for c in name.replace("\\", "/").split("/")[-1] if c.isprintable())
    path = PurePath(clean.strip(". ") or "未命名")
    return path.stem[: NAME_LENGTH - len(path.suffix[:10])] + path.suffix[:10]


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _type_of(name: str, content: bytes) -> FileType:
    extension = PurePath(name).suffix.lower()
    by_name = [kind for kind in TYPES if extension in kind.extensions]
    if extension in ADVICE:
        raise ValidationError(f"“{name}”{ADVICE[extension]}")
    if not by_name:
        raise ValidationError(f"“{name}”的类型不能上传。可以上传：{ACCEPTED_LABELS}。")
    if complaint := _complaint_about(content):
        raise ValidationError(f"“{name}”{complaint}")
    if not by_name[0].fits(content):
        raise ValidationError(f"“{name}”的文件内容与扩展名不符。")
    return by_name[0]


def _complaint_about(content: bytes) -> str:
    """Why nobody should be given this file, whatever it is called; "" if nothing is wrong."""
    if content.startswith(b"%PDF-"):
        return locked.complaint_about_pdf(content)
    if content.startswith(OLE):
        return locked.complaint_about_compound(content)
    if content.startswith(ZIP):
        try:
            archives.refuse_unsafe(content)
        except archives.Refused as refusal:
            return str(refusal)
    return ""


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
            "data-most": self.most,
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
