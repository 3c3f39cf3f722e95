"""Leading groups: who sets them up, the 名单 with its offices, restructuring."""

import pytest

from tests.activities.test_log_activity import lines
from tests.cases import each
from tests.factories import make_group, make_unit
from units.models import Appointment, AuditEvent, GroupRole, LeadingGroup, Unit

from .groups import end_groups, make_former_group

HEAD = {"role": "head", "name": "王局长", "post": "党组书记、局长"}
DEPUTY = {"role": "deputy_head", "name": "李副局长", "post": "副局长"}
LIAISON = {"role": "liaison", "name": "陈科长", "post": ""}


def typed(*people: dict, existing: int = 0, **fields) -> dict:
    """A group with its 名单 as the form sends it."""
    form = {"name": "总工会双拥工作领导小组"} | fields
    return form | lines("appointments", *people, existing=existing)


def kept(person: Appointment, **changes) -> dict:
    """The line of somebody who is on the 名单 already."""
    line = {"id": person.pk, "role": person.role, "name": person.name, "post": person.post}
    return line | changes


@pytest.fixture
def new(union) -> str:
    return f"/units/{union.pk}/groups/add/"


@pytest.fixture
def browser(client_of, admin):
    return client_of(admin)


@pytest.fixture
def group(bureau, troupe) -> LeadingGroup:
    """The bureau's group with head, deputy and one member unit."""
    group = bureau.leading_groups.get()
    group.members.add(troupe)
    for position, person in enumerate((HEAD, DEPUTY), 1):
        Appointment.objects.create(group=group, position=position, **person)
    return group


def edit(group) -> str:
    return f"{group.get_absolute_url()}edit/"


def offices(group) -> list[str]:
    return [str(person) for person in group.appointments.all()]


def test_a_group_is_set_up_with_its_people_and_members_in_one_go(browser, new, union, troupe):
    sent = typed(
        HEAD, DEPUTY, {}, LIAISON | {"unit": "市歌舞团", "since": "2011年3月"},
        document_number="总工发〔2011〕5号", established="2011年3月", members=[troupe.pk],
    )  # fmt: skip
    page = browser.post(new, sent, follow=True)
    group = union.leading_groups.get()
    assert page.redirect_chain == [(group.get_absolute_url(), 302)]
    assert offices(group) == ["组长 党组书记、局长王局长", "副组长 副局长李副局长", "联络员 陈科长"]
    text = page.content.decode()
    for words in (
        f"已保存：{group}",
        "总工发〔2011〕5号",
        "2011年3月",
        "王局长",
        "（市歌舞团）",
        "滨江市歌舞团",
        "现行",
    ):
        assert words in text
    assert AuditEvent.objects.get().action == "保存领导小组"


def test_with_its_group_a_unit_becomes_the_reviewer_of_those_below(browser, new, union):
    club = make_unit("滨江市工人文化宫", under=union)
    browser.post(new, typed(HEAD))
    club.refresh_from_db()
    assert club.reviewed_by == union


def test_the_list_stands_in_the_order_of_the_offices(client_of, leader, group):
    Appointment.objects.create(group=group, role=GroupRole.RESPONSIBLE, post="办公室主任")
    Appointment.objects.create(group=group, role=GroupRole.DEPUTY_HEAD, name="赵副局长")
    page = client_of(leader).get(group.get_absolute_url())
    shown = [(office, [p.name for p in people]) for office, people in page.context["offices"]]
    assert shown == [
        ("组长", ["王局长"]),
        ("副组长", ["赵副局长", "李副局长"]),
        ("责任人", [""]),
    ]
    assert "办公室主任" in page.content.decode()


def test_a_group_without_people_says_so(client_of, leader, bureau):
    page = client_of(leader).get(bureau.leading_groups.get().get_absolute_url())
    assert "尚未登记组成人员" in page.content.decode()


