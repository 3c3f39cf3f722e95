"""历届: the page on which a group is restructured, what it shows, and how it is dissolved."""

import pytest

from shuangyong.vague import VagueDate
from tests.activities.test_log_activity import lines
from tests.cases import each
from tests.factories import YEAR, make_unit
from units.forms.groups import GroupForm
from units.models import Appointment, AuditEvent, LeadingGroup

from .groups import end_groups, make_former_group

PEOPLE = (
    ("head", "王局长", "局长"),
    ("deputy_head", "李副局长", "副局长"),
    ("member", "", "各科室负责人"),
)


def when(text: str) -> VagueDate:
    """A time as written."""
    return VagueDate.parse(text, year=YEAR)


@pytest.fixture
def group(bureau, troupe) -> LeadingGroup:
    """The bureau's group with three in office, one who has left, and a member unit."""
    group = bureau.leading_groups.get()
    group.members.add(troupe)
    for position, (role, name, post) in enumerate(PEOPLE, 1):
        Appointment.objects.create(group=group, role=role, name=name, post=post, position=position)
    Appointment.objects.create(group=group, role="member", name="前科长", until=when("2010年"))
    return group


def page_of(group, step: str) -> str:
    return f"{group.get_absolute_url()}{step}/"


def proposed(page, **changes) -> dict:
    """What the browser sends back of the page as it was proposed; `changes` by line number."""
    formset = page.context["lines"]["appointments"]
    rows = [
        {name: form[name].value() or "" for name in ("role", "name", "post", "unit", "since")}
        for form in formset.forms
    ]
    for number, change in changes.items():
        rows[int(number.removeprefix("line"))] |= change
    form = page.context["form"]
    return {"name": form["name"].value(), "members": form["members"].value()} | lines(
        "appointments", *rows
    )


def test_everybody_in_office_stands_there_to_be_changed(client_of, reviewer, group, troupe):
    page = client_of(reviewer).get(page_of(group, "restructure"))
    shown = [form["name"].value() for form in page.context["lines"]["appointments"].forms]
    assert shown == ["王局长", "李副局长", "", None]
    text = page.content.decode()
    assert "各科室负责人" in text
    assert "前科长" not in text
    assert page.context["form"]["members"].value() == [troupe.pk]


def test_a_group_is_restructured_in_one_step(client_of, reviewer, group, bureau, troupe):
    browser = client_of(reviewer)
    page = browser.get(page_of(group, "restructure"))
    sent = proposed(
        page, line0={"DELETE": "on"}, line1={"role": "head", "post": "局长"},
        line3={"role": "deputy_head", "name": "赵副局长"},
    )  # fmt: skip
    page = browser.post(page_of(group, "restructure"), sent | {"valid_from": "3月"}, follow=True)
    new = bureau.current_group()
    assert page.redirect_chain == [(new.get_absolute_url(), 302)]
    assert [str(p) for p in new.appointments.all()] == [
        "组长 局长李副局长", "成员 各科室负责人", "副组长 赵副局长",
    ]  # fmt: skip
    assert list(new.members.all()) == [troupe]
    group.refresh_from_db()
    assert (str(group.valid_until), new.valid_from.dated) == ("2011年2月", "2011年3月")
    assert group.appointments.count() == 4
    text = page.content.decode()
    for words in (
        "第1次调整", "首次设立", "已调整", "王局长（组长，局长）",
        "赵副局长（副组长）", "李副局长：副组长，副局长 → 组长，局长",
    ):  # fmt: skip
        assert words in text


