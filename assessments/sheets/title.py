"""What stands above the table: the name of the standard, its years, total and basis."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from .cells import MOST, normal

LONGEST_NAME, LONGEST_BASIS = 120, 200
_A_NAME = re.compile(r"细则|标准|办法|考核|考评|评分|评比|测评|检查表|考评表")
_ATTACHED = re.compile(r"^附\s*(?:件|表)?\s*[\d一二三四五六七八九十]*\s*[：:]?$")
_YEARS = re.compile(r"((?:19|20)\d\d)\s*(?:年?度?\s*[-—–~～至到]+\s*((?:19|20)\d\d))?\s*年?")
_TOTAL = re.compile(r"(?:满分|总分|共计|合计)\s*[为:：]?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?")
_IN_BRACKETS = re.compile(
    r"[（(]\s*(?:满分|总分|共)?\s*[:：]?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分\s*[）)]$"
)
_BASIS = re.compile(r"依据(?:文件)?\s*[:：]\s*(.+)", re.DOTALL)
_ABOUT = re.compile(r"(?:制定|填报|自评|被考核|考核|参评|考评)?单位\s*(?:（[^）]*）)?\s*[:：]")


@dataclass(slots=True)
class Title:
    """The words above the table, taken apart; what fits nowhere is kept in `rest`."""

    name: str = ""
    basis: str = ""
    year: int | None = None
    year_to: int | None = None
    total: Decimal | None = None
    rest: list[str] = field(default_factory=list)


def read_title_rows(texts: list[str], *, own: bool) -> Title:
    """The title rows of a sheet; of one of `own` making the first is the name as it stands."""
    title = Title()
    name = _name_of(texts, own=own)
    for text in texts:
        if text is name:
            title.name = text if own else " ".join(text.split())
        elif found := _BASIS.fullmatch(text):
            title.basis = found[1].strip()
        elif not own or text is not texts[1]:
            title.rest.append(text)
    told = texts[1:2] if own else texts
    _read_years(title, told)
    _read_total(title, told, own=own)
    _shorten(title)
    if not own:
        title.rest = [text for text in title.rest if not _is_told(text)]
    return title


def _name_of(texts: list[str], *, own: bool) -> str:
    if own:
        return texts[0] if texts else ""
    named = [t for t in texts if _A_NAME.search(t) and not _ABOUT.match(t) and not _BASIS.match(t)]
    likely = [text for text in named if len(text) <= 80 and not text.endswith("。")]
    rest = [text for text in texts if not _ATTACHED.match(normal(text)) and not _ABOUT.match(text)]
    return next(iter(likely or named or rest), "")


def _read_years(title: Title, texts: list[str]) -> None:
    for text in texts:
        if found := _YEARS.search(normal(text)):
            first, last = int(found[1]), int(found[2] or found[1])
            if first <= last:
                title.year, title.year_to = first, last if last > first else None
                return


def _read_total(title: Title, texts: list[str], *, own: bool) -> None:
    for text in texts:
        plain = normal(text)
        found = _TOTAL.search(plain) or (None if own else _IN_BRACKETS.search(plain))
        if found and Decimal(found[1]) <= MOST:
            title.total = Decimal(found[1])
            return


def _shorten(title: Title) -> None:
    """Names that are too long are cut, and kept whole among the rest."""
    if len(title.name) > LONGEST_NAME:
        title.rest.insert(0, title.name)
        title.name = title.name[:LONGEST_NAME]
    if len(title.basis) > LONGEST_BASIS:
        title.rest.append(f"依据：{title.basis}")
        title.basis = title.basis[:LONGEST_BASIS]


def _is_told(text: str) -> bool:
    """True for a year or total that is kept as such, and for a label that nobody filled in."""
    plain = normal(text)
    if _ATTACHED.match(plain):
        return False
    bare = _TOTAL.sub("", _YEARS.sub("", plain)).strip("()（）度年 ,，.。分")
    return not bare.strip(":：") or bool(re.fullmatch(r"[\w（）()]{2,10}[:：][_\s]*", bare))
