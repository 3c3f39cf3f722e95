"""Two versions of a standard side by side: what was added, removed and changed, by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .allowed_scores import plain
from .models import Criterion, Section, Standard
from .sentences import sentence


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that reads differently: before and after, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that was added (`before` is None), removed (`after` is None) or altered."""

    before: Criterion | None
    after: Criterion | None
    changes: tuple[Change, ...] = ()

    @property
    def item(self) -> Criterion:
        """The item as it stands, or stood."""
        return self.after or self.before

    @property
    def label(self) -> str:
        """新增, 删除 or 修改."""
        if self.before is None:
            return "新增"
        return "删除" if self.after is None else "修改"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What makes the later version differ from the earlier one."""

    before: Standard
    after: Standard
    head: tuple[Change, ...]
    sections: tuple[Change, ...]
    items: tuple[ItemChange, ...]

    @property
    def is_empty(self) -> bool:
        """True if both read the same."""
        return not (self.head or self.sections or self.items)

    def summary(self) -> str:
        """新增 1 项，删除 2 项，修改 3 项."""
        counted = {"新增": 0, "删除": 0, "修改": 0}
        for item in self.items:
            counted[item.label] += 1
        return "，".join(f"{label} {number} 项" for label, number in counted.items() if number)


def earlier_versions(standard: Standard) -> list[Standard]:
    """The versions it goes back to, the nearest first; one query a version."""
    found, each = [], standard
    while each := each.revises:
        found.append(each)
    return found


def compare(before: Standard, after: Standard) -> Comparison:
    """What changed from one version to a later one of the same standard.

    An item is found again by what it `continues`, through every version between.
    """
    chain = [after, *earlier_versions(after)]
    chain = chain[: chain.index(before) + 1]
    loaded = _items(chain)
    origin = {item.pk: item.continues_id for items in loaded.values() for item in items}
    old = {item.pk: item for item in loaded[before.pk]}
    items, kept = [], set()
    for item in loaded[after.pk]:
        stood = old.get(_origin(item.pk, origin, len(chain) - 1))
        if stood is None:
            items.append(ItemChange(None, item))
            continue
        kept.add(stood.pk)
        if changes := tuple(_changes(_item_in_words(stood), _item_in_words(item))):
            items.append(ItemChange(stood, item, changes))
    items += [ItemChange(item, None) for item in old.values() if item.pk not in kept]
    return Comparison(
        before,
        after,
        head=tuple(_changes(_head_in_words(before), _head_in_words(after))),
        sections=tuple(_section_changes(before, after)),
        items=tuple(sorted(items, key=lambda change: change.item.number)),
    )


def _items(standards: list[Standard]) -> dict[int, list[Criterion]]:
    found = {standard.pk: [] for standard in standards}
    items = Criterion.objects.filter(section__standard__in=standards).select_related(
        "section__standard"
    )
    for item in items.order_by("number", "pk").prefetch_related(
        "scoring_points", "measures__kinds", "measures__scoring_point", "measures__criterion"
    ):
        found[item.section.standard_id].append(item)
    return found


def _origin(pk: int, origin: dict[int, int | None], generations: int) -> int | None:
    found: int | None = pk
    for _ in range(generations):
        found = origin.get(found) if found is not None else None
    return found


def _changes(before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for what, words in after.items():
        if before[what] != words:
            yield Change(what, before[what], words)


def _head_in_words(standard: Standard) -> dict[str, str]:
    return {
        "名称": standard.name,
        "依据文件": standard.basis,
        "年度": _years(standard),
        "总分": plain(standard.total),
        "说明": standard.note,
    }


def _years(standard: Standard) -> str:
    first, last = standard.years[0], standard.years[-1]
    return f"{first}" if first == last else f"{first}—{last}"


def _item_in_words(item: Criterion) -> dict[str, str]:
    years = item.section.standard.years
    return {
        "部分": item.section.title,
        "编号": item.code,
        "类型": item.get_kind_display(),
        "考核内容": item.content,
        "分值": plain(item.points),
        "计分单位": "" if item.step is None else plain(item.step),
        "评分办法": item.rule,
        "所需佐证": item.evidence_wanted,
        "适用单位": "、".join(item.applies_to_labels),
        "得分点": _lines(
            f"{point.text} {plain(point.points)} 分" for point in item.scoring_points.all()
        ),
        "统计办法": _lines(sentence(measure, years) for measure in item.measures.all()),
    }


def _lines(lines: Iterable[str]) -> str:
    return "；".join(lines)


def _section_changes(before: Standard, after: Standard) -> Iterator[Change]:
    """By title: sections have no history of their own, and an office thinks of them so."""
    old = {section.title: section for section in before.sections.all()}
    new = {section.title: section for section in after.sections.all()}
    for title in [*new, *(title for title in old if title not in new)]:
        stood, stands = _section_in_words(old.get(title)), _section_in_words(new.get(title))
        if stood != stands:
            yield Change(title, stood, stands)


def _section_in_words(section: Section | None) -> str:
    return "—" if section is None else f"{plain(section.points)} 分"
