"""xlsx read from front to back: values only, formulas never run, nothing outside is fetched.

Of what a program calculated the last result is taken. The table of shared texts is read last,
and of it only what a cell asks for, so that a bomb of texts weighs nothing.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from django.core.exceptions import ValidationError

from shuangyong import archives

from .formats import Shown, general, of_builtin, shown_by
from .model import MOST_CHARACTERS, Grid, GridRow, unescaped
from .sheet import SheetReader
from .xml import Archive, TooLarge, Unsound, fed, local, sound_parser

MOST_SHEETS = 40
DAMAGED = "文件已损坏或不完整，无法读取，请用 Excel 或 WPS 打开后另存为 xlsx 再上传。"
TOO_LARGE = "文件解压后过大（空白行、列可能带有格式），请只把有内容的部分复制到新文件。"


def xlsx_grids(
    content: bytes, *, most: int, progress: Callable[[int], None] | None = None
) -> Iterator[Grid]:
    """The visible sheets with what stands in them; see `files.grids`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _Book(Archive(archive, archives.UNPACKED_MAX_MB << 20)).grids(most, progress)
    except TooLarge:
        raise ValidationError(TOO_LARGE) from None
    except RuntimeError:  # the zip file itself has a password
        raise ValidationError("文件已加密，请先取消密码，再上传。") from None
    except (
        Unsound, expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError,
        KeyError, ValueError, LookupError,
    ):  # fmt: skip
        raise ValidationError(DAMAGED) from None


class _Book:
    def __init__(self, archive: Archive):
        self.archive = archive
        self.since_1904 = False
        self.visible: list[tuple[str, str]] = []
        """Name and relation of every sheet that is shown."""
        self._read_workbook()
        self.shown = self._read_styles() if "xl/styles.xml" in archive else []

    def grids(self, most: int, progress) -> Iterator[Grid]:
        parts = self._parts()
        found = [(name, parts[key]) for name, key in self.visible if key in parts]
        if not found:
            raise ValidationError("文件中没有可以读取的工作表。")
        for name, part in found[:MOST_SHEETS]:
            reader = SheetReader(Grid(name), self.shown, most=most, progress=progress)
            yield self._with_texts(reader.read(self.archive, part))

    def _read_workbook(self) -> None:
        for name, attributes in self.archive.starts("xl/workbook.xml"):
            if name == "workbookPr":
                self.since_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "sheet" and attributes.get("state", "visible") == "visible":
                self.visible.append((attributes.get("name", ""), attributes.get("id", "")))

    def _parts(self) -> dict[str, str]:
        """The worksheets by their relation; charts and what lies outside the file are none."""
        return {
            tag["Id"]: posixpath.normpath(posixpath.join("/xl", tag["Target"])).lstrip("/")
            for name, tag in self.archive.starts("xl/_rels/workbook.xml.rels")
            if name == "Relationship"
            and tag.get("Type", "").endswith("/worksheet")
            and tag.get("TargetMode") != "External"
        }

    def _read_styles(self) -> list[Shown]:
        """How the number in a cell of each style is shown."""
        codes: dict[int, str] = {}
        made: dict[int, Shown] = {0: general}
        shown: list[Shown] = []
        inside = False
        for name, tag in self.archive.starts("xl/styles.xml"):
            if name == "numFmt":
                codes[int(tag["numFmtId"])] = tag.get("formatCode", "")
            elif name in ("cellXfs", "cellStyles", "dxfs"):
                inside = name == "cellXfs"
            elif name == "xf" and inside:
                number = int(tag.get("numFmtId", 0))
                if number not in made:
                    code = codes.get(number) or of_builtin(number)
                    made[number] = shown_by(code, since_1904=self.since_1904)
                shown.append(made[number])
        return shown

    def _with_texts(self, grid: Grid) -> Grid:
        """The grid with shared texts put where their numbers stand."""
        asked = {cell for row in grid.rows for cell in row.cells if isinstance(cell, int)}
        texts = self._texts(asked) if asked else {}
        characters = 0
        kept: list[GridRow] = []
        for row in grid.rows:
            row.cells = [texts[cell] if isinstance(cell, int) else cell for cell in row.cells]
            characters += sum(map(len, row.cells))
            if characters > MOST_CHARACTERS:
                raise ValidationError("表格内容过多，请分成几个文件。")
            if any(row.cells):
                kept.append(row)
        grid.rows = kept
        return grid

    def _texts(self, asked: set[int]) -> dict[int, str]:
        reader = _SharedTexts(asked)
        parser = sound_parser()
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.data
        for _ in fed(parser, self.archive.pieces("xl/sharedStrings.xml"), over=reader.has_all):
            pass
        return reader.texts


class _SharedTexts:
    """Takes the texts that are `asked` for; readings of characters (rPh) are no text."""

    def __init__(self, asked: set[int]):
        self.asked, self.last = asked, max(asked)
        self.texts: dict[int, str] = {}
        self.number = -1
        self.parts: list[str] = []
        self.takes = self.in_text = self.in_reading = False

    def has_all(self) -> bool:
        return self.number > self.last

    def start(self, name: str, attributes: dict) -> None:
        name = local(name)
        if name == "si":
            self.number += 1
            self.takes = self.number in self.asked
        elif name == "t":
            self.in_text = self.takes and not self.in_reading
        elif name == "rPh":
            self.in_reading = True

    def data(self, text: str) -> None:
        if self.in_text:
            self.parts.append(text)

    def end(self, name: str) -> None:
        name = local(name)
        if name == "t":
            self.in_text = False
        elif name == "rPh":
            self.in_reading = False
        elif name == "si" and self.takes:
            self.texts[self.number] = unescaped("".join(self.parts))
            self.parts = []
