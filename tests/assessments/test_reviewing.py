"""The office's review: the queue of a round, one item for all units, 确认 of many."""

import json
from decimal import Decimal

import pytest

from assessments.giving_scores import give_scores
from assessments.models import Assessment, Criterion, Response
from assessments.opening import open_round
from shuangyong.review import Status, Step
from tests.factories import make_unit
from units.models import AuditEvent

from .browser import _Form
from .records import ANSWERED, answer, handed_in, make_round, usual_standard


@pytest.fixture
def round_(bureau, bureau_liaison):
    """Four units: 一队, 二队 and 三队 have handed in, 四队 has not."""
    units = [make_unit(f"{n}队", under=bureau, kind="subordinate") for n in "一二三四"]
    round_ = make_round(bureau, *units, standard=usual_standard(bureau))
    open_round(round_, by=None)
    for assessment in [*round_.assessments.order_by("unit__path")][:3]:
        handed_in(assessment, bureau_liaison)
    return round_


@pytest.fixture
def unit(round_):
    """A unit's checklist as stored now."""

    def stored(name: str) -> Assessment:
        return round_.assessments.select_related("unit").get(unit__name=name)

    return stored


@pytest.fixture
def said(unit):
    """A unit's answer to an item as stored now."""

    def stored(name: str, number: int) -> Response:
        return unit(name).responses.get(criterion__number=number)

    return stored


class ItemPage:
    """One item for all units, open in a reviewer's browser."""

    def __init__(self, client, round_, number, query=""):
        criterion = Criterion.objects.get(section__standard=round_.standard, number=number)
        self.client = client
        self.url = f"{round_.get_absolute_url()}items/{criterion.pk}/{query}"
        self.show(client.get(self.url))

    def show(self, answer):
        self.answer, self.text = answer, answer.content.decode()
        self.form = _Form(self.text)
        return self

    def fill(self, response, **values):
        for field, value in values.items():
            self.form.fields[f"r{response.pk}-{field}"] = [value]
        return self

    def press(self, button=""):
        sent = self.form.fields | ({button: ["1"]} if button else {})
        return self.show(self.client.post(self.url, sent, follow=True))

    def error(self, response, field):
        return self.form.errors.get(f"r{response.pk}-{field}", "")


@pytest.fixture
def item_page(client_of, reviewer, round_):
    """The page of an item as the reviewer, or somebody else, sees it."""

    def open_page(number: int, user=reviewer, query="") -> ItemPage:
        return ItemPage(client_of(user), round_, number, query)

    return open_page


def test_one_item_is_scored_for_all_units_that_have_handed_in(item_page, said):
    page = item_page(3)
    assert "四队" in page.text.split("尚未报送")[1]
    for name, score in (("一队", "60"), ("二队", "50"), ("三队", "40")):
        page.fill(said(name, 3), reviewed_score=score, comment="见走访记录")
    assert "已保存 3 个单位" in page.press().text
    assert [said(f"{n}队", 3).reviewed_score for n in "一二三四"] == [60, 50, 40, None]


def test_the_rows_that_are_right_are_kept_beside_a_wrong_one(item_page, said):
    page = item_page(3).fill(said("一队", 3), reviewed_score="55")
    page.fill(said("二队", 3), reviewed_score="61", comment="超额").press()
    assert "本项最多 60 分" in page.error(said("二队", 3), "reviewed_score")
    assert "其余 1 个单位已保存" in page.text
    assert page.form.fields[f"r{said('二队', 3).pk}-comment"] == ["超额"]
    assert (said("一队", 3).reviewed_score, said("二队", 3).reviewed_score) == (55, None)
    page.fill(said("二队", 3), reviewed_score="59").press()
    assert said("二队", 3).reviewed_score == 59


def test_who_gave_a_score_and_when_is_kept_and_shown(item_page, said, reviewer):
    page = item_page(1).fill(said("一队", 1), reviewed_score="15").press()
    response = said("一队", 1)
    assert response.reviewed_by == reviewer
    assert response.reviewed_at is not None
    assert said("二队", 1).reviewed_by is None
    assert f"{reviewer} " in page.text.split("data-review-state>")[1]


def test_the_difference_is_said_in_words_and_a_reason_asked_for(item_page, said):
    page = item_page(1).fill(said("一队", 1), reviewed_score="15").press()
    assert "↓3 低于自评 3 分" in page.text
    assert "请写明与自评不同的理由" in page.text
    page.fill(said("一队", 1), comment="缺成立文件").press()
    assert "请写明与自评不同的理由" not in page.text


def test_more_taken_off_is_said_as_such(item_page, said):
    page = item_page(5).fill(said("一队", 5), reviewed_score="5").press()
    assert "比自评多扣 3 分" in page.text


