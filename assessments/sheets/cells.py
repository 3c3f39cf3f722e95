"""What single cells of a 考核细则 say: points, numbers of items, titles of sections, kinds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from units.models import UnitKind

from ..models import CriterionKind

MOST = Decimal("9999.99")
CENT = Decimal("0.01")
LONGEST_POINTS = 400  # characters of a cell for points, words beside them included
LONGEST_TITLE = 200  # characters that are looked through for points
_NUMBER = r"(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})"
_POINTS = re.compile(
    r"(?P<limit>(?:最高|最多|不超过|上限|满分|共|计|≤|<=|每项|每次)*)"
    r"(?P<sign>[+\-−–]|加|扣|减|得)?(?P<limit2>(?:最高|最多|不超过|≤|<=)*)"
    rf"{_NUMBER}\s*分?(?P<within>以内|以下|封顶)?(?P<rest>.*)",
    re.DOTALL,
)
_KIND_OF_SIGN = {
    "+": CriterionKind.BONUS, "加": CriterionKind.BONUS,
    "-": CriterionKind.DEDUCTION, "−": CriterionKind.DEDUCTION, "–": CriterionKind.DEDUCTION,
    "扣": CriterionKind.DEDUCTION, "减": CriterionKind.DEDUCTION,
}  # fmt: skip
_NONE = {"", "-", "—", "--", "——", "/", "无", "\\", "–"}
_A_VETO = re.compile(r"一票否决|否决")
_TITLE = re.compile(
    rf"[（(\[【]?\s*(?:共|计|满分|总分|分值|小计|基本分|标准分|不超过|最高|最多|上限|≤|加|扣|[：:\s])*{_NUMBER}\s*分\s*[）)\]】]?[：:。]?$"
)
_BETWEEN_CHINESE = re.compile(r"(?<=[一-鿿、（）]) (?=[一-鿿、（）])")
_CODE = re.compile(r"[（(]?\s*(\d{1,4}(?:\s*[.\-]\s*\d{1,4})*)\s*[）)]?\s*[.、,:：]?")
_ITH = re.compile(r"第\s*(\d{1,4}|[一二三四五六七八九十]{1,3})\s*[项条款]")
_LEADING = re.compile(
    r"(?:[（(]\s*(\d{1,3})\s*[）)]|(\d{1,3}(?:\.\d{1,3})+)(?=[\s.、])[.、]?|(\d{1,3})[、)）.](?!\d))\s*"
)
_CHINESE = re.compile(r"第?[（(]?([一二三四五六七八九十]{1,3})[）)]?(?:部分|[、.])?")
_HEADING = re.compile(
    r"(?:第?[（(]?[一二三四五六七八九十]{1,3}(?:[）)]|[、.．]|部分|章)|[IVX]{1,4}[、.])\s*\S"
)
_CHINESE_POINTS = re.compile(r"([一二三四五六七八九十]{1,3})分")
_DIGITS = "零一二三四五六七八九"


def normal(text: str) -> str:
    """Full-width digits and signs as plain ones; brackets and commas too."""
    return unicodedata.normalize("NFKC", text).strip()


@dataclass(frozen=True, slots=True)
class Points:
    """What a cell for points says."""

    value: Decimal | None
    """None if there is nothing in it, or nothing that is a number of points."""
    kind: CriterionKind | None = None
    rest: str = ""
    """Words beside the number, which are kept elsewhere."""
    readable: bool = True


def read_points(text: str) -> Points:
    """5, 5分, 五分, ５, ≤5, 最高5分, +5, -3, 0.25, 一票否决; a range or words are not readable."""
    plain = normal(text)
    if plain in _NONE:
        return Points(None)
    if found := _CHINESE_POINTS.fullmatch(plain):
        return Points(Decimal(_value(found[1])))
    found = _POINTS.fullmatch(plain) if len(plain) <= LONGEST_POINTS else None
    if found is None:
        if _A_VETO.search(plain):
            rest = "" if len(plain) <= 5 else plain
            return Points(Decimal(0), CriterionKind.VETO, rest)
        return Points(None, rest=plain, readable=False)
    value, rest = Decimal(found[4]), found["rest"].strip()
    if re.match(r"[-—–~至到.\d/%]", rest) or value > MOST or value != value.quantize(CENT):
        return Points(None, rest=plain, readable=False)
    return Points(value, _KIND_OF_SIGN.get(found["sign"] or ""), rest)


def is_points(text: str) -> bool:
    """True if a cell holds points and nothing else."""
    found = read_points(text)
    return found.value is not None and not found.rest and found.kind != CriterionKind.VETO


def read_title(text: str) -> tuple[str, Decimal | None]:
    """The title of a section and its points, if it ends with them: 一、组织领导（20分）."""
    line = _BETWEEN_CHINESE.sub("", " ".join(text.split()))
    if len(line) > LONGEST_TITLE:
        return line, None
    found = _TITLE.search(unicodedata.normalize("NFKC", line))
    if found is None or len(unicodedata.normalize("NFKC", line)) != len(line):
        return line, None
    title = line[: found.start()].rstrip(" ：:，,（(")
    value = Decimal(found[1])
    return (title, value) if title and value <= MOST else (line, None)


def looks_like_heading(text: str) -> bool:
    """True for words that begin like a section's title or end with its points."""
    line = " ".join(text.split())
    if len(line) > 60 or line.endswith(("。", "；", ";")):
        return False
    return bool(_HEADING.match(line)) or read_title(line)[1] is not None


