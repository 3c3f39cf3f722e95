"""公布: what is seen before it, what it freezes, who is told, who sees what afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import Assessment, Grade, RoundState
from assessments.opening import open_round
from assessments.publishing import preview, publish
from shuangyong.review import Step, StepRefused
from tests.factories import make_unit
from units.models import AuditEvent, Notice, NoticeKind

from .records import ANSWERED, answer, decided, handed_in


@pytest.fixture
def of(round_):
    """A unit's checklist as stored."""
    return lambda unit: round_.assessments.get(unit=unit)


@pytest.fixture
def stages(of, units, bureau_liaison, reviewer):
    """One confirmed, one handed in, one still a draft, one that has left."""
    decided(of(units[0]), bureau_liaison, reviewer)
    handed_in(of(units[1]), bureau_liaison)
    Assessment.objects.filter(unit=units[3]).update(
        left_on=date(2011, 6, 1), left_because="机构撤销"
    )


def test_the_preview_tells_who_gets_what_and_who_is_missing_why(round_, units, stages):
    found = preview(round_)
    (result,) = found.new
    assert (result.unit, result.total, result.grade) == (units[0], 99, Grade.EXCELLENT)
    assert result.explanation[0] == "一、组织领导（分值 40）：基本分 38"
    assert [(each.unit, each.because) for each in found.missing] == [
        (units[1], "已报送，尚未确认"),
        (units[2], "尚未报送自评"),
    ]
    assert [each.unit for each in found.left] == [units[3]]
    assert not found.published


def test_the_preview_changes_nothing(round_, stages, client_of, reviewer, of, units):
    page = client_of(reviewer).get(f"{round_.get_absolute_url()}publish/").content.decode()
    for words in ("将公布", "市歌舞团", "99", "优秀", "已报送，尚未确认", "机构撤销"):
        assert words in page
    assert not of(units[0]).is_published
    assert not Notice.objects.exists()


def test_publishing_does_what_the_preview_said(round_, stages, reviewer, of, units):
    before = timezone.now()
    (foreseen,) = preview(round_).new
    result = publish(round_, by=reviewer)
    assert (result.graded, result.missing) == ([units[0]], [units[1], units[2]])
    stored = of(units[0])
    assert (stored.total, stored.grade) == (foreseen.total, foreseen.grade)
    assert stored.published_at >= before
    assert round_.state == RoundState.PUBLISHED


def test_who_has_left_is_not_published_though_confirmed(
    round_, reviewer, of, units, bureau_liaison
):
    decided(of(units[0]), bureau_liaison, reviewer)
    Assessment.objects.filter(unit=units[0]).update(left_on=date(2011, 6, 1), left_because="撤销")
    assert publish(round_, by=reviewer).graded == []
    assert (of(units[0]).grade, round_.state) == ("", RoundState.OPEN)


def test_what_changed_since_the_preview_is_not_published_unread(
    round_, stages, reviewer, of, units, client_of
):
    shown = preview(round_).token
    answer(of(units[1]), side="reviewed_score").take(Step.CONFIRM, by=reviewer)
    with pytest.raises(StepRefused, match="请核对下面的名单"):
        publish(round_, by=reviewer, shown=shown)
    url = f"{round_.get_absolute_url()}publish/"
    page = client_of(reviewer).post(url, {"shown": shown}, follow=True).content.decode()
    assert "请核对下面的名单" in page
    assert "市图书馆" in page
    assert not Assessment.objects.exclude(grade="").exists()


def test_every_unit_with_a_result_is_told_and_no_other(round_, stages, reviewer, units, client_of):
    publish(round_, by=reviewer)
    notice = Notice.objects.get()
    assert (notice.unit, notice.kind) == (units[0], NoticeKind.INFORMATION)
    assert "滨江市歌舞团得 99 分，等次：优秀" in notice.text
    until = timezone.localdate() + timezone.timedelta(days=7)
    assert f"{until.year}年{until.month}月{until.day}日前（含当日）逐项申请复核" in notice.text