def test_the_old_version_stays_readable(client_of, reviewer, leader, group):
    browser = client_of(reviewer)
    sent = proposed(browser.get(page_of(group, "restructure")), line0={"DELETE": "on"})
    browser.post(page_of(group, "restructure"), sent | {"valid_from": "2012年"})
    page = client_of(leader).get(group.get_absolute_url())
    text = page.content.decode()
    assert page.context["changes"] is None
    for words in ("王局长", "前科长", "已调整", "至 2011年", "第1次调整"):
        assert words in text
    assert "/restructure/" not in browser.get(group.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"valid_from": ""}, "valid_from", "这是必填项。"),
        ({"valid_from": "某个时候"}, "valid_from", "某个时候"),
        ({"valid_from": "2009年"}, "valid_from", "须晚于现行名单的起用时间（2010年3月）"),
        ({"valid_from": "2010年3月"}, "valid_from", "请写到月或日"),
        ({"name": "", "valid_from": "2012年"}, "name", "这是必填项。"),
        ({"established": "2013年", "valid_from": "2012年"}, "valid_from", "不能早于成立时间"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_old_group_goes_on(
    client_of, reviewer, group, bureau, changes, field, message
):
    group.valid_from = when("2010年3月")
    group.save()
    browser = client_of(reviewer)
    sent = proposed(
        browser.get(page_of(group, "restructure")), line3={"role": "member", "name": "新科长"}
    )
    page = browser.post(page_of(group, "restructure"), sent | changes)
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    for words in ("王局长", "李副局长", "新科长"):
        assert words in page.content.decode()
    assert bureau.leading_groups.get().is_current


def test_two_heads_in_the_new_version_are_refused(client_of, reviewer, group, bureau):
    browser = client_of(reviewer)
    page = browser.get(page_of(group, "restructure"))
    sent = proposed(page, line1={"role": "head"}) | {"valid_from": "2012年"}
    page = browser.post(page_of(group, "restructure"), sent)
    assert "一个领导小组只能有一位现任组长。" in page.content.decode()
    assert bureau.current_group() == group


def test_from_a_second_window_it_is_refused_with_everything_typed(
    client_of, reviewer, group, bureau
):
    browser = client_of(reviewer)
    url = page_of(group, "restructure")
    sent = proposed(browser.get(url), line3={"role": "member", "name": "新科长"})
    browser.post(url, sent | {"valid_from": "2012年"})
    page = browser.post(url, sent | {"valid_from": "2013年"})
    text = page.content.decode()
    assert "已于2011年调整，不能再次办理" in text
    assert "新科长" in text
    assert bureau.leading_groups.count() == 2
    page = browser.get(url, follow=True)
    assert page.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "已调整，不能再次办理" in page.content.decode()


def test_versions_are_counted_along_their_line(client_of, reviewer, group, bureau):
    browser = client_of(reviewer)
    for year in (2012, 2013):
        current = bureau.current_group()
        sent = proposed(browser.get(page_of(current, "restructure")))
        browser.post(page_of(current, "restructure"), sent | {"valid_from": f"{year}年"})
    page = browser.get(bureau.current_group().get_absolute_url())
    assert [v.label for v in page.context["versions"]] == ["第2次调整", "第1次调整", "首次设立"]
    assert not page.context["changes"]
    assert "没有变动" in page.content.decode()


def test_units_that_joined_and_left_are_named(client_of, reviewer, group, bureau, troupe):
    library = make_unit("滨江市图书馆", under=bureau)
    browser = client_of(reviewer)
    sent = proposed(browser.get(page_of(group, "restructure")))
    sent |= {"valid_from": "2012年", "members": [library.pk]}
    page = browser.post(page_of(group, "restructure"), sent, follow=True)
    changes = page.context["changes"]
    assert (changes.units_joined, changes.units_left) == (("滨江市图书馆",), ("市歌舞团",))


def test_a_group_is_dissolved_with_date_and_reason(client_of, reviewer, group, bureau):
    page = client_of(reviewer).get(page_of(group, "dissolve"))
    assert "data-confirm=" in page.content.decode()
    sent = {"until": "6月", "reason": "机构改革"}
    page = client_of(reviewer).post(page_of(group, "dissolve"), sent, follow=True)
    text = page.content.decode()
    for words in ("已撤销", "至 2011年6月", "2011年6月撤销：机构改革", "王局长"):
        assert words in text
    assert bureau.current_group() is None
    line = AuditEvent.objects.get()
    assert (line.action, line.changes) == (
        "撤销领导小组", {"停用时间": "2011年6月", "原因": "机构改革"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"until": "2011年6月"}, "reason"),
        ({"reason": "机构改革"}, "until"),
        ({"until": "某个时候", "reason": "机构改革"}, "until"),
        ({"until": "2009年", "reason": "机构改革"}, "until"),
    ],
)
def test_a_group_is_not_dissolved_on_a_bad_form(client_of, reviewer, group, bureau, sent, field):
    group.valid_from = when("2010年")
    group.save()
    page = client_of(reviewer).post(page_of(group, "dissolve"), sent)
    assert list(page.context["form"].errors) == [field]
    assert bureau.current_group() == group


def test_a_group_is_not_dissolved_twice(client_of, reviewer, group):
    browser = client_of(reviewer)
    sent = {"until": "2011年6月", "reason": "机构改革"}
    browser.post(page_of(group, "dissolve"), sent)
    page = browser.post(page_of(group, "dissolve"), sent)
    assert "已于2011年6月撤销，不能再次办理" in page.content.decode()
    group.refresh_from_db()
    assert group.note.count("机构改革") == 1


KEEPERS = {
    "reviewer": 200, "admin": 200, "liaison": 403, "leader": 403, "office_reviewer": 403,
    "security": 403, "auditor": 403, "other_liaison": 404, "stranger": 404,
}  # fmt: skip


@each("step", ["restructure", "dissolve"])
@each("who", KEEPERS)
def test_who_restructures_and_dissolves(status_of, group, bureau, who, step):
    url = page_of(group, step)
    assert status_of(who, url) == KEEPERS[who]
    assert status_of(who, url, lines("appointments")) == KEEPERS[who]
    assert bureau.current_group() == group


@pytest.mark.parametrize("step", ["restructure", "dissolve"])
def test_a_group_that_does_not_exist_is_not_found(client_of, admin, step):
    assert client_of(admin).get(f"/units/groups/999/{step}/").status_code == 404