def chinese_number(text: str) -> int | None:
    """一、（二）, 第三部分 as a number; None for anything else."""
    found = _CHINESE.fullmatch(normal(text))
    return _value(found[1]) if found else None


def _value(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS.find(numeral[-1:])
    return (_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0)


def read_code(text: str) -> str:
    """An item's number without brackets and dots: 1., （1）, 第1项 are 1; 1.1 stays."""
    plain = normal(text)
    if found := _CODE.fullmatch(plain):
        return "".join(found[1].split())
    if found := _ITH.fullmatch(plain):
        return found[1] if found[1].isdecimal() else str(_value(found[1]))
    return " ".join(plain.split())


def split_code(content: str) -> tuple[str, str]:
    """The number that a content begins with, and the content without it."""
    found = _LEADING.match(unicodedata.normalize("NFKC", content[:20]))
    if found is None:
        return "", content
    rest = content[found.end() :].strip() if content[:20].isascii() else _behind(content, found)
    return (next(filter(None, found.groups())), rest) if rest else ("", content)


def _behind(content: str, found: re.Match) -> str:
    """What follows the number in the text as written: signs that change width keep their count."""
    length = found.end()
    while length and len(unicodedata.normalize("NFKC", content[:length])) > found.end():
        length -= 1
    return content[length:].strip()


def kind_named(text: str) -> CriterionKind | None:
    """The kind that words say: 加分项, 扣分, 一票否决, 基本分; None if they say none."""
    plain = "".join(normal(text).split())
    if not plain:
        return None
    if "否决" in plain:
        return CriterionKind.VETO
    if "加分" in plain or "奖励" in plain or "附加" in plain:
        return CriterionKind.BONUS if "扣分" not in plain else None
    if "扣分" in plain or "减分" in plain or "倒扣" in plain:
        return CriterionKind.DEDUCTION
    return CriterionKind.BASIC if plain in ("基本分", "基本", "基础分", "得分") else None


def read_applies(text: str) -> tuple[list[str], list[str]]:
    """The kinds of units that are named, and words that name none; 各单位 means all."""
    names = {kind.label: kind.value for kind in UnitKind}
    found, unknown = [], []
    for word in filter(None, re.split(r"[、，,；;\s/]+", text)):
        if word in names:
            found.append(names[word])
        elif word not in ("全部", "各单位", "所有单位", "全部单位"):
            unknown.append(word)
    return found, unknown
