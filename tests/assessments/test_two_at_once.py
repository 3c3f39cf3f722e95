"""Two people fill in one checklist: neither overwrites the other unasked."""

import pytest
from django.http import QueryDict

from assessments.forms.sheets import ReviewSheet, SelfSheet
from assessments.models import Assessment
from assessments.selectors import checklist
from shuangyong.review import Step, StepRefused

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
