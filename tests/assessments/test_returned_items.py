"""Single items sent back: only these are open to the unit, and their marks stay until dealt with."""

import pytest
from django.core.exceptions import PermissionDenied

from assessments.models import Assessment
from assessments.reviewing import begin, changes_since, return_items, settle
from shuangyong.review import Status, Step, StepRefused

from .records import answer, handed_in


@pytest.fixture
def submitted(assessment, liaison):
    """The troupe's checklist in the hands of the office."""
    return handed_in(assessment, liaison)


def mark(assessment, **reasons):
    """Words of return by item: `i3="缺照片"`."""
    for name, reason in reasons.items():
        found = assessment.responses.filter(criterion__number=name[1:])
        found.update(return_reason=reason)


def open_items(assessment) -> list[int]:
    """The numbers of the items that the unit may change."""
    stored = Assessment.objects.get(pk=assessment.pk)
    responses = stored.responses.select_related("criterion")
    return [r.criterion.number for r in responses if stored.is_item_open(r)]


def test_the_unit_may_change_the_items_sent_back_and_no_other(submitted, reviewer):
    mark(submitted, i1="缺成立文件", i3="请附照片", i4="请附照片")
    return_items(submitted, by=reviewer, comment="请于周五前补齐")
    assert open_items(submitted) == [1, 3, 4]
    line = submitted.history.last()
    assert line.comment == "请于周五前补齐\n第 1 项：缺成立文件\n第 3、4 项：请附照片"


def test_nothing_marked_is_nothing_to_send_back(submitted, reviewer):
    with pytest.raises(StepRefused, match="写明退回意见"):
        return_items(submitted, by=reviewer, comment="请补充")
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_a_whole_return_opens_everything_and_keeps_the_words(submitted, reviewer):
    mark(submitted, i3="请附照片")
    submitted.take(Step.SEND_BACK, by=reviewer, comment="整体不合格")
    assert open_items(submitted) == [1, 2, 3, 4, 5, 6]
    assert submitted.history.last().comment == "整体不合格\n第 3 项：请附照片"


def test_a_whole_return_still_needs_a_reason_of_its_own(submitted, reviewer):
    mark(submitted, i3="请附照片")
    with pytest.raises(StepRefused, match="请写明理由"):
        submitted.take(Step.SEND_BACK, by=reviewer)


@pytest.mark.parametrize("who", ["liaison", "leader", "office_reviewer"])
def test_who_does_not_review_sends_nothing_back(submitted, request, who):
    mark(submitted, i3="请附照片")
    with pytest.raises(PermissionDenied):
        return_items(submitted, by=request.getfixturevalue(who))


def test_marks_stay_for_the_reviewer_until_the_item_is_dealt_with(
    submitted, liaison, reviewer, response
):
    mark(submitted, i3="请附照片")
    return_items(submitted, by=reviewer)
    submitted.take(Step.SUBMIT, by=liaison)
    assert (response(3).return_reason, response(3).returned_before) == ("", "请附照片")
    settle([response(3)])
    assert response(3).returned_before == ""


def test_whoever_withdraws_again_has_the_same_items_open(submitted, liaison, reviewer):
    mark(submitted, i3="请附照片")
    return_items(submitted, by=reviewer)
    submitted.take(Step.SUBMIT, by=liaison)
    submitted.take(Step.WITHDRAW, by=liaison)
    assert open_items(submitted) == [3]


def test_scores_given_before_a_return_stand(submitted, liaison, reviewer, response):
    answer(submitted, {1: 17}, side="reviewed_score")
    mark(submitted, i3="请附照片")
    return_items(submitted, by=reviewer)
    submitted.take(Step.SUBMIT, by=liaison)
    assert response(1).reviewed_score == 17


def test_what_the_unit_changed_since_is_said(submitted, response):
    settle([response(3)])
    assert changes_since(response(3)) == []
    answer(submitted, {3: 40})
    submitted.responses.filter(criterion__number=3).update(statement="补充说明")
    response(3).files.create(file="x.pdf", name="x.pdf", content_type="", size=1, sha256="")
    words = ["自评分 60 → 40", "自评说明有修改", "新增佐证文件 1 项"]
    assert changes_since(response(3)) == words


def test_a_prepared_return_is_not_forgotten_at_confirming(submitted, reviewer):
    answer(submitted, side="reviewed_score")
    mark(submitted, i3="请附照片", i5="未说明")
    with pytest.raises(StepRefused, match="写有退回意见而未退回：第 3、5 项"):
        submitted.take(Step.CONFIRM, by=reviewer)


def test_a_review_that_has_begun_is_not_taken_back(submitted, liaison, reviewer):
    begin(submitted, by=reviewer)
    assert submitted.open_steps(liaison) == []
    with pytest.raises(StepRefused, match="双拥办已开始审核，不能撤回"):
        submitted.take(Step.WITHDRAW, by=liaison)


def test_the_unit_reads_why_it_cannot_take_its_checklist_back(
    submitted, liaison, reviewer, client_of
):
    begin(submitted, by=reviewer)
    said = f"{submitted.round.unit.label}已开始审核，不能再撤回"
    page = submitted.get_absolute_url()
    assert said in client_of(liaison).get(page).content.decode()
    assert said not in client_of(reviewer).get(page).content.decode()


def test_a_return_lets_the_review_begin_anew(submitted, liaison, reviewer):
    begin(submitted, by=reviewer)
    submitted.take(Step.SEND_BACK, by=reviewer, comment="请补充")
    submitted.take(Step.SUBMIT, by=liaison)
    assert submitted.review_started_at is None
    submitted.take(Step.WITHDRAW, by=liaison)
    assert submitted.status == Status.DRAFT


def test_the_review_is_begun_once_and_by_the_reviewer_alone(
    submitted, liaison, reviewer, second_reviewer
):
    with pytest.raises(PermissionDenied):
        begin(submitted, by=liaison)
    begin(submitted, by=reviewer)
    begin(submitted, by=second_reviewer)
    submitted.refresh_from_db()
    assert submitted.review_started_by == reviewer


def test_a_draft_is_not_reviewed(assessment, reviewer):
    with pytest.raises(StepRefused, match="草稿"):
        begin(assessment, by=reviewer)
