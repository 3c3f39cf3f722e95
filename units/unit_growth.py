"""Many new units at once: places in the tree are computed here, not one by one in the database."""

from __future__ import annotations

from django.db import transaction

from shuangyong.review import StepRefused

from .changing import lock_tree
from .models import LeadingGroup, Unit

BATCH = 500


@transaction.atomic
def create(entries: list[dict]) -> list[Unit]:
    """Units behind their siblings, every superior before what is below it; all or none.

    An entry has a unit's fields and `superior`, a full name or "". Raises StepRefused if the
    tree has changed since the entries were read.
    """
    lock_tree()
    growth = _Growth()
    units = [growth.add(**entry) for entry in entries]
    if not units:
        raise StepRefused("表中的单位都已存在，没有需要新建的。")
    Unit.objects.bulk_create(units, batch_size=BATCH)
    Unit.objects.bulk_update(growth.grown.values(), ["numchild"], batch_size=BATCH)
    return units


class _Growth:
    """The tree as it is, and what is being added to it."""

    def __init__(self):
        self.units = {unit.name: unit for unit in Unit.objects.all()}
        self.grown: dict[int, Unit] = {}
        """Stored units that get new ones below them."""
        self.issuing = set(LeadingGroup.objects.current().values_list("host", flat=True))
        self.last: dict[str, int] = {}
        """Under each path the number of the last place that is taken."""
        for unit in self.units.values():
            self._take(unit.path)

    def add(self, *, name: str, superior: str, **fields) -> Unit:
        """An unsaved unit at the end of its siblings."""
        if name in self.units:
            raise StepRefused(f"“{name}”刚刚已建立，请重新上传。")
        parent = self._parent(superior)
        base, depth = (parent.path, parent.depth) if parent else ("", 0)
        path = Unit._get_path(base, depth + 1, self.last.get(base, 0) + 1)
        self._take(path)
        unit = Unit(name=name, path=path, depth=depth + 1, numchild=0, **fields)
        unit.reviewed_by_id = self._reviewer(parent)
        self.units[name] = unit
        return unit

    def _parent(self, superior: str) -> Unit | None:
        if not superior:
            return None
        parent = self.units.get(superior)
        if parent is None or not parent.is_active:
            raise StepRefused(f"上级单位“{superior}”刚刚有变动，请重新上传。")
        parent.numchild += 1
        if parent.pk:
            self.grown[parent.pk] = parent
        return parent

    def _reviewer(self, parent: Unit | None) -> int | None:
        """As `refresh_reviewers` would find it: nobody new issues anything."""
        if parent is None:
            return None
        return parent.pk if parent.pk in self.issuing else parent.reviewed_by_id

    def _take(self, path: str) -> None:
        base, step = path[: -Unit.steplen], Unit._str2int(path[-Unit.steplen :])
        self.last[base] = max(self.last.get(base, 0), step)
