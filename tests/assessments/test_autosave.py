"""What is typed is stored as one types: what is right at once, what is wrong is told, nobody is
overwritten."""

import pytest

from units.models import AuditEvent

from .records import answer, handed_in


@pytest.fixture
def keep(assessment, client_of, response):
    """Sends what stands in the page of criterion 1, as the page's script does."""

    def send(user, page, number=1, **more):
        url = assessment.section_url(response(number).criterion.section_id)
        sent = page.forms[url].fields | {"autosave": "1", "account": str(user.pk)} | more
        return client_of(user).post(url, sent)

    return send


def test_what_is_right_is_stored_and_the_rest_is_told(page_of, liaison, keep, response):
    page = page_of(liaison).fill(1, self_score="18", statement="有成立文件")
    told = keep(liaison, page.fill(2, self_score="21")).json()
    assert (response(1).self_score, response(1).statement) == (18, "有成立文件")
    assert response(2).self_score is None
    assert told["errors"] == {page.name(2, "self_score"): ["本项最多 20 分。"]}
    assert told["initial"][f"initial-{page.name(1, 'self_score')}"] == ["18"]
    assert "自评 18" in told["parts"]["section-sums"]


def test_what_was_stored_is_not_written_again(page_of, liaison, keep, response):
    page = page_of(liaison).fill(1, statement="一")
    told = keep(liaison, page).json()
    url = page.sections[1]
    page.forms[url].fields |= told["initial"]
    revision = response(1).assessment.revision
    keep(liaison, page)
    assert response(1).assessment.revision == revision
    assert AuditEvent.objects.filter(action="保存自评").count() == 1


def test_the_second_at_one_field_is_told_and_nothing_is_overwritten(
    page_of, liaison, bureau_liaison, keep, response
):
    mine, theirs = page_of(liaison), page_of(bureau_liaison)
    keep(liaison, mine.fill(1, statement="有文件"))
    theirs.fill(1, statement="有专人").fill(2, self_score="7")
    for by in (str(liaison), "此处"):  # also the next time, until somebody has decided
        told = keep(bureau_liaison, theirs).json()
        assert told["newer"] == {theirs.name(1, "statement"): {"stored": "有文件", "by": by}}
        assert f"initial-{theirs.name(1, 'statement')}" not in told["initial"]
        assert response(1).statement == "有文件"
    assert response(2).self_score == 7


def test_what_waits_for_a_decision_keeps_nothing_else_of_the_item_from_being_saved(
    page_of, liaison, bureau_liaison, keep, response
):
    mine, theirs = page_of(liaison), page_of(bureau_liaison)
    keep(liaison, mine.fill(1, self_score="18"))
    told = keep(bureau_liaison, theirs.fill(1, self_score="17", statement="有专人")).json()
    assert [*told["newer"]] == [theirs.name(1, "self_score")]
    assert (response(1).self_score, response(1).statement) == (18, "有专人")


def test_minus_nought_is_nought_and_nobody_else_wrote_it(page_of, liaison, keep, response):
    page = page_of(liaison).fill(1, self_score="-0")
    told = keep(liaison, page).json()
    assert told["initial"][f"initial-{page.name(1, 'self_score')}"] == ["0"]
    page.forms[page.sections[1]].fields |= told["initial"]
    assert keep(liaison, page.fill(1, self_score="18")).json()["newer"] == {}
    assert response(1).self_score == 18


def test_a_sign_that_no_text_holds_is_told_in_plain_words(page_of, liaison, keep, response):
    page = page_of(liaison).fill(1, statement="有\x00文件")
    told = keep(liaison, page).json()
    said = ["文字里有不能识别的字符，请删去后重新填写。"]
    assert told["errors"] == {page.name(1, "statement"): said}
    assert response(1).statement == ""


def test_ticks_make_the_score_and_it_is_said(page_of, liaison, keep, response):
    points = [str(point.pk) for point in response(1).criterion.scoring_points.all()]
    page = page_of(liaison).fill(1, points_claimed=points)
    told = keep(liaison, page).json()
    assert told["values"] == {page.name(1, "self_score"): "20"}
    assert sorted(told["initial"][f"initial-{page.name(1, 'points_claimed')}"]) == sorted(points)
    assert response(1).self_score == 20


def test_a_checklist_that_was_handed_in_is_closed_and_says_so(
    assessment, page_of, liaison, keep, response
):
    page = page_of(liaison).fill(1, self_score="1")
    handed_in(assessment, liaison)
    told = keep(liaison, page)
    assert told.status_code == 409
    assert "考核表现在为“已提交”" in told.json()["refused"]
    assert response(1).self_score == 18


def test_another_account_in_the_same_browser_saves_nothing(
    page_of, liaison, bureau_liaison, keep, response
):
    page = page_of(liaison).fill(1, self_score="1")
    told = keep(liaison, page, account=str(bureau_liaison.pk))
    assert told.status_code == 409
    assert "换了账号" in told.json()["refused"]
    assert response(1).self_score is None


def test_whoever_only_reads_stores_nothing(assessment, client_of, leader, response):
    answer(assessment)
    url = assessment.section_url(response(1).criterion.section_id)
    sent = {"autosave": "1", f"r{response(1).pk}-self_score": "1"}
    assert client_of(leader).post(url, sent).status_code == 409
    assert response(1).self_score == 18
