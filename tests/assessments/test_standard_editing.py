"""A standard is written in the browser: head and sections, items, scoring points, measures."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Criterion, Measure, Standard
from assessments.opening import open_round
from assessments.versions import IN_USE
from tests.cases import each
from tests.factories import YEAR, make_kind, make_unit, make_user
from units.models import AuditEvent, Role

from .records import (
    make_measure_for,
    make_round,
    make_section,
    make_standard,
    usual_standard,
)
from .standard_pages import added, as_sent, edit, errors


@pytest.fixture
def standard(bureau):
    """The usual standard of the bureau; items 1 and 2, 3, 4 to 6 in three sections."""
    return usual_standard(bureau)


@pytest.fixture
def browser(client_of, reviewer):
    """The bureau's reviewer."""
    return client_of(reviewer)


def item(standard, number) -> Criterion:
    return Criterion.objects.get(section__standard=standard, number=number)


def add(section) -> str:
    return reverse("assessments:criterion-create", args=[section.pk])


def numbers(standard) -> list[tuple[int, str]]:
    items = Criterion.objects.filter(section__standard=standard)
    return list(items.order_by("section__position", "number").values_list("number", "content"))


def test_a_new_standard_with_its_sections(browser, bureau):
    page = browser.get("/assessments/standards/add/")
    sent = as_sent(page) | {
        "name": "双拥工作考核细则",
        "basis": "双拥模范城考评标准",
        "total": "100",
    }
    sent = added(sent, "sections", title="一、组织领导", points="40")
    sent = added(sent, "sections", title="二、开展活动", points="60")
    answer = browser.post("/assessments/standards/add/", sent)
    standard = Standard.objects.get()
    assert (standard.unit, standard.year, standard.basis) == (bureau, YEAR, "双拥模范城考评标准")
    assert [*standard.sections.values_list("position", "title", "points")] == [
        (1, "一、组织领导", 40), (2, "二、开展活动", 60),
    ]  # fmt: skip
    assert answer.url == edit(standard.sections.first())
    assert AuditEvent.objects.filter(action="新建考核细则").count() == 1


def test_the_same_name_in_the_same_year_is_told_at_its_field(browser, standard):
    sent = as_sent(browser.get("/assessments/standards/add/"))
    answer = browser.post("/assessments/standards/add/", sent | {"name": standard.name})
    assert "本年度已有同名考核细则" in errors(answer)
    assert answer.context["form"]["name"].value() == standard.name


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"year": "2012", "year_to": "2011"}, "终止年度不能早于起始年度"),
        ({"year": "11"}, "年度应当在"),
        ({"year": ""}, "必填"),
        ({"total": "-5"}, "不能为负数"),
        ({"total": "1e400"}, ""),
    ],
)
def test_a_head_that_cannot_be(browser, standard, fields, said):
    answer = browser.post(edit(standard), as_sent(browser.get(edit(standard))) | fields)
    assert answer.status_code == 200
    assert errors(answer)
    assert said in errors(answer)
    for name, value in fields.items():
        assert answer.context["form"][name].value() == value


def test_sections_are_moved_and_their_items_numbered_anew(browser, standard):
    sent = as_sent(browser.get(edit(standard)))
    sent |= {"sections-0-ORDER": 2, "sections-1-ORDER": 1}
    browser.post(edit(standard), sent)
    assert [section.title for section in standard.sections.all()] == [
        "二、开展活动", "一、组织领导", "三、加分和扣分",
    ]  # fmt: skip
    assert numbers(standard)[:3] == [(1, "走访慰问"), (2, "领导小组健全"), (3, "列入年度计划")]


def test_a_section_that_holds_items_is_not_deleted_as_a_line(browser, standard):
    sent = as_sent(browser.get(edit(standard))) | {"sections-0-DELETE": "on"}
    answer = browser.post(edit(standard), sent)
    assert "“一、组织领导”还有 2 项" in errors(answer)
    assert standard.sections.count() == 3


def test_a_section_is_deleted_with_its_items_after_a_question_that_names_them(browser, standard):
    section = standard.sections.first()
    page = browser.get(edit(section)).content.decode()
    assert "删除“一、组织领导”，连同其中 2 个考核项目" in page
    browser.post(reverse("assessments:section-delete", args=[section.pk]))
    assert numbers(standard)[0] == (1, "走访慰问")
    assert standard.sections.count() == 2


