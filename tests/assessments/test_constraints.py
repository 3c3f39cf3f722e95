"""What the records must never hold is refused by the database itself."""

from datetime import date

import pytest
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError
from django.db.utils import DatabaseError

from assessments.models import (
    Assessment,
    Criterion,
    Response,
    Round,
    ScoringPoint,
    Section,
    Standard,
)
from tests.cases import each

from .records import make_criterion, make_round, make_section, make_standard

REFUSED = (IntegrityError, DataError)


@pytest.mark.parametrize(
    "fields",
    [
        {"year": 2011, "year_to": 2010},
        {"excellent_from": 79},
        {"good_from": 59},
        {"good_from": 91},
        {"passed_from": 85},
        {"self_deadline": date(2011, 11, 15), "review_deadline": date(2011, 11, 14)},
    ],
)
def test_a_round_that_contradicts_itself(bureau, fields):
    standard = make_standard(bureau)
    with pytest.raises(IntegrityError):
        make_round(bureau, standard=standard, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"year_to": 2011},
        {"excellent_from": 80, "good_from": 80, "passed_from": 80},
        {"self_deadline": date(2011, 11, 15), "review_deadline": date(2011, 11, 15)},
    ],
)
def test_a_round_at_the_very_border_is_kept(bureau, fields):
    make_round(bureau, **fields)
    assert Round.objects.filter(**fields).exists()


def test_a_standard_whose_years_run_backwards(bureau):
    with pytest.raises(IntegrityError):
        make_standard(bureau, year=2011, year_to=2010)


@pytest.mark.parametrize("model", [Standard, Section, Criterion, ScoringPoint])
def test_negative_points(assessment, model):
    criterion = Criterion.objects.first()
    ScoringPoint.objects.create(criterion=criterion, text="有方案", points=1)
    with pytest.raises(IntegrityError):
        model.objects.update(**{"total" if model is Standard else "points": "-1"})


@pytest.mark.parametrize("make", [make_standard, make_round])
def test_the_same_name_twice_in_a_year(bureau, make):
    kwargs = {"standard": make_standard(bureau, name="甲")} if make is make_round else {}
    make(bureau, **kwargs)
    with pytest.raises(IntegrityError):
        make(bureau, **kwargs)


@pytest.mark.parametrize("make", [make_standard, make_round])
def test_the_same_name_in_another_year_or_of_another_unit(bureau, office, make):
    kwargs = {"standard": make_standard(bureau, name="甲")} if make is make_round else {}
    for unit, year in ((bureau, 2011), (bureau, 2012), (office, 2011)):
        make(unit, year=year, **kwargs)
    model = Round if make is make_round else Standard
    assert model.objects.exclude(name="甲").count() == 3


def test_two_checklists_of_a_unit_in_one_round(assessment):
    with pytest.raises(IntegrityError):
        Assessment.objects.create(round=assessment.round, unit=assessment.unit)


def test_two_answers_to_one_item(assessment, response):
    with pytest.raises(IntegrityError):
        Response.objects.create(assessment=assessment, criterion=response(1).criterion)


@pytest.mark.parametrize("score", ["self_score", "reviewed_score"])
@pytest.mark.parametrize("value", ["-0.01", "-5"])
def test_a_negative_score(assessment, score, value):
    with pytest.raises(IntegrityError):
        assessment.responses.update(**{score: value})


def test_a_criterion_of_negative_points(bureau):
    section = make_section(make_standard(bureau))
    with pytest.raises(IntegrityError):
        make_criterion(section, points=-1)


@pytest.mark.parametrize("field", ["assessment", "criterion"])
def test_an_answer_without_its_place(response, field):
    with pytest.raises(DatabaseError):
        Response.objects.filter(pk=response(1).pk).update(**{field: None})


def test_what_a_checklist_rests_on_is_not_deleted(assessment, response, bureau, troupe):
    for record in (
        response(1).criterion, assessment.round, assessment.round.standard, troupe, bureau,
    ):  # fmt: skip
        with pytest.raises(ProtectedError):
            record.delete()
    assert Criterion.objects.count() == 6


@each(
    ("model", "name"),
    [
        (model, constraint.name)
        for model in (Standard, Criterion, Round, Assessment, Response)
        for constraint in model._meta.constraints
        if constraint.name != "one_response_each"  # no form makes one
    ],
)
def test_every_constraint_speaks_chinese_at_a_field(model, name):
    constraint = next(c for c in model._meta.constraints if c.name == name)
    model._meta.get_field(constraint.violation_error_code)
    assert constraint.violation_error_message.endswith("。")
