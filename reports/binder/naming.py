"""Names of folders and files that every computer takes, Windows Explorer among them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

FOLDER_LENGTH, FILE_LENGTH = 30, 60  # three folders and a file stay within Windows' 260
UNNAMED = "未命名"
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def folder_name(text: str) -> str:
    """The text as the name of a folder."""
    return _allowed(_clean(text)[:FOLDER_LENGTH])


def file_name(text: str) -> str:
    """The text as the name of a file; its ending stays when it is cut."""
    path = PurePath(_clean(text))
    ending = path.suffix if 1 < len(path.suffix) <= 6 else ""
    stem = path.name.removesuffix(ending) if ending else path.name
    return _allowed(stem[: FILE_LENGTH - len(ending)]) + ending


class Names:
    """Names that are given once in each folder; a second one gets a number: 合影(2).jpg."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, folder: str, name: str) -> str:
        """The whole path, never given before; capitals do not make a difference."""
        path = PurePath(name)
        number, chosen = 1, name
        while f"{folder}/{chosen}".casefold() in self._taken:
            number += 1
            chosen = f"{path.stem}({number}){path.suffix}"
        self._taken.add(f"{folder}/{chosen}".casefold())
        return f"{folder}/{chosen}"


def _clean(text: str) -> str:
    """In one form of writing, on one line, without what a file system or a reader trips over."""
    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    visible = "".join(c for c in one_line if c == " " or unicodedata.category(c)[0] != "C")
    return _REFUSED.sub("_", visible).strip(" .")


def _allowed(name: str) -> str:
    name = name.strip(" .") or UNNAMED
    return f"{name}_" if _RESERVED.match(name.partition(".")[0]) else name