def test_publishing_again_adds_the_later_ones_and_tells_only_them(
    round_, stages, reviewer, of, units
):
    publish(round_, by=reviewer)
    first = of(units[0])
    answer(of(units[1]), ANSWERED | {3: 40}, side="reviewed_score").take(Step.CONFIRM, by=reviewer)
    assert publish(round_, by=reviewer).graded == [units[1]]
    assert (of(units[1]).total, of(units[1]).grade) == (79, Grade.PASSED)
    assert of(units[0]).published_at == first.published_at
    assert [n.unit for n in Notice.objects.order_by("pk")] == [units[0], units[1]]
    assert publish(round_, by=reviewer).graded == []
    assert Notice.objects.count() == 2


def test_who_is_published_later_has_as_many_days_to_object(round_, stages, reviewer, of, units):
    publish(round_, by=reviewer)
    long_ago = timezone.now() - timezone.timedelta(days=30)
    round_.assessments.exclude(grade="").update(published_at=long_ago)
    type(round_).objects.update(published_at=long_ago)
    answer(of(units[1]), side="reviewed_score").take(Step.CONFIRM, by=reviewer)
    publish(round_, by=reviewer)
    today = timezone.localdate()
    assert of(units[0]).objections_until < today
    assert of(units[1]).objections_until == today + timezone.timedelta(days=7)


@pytest.mark.parametrize("step", [Step.SUBMIT, Step.WITHDRAW, Step.SEND_BACK, Step.CONFIRM])
def test_no_step_but_a_reopening_with_reason_moves_what_is_published(
    round_, stages, reviewer, bureau_liaison, of, units, step
):
    publish(round_, by=reviewer)
    by = reviewer if step.is_review else bureau_liaison
    with pytest.raises(StepRefused):
        of(units[0]).take(step, by=by, comment="理由")
    with pytest.raises(StepRefused, match="请写明理由"):
        of(units[0]).take(Step.REOPEN, by=reviewer)
    assert of(units[0]).total == 99
    of(units[0]).take(Step.REOPEN, by=reviewer, comment="第3项漏评")
    stored = of(units[0])
    assert (stored.total, stored.grade, stored.published_at) == (None, "", None)


def test_a_grade_without_a_total_is_refused_by_the_database(round_, of, units):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(unit=units[0]).update(grade=Grade.GOOD)


def test_the_audit_trail_has_every_result(round_, stages, reviewer):
    publish(round_, by=reviewer)
    line = AuditEvent.objects.get(action="公布考核结果")
    assert line.changes == {"滨江市歌舞团": "99 优秀"}


def test_a_unit_sees_its_scores_item_by_item_only_afterwards(
    round_, stages, reviewer, liaison, client_of, of, units
):
    def seen() -> str:
        return client_of(liaison).get(f"{round_.get_absolute_url()}results/").content.decode()

    answer(of(units[0]), {3: Decimal("58.5")}, side="reviewed_score")
    assert "走访慰问" not in seen()
    publish(round_, by=reviewer)
    page = seen()
    assert "走访慰问" in page
    assert "97.5" in page


@pytest.mark.parametrize("path", ["", "publish/", "results/", "objections/"])
def test_the_pages_cost_the_same_for_many_units(
    count_queries, bureau, reviewer, bureau_liaison, round_, path
):
    def add(number):
        start = round_.units.count()
        for n in range(start, start + number):
            round_.units.add(make_unit(f"直属单位{n}", under=bureau, kind="subordinate"))
        for assessment in open_round(round_, by=None):
            assessment.refresh_from_db()
            decided(assessment, bureau_liaison, reviewer)

    add(2)
    publish(round_, by=reviewer)
    few = count_queries(reviewer, f"{round_.get_absolute_url()}{path}")
    add(6)
    publish(round_, by=reviewer)
    assert count_queries(reviewer, f"{round_.get_absolute_url()}{path}") == few
