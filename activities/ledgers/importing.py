"""An import from its upload to the rows that wait for confirmation; corrections among them."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet

from activities.models import ActivityImport, ImportedRow, ImportSource, ImportState
from activities.papers.proposing import propose
from activities.papers.reading import cleaned, text_of
from shuangyong.long_work import SupersededError
from shuangyong.review import StepRefused
from units import audit
from units.models import Unit, User

from . import columns as c
from . import work
from .context import Context
from .doubles import Doubles
from .judging import Judged, judge
from .reading import read_ledger

logger = logging.getLogger(__name__)
MOST_ROWS = 10_000  # more would keep other writers waiting for too long
TOLD_EVERY = 250  # rows between two signs of life
SHORT_BYTES = 15_000  # a file so short, some 200 rows, is read while the page is waited for
SHORT_ROWS = 200  # so few rows are taken over while the page is waited for
TWINS_COMPARED = 50  # rows of the same title that a corrected one is compared with
BROKEN = "读取时出错，没有导入任何内容。请检查文件后重新上传；仍然不行时请联系系统管理员。"


@dataclass(slots=True)
class Read:
    """One row as it came, before it is judged."""

    number: int
    cells: dict[str, str]
    source: str = ""
    faults: dict[str, str] = field(default_factory=dict)


def upload(
    source: ImportSource, *, unit: Unit, year: int, by: User, name: str,
    content: bytes = b"", text: str = "",
) -> ActivityImport:  # fmt: skip
    """A new import, being read; a short one has been read when this returns."""
    batch = ActivityImport(source=source, unit=unit, year=year, by=by, name=name, text=text)
    if content:
        batch.file.save(name, ContentFile(content), save=False)
    short = max(len(content), len(text)) <= SHORT_BYTES
    with transaction.atomic():
        batch.save()
        audit.record(by, f"上传{batch.get_source_display()}", batch)
        batch.begin(ImportState.READING)
        if not short:
            work.hand_over(batch)
    if short:
        work.do_now(batch)
    return batch


def read(pk: int, run: str) -> None:
    """Read an import and judge its rows; what goes wrong is said on its page."""
    batch = work.claim(pk, run, ImportState.READING)
    if batch is None:
        return
    try:
        _keep(batch, _judged(batch, Context.of(batch)))
    except ValidationError as error:
        batch.fail(ImportState.FAILED, "\n".join(error.messages))
    except SupersededError:
        logger.info("import %s was begun anew or discarded", pk)
    except Exception:
        batch.fail(ImportState.FAILED, BROKEN)
        logger.exception("import %s could not be read", pk)


def _judged(batch: ActivityImport, context: Context) -> list[ImportedRow]:
    rows, doubles, judged = rows_of(batch), Doubles.load(context), []
    for done, row in enumerate(rows, 1):
        judged.append(as_row(row, context, doubles))
        if done % TOLD_EVERY == 0:
            batch.tell(done, len(rows))
    return judged


def rows_of(batch: ActivityImport) -> list[Read]:
    """What the file or paper holds; `batch.details` then says what was not read."""
    if batch.source == ImportSource.PAPER:
        return _proposals(batch)
    with batch.file.open("rb") as file:
        content = file.read()
    rows, batch.details = ledger_rows(batch.name, content, lambda n: batch.tell(n, 1))
    return rows


def ledger_rows(name: str, content: bytes, progress=None) -> tuple[list[Read], dict]:
    """The rows of a ledger file, and what else the reader says of it."""
    ledger = read_ledger(name, content, most=MOST_ROWS, progress=progress)
    sheets = [
        {"name": sheet.name, "header": sheet.header, "places": sheet.places}
        for sheet in ledger.sheets
    ]
    details = {"sheets": sheets, "ignored": ledger.ignored, "left_out": ledger.left_out}
    return [Read(row.number, row.cells, faults=row.faults) for row in ledger.rows], details


def _proposals(batch: ActivityImport) -> list[Read]:
    if batch.file and not batch.text:
        with batch.file.open("rb") as file:
            batch.text = text_of(batch.name, file.read())
    return paper_rows(cleaned(batch.text), Context.of(batch))


def paper_rows(text: str, context: Context) -> list[Read]:
    """The activities that an old paper seems to tell of, each with the sentence it came from."""
    found = propose(text, year=context.year, names=context.spoken)
    return [
        Read(number, _for_own_unit(one.cells, context), one.source)
        for number, one in enumerate(found, 1)
    ]


def _for_own_unit(cells: dict[str, str], context: Context) -> dict[str, str]:
    """A unit that the account does not write for took part; the account's own one reports."""
    named = cells.get(c.UNIT, "")
    unit = context.partners.get(named)
    if not named or (unit and unit.pk in context.writes_for):
        return dict(cells)
    others = {column: text for column, text in cells.items() if column != c.UNIT}
    took_part = [text for text in (named, cells.get(c.PARTICIPANTS)) if text]
    return others | {c.PARTICIPANTS: "；".join(took_part)}


def as_row(row: Read, context: Context, doubles: Doubles) -> ImportedRow:
    """The row with what is wrong with it and what it may be a double of."""
    judged = judge(row.cells, context)
    origin = doubles.origin_of(row.cells, row.source, context)
    made = ImportedRow(
        number=row.number, cells=row.cells, source_text=row.source, origin=origin,
        problems=_with_faults(judged, row),
    )  # fmt: skip
    _note_twin(made, doubles.twin_of(judged, row.number, origin))
    return made


