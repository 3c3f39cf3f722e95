"""Tables that come into the system: an xlsx file read row by row, with everything wrong in it.

Only texts are taken: formulas are refused, not evaluated, and merged cells too, because
nobody can say which row they mean. Rows keep the number they have in the file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from defusedxml.ElementTree import iterparse
from django import forms
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries

from . import uploads
from .sheets import as_file

HEADER_WITHIN = 20  # rows in which the header may stand: above it are titles and notes
MOST_COLUMNS = 60
MOST_MESSAGES = 30
UNPACKED_MAX_MB = 100
XLSX_ONLY = "请上传 xlsx 文件；其他格式请先在 Excel 或 WPS 中“另存为” xlsx。"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `number` is the one the spreadsheet shows at its left."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: a value for every known column, "" where the cell or column is missing."""

    rows: list[Row] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Headings in the file that are none of the known columns."""


class TableField(forms.FileField):
    """One xlsx file; cleans to an `uploads.Upload`."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "xlsx 文件")
        super().__init__(**kwargs)
        self.widget.attrs |= {"accept": ".xlsx", "class": "form-control"}

    def clean(self, data, initial=None) -> uploads.Upload:
        file = super().clean(data, initial)
        if not file.name.lower().endswith(".xlsx"):
            raise ValidationError(f"“{uploads.shown_name(file.name)}”不是 xlsx 文件。{XLSX_ONLY}")
        upload = uploads.check(file)
        if ".xlsx" not in upload.type.extensions:
            raise ValidationError(f"“{upload.name}”不是 xlsx 文件。{XLSX_ONLY}")
        return upload

    def to_python(self, data):
        """The file as it came; an empty one is named by `uploads.check`."""
        return data


def read_table(
    content: bytes, columns: Sequence[str], *, required: Sequence[str], most: int
) -> Table:
    """The rows below the heading that names `columns`, in the first sheet of an xlsx file.

    `required` are the columns without which nothing can be read, `most` is the number of rows
    that are taken. Raises ValidationError with every message when the file itself is wrong.
    """
    try:
        return _Reader(content, columns, required, most).read()
    except ValidationError:
        raise
    except Exception:  # noqa: BLE001 - a damaged workbook may fail anywhere in the library
        raise ValidationError(f"文件已损坏或不是 xlsx，无法读取。{XLSX_ONLY}") from None


class _Reader:
    def __init__(self, content, columns, required, most):
        self.content, self.columns = content, tuple(columns)
        self.required, self.most = required, most
        self.errors: list[str] = []

    def read(self) -> Table:
        _refuse_too_large(self.content)
        workbook = load_workbook(io.BytesIO(self.content), read_only=True)
        if not workbook.worksheets:
            raise ValidationError("文件中没有工作表。")
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what a file claims about its size need not be true
        lines = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1)
        header, places, ignored = self._find_header(lines)
        self._refuse_merged_cells(_merged_ranges(sheet), header)
        rows = list(self._rows(lines, places))
        if not rows and not self.errors:
            self.errors.append(f"第 {header} 行表头之下没有内容。")
        if self.errors:
            raise ValidationError(_first(self.errors))
        return Table(rows, ignored)

    def _find_header(self, lines) -> tuple[int, dict[int, str], list[str]]:
        """The heading's row number, which column stands where, and the unknown headings."""
        best: tuple[int, list[str]] = (0, [])
        for number, cells in lines:
            texts = [_text(cell) for cell in cells]
            found = [text for text in texts if text in self.columns]
            if set(self.required) <= set(found):
                self._refuse_doubled(number, found)
                places = {i: text for i, text in enumerate(texts) if text in self.columns}
                return number, places, [t for t in texts if t and t not in self.columns]
            if len(found) > len(best[1]):
                best = number, found
            if number == HEADER_WITHIN:
                break
        raise ValidationError(self._without_header(*best))

    def _without_header(self, number: int, found: list[str]) -> str:
        if not found:
            return f"没有找到表头。表头须有这些列：{'、'.join(self.required)}。"
        missing = [name for name in self.required if name not in found]
        return f"第 {number} 行表头缺少：{'、'.join(missing)}。"

    def _refuse_doubled(self, number: int, found: list[str]) -> None:
        doubled = dict.fromkeys(name for name in found if found.count(name) > 1)
        self.errors += [f"第 {number} 行表头中“{name}”出现了两次。" for name in doubled]

    def _refuse_merged_cells(self, merged: list[str], header: int) -> None:
        """A title above the heading may be merged; from the heading on nothing is."""
        for area in sorted(merged, key=lambda area: range_boundaries(area)[1::-1]):
            if ":" in area and range_boundaries(area)[3] >= header:
                self.errors.append(f"{area} 是合并单元格，请取消合并，每行分别填写。")

    def _rows(self, lines, places: dict[int, str]) -> Iterator[Row]:
        count = 0
        for number, cells in lines:
            values = self._values(number, cells, places)
            if not any(values.values()):
                continue
            count += 1
            if count > self.most:
                self.errors.append(f"超过 {self.most} 行，请分成几个文件。")
                return
            yield Row(number, values)

    def _values(self, number: int, cells, places: dict[int, str]) -> dict[str, str]:
        values = dict.fromkeys(self.columns, "")
        for place, name in places.items():
            cell = cells[place] if place < len(cells) else None
            kind = getattr(cell, "data_type", "n")
            if kind in "fe":
                at = f"{get_column_letter(place + 1)}{number}（{name}）"
                what = "公式，请改为文字或数值" if kind == "f" else "错误值，请改正"
                self.errors.append(f"{at} 是{what}。")
            values[name] = _text(cell)
        return values


def _text(cell) -> str:
    """What a cell shows, on one line unless it is written on several."""
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time.min else value.replace(microsecond=0)
    text = value.isoformat() if isinstance(value, date) else str(value)
    lines = (" ".join(line.split()) for line in text.replace("\0", "").splitlines())
    return "\n".join(line for line in lines if line)


def _merged_ranges(sheet) -> list[str]:
    """The merged cells of a sheet, which openpyxl does not tell of one read row by row."""
    found = []
    with sheet._get_source() as source:
        for _, element in iterparse(source):
            if element.tag.endswith("}mergeCell"):
                found.append(element.get("ref"))
            if not element.tag.endswith("}mergeCells"):
                element.clear()
    return found


def _refuse_too_large(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > UNPACKED_MAX_MB * 1024 * 1024:
        raise ValidationError("文件解压后过大，请只保留需要导入的工作表。")


def _first(messages: list[str]) -> list[str]:
    rest = len(messages) - MOST_MESSAGES
    return messages[:MOST_MESSAGES] + ([f"还有 {rest} 处。"] if rest > 0 else [])


def blank_table(
    columns: dict[str, int], examples: Sequence[Sequence[str]], notes: Sequence[str]
) -> io.BytesIO:
    """A file to be filled in: `columns` with their widths, some rows as an example.

    The notes stand in a second sheet, where nobody has to delete them.
    """
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "填写"
    sheet.append(list(columns))
    for place, (cell, width) in enumerate(zip(sheet[1], columns.values(), strict=True), 1):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="F3E9E7")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].number_format = "@"
    for example in examples:
        sheet.append(list(example))
    sheet.freeze_panes = "A2"
    explained = workbook.create_sheet("说明")
    explained.column_dimensions["A"].width = 100
    for note in notes:
        explained.append([note])
    return as_file(workbook)
