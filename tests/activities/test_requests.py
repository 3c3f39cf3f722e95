"""双清单: a need is recorded on one short page, listed, and corrected by who recorded it."""

from datetime import date

import pytest
from django.db import IntegrityError

from activities.models import RequestState, SupportRequest
from shuangyong.vague import VagueDate
from tests.cases import each
from tests.factories import YEAR, make_need, make_troop, make_unit
from units.models import AuditEvent

LIST = "/requests/"
NEW = "/requests/add/"


def typed(unit, **fields) -> dict:
    """A need as a liaison types it."""
    return {
        "direction": "troops",
        "need": "为连队图书室配书",
        "from_whom": "驻军某部",
        "detail": "军事、文史类图书500册。",
        "unit": unit.name,
        "raised": "3月",
        "due": "6月",
    } | fields


@pytest.fixture
def browser(client_of, bureau_liaison):
    """The browser of the bureau's liaison."""
    return client_of(bureau_liaison)


@pytest.fixture
def need(bureau, troupe):
    """A need that the bureau recorded and the troupe is to answer."""
    return make_need(bureau, responsible_unit=troupe)


def edit_url(need) -> str:
    return f"{need.get_absolute_url()}edit/"


def test_a_need_is_raised_and_stands_in_the_list(browser, bureau, troupe, bureau_liaison):
    troop = make_troop(bureau)
    form = typed(bureau, from_whom=troop.name, responsible_unit="市歌舞团", commitment="配书500册")
    page = browser.post(NEW, form, follow=True)
    need = SupportRequest.objects.get()
    assert page.redirect_chain == [(need.get_absolute_url(), 302)]
    for words in (
        "为连队图书室配书", "部队需求", troop.name, "军事、文史类图书500册。", "滨江市歌舞团", "6月",
        "待认领", "3月", "配书500册",
    ):  # fmt: skip
        assert words in page.content.decode()
    assert (need.year, need.state, need.unit) == (YEAR, RequestState.UNCLAIMED, bureau)
    assert (need.troop, need.from_whom, need.responsible_unit) == (troop, "", troupe)
    line = need.history.get()
    assert (line.by, line.get_step_display(), line.comment) == (
        bureau_liaison, "登记", "责任单位：滨江市歌舞团",
    )  # fmt: skip
    assert need.need in browser.get(LIST).content.decode()


def test_a_requester_that_is_no_known_troop_stays_as_written(browser, bureau, foreign_office):
    make_troop(foreign_office, "驻远山某部")
    browser.post(NEW, typed(bureau, from_whom="驻远山某部"))
    need = SupportRequest.objects.get()
    assert (need.troop, need.from_whom, need.requester) == (None, "驻远山某部", "驻远山某部")


def test_the_next_need_of_the_same_meeting_is_half_filled_in(browser, bureau):
    page = browser.post(NEW, typed(bureau, another=""), follow=True)
    form = page.context["form"]
    assert SupportRequest.objects.count() == 1
    assert "已保存：为连队图书室配书" in page.content.decode()
    kept = {name: form[name].value() for name in ("direction", "from_whom", "raised", "unit")}
    assert kept == {
        "direction": "troops", "from_whom": "驻军某部", "raised": "3月", "unit": bureau.name,
    }  # fmt: skip
    assert not form["need"].value()


def test_the_form_offers_what_the_account_knows(browser, bureau, troupe, office, foreign_office):
    mine, theirs = make_troop(bureau), make_troop(foreign_office, "驻远山某部")
    closed = make_unit("已撤销的剧团", under=bureau, is_active=False)
    page = browser.get(NEW)
    form = page.context["form"]
    assert form["unit"].value() == bureau.name
    assert list(form.fields["unit"].queryset) == [bureau, troupe]
    answering = form.fields["responsible_unit"].queryset
    assert {office, bureau, troupe} <= set(answering)
    assert not {foreign_office, closed} & set(answering)
    assert mine.name in page.content.decode()
    assert theirs.name not in page.content.decode()
    assert [label for _, label in form.fields["direction"].choices] == ["部队需求", "地方需求"]


def test_who_records_for_one_unit_only_is_not_asked_which(client_of, liaison, troupe):
    form = client_of(liaison).get(NEW).context["form"]
    assert form["unit"].is_hidden
    client_of(liaison).post(NEW, typed(troupe))
    assert SupportRequest.objects.get().unit == troupe


@each(
    ("field", "value", "message"),
    [
        ("need", "", "请填写需求。"),
        ("need", "长" * 201, "200"),
        ("direction", "", "请选择是部队需求还是地方需求。"),
        ("direction", "sideways", "选择一个有效的选项"),
        ("from_whom", "", "请填写提出方。"),
        ("from_whom", "驻军12345部队", "不得录入部队番号"),
        ("unit", "", "请填写单位名称。"),
        ("unit", "没有的局", "没有名为“没有的局”的单位"),
        ("responsible_unit", "没有的局", "没有名为“没有的局”的单位"),
        ("due", "2010年12月", "办理时限不能早于登记年度"),
        ("due", "2月", "办理时限不能早于提出时间。"),
        ("due", "8月10日至8月1日", "结束时间不能早于开始时间"),
        ("due", "尽快", "请按这样的写法填写时间"),
        ("raised", "2012年1月", "提出时间不能晚于登记年度。"),
        ("raised", "前阵子", "请按这样的写法填写时间"),
    ],
)
def test_a_wrong_field_says_so_and_keeps_what_was_typed(browser, bureau, field, value, message):
    page = browser.post(NEW, typed(bureau) | {field: value})
    assert message in str(page.context["form"].errors[field])
    assert message in page.content.decode()
    assert "军事、文史类图书500册。" in page.content.decode()
    assert not SupportRequest.objects.exists()


