"""A standard copied whole: for the next year, or as a new version."""

from __future__ import annotations

from django.db import transaction
from django.forms.models import model_to_dict

from shuangyong.yearly import text_for

from .models import Criterion, Measure, ScoringPoint, Section, Standard


@transaction.atomic
def copy_standard(standard: Standard, onto: Standard) -> Standard:
    """Save `onto`, the head of a copy, and everything that `standard` holds under it.

    Each criterion knows the one that it `continues`; years named in its content move along.
    """
    onto.save()
    for section in standard.sections.prefetch_related(
        "criteria__scoring_points", "criteria__measures__kinds"
    ):
        new = Section.objects.create(standard=onto, **_fields(section, "standard"))
        for criterion in section.criteria.all():
            _copy_criterion(criterion, new)
    return onto


def _copy_criterion(criterion: Criterion, section: Section) -> None:
    copied = Criterion(section=section, continues=criterion, **_fields(criterion, "section"))
    copied.content = text_for(
        copied.content, year=criterion.section.standard.year, to=section.standard.year
    )
    copied.save()
    points = {}
    for point in criterion.scoring_points.all():
        points[point.pk] = ScoringPoint.objects.create(
            criterion=copied, **_fields(point, "criterion")
        )
    for measure in criterion.measures.all():
        new = Measure.objects.create(
            criterion=copied,
            scoring_point=points.get(measure.scoring_point_id),
            **_fields(measure, "criterion", "scoring_point", "kinds"),
        )
        new.kinds.set(measure.kinds.all())


def _fields(row, *without: str) -> dict:
    """The row's own values, without its key and the named relations."""
    return model_to_dict(row, exclude=["id", *without])