NEW = {
    "content": "经费列入预算",
    "points": "2",
    "step": "0.5",
    "rule": "每做到一项得0.5分",
    "code": "1.3",
}


def test_a_new_item_stands_at_the_end_of_its_section(browser, standard):
    section = standard.sections.first()
    sent = as_sent(browser.get(add(section))) | NEW | {"applies_to": ["member", "district"]}
    answer = browser.post(add(section), sent)
    made = item(standard, 3)
    assert (made.content, made.label, made.step) == ("经费列入预算", "1.3", Decimal("0.5"))
    assert made.applies_to == ["member", "district"]
    assert [number for number, _ in numbers(standard)] == [1, 2, 3, 4, 5, 6, 7]
    assert answer.url == f"{edit(section)}#item-{made.pk}"
    assert "已保存：第 1.3 项" in browser.get(answer.url).content.decode()


def test_one_goes_on_to_the_next_item_or_to_another_new_one(browser, standard):
    page = edit(item(standard, 1))
    sent = as_sent(browser.get(page))
    assert browser.post(page, sent | {"next": "1"}).url == edit(item(standard, 2))
    last = edit(item(standard, 2))
    onwards = browser.post(last, as_sent(browser.get(last)) | {"next": "1"}).url
    assert onwards == f"{edit(standard.sections.first())}#item-{item(standard, 2).pk}"
    below = browser.post(page, as_sent(browser.get(page)) | {"add": "1"}).url
    assert below == f"{add(standard.sections.first())}?after={item(standard, 1).pk}"
    first = browser.post(below, as_sent(browser.get(below)) | NEW | {"add": "1", "code": ""}).url
    assert first.endswith(f"?after={item(standard, 2).pk}")
    assert "已保存：第 2 项" in browser.get(first).content.decode()


def test_an_item_is_inserted_below_another(browser, standard):
    section = standard.sections.first()
    page = f"{add(section)}?after={item(standard, 1).pk}"
    browser.post(page, as_sent(browser.get(page)) | NEW)
    assert [content for _, content in numbers(standard)][:3] == [
        "领导小组健全", "经费列入预算", "列入年度计划",
    ]  # fmt: skip


@pytest.mark.parametrize("after", ["", "x", "0", "9" * 40, "²"])
def test_inserting_below_nothing_adds_at_the_end(browser, standard, after):
    section = standard.sections.first()
    page = f"{add(section)}?after={after}"
    browser.post(page, as_sent(browser.get(page)) | NEW)
    assert item(standard, 3).content == "经费列入预算"


def test_an_item_moves_to_another_section(browser, standard):
    third = standard.sections.last()
    page = edit(item(standard, 1))
    browser.post(page, as_sent(browser.get(page)) | {"section": third.pk})
    assert numbers(standard)[0] == (1, "列入年度计划")
    assert numbers(standard)[-1] == (6, "领导小组健全")


def test_an_item_does_not_move_into_the_standard_of_somebody_else(browser, standard, office):
    theirs = make_section(make_standard(office))
    page = edit(item(standard, 1))
    answer = browser.post(page, as_sent(browser.get(page)) | {"section": theirs.pk})
    assert "section" in answer.context["form"].errors
    assert theirs.criteria.count() == 0


def test_items_move_up_and_down_within_their_section(browser, standard):
    def move(number, way):
        browser.post(reverse("assessments:criterion-move", args=[item(standard, number).pk, way]))
        return [content for _, content in numbers(standard)][:3]

    assert move(2, "up") == ["列入年度计划", "领导小组健全", "走访慰问"]
    assert move(2, "down") == ["列入年度计划", "领导小组健全", "走访慰问"]  # the section's end
    assert move(1, "down") == ["领导小组健全", "列入年度计划", "走访慰问"]
    assert move(1, "up") == ["领导小组健全", "列入年度计划", "走访慰问"]


def test_an_item_is_deleted_after_a_question_that_names_what_goes(browser, standard):
    make_measure_for(item(standard, 1))
    page = browser.get(edit(standard.sections.first())).content.decode()
    assert "删除第 1 项“领导小组健全”，连同 2 个得分点、1 条统计办法" in page
    browser.post(reverse("assessments:criterion-delete", args=[item(standard, 1).pk]))
    assert numbers(standard)[0] == (1, "列入年度计划")
    assert len(numbers(standard)) == 5


