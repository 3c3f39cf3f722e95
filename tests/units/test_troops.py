"""Troops by their public names, and 军民共建."""

import pytest

from tests.cases import each
from tests.factories import make_activity, make_troop
from units.models import AuditEvent, CoBuildingPair, Troop


@pytest.fixture
def browser(client_of, liaison):
    return client_of(liaison)


@pytest.fixture
def new(troupe) -> str:
    return f"/units/{troupe.pk}/troops/add/"


@pytest.fixture
def new_pair(troupe) -> str:
    return f"/units/{troupe.pk}/pairs/add/"


def typed(name="驻滨江某部", **fields) -> dict:
    return {"name": name, "kind": "army", "location": "城北"} | fields


def test_a_troop_is_entered_by_its_public_name(browser, new, troupe, liaison):
    page = browser.post(new, typed(kind="armed_police"), follow=True)
    assert page.redirect_chain == [(troupe.get_absolute_url(), 302)]
    assert "武警 · 城北" in page.content.decode()
    assert "已保存：驻滨江某部" in page.content.decode()
    troop = Troop.objects.get()
    assert (troop.unit, troop.name) == (troupe, "驻滨江某部")
    line = AuditEvent.objects.get()
    assert (line.actor, line.action, line.target) == (liaison, "登记驻军部队", "驻滨江某部")


@each(
    "name",
    [
        "12345部队",
        "驻滨江 77223 分队",
        "某番号部队",
        "代号猛虎",
        "95876部队三连",
        "１２３４５部队",
        "某三四五六七部队",
        "七七二二三部队",
        "7 7 2 2 3 部队",
        "77二二三部队",
        "8341部队",
        "驻滨江77223",
        "第149师",
        "第一三集团军",
        "54集团军",
    ],
)
def test_designations_and_codes_are_refused_and_what_was_typed_stays(browser, new, troupe, name):
    page = browser.post(new, typed(name))
    assert page.context["form"].errors == {
        "name": ["不得录入部队番号、代号，请用公开名称，如“驻某市部队”。"]
    }
    assert f'value="{name}"' in page.content.decode()
    assert 'value="城北"' in page.content.decode()
    assert not Troop.objects.exists()
    browser.post(f"/units/troops/{make_troop(troupe).pk}/edit/", typed(name))
    assert Troop.objects.get().name == "驻滨江某部"


@each(
    "name",
    [
        "武警滨江市支队",
        "滨江市人武部",
        "红军1团纪念馆共建部队",
        "二炮驻滨江部队",
        "第三军医大学",
        "第一师范学校预备役连",
        "武警第二总队某部",
        "民兵应急三连",
    ],
)
def test_public_names_are_accepted(browser, new, name):
    browser.post(new, typed(name))
    assert Troop.objects.get().name == name


@pytest.mark.parametrize(
    "place", ["77223部队营区", "城北７７２２３部队院内", "某师代号大院", "城北77223"]
)
def test_a_code_in_the_place_is_refused_and_what_was_typed_stays(browser, new, place):
    page = browser.post(new, typed(location=place))
    assert list(page.context["form"].errors) == ["location"]
    assert f'value="{place}"' in page.content.decode()
    assert not Troop.objects.exists()


@pytest.mark.parametrize("place", ["城北", "滨江大道88号", "距市区30公里", "五里坡"])
def test_a_place_in_words_is_accepted(browser, new, place):
    browser.post(new, typed(location=place))
    assert Troop.objects.get().location == place


def test_the_same_troop_is_not_entered_twice(browser, new, troupe, bureau):
    make_troop(bureau)
    assert browser.post(new, typed()).status_code == 302
    page = browser.post(new, typed())
    assert page.context["form"].errors == {"name": ["已登记过这支部队。"]}
    assert Troop.objects.filter(unit=troupe).count() == 1


def test_a_troop_is_corrected(browser, troupe):
    troop = make_troop(troupe)
    assert 'value="驻滨江某部"' in browser.get(f"/units/troops/{troop.pk}/edit/").content.decode()
    browser.post(f"/units/troops/{troop.pk}/edit/", typed("武警滨江市支队", location=""))
    troop.refresh_from_db()
    assert (troop.name, troop.location) == ("武警滨江市支队", "")
    assert AuditEvent.objects.get().action == "修改驻军部队"


def test_a_troop_does_not_take_the_name_of_another(browser, troupe):
    make_troop(troupe, "武警滨江市支队")
    troop = make_troop(troupe)
    page = browser.post(f"/units/troops/{troop.pk}/edit/", typed("武警滨江市支队"))
    assert page.context["form"].errors == {"name": ["已登记过这支部队。"]}


