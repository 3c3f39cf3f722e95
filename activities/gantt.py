"""The year of a plan as a drawing: a line per measure, its window, activities on their days.

Server-side SVG from dataclasses: it prints, needs no script, and the same lines stand below it
as a table and leave as a workbook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from shuangyong.occasions import Occasion
from shuangyong.review import Status
from shuangyong.vague import Precision, VagueDate

from .branches import Branch, ItemState, branches, linked_activities
from .models import Plan, PlanItem
from .scale import LEFT, WIDTH, Scale

# in units of the drawing
ROW, BAR, LANE, MONTHS = 44, 14, 18, 22
CHARACTER = 12
TITLE_FITS = 15
SEASON = 31  # days: longer windows are named, but not drawn through all lines
UNDATED = {Precision.YEAR, Precision.YEARS}


@dataclass(frozen=True, slots=True)
class Dot:
    """Activities of one measure on one date, confirmed or not; the shape tells which."""

    x: float
    y: float
    count: int
    confirmed: bool
    when: VagueDate

    @property
    def in_words(self) -> str:
        """7月31日：2 项已确认."""
        return f"{self.when}：{self.count} 项{'已确认' if self.confirmed else '待审'}"

    @property
    def diamond(self) -> str:
        """The corners of the shape of what is not confirmed."""
        return f"{self.x},{self.y - 6} {self.x + 6},{self.y} {self.x},{self.y + 6} {self.x - 6},{self.y}"


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one measure: whether its window touches it, and what was done in it."""

    number: int
    in_window: bool
    confirmed: int
    waiting: int

    @property
    def in_words(self) -> str:
        """●2 ◇1, as the workbook prints it; nothing where nothing was done."""
        done = f"●{self.confirmed}" if self.confirmed else ""
        waiting = f"◇{self.waiting}" if self.waiting else ""
        return f"{done} {waiting}".strip()


@dataclass(frozen=True, slots=True)
class Line:
    """One measure across the year."""

    item: PlanItem
    branch: Branch
    y: float
    x: float
    width: float
    is_dated: bool
    dots: tuple[Dot, ...]
    months: tuple[Month, ...]

    @property
    def state(self) -> ItemState:
        """How far it has come."""
        return self.branch.state

    @property
    def symbol(self) -> str:
        """The state as one sign."""
        return self.state.sign

    @property
    def figure(self) -> str:
        """1/2 项活动, 12/15 个单位完成."""
        reached = self.branch.reached
        if self.branch.outcome and not reached.done:
            return "已填报完成情况"
        return f"{reached.done}/{reached.wanted} {reached.word}"

    @property
    def short_title(self) -> str:
        """As much of the title as fits beside the bar."""
        title = self.item.title
        return title if len(title) <= TITLE_FITS else f"{title[: TITLE_FITS - 1]}…"

    @property
    def bar_y(self) -> float:
        """The upper edge of the bar."""
        return self.y + (ROW - BAR) / 2

    @property
    def title_y(self) -> float:
        """The baseline of the title."""
        return self.y + 18

    @property
    def state_y(self) -> float:
        """The baseline of the state."""
        return self.y + 36