@each(
    ("fields", "said"),
    [
        ({"content": ""}, "必填"),
        ({"points": ""}, "请填写分值"),
        ({"points": "-1"}, "不能为负数"),
        ({"points": "abc"}, "数字"),
        ({"points": "0.125"}, "小数"),
        ({"step": "0"}, "计分单位应当大于 0"),
        ({"applies_to": ["nobody"]}, "选择"),
        ({"content": "有\0字"}, "字符"),
    ],
)
def test_an_item_that_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(
    browser, standard, fields, said
):
    page = edit(item(standard, 3))
    sent = as_sent(browser.get(page)) | {"rule": "每做到一项得6分"} | fields
    answer = browser.post(page, sent)
    field = next(iter(fields))
    assert said in str(answer.context["form"].errors[field])
    assert answer.context["form"]["rule"].value() == "每做到一项得6分"
    assert answer.context["form"][field].value() == fields[field]


def test_a_veto_needs_no_points(browser, standard):
    page = edit(item(standard, 6))
    browser.post(page, as_sent(browser.get(page)) | {"points": "", "step": "1"})
    assert (item(standard, 6).points, item(standard, 6).step) == (0, None)


def test_scoring_points_are_added_moved_and_removed(browser, standard):
    page = edit(item(standard, 1))
    sent = added(as_sent(browser.get(page)), "points", text="有会议记录", points="5", ORDER=1)
    sent |= {"points-0-ORDER": 3, "points-1-ORDER": 2, "points-0-points": "5"}
    browser.post(page, sent)
    points = item(standard, 1).scoring_points
    assert [*points.values_list("text", "points")] == [
        ("有会议记录", 5), ("有专人负责", 10), ("有成立文件", 5),
    ]  # fmt: skip
    browser.post(page, as_sent(browser.get(page)) | {"points-1-DELETE": "on"})
    assert [point.text for point in points.all()] == ["有会议记录", "有成立文件"]


def test_a_measure_is_put_together_from_short_lists(browser, standard):
    visits = make_kind("走访慰问")
    page = edit(item(standard, 3))
    sent = added(
        as_sent(browser.get(page)), "measures", counts="activities", kinds=[visits.pk],
        occasion="army_day", at_least="2", reward="share",
    )  # fmt: skip
    browser.post(page, sent)
    measure = Measure.objects.get()
    assert (measure.criterion, measure.occasion, [*measure.kinds.all()]) == (
        item(standard, 3), "army_day", [visits],
    )  # fmt: skip
    said = "统计 2011 年‘八一’期间走访慰问次数，≥2 得 60 分，不足按比例得分"
    assert said in browser.get(page).content.decode()
    assert said in browser.get(standard.get_absolute_url()).content.decode()


def test_two_measures_change_their_scoring_points(browser, standard):
    criterion = item(standard, 1)
    one, two = criterion.scoring_points.all()
    first, second = (make_measure_for(criterion, scoring_point=point) for point in (one, two))
    sent = as_sent(browser.get(edit(criterion)))
    sent |= {"measures-0-scoring_point": two.pk, "measures-1-scoring_point": one.pk}
    assert browser.post(edit(criterion), sent).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.scoring_point, second.scoring_point) == (two, one)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"measures-1-scoring_point": "one"}, "一个得分点只能有一条统计办法"),
        ({"points-0-DELETE": "on"}, "这个得分点正要删除"),
        ({"measures-0-at_least": "0"}, "至少 1 次"),
        ({"measures-0-points": "0"}, "得分应当大于 0"),
        ({"measures-0-month_from": "6", "measures-0-month_to": "3"}, "起始不晚于截止"),
    ],
)
def test_a_measure_that_cannot_be(browser, standard, fields, said):
    criterion = item(standard, 1)
    one = criterion.scoring_points.first()
    make_measure_for(criterion, scoring_point=one)
    make_measure_for(criterion)
    fields = {name: one.pk if value == "one" else value for name, value in fields.items()}
    answer = browser.post(edit(criterion), as_sent(browser.get(edit(criterion))) | fields)
    assert said in errors(answer)