def test_two_versions_are_not_in_force_at_once(client_of, reviewer, bureau, group):
    """An earlier version is corrected; it cannot reach into the time of the present one."""
    group.valid_from = when("2011年")
    group.save()
    former = make_former_group(bureau)
    sent = {"name": former.name, "valid_from": "2005年", "valid_until": "2013年"}
    page = client_of(reviewer).post(page_of(former, "edit"), sent | lines("appointments"))
    assert page.context["form"].errors == {
        "valid_from": ["与“市文化局双拥工作领导小组”（2011年起）的起止时间重叠。"]
    }


@pytest.mark.parametrize(
    ("fields", "at", "message"),
    [
        (
            {"valid_from": "2011年", "valid_until": "2010年"},
            "valid_until",
            "停用时间不能早于起用时间。",
        ),
        (
            {"valid_from": "2009年", "established": "2010年"},
            "valid_from",
            "起用时间不能早于成立时间。",
        ),
    ],
)
def test_a_group_does_not_end_before_it_begins(client_of, admin, union, fields, at, message):
    url = f"/units/{union.pk}/groups/add/"
    page = client_of(admin).post(url, {"name": "领导小组"} | fields | lines("appointments"))
    assert page.context["form"].errors == {at: [message]}
    assert not union.leading_groups.exists()


def test_versions_entered_afterwards_are_joined_to_a_line(client_of, reviewer, bureau, group):
    """A former 名单 is entered later; the present one then names it as its last version."""
    browser = client_of(reviewer)
    url = page_of(group, "edit")
    assert "previous" not in browser.get(url).context["form"].fields
    former = make_former_group(bureau)
    assert former.state.label == "已撤销"
    rows = [{"id": p.pk, "role": p.role, "name": p.name, "post": p.post}
            for p in group.appointments.all()]  # fmt: skip
    sent = {"name": group.name, "previous": former.pk} | lines("appointments", *rows, existing=4)
    page = browser.post(url, sent, follow=True)
    assert [v.label for v in page.context["versions"]] == ["第1次调整", "首次设立"]
    assert LeadingGroup.objects.get(pk=former.pk).state.label == "已调整"


def test_a_line_of_versions_never_closes_on_itself(client_of, reviewer, bureau, group):
    first = make_former_group(bureau)
    second = LeadingGroup.objects.create(
        host=bureau, name="第二届", previous=first, valid_from=when("2011年"),
        valid_until=when("2012年"),
    )  # fmt: skip
    browser = client_of(reviewer)
    assert "previous" not in browser.get(page_of(first, "edit")).context["form"].fields
    offered = browser.get(page_of(group, "edit")).context["form"].fields["previous"].queryset
    assert list(offered) == [second]


def test_a_new_version_may_follow_an_ended_one(client_of, reviewer, bureau, group):
    end_groups(bureau)
    form = client_of(reviewer).get(f"/units/{bureau.pk}/groups/add/").context["form"]
    assert list(form.fields["previous"].queryset) == [group]


def test_a_page_that_was_open_does_not_undo_a_dissolution(client_of, reviewer, bureau, group):
    browser = client_of(reviewer)
    opened = browser.get(page_of(group, "edit")).context["form"]
    browser.post(page_of(group, "dissolve"), {"until": "2011年6月", "reason": "机构改革"})
    sent = {"name": "改过的名称", "seen_end": opened["seen_end"].value(), "valid_until": ""}
    page = browser.post(page_of(group, "edit"), sent | lines("appointments"))
    text = page.content.decode()
    assert "您打开之后，这个领导小组已撤销，请重新打开后再修改。" in text
    assert "改过的名称" in text
    assert bureau.current_group() is None


def test_the_second_of_two_who_edit_a_list_is_told_and_loses_nothing(client_of, reviewer, group):
    browser = client_of(reviewer)
    seen = browser.get(page_of(group, "edit")).context["form"]["seen"].value()
    sent = {"name": "第二个窗口的名称", "seen": seen} | lines("appointments")
    group.appointments.create(role="member", name="后来的人", position=9)
    page = browser.post(page_of(group, "edit"), sent)
    text = page.content.decode()
    assert "另一位用户已保存过这份名单" in text
    assert "第二个窗口的名称" in text
    again = sent | {"seen": page.context["form"]["seen"].value()}
    browser.post(page_of(group, "edit"), again)
    group.refresh_from_db()
    assert group.name == "第二个窗口的名称"
    assert group.appointments.filter(name="后来的人").exists()


def test_whoever_saves_while_a_list_is_being_checked_is_not_overwritten(
    client_of, reviewer, group, monkeypatch
):
    browser = client_of(reviewer)
    seen = browser.get(page_of(group, "edit")).context["form"]["seen"].value()
    checked = GroupForm.clean

    def clean_while_another_saves(form):
        LeadingGroup.objects.filter(pk=group.pk).update(note="同时保存的说明")
        return checked(form)

    monkeypatch.setattr(GroupForm, "clean", clean_while_another_saves)
    sent = {"name": "第二个窗口的名称", "seen": seen} | lines("appointments")
    page = browser.post(page_of(group, "edit"), sent)
    assert "另一位用户已保存过这份名单" in page.content.decode()
    group.refresh_from_db()
    assert group.note == "同时保存的说明"
