"""Every number of a text: with its measure word, vague or exact, in figures or in hanzi."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from shuangyong.vague import VagueDate, VagueNumber
from shuangyong.vague.finding import Found, find_dates, find_numbers

NO_DATE = 2000  # the year meant where a wording has none, when only its place matters
FILLER = "\ue000"
# numbers that are part of a set phrase, not a figure
SET_PHRASES = (
    "三个代表", "四个全面", "四个意识", "四个自信", "两个维护", "两个确立", "五位一体", "三严三实", "两学一做",
    "六连冠", "四个现代化", "八项规定", "四项基本原则", "八荣八耻", "三农", "三支一扶", "五一劳动", "一体两翼",
    "双清单", "九一八", "一二九", "十七大", "十八大", "十九大", "二十大", "一带一路", "三下乡", "四有军人",
    "一个中国", "两个百年", "三项建设", "五个一工程", "一方有难", "八方支援", "二炮", "第二炮兵", "十面埋伏",
)  # fmt: skip
_PHRASE = re.compile("|".join(map(re.escape, SET_PHRASES)))
_ORDINAL = re.compile(
    r"第\s*[0-9０-９一二三四五六七八九十百]{1,5}\s*[届次期条号章节名位批项个部师旅团轮回场站]?"
)
_UNENDING = re.compile(
    r"[0-9０-９,，.．]{24,}|[〇零一二两三四五六七八九十百千万亿]{24,}|[余多来几]{12,}|[年月日号至到、“”\"'‘’\-–—]{16,}"
)
_DOCUMENT = re.compile(r"[〔［\[(（]\s*(?:19|20)\d\d\s*[〕］\])）]\s*\d{1,5}\s*号")
_DAY = re.compile(r"[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号](?:[至到—–-]{1,2}[0-9]{1,2}[日号])?")
_CALLED = re.compile(r"(?<![0-9])(?:0[0-9]{2,3}[-—][0-9]{7,8}|[0-9]{11,23}[Xx]?)(?![0-9元])")
_PERCENT = re.compile(
    r"[0-9０-９]{1,12}(?:[.．][0-9０-９]{1,6})?\s*[%％‰]|百分之[零一二三四五六七八九十百点]{1,8}"
)
_BARE = re.compile(
    r"(?<![0-9A-Za-z.．%])[0-9０-９]{1,12}(?:,[0-9]{3})*(?:[.．][0-9０-９]{1,2})?(?![0-9A-Za-z.．%:：])"
)
_TYPED_NUMBER = re.compile(r"\s*[（(]?[0-9０-９]{1,3}(?:[)）、]|[.．](?![0-9０-９]))")


@dataclass(frozen=True, slots=True)
class Hit:
    """A number at text[start:end]; `value` is None for a percentage."""

    start: int
    end: int
    value: VagueNumber | None
    wording: str


def calm(text: str) -> str:
    """The text, as long as it is, without runs of figures that nobody writes.

    What reads numbers and times is quadratic in the length of such a run.
    """
    return _UNENDING.sub(lambda found: FILLER * len(found[0]), text)


def dates_in(text: str, year: int) -> list[Found[VagueDate]]:
    """The times of a text, as `find_dates`."""
    return find_dates(_masked(calm(text), _PHRASE), year=year)


def numbers_in(text: str) -> list[Hit]:
    """The numbers from left to right; those of times, ordinals and set phrases are none."""
    plain = _masked(calm(text), _PHRASE, _ORDINAL, _DOCUMENT, _DAY, _CALLED)
    if number := _TYPED_NUMBER.match(plain):
        plain = FILLER * number.end() + plain[number.end() :]
    plain = _without(plain, find_dates(plain, year=NO_DATE))
    hits = sorted(_hits(plain), key=lambda hit: hit.start)
    return [hit for hit in hits if not _is_article(hit)]


def _hits(text: str) -> Iterator[Hit]:
    for match in _PERCENT.finditer(text):
        yield Hit(match.start(), match.end(), None, match[0])
    text = _masked(text, _PERCENT)
    measured = find_numbers(text)
    for found in measured:
        yield Hit(found.start, found.end, found.value, text[found.start : found.end])
    text = _without(text, measured)
    for match in _BARE.finditer(text):
        try:
            value = VagueNumber.parse(match[0])
        except ValidationError:
            continue
        yield Hit(match.start(), match.end(), value, match[0])


def _masked(text: str, *patterns: re.Pattern) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda found: FILLER * len(found[0]), text)
    return text


def _without(text: str, taken: Iterable[Found]) -> str:
    """The text, as long as it is, without what has been found in it."""
    pieces, at = [], 0
    for found in taken:
        pieces += [text[at : found.start], FILLER * (found.end - found.start)]
        at = found.end
    return "".join([*pieces, text[at:]])


def _is_article(hit: Hit) -> bool:
    """多部 has no amount, and the 一 of 一种, 一项重要工作 counts nothing."""
    if hit.value is None:
        return False
    return hit.value.amount is None or (hit.value.amount == 1 and hit.wording.startswith("一"))


def is_same(one: VagueNumber, other: VagueNumber) -> bool:
    """As many, and as exact: 5万余元 and 50000多元."""
    return one.amount == other.amount and one.qualifier == other.qualifier


def fits(one: VagueNumber, other: VagueNumber) -> bool:
    """Whether two numbers may count the same: alike measure words, or one has none."""
    return not one.measure or not other.measure or _alike(one.measure) == _alike(other.measure)


ALIKE = {
    "名": "人",
    "位": "人",
    "人次": "人",
    "场次": "场",
    "期": "次",
    "回": "次",
    "趟": "次",
    "册": "本",
}


def _alike(measure: str) -> str:
    return ALIKE.get(measure, measure)
