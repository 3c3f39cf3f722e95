"""The text of a Word file: paragraphs, numbers of lists, rows of tables; hostile files refused."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from lxml import etree

MOST_OF_A_PART = 40 * 1024 * 1024  # bytes of one unpacked part; the text of a paper is far less
MOST_ENTRIES = 5000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def text_of_docx(shown: str, content: bytes) -> str:
    """The text, one line for each paragraph and each row of a table.

    Raises ValidationError for what is damaged, encrypted, too large or full of tricks.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > MOST_ENTRIES:
                raise ValidationError(f"“{shown}”解压后过大，不能上传。")
            body = _part(archive, "word/document.xml", shown)
            lists = _part(archive, "word/numbering.xml", shown, optional=True)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise ValidationError(f"“{shown}”已损坏，无法打开。") from None
    except RuntimeError:  # a zip with a password
        raise ValidationError(f"“{shown}”已加密，请去掉密码后再上传。") from None
    numbering = _Numbering(lists)
    return "\n".join(line for line in _lines(body, numbering) if line.strip())


def _part(archive: zipfile.ZipFile, name: str, shown: str, *, optional: bool = False):
    """The root of a part, read to its limit whatever its directory claims."""
    if name not in archive.namelist():
        if optional:
            return None
        raise ValidationError(f"“{shown}”不是 Word 文件。")
    with archive.open(name) as part:
        xml = part.read(MOST_OF_A_PART + 1)
    if len(xml) > MOST_OF_A_PART:
        raise ValidationError(f"“{shown}”解压后过大，不能上传。")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValidationError(f"“{shown}”含有不允许的内容，不能上传。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ValidationError(f"“{shown}”已损坏，无法打开。") from None
    if root.getroottree().docinfo.doctype:
        raise ValidationError(f"“{shown}”含有不允许的内容，不能上传。")
    return root


def _lines(root, numbering: _Numbering) -> Iterator[str]:
    """Paragraphs and rows in their order; what was deleted with 修订 is left out."""
    body = root.find(f"{_W}body")
    waiting = list(reversed(body)) if body is not None else []
    while waiting:  # no recursion: a hostile file nests as deep as it likes
        element = waiting.pop()
        if element.tag == f"{_W}p":
            yield numbering.of(element) + _said(element)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                yield _row(row)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            waiting.extend(reversed(element))


def _row(row) -> str:
    cells = ("".join(_said(p) for p in cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc"))
    return "\t".join(" ".join(cell.split()) for cell in cells)


def _said(paragraph) -> str:
    signs = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    return "".join(
        signs.get(node.tag, node.text or "")
        for node in paragraph.iter(f"{_W}t", *signs)
        if node.getparent().tag == f"{_W}r"  # a tab of the paragraph's settings is none of its text
    )


class _Numbering:
    """The numbers that Word shows before the paragraphs of a list."""

    def __init__(self, root):
        self._levels: dict[tuple[str, str], tuple[str, str]] = {}
        self._counts: dict[tuple[str, int], int] = defaultdict(int)
        if root is None:
            return
        kinds = {a.get(f"{_W}abstractNumId"): a for a in root.findall(f"{_W}abstractNum")}
        for num in root.findall(f"{_W}num"):
            kind = kinds.get(_value(num, "abstractNumId"))
            for level in [] if kind is None else kind.findall(f"{_W}lvl"):
                form = _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "%1."
                self._levels[num.get(f"{_W}numId"), level.get(f"{_W}ilvl")] = form

    def of(self, paragraph) -> str:
        """一、 or 1. as shown, "" for a paragraph of no list."""
        marks = paragraph.find(f"{_W}pPr/{_W}numPr")
        if marks is None:
            return ""
        num, level = _value(marks, "numId"), _value(marks, "ilvl") or "0"
        if (num, level) not in self._levels or not level.isdecimal():
            return ""
        depth = int(level)
        self._counts[num, depth] += 1
        for other in range(depth + 1, 9):
            self._counts.pop((num, other), None)
        form, wording = self._levels[num, level]
        return re.sub(
            "%([1-9])", lambda m: _figure(self._counts[num, int(m[1]) - 1] or 1, form), wording
        ) if form != "bullet" else ""  # fmt: skip


def _value(element, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _figure(number: int, form: str) -> str:
    if "circle" in form.lower() and number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if ("hinese" in form or "ideograph" in form) and number < 100:
        tens, ones = divmod(number, 10)
        lead = "" if not tens else "十" if tens == 1 else f"{_HAN[tens]}十"
        return lead + (_HAN[ones] if ones or not tens else "")
    return str(number)