def _with_faults(judged: Judged, row: Read) -> dict[str, list[str]]:
    faults = {column: [fault] for column, fault in row.faults.items() if column in c.COLUMNS}
    return judged.problems | faults


def _note_twin(row: ImportedRow, twin) -> None:
    """What may be a double is taken over only if somebody wants it to be."""
    row.twin_id, row.twin_row = (twin.activity, twin.row) if twin else (None, None)
    row.twin_because = twin.because if twin else ""
    row.is_wanted = twin is None


def _keep(batch: ActivityImport, rows: list[ImportedRow]) -> None:
    """All rows at once, in place of those of an earlier run."""
    with transaction.atomic():
        stored = batch.locked()
        stored.rows.all().delete()
        for row in rows:
            row.batch = stored
        ImportedRow.objects.bulk_create(rows, batch_size=500)
        stored.state, stored.run = ImportState.READY, ""
        stored.done = stored.total = len(rows)
        stored.details, stored.text = batch.details, batch.text
        stored.save(update_fields=["state", "run", "done", "total", "details", "text"])


def _ready(batch: ActivityImport) -> ActivityImport:
    """The import, locked; StepRefused if its rows can no longer be changed."""
    locked = ActivityImport.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportState.READY:
        raise StepRefused(f"本次导入{locked.get_state_display()}，不能再修改。")
    return locked


@transaction.atomic
def correct(
    batch: ActivityImport, number: int, cells: dict[str, str], *, alike: bool = False
) -> ImportedRow:
    """Put other cells into a row and judge it again; with `alike` the same mistakes elsewhere too."""
    row = _ready(batch).rows.select_for_update().get(number=number)
    if row.is_known:
        raise StepRefused(f"{row}已导入过，不能修改。")
    context = Context.of(batch)
    others = list(rows_alike(row)) if alike else []
    mended = {column: (row.cells.get(column, ""), cells.get(column, "")) for column in row.problems}
    row.cells = {column: cells[column] for column in c.COLUMNS if cells.get(column)}
    judged = judge(row.cells, context)
    row.problems = judged.problems
    doubles = Doubles.load(context, like=judged)
    _add_rows_like(row, context, doubles)
    _note_twin(row, doubles.twin_of(judged, row.number, row.origin))
    row.save()
    _correct_alike(others, mended, context)
    return row


def rows_alike(row: ImportedRow) -> QuerySet:
    """Other rows with the same text in a cell that is wrong; without a kind if that is wanting."""
    same = Q(pk=None)
    for column in row.problems:
        if text := row.cells.get(column):
            same |= Q(**{f"cells__{column}": text, "problems__has_key": column})
        elif column == c.KIND:
            same |= Q(problems__has_key=column) & ~Q(cells__has_key=column)
    return row.batch.rows.wrong().filter(same).exclude(pk=row.pk).order_by("number")


def _correct_alike(rows: list[ImportedRow], mended: dict, context: Context) -> None:
    """Put into each row what was put into the one that was corrected, and judge it again."""
    doubles = Doubles.load(context) if rows else Doubles()
    for row in rows:
        for column, (wrong, right) in mended.items():
            if column in row.problems and row.cells.get(column, "") == wrong:
                row.cells |= {column: right}
        judged = judge(row.cells, context)
        row.problems = judged.problems
        twin = doubles.twin_of(judged, row.number, row.origin)
        if twin or not row.twin_row:  # a double of a row above is one still
            _note_twin(row, twin)
    fields = ["cells", "problems", "twin", "twin_row", "twin_because", "is_wanted"]
    ImportedRow.objects.bulk_update(rows, fields, batch_size=100)


def _add_rows_like(row: ImportedRow, context: Context, doubles: Doubles) -> None:
    others = row.batch.rows.filter(number__lt=row.number, activity=None)
    alike = others.filter(**{f"cells__{c.TITLE}": row.cells.get(c.TITLE, "")})
    for other in alike[:TWINS_COMPARED]:
        doubles.twin_of(judge(other.cells, context), other.number, other.origin)


@transaction.atomic
def want(batch: ActivityImport, numbers, *, wanted: bool) -> int:
    """Tick rows or untick them; what has a problem or was imported before stays out."""
    rows = _ready(batch).rows
    chosen = rows.all() if numbers is None else rows.filter(number__in=numbers)
    if wanted:
        chosen = rows.right().filter(pk__in=chosen.values("pk"))
    return chosen.update(is_wanted=wanted)


def confirm(batch: ActivityImport) -> None:
    """Take over every wanted row: now if they are few, else in the worker."""
    with transaction.atomic():
        locked = _ready(batch)
        wanted = locked.rows.wanted().count()
        if not wanted:
            raise StepRefused("没有可以导入的行。请先改正错误或勾选要导入的行。")
        locked.begin(ImportState.TAKING)
        if wanted > SHORT_ROWS:
            work.hand_over(locked)
    if wanted <= SHORT_ROWS:
        work.do_now(locked)


@transaction.atomic
def discard(batch: ActivityImport) -> None:
    """Remove an import with its file and rows; activities that were taken over stay."""
    locked = ActivityImport.objects.select_for_update().get(pk=batch.pk)
    if locked.is_working and not locked.may_begin_anew and locked.total:
        raise StepRefused("导入正在进行，不能删除，请稍候。")
    file = locked.file
    audit.record(locked.by, "删除导入", locked)
    locked.delete()
    if file:
        transaction.on_commit(lambda: file.storage.delete(file.name))
