"""复核申请: one for an item, in time, answered once; what is upheld moves total and grade."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments import objections
from assessments.models import Assessment, Criterion, Grade, Objection, ResponseYear, Round
from assessments.publishing import publish
from shuangyong.review import Status, Step, StepRefused
from tests.cases import each
from units.models import AuditEvent, Notice

from .records import ANSWERED, answer, decided, make_checklist

REVIEWED = ANSWERED | {3: 50}  # 38 + 50 + 3 − 2 = 89, 良好


@pytest.fixture
def published(assessment, liaison, reviewer):
    """The troupe's checklist, reviewed with 89 points and published."""
    decided(assessment, liaison, reviewer, REVIEWED)
    publish(assessment.round, by=reviewer)
    assessment.refresh_from_db()
    assert (assessment.total, assessment.grade) == (89, Grade.GOOD)
    return assessment


@pytest.fixture
def filed(published, response, liaison):
    """The unit objects to item 3."""
    return objections.file(response(3), reason="八一走访有照片为证", by=liaison)


def decide(objection, by, score=Decimal(60), words="核对照片，予以计分"):
    return objections.answer(objection, answer=words, score_after=score, by=by)


def published_ago(assessment, days: int):
    """Pretends that it was published so many days ago."""
    moment = timezone.now() - timezone.timedelta(days=days)
    Assessment.objects.filter(pk=assessment.pk).update(published_at=moment)


def test_filing_keeps_the_reason_and_the_score_as_it_was(filed, response, liaison):
    stored = Objection.objects.get()
    assert (stored.reason, stored.score_before, stored.filed_by) == (
        "八一走访有照片为证", 50, liaison,
    )  # fmt: skip
    assert response(3).reviewed_score == 50
    assert AuditEvent.objects.get(action="申请复核").changes == {"第3项": "八一走访有照片为证"}


def test_nothing_can_be_objected_to_before_it_is_published(assessment, liaison, reviewer, response):
    decided(assessment, liaison, reviewer)
    with pytest.raises(StepRefused, match="尚未公布"):
        objections.file(response(3), reason="理由", by=liaison)


@pytest.mark.parametrize(("days", "in_time"), [(0, True), (7, True), (8, False)])
def test_until_the_last_day(published, response, liaison, days, in_time):
    published_ago(published, days)
    if in_time:
        assert objections.file(response(3), reason="理由", by=liaison).pk
    else:
        with pytest.raises(StepRefused, match="截止，不再受理"):
            objections.file(response(3), reason="理由", by=liaison)


def test_a_round_without_objections_takes_none(published, response, liaison):
    Round.objects.update(objection_days=0)
    with pytest.raises(StepRefused, match="不受理复核申请"):
        objections.file(response(3), reason="理由", by=liaison)


def test_each_item_once(filed, response, liaison, reviewer):
    with pytest.raises(StepRefused, match="第 3 项已经申请过复核"):
        objections.file(response(3), reason="再次申请", by=liaison)
    decide(filed, reviewer)
    with pytest.raises(StepRefused, match="每项只能申请一次"):
        objections.file(response(3), reason="再次申请", by=liaison)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(
            response=response(3), reason="再次", filed_by=liaison, score_before=1
        )


@pytest.mark.parametrize("reason", ["", "  \n ", "\0"])
def test_a_reason_has_words(published, response, liaison, reason):
    with pytest.raises(StepRefused, match="请写明申请理由"):
        objections.file(response(3), reason=reason, by=liaison)


@each("who", ["reviewer", "leader", "other_liaison", "office_reviewer"])
def test_only_who_writes_for_the_unit_objects(published, response, request, who):
    with pytest.raises(PermissionDenied):
        objections.file(response(3), reason="理由", by=request.getfixturevalue(who))


def test_upheld_moves_score_total_and_grade(filed, published, response, reviewer):
    decide(filed, reviewer)
    published.refresh_from_db()
    assert response(3).reviewed_score == 60
    assert (published.total, published.grade) == (99, Grade.EXCELLENT)
    stored = Objection.objects.get()
    assert stored.is_upheld
    assert (stored.score_before, stored.score_after) == (50, 60)
    assert AuditEvent.objects.get(action="答复复核申请").changes == {
        "第3项考评分": "50 → 60",
        "得分和等次": "89 分，良好 → 99 分，优秀",
        "复核意见": "核对照片，予以计分",
    }