@dataclass(frozen=True, slots=True)
class Band:
    """An occasion: its days across the top, and lightly through all lines unless it is a season."""

    label: str
    x: float
    width: float
    y: float
    is_season: bool

    @property
    def text_y(self) -> float:
        """The baseline of the name."""
        return self.y + LANE - 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A month at the head: its left edge and where its name is centred."""

    label: str
    x: float
    middle: float


@dataclass(frozen=True, slots=True)
class YearView:
    """The whole drawing, in the units of its viewBox."""

    plan: Plan
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    head: float
    undated: int
    width: int = WIDTH
    left: int = LEFT
    bar: int = BAR
    lane: int = LANE - 3

    @property
    def height(self) -> float:
        """Head and lines."""
        return self.head + ROW * len(self.lines)

    @property
    def below(self) -> float:
        """The height of the lines alone."""
        return self.height - self.head

    @property
    def months_y(self) -> float:
        """The baseline of the names of the months."""
        return self.head - 7

    @property
    def in_words(self) -> str:
        """What the picture says, for who cannot see it."""
        return "；".join(
            f"{line.item.title}，{line.item.due or '未定时间'}，{line.state.word}，{line.figure}"
            for line in self.lines
        )


def year_view(plan: Plan, *, user, today: date) -> YearView:
    """The measures of a plan with the activities the reader may see; a fixed number of queries."""
    scale = Scale(plan.year)
    bands, head = _bands(scale)
    tops = {branch.pk: branch for branch in branches(plan, today=today)}
    held = _held(plan, tops, user)
    items = plan.items.select_related("responsible_unit").prefetch_related(
        "responsible_unit__changes", "further_units__changes"
    )
    lines = tuple(
        _line(item, tops[item.pk], held[item.pk], scale, head + ROW * number)
        for number, item in enumerate(items)
    )
    drawn = sum(dot.count for line in lines for dot in line.dots)
    return YearView(
        plan=plan,
        lines=lines,
        bands=bands,
        ticks=tuple(_ticks(scale)),
        today=scale.x(today) if scale.holds(today, today) else None,
        head=head,
        undated=sum(n for each in held.values() for _, _, n in each) - drawn,
    )


Held = list[tuple[VagueDate | None, bool, int]]


def _held(plan: Plan, tops: dict[int, Branch], user) -> dict[int, Held]:
    """By measure: when, whether confirmed, how many; the database counts equal dates."""
    top_of = {branch.pk: top.pk for top in tops.values() for branch in top.family()}
    rows = (
        linked_activities(plan)
        .visible_to(user)
        .annotate(measure=Coalesce(F("plan_item"), F("series__plan_item")))
        .order_by("held")
        .values_list("measure", "held", "status")
        .annotate(times=Count("pk"))
    )
    found: dict[int, Held] = defaultdict(list)
    for measure, held, status, times in rows:
        found[top_of[measure]].append((held, status == Status.CONFIRMED, times))
    return found


def _line(item: PlanItem, branch: Branch, held: Held, scale: Scale, y: float) -> Line:
    start, end = _window(item, scale)
    return Line(
        item=item,
        branch=branch,
        y=y,
        x=scale.x(start),
        width=round(scale.right(end) - scale.x(start), 1),
        is_dated=item.due is not None,
        dots=tuple(_dots(held, scale, y + ROW / 2)),
        months=tuple(_months(item, held, scale)),
    )


def _window(item: PlanItem, scale: Scale) -> tuple[date, date]:
    """The days of a measure; without a date, or with one of another year, the whole year."""
    due = item.due
    if due and scale.holds(due.start, due.end):
        return max(due.start, scale.first), min(due.end, scale.last)
    return scale.first, scale.last


def _is_placed(when: VagueDate | None, scale: Scale) -> bool:
    """Exact enough for a place in the year."""
    return bool(
        when and when.precision not in UNDATED and scale.holds(when.start, when.end)
    )  # fmt: skip


def _dots(held: Held, scale: Scale, y: float) -> Iterable[Dot]:
    counts: dict[tuple[VagueDate, bool], int] = defaultdict(int)
    for when, confirmed, times in held:
        if _is_placed(when, scale):
            counts[when, confirmed] += times
    for (when, confirmed), times in counts.items():
        yield Dot(scale.middle(when.start, when.end), y, times, confirmed, when)


def _months(item: PlanItem, held: Held, scale: Scale) -> Iterable[Month]:
    start, end = _window(item, scale)
    counts: dict[tuple[int, bool], int] = defaultdict(int)
    for when, confirmed, times in held:
        if _is_placed(when, scale):
            counts[max(when.start, scale.first).month, confirmed] += times
    for number in range(1, 13):
        inside = start.month <= number <= end.month
        yield Month(number, inside, counts[number, True], counts[number, False])


def _bands(scale: Scale) -> tuple[tuple[Band, ...], float]:
    """Occasions in as many lanes as their names need, and the height of the head."""
    ends: list[float] = []
    bands = []
    for occasion in sorted(Occasion, key=lambda each: each.window(scale.year)):
        start, end = occasion.window(scale.year)
        x, right = scale.x(start), scale.right(end)
        needed = max(right, x + CHARACTER * len(occasion.label)) + 4
        lane = next((n for n, taken in enumerate(ends) if taken <= x), len(ends))
        ends[lane : lane + 1] = [needed]
        season = (end - start).days > SEASON
        bands.append(Band(occasion.label, x, round(right - x, 1), lane * LANE + 2, season))
    return tuple(bands), LANE * len(ends) + MONTHS + 4


def _ticks(scale: Scale) -> Iterable[Tick]:
    for month in range(1, 13):
        x = scale.x(date(scale.year, month, 1))
        end = scale.x(date(scale.year, month + 1, 1)) if month < 12 else WIDTH
        yield Tick(f"{month}月", x, round((x + end) / 2, 1))