def test_what_looks_secret_is_saved_with_a_warning(browser, bureau):
    page = browser.post(NEW, typed(bureau, detail="给12345部队图书室"), follow=True)
    assert "请核对“详细说明”：不得录入部队番号" in page.content.decode()
    assert SupportRequest.objects.exists()


@pytest.mark.parametrize("due", ["6月", "2010年至2011年", "2012年3月", "近期", ""])
def test_a_need_may_be_due_in_its_year_or_later(browser, bureau, due):
    browser.post(NEW, typed(bureau, due=due, raised=""))
    assert str(SupportRequest.objects.get().due or "") == due


def test_another_unit_cannot_be_recorded_for(browser, bureau, union):
    page = browser.post(NEW, typed(union))
    assert "unit" in page.context["form"].errors


def test_a_need_is_corrected_by_its_unit(browser, need, bureau, bureau_liaison):
    form = typed(bureau, need="配书和书架", seen_revision=0)
    text = browser.post(edit_url(need), form, follow=True).content.decode()
    assert "配书和书架" in text
    changes = AuditEvent.objects.get(actor=bureau_liaison).changes
    assert changes["需求"] == ["为连队图书室配书", "配书和书架"]
    assert not need.history.exists()


def test_the_form_of_a_recorded_need_leaves_the_responsible_unit_alone(browser, need, troupe):
    assert "responsible_unit" not in browser.get(edit_url(need)).context["form"].fields
    browser.post(edit_url(need), typed(need.unit, responsible_unit=""))
    need.refresh_from_db()
    assert need.responsible_unit == troupe


def test_a_troop_of_another_tree_stays_the_requester(client_of, liaison, troupe, foreign_office):
    theirs = make_troop(foreign_office, "驻远山某部")
    need = make_need(troupe, troop=theirs, from_whom="驻远山的部队")
    form = client_of(liaison).get(edit_url(need)).context["form"]
    assert form["from_whom"].value() == "驻远山某部"
    client_of(liaison).post(edit_url(need), typed(troupe, from_whom="驻远山某部"))
    need.refresh_from_db()
    assert (need.troop, need.from_whom) == (theirs, "驻远山的部队")


def test_the_second_of_two_editors_is_told_and_loses_nothing(browser, need, bureau, reviewer):
    need.changed_by, need.revision = reviewer, 1
    need.detail = "改为300册"
    need.save()
    page = browser.post(edit_url(need), typed(bureau, need="配书和书架", seen_revision=0))
    text = page.content.decode()
    assert "您打开之后，reviewer已保存过本记录。" in text
    assert "详细说明" in str(page.context["form"].non_field_errors())
    assert "配书和书架" in text
    need.refresh_from_db()
    assert (need.need, need.detail) == ("为连队图书室配书", "改为300册")
    again = typed(
        bureau, need="配书和书架", seen_revision=page.context["form"]["seen_revision"].value()
    )
    browser.post(edit_url(need), again)
    need.refresh_from_db()
    assert need.need == "配书和书架"


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [
        ("in_progress", "6月", True),
        ("unclaimed", "6月", True),
        ("done", "6月", False),
        ("in_progress", "2199年", False),
        ("in_progress", None, False),
    ],
)
def test_an_open_need_past_its_time_is_marked(browser, bureau, troupe, state, due, late):
    need = make_need(bureau, responsible_unit=troupe, state=state, due=due)
    for url in (LIST, need.get_absolute_url()):
        assert ("> 逾期 " in browser.get(url).content.decode()) == late


def test_the_database_wants_a_reason_for_what_is_put_off(bureau, troupe):
    with pytest.raises(IntegrityError):
        make_need(bureau, responsible_unit=troupe, state="suspended", reason="")


@pytest.mark.parametrize("state", ["in_progress", "done", "suspended"])
def test_the_database_wants_a_responsible_unit_for_what_is_in_hand(bureau, state):
    with pytest.raises(IntegrityError):
        make_need(bureau, state=state, reason="部队外出驻训")


def test_the_database_wants_no_need_due_before_it_was_raised(bureau):
    raised = VagueDate.parse("6月", year=YEAR)
    with pytest.raises(IntegrityError):
        make_need(bureau, raised=raised, due="5月")


@pytest.mark.parametrize("fields", [{"satisfaction": "satisfied"}, {"closed_on": date(YEAR, 6, 1)}])
def test_the_database_wants_no_rating_or_closing_day_before_the_end(bureau, fields):
    with pytest.raises(IntegrityError):
        make_need(bureau, **fields)


def test_what_is_neither_done_nor_put_off_is_open(bureau, troupe):
    for state in RequestState:
        make_need(bureau, state.label, responsible_unit=troupe, state=state, reason="缓")
    assert [str(need) for need in SupportRequest.objects.open()] == ["待认领", "办理中"]


def test_an_open_need_is_overdue_from_the_day_after_its_time(bureau, troupe):
    for state in RequestState:
        make_need(bureau, state.label, responsible_unit=troupe, state=state, reason="缓", due="6月")
    make_need(bureau, "没有时限")
    late = SupportRequest.objects.overdue
    assert not late(date(YEAR, 6, 30)).exists()
    assert [str(need) for need in late(date(YEAR, 7, 1))] == ["待认领", "办理中"]