def test_the_first_saved_score_begins_the_review(item_page, said, unit, reviewer, bureau_liaison):
    item_page(1).fill(said("一队", 1), reviewed_score="15").press()
    assert unit("一队").review_started_by == reviewer
    assert unit("二队").review_started_at is None
    assert unit("一队").open_steps(bureau_liaison) == []
    assert Step.WITHDRAW in unit("二队").open_steps(bureau_liaison)


def test_looking_begins_nothing(item_page, unit):
    assert "没有改动" in item_page(1).press().text
    assert unit("一队").review_started_at is None


def test_a_second_reviewer_is_told_of_a_score_and_overwrites_none_unasked(
    item_page, said, second_reviewer
):
    mine, theirs = item_page(1), item_page(1, second_reviewer)
    mine.fill(said("一队", 1), reviewed_score="15").press()
    theirs.fill(said("一队", 1), reviewed_score="16").fill(said("二队", 1), reviewed_score="17")
    theirs.press()
    assert "这里已由他人改为“15”" in theirs.error(said("一队", 1), "reviewed_score")
    assert (said("一队", 1).reviewed_score, said("二队", 1).reviewed_score) == (15, 17)
    theirs.press()
    assert said("一队", 1).reviewed_score == 16


def test_a_unit_that_was_sent_back_meanwhile_is_told_at_its_row(item_page, said, unit, reviewer):
    page = item_page(1)
    unit("一队").take(Step.SEND_BACK, by=reviewer, comment="请补充")
    page.fill(said("一队", 1), reviewed_score="15").fill(said("二队", 1), reviewed_score="16")
    assert "考核表刚刚变为“已退回”" in page.press().text
    assert page.form.fields[f"r{said('一队', 1).pk}-reviewed_score"] == ["15"]
    assert (said("一队", 1).reviewed_score, said("二队", 1).reviewed_score) == (None, 16)


def test_a_confirmed_unit_is_read_and_not_scored(item_page, said, unit, reviewer):
    answer(unit("一队"), side="reviewed_score").take(Step.CONFIRM, by=reviewer)
    page = item_page(1)
    assert f"r{said('一队', 1).pk}-reviewed_score" not in page.form.fields
    page.form.fields["row"].append(str(said("一队", 1).pk))
    page.fill(said("一队", 1), reviewed_score="1", comment="").press()
    assert said("一队", 1).reviewed_score == 18


def test_an_item_of_another_standard_is_not_found(client_of, reviewer, round_, bureau):
    other = usual_standard(bureau, name="另一细则").sections.first().criteria.first()
    url = f"{round_.get_absolute_url()}items/{other.pk}/"
    assert client_of(reviewer).get(url).status_code == 404


def test_a_row_of_another_round_is_left_alone(
    item_page, said, troupe, liaison, office, office_reviewer
):
    foreign = make_round(office, troupe, standard=usual_standard(office), name="另一考核")
    open_round(foreign, by=None)
    theirs = handed_in(foreign.assessments.get(), liaison).responses.first()
    page = item_page(1)
    page.form.fields["row"].append(str(theirs.pk))
    page.fill(theirs, reviewed_score="1").press()
    theirs.refresh_from_db()
    assert theirs.reviewed_score is None


def test_save_and_go_on_leads_to_the_next_item(item_page, said):
    page = item_page(1).fill(said("一队", 1), reviewed_score="15").press("next")
    assert "第 2 项 按项目考评" in page.text


def test_a_veto_needs_words(item_page, said):
    page = item_page(6).fill(said("一队", 6), reviewed_score="1").press()
    assert "请写明发生的情形" in page.error(said("一队", 6), "comment")
    page.fill(said("一队", 6), comment="涉军纠纷").press()
    assert said("一队", 6).reviewed_score == 1


@pytest.fixture
def at_once(client_of, reviewer):
    """One item saved while the reviewer goes on; what the page is told."""

    def save(response, user=reviewer, shown=None, **values) -> dict:
        sent = (shown or {}) | {f"r{response.pk}-{name}": value for name, value in values.items()}
        answered = client_of(user).post(f"/assessments/responses/{response.pk}/review/", sent)
        assert answered.status_code == 200
        return json.loads(answered.content)

    return save


def test_an_item_is_saved_at_once(at_once, said):
    told = at_once(said("一队", 1), reviewed_score="15", comment="缺文件")
    assert told["errors"] == {}
    assert told["stored"] == {"reviewed_score": "15", "comment": "缺文件", "return_reason": ""}
    assert "低于自评 3 分" in told["state"]
    assert told["total"] == "考评 15 分，已评 1/6 项"
    assert (told["score"], told["section"]) == ("15", "15")
    assert said("一队", 1).reviewed_score == 15


