"""更名, 调整隶属, 并入: what stood before stays readable, and what cannot be is refused."""

import pytest

from shuangyong.vague import VagueDate
from tests.factories import (
    confirmed,
    make_activity,
    make_group,
    make_unit,
    make_user,
)
from units.changing import ChangeRefused, change_places, merge, move, rename
from units.models import AuditEvent, LeadingGroup, Role, Unit, UnitChange

from .groups import make_former_group


def when(text: str) -> VagueDate:
    return VagueDate.parse(text, year=2015)


def tree() -> list[tuple[int, str]]:
    """Every unit with its level, in administrative order."""
    return [(unit.depth, unit.name) for unit in Unit.objects.all()]


def fresh(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def refused(step, *args, **kwargs) -> ChangeRefused:
    """What the user is told; nothing has changed."""
    before = tree(), UnitChange.objects.count(), AuditEvent.objects.count()
    with pytest.raises(ChangeRefused) as refusal:
        step(*args, **kwargs)
    assert (tree(), UnitChange.objects.count(), AuditEvent.objects.count()) == before
    return refusal.value


@pytest.fixture
def team(troupe) -> Unit:
    """A unit below the troupe."""
    return make_unit("滨江市歌舞团演出队", under=troupe, kind="grassroots")


def test_renaming_keeps_the_former_name_for_the_years_before(troupe, admin):
    rename(
        troupe, name="滨江市演艺集团", short_name="演艺集团", changed=when("2015年3月"),
        reason="滨委发〔2015〕3号", by=admin,
    )  # fmt: skip
    unit = fresh(troupe)
    assert (unit.name, unit.label) == ("滨江市演艺集团", "演艺集团")
    assert (unit.name_in(2014), unit.label_in(2014)) == ("滨江市歌舞团", "市歌舞团")
    line = AuditEvent.objects.get()
    assert (line.action, line.actor) == ("单位更名", admin)
    assert line.changes == {
        "单位全称": ["滨江市歌舞团", "滨江市演艺集团"],
        "简称": ["市歌舞团", "演艺集团"],
        "变动时间": "2015年3月",
        "依据": "滨委发〔2015〕3号",
    }


def test_a_correction_leaves_no_line_of_history(troupe, admin):
    rename(troupe, name="滨江市歌舞剧团", short_name="市歌舞团", changed=None, by=admin)
    assert fresh(troupe).name_in(2011) == "滨江市歌舞剧团"
    assert not UnitChange.objects.exists()
    assert AuditEvent.objects.get().action == "更正单位名称"


@pytest.mark.parametrize(
    ("name", "short", "message"),
    [
        ("滨江市歌舞团", "市歌舞团", "名称与现在的相同，没有改动。"),
        ("滨江市文化局", "", "已有名为“滨江市文化局”的单位。"),
    ],
)
def test_a_name_that_cannot_be_is_refused(troupe, admin, name, short, message):
    refusal = refused(rename, troupe, name=name, short_name=short, changed=when("2015年"), by=admin)
    assert (str(refusal), refusal.field) == (message, "name")


def test_changes_follow_each_other_in_time(troupe, admin):
    rename(troupe, name="滨江市演艺集团", changed=when("2015年3月"), by=admin)
    refusal = refused(rename, troupe, name="滨江市艺术团", changed=when("2012年"), by=admin)
    assert str(refusal) == "变动时间不能早于上一次变动（2015年3月更名）。"
    assert refusal.field == "changed"


def test_a_former_name_finds_the_unit_unless_another_bears_it_now(troupe, bureau, admin):
    rename(troupe, name="滨江市演艺集团", changed=when("2015年"), by=admin)
    assert list(Unit.objects.named("滨江市歌舞团")) == [troupe]
    assert list(Unit.objects.named("市歌舞团")) == [troupe]
    successor = make_unit("滨江市歌舞团", under=bureau)
    assert list(Unit.objects.named("滨江市歌舞团")) == [successor]


def test_a_unit_moves_with_all_below_it_and_gets_another_reviewer(office, troupe, team, admin):
    move(troupe, under=office, changed=when("2015年"), by=admin)
    assert tree()[2:] == [(2, "滨江市歌舞团"), (3, "滨江市歌舞团演出队")]
    assert (fresh(troupe).reviewed_by, fresh(team).reviewed_by) == (office, office)
    (line,) = UnitChange.objects.all()
    assert (line.unit, line.superior.name, line.by) == (troupe, "滨江市文化局", admin)
    assert AuditEvent.objects.get().changes["上级单位"] == ["滨江市文化局", "滨江市双拥办"]


def test_a_unit_moves_behind_a_certain_sibling(office, bureau, troupe, union, admin):
    move(troupe, under=office, after=bureau, changed=when("2015年"), by=admin)
    names = [name for depth, name in tree() if depth == 2]
    assert names == ["滨江市文化局", "滨江市歌舞团", "滨江市总工会"]


def test_a_unit_becomes_a_root_and_the_correction_leaves_no_line(bureau, troupe, admin):
    move(troupe, under=None, changed=None, by=admin)
    assert tree()[-1] == (1, "滨江市歌舞团")
    assert not UnitChange.objects.exists()
    assert AuditEvent.objects.get().action == "更正上级单位"


def test_a_tree_never_contains_itself(bureau, troupe, team, union, admin):
    for target, words in [(bureau, "它自己"), (team, "它的下属单位“滨江市歌舞团演出队”")]:
        refusal = refused(move, bureau, under=target, changed=when("2015年"), by=admin)
        assert str(refusal) == f"“滨江市文化局”不能放到{words}之下。"
        refusal = refused(merge, bureau, into=target, changed=when("2015年"), by=admin)
        assert (str(refusal), refusal.field) == (f"“滨江市文化局”不能放到{words}之下。", "into")
    assert refused(move, troupe, under=bureau, changed=None, by=admin).field == "under"
    refusal = refused(move, troupe, under=union, after=bureau, changed=None, by=admin)
    assert str(refusal) == "这个单位与所选上级单位不符。"


@pytest.fixture
def merged(troupe, team, union, liaison, reviewer, admin) -> Unit:
    """The troupe, with a returned and a confirmed record, is merged into the union in 2015."""
    make_activity(troupe, "尚未报送的演出")
    confirmed(make_activity(troupe), liaison, reviewer)
    return merge(troupe, into=union, changed=when("2015年3月"), reason="机构改革", by=admin)


def test_a_merged_unit_goes_out_of_use_below_the_one_that_takes_over(merged, team, union):
    assert (merged.is_active, merged.merged_into) == (False, union)
    assert tree()[2:] == [
        (2, "滨江市总工会"), (3, "滨江市歌舞团"), (4, "滨江市歌舞团演出队"),
    ]  # fmt: skip
    assert AuditEvent.objects.last().action != ""
    assert AuditEvent.objects.get(action="单位并入").changes == {
        "并入单位": ["", "滨江市总工会"], "变动时间": "2015年3月", "依据": "机构改革",
    }  # fmt: skip


def test_accounts_go_over_and_records_stay(merged, union, liaison, client_of):
    liaison.refresh_from_db()
    assert liaison.unit == union
    line = AuditEvent.objects.get(action="账号随单位并入")
    assert (line.target, line.changes) == ("liaison", {"单位": ["滨江市歌舞团", "滨江市总工会"]})
    draft, done = merged.activity_set.order_by("pk")
    browser = client_of(liaison)
    assert browser.get(f"{draft.get_absolute_url()}edit/").status_code == 200
    assert browser.get(done.get_absolute_url()).status_code == 200


def test_memberships_go_over_from_then_on(office, bureau, troupe, union, foreign_office, admin):
    group = foreign_office.leading_groups.get()
    group.members.add(troupe)
    merge(troupe, into=union, changed=when("2015年3月"), by=admin)
    group.refresh_from_db()
    current = foreign_office.current_group()
    assert list(current.members.all()) == [union]
    assert (list(group.members.all()), str(group.valid_until)) == ([troupe], "2015年2月")


def test_the_host_that_takes_over_does_not_become_its_own_member(bureau, troupe, admin):
    bureau.leading_groups.get().members.add(troupe)
    merge(troupe, into=bureau, changed=when("2015年"), by=admin)
    assert list(bureau.current_group().members.all()) == []


def test_several_units_of_one_reform_make_one_version(bureau, troupe, union, foreign_office, admin):
    library = make_unit("滨江市图书馆", under=bureau)
    foreign_office.leading_groups.get().members.set([troupe, library])
    for unit in (troupe, library):
        merge(unit, into=union, changed=when("2015年3月"), by=admin)
    assert LeadingGroup.objects.filter(host=foreign_office).count() == 2
    assert list(foreign_office.current_group().members.all()) == [union]


def test_the_own_group_ends_and_who_stands_below_is_reviewed_further_up(
    office, bureau, troupe, union, admin
):
    merge(bureau, into=union, changed=when("2015年"), by=admin)
    assert fresh(bureau).current_group() is None
    assert str(bureau.leading_groups.get().valid_until) == "2015年"
    assert fresh(troupe).reviewed_by == office


def test_what_cannot_be_merged_is_refused(office, bureau, troupe, union, admin):
    make_former_group(union)
    closed = make_unit("滨江市电影公司", under=bureau)
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    refusal = refused(merge, troupe, into=closed, changed=when("2015年"), by=admin)
    assert str(refusal) == "“滨江市电影公司”已停用，不能并入。"
    merge(troupe, into=union, changed=when("2015年"), by=admin)
    for again in (
        lambda: refused(merge, troupe, into=bureau, changed=when("2016年"), by=admin),
        lambda: refused(move, troupe, under=office, changed=when("2016年"), by=admin),
        lambda: refused(rename, troupe, name="新名", changed=when("2016年"), by=admin),
    ):
        assert "“滨江市歌舞团”已并入“滨江市总工会”，不能" in str(again())


def test_a_group_that_began_later_stops_the_merger(troupe, union, admin):
    make_group(troupe, valid_from=when("2016年"))
    refusal = refused(merge, troupe, into=union, changed=when("2015年"), by=admin)
    assert ("才起用" in str(refusal), refusal.field) == (True, "changed")
    assert fresh(troupe).is_active


def test_a_merged_unit_cannot_be_put_to_use_again(merged, client_of, admin):
    page = client_of(admin).post(
        f"/units/{merged.pk}/edit/",
        {"name": merged.name, "short_name": merged.short_name, "kind": merged.kind,
         "is_active": "on"},
    )  # fmt: skip
    assert page.context["form"].errors == {"is_active": ["已并入其他单位的单位不能再启用。"]}


def test_siblings_change_places_with_all_below_them(bureau, troupe, team, admin):
    library = make_unit("滨江市图书馆", under=bureau)
    make_unit("滨江市图书馆分馆", under=library)
    change_places(library, up=True, by=admin)
    assert tree()[2:] == [
        (3, "滨江市图书馆"), (4, "滨江市图书馆分馆"), (3, "滨江市歌舞团"), (4, "滨江市歌舞团演出队"),
    ]  # fmt: skip
    change_places(fresh(library), up=False, by=admin)
    assert [name for depth, name in tree() if depth == 3] == ["滨江市歌舞团", "滨江市图书馆"]
    assert str(refused(change_places, library, up=False, by=admin)) == (
        "“滨江市图书馆”已经排在同级单位的最后。"
    )
    assert AuditEvent.objects.first().action == "单位下移"
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_a_reviewer_of_a_merged_unit_reviews_for_the_one_that_takes_over(bureau, union, admin):
    reviewer = make_user("old", Role.REVIEWER, bureau)
    security = make_user("sec", Role.SECURITY)
    merge(bureau, into=union, changed=when("2015年"), by=admin)
    for user in (reviewer, security):
        user.refresh_from_db()
    assert (reviewer.unit, security.unit) == (union, None)


def test_a_unit_in_use_is_not_put_under_one_that_is_out_of_use(troupe, union, admin):
    Unit.objects.filter(pk=union.pk).update(is_active=False)
    refusal = refused(move, troupe, under=union, changed=when("2015年"), by=admin)
    assert (str(refusal), refusal.field) == ("“滨江市总工会”已停用，不能作为上级单位。", "under")


def test_the_work_of_a_merged_unit_goes_on_at_the_end_of_the_line(troupe, bureau, union, admin):
    merge(troupe, into=bureau, changed=when("2014年"), by=admin)
    merge(fresh(bureau), into=fresh(union), changed=when("2015年"), by=admin)
    assert fresh(troupe).carried_on_by == union
    assert fresh(union).carried_on_by == union
