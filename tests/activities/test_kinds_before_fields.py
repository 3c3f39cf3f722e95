"""Kinds that an office had added before kinds had fields: their lists of words become fields."""

from importlib import import_module
from types import SimpleNamespace

from activities.models import ContributionCategory, KindField

fields_of = import_module("activities.migrations.0007_kind_fields").fields_of
CATEGORIES = dict(ContributionCategory.choices)
LONG = "军地双方共同组织的国防教育进校园进社区进机关专题讲座听讲人员数"
MEASURE = "很长很长很长的量词"


def fields(name="国防教育讲座", counts=(), categories=()):
    kind = SimpleNamespace(name=name, counts=list(counts), categories=list(categories))
    return [tuple(field[:3]) for field in fields_of(kind, CATEGORIES)]


def test_usual_counts_and_contributions_become_fields():
    assert fields(counts=["听众（人次）", "资料"], categories=["books"]) == [
        ("听众", "number", "人次"), ("资料", "number", ""), ("图书", "given", "books"),
    ]  # fmt: skip


def test_one_thing_counted_in_two_measure_words_stays_two_fields():
    assert fields(counts=["听众（人次）", "听众（户）"]) == [
        ("听众", "number", "人次"), ("听众（户）", "number", ""),
    ]  # fmt: skip


def test_what_was_listed_twice_or_empty_comes_once_or_not():
    assert fields(counts=["讲座（场）", "讲座（场）", "", "（场）"]) == [
        ("讲座", "number", "场"), ("讲座（场）", "number", ""),
    ]  # fmt: skip


def test_words_that_are_too_long_are_cut_to_what_a_field_holds():
    made = fields(counts=[LONG, f"{LONG[:20]}（{MEASURE}）"], categories=["nonsense"])
    assert [label for label, *_ in made] == [LONG[:30], f"{LONG[:20]}（{MEASURE}"]
    for label, _, measure in made:
        KindField(label=label, measure=measure).clean_fields(exclude=["kind", "category"])


def test_what_an_office_added_to_a_usual_kind_is_kept():
    usual = [field[0] for field in fields("慰问演出", ["演职人员（名）", "观众（人次）"])]
    added = fields("慰问演出", ["演职人员（名）", "观众（人次）", "车辆（台）"], ["funds"])
    assert [field[0] for field in added] == [*usual, "车辆"]