def test_the_grade_is_foretold_once_every_item_is_scored(at_once, said, unit):
    answer(unit("一队"), {2: 20, 3: 60, 4: 3, 5: 2, 6: 0}, side="reviewed_score")
    told = at_once(said("一队", 1), reviewed_score="8")
    assert told["total"] == "考评 89 分，已评 6/6 项，预计等次：良好"
    told = at_once(said("一队", 6), reviewed_score="1", comment="涉军纠纷")
    assert told["total"].endswith("预计等次：不合格（一票否决）")


def test_what_is_wrong_is_told_and_not_saved(at_once, said):
    told = at_once(said("一队", 1), reviewed_score="二十")
    assert told["errors"] == {"reviewed_score": ["请填写数字，如 4.5。"]}
    assert said("一队", 1).reviewed_score is None


def test_a_colleagues_score_is_told_before_it_is_overwritten(at_once, said, second_reviewer):
    response = said("一队", 1)
    at_once(response, reviewed_score="15")
    shown = {f"initial-r{response.pk}-reviewed_score": ""}
    told = at_once(response, second_reviewer, shown, reviewed_score="16")
    assert "这里已由他人改为“15”" in told["errors"]["reviewed_score"][0]
    assert told["stored"]["reviewed_score"] == "15"
    assert said("一队", 1).reviewed_score == 15
    shown = {f"initial-r{response.pk}-reviewed_score": "15"}
    assert at_once(response, second_reviewer, shown, reviewed_score="16")["errors"] == {}


def confirm(client, round_, *assessments) -> str:
    """确认所选单位; what the queue says."""
    url = f"{round_.get_absolute_url()}review/confirm/"
    sent = {"assessment": [each.pk for each in assessments]}
    return client.post(url, sent, follow=True).content.decode()


def test_many_are_confirmed_and_who_is_not_ready_is_named(client_of, reviewer, round_, unit):
    for name in ("一队", "二队"):
        answer(unit(name), side="reviewed_score")
    text = confirm(client_of(reviewer), round_, *(unit(f"{n}队") for n in "一二三"))
    assert "已确认 2 个单位：一队、二队" in text
    assert "1 个单位未确认。三队：尚未考评：第 1、2、3、4、5、6 项" in text
    assert [unit(f"{n}队").status for n in "一二三"] == [
        Status.CONFIRMED, Status.CONFIRMED, Status.SUBMITTED,
    ]  # fmt: skip


def test_nothing_ticked_is_said(client_of, reviewer, round_):
    assert "请先勾选" in confirm(client_of(reviewer), round_)


def queue(client, round_, query="") -> str:
    return client.get(f"{round_.get_absolute_url()}review/{query}").content.decode()


def test_the_queue_says_how_far_each_unit_is(client_of, reviewer, round_, unit):
    answer(unit("一队"), {1: 18, 2: 20}, side="reviewed_score")
    answer(unit("二队"), side="reviewed_score")
    text = queue(client_of(reviewer), round_)
    assert "2/6" in text
    assert "6/6" in text
    assert text.count('name="assessment"') == 1
    assert "未报送" in text


def test_the_queue_says_how_far_each_item_is(client_of, reviewer, round_, unit):
    answer(unit("一队"), {1: 18}, side="reviewed_score")
    rows = queue(client_of(reviewer), round_, "?by=item").split("<tr>")
    first = next(row for row in rows if "领导小组健全" in row)
    assert '<td class="number">3</td>' in first
    assert '<td class="number text-nowrap">1</td>' in first


def test_who_left_the_round_is_not_asked_for(client_of, reviewer, round_, unit, item_page):
    Assessment.objects.filter(pk=unit("二队").pk).update(left_on="2011-12-01", left_because="撤销")
    assert "二队" not in queue(client_of(reviewer), round_)
    assert "二队" not in item_page(1).text
    assert "二队" not in confirm(client_of(reviewer), round_, unit("二队"))


def test_the_next_unit_is_the_next_that_waits(client_of, reviewer, round_, unit):
    answer(unit("二队"), side="reviewed_score").take(Step.CONFIRM, by=reviewer)
    url = f"{round_.get_absolute_url()}review/next/"
    client = client_of(reviewer)

    def after(name: str) -> str:
        return client.get(url, {"after": unit(name).pk}).headers["Location"]

    assert client.get(url).headers["Location"] == unit("一队").get_absolute_url()
    assert after("一队") == unit("三队").get_absolute_url()
    assert after("三队") == unit("一队").get_absolute_url()


