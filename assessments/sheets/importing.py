"""An uploaded standard between its preview and the click that makes it one."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from shuangyong.review import StepRefused
from units import audit
from units.models import ImportBatch, ImportKind, Unit, User

from ..models import Standard
from . import plain
from .reading import ReadStandard, read_standard


def read_for(unit: Unit, name: str, content: bytes) -> ReadStandard:
    """What a file says, with the kinds of activity that a standard of `unit` may count."""
    return read_standard(name, content, kinds=plain.kind_names(unit))


def keep(name: str, content: bytes, *, by: User) -> ImportBatch:
    """Read the file and keep what it says for the preview; ValidationError if it says nothing.

    The file itself is not kept: what is confirmed is what the preview showed.
    """
    read = read_for(by.unit, name, content)
    kept = {"data": read.data, "findings": read.findings.found, "sheet": read.sheet}
    return ImportBatch.objects.create(
        kind=ImportKind.STANDARD, filename=name[:200], rows=[kept], by=by
    )


@transaction.atomic
def take_over(batch: ImportBatch, head: dict, *, by: User) -> Standard:
    """Make the standard that the preview showed, under the head that was confirmed with it.

    Raises StepRefused if that was done before, ValidationError if the head does not fit.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk, kind=ImportKind.STANDARD)
    if locked.done_at is not None:
        raise StepRefused(f"{locked}已经导入，没有重复导入。")
    standard = plain.make(locked.rows[0]["data"], unit=by.unit, **head)
    locked.done_at = timezone.now()
    locked.save(update_fields=["done_at"])
    audit.record(by, "导入考核细则", standard, changes={"文件": locked.filename})
    return standard
