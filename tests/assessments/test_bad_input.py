"""A wrong score gets its message at its field; nothing typed is lost, nothing is half saved."""

from decimal import Decimal

import pytest

from shuangyong.review import Status
from tests.activities.files import PDF, named, picture
from tests.factories import YEAR, make_activity, make_unit
from units.models import AuditEvent

from .records import ANSWERED, answer, handed_in

WRONG = [
    ("20.5", "本项最多 20 分。"),
    ("-1", "自评分不能为负数。"),
    ("很好", "请填写数字，如 4.5。"),
    ("18.123", "最多两位小数。"),
    ("NaN", "请填写数字，如 4.5。"),
]


@pytest.mark.parametrize(("score", "message"), WRONG)
def test_a_wrong_self_score_says_so_at_its_field(
    assessment, page_of, liaison, response, score, message
):
    page = page_of(liaison).fill_all(ANSWERED)
    page.fill(1, self_score=score, statement="已成立领导小组").submit()
    assert message in page.error(1, "self_score")
    assert page.value(1, "self_score") == score
    assert page.value(1, "statement") == "已成立领导小组"
    assert page.value(3, "self_score") == "60"
    assert "填写有误" in page.text
    assert response(3).self_score is None
    assert assessment.status == Status.DRAFT
    assert not AuditEvent.objects.filter(action="保存自评").exists()


@pytest.mark.parametrize(
    ("score", "message"),
    [("61", "本项最多 60 分。"), ("-0.5", "考评分不能为负数。"), ("优", "请填写数字，如 4.5。")],
)
def test_a_wrong_reviewed_score_says_so_at_its_field(
    assessment, page_of, liaison, reviewer, response, score, message
):
    handed_in(assessment, liaison)
    page = page_of(reviewer).fill_all(ANSWERED, "reviewed_score")
    page.fill(3, reviewed_score=score, comment="走访次数不足").submit()
    assert message in page.error(3, "reviewed_score")
    assert page.value(3, "comment") == "走访次数不足"
    assert response(3).reviewed_score is None
    assert response(3).comment == ""
    assert assessment.status == Status.SUBMITTED


def test_every_wrong_item_of_a_section_is_said_at_once(page_of, liaison, response):
    page = page_of(liaison).fill(1, self_score="30").fill(2, self_score="六").save()
    assert page.error(1, "self_score")
    assert page.error(2, "self_score")
    page.fill(4, self_score="六").fill(5, self_score="2").fill(1, self_score="3")
    page.fill(2, self_score="4").save()
    assert page.error(4, "self_score")
    assert not page.error(5, "self_score")
    assert (response(1).self_score, response(5).self_score) == (3, None)


def test_a_veto_is_a_case_or_none_never_a_number(page_of, liaison, response):
    page = page_of(liaison).fill(6, self_score="5").save()
    assert "5 不在可用的选项中" in page.error(6, "self_score")
    page.fill(6, self_score="1").save()
    assert response(6).self_score == 1


@pytest.mark.parametrize(("typed", "kept"), [("０．５", None), ("１９", 19), (" 4.5 ", 4.5)])
def test_numbers_from_a_chinese_keyboard(page_of, liaison, response, typed, kept):
    page = page_of(liaison).fill(1, self_score=typed).save()
    assert response(1).self_score == kept
    assert bool(page.error(1, "self_score")) == (kept is None)


@pytest.mark.parametrize("score", ["0", "0.5", "20", "17.25"])
def test_every_score_from_nothing_to_the_items_own_points_is_kept(
    page_of, liaison, response, score
):
    page_of(liaison).fill(1, self_score=score).save()
    assert response(1).self_score == Decimal(score)


def test_ticks_survive_a_wrong_score_elsewhere(page_of, liaison, troupe, response):
    cited, other = make_activity(troupe, "走访"), make_activity(troupe, "座谈")
    response(2).activities.add(cited)
    points = [str(point.pk) for point in response(1).criterion.scoring_points.all()]
    page = page_of(liaison)
    assert page.value(2, "activities") == str(cited.pk)
    page.fill(1, points_claimed=points[:1]).fill(2, activities=[str(other.pk)])
    page.fill(2, self_score="百").save()
    assert page.value(1, "points_claimed") == points[0]
    assert page.value(2, "activities") == str(other.pk)
    page.fill(2, self_score="20").save()
    assert [*response(2).activities.all()] == [other]
    assert [str(p.pk) for p in response(1).points_claimed.all()] == points[:1]


