"""Versions of a standard: what is in use stays, a change is the next version, both are compared."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.comparing import Change, compare
from assessments.models import Criterion, Standard
from assessments.opening import open_round
from assessments.rollover import propose
from assessments.versions import copy_as, discard, lock_for_editing, revise
from shuangyong.review import StepRefused
from tests.factories import YEAR, make_kind

from .records import make_criterion, make_measure_for, make_round, make_section, usual_standard


@pytest.fixture
def standard(bureau):
    """The usual standard, with a measure."""
    made = usual_standard(bureau, basis="双拥模范城考评标准", note="试行")
    make_measure_for(item(made, 3), make_kind("走访慰问"), occasion="army_day")
    return made


@pytest.fixture
def used(standard, bureau, troupe):
    """The same, after a round by it was opened."""
    open_round(make_round(bureau, troupe, standard=standard), by=None)
    return standard


def item(standard, number) -> Criterion:
    return Criterion.objects.get(section__standard=standard, number=number)


def contents(standard) -> list:
    """Everything of a standard but its keys."""
    return [
        (
            section.title,
            section.points,
            item.number,
            item.content,
            item.points,
            [(point.text, point.points) for point in item.scoring_points.all()],
            [(m.counts, m.occasion, [*m.kinds.all()]) for m in item.measures.all()],
        )
        for section in standard.sections.all()
        for item in section.criteria.all()
    ]


def test_the_next_version_holds_all_of_the_one_before(used, reviewer):
    made = revise(used, by=reviewer)
    assert (made.version, made.revises, made.basis, made.note) == (2, used, used.basis, "试行")
    assert str(made) == "双拥工作考核细则（第2版）"
    assert contents(made) == contents(used)
    assert item(made, 3).continues == item(used, 3)
    assert lock_for_editing(used.pk, by=reviewer).in_use
    assert not lock_for_editing(made.pk, by=reviewer).in_use


def test_a_version_is_revised_once(used, reviewer):
    revise(used, by=reviewer)
    with pytest.raises(StepRefused, match="已有第2版"):
        revise(used, by=reviewer)
    assert Standard.objects.count() == 2


def test_only_the_issuing_unit_revises_and_deletes(standard, leader, office_reviewer, stranger):
    for user in (leader, office_reviewer, stranger):
        for step in (revise, discard):
            with pytest.raises(PermissionDenied):
                step(standard, by=user)
    assert Standard.objects.count() == 1


def test_a_draft_is_deleted_and_the_version_before_can_be_revised_again(used, reviewer):
    discard(revise(used, by=reviewer), by=reviewer)
    assert revise(used, by=reviewer).version == 2


def test_what_a_round_uses_is_not_deleted(standard, bureau, reviewer):
    make_round(bureau, standard=standard, name="正在准备的考核")
    with pytest.raises(StepRefused, match="“正在准备的考核”使用这一细则"):
        discard(standard, by=reviewer)


def test_a_copy_is_a_standard_of_its_own(used, office, office_reviewer):
    onto = Standard(unit=office, name="市级考核细则", year=YEAR + 1)
    made = copy_as(used, onto, by=office_reviewer)
    assert (made.version, made.revises, made.unit) == (1, None, office)
    assert contents(made) == contents(used)


def test_nobody_copies_into_another_unit(used, office, reviewer):
    with pytest.raises(PermissionDenied):
        copy_as(used, Standard(unit=office, name="市级考核细则", year=YEAR), by=reviewer)


def test_the_last_version_alone_is_carried_over_to_the_next_year(used, bureau, reviewer):
    made = revise(used, by=reviewer)
    proposed = propose(bureau, YEAR, user=reviewer, today=None).standards
    assert proposed == [made]


def test_two_versions_that_read_the_same(used, reviewer):
    assert compare(used, revise(used, by=reviewer)).is_empty


def test_what_was_added_removed_and_changed(used, reviewer):
    made = revise(used, by=reviewer)
    Standard.objects.filter(pk=made.pk).update(total=110)
    item(made, 2).delete()
    Criterion.objects.filter(pk=item(made, 1).pk).update(points=Decimal("15.5"))
    item(made, 1).scoring_points.filter(position=2).update(points=Decimal("5.5"))
    item(made, 3).measures.update(at_least=2)
    section = make_section(made, "四、联络", 10)
    make_criterion(section, "设立联络员", 10)
    made.refresh_from_db()
    found = compare(used, made)
    assert found.head == (Change("总分", "100", "110"),)
    assert found.sections == (Change("四、联络", "—", "10 分"),)
    assert [(change.label, change.item.content) for change in found.items] == [
        ("修改", "领导小组健全"), ("删除", "列入年度计划"), ("修改", "走访慰问"),
        ("新增", "设立联络员"),
    ]  # fmt: skip
    assert found.items[0].changes == (
        Change("分值", "20", "15.5"),
        Change(
            "得分点", "有成立文件 10 分；有专人负责 10 分", "有成立文件 10 分；有专人负责 5.5 分"
        ),
    )
    assert found.items[2].changes[0].what == "统计办法"
    assert found.items[2].changes[0].after.endswith("≥2 得 60 分，不足按比例得分")
    assert found.summary() == "新增 1 项，删除 1 项，修改 2 项"


def test_an_older_version_is_compared_through_those_between(used, reviewer):
    second = revise(used, by=reviewer)
    Criterion.objects.filter(pk=item(second, 1).pk).update(content="领导小组健全有力")
    third = revise(second, by=reviewer)
    Criterion.objects.filter(pk=item(third, 2).pk).update(points=18)
    assert [change.item.number for change in compare(second, third).items] == [2]
    assert [change.item.number for change in compare(used, third).items] == [1, 2]


def test_revising_in_the_browser(client_of, reviewer, used):
    browser = client_of(reviewer)
    text = browser.get(used.get_absolute_url()).content.decode()
    assert ">修订</button>" in text
    assert ">编辑</a>" not in text
    answer = browser.post(reverse("assessments:standard-revise", args=[used.pk]), follow=True)
    made = Standard.objects.get(version=2)
    assert answer.redirect_chain[-1][0] == reverse("assessments:standard-edit", args=[made.pk])
    assert "原版本保持不变" in answer.content.decode()
    old = browser.get(used.get_absolute_url()).content.decode()
    assert "本版本已修订" in old
    assert ">修订</button>" not in old


def test_the_page_that_compares(client_of, reviewer, leader, used):
    second = revise(used, by=reviewer)
    Criterion.objects.filter(pk=item(second, 1).pk).update(content="领导小组健全有力")
    page = reverse("assessments:standard-compare", args=[second.pk])
    text = client_of(leader).get(page).content.decode()
    assert "<del>领导小组健全</del>" in text
    assert "<ins>领导小组健全有力</ins>" in text
    assert client_of(leader).get(f"{page}?with={second.pk}").status_code == 404
    first = reverse("assessments:standard-compare", args=[used.pk])
    assert client_of(leader).get(first).status_code == 404  # there is none before it


def test_copying_and_deleting_in_the_browser(client_of, reviewer, standard):
    browser = client_of(reviewer)
    page = reverse("assessments:standard-copy", args=[standard.pk])
    sent = {"name": standard.name, "year": YEAR, "year_to": ""}
    answer = browser.post(page, sent)
    assert "本年度已有同名考核细则" in str(answer.context["form"].errors)
    browser.post(page, sent | {"name": "街道考核细则"})
    copied = Standard.objects.get(name="街道考核细则")
    assert contents(copied) == contents(standard)
    browser.post(reverse("assessments:standard-delete", args=[copied.pk]))
    assert not Standard.objects.filter(pk=copied.pk).exists()


def test_a_comparison_takes_the_same_queries_however_large(count_queries, bureau, reviewer):
    def page(items, name):
        made = usual_standard(bureau, name=name)
        section = make_section(made, "四、其他", items)
        for _ in range(items):
            criterion = make_criterion(section, points=1)
            criterion.scoring_points.create(text="有", points=1)
            make_measure_for(criterion, make_kind())
        later = revise(made, by=reviewer)
        Criterion.objects.filter(section__standard=later).update(points=2)
        return reverse("assessments:standard-compare", args=[later.pk])

    few = count_queries(reviewer, page(3, "短"))
    assert count_queries(reviewer, page(60, "长")) == few
