"""How a cell that holds several things is read and written.

    数量      演职人员近百名；观众2000余人次
    投入      慰问金500元；图书200余册，价值5000元；影片《建党伟业》；灯光篮球场1个
    受益对象  烈属12人；军属
    说明      课目：识谱、摄影

What is written is read back as it was: where the usual wording would not do (a name that ends
in a number, one with ； in it), the name stands in 『』, and 『』 itself doubles the 』.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from activities.models import BeneficiaryCategory, ContributionCategory
from shuangyong.vague import VagueDate, VagueNumber

from .numbers_in import leading_number, number, trailing_number
from .recognising import category_of, helped_of

QUOTED = r"『(?:[^』]|』』)*』"
_HELD_TOGETHER = re.compile(rf"{QUOTED}|《[^《》]*》|([；;\n]+)")
_COMMAS = re.compile(rf"{QUOTED}|《[^《》]*》|(、|[，,](?![0-9０-９]{{3}}(?![0-9０-９])))")
_CLOSED = re.compile(rf"(?:{QUOTED}|《[^『』《》]*》|[^『』《》])*")
_LABELLED = re.compile(rf"({QUOTED}|[^：:『』《》]{{1,30}})[：:](.*)", re.DOTALL)
_NAMED = re.compile(rf"({QUOTED})(.*)", re.DOTALL)
_VALUE = re.compile(
    r"[，,、（(]?(?:总?价值|折合(?:人民币)?|合计|共计|总计|计|金额)[：:为]?(?:人民币)?"
    r"((?:[^，,；;）)]|[，,](?=[0-9０-９]{3}))+)[）)]?$"
)
_IN_BRACKETS = re.compile(r"[（(]([^（()）]*元)[)）]$")
_VALUE_OF = re.compile(r"价值(?P<value>[^的，,]+元)的(?P<rest>.+)")
_HANDED_OVER = re.compile(r"[，,]([^，,]+?)移交(?:使用)?$")
_CATEGORIES = {category.label: category for category in ContributionCategory}
_HELPED = {category.label: category for category in BeneficiaryCategory}
LABEL_BY_MEASURE = {
    "场": "场次", "场次": "场次", "人": "人数", "名": "人数", "人次": "人次", "期": "期数",
    "个": "数量", "部": "影片", "户": "户数", "课时": "课时", "": "数量",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """演职人员近百名."""

    label: str
    number: VagueNumber


@dataclass(frozen=True, slots=True)
class Given:
    """图书200余册，价值5000元; a name that only repeats the category is left out."""

    category: ContributionCategory
    name: str = ""
    quantity: VagueNumber | None = None
    value: VagueNumber | None = None
    given_on: VagueDate | None = None


@dataclass(frozen=True, slots=True)
class HelpedGroup:
    """烈属12人."""

    category: BeneficiaryCategory
    number: VagueNumber | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """课目：识谱、摄影."""

    label: str
    text: str


def parse_counts(text: str) -> list[Counted]:
    """The numbers of a cell 数量; ValidationError with a message for each piece that is none."""
    return _each(_numbered(text), _counted)


def print_counts(lines: Iterable[Counted]) -> str:
    """The cell that is read back as these numbers."""
    return "；".join(map(_print_count, lines))


def parse_given(text: str, *, year: int, kind: str = "") -> list[Given]:
    """What was given, by a cell 投入 of an activity of this kind and year."""
    return _each(_numbered(text), lambda piece: _given(piece, kind, year))


def print_given(lines: Iterable[Given], *, year: int, kind: str = "") -> str:
    """The cell that is read back as these, in an activity of the same kind and year."""
    return "；".join(_print_given(line, kind, year) for line in lines)


def parse_helped(text: str) -> list[HelpedGroup]:
    """Whom an activity helped, by a cell 受益对象."""
    return _each(_listed(text), _helped)


def print_helped(lines: Iterable[HelpedGroup]) -> str:
    """The cell that is read back as these."""
    return "；".join(f"{line.category.label}{line.number or ''}" for line in lines)


def parse_facts(text: str) -> list[Fact]:
    """What is said besides numbers, by a cell 说明; a piece without a label is a 说明."""
    return _each(_pieces(text), _fact)


def print_facts(lines: Iterable[Fact]) -> str:
    """The cell that is read back as these."""
    return "；".join(
        _first_that_reads_back(
            fact, parse_facts, f"{fact.label}：{fact.text}", f"{_quote(fact.label)}：{_quote(fact.text)}"
        )
        for fact in lines
    )  # fmt: skip


def _each(pieces: list[str], reader: Callable) -> list:
    lines, errors = [], []
    for piece in pieces:
        try:
            lines.append(reader(piece))
        except ValidationError as error:
            errors.append(error)
    if errors:
        raise ValidationError(errors)
    return lines


def _pieces(text: str, separator: re.Pattern = _HELD_TOGETHER) -> list[str]:
    """The text cut at separators that stand neither in 『』 nor in 《》."""
    found, start = [], 0
    for match in separator.finditer(text):
        if match[1]:
            found.append(text[start : match.start()])
            start = match.end()
    return [piece.strip() for piece in [*found, text[start:]] if piece.strip()]


def _numbered(text: str) -> list[str]:
    """Pieces, cut at ， and 、 too where each part has a number: 大米10袋、食用油20桶."""
    found = []
    for piece in _pieces(text):
        parts = _pieces(piece, _COMMAS)
        single = len(parts) < 2 or _VALUE.search(piece) or _HANDED_OVER.search(piece)
        apart = not single and all(_has_number(part) for part in parts)
        found += parts if apart else [piece]
    return found


def _has_number(part: str) -> bool:
    return bool(trailing_number(part)[1] or leading_number(part)[0]) and number(part) is None


def _listed(text: str) -> list[str]:
    """烈属12人、军属: people are listed with 、 as well."""
    return [part for piece in _pieces(text) for part in _pieces(piece, _COMMAS)]


def _counted(piece: str) -> Counted:
    if match := _NAMED.fullmatch(piece):
        return Counted(_unquote(match[1]), VagueNumber.parse(match[2]))
    if alone := number(piece):
        label = LABEL_BY_MEASURE.get(alone.measure)
        if label is None:
            raise ValidationError(f"请写明“{piece}”是什么的数量，如“观众2000余人次”。")
        return Counted(label, alone)
    label, found = trailing_number(piece)
    if found is None:
        found, label = leading_number(piece)
    if found is None:
        raise ValidationError(f"“{piece}”中没有能识别的数量，请写成“观众2000余人次”这样的形式。")
    return Counted(label.rstrip("：:为共约 "), found)


def _print_count(line: Counted) -> str:
    plain, quoted = f"{line.label}{line.number}", f"{_quote(line.label)}{line.number}"
    return _first_that_reads_back(line, parse_counts, plain, quoted)


def _given(piece: str, kind: str, year: int) -> Given:
    named, category = piece, None
    if (match := _LABELLED.fullmatch(piece)) and match[1] in _CATEGORIES:
        category, named = _CATEGORIES[match[1]], match[2]
    named, given_on = _handed_over(named, year)
    named, value = _valued(named)
    if match := _NAMED.fullmatch(named):
        quantity = VagueNumber.parse(match[2].removeprefix("数量")) if match[2] else None
        return Given(
            category or category_of(match[1]), _unquote(match[1]), quantity, value, given_on
        )
    name, quantity = _name_and_quantity(named)
    if quantity and quantity.measure == "元" and value is None:
        quantity, value = None, quantity
    category = category or (category_of(name, kind) if name else _nameless(value, kind))
    name = "" if name == category.label else name
    return Given(category, name, quantity, value, given_on)


def _nameless(value: VagueNumber | None, kind: str) -> ContributionCategory:
    return ContributionCategory.MONEY if value else category_of("", kind)


def _name_and_quantity(text: str) -> tuple[str, VagueNumber | None]:
    text = text.strip(" ，,、")
    if alone := number(text):
        return "", alone
    name, found = trailing_number(text)
    if found is None:
        found, name = leading_number(text)
    return name.rstrip("：:， ,共"), found


def _valued(text: str) -> tuple[str, VagueNumber | None]:
    """The text without its value, and the value: 图书200余册，价值5000元."""
    if match := _NAMED.fullmatch(text):
        rest, value = _valued(match[2]) if match[2] else ("", None)
        return match[1] + rest, value
    if (match := _VALUE_OF.fullmatch(text)) and (value := number(match["value"])):
        return match["rest"], value
    for words in (_VALUE, _IN_BRACKETS):
        if (match := words.search(text)) and (value := number(match[1].strip())):
            return text[: match.start()], value
    return text, None


def _handed_over(text: str, year: int) -> tuple[str, VagueDate | None]:
    if match := _HANDED_OVER.search(text):
        try:
            return text[: match.start()], VagueDate.parse(match[1], year=year)
        except ValidationError:
            pass
    return text, None


def _print_given(line: Given, kind: str, year: int) -> str:
    name, category = line.name or line.category.label, line.category.label
    quantity = str(line.quantity or "")
    money = str(line.value) if line.value and not line.quantity else ""
    value = f"，价值{line.value}" if line.value else ""
    date = f"，{line.given_on.for_input(year)}移交" if line.given_on else ""
    return _first_that_reads_back(
        line,
        lambda text: parse_given(text, year=year, kind=kind),
        f"{name}{money}{date}" if money.endswith("元") else f"{name}{quantity}{value}{date}",
        f"{name}{quantity}{value}{date}",
        f"{category}：{name}{quantity}{value}{date}",
        f"{category}：{_quote(line.name)}{quantity and f'数量{quantity}'}{value}{date}",
    )


def _helped(piece: str) -> HelpedGroup:
    name, found = trailing_number(piece)
    if found is None:
        found, name = leading_number(piece)
    name = name.strip("：: ")
    category = _HELPED.get(name) or helped_of(name)
    if category is None:
        raise ValidationError(f"“{name or piece}”不是优抚对象类别，可以写：{'、'.join(_HELPED)}。")
    return HelpedGroup(category, found)


def _fact(piece: str) -> Fact:
    match = _LABELLED.fullmatch(piece)
    if not match:
        return Fact("说明", _unquote(piece))
    return Fact(_unquote(match[1].strip()), _unquote(match[2].strip()))


def _quote(text: str) -> str:
    return f"『{text.replace('』', '』』')}』"


def _unquote(text: str) -> str:
    return text[1:-1].replace("』』", "』") if re.fullmatch(QUOTED, text) else text


def _first_that_reads_back(line, parse: Callable, *wordings: str) -> str:
    """The plainest of the wordings that means just this line; the last one always does."""
    for wording in wordings[:-1]:
        try:
            if _CLOSED.fullmatch(wording) and parse(wording) == [line]:
                return wording
        except ValidationError:
            continue
    return wordings[-1]
