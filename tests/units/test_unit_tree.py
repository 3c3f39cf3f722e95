"""The unit tree: set up by the system administrator, listed in administrative order."""

import re

import pytest

from tests.cases import each
from tests.factories import make_group, make_troop, make_unit, make_user
from units.changing import move
from units.forms.tree import EditUnitForm
from units.models import AuditEvent, CoBuildingPair, Role, Unit

from .forms import like, tree, typed
from .groups import end_groups, make_former_group

LIST = "/units/"
NEW = "/units/add/"


@pytest.fixture
def browser(client_of, admin):
    return client_of(admin)


@pytest.fixture
def library(bureau, troupe) -> Unit:
    """The troupe's younger sibling."""
    return make_unit("滨江市图书馆", under=bureau, kind="subordinate")


def names_in(page) -> list[str]:
    return [unit.name for unit in page.context["page_obj"].object_list]


def test_the_first_unit_of_an_installation_is_a_root(browser):
    page = browser.post(NEW, typed(name="滨江市双拥办", kind="office"), follow=True)
    assert "已保存：滨江市双拥办" in page.content.decode()
    assert tree() == [(1, "滨江市双拥办")]


def test_a_new_unit_stands_last_under_its_superior(browser, bureau, troupe):
    browser.post(NEW, typed(under=bureau, short_name="市图", duties="配送图书", phone="1234567"))
    library = Unit.objects.get(name="滨江市图书馆")
    assert tree()[-2:] == [(3, "滨江市歌舞团"), (3, "滨江市图书馆")]
    assert (library.label, library.duties, library.reviewed_by) == ("市图", "配送图书", bureau)


def test_the_page_of_a_unit_leads_to_a_new_one_below_it(browser, client_of, reviewer, bureau):
    link = f"{NEW}?under=%E6%BB%A8"
    assert link in browser.get(bureau.get_absolute_url()).content.decode()
    assert link not in client_of(reviewer).get(bureau.get_absolute_url()).content.decode()
    assert 'value="滨江市文化局"' in browser.get(NEW, {"under": bureau.name}).content.decode()
    assert browser.get(NEW, {"under": "没有的局"}).context["form"]["under"].value() is None


def test_a_new_unit_may_stand_right_after_a_sibling(browser, bureau, troupe, library):
    browser.post(NEW, typed(name="滨江市博物馆", under=bureau, after=troupe))
    assert [name for _, name in tree()[2:]] == ["滨江市歌舞团", "滨江市博物馆", "滨江市图书馆"]


def test_a_sibling_must_have_the_same_superior(browser, office, bureau, troupe):
    page = browser.post(NEW, typed(under=office, after=troupe))
    assert page.context["form"].errors == {"after": ["这个单位与所选上级单位不符。"]}
    assert 'value="滨江市图书馆"' in page.content.decode()
    assert not Unit.objects.filter(name="滨江市图书馆").exists()


def test_a_unit_out_of_use_stays_in_the_tree_and_says_so(browser, client_of, reviewer, troupe):
    browser.post(f"/units/{troupe.pk}/edit/", like(troupe, is_active=""))
    assert "停用" in client_of(reviewer).get(LIST).content.decode()


def test_the_trail_says_from_what_to_what(browser, office, bureau, troupe):
    browser.post(f"/units/{troupe.pk}/edit/", like(troupe, is_active=""))
    browser.post(NEW, typed(under=bureau))
    changed, added = AuditEvent.objects.order_by("pk")
    assert (changed.action, added.action) == ("修改单位", "新增单位")
    assert changed.changes == {"在用": ["是", "否"]}
    assert added.changes == {
        "单位全称": ["", "滨江市图书馆"], "单位类别": ["", "直属单位"],
        "上级单位": ["", "滨江市文化局"],
    }  # fmt: skip


WRITERS = {"admin": 200, "security": 403, "auditor": 403, "reviewer": 403, "liaison": 403}


@each(("who", "status"), WRITERS.items())
def test_who_sets_up_units(status_of, troupe, who, status):
    assert status_of(who, NEW) == status
    assert status_of(who, f"/units/{troupe.pk}/edit/") == status
    assert status_of(who, NEW, typed()) == (302 if status == 200 else status)


READERS = {
    "liaison": 200, "bureau_liaison": 200, "reviewer": 200, "office_reviewer": 200, "leader": 200,
    "admin": 200, "security": 200, "auditor": 403, "other_liaison": 404, "stranger": 404,
}  # fmt: skip


@each(("who", "status"), READERS.items())
def test_who_reads_the_page_of_a_unit(status_of, troupe, who, status):
    assert status_of(who, troupe.get_absolute_url()) == status


@each(
    ("who", "known"),
    [
        ("liaison", ["滨江市双拥办", "滨江市文化局", "滨江市歌舞团"]),
        ("reviewer", ["滨江市双拥办", "滨江市文化局", "滨江市歌舞团"]),
        ("office_reviewer", ["滨江市双拥办", "滨江市文化局", "滨江市歌舞团", "滨江市总工会"]),
        ("other_liaison", ["滨江市双拥办", "滨江市总工会"]),
        ("stranger", ["远山市双拥办"]),
        ("admin", ["滨江市双拥办", "滨江市文化局", "滨江市歌舞团", "滨江市总工会", "远山市双拥办"]),
    ],
)
def test_the_directory_lists_who_is_above_and_below(
    client_of, request, troupe, union, foreign_office, who, known
):
    assert names_in(client_of(request.getfixturevalue(who)).get(LIST)) == known


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"q": "歌舞"}, ["滨江市歌舞团"]),
        ({"q": "市文化局"}, ["滨江市文化局"]),
        ({"q": "没有"}, []),
        ({"kind": "office"}, ["滨江市双拥办"]),
        ({"kind": "没有"}, ["滨江市双拥办", "滨江市文化局", "滨江市歌舞团"]),
    ],
)
def test_the_directory_is_narrowed_by_its_address(client_of, reviewer, troupe, filters, expected):
    assert names_in(client_of(reviewer).get(LIST, filters)) == expected


