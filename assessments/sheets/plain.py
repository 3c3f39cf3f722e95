"""A standard as plain data: the form of `fixtures/`, of an import's preview, and of the sheets.

Points are texts with at most two decimals, kinds of activity stand by their names. A standard
that is made of what was written down of another one is the same standard.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from activities.models import ActivityKind
from shuangyong.occasions import Occasion
from units.models import Unit, UnitKind

from ..models import Criterion, Measure, ScoringPoint, Section, Standard

HEAD = ("name", "basis", "year", "year_to", "total", "note")
ITEM = ("code", "content", "points", "step", "rule", "evidence_wanted", "kind", "applies_to")
COUNT = ("counts", "occasion", "month_from", "month_to", "at_least", "reward", "points")
MOST_SECTIONS, MOST_ITEMS = 200, 2000
NO_STANDARD = "文件内容不是考核细则。"


def written_down(standard: Standard) -> dict:
    """All that a standard says, without what is the database's own; empty values left out."""
    sections = standard.sections.prefetch_related(
        "criteria__scoring_points__measure__kinds", "criteria__measures__kinds"
    )
    return _given(standard, HEAD) | {
        "unit": standard.unit.name,
        "sections": [
            _given(section, ("title", "points"))
            | {"criteria": [_item(criterion) for criterion in section.criteria.all()]}
            for section in sections
        ],
    }


def _item(criterion: Criterion) -> dict:
    points = [_point(point) for point in criterion.scoring_points.all()]
    measures = [_measure(m) for m in criterion.measures.all() if m.scoring_point_id is None]
    item = _given(criterion, ITEM)
    if points:
        item["scoring_points"] = points
    return item | {"measures": measures} if measures else item


def _point(point: ScoringPoint) -> dict:
    measure = getattr(point, "measure", None)
    return _given(point, ("text", "points")) | ({"measure": _measure(measure)} if measure else {})


def _measure(measure: Measure) -> dict:
    kinds = [kind.name for kind in measure.kinds.all()]
    return _given(measure, COUNT) | ({"kinds": kinds} if kinds else {})


def _given(row: Model, names: tuple[str, ...]) -> dict:
    values = ((name, getattr(row, name)) for name in names)
    return {name: plain(value) for name, value in values if value not in (None, "", [])}


def plain(value):
    """Points as short as they are exact: 2.50 is "2.5"; other values as they are."""
    return f"{value.normalize() + 0:f}" if isinstance(value, Decimal) else value


def kind_names(unit: Unit) -> list[str]:
    """The kinds of activity that a measure in a standard of `unit` may count."""
    return list(ActivityKind.objects.offered_to(unit).values_list("name", flat=True))


@transaction.atomic
def make(data: dict, *, unit: Unit, **head) -> Standard:
    """The standard that `data` tells of, issued by `unit`; `head` overrules its own head.

    Numbers run through. Raises ValidationError, in words that name the place, for what no
    standard can hold, and then nothing is made.
    """
    try:
        return _Maker(unit).standard(data, head)
    except (AttributeError, KeyError, TypeError):
        raise ValidationError(NO_STANDARD) from None


class _Maker:
    """Makes the rows of one standard, level by level."""

    def __init__(self, unit: Unit):
        self.unit = unit
        self.kinds = {kind.name: kind for kind in ActivityKind.objects.offered_to(unit)}
        self.number = 0
        self.points: list[ScoringPoint] = []
        self.measures: list[tuple[Measure, list[ActivityKind]]] = []

    def standard(self, data: dict, head: dict) -> Standard:
        values = _only(data, *HEAD) | head
        standard = Standard(unit=self.unit, **values)
        sections = data["sections"]
        items = sum(len(section["criteria"]) for section in sections)
        if not items or len(sections) > MOST_SECTIONS or items > MOST_ITEMS:
            raise ValidationError(NO_STANDARD if not items else f"超过 {MOST_ITEMS} 项。")
        _check_head(standard)
        standard.save()
        rows = [
            _sound(
                Section(standard=standard, position=position, **_only(entry, "title", "points")),
                f"第 {position} 部分",
            )
            for position, entry in enumerate(sections, 1)
        ]
        Section.objects.bulk_create(rows)
        criteria = [
            self._criterion(section, item)
            for section, entry in zip(rows, sections, strict=True)
            for item in entry["criteria"]
        ]
        Criterion.objects.bulk_create(criteria)
        ScoringPoint.objects.bulk_create(self.points)
        self._save_measures()
        return standard

    def _criterion(self, section: Section, item: dict) -> Criterion:
        self.number += 1
        at = f"第 {self.number} 项"
        criterion = _sound(Criterion(section=section, number=self.number, **_only(item, *ITEM)), at)
        for position, entry in enumerate(item.get("scoring_points", []), 1):
            point = ScoringPoint(
                criterion=criterion, position=position, **_only(entry, "text", "points")
            )
            self.points.append(_sound(point, f"{at}得分点 {position}"))
            if "measure" in entry:
                self._measure(entry["measure"], at, criterion=criterion, scoring_point=point)
        for entry in item.get("measures", []):
            self._measure(entry, at, criterion=criterion)
        return criterion

    def _measure(self, entry: dict, at: str, **of) -> None:
        values = _only(entry, *COUNT)
        if occasion := values.get("occasion"):
            values["occasion"] = _OCCASIONS.get(occasion, occasion)
        unknown = [name for name in entry.get("kinds", []) if name not in self.kinds]
        if unknown:
            raise ValidationError(f"{at}：没有活动类别“{unknown[0]}”。")
        kinds = [self.kinds[name] for name in entry.get("kinds", [])]
        self.measures.append((_sound(Measure(**of, **values), at), kinds))

    def _save_measures(self) -> None:
        """A measure is saved after the rows it belongs to have their keys."""
        for measure, kinds in self.measures:
            measure.criterion = measure.criterion
            measure.scoring_point = measure.scoring_point
            measure.save()
            measure.kinds.set(kinds)


def _check_head(standard: Standard) -> None:
    """ValidationError names the field, by the name that a person knows it by."""
    try:
        standard.full_clean()
    except ValidationError as error:
        names = {field.name: f"{field.verbose_name}：" for field in standard._meta.fields}
        told = [
            f"{names.get(name, '')}{message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
        raise ValidationError(told) from None


_OCCASIONS = {occasion.label: occasion.value for occasion in Occasion}


def _only(entry: dict, *names: str) -> dict:
    values = {name: entry[name] for name in names if name in entry}
    for value in values.values():
        if isinstance(value, dict) or (isinstance(value, str) and "\0" in value):
            raise TypeError
    if not set(values.get("applies_to", ())) <= set(UnitKind.values):
        raise TypeError
    return values


def _sound(row: Model, at: str) -> Model:
    """The row with its values as the database holds them; ValidationError names the place."""
    relations = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations)
        row.validate_constraints(exclude=relations)
    except ValidationError as error:
        raise ValidationError([f"{at}：{message}" for message in error.messages]) from None
    return row