def test_a_partnership_is_entered_with_its_beginning_as_written(browser, new_pair, bureau, troupe):
    troop = make_troop(bureau)
    sent = {"troop": troop.pk, "since": "2009年八一期间", "form": "文化进军营"}
    page = browser.post(new_pair, sent, follow=True)
    pair = CoBuildingPair.objects.get()
    assert (pair.unit, pair.troop, str(pair.since)) == (troupe, troop, "2009年八一期间")
    assert "文化进军营 · 2009年八一期间" in page.content.decode()
    line = AuditEvent.objects.get()
    assert (line.action, line.target) == ("登记军民共建", "滨江市歌舞团—驻滨江某部")


def test_whoever_misses_a_troop_is_led_to_its_entry(browser, new_pair, troupe):
    text = browser.get(new_pair).content.decode()
    assert f'请先<a href="/units/{troupe.pk}/troops/add/">登记部队</a>' in text


def test_the_same_partnership_is_not_entered_twice(browser, new_pair, troupe):
    troop = make_troop(troupe)
    CoBuildingPair.objects.create(unit=troupe, troop=troop)
    page = browser.post(new_pair, {"troop": troop.pk, "form": "联欢"})
    assert page.context["form"].errors == {"troop": ["该单位与这支部队已是共建单位。"]}
    assert 'value="联欢"' in page.content.decode()


def test_a_code_in_the_form_of_a_partnership_is_refused(browser, new_pair, troupe):
    page = browser.post(new_pair, {"troop": make_troop(troupe).pk, "form": "与77223部队共建"})
    assert list(page.context["form"].errors) == ["form"]
    assert not CoBuildingPair.objects.exists()


def test_a_partnership_is_corrected(browser, troupe):
    pair = CoBuildingPair.objects.create(unit=troupe, troop=make_troop(troupe), form="联欢")
    url = f"/units/pairs/{pair.pk}/edit/"
    assert 'value="联欢"' in browser.get(url).content.decode()
    browser.post(url, {"troop": pair.troop.pk, "since": "3月", "form": "文化进军营"})
    pair.refresh_from_db()
    assert (pair.since.dated, pair.form) == ("2011年3月", "文化进军营")
    assert AuditEvent.objects.get().action == "修改军民共建"


def test_a_partnership_does_not_take_the_troop_of_another(browser, troupe):
    first, second = make_troop(troupe), make_troop(troupe, "武警滨江市支队")
    CoBuildingPair.objects.create(unit=troupe, troop=first)
    pair = CoBuildingPair.objects.create(unit=troupe, troop=second)
    page = browser.post(f"/units/pairs/{pair.pk}/edit/", {"troop": first.pk})
    assert page.context["form"].errors == {"troop": ["该单位与这支部队已是共建单位。"]}


def test_a_partnership_goes_and_what_was_done_together_stays(browser, troupe):
    troop = make_troop(troupe)
    pair = CoBuildingPair.objects.create(unit=troupe, troop=troop)
    activity = make_activity(troupe)
    activity.troops.add(troop)
    page = browser.post(f"/units/pairs/{pair.pk}/delete/", follow=True)
    assert "已删除共建关系：滨江市歌舞团—驻滨江某部" in page.content.decode()
    assert not CoBuildingPair.objects.exists()
    assert activity.troops.get() == troop
    line = AuditEvent.objects.get()
    assert (line.action, line.target) == ("删除军民共建", "滨江市歌舞团—驻滨江某部")
    assert browser.post(f"/units/pairs/{pair.pk}/delete/").status_code == 404


def test_partners_are_troops_of_the_own_tree(browser, new_pair, bureau, union, foreign_office):
    known = [make_troop(bureau), make_troop(union, "武警滨江市支队")]
    foreign = make_troop(foreign_office, "驻远山部队")
    page = browser.get(new_pair)
    assert list(page.context["form"].fields["troop"].queryset) == known
    page = browser.post(new_pair, {"troop": foreign.pk})
    assert list(page.context["form"].errors) == ["troop"]


WRITERS = {
    "liaison": 200, "bureau_liaison": 200, "reviewer": 403, "leader": 403, "other_liaison": 404,
    "stranger": 404, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip


@each(("who", "status"), WRITERS.items())
def test_who_keeps_the_troops_of_a_unit(status_of, new, new_pair, troupe, who, status):
    troop = make_troop(troupe)
    edit = f"/units/troops/{troop.pk}/edit/"
    for page in (new, new_pair, edit):
        assert status_of(who, page) == status
    assert status_of(who, edit, typed("改名")) == (302 if status == 200 else status)


@each(("who", "status"), WRITERS.items())
def test_who_changes_and_deletes_a_partnership(status_of, troupe, who, status):
    troop = make_troop(troupe)
    pair = CoBuildingPair.objects.create(unit=troupe, troop=troop)
    done = 302 if status == 200 else status
    assert status_of(who, f"/units/pairs/{pair.pk}/edit/") == status
    assert status_of(who, f"/units/pairs/{pair.pk}/edit/", {"troop": troop.pk}) == done
    assert status_of(who, f"/units/pairs/{pair.pk}/delete/", {}) == done


def test_a_troop_that_does_not_exist_is_not_found(browser):
    assert browser.get("/units/troops/999/edit/").status_code == 404
