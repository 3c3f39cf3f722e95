"""Two people fill in one checklist: neither overwrites the other unasked."""

import pytest
from django.http import QueryDict

from assessments.forms.sheets import ReviewSheet, SelfSheet
from assessments.models import Assessment
from assessments.selectors import checklist
from shuangyong.review import Status, Step, StepRefused

from .records import answer, decided, handed_in


def test_each_keeps_what_only_one_of_them_changed(page_of, liaison, bureau_liaison, response):
    mine, theirs = page_of(liaison), page_of(bureau_liaison)
    mine.fill(1, self_score="18").save()
    theirs.fill(2, self_score="19", statement="见记录").save()
    assert (response(1).self_score, response(2).self_score) == (18, 19)


def test_the_second_on_the_same_field_is_told_and_decides(
    page_of, liaison, bureau_liaison, response
):
    mine, theirs = page_of(liaison), page_of(bureau_liaison)
    mine.fill(1, statement="有文件").save()
    theirs.fill(1, statement="有专人").save()
    assert "这里已由他人改为“有文件”" in theirs.error(1, "statement")
    assert theirs.value(1, "statement") == "有专人"
    assert response(1).statement == "有文件"
    theirs.save()
    assert response(1).statement == "有专人"


def test_who_typed_the_same_is_not_bothered(page_of, liaison, bureau_liaison, response):
    mine, theirs = page_of(liaison), page_of(bureau_liaison)
    mine.fill(1, self_score="18").save()
    assert "已保存" in theirs.fill(1, self_score="18.0").save().text


def test_ticks_of_both_are_kept(page_of, liaison, bureau_liaison, response):
    first, second = (str(p.pk) for p in response(1).criterion.scoring_points.all())
    mine, theirs = page_of(liaison), page_of(bureau_liaison)
    mine.fill(1, points_claimed=[first]).save()
    theirs.fill(1, points_claimed=[second]).fill(2, self_score="1").save()
    assert response(1).points_claimed.count() == 2


def test_line_breaks_of_the_browser_are_no_change(page_of, liaison, response):
    page_of(liaison).fill(1, statement="一\r\n二").save()
    assert response(1).statement.split() == ["一", "二"]
    mine, theirs = page_of(liaison), page_of(liaison)
    mine.fill(1, statement="三").save()
    assert not theirs.save().error(1, "statement")
    assert response(1).statement == "三"


@pytest.mark.parametrize(
    ("sheet", "field", "step"),
    [(SelfSheet, "self_score", Step.SUBMIT), (ReviewSheet, "reviewed_score", Step.CONFIRM)],
)
def test_a_score_that_arrives_while_the_checklist_is_handed_on_changes_nothing(
    assessment, liaison, reviewer, response, sheet, field, step
):
    answer(assessment)
    if step == Step.CONFIRM:
        handed_in(assessment, liaison)
        answer(assessment, side="reviewed_score")
    late = Assessment.objects.get()
    sent = QueryDict(f"r{response(1).pk}-{field}=1")
    form = sheet(checklist(late), sent, assessment=late)
    assert form.is_valid()
    assessment.take(step, by=liaison if step == Step.SUBMIT else reviewer)
    with pytest.raises(StepRefused, match=assessment.get_status_display()):
        form.save(late, liaison)
    assert getattr(response(1), field) == 18


def test_who_comes_too_late_sees_what_was_typed(
    assessment, page_of, liaison, reviewer, response, monkeypatch
):
    page = page_of(liaison).fill_all({1: "1"})
    really = SelfSheet.is_valid

    def handed_in_meanwhile(sheet):
        decided(Assessment.objects.get(), liaison, reviewer)
        return really(sheet)

    monkeypatch.setattr(SelfSheet, "is_valid", handed_in_meanwhile)
    page.save()
    assert "考核表刚刚变为“已确认”" in page.text
    assert page.value(1, "self_score") == "1"
    assert response(1).self_score == 18


def test_two_reviewers_of_one_section_keep_what_only_one_of_them_changed(
    assessment, page_of, liaison, reviewer, second_reviewer, response
):
    handed_in(assessment, liaison)
    mine, theirs = page_of(reviewer), page_of(second_reviewer)
    mine.fill(1, reviewed_score="18").save()
    theirs.fill(1, comment="文件齐全").fill(2, reviewed_score="19").save()
    assert (response(1).reviewed_score, response(1).comment) == (18, "文件齐全")
    assert (response(1).reviewed_by, response(2).reviewed_by) == (second_reviewer, second_reviewer)


def test_the_second_reviewer_is_told_at_the_score(
    assessment, page_of, liaison, reviewer, second_reviewer, response
):
    handed_in(assessment, liaison)
    mine, theirs = page_of(reviewer), page_of(second_reviewer)
    mine.fill(1, reviewed_score="18").save()
    theirs.fill(1, reviewed_score="12").save()
    assert "这里已由他人改为“18”" in theirs.error(1, "reviewed_score")
    assert response(1).reviewed_score == 18
    theirs.save()
    assert response(1).reviewed_score == 12


def test_a_unit_that_withdraws_after_the_first_score_is_refused(
    assessment, page_of, liaison, reviewer
):
    handed_in(assessment, liaison)
    theirs = page_of(liaison)
    page_of(reviewer).fill(1, reviewed_score="18").save()
    assert "双拥办已开始审核，不能撤回" in theirs.take("withdraw").text
    assert assessment.status == Status.SUBMITTED


def test_a_review_saved_after_the_unit_has_withdrawn_is_not_kept(
    assessment, page_of, liaison, reviewer, response, client_of
):
    handed_in(assessment, liaison)
    page = page_of(reviewer).fill(1, reviewed_score="18")
    assessment.take(Step.WITHDRAW, by=liaison)
    page.press(page.sections[1])
    assert page.answer.status_code == 403
    assert response(1).reviewed_score is None
