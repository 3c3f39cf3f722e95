"""Tables taken over in two steps: read and previewed first, created when that is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from shuangyong.review import StepRefused
from shuangyong.tables import Row, Table, read_table
from shuangyong.uploads import Upload

from . import audit
from .models import ImportBatch, ImportKind, User

MOST_PROBLEMS = 100
PLAIN = {"blank": "请填写。", "max_length": "不能超过 %(limit_value)s 个字。"}


@dataclass(frozen=True, slots=True)
class Importer:
    """How one kind of table is read, checked and taken over.

    `check` gives a row of JSON for each row of the table and raises ValidationError with every
    problem; each has "number", the row's number in the file, and "cells", what the preview
    shows in the order of `columns`. `create` makes records of such rows, inside a transaction,
    and raises StepRefused if what was checked is no longer true.
    """

    kind: ImportKind
    columns: dict[str, int]
    """Headings, with their widths in the file to be filled in."""
    required: tuple[str, ...]
    most: int
    check: Callable[[Table], list[dict]]
    create: Callable[[list[dict], User], None]
    examples: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Problems:
    """Everything wrong in a table, each with its row and column."""

    found: list[tuple[int, str]] = field(default_factory=list)

    def at(self, row: Row, column: str, problem: str | ValidationError) -> None:
        """Note what is wrong in one cell."""
        words = _words_of(problem) if isinstance(problem, ValidationError) else [problem]
        at = f"第 {row.number} 行“{column}”"
        self.found += [(row.number, f"{at}：{message}") for message in words]

    def refuse(self) -> None:
        """Raise ValidationError, in the order of the rows, if anything was noted."""
        messages = [message for _, message in sorted(self.found, key=lambda each: each[0])]
        rest = len(messages) - MOST_PROBLEMS
        more = [f"还有 {rest} 处。"] if rest > 0 else []
        if messages:
            raise ValidationError([*messages[:MOST_PROBLEMS], *more])


def _words_of(problem: ValidationError) -> list[str]:
    """What is wrong, in the words of an office where the framework's are a programmer's."""
    return [
        PLAIN[fault.code] % (fault.params or {}) if fault.code in PLAIN else fault.messages[0]
        for fault in problem.error_list
    ]


def read(importer: Importer, upload: Upload, *, by: User) -> ImportBatch:
    """The uploaded table, kept for its preview; ValidationError with every problem in it."""
    table = read_table(
        upload.content, list(importer.columns), required=importer.required, most=importer.most
    )
    rows = importer.check(table)
    return ImportBatch.objects.create(kind=importer.kind, filename=upload.name, rows=rows, by=by)


@transaction.atomic
def take_over(importer: Importer, batch: ImportBatch, *, by: User) -> ImportBatch:
    """Create everything that the preview showed, or nothing; a second time is refused.

    Raises StepRefused if the table was taken over before or no longer fits.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk, kind=importer.kind)
    if locked.done_at is not None:
        raise StepRefused(f"{locked}已经导入，没有重复导入。")
    _create(importer, locked.rows, by)
    locked.done_at = timezone.now()
    locked.save(update_fields=["done_at"])
    audit.record(by, "导入", locked, changes={"行数": f"{len(locked.rows)}"})
    return locked


def _create(importer: Importer, rows: list[dict], by: User) -> None:
    """What the database finds there already, somebody has entered since `create` looked."""
    try:
        with transaction.atomic():
            importer.create(rows, by)
    except IntegrityError:
        raise StepRefused("表中的内容刚刚有人录入，没有导入，请重新上传。") from None