def test_beginning_and_returning_are_told(client_of, reviewer, round_, unit, bureau_liaison):
    client, page = client_of(reviewer), unit("一队").get_absolute_url()
    assert "不能再撤回" in client.post(f"{page}review/begin/", follow=True).content.decode()
    text = client.post(f"{page}review/return/", follow=True).content.decode()
    assert "请先在要退回的项目里写明退回意见" in text
    unit("一队").responses.filter(criterion__number=3).update(return_reason="请附照片")
    client.post(f"{page}review/return/", follow=True)
    assert unit("一队").status == Status.RETURNED


def test_what_was_scored_stands_in_the_audit_trail(item_page, said):
    item_page(1).fill(said("一队", 1), reviewed_score="15").press()
    line = AuditEvent.objects.get(action="保存考评")
    assert line.changes == {"一队第1项考评分": "空 → 15"}


def test_marks_of_a_return_are_shown_until_the_item_is_dealt_with(
    item_page, said, unit, reviewer, bureau_liaison
):
    page = item_page(3).fill(said("一队", 3), reviewed_score="50", return_reason="请附照片").press()
    unit("一队").take(Step.SEND_BACK, by=reviewer, items_only=True)
    answer(unit("一队"), {3: 45}).take(Step.SUBMIT, by=bureau_liaison)
    page = item_page(3)
    assert "上次退回：请附照片" in page.text
    assert "上次审核后单位有修改：自评分 60 → 45" in page.text
    page.fill(said("一队", 3), settled="on").press()
    assert "上次退回" not in page.text
    assert said("一队", 3).reviewed_score == 50


def test_the_overview_names_what_has_to_be_looked_at_again(
    client_of, item_page, said, unit, reviewer, bureau_liaison
):
    item_page(3).fill(said("一队", 3), reviewed_score="50", return_reason="请附照片").press()
    item_page(1).fill(said("一队", 1), reviewed_score="18").press()
    unit("一队").take(Step.SEND_BACK, by=reviewer, items_only=True)
    answer(unit("一队"), {3: 45}).take(Step.SUBMIT, by=bureau_liaison)
    text = client_of(reviewer).get(unit("一队").get_absolute_url()).content.decode()
    again = text.split("请再看的项目：")[1].split("</div>")[0]
    assert "第 3 项" in again
    assert "第 1 项" not in again


@pytest.fixture
def cycle(bureau, bureau_liaison):
    """一队's checklist of a round of two years that is scored year by year."""
    units = [make_unit("一队", under=bureau, kind="subordinate")]
    round_ = make_round(
        bureau, *units, standard=usual_standard(bureau), year=2010, year_to=2011, by_year=True
    )
    open_round(round_, by=None)
    assessment = round_.assessments.get()
    asked = assessment.responses.select_related("criterion").prefetch_related(
        "criterion__scoring_points", "criterion__measures"
    )
    own = {r: dict.fromkeys(round_.years, Decimal(ANSWERED[r.criterion.number])) for r in asked}
    give_scores(round_, "self_score", own)
    assessment.take(Step.SUBMIT, by=bureau_liaison)
    return round_


def test_a_cycle_is_scored_year_by_year(client_of, reviewer, cycle):
    response = cycle.assessments.get().responses.get(criterion__number=3)
    page = ItemPage(client_of(reviewer), cycle, 3)
    page.fill(response, reviewed_score_2010="50", reviewed_score_2011="61").press()
    assert "本项最多 60 分" in page.error(response, "reviewed_score_2011")
    page.fill(response, reviewed_score_2011="60").press()
    response.refresh_from_db()
    years = response.years.values_list("year", "reviewed_score")
    assert [*years] == [(2010, 50), (2011, 60)]
    assert response.reviewed_score == 55
    assert "低于自评 5 分" in page.text


def test_the_total_of_a_cycle_is_explained_by_its_years(client_of, reviewer, cycle):
    assessment = cycle.assessments.get()
    asked = assessment.responses.select_related("criterion").prefetch_related(
        "criterion__scoring_points", "criterion__measures"
    )
    item = asked.get(criterion__number=3)
    give_scores(cycle, "reviewed_score", {item: {2010: Decimal(50), 2011: Decimal(60)}})
    page = client_of(reviewer).get(assessment.get_absolute_url()).text
    assert "2010 年 50 分、2011 年 60 分，平均 55 分" in page


def test_one_year_of_a_cycle_is_saved_at_once(at_once, cycle):
    response = cycle.assessments.get().responses.get(criterion__number=3)
    told = at_once(response, reviewed_score_2010="50")
    assert told["errors"] == {}
    assert told["stored"]["reviewed_score_2010"] == "50"
    assert told["score"] == "—"
    assert at_once(response, reviewed_score_2011="60")["score"] == "55"
