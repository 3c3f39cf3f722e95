"""Rows become activities: all of them in one transaction, drafts of their units."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from activities import search
from activities.models import (
    Activity,
    ActivityCount,
    ActivityFact,
    ActivityImport,
    BeneficiaryGroup,
    Contribution,
    ImportedRow,
    ImportState,
    Partner,
)
from shuangyong.long_work import SupersededError
from units import audit

from . import work
from .context import Context
from .importing import TOLD_EVERY
from .judging import Judged, judge

logger = logging.getLogger(__name__)
AT_A_TIME = 500
LINES = {
    ActivityCount: "counts", Contribution: "contributions", BeneficiaryGroup: "beneficiaries",
    ActivityFact: "facts", Partner: "partners",
}  # fmt: skip
NOTHING = "没有写入任何内容，请再次确认导入。"
MEANWHILE = f"导入时发现同样的行刚刚已经导入，{NOTHING}"
BROKEN = f"导入时出错，{NOTHING}仍然不行时请联系系统管理员。"
MOST_NAMED = 30


@dataclass(slots=True)
class Taken:
    """A row with what it becomes."""

    row: ImportedRow
    judged: Judged


@dataclass(slots=True)
class Outcome:
    """What one import has brought in."""

    activities: list[Activity] = field(default_factory=list)
    series: int = 0
    """Series that were made for their dates."""


def take_over(pk: int, run: str) -> None:
    """Take over the wanted rows of an import; what goes wrong is said on its page."""
    batch = work.claim(pk, run, ImportState.TAKING)
    if batch is None:
        return
    try:
        context = Context.of(batch)
        taken = _judged_again(batch, context)
        with transaction.atomic():
            _write(batch.locked(), taken, context)
    except SupersededError:
        logger.info("import %s was begun anew or discarded", pk)
    except IntegrityError:
        batch.fail(ImportState.READY, MEANWHILE)
        logger.exception("import %s met rows that came in meanwhile", pk)
    except Exception:
        batch.fail(ImportState.READY, BROKEN)
        logger.exception("import %s could not be taken over", pk)


def _judged_again(batch: ActivityImport, context: Context) -> list[Taken]:
    """The wanted rows as they are judged now: a unit or a kind may have gone since."""
    rows, taken = list(batch.rows.wanted().order_by("number")), []
    for done, row in enumerate(rows, 1):
        taken.append(Taken(row, judge(row.cells, context)))
        if done % TOLD_EVERY == 0:
            batch.tell(done, len(rows))
    batch.tell(len(rows), max(len(rows), 1))
    return taken


def _write(batch: ActivityImport, taken: list[Taken], context: Context) -> None:
    good = _still_good(taken, context)
    outcome = create(good, context, by=batch.by)
    _remember(good)
    batch.state, batch.run, batch.done_at = ImportState.DONE, "", timezone.now()
    batch.done = batch.total = len(good)
    batch.message = said(batch, outcome)
    batch.save(update_fields=["state", "run", "done_at", "done", "total", "message"])
    left_out = batch.rows.filter(activity=None).count()
    changes = {"导入": f"{len(good)} 项活动", "未导入": f"{left_out} 行"}
    audit.record(batch.by, "导入活动", batch, changes=changes)


def _still_good(taken: list[Taken], context: Context) -> list[Taken]:
    """The rows that nothing speaks against now; the others keep the reason."""
    mine = Activity.objects.filter(year=context.year, unit__in=context.writes_for)
    known = dict(mine.exclude(origin="").values_list("origin", "pk"))
    for one in taken:
        one.row.problems = one.judged.problems
        one.row.twin_id = known.get(one.row.origin, one.row.twin_id)
    bad = [one.row for one in taken if one.row.problems or one.row.origin in known]
    ImportedRow.objects.bulk_update(bad, ["problems", "twin"], AT_A_TIME)
    return [one for one in taken if not one.row.problems and one.row.origin not in known]


def _remember(taken: list[Taken]) -> None:
    """Which row became which activity; `bulk_update` would take longer than all the rest."""
    table = ImportedRow._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET activity_id = %s WHERE id = %s",  # noqa: S608 - no user's text
            [(one.judged.activity.pk, one.row.pk) for one in taken],
        )


def create(taken: list[Taken], context: Context, *, by) -> Outcome:
    """The activities with all their lines, in a number of queries that grows by the thousand.

    In a transaction; IntegrityError if one of the rows came in meanwhile.
    """
    parents = _series(taken, context, by)
    activities = [one.judged.activity for one in taken]
    for one in taken:
        activity = one.judged.activity
        activity.changed_by, activity.revision = by, 1
        activity.origin, activity.source_text = one.row.origin, one.row.source_text
    Activity.objects.bulk_create(activities, batch_size=AT_A_TIME)
    _lines(taken)
    _links(taken)
    search.write_new((one.judged.activity, one.judged) for one in taken)
    search.refresh(parents)
    return Outcome(activities, len(parents))


def _series(taken: Iterable[Taken], context: Context, by) -> list[Activity]:
    """Let the rows that name a series belong to it; returns those that had to be made."""
    named: dict[tuple[int, str], list[Activity]] = defaultdict(list)
    for one in taken:
        if one.judged.series:
            activity = one.judged.activity
            named[activity.unit_id, one.judged.series].append(activity)
    new = {key: parts[0] for key, parts in named.items() if key not in context.series}
    parents = [
        Activity(
            title=title, unit=part.unit, kind=part.kind, year=part.year, occasion=part.occasion,
            is_series=True, changed_by=by, revision=1,
        )
        for (_, title), part in new.items()
    ]  # fmt: skip
    Activity.objects.bulk_create(parents, batch_size=AT_A_TIME)
    keys = context.series | {key: parent.pk for key, parent in zip(new, parents, strict=True)}
    for key, parts in named.items():
        for part in parts:
            part.series_id = keys[key]
    return parents


def _lines(taken: list[Taken]) -> None:
    for model, name in LINES.items():
        lines = []
        for one in taken:
            for line in getattr(one.judged, name):
                line.activity_id = one.judged.activity.pk
                lines.append(line)
        model.objects.bulk_create(lines, batch_size=AT_A_TIME)


def _links(taken: list[Taken]) -> None:
    troops, kinds = Activity.troops.through, Activity.further_kinds.through
    troops.objects.bulk_create(
        (
            troops(activity_id=one.judged.activity.pk, troop_id=troop.pk)
            for one in taken
            for troop in one.judged.troops
        ),
        batch_size=AT_A_TIME,
    )
    kinds.objects.bulk_create(
        (
            kinds(activity_id=one.judged.activity.pk, activitykind_id=kind.pk)
            for one in taken
            for kind in one.judged.further_kinds
        ),
        batch_size=AT_A_TIME,
    )


def said(batch: ActivityImport, outcome: Outcome) -> str:
    """What came in and what was left out, row by row as far as one reads that."""
    came = f"已导入 {len(outcome.activities)} 项活动，都是草稿。"
    if outcome.series:
        came += f"另建立系列活动 {outcome.series} 个。"
    return "\n".join([came, *left_out_lines(batch)])


def left_out_lines(batch: ActivityImport) -> list[str]:
    """有错误 3 行（第 4、7、9 行）: what stays out, with the reason and the numbers."""
    rows = batch.rows
    known = rows.known()
    sorts = {
        "以前已经导入过": known,
        "有错误": rows.wrong(),
        "可能重复，没有勾选": rows.doubtful().filter(is_wanted=False),
        "没有勾选": rows.good().filter(is_wanted=False),
    }
    found = [(what, list(of.values_list("number", flat=True))) for what, of in sorts.items()]
    found.append(("不是活动", [number for number, _ in batch.details.get("left_out", ())]))
    return [
        f"未导入：{what} {len(numbers)} 行（第 {_listed(numbers)} 行）"
        for what, numbers in found
        if numbers
    ]


def _listed(numbers: list[int]) -> str:
    more = "……" if len(numbers) > MOST_NAMED else ""
    return "、".join(map(str, numbers[:MOST_NAMED])) + more