def test_one_month_alone_is_said_once(browser, standard):
    page = edit(item(standard, 3))
    sent = added(
        as_sent(browser.get(page)), "measures", counts="meeting", at_least="1", reward="share",
        month_from="3",
    )  # fmt: skip
    browser.post(page, sent)
    assert (Measure.objects.get().month_from, Measure.objects.get().month_to) == (3, 3)


def test_the_rule_is_split_into_scoring_points_as_a_proposal(browser, standard):
    page = edit(item(standard, 3))
    rule = "职责明确20分，有计划和总结20分，述职20分"
    sent = as_sent(browser.get(page)) | {"rule": rule, "content": "正在改", "split": "1"}
    answer = browser.post(page, sent)
    assert item(standard, 3).scoring_points.count() == 0  # nothing is saved by it
    assert item(standard, 3).content == "走访慰问"
    assert answer.context["form"]["content"].value() == "正在改"
    assert not errors(answer)
    assert "拆出 3 个得分点" in answer.content.decode()
    browser.post(page, as_sent(answer))
    assert [*item(standard, 3).scoring_points.values_list("text", "points")] == [
        ("职责明确", 20), ("有计划和总结", 20), ("述职", 20),
    ]  # fmt: skip


def test_splitting_keeps_the_lines_that_are_there(browser, standard):
    page = edit(item(standard, 1))
    rule = "有成立文件5分，有会议记录15分"
    answer = browser.post(page, as_sent(browser.get(page)) | {"rule": rule, "split": "1"})
    lines = answer.context["lines"]["points"]
    assert [(form["text"].value(), form["points"].value()) for form in lines] == [
        ("有成立文件", "5"), ("有专人负责", "10"), ("有会议记录", "15"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "points", "said"),
    [
        ("每做到一项得0.5分", "2", "计分单位为 0.5 分"),
        ("按情况打分", "2", "读不出"),
        ("每做到一项得0.5分", "", "请先填写分值"),
        ("每做到一项得0.5分", "很多", "请先填写分值"),
    ],
)
def test_what_the_rule_says_is_told(browser, standard, rule, points, said):
    page = edit(item(standard, 2))
    sent = as_sent(browser.get(page)) | {"rule": rule, "points": points, "split": "1"}
    assert said in browser.post(page, sent).content.decode()


def sentence_of(browser, standard, **fields) -> str:
    url = reverse("assessments:measure-sentence", args=[standard.pk])
    sent = {"prefix": "measures-0", "points": "10", "measures-0-counts": "activities"}
    sent |= {"measures-0-at_least": "1", "measures-0-reward": "share"}
    return browser.get(url, sent | fields).content.decode().strip()


def test_the_sentence_is_told_while_one_chooses(browser, standard):
    said = sentence_of(browser, standard, **{"measures-0-kinds": [make_kind("走访慰问").pk]})
    assert "统计 2011 年走访慰问次数，≥1 得 10 分" in said
    assert "至少 1 次" in sentence_of(browser, standard, **{"measures-0-at_least": "0"})
    assert sentence_of(browser, standard, points="NaN")


def test_another_line_without_script(browser, standard):
    page = edit(item(standard, 3))
    sent = as_sent(browser.get(page)) | {"content": "正在改"}
    answer = browser.post(page, sent | {"more": "measures"})
    assert not errors(answer)
    assert answer.context["form"]["content"].value() == "正在改"
    assert len(answer.context["lines"]["measures"].forms) == 1
    typed = as_sent(browser.post(page, as_sent(answer) | {"more": "points"}))
    typed |= {"points-0-text": "有慰问", "points-0-points": "60"}
    typed |= {
        "measures-0-counts": "meeting",
        "measures-0-at_least": "1",
        "measures-0-reward": "all",
    }
    assert browser.post(page, typed).status_code == 302
    assert item(standard, 3).scoring_points.get().text == "有慰问"
    assert item(standard, 3).measures.get().counts == "meeting"
    head = as_sent(browser.get(edit(standard))) | {"more": "sections"}
    assert len(browser.post(edit(standard), head).context["lines"]["sections"].forms) == 4
    assert standard.sections.count() == 3


def saved_by_another(browser, page, **fields):
    browser.post(page, as_sent(browser.get(page)) | fields)


