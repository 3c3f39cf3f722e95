"""Which kind of file it is, judged by its bytes, and what to do with one that is no table."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError

from shuangyong import archives, uploads

from .csv import csv_grid
from .model import Grid
from .xlsx import xlsx_grids

SAVE_AS = "请在 Excel 或 WPS 中打开，“另存为” xlsx 后再上传。"
_OTHER = {b"%PDF": "PDF 文件", b"\xff\xd8\xff": "图片", b"\x89PNG": "图片", b"Rar!": "压缩包"}


def grids(
    name: str, content: bytes, *, most: int, progress: Callable[[int], None] | None = None
) -> Iterator[Grid]:
    """The visible sheets of an xlsx file, or the one of a csv file, each when it is asked for.

    At most `most` rows of a sheet are read; `progress` hears now and then how many. Raises
    ValidationError, in words that say what to do, for what is no table or no sound one.
    """
    shown = uploads.shown_name(name)
    if not content.strip(b"\0 \r\n\t"):
        raise ValidationError(f"“{shown}”是空文件。")
    if content.startswith(uploads.ZIP):
        _refuse_other_archives(shown, content)
        return xlsx_grids(content, most=most, progress=progress)
    _refuse_other_files(shown, content)
    return iter([csv_grid(shown, content, most=most, progress=progress)])


def _refuse_other_archives(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ValidationError(f"“{name}”已损坏或不完整，无法打开，请重新保存后上传。") from None
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > archives.MOST_ENTRIES or unpacked > archives.UNPACKED_MAX_MB << 20:
        raise ValidationError(
            f"“{name}”解压后过大（空白行、列可能带有格式），请只把有内容的部分复制到新文件。"
        )
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise ValidationError(f"“{name}”含有宏，请另存为不含宏的 xlsx 文件后再上传。")
    if "xl/workbook.xml" not in names:
        raise ValidationError(f"“{name}”不是 xlsx 表格。{SAVE_AS}")


def _refuse_other_files(name: str, content: bytes) -> None:
    if content.startswith(uploads.OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise ValidationError(f"“{name}”文件已加密，请先取消密码，再上传。")
        raise ValidationError(f"“{name}”是旧版的 xls 文件。{SAVE_AS}")
    if other := next((what for magic, what in _OTHER.items() if content.startswith(magic)), None):
        raise ValidationError(f"“{name}”是{other}，不是表格。请上传 xlsx 或 csv 文件。")
    start = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if start.startswith((b"<", b"mime-version")):
        raise ValidationError(f"“{name}”其实是网页，只是名称像表格。{SAVE_AS}")