def test_a_search_without_result_asks_for_another(browser, client_of, reviewer):
    nothing = browser.get(LIST, {"q": "没有"}, headers={"HX-Request": "true"}).content.decode()
    assert "请换一个条件查找" in nothing
    assert "<html" not in nothing
    assert "请换一个条件查找" in client_of(reviewer).get(LIST, {"q": "没有"}).content.decode()


def test_an_installation_without_units_says_what_to_do_first(client_of, admin):
    first = client_of(admin).get(LIST).content.decode()
    assert "请先建立双拥办，再在它下面建立成员单位" in first
    assert "/units/import/" in first


def test_the_directory_marks_who_has_a_current_group(
    client_of, office_reviewer, office, bureau, union
):
    end_groups(bureau)
    page = client_of(office_reviewer).get(LIST)
    marked = [unit.name for unit in page.context["page_obj"].object_list if unit.issues]
    assert marked == ["滨江市双拥办"]


def test_the_page_of_a_unit_tells_whom_to_ask(client_of, liaison, reviewer, troupe, bureau):
    troop = make_troop(troupe)
    CoBuildingPair.objects.create(unit=troupe, troop=troop, form="文化共建")
    liaison.phone = "0830-7654321"
    liaison.save()
    departed = make_user("departed", Role.LIAISON, troupe)
    departed.is_active = False
    departed.save()
    text = client_of(reviewer).get(troupe.get_absolute_url()).content.decode()
    for words in ("0830-7654321", troop.name, "文化共建", "滨江市文化局", "直属单位"):
        assert words in text
    assert "departed" not in text


@each(
    ("who", "where"),
    [("liaison", "bureau"), ("other_liaison", "office"), ("reviewer", "club"), ("admin", "troupe")],
)
def test_every_link_to_a_unit_or_group_opens(
    client_of, request, bureau, union, library, who, where
):
    """Also from a superior's page, and from the page of a member elsewhere in the tree."""
    make_former_group(union, members=[library])
    make_group(union, members=[bureau])
    club = make_unit("滨江市工人文化宫", under=union)
    bureau.leading_groups.get().members.add(club)
    unit = club if where == "club" else request.getfixturevalue(where)
    browser = client_of(request.getfixturevalue(who))
    text = browser.get(unit.get_absolute_url()).content.decode()
    links = set(re.findall(r'href="(/units/[^"]*)"', text))
    assert links > {LIST}
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_superiors_page_lists_below_it_only_what_one_knows(client_of, liaison, bureau, library):
    page = client_of(liaison).get(bureau.get_absolute_url())
    assert [unit.name for unit in page.context["below"]] == ["滨江市歌舞团"]


def test_the_host_of_a_second_group_is_known_to_its_members(client_of, liaison, troupe, union):
    group = make_group(union, name="工会双拥工作领导小组", members=[troupe])
    browser = client_of(liaison)
    assert "工会双拥工作领导小组" in browser.get(troupe.get_absolute_url()).content.decode()
    assert browser.get(group.get_absolute_url()).status_code == 200
    assert browser.get(union.get_absolute_url()).status_code == 200
    end_groups(union)
    assert "工会双拥工作领导小组" not in browser.get(troupe.get_absolute_url()).content.decode()
    assert browser.get(union.get_absolute_url()).status_code == 404


@each(
    ("who", "buttons"),
    [
        ("admin", {"修改单位", "补录以往领导小组"}),
        ("reviewer", {"补录以往领导小组", "登记部队", "登记共建"}),
        ("bureau_liaison", {"登记部队", "登记共建"}),
        ("leader", set()),
        ("security", set()),
    ],
)
def test_the_page_offers_what_the_role_may_do(client_of, request, bureau, who, buttons):
    page = client_of(request.getfixturevalue(who)).get(bureau.get_absolute_url())
    text = page.content.decode()
    words = ("修改单位", "补录以往领导小组", "登记部队", "登记共建")
    assert {word for word in words if word in text} == buttons


def test_a_new_unit_cannot_stand_under_one_that_is_out_of_use(browser, bureau):
    Unit.objects.filter(pk=bureau.pk).update(is_active=False)
    page = browser.post(NEW, typed(under=bureau))
    assert page.context["form"].errors == {"under": ["“滨江市文化局”已停用，不能作为上级单位。"]}


def test_correcting_a_units_facts_leaves_its_place_alone(bureau, troupe, union):
    """Somebody moves the unit between the form's check and its saving."""
    form = EditUnitForm(like(troupe, phone="1234567"), instance=Unit.objects.get(pk=troupe.pk))
    assert form.is_valid(), form.errors
    move(troupe, under=union, changed=None, by=None)
    form.save_by(None)
    moved = Unit.objects.get(pk=troupe.pk)
    assert moved.phone == "1234567"
    assert Unit.objects.get_parent(moved) == union
