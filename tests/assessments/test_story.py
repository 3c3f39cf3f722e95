"""From the opened round to the published grade, as the office and a unit live it."""

from decimal import Decimal

import pytest

from assessments.models import Assessment, Grade, Round, RoundState
from assessments.opening import open_round
from shuangyong.review import Status
from tests.activities.files import PDF, named
from tests.cases import each
from tests.factories import confirmed, make_activity
from units.models import AuditEvent

from .browser import ChecklistPage
from .records import (
    ANSWERED,
    answer,
    decided,
    handed_in,
    make_measure_for,
    make_round,
    usual_standard,
)

FIRST = {1: "20", 2: "19.5", 3: "60", 4: "3", 5: "0", 6: "0"}
REVIEWED = {1: "20", 2: "15.5", 3: "60", 4: "3", 5: "2", 6: "0"}


@pytest.fixture
def round_(bureau, troupe):
    """The bureau's round as it was saved: nobody has a checklist yet."""
    return make_round(bureau, troupe)


def test_a_round_from_opening_to_publishing(round_, troupe, liaison, reviewer, client_of):
    office, unit = client_of(reviewer), client_of(liaison)
    visit = confirmed(make_activity(troupe, "走访慰问"), liaison, reviewer)

    page = office.post(f"{round_.get_absolute_url()}open/", follow=True)
    assert "考核已开始，新建考核表 1 份" in page.content.decode()
    assessment = Assessment.objects.get()
    assert assessment.get_absolute_url() in unit.get("/assessments/").content.decode()

    sheet = ChecklistPage(unit, assessment).fill_all(FIRST)
    sheet.fill(2, statement="见会议记录", files=[named("会议记录.pdf", PDF)])
    sheet.fill(3, activities=[str(visit.pk)]).submit()
    assert "已保存并提交" in sheet.text
    assert assessment.status == Status.SUBMITTED

    review = ChecklistPage(office, assessment)
    for words in ("自评 <strong>19.5</strong>", "见会议记录", "会议记录.pdf", visit.title):
        assert words in review.text
    review.take("return", "第2项请补充会议记录全文")
    assert assessment.status == Status.RETURNED

    again = ChecklistPage(unit, assessment)
    assert "第2项请补充会议记录全文" in again.text
    again.fill(2, self_score="18").submit()

    review = ChecklistPage(office, assessment).fill_all(REVIEWED, "reviewed_score")
    review.fill(2, comment="会议记录不全").submit()
    assert "已保存并确认" in review.text
    assert assessment.status == Status.CONFIRMED
    assert not assessment.grade

    page = office.post(f"{round_.get_absolute_url()}publish/", follow=True)
    assert "已公布 1 个单位的得分和等次" in page.content.decode()
    assessment.refresh_from_db()
    assert (assessment.total, assessment.grade) == (Decimal("96.5"), Grade.EXCELLENT)
    seen = ChecklistPage(unit, assessment)
    for words in ("96.5 分，优秀", "考评 15.5 分", "会议记录不全"):
        assert words in seen.text
    assert "96.5 分，优秀" in unit.get("/assessments/").content.decode()
    assert not seen.fields.keys() - {"csrfmiddlewaretoken"}
    assert [line.step for line in assessment.history.all()] == [
        "submit", "return", "submit", "confirm",
    ]  # fmt: skip


def test_the_audit_trail_tells_which_score_became_which(assessment, page_of, liaison):
    page_of(liaison).fill(1, self_score="18").save()
    page_of(liaison).fill(1, self_score="19", statement="有文件").save()
    first, second = AuditEvent.objects.filter(action="保存自评").order_by("pk")
    assert first.changes == {"第1项自评分": "空 → 18"}
    assert second.changes == {"第1项自评分": "18 → 19", "第1项自评说明": "空 → 有文件"}


def test_a_checklist_with_gaps_is_saved_but_not_submitted(assessment, page_of, liaison, response):
    page = page_of(liaison).fill_all({1: "18", 3: "55.5"}).submit()
    assert "已保存，尚未提交：尚未自评：第 2、4、5、6 项" in page.text
    assert assessment.status == Status.DRAFT
    assert response(3).self_score == Decimal("55.5")


def test_a_review_with_gaps_is_saved_but_not_confirmed(
    assessment, page_of, liaison, reviewer, response
):
    handed_in(assessment, liaison)
    page = page_of(reviewer).fill_all({1: "18"}, "reviewed_score").submit()
    assert "已保存，尚未确认：尚未考评：第 2、3、4、5、6 项" in page.text
    assert assessment.status == Status.SUBMITTED
    assert response(1).reviewed_score == 18


def test_a_score_that_is_cleared_is_missing_again(assessment, page_of, liaison, response):
    answer(assessment)
    page = page_of(liaison).fill(3, self_score="").submit()
    assert "尚未自评：第 3 项" in page.text
    assert response(3).self_score is None


