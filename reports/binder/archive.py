"""档案盒: the original files in folders numbered as the standard is, with a list of them all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils.timezone import localtime, now
from openpyxl import Workbook

from shuangyong.sheets import safe

from .contents import Contents, Entry, Exhibit, Item
from .naming import Names, file_name, folder_name

LIST_NAME, GAP_NAME, ELSEWHERE_NAME = "目录.xlsx", "缺材料.txt", "另见.txt"
COLUMNS = {
    "部分": 18,
    "项目": 36,
    "单位": 18,
    "材料": 40,
    "文件": 60,
    "大小": 12,
    "SHA-256": 70,
    "说明": 24,
}
PIECE = 1024 * 1024
READABLE = 0o644  # where a computer asks for rights
PACKING = "装盒"
MISSING, CHANGED = "文件缺失", "文件内容与登记时不同"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of the box, and whose evidence for which item it holds."""

    part: str
    item: Item
    entry: Entry
    folder: str


def make_zip(contents: Contents, target: Path, *, tell) -> int:
    """Write the box to `target`; how many files it holds. `tell` as for `make_pdf`."""
    with ZipFile(target, "w", ZIP_STORED) as archive:
        return _Packer(contents, archive, tell).pack()


class _Packer:
    def __init__(self, contents: Contents, archive: ZipFile, tell) -> None:
        self.contents, self.archive, self.tell = contents, archive, tell
        self.names = Names()
        self.packed: dict[str, tuple[str, str]] = {}
        """Path and remark by SHA-256: the same content is packed once."""
        self.book = Workbook(write_only=True)
        self.sheet = self.book.create_sheet("目录")
        self.when = localtime(now()).timetuple()[:6]

    def pack(self) -> int:
        for letter, width in zip("ABCDEFGH", COLUMNS.values(), strict=True):
            self.sheet.column_dimensions[letter].width = width
        self.sheet.append(list(COLUMNS))
        places = list(self._places())
        for done, place in enumerate(places):
            self._alive = partial(self.tell, PACKING, done, len(places))
            self._pack_place(place)
        self._write_list()
        self.tell(PACKING, len(places), len(places))
        return len(self.packed)

    def _places(self) -> Iterator[Place]:
        for part in self.contents.parts:
            for item in part.items:
                folder = f"{folder_name(part.title)}/{folder_name(_spaced(item))}"
                for entry in item.entries:
                    own = folder
                    if self.contents.is_round:
                        own = self.names.take(folder, folder_name(entry.unit))
                    yield Place(part.title, item, entry, own)

    def _pack_place(self, place: Place) -> None:
        entry, elsewhere = place.entry, []
        for number, deed in enumerate(entry.deeds, 1):
            folder = f"{place.folder}/{folder_name(f'活动{number} {deed.title}')}"
            for exhibit in deed.exhibits:
                self._pack_exhibit(place, exhibit, folder, deed.title, elsewhere)
        for exhibit in entry.exhibits:
            self._pack_exhibit(place, exhibit, place.folder, "", elsewhere)
        if entry.gap:
            self._write_text(place.folder, GAP_NAME, [f"{place.item.title}：{entry.gap}。"])
            self._row(place, "", "", None, "", f"缺材料：{entry.gap}")
        if elsewhere:
            self._write_text(place.folder, ELSEWHERE_NAME, elsewhere)

    def _pack_exhibit(self, place, exhibit: Exhibit, folder: str, deed: str, elsewhere) -> None:
        self._alive()
        title = "：".join(word for word in (deed, exhibit.title) if word)
        if exhibit.sha256 in self.packed:
            path, remark = self.packed[exhibit.sha256]
            elsewhere.append(f"{title}：见 {path}")
            self._row(place, title, path, exhibit.size, exhibit.sha256, remark or "见该处")
            return
        path = self.names.take(folder, file_name(exhibit.name))
        try:
            remark = self._copy(exhibit, path)
        except (OSError, ValueError):
            self._row(place, title, "", exhibit.size, exhibit.sha256, MISSING)
            self._write_text(
                folder, f"{file_name(exhibit.name)}缺失.txt", [f"{title}：{MISSING}。"]
            )
            return
        self.packed[exhibit.sha256] = path, remark
        self._row(place, title, path, exhibit.size, exhibit.sha256, remark)

    def _copy(self, exhibit: Exhibit, path: str) -> str:
        """Piece by piece; what is wrong with the content, "" if nothing."""
        digest = hashlib.sha256()
        with exhibit.file.open("rb") as source, self.archive.open(self._entry(path), "w") as target:
            while piece := source.read(PIECE):
                digest.update(piece)
                target.write(piece)
        return "" if digest.hexdigest() == exhibit.sha256 else CHANGED

    def _entry(self, path: str) -> ZipInfo:
        entry = ZipInfo(path, self.when)
        entry.external_attr = READABLE << 16
        return entry

    def _write_text(self, folder: str, name: str, lines: list[str]) -> None:
        """As Windows' editor opens it: with its mark of UTF-8 and its ends of lines."""
        path = self.names.take(folder, name)
        self.archive.writestr(self._entry(path), "\r\n".join(lines).encode("utf-8-sig"))

    def _row(self, place: Place, title, path, size, sha256, remark) -> None:
        cells = (place.part, place.item.title, place.entry.unit, title, path, size, sha256, remark)
        self.sheet.append([safe(cell) for cell in cells])

    def _write_list(self) -> None:
        with TemporaryFile() as written:
            self.book.save(written)
            written.seek(0)
            with self.archive.open(self._entry(LIST_NAME), "w") as target:
                shutil.copyfileobj(written, target)


def _spaced(item: Item) -> str:
    return f"{item.criterion.label} {item.criterion.content}"
