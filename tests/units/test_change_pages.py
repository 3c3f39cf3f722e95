"""The administrator's pages for 更名, 调整隶属, 并入 and the order of siblings."""

from urllib.parse import unquote

import pytest

from tests.factories import make_group, make_unit
from units.models import AuditEvent, Unit, UnitChange

from .forms import like, tree, typed


def moved(under: Unit | str, **fields) -> dict:
    """The form of 调整隶属."""
    form = {"under": under, "kind": "change", "changed": "2015年3月", "reason": "机构改革"}
    return typed(**form | fields)


@pytest.fixture
def browser(client_of, admin):
    return client_of(admin)


@pytest.fixture
def library(bureau, troupe) -> Unit:
    """The troupe's younger sibling."""
    return make_unit("滨江市图书馆", under=bureau, kind="subordinate")


def test_siblings_change_places_with_one_click(browser, troupe, library):
    page = browser.post(f"/units/{library.pk}/up/", {"next": "/units/?q=滨江"}, follow=True)
    assert unquote(page.redirect_chain[-1][0]) == f"/units/?q=滨江#unit-{library.pk}"
    assert [name for _, name in tree()[2:]] == ["滨江市图书馆", "滨江市歌舞团"]
    page = browser.post(f"/units/{library.pk}/up/", {"next": "//evil.example"}, follow=True)
    assert page.redirect_chain[-1][0] == f"/units/#unit-{library.pk}"
    assert "“滨江市图书馆”已经排在同级单位的最前。" in page.content.decode()
    browser.post(f"/units/{library.pk}/down/")
    assert [name for _, name in tree()[2:]] == ["滨江市歌舞团", "滨江市图书馆"]


def test_a_name_that_differs_is_asked_why(browser, troupe):
    form = like(troupe, name="滨江市演艺集团")
    page = browser.post(f"/units/{troupe.pk}/edit/", form)
    assert page.context["form"].errors == {"name_change": ["名称有改动，请选择是更正还是更名。"]}
    page = browser.post(f"/units/{troupe.pk}/edit/", form | {"name_change": "renaming"})
    assert page.context["form"].errors == {"changed": ["更名请填写变动时间。"]}
    assert tree()[-1] == (3, "滨江市歌舞团")


def test_a_wrongly_typed_name_is_corrected_where_it_stands(browser, bureau, troupe, library):
    form = like(troupe, name="滨江市歌舞剧团", name_change="correction", changed="2015年")
    browser.post(f"/units/{troupe.pk}/edit/", form)
    assert tree()[2:] == [(3, "滨江市歌舞剧团"), (3, "滨江市图书馆")]
    assert not UnitChange.objects.exists()


def test_a_new_name_keeps_the_former_one(browser, troupe):
    form = like(troupe, name="滨江市演艺集团", name_change="renaming", changed="2015年3月")
    browser.post(f"/units/{troupe.pk}/edit/", form | {"phone": "7654321"})
    unit = Unit.objects.get(pk=troupe.pk)
    assert (unit.name, unit.name_in(2014), unit.phone) == (
        "滨江市演艺集团",
        "滨江市歌舞团",
        "7654321",
    )
    assert [line.action for line in AuditEvent.objects.order_by("pk")] == ["单位更名", "修改单位"]


def test_a_time_before_the_last_change_is_refused_at_its_field(browser, troupe):
    for year, name in ((2015, "滨江市演艺集团"), (2012, "滨江市艺术团")):
        form = like(troupe, name=name, name_change="renaming", changed=f"{year}年", phone=year)
        page = browser.post(f"/units/{troupe.pk}/edit/", form)
    assert list(page.context["form"].errors) == ["changed"]
    assert Unit.objects.get(pk=troupe.pk).phone == "2015"


def test_renaming_has_a_page_of_its_own(browser, troupe):
    url = f"/units/{troupe.pk}/rename/"
    text = browser.get(url).content.decode()
    assert "变动时间之前年度的工作总结、台账、名单仍用原名" in text
    form = {"name": "滨江市演艺集团", "short_name": "", "changed": "2015年", "reason": ""}
    page = browser.post(url, form, follow=True)
    assert "原名“滨江市歌舞团”，改为“滨江市演艺集团”" in page.content.decode()
    again = browser.post(url, form)
    assert again.context["form"].errors == {"name": ["名称与现在的相同，没有改动。"]}
    secret = browser.post(url, form | {"name": "12345部队文工团"})
    assert list(secret.context["form"].errors) == ["name"]


def test_renaming_tells_that_the_leading_group_keeps_its_name(browser, bureau, troupe):
    group = bureau.current_group()
    told = f"“{group}”的名称不变；随单位改名的，请另行“调整”领导小组"
    assert told in browser.get(f"/units/{bureau.pk}/rename/").content.decode()
    assert "另行“调整”" not in browser.get(f"/units/{troupe.pk}/rename/").content.decode()


def test_a_unit_moves_with_all_below_it_and_gets_another_reviewer(browser, office, bureau, troupe):
    section = make_unit("滨江市歌舞团演出队", under=troupe, kind="grassroots")
    url = f"/units/{troupe.pk}/move/"
    assert "连同 1 个下属单位一起移到新的上级单位之下" in browser.get(url).content.decode()
    page = browser.post(url, moved(office), follow=True)
    troupe.refresh_from_db()
    section.refresh_from_db()
    assert tree()[2:] == [(2, "滨江市歌舞团"), (3, "滨江市歌舞团演出队")]
    assert (troupe.reviewed_by, section.reviewed_by) == (office, office)
    for words in ("由“滨江市文化局”所属改为“滨江市双拥办”所属", "2015年3月", "依据：机构改革"):
        assert words in page.content.decode()


