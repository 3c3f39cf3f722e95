"""Which item of a newer version of a standard carries on which earlier one.

`Criterion.continues` leads back from version to version; an earlier item is carried on by one
item at most, the first that claims it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .models import Criterion, ScoringPoint, Standard

Points = dict[int, ScoringPoint | None]


def newest(standard: Standard) -> Standard | None:
    """The last version that revises a standard, directly or through others; None if none does."""
    found, latest = None, standard
    while latest := latest.revisions.order_by("-version", "-pk").first():
        found = latest
    return found


@dataclass(slots=True)
class Successor:
    """One item of the new version with the earlier ones that it carries on, the nearest first."""

    criterion: Criterion
    ancestors: list[Criterion]
    _points: dict[int, Points] = field(default_factory=dict)

    def points_from(self, old: Criterion) -> Points:
        """得分点 of an earlier item and what became of each; None if it is gone.

        The same words mean the same; what is left over keeps its order, if as many are left.
        """
        if old.pk not in self._points:
            self._points[old.pk] = _points(old, self.criterion)
        return self._points[old.pk]


def successors(after: Standard) -> list[Successor]:
    """The items of a version in order, each with what it carries on; two queries a version."""
    versions = [after]
    while earlier := versions[-1].revises:
        versions.append(earlier)
    items = [_items(version) for version in versions]
    earlier = {item.pk: item for version in items[1:] for item in version}
    taken: set[int] = set()
    found = []
    for item in items[0]:
        ancestors = _free_ancestors(item, earlier, taken)
        taken |= {ancestor.pk for ancestor in ancestors}
        found.append(Successor(item, ancestors))
    return found


def section_now(earlier: int, standard: Standard) -> int | None:
    """The section of `standard` that carries on most items of an earlier version's; by their keys.

    None if nothing of that section is left, or it belongs to another standard.
    """
    carried = Counter(
        successor.criterion.section_id
        for successor in successors(standard)
        if any(ancestor.section_id == earlier for ancestor in successor.ancestors)
    )
    return max(carried, key=lambda section: (carried[section], -section), default=None)


def is_other(point: ScoringPoint, points: Points) -> bool:
    """True if a scoring point is gone or worth something else now."""
    now = points.get(point.pk)
    return now is None or now.points != point.points


def _items(standard: Standard) -> list[Criterion]:
    items = Criterion.objects.filter(section__standard=standard)
    return list(items.prefetch_related("scoring_points", "measures"))


def _free_ancestors(
    item: Criterion, earlier: dict[int, Criterion], taken: set[int]
) -> list[Criterion]:
    found: list[Criterion] = []
    while (item := earlier.get(item.continues_id)) and item.pk not in taken and item not in found:
        found.append(item)
    return found


def _points(old: Criterion, new: Criterion) -> Points:
    rest = list(new.scoring_points.all())
    found: Points = {}
    for point in old.scoring_points.all():
        found[point.pk] = next((each for each in rest if each.text == point.text), None)
        rest = [each for each in rest if each != found[point.pk]]
    lost = [pk for pk, same in found.items() if same is None]
    return found | (dict(zip(lost, rest, strict=True)) if len(lost) == len(rest) else {})