def test_the_own_reviewer_changes_the_list(client_of, reviewer, group):
    head, deputy = group.appointments.all()
    sent = typed(
        kept(head, post="局长"), kept(deputy, DELETE="on"), LIAISON,
        existing=2, name=group.name, members=[],
    )  # fmt: skip
    client_of(reviewer).post(edit(group), sent)
    assert offices(group) == ["组长 局长王局长", "联络员 陈科长"]
    assert not group.members.exists()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([{"until": "2011年5月"}, {}, HEAD | {"name": "周局长"}], "周局长"),
        ([{"DELETE": "on"}, {}, HEAD | {"name": "周局长"}], "周局长"),
        ([{"role": "deputy_head"}, {"role": "head"}], "李副局长"),
        ([{"role": "member"}, {}, HEAD | {"name": "周局长"}], "周局长"),
    ],
)
@pytest.mark.parametrize("deputy_first", [False, True])
def test_the_head_is_replaced_in_one_go(
    client_of, reviewer, group, changes, expected, deputy_first
):
    if deputy_first:
        group.appointments.filter(role="deputy_head").update(position=0)
    head, deputy = group.appointments.order_by("-role")
    first, second, *more = changes
    people = [kept(head, **first), kept(deputy, **second)]
    if deputy_first:
        people.reverse()
    page = client_of(reviewer).post(edit(group), typed(*people, *more, existing=2, name="小组"))
    assert page.status_code == 302
    assert group.appointments.get(role="head", until=None).name == expected


def test_two_heads_at_a_time_are_refused_and_nothing_typed_is_lost(browser, new, union):
    page = browser.post(new, typed(HEAD, HEAD | {"name": "周局长"}, note="两位组长"))
    text = page.content.decode()
    assert "一个领导小组只能有一位现任组长。" in text
    for words in ("王局长", "周局长", "党组书记、局长", "两位组长", "总工会双拥工作领导小组"):
        assert words in text
    assert not union.leading_groups.exists()


def test_a_second_head_beside_the_stored_one_is_refused(client_of, reviewer, group):
    head, deputy = group.appointments.all()
    sent = typed(kept(head), kept(deputy, role="head"), existing=2, name=group.name)
    page = client_of(reviewer).post(edit(group), sent)
    assert "一个领导小组只能有一位现任组长。" in page.content.decode()
    assert offices(group)[1] == "副组长 副局长李副局长"


def test_former_heads_stay_on_the_list(browser, new, union):
    browser.post(new, typed(HEAD | {"until": "2010年底"}, HEAD | {"name": "周局长"}))
    group = union.leading_groups.get()
    assert group.appointments.count() == 2
    assert "（至2010年底）" in browser.get(group.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        ({"role": "member"}, "name", "请填写姓名或职务。"),
        ({"name": "陈科长"}, "role", "这是必填项。"),
        ({"role": "boss", "name": "陈科长"}, "role", "选择一个有效的选项"),
        (LIAISON | {"since": "某个时候"}, "since", "某个时候"),
        (LIAISON | {"unit": "滨江市歌剧团"}, "unit", "没有名为“滨江市歌剧团”的单位"),
    ],
)
def test_a_bad_line_is_marked_at_its_field_and_comes_back(
    browser, new, union, line, field, message
):
    page = browser.post(new, typed(HEAD, line))
    (errors,) = [form.errors for form in page.context["lines"]["appointments"] if form.errors]
    assert list(errors) == [field]
    assert message in errors[field][0]
    for words in ("王局长", *[value for value in line.values() if value not in {"boss", "999"}]):
        assert words in page.content.decode()
    assert not union.leading_groups.exists()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"name": ""}, "name", "这是必填项。"),
        ({"established": "某个时候"}, "established", "某个时候"),
        ({"members": ["999"]}, "members", "选择一个有效的选项"),
    ],
)
def test_a_bad_group_comes_back_with_its_people(browser, new, union, fields, field, message):
    page = browser.post(new, typed(HEAD, **fields))
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    assert "党组书记、局长" in page.content.decode()
    assert not union.leading_groups.exists()


def test_a_second_current_group_is_refused_until_the_first_has_ended(
    client_of, reviewer, group, bureau
):
    browser = client_of(reviewer)
    new = f"/units/{bureau.pk}/groups/add/"
    page = browser.post(new, typed(HEAD))
    assert "该单位已有现行领导小组，请先停用原有的。" in page.content.decode()
    people = [kept(person) for person in group.appointments.all()]
    browser.post(edit(group), typed(*people, existing=2, name=group.name, valid_until="2011年3月"))
    assert browser.post(new, typed(HEAD)).status_code == 302
    assert bureau.current_group().name == "总工会双拥工作领导小组"
    text = browser.get(group.get_absolute_url()).content.decode()
    assert "至 2011年3月" in text
    assert "王局长" in text


