"""An import from the command line: the same rules, a plain report, nothing to click."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q

from activities.models import Activity, ImportedRow
from shuangyong.review import StepRefused
from units import audit
from units.models import Unit

from .context import Context
from .doubles import Doubles
from .importing import Read, as_row
from .judging import judge
from .marking import because
from .taking import MEANWHILE, Outcome, Taken, create

WORDS = {"good": "可以导入", "wrong": "有错误", "double": "可能重复", "known": "已导入过"}


@dataclass(slots=True)
class Report:
    """The rows of a file as they were judged, sorted as a page would sort them."""

    rows: list[ImportedRow]
    context: Context
    by_state: dict[str, list[ImportedRow]] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        """How many rows have an error."""
        return len(self.by_state["wrong"])

    def lines(self) -> Iterator[str]:
        """What stays out, row by row with its reason, and how many rows of each sort there are."""
        for row in self.rows:
            if row.state != "good":
                title = row.cells.get("活动名称", "")
                yield f"第 {row.number} 行　{WORDS[row.state]}　{title}　{because(row)}"
        sums = "，".join(f"{WORDS[state]} {len(rows)} 行" for state, rows in self.by_state.items())
        yield f"共 {len(self.rows)} 行：{sums}。"


def context_of(unit: Unit, year: int) -> Context:
    """Whoever runs commands writes for the unit and all below it."""
    return Context.load(unit, year, Q(path__startswith=unit.path))


def report_on(rows: list[Read], context: Context) -> Report:
    """The rows judged and compared with what is there; a fixed number of queries."""
    doubles = Doubles.load(context)
    judged = [as_row(row, context, doubles) for row in rows]
    twins = Activity.objects.in_bulk({row.twin_id for row in judged if row.twin_id})
    report = Report(judged, context, {state: [] for state in WORDS})
    for row in judged:
        row.twin = twins.get(row.twin_id)
        report.by_state[row.state].append(row)
    return report


def save(report: Report, *, what: str, doubles: bool = False) -> Outcome:
    """The good rows, and with `doubles` those that may be some, as drafts: all or none."""
    states = ("good", "double") if doubles else ("good",)
    rows = [row for row in report.rows if row.state in states]
    taken = [Taken(row, judge(row.cells, report.context)) for row in rows]
    try:
        with transaction.atomic():
            outcome = create(taken, report.context, by=None)
            changes = {
                "导入": f"{len(taken)} 项活动",
                "未导入": f"{len(report.rows) - len(taken)} 行",
            }
            audit.record(None, "导入活动", what, changes=changes, name="命令行")
    except IntegrityError:
        raise StepRefused(MEANWHILE) from None
    return outcome