def test_a_unit_moves_to_a_certain_place_under_another_superior(
    browser, office, bureau, troupe, union
):
    browser.post(f"/units/{troupe.pk}/move/", moved(office, after="市文化局"))
    assert [name for depth, name in tree() if depth == 2] == [
        "滨江市文化局", "滨江市歌舞团", "滨江市总工会",
    ]  # fmt: skip


def test_a_wrong_place_is_corrected_without_history(browser, office, troupe):
    form = moved(office, kind="correction")
    page = browser.post(f"/units/{troupe.pk}/move/", form, follow=True)
    assert tree()[-1] == (2, "滨江市歌舞团")
    assert 'id="history"' not in page.content.decode()


def test_a_unit_becomes_a_root_behind_the_others(browser, bureau, troupe, foreign_office):
    browser.post(f"/units/{bureau.pk}/move/", moved(""))
    assert tree()[1:] == [(1, "远山市双拥办"), (1, "滨江市文化局"), (2, "滨江市歌舞团")]
    bureau.refresh_from_db()
    assert bureau.reviewed_by == bureau


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"under": "滨江市歌舞团"},
            {"under": ["“滨江市文化局”不能放到它的下属单位“滨江市歌舞团”之下。"]},
        ),
        ({"under": "滨江市文化局"}, {"under": ["“滨江市文化局”不能放到它自己之下。"]}),
        ({"after": "滨江市歌舞团"}, {"after": ["这个单位与所选上级单位不符。"]}),
        ({"changed": ""}, {"changed": ["调整隶属请填写变动时间。"]}),
        ({"changed": "某年"}, None),
        ({"under": "没有的局"}, None),
    ],
)
def test_a_move_that_cannot_be_is_refused_at_its_field(
    browser, bureau, troupe, foreign_office, fields, errors
):
    page = browser.post(f"/units/{bureau.pk}/move/", moved(**{"under": foreign_office} | fields))
    found = page.context["form"].errors
    assert found == errors if errors else list(found) == list(fields)
    assert tree()[1:3] == [(2, "滨江市文化局"), (3, "滨江市歌舞团")]


def test_the_page_of_a_merger_says_what_goes_with_it(browser, bureau, troupe, union, liaison):
    make_unit("滨江市歌舞团演出队", under=troupe)
    bureau.leading_groups.get().members.add(troupe)
    make_group(troupe)
    text = browser.get(f"/units/{troupe.pk}/merge/").content.decode()
    for words in (
        "“滨江市歌舞团”停用，移到并入单位之下，1 个下属单位随同",
        "业务账号 1 个转到并入单位",
        "市文化局双拥工作领导小组的成员单位由并入单位接替",
        "市歌舞团双拥工作领导小组同时撤销",
        "名单上代表它的人员不变",
    ):
        assert words in text
    form = {"into": "滨江市总工会", "changed": "2015年3月", "reason": "机构改革"}
    page = browser.post(f"/units/{troupe.pk}/merge/", form, follow=True)
    assert "已并入" in page.content.decode()
    assert "更名</a>" not in page.content.decode()
    assert "新建领导小组" not in page.content.decode()
    assert "已并入滨江市总工会，请与该单位联系" in page.content.decode()
    taken_in = browser.get(union.get_absolute_url()).content.decode()
    assert "并入本单位" in taken_in
    assert f'<a href="{troupe.get_absolute_url()}">滨江市歌舞团</a>' in taken_in
    again = browser.post(f"/units/{troupe.pk}/merge/", form)
    assert "已并入“滨江市总工会”，不能再次并入" in str(again.context["form"].errors)


def test_a_merger_into_itself_or_below_is_refused_at_the_field(browser, bureau, troupe):
    for name in ("滨江市文化局", "滨江市歌舞团", "没有的局"):
        page = browser.post(f"/units/{bureau.pk}/merge/", {"into": name, "changed": "2015年"})
        assert list(page.context["form"].errors) == ["into"]


CHANGES = ("rename", "move", "merge", "up", "down")


@pytest.mark.parametrize("change", CHANGES)
def test_only_the_administrator_changes_the_tree(status_of, troupe, change):
    url = f"/units/{troupe.pk}/{change}/"
    for who in ("security", "auditor", "office_reviewer", "reviewer", "liaison", "stranger"):
        assert status_of(who, url, {}) == 403
    assert status_of("admin", url, {}) == (302 if change in ("up", "down") else 200)
    assert status_of("admin", f"/units/999999/{change}/", {}) == 404


def test_a_failed_move_leaves_the_unit_as_it_was(browser, office, troupe, monkeypatch):
    def fail(*args):
        raise OSError

    monkeypatch.setattr(type(Unit.objects), "refresh_reviewers", fail)
    with pytest.raises(OSError):  # noqa: PT011 - the one raised above
        browser.post(f"/units/{troupe.pk}/move/", moved(office))
    assert tree()[-1] == (3, "滨江市歌舞团")
    assert not UnitChange.objects.exists()
