"""When it was: the times of a passage, those said by reference (同月, 当日下午) made whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from shuangyong.vague import Precision, VagueDate
from shuangyong.vague.finding import find_dates

from .quoting import masked

EXACTNESS = [
    Precision.HALF_DAY, Precision.DAY, Precision.PART_OF_MONTH, Precision.MONTH, Precision.OCCASION,
    Precision.SPAN, Precision.YEARS, Precision.YEAR,
]  # fmt: skip
FINE = frozenset(EXACTNESS[:5]) | {Precision.SPAN}
_HALF = "(?:上午|下午|晚上|中午|早上|晚间|傍晚|清晨)"
_RELATIVE = re.compile(
    rf"(?P<month>[同当本该]月)(?P<day>\d{{1,2}}[日号])?(?P<a>{_HALF})?"
    rf"|(?P<same>[同当]日|当天)(?P<b>{_HALF})?|(?P<evening>当晚)"
    rf"|(?<![月\d年第.至到\-])(?P<bare>\d{{1,2}}[日号])(?P<c>{_HALF})?(?!至|到|-)"
)
_THIS_YEAR = re.compile(r"今年|本年度?|当年|去年")
_SINCE = re.compile(r"(?:自从?|从|截至|截止到?|截止|早在|成立于|始于)$")
_CELEBRATED = re.compile(r"(?:庆祝|喜迎|迎接?|欢庆|纪念|庆)$")
_OUT_OF_PLACE = re.compile(r"(?:以来|起[，,]|成立以来|我局成立|年龄|出生|入伍|参军|退伍|退役)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A time in a passage; `celebrated` ones are the reason rather than the day."""

    start: int
    end: int
    value: VagueDate
    celebrated: bool = False

    @property
    def rank(self) -> int:
        """The smaller, the sooner this is the time of an activity."""
        return EXACTNESS.index(self.value.precision) + (20 if self.celebrated else 0)

    @property
    def is_fine(self) -> bool:
        """Finer than a year."""
        return self.value.precision in FINE and not self.celebrated

    def moved(self, by: int) -> Dated:
        """The same time in a text cut elsewhere."""
        return Dated(self.start + by, self.end + by, self.value, self.celebrated)


def dates_of(text: str, year: int, before: VagueDate | None = None) -> list[Dated]:
    """The times of a passage; `before` is the last one said before it."""
    plain = masked(text)
    found = []
    for hit in find_dates(plain, year=year):
        lead, after = plain[max(0, hit.start - 4) : hit.start], plain[hit.end : hit.end + 6]
        if _SINCE.search(lead) or _OUT_OF_PLACE.match(after):
            continue
        found.append(Dated(hit.start, hit.end, hit.value, bool(_CELEBRATED.search(lead))))
    taken = [(d.start, d.end) for d in found]
    for match in _RELATIVE.finditer(plain):
        if any(match.start() < b and a < match.end() for a, b in taken):
            continue
        earlier = [d.value for d in found if d.end <= match.start()]
        value = _referred(match, earlier[-1] if earlier else before, year)
        if value:
            found.append(Dated(match.start(), match.end(), value))
    return sorted(found, key=lambda d: d.start)


def best(dates: list[Dated]) -> Dated | None:
    """The time of an activity: the most exact one, the first of equals."""
    return min(dates, key=lambda d: (d.rank, d.start), default=None)


def _referred(match: re.Match, before: VagueDate | None, year: int) -> VagueDate | None:
    if before is None or before.precision not in FINE:
        return None
    half = match["a"] or match["b"] or match["c"] or ("晚上" if match["evening"] else "")
    first = before.start
    if match["month"] or match["bare"]:
        if before.precision == Precision.OCCASION:
            return None
        wording = f"{first.month}月{match['day'] or match['bare'] or ''}{half}"
    elif before.precision in (Precision.DAY, Precision.HALF_DAY):
        wording = f"{first.month}月{first.day}日{half}"
    else:
        return None
    if first.year != year:
        wording = f"{first.year}年{wording}"
    try:
        return VagueDate.parse(wording, year=year)
    except ValidationError:
        return None
