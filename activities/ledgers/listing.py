"""What the ledger of some activities lists: its columns, a row for each, the sums at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from activities.models import (
    Activity,
    ActivityCount,
    ActivityFact,
    BeneficiaryGroup,
    ContributionCategory,
    Partner,
)
from shuangyong.vague import VagueNumber

from . import columns as c
from .as_cells import BY_ROLE, cells_of
from .headings import RECKONED
from .sums import RunningSum, sum_of
from .unwanted import SERIES

NUMBER, EVIDENCE, MEASURE, STATUS = "序号", "佐证材料", "对应措施", "状态"
FIRST, LAST = f"起（{RECKONED}）", f"止（{RECKONED}）"
MONEY, VALUE = f"慰问金（元，{RECKONED}）", f"价值（元，{RECKONED}）"
READ_AT_ONCE = 500  # SQLite takes no more than a thousand units of the rows in one query
MOST_LABELS = 8  # labels of counts that get a column of numbers: the most frequent
PRINTED = {
    NUMBER: 5, c.UNIT: 15, c.HELD: 12, c.KIND: 9, c.TITLE: 22, c.PLACE: 12, c.HOSTS: 15,
    c.TROOPS: 15, c.COUNTS: 15, c.GIVEN: 15, c.NARRATIVE: 36, c.NOTE: 14, EVIDENCE: 7, STATUS: 7,
}  # fmt: skip
# to the right of what is printed, and only where an activity fills them
ONLY_IF_USED = {
    c.FURTHER_KINDS: 12, c.SERIES: 18, c.ORGANISERS: 16, c.CO_ORGANISERS: 16, c.PARTICIPANTS: 16,
    c.INVITERS: 14, c.GUESTS: 16, c.HELPED: 14, c.FACTS: 16, c.OCCASION: 9, c.EFFECT: 24,
    MEASURE: 20,
}  # fmt: skip
WIDTHS = PRINTED | ONLY_IF_USED
_TEXTS = {c.GUESTS: "guests", c.OCCASION: "occasion", c.EFFECT: "effect"}
_LINES = {c.HELPED: BeneficiaryGroup, c.FACTS: ActivityFact}

Cell = str | int | date | VagueNumber | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The columns of one ledger; the `reckoned` ones hold dates and numbers beside the wording."""

    worded: list[str]
    """Those of `PRINTED`, then those that are used besides."""
    reckoned: list[str]
    labels: list[str]
    """Labels of counts that have a column among the reckoned."""
    dated: bool = False

    @classmethod
    def of(cls, activities, *, dated: bool) -> Listing:
        """The columns that these activities fill; a fixed number of queries."""
        used = _used(activities)
        counts = ActivityCount.objects.filter(activity__in=activities.order_by().values("pk"))
        frequent = counts.order_by().values("label").annotate(n=Count("pk")).order_by("-n", "label")
        labels = [row["label"] for row in frequent[:MOST_LABELS]]
        reckoned = [FIRST, LAST, *map(_over, labels), MONEY, VALUE]
        worded = [*PRINTED, *(name for name in ONLY_IF_USED if name in used)]
        return cls(worded, reckoned, labels, dated)

    @property
    def columns(self) -> list[str]:
        """All headings, from left to right."""
        return self.worded + self.reckoned

    def rows(self, activities) -> Iterator[list[Cell]]:
        """A row for each activity, in their order, then the sums; read some hundred at a time."""
        sums = _Sums(self)
        number = 0
        for activity in activities.for_ledger().iterator(chunk_size=READ_AT_ONCE):
            number += not activity.is_series
            yield self._row(activity, SERIES if activity.is_series else number, sums)
        yield sums.row(number)

    def _row(self, activity: Activity, number: int | str, sums: _Sums) -> list[Cell]:
        said = cells_of(activity, dated=self.dated) | {
            NUMBER: number,
            EVIDENCE: f"{activity.proofs} 份" if activity.proofs else "",
            MEASURE: activity.plan_item.title if activity.plan_item_id else "",
            STATUS: activity.get_status_display(),
        }
        reckoned = reckon(activity, self.labels)
        if not activity.is_series:
            sums.add(activity, reckoned)
        return [said[name] for name in self.worded] + reckoned


def reckon(activity: Activity, labels: list[str]) -> list[Cell]:
    """First and last day, the counts of these labels, 慰问金 and the value of all that was given."""
    held = activity.held
    counts: dict[str, list[VagueNumber]] = {}
    for line in activity.counted:
        counts.setdefault(line.label, []).append(line.number)
    given = [line for line in activity.given if line.value]
    money = (line.value for line in given if line.category == ContributionCategory.MONEY)
    return [
        held and held.start,
        held and held.end,
        *(sum_of(counts[label]) if label in counts else None for label in labels),
        sum_of(money, "元"),
        sum_of((line.value for line in given), "元"),
    ]


class _Sums:
    """The last row: how many activities, every count by its label, money and value in 元."""

    def __init__(self, listing: Listing):
        self.listing = listing
        self.counts: dict[str, RunningSum] = {}
        self.money, self.value = RunningSum("元"), RunningSum("元")
        self.all_official = True

    def add(self, activity: Activity, reckoned: list[Cell]) -> None:
        for line in activity.counted:
            self.counts.setdefault(line.label, RunningSum()).add(line.number)
        for running, number in zip((self.money, self.value), reckoned[-2:], strict=True):
            if number is not None:
                running.add(number)
        self.all_official = self.all_official and activity.is_official

    def row(self, number: int) -> list[Cell]:
        summed = {label: running.value for label, running in self.counts.items()}
        said = dict.fromkeys(self.listing.worded, "") | {
            NUMBER: "合计" if self.all_official else "合计（含未确认）",
            c.TITLE: f"共 {number} 项",
            c.COUNTS: "；".join(f"{label}{value}" for label, value in summed.items()),
            c.GIVEN: str(self.value.value or ""),
        }
        labels = (summed.get(label) for label in self.listing.labels)
        return [*said.values(), None, None, *labels, self.money.value, self.value.value]


def _over(label: str) -> str:
    return f"{label}（{RECKONED}）"


def _used(activities) -> set[str]:
    """Which of the columns that most offices leave empty these activities fill."""
    chosen = activities.order_by().values("pk")
    roles = Partner.objects.filter(activity__in=chosen).order_by().values_list("role", flat=True)
    used = {BY_ROLE[role] for role in roles.distinct()}
    further = Activity.further_kinds.through.objects.filter(activity=OuterRef("pk"))
    found: dict[str, Callable] = {
        c.SERIES: lambda: activities.exclude(series=None),
        MEASURE: lambda: activities.exclude(plan_item=None),
        c.FURTHER_KINDS: lambda: activities.filter(Exists(further)),
    }
    for column, name in _TEXTS.items():
        found[column] = lambda name=name: activities.exclude(**{name: ""})
    for column, model in _LINES.items():
        found[column] = lambda model=model: model.objects.filter(activity__in=chosen)
    return used | {column for column, rows in found.items() if rows().exists()}