def offered_members(page) -> list[str]:
    return [unit.name for unit in page.context["form"].fields["members"].queryset]


def test_an_office_takes_in_units_below_itself(
    client_of, reviewer, group, office, bureau, union, troupe
):
    """A member's records open to the group's host, so nobody takes in a sibling or the superior."""
    make_unit("滨江市电影公司", under=bureau, is_active=False)
    page = client_of(reviewer).get(edit(group))
    assert offered_members(page) == ["滨江市歌舞团"]
    for other in (office, union):
        wanted = typed(existing=0, name=group.name, members=[troupe.pk, other.pk])
        client_of(reviewer).post(edit(group), wanted)
        assert list(group.members.all()) == [troupe]


def test_the_administrator_takes_in_any_unit_of_the_tree(
    client_of, admin, group, office, union, troupe, foreign_office
):
    page = client_of(admin).get(edit(group))
    assert offered_members(page) == ["滨江市双拥办", "滨江市歌舞团", "滨江市总工会"]
    foreign = typed(existing=0, name=group.name, members=[foreign_office.pk])
    client_of(admin).post(edit(group), foreign)
    assert list(group.members.all()) == [troupe]


def test_a_member_out_of_use_is_not_dropped_silently(client_of, reviewer, group, troupe):
    Unit.objects.filter(pk=troupe.pk).update(is_active=False)
    assert "滨江市歌舞团" in offered_members(client_of(reviewer).get(edit(group)))


READERS = {
    "liaison": 200, "reviewer": 200, "leader": 200, "office_reviewer": 200, "admin": 200,
    "security": 200, "auditor": 403, "other_liaison": 404, "stranger": 404,
}  # fmt: skip
KEEPERS = READERS | {"liaison": 403, "leader": 403, "office_reviewer": 403, "security": 403}


@each("who", READERS)
def test_who_reads_and_who_keeps_the_list(status_of, group, bureau, who):
    assert status_of(who, group.get_absolute_url()) == READERS[who]
    assert status_of(who, edit(group)) == KEEPERS[who]
    assert status_of(who, edit(group), typed(name="改名")) == (
        302 if KEEPERS[who] == 200 else KEEPERS[who]
    )


@each(
    ("who", "status"),
    [("admin", 200), ("other_liaison", 403), ("office_reviewer", 403), ("reviewer", 404)],
)
def test_who_sets_up_a_group(status_of, new, who, status):
    assert status_of(who, new) == status


def test_only_who_may_change_the_list_finds_the_button(client_of, reviewer, leader, group):
    assert edit(group) in client_of(reviewer).get(group.get_absolute_url()).content.decode()
    assert edit(group) not in client_of(leader).get(group.get_absolute_url()).content.decode()


def test_the_page_of_a_unit_shows_current_and_former_groups(client_of, reviewer, bureau):
    former = make_former_group(bureau)
    text = client_of(reviewer).get(bureau.get_absolute_url()).content.decode()
    assert "市文化局双拥工作领导小组" in text
    assert f'href="{former.get_absolute_url()}"' in text
    assert "至 2010年" in text


def test_a_unit_whose_group_has_ended_may_get_a_new_one(bureau):
    end_groups(bureau)
    assert make_group(bureau, name="新领导小组") == bureau.current_group()


def test_beside_a_group_in_force_the_form_points_to_its_next_version(client_of, reviewer, group):
    text = client_of(reviewer).get(f"/units/{group.host_id}/groups/add/").content.decode()
    assert "<h1>补录以往领导小组</h1>" in text
    assert "这里只补录以往的领导小组，须填写停用时间" in text
    assert f"/units/groups/{group.pk}/restructure/" in text
    unit_page = client_of(reviewer).get(group.host.get_absolute_url()).content.decode()
    assert "补录以往领导小组" in unit_page
