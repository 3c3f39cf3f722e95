"""Files that nobody could check: encrypted, broken off, or carrying macros in an old format."""

from __future__ import annotations

import re

ENCRYPTED = "已加密，审核的人打不开。请取消密码后再上传。"
MACROS = "含有宏，请另存为不含宏的文件后再上传。"
PDF_ENCRYPTED = "设了密码或限制了权限。请取消，或用“打印到 PDF”另存后再上传。"
PDF_BROKEN_OFF = "不完整：PDF 没有结尾，可能没有下载完。"
_PDF_ENDS_WITHIN = 4096  # bytes after which some programs add their own
_SECTOR = 512  # of a compound file; its streams begin at multiples
_WORD_STREAM, _EXCEL_STREAM = b"\xec\xa5", (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")
_WORD_ENCRYPTED = 0x01  # of the byte 11 bytes into a Word stream ([MS-DOC] 2.5.2, fEncrypted)
_EXCEL_FILEPASS = b"\x2f\x00"  # the record that follows the first one ([MS-XLS] 2.4.117)


def complaint_about_pdf(content: bytes) -> str:
    """Why a PDF cannot be taken, "" if it can."""
    if b"%%EOF" not in content[-_PDF_ENDS_WITHIN:]:
        return PDF_BROKEN_OFF
    encrypted = re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", content)
    return PDF_ENCRYPTED if encrypted else ""


def complaint_about_compound(content: bytes) -> str:
    """Why an OLE compound file (.doc, .xls, an encrypted .docx) cannot be taken, "" if it can."""
    if _named(content, "EncryptedPackage") or _word_is_locked(content) or _excel_is_locked(content):
        return ENCRYPTED
    return MACROS if _named(content, "_VBA_PROJECT") else ""


def _named(content: bytes, entry: str) -> bool:
    return entry.encode("utf-16-le") in content


def _word_is_locked(content: bytes) -> bool:
    return any(
        content[at : at + 2] == _WORD_STREAM and content[at + 11] & _WORD_ENCRYPTED
        for at in range(_SECTOR, len(content) - 12, _SECTOR)
    )


def _excel_is_locked(content: bytes) -> bool:
    for at in range(_SECTOR, len(content) - 24, _SECTOR):
        if content[at : at + 4] in _EXCEL_STREAM:
            length = int.from_bytes(content[at + 2 : at + 4], "little")
            return content[at + 4 + length : at + 6 + length] == _EXCEL_FILEPASS
    return False