def test_a_tick_that_was_taken_away_stays_away(page_of, liaison, troupe, response):
    response(3).activities.add(make_activity(troupe))
    page = page_of(liaison).fill(3, activities=[], self_score="百").save()
    assert page.value(3, "activities") is None
    page.fill(3, self_score="20").save()
    assert not response(3).activities.exists()


def test_a_file_is_kept_though_a_score_elsewhere_is_wrong(page_of, liaison, response):
    page = page_of(liaison).fill(1, files=[named("文件.pdf", PDF)])
    page.fill(2, self_score="百").save()
    assert [file.name for file in response(1).files.all()] == ["文件.pdf"]
    assert "已上传的 1 个文件已经保存，不必重新选择" in page.text
    assert "<span>文件.pdf</span>" in page.text


def test_a_wrong_file_is_named_at_its_item_and_typed_scores_stay(page_of, liaison, response):
    bad = [named("木马.exe", b"MZ"), named("假.jpg", b"<html>"), named("空.pdf", b"")]
    page = page_of(liaison).fill(1, self_score="18", files=bad).save()
    message = page.text
    assert "“木马.exe”的类型不能上传" in message
    assert "“假.jpg”的文件内容与扩展名不符" in message
    assert "“空.pdf”是空文件" in message
    assert page.value(1, "self_score") == "18"
    assert response(1).self_score is None


def test_a_damaged_picture_is_named(page_of, liaison, response):
    page = page_of(liaison).fill(1, files=[named("半张.jpg", picture()[:200])]).save()
    assert "“半张.jpg”：图片不完整或已损坏" in page.text


def test_a_file_that_is_too_large_is_named(page_of, liaison, settings, response):
    settings.UPLOAD_MAX_MB = 0
    page = page_of(liaison).fill(1, files=[named("大.pdf", PDF)]).save()
    assert "“大.pdf”超过 0 MB" in page.text
    assert not response(1).files.exists()


@pytest.fixture
def elsewhere(union, troupe):
    """Activities that the troupe may not cite."""
    return {
        "of another unit": lambda: make_activity(union).pk,
        "of another year": lambda: make_activity(troupe, year=YEAR - 1).pk,
        "gone": lambda: 999999,
        "no number": lambda: "²",
        "too large a number": lambda: 10**30,
    }


@pytest.mark.parametrize(
    "what", ["of another unit", "of another year", "gone", "no number", "too large a number"]
)
def test_only_activities_of_the_unit_and_the_years_assessed_are_cited(
    elsewhere, page_of, liaison, response, what
):
    page = page_of(liaison).fill(3, activities=[str(elsewhere[what]())]).save()
    assert "选择一个有效的选项" in page.error(3, "activities")
    assert not response(3).activities.exists()


def test_a_unit_below_may_be_cited(page_of, liaison, troupe, response):
    show = make_activity(make_unit("歌舞团一队", under=troupe, kind="grassroots"))
    page_of(liaison).fill(3, activities=[str(show.pk)]).save()
    assert [*response(3).activities.all()] == [show]


def test_a_scoring_point_of_another_item_is_refused(page_of, liaison, response):
    point = response(1).criterion.scoring_points.first()
    page_of(liaison).fill(2, points_claimed=[str(point.pk)]).save()
    assert not response(2).points_claimed.exists()


def test_ticked_scoring_points_make_the_score_unless_one_is_typed(page_of, liaison, response):
    points = [str(point.pk) for point in response(1).criterion.scoring_points.all()]
    page = page_of(liaison).fill(1, points_claimed=points[:1]).save()
    assert response(1).self_score == 10
    page.fill(1, points_claimed=points).save()
    assert response(1).self_score == 20
    page.fill(1, self_score="15").save()
    page.fill(1, statement="有一份文件未盖章").save()
    assert response(1).self_score == 15  # what was typed stands
    page.fill(1, points_claimed=points[1:], self_score="12").save()
    assert response(1).self_score == 12
    page.fill(1, self_score="").save()
    assert response(1).self_score == 10
    page.fill(1, points_claimed=[]).save()
    assert response(1).self_score == 0
    assert not response(1).points_claimed.exists()


def test_enter_in_a_field_saves(page_of, liaison, response):
    """A browser presses the form's first button; it must not be one that does something else."""
    response(1).files.create(file="x.pdf", name="x.pdf", content_type="", size=1, sha256="")
    first = page_of(liaison).first_form.buttons[0]
    assert not {"name", "formaction"} & first.keys()


def test_points_without_any_proof_are_pointed_out(assessment, page_of, liaison):
    answer(assessment)
    assert "没有佐证" in page_of(liaison).text
    page_of(liaison).fill(2, statement="见会议记录").save()
    assert "没有佐证" not in page_of(liaison).text