def test_the_second_of_two_who_edit_an_item_is_told(browser, client_of, bureau, standard):
    page = edit(item(standard, 3))
    mine = as_sent(browser.get(page)) | {"content": "我写的"}
    saved_by_another(
        client_of(make_user("second", Role.REVIEWER, bureau)), page, content="别人写的"
    )
    answer = browser.post(page, mine)
    assert "另一位用户已保存过" in errors(answer)
    assert "考核内容（现为“别人写的”）" in errors(answer)
    assert item(standard, 3).content == "别人写的"
    assert answer.context["form"]["content"].value() == "我写的"
    browser.post(page, as_sent(answer))
    assert item(standard, 3).content == "我写的"


def test_lines_that_another_has_changed_are_told_too(browser, standard):
    page = edit(item(standard, 1))
    mine = as_sent(browser.get(page))
    saved_by_another(browser, page, **{"points-0-text": "别人写的"})
    assert "各行内容" in errors(browser.post(page, mine))


def test_moving_an_item_meanwhile_is_no_change_of_what_it_says(browser, standard):
    page = edit(item(standard, 1))
    mine = as_sent(browser.get(page)) | {"content": "我写的"}
    browser.post(reverse("assessments:criterion-move", args=[item(standard, 1).pk, "down"]))
    browser.post(page, mine)
    assert item(standard, 2).content == "我写的"


def test_what_was_typed_for_an_item_that_is_gone_is_not_lost(browser, standard):
    criterion = item(standard, 1)
    page = edit(criterion)
    mine = as_sent(browser.get(page)) | {"content": "我写的"}
    browser.post(reverse("assessments:criterion-delete", args=[criterion.pk]))
    answer = browser.post(page, mine)
    assert "另一位用户已删除这里的内容" in errors(answer)
    browser.post(page, as_sent(answer))
    again = item(standard, 2)
    assert again.content == "我写的"
    assert [point.text for point in again.scoring_points.all()] == ["有成立文件", "有专人负责"]


def test_the_second_of_two_who_edit_the_head_is_told(browser, standard):
    mine = as_sent(browser.get(edit(standard))) | {"note": "我写的"}
    saved_by_another(browser, edit(standard), **{"sections-0-title": "一、领导"})
    assert "另一位用户已保存过" in errors(browser.post(edit(standard), mine))


def test_what_is_in_use_is_not_edited_and_nothing_typed_is_lost(browser, bureau, troupe, standard):
    page = edit(item(standard, 1))
    sent = as_sent(browser.get(page)) | {"content": "我写的"}
    open_round(make_round(bureau, troupe, standard=standard), by=None)
    answer = browser.post(page, sent)
    assert IN_USE in errors(answer)
    assert answer.context["form"]["content"].value() == "我写的"
    assert item(standard, 1).content == "领导小组健全"
    for part in (standard, standard.sections.first(), item(standard, 1)):
        assert browser.get(edit(part)).url == standard.get_absolute_url()
    for name, part in (
        ("criterion-delete", item(standard, 1)),
        ("section-delete", standard.sections.first()),
    ):
        browser.post(reverse(f"assessments:{name}", args=[part.pk]))
    assert len(numbers(standard)) == 6


def test_findings_stand_beside_the_editor_and_lead_to_the_item(browser, standard):
    page = edit(item(standard, 3))
    browser.post(page, as_sent(browser.get(page)) | {"points": "50"})
    for part in (standard, standard.sections.first(), item(standard, 1)):
        text = browser.get(edit(part)).content.decode()
        assert "“二、开展活动”各项基本分合计 50 分，与本部分 60 分不符。" in text
        assert f'href="{edit(standard.sections.get(position=2))}"' in text


def test_kinds_of_another_office_are_not_offered(browser, standard, foreign_office):
    theirs = make_kind("远山特有")
    theirs.unit = foreign_office
    theirs.save()
    page = edit(item(standard, 3))
    assert "远山特有" not in browser.get(page).content.decode()
    sent = added(
        as_sent(browser.get(page)), "measures", counts="activities", kinds=[theirs.pk],
        at_least="1", reward="share",
    )  # fmt: skip
    assert "kinds" in str(errors(browser.post(page, sent)))


def test_two_offices_do_not_meet(browser, foreign_office):
    other = usual_standard(foreign_office)
    assert browser.get(edit(item(other, 1))).status_code == 404
    below = usual_standard(make_unit("远山市文化局", under=foreign_office))
    assert browser.get(edit(below)).status_code == 404