def test_the_review_is_the_offices_own_until_it_is_published(
    assessment, page_of, liaison, reviewer, leader, office_reviewer
):
    handed_in(assessment, liaison)
    page_of(reviewer).fill(1, reviewed_score="7.25", comment="材料陈旧").save()
    for outsider in (liaison, office_reviewer):
        assert "7.25" not in page_of(outsider).text
        assert "材料陈旧" not in page_of(outsider).text
    assert "材料陈旧" in page_of(leader).text
    page_of(reviewer).take("return", "请补充")
    assert "7.25" not in page_of(liaison).text
    assert "请补充" in page_of(liaison).text


def test_a_submitted_checklist_is_withdrawn_and_open_again(assessment, page_of, liaison, reviewer):
    handed_in(assessment, liaison)
    assert page_of(liaison).value(1, "self_score") is None
    page_of(liaison).take("withdraw")
    assert page_of(liaison).value(1, "self_score") == "18"
    assert page_of(reviewer).value(1, "reviewed_score") is None


def test_a_return_without_a_word_is_refused(assessment, page_of, liaison, reviewer):
    handed_in(assessment, liaison)
    assert "退回时请写明理由" in page_of(reviewer).take("return", " ").text
    assert assessment.status == Status.SUBMITTED


@pytest.fixture
def publish(client_of, reviewer, assessment):
    """The reviewer publishes; what the page says."""

    def press() -> str:
        url = f"{assessment.round.get_absolute_url()}publish/"
        text = client_of(reviewer).post(url, follow=True).content.decode()
        assessment.refresh_from_db()
        return text

    return press


def test_a_published_result_does_not_drift(assessment, liaison, reviewer, publish):
    decided(assessment, liaison, reviewer)
    publish()
    Round.objects.update(excellent_from=100, good_from=100, passed_from=100)
    answer(assessment, {3: 1}, side="reviewed_score")
    publish()
    assert (assessment.total, assessment.grade) == (99, Grade.EXCELLENT)


def test_an_unfinished_unit_is_named_and_gets_no_grade(assessment, liaison, publish):
    handed_in(assessment, liaison)
    assert "尚未确认、没有等次的单位：市歌舞团" in publish()
    assert (assessment.total, assessment.grade) == (None, "")
    assert assessment.round.state == RoundState.OPEN


def test_what_the_unit_gave_itself_is_not_what_is_published(assessment, liaison, reviewer, publish):
    decided(assessment, liaison, reviewer, ANSWERED | {3: 30})
    publish()
    assert (assessment.total, assessment.grade) == (69, Grade.PASSED)


def test_a_veto_fails_a_unit_with_full_points(assessment, page_of, liaison, reviewer, publish):
    handed_in(assessment, liaison)
    page = page_of(reviewer).fill_all(REVIEWED | {6: "1"}, "reviewed_score").submit()
    assert "请写明发生的情形" in page.error(6, "comment")
    page.fill(6, comment="7月发生涉军纠纷").submit()
    publish()
    assert (assessment.total, assessment.grade) == (Decimal("96.5"), Grade.FAILED)


def test_a_reopened_checklist_loses_its_grade_until_published_again(
    assessment, page_of, liaison, reviewer, publish
):
    decided(assessment, liaison, reviewer)
    publish()
    page_of(reviewer).take("reopen", "第3项漏评")
    assert (assessment.total, assessment.grade) == (None, "")
    page_of(liaison).submit()
    page_of(reviewer).fill(3, reviewed_score="50").submit()
    publish()
    assert (assessment.total, assessment.grade) == (89, Grade.GOOD)


@each("who", ["liaison", "bureau_liaison", "reviewer", "leader"])
def test_nobody_changes_a_published_score(
    assessment, liaison, reviewer, publish, client_of, request, response, who
):
    decided(assessment, liaison, reviewer)
    publish()
    first = response(1)
    sent = {f"r{first.pk}-self_score": "1", f"r{first.pk}-reviewed_score": "1"}
    browser = client_of(request.getfixturevalue(who))
    page = assessment.section_url(first.criterion.section_id)
    assert browser.post(page, sent).status_code == 403
    assert (response(1).self_score, response(1).reviewed_score) == (18, 18)
    assert browser.get(page).context["sheet"] is None


def test_an_accepted_proposal_brings_score_and_evidence(
    bureau, troupe, liaison, reviewer, client_of
):
    standard = usual_standard(bureau)
    criterion = standard.sections.get(position=2).criteria.get()
    make_measure_for(criterion, at_least=2)
    show = confirmed(make_activity(troupe, "八一慰问演出"), liaison, reviewer)
    (assessment,) = open_round(make_round(bureau, troupe, standard=standard), by=reviewer)
    page = ChecklistPage(client_of(liaison), assessment)
    assert "本年度已确认的活动共 1 次，要求不少于 2 次，建议 30 分" in page.text
    page.fill(3, statement="八一前后两次").accept(3)
    response = assessment.responses.get(criterion=criterion)
    assert response.self_score == 30
    assert [*response.activities.all()] == [show]
    assert response.statement == "八一前后两次"