def test_rejected_leaves_everything_as_it_was(filed, published, response, reviewer):
    decide(filed, reviewer, Decimal(50), "照片日期不符")
    published.refresh_from_db()
    assert (response(3).reviewed_score, published.total, published.grade) == (50, 89, Grade.GOOD)
    assert not Objection.objects.get().is_upheld
    assert Objection.objects.get().is_answered


def test_a_score_may_also_fall(filed, published, reviewer):
    decide(filed, reviewer, Decimal(20))
    published.refresh_from_db()
    assert (published.total, published.grade) == (59, Grade.FAILED)


def test_the_total_is_added_up_anew_by_todays_rules_of_the_round(filed, published, reviewer):
    Round.objects.update(excellent_from=100)
    decide(filed, reviewer)
    published.refresh_from_db()
    assert (published.total, published.grade) == (99, Grade.GOOD)


def test_the_unit_is_told(filed, reviewer, troupe):
    Notice.objects.all().delete()
    decide(filed, reviewer)
    notice = Notice.objects.get()
    assert (notice.unit, notice.title) == (troupe, "复核结果：第 3 项")
    assert "由 50 分调整为 60 分；总分和等次：99 分，优秀" in notice.text
    assert "核对照片，予以计分" in notice.text


def test_answered_exactly_once(filed, reviewer, response):
    decide(filed, reviewer)
    with pytest.raises(StepRefused, match="已经答复"):
        decide(filed, reviewer, Decimal(0))
    assert response(3).reviewed_score == 60


