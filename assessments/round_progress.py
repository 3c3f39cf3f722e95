"""How far rounds have come, as the list of rounds pictures it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from shuangyong.review import Status

from .models import Assessment, Round

BAR = 100  # the width of the bar in units of its own
ORDER = (  # from the finished end of the bar to the open one: status, style, word
    (Status.CONFIRMED, "confirmed", "已确认"),
    (Status.SUBMITTED, "submitted", "待审核"),
    (Status.RETURNED, "returned", "退回修改"),
    (Status.DRAFT, "draft", "未报"),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the bar: how many units stand there."""

    style: str
    word: str
    number: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """The units that take part, by where their checklist stands; `late` never handed in."""

    asked: int
    segments: tuple[Segment, ...]
    late: int

    @property
    def in_words(self) -> str:
        """已确认 2，待审核 1，未报 3."""
        return "，".join(f"{segment.word} {segment.number}" for segment in self.segments)


def progress_of(rounds: Iterable[Round], today: date) -> dict[int, RoundProgress]:
    """By the round's key; whoever left is not counted. Two queries for all of them."""
    keys = [round_.pk for round_ in rounds]
    asked = Assessment.objects.filter(round__in=keys).asked().order_by()
    numbers: dict[int, Counter] = {pk: Counter() for pk in keys}
    for pk, status, number in asked.values_list("round", "status").annotate(n=Count("pk")):
        numbers[pk][status] += number
    late = Counter(asked.overdue(today).values_list("round", flat=True))
    return {pk: _progress(numbers[pk], late[pk]) for pk in keys if numbers[pk]}


def _progress(numbers: Counter, late: int) -> RoundProgress:
    asked, x, segments = numbers.total(), 0.0, []
    for status, style, word in ORDER:
        if number := numbers[status]:
            width = BAR * number / asked
            segments.append(Segment(style, word, number, round(x, 2), round(width, 2)))
            x += width
    return RoundProgress(asked, tuple(segments), late)