@pytest.mark.parametrize(
    ("score", "words", "message"),
    [
        (Decimal("60.5"), "意见", "本项最多 60 分"),
        (Decimal(-1), "意见", "不能为负数"),
        (None, "意见", "请填写复核后的得分"),
        (Decimal(60), " ", "请写明复核意见"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(filed, reviewer, response, score, words, message):
    with pytest.raises(StepRefused, match=message):
        decide(filed, reviewer, score, words)
    assert response(3).reviewed_score == 50
    assert not Objection.objects.get().is_answered


@each("who", ["liaison", "bureau_liaison", "leader", "office_reviewer"])
def test_only_the_reviewing_unit_answers(filed, request, who):
    with pytest.raises(PermissionDenied):
        decide(filed, request.getfixturevalue(who))


def test_a_reopened_checklist_is_answered_after_it_is_published_again(
    filed, published, reviewer, liaison
):
    published.take(Step.REOPEN, by=reviewer, comment="漏评")
    with pytest.raises(StepRefused, match="重新打开"):
        decide(filed, reviewer)
    assert [*Objection.objects.to_be_answered_by(reviewer)] == []
    published.take(Step.SUBMIT, by=liaison)
    published.take(Step.CONFIRM, by=reviewer)
    publish(published.round, by=reviewer)
    assert [*Objection.objects.to_be_answered_by(reviewer)] == [filed]
    assert decide(filed, reviewer).is_answered


def test_what_is_reviewed_anew_is_not_told_beside_an_objection(
    filed, published, reviewer, liaison, response, client_of
):
    published.responses.filter(pk=response(3).pk).update(comment="公布时的意见")
    page = client_of(liaison).get(filed.get_absolute_url()).content.decode()
    assert "公布时的意见" in page
    published.take(Step.REOPEN, by=reviewer, comment="漏评")
    published.responses.filter(pk=response(3).pk).update(comment="还没公布的意见")
    url = filed.get_absolute_url()
    assert "还没公布的意见" not in client_of(liaison).get(url).content.decode()
    assert "还没公布的意见" in client_of(reviewer).get(url).content.decode()


def test_what_stands_may_stay_also_where_the_item_would_not_give_it_today(filed, reviewer):
    Criterion.objects.filter(pk=filed.response.criterion_id).update(step=Decimal(20))
    assert decide(filed, reviewer, Decimal(50)).score_after == 50


def test_an_answer_is_whole_or_none_for_the_database_too(filed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=filed.pk).update(answer="只有意见")


def test_year_by_year_the_scores_of_the_years_change(bureau, troupe, liaison, reviewer):
    assessment = make_checklist(troupe, by=bureau, by_year=True, year=2010, year_to=2011)
    answer(assessment, REVIEWED, side="reviewed_score")
    Assessment.objects.update(status=Status.CONFIRMED)
    publish(assessment.round, by=reviewer)
    response = assessment.responses.get(criterion__number=3)
    for year, score in ((2010, 40), (2011, 60)):
        ResponseYear.objects.update_or_create(
            response=response, year=year, defaults={"reviewed_score": score}
        )
    filed = objections.file(response, reason="2010年也走访了", by=liaison)
    years = {2010: Decimal(55), 2011: Decimal(60)}
    objections.answer(filed, answer="属实", score_after=None, by=reviewer, years=years)
    response.refresh_from_db()
    assert response.reviewed_score == Decimal("57.5")
    assert [y.reviewed_score for y in response.years.all()] == [55, 60]
    assessment.refresh_from_db()
    assert assessment.total == Decimal("96.5")


# pages


def test_the_checklist_offers_an_objection_at_each_item_while_there_is_time(
    published, response, liaison, leader, client_of
):
    def shown(user) -> str:
        url = published.section_url(response(3).criterion.section_id)
        return client_of(user).get(url).content.decode()

    link = f"/assessments/items/{response(3).pk}/objection/"
    assert link in shown(liaison)
    assert link not in shown(leader)
    objections.file(response(3), reason="理由", by=liaison)
    assert link not in shown(liaison)
    assert "已申请复核，等待答复" in shown(liaison)
    assert "等待答复" in client_of(liaison).get(published.get_absolute_url()).content.decode()
    Objection.objects.all().delete()
    published_ago(published, 30)
    assert link not in shown(liaison)


def test_the_unit_files_and_the_office_answers_in_the_browser(
    published, response, liaison, reviewer, client_of
):
    unit, office = client_of(liaison), client_of(reviewer)
    url = f"/assessments/items/{response(3).pk}/objection/"
    assert "公布的考评分" in unit.get(url).content.decode()
    page = unit.post(url, {"reason": "八一走访有照片为证"}, follow=True).content.decode()
    assert "已提交第 3 项的复核申请" in page
    assert "等待" in page
    listed = office.get(f"{published.round.get_absolute_url()}objections/").content.decode()
    assert "八一走访有照片为证" in listed
    assert "待答复" in listed
    objection = Objection.objects.get()
    sent = {"score_after": "60", "answer": "核对照片，予以计分"}
    page = office.post(objection.get_absolute_url(), sent, follow=True).content.decode()
    assert "已答复：已调整得分并重新计算总分和等次" in page
    seen = unit.get(objection.get_absolute_url()).content.decode()
    for words in ("50 分 → 60 分", "核对照片，予以计分", "99 分，优秀"):
        assert words in seen


def test_nothing_typed_is_lost_when_it_is_refused(published, response, liaison, client_of):
    published_ago(published, 30)
    url = f"/assessments/items/{response(3).pk}/objection/"
    page = client_of(liaison).post(url, {"reason": "迟到的理由"}).content.decode()
    assert "截止，不再受理" in page
    assert "迟到的理由" in page


def test_a_score_above_the_points_is_told_at_the_field(filed, reviewer, client_of):
    sent = {"score_after": "61", "answer": "写好的意见"}
    page = client_of(reviewer).post(filed.get_absolute_url(), sent).content.decode()
    assert "本项最多 60 分" in page
    assert "写好的意见" in page
    assert not Objection.objects.get().is_answered


@each(
    ("who", "status"),
    [
        ("liaison", 403), ("leader", 403), ("office_reviewer", 403), ("stranger", 404),
        ("other_liaison", 404), ("auditor", 403), ("reviewer", 302),
    ],
)  # fmt: skip
def test_who_answers(filed, status_of, who, status):
    sent = {"score_after": "60", "answer": "属实"}
    assert status_of(who, filed.get_absolute_url(), sent) == status


def test_the_menu_counts_what_waits_for_an_answer(filed, reviewer, liaison, client_of):
    assert "1 项复核申请待答复" in client_of(reviewer).get("/assessments/").content.decode()
    assert "项复核申请待答复" not in client_of(liaison).get("/assessments/").content.decode()
    decide(filed, reviewer)
    assert "项复核申请待答复" not in client_of(reviewer).get("/assessments/").content.decode()
