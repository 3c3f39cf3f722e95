"""Kinds and their fields are kept by the administrator, and extended by the offices."""

import pytest
from django.db import IntegrityError

from activities.filters import ActivityFilter
from activities.models import ActivityKind, KindField
from tests.cases import each
from tests.factories import make_activity, make_kind, make_unit, make_user
from units.models import AuditEvent, Role, Unit

from .test_log_activity import NEW, lines, typed

LIST, ADD = "/activities/kinds/", "/activities/kinds/add/"


def edit_url(kind) -> str:
    return f"{LIST}{kind.pk}/edit/"


def kind_form(name: str, *fields: dict, **said) -> dict:
    """What the page sends: a kind with its fields."""
    form = {"name": name, "report_heading": "其他活动", "position": 200, "is_active": "on"}
    return form | lines("fields", *fields) | said


@pytest.fixture
def own_kind(bureau) -> ActivityKind:
    """A kind that the bureau uses with the units below it."""
    return ActivityKind.objects.create(name="文物保护进军营", report_heading="其他", unit=bureau)


@each(
    ("who", "status"),
    {
        "reviewer": 200, "admin": 200, "office_reviewer": 403, "liaison": 403, "leader": 403,
        "security": 403, "auditor": 403, "stranger": 404,
    }.items(),
)  # fmt: skip
def test_who_changes_an_offices_own_kind(status_of, own_kind, who, status):
    assert status_of(who, edit_url(own_kind)) == status


def test_the_sibling_office_does_not_find_it(client_of, union, own_kind):
    sibling = make_user("sibling", Role.REVIEWER, union)
    assert client_of(sibling).get(edit_url(own_kind)).status_code == 404
    assert own_kind.name not in client_of(sibling).get(LIST).content.decode()


@each(
    ("who", "status"),
    {"reviewer": 200, "stranger": 200, "admin": 200, "liaison": 403, "leader": 403}.items(),
)
def test_who_opens_a_common_kind(db, status_of, who, status):
    assert status_of(who, edit_url(make_kind())) == status


def test_an_office_adds_a_kind_with_fields_and_its_units_log_with_it(
    client_of, reviewer, liaison, bureau, troupe
):
    field = {"label": "展板", "holds": "number", "measure": "块", "category": "", "example": "12块"}
    client_of(reviewer).post(ADD, kind_form("巡回展览", field))
    kind = ActivityKind.objects.get(name="巡回展览")
    assert kind.unit == bureau
    page = client_of(liaison).get(NEW, {"kind": kind.pk})
    assert kind in page.context["form"].fields["kind"].queryset
    assert [str(found) for found, _ in page.context["kind_lines"]] == ["展板（块）"]
    assert AuditEvent.objects.filter(actor=reviewer, action="新增活动类别").exists()


def test_a_foreign_offices_kinds_and_fields_are_offered_nowhere(
    client_of, liaison, troupe, foreign_office, union
):
    kinds = {
        ActivityKind.objects.create(name=f"{unit.name}专项", report_heading="其他", unit=unit)
        for unit in (foreign_office, union)
    }
    KindField.objects.create(kind=make_kind(), unit=union, label="别家填写项")
    page = client_of(liaison).get(NEW, {"kind": make_kind().pk})
    assert not kinds & set(page.context["form"].fields["kind"].queryset)
    assert "别家填写项" not in page.content.decode()
    foreign = min(kinds, key=lambda kind: kind.pk)
    KindField.objects.create(kind=foreign, label="别家项目")
    page = client_of(liaison).get(NEW, {"kind": foreign.pk})
    assert page.context["kind_lines"] == []
    page = client_of(liaison).post(NEW, typed(troupe, kind=foreign.pk))
    assert page.context["form"].errors["kind"]
    listed = client_of(liaison).get("/activities/").content.decode()
    plan = client_of(liaison).get("/plans/add/").content.decode()
    for kind in kinds:
        assert kind.name not in listed
        assert kind.name not in plan


def test_an_office_above_filters_by_the_kinds_of_the_units_below(rf, office_reviewer, own_kind):
    request = rf.get("/")
    request.user, request.year = office_reviewer, 2011
    assert own_kind in ActivityFilter({}, request=request).filters["kind"].field.queryset


def test_an_office_adds_fields_to_a_common_kind_and_changes_nothing_else(
    client_of, reviewer, liaison, other_liaison, bureau
):
    kind, field = make_kind(), {"label": "主持人", "holds": "number", "measure": "名"}
    before = kind.fields.count()
    client_of(reviewer).post(edit_url(kind), kind_form("改名", field))
    kind.refresh_from_db()
    assert kind.name == "慰问演出"
    added = kind.fields.get(unit=bureau)
    assert (added.label, kind.fields.count()) == ("主持人", before + 1)
    url = {"kind": kind.pk}
    asked = [found for found, _ in client_of(liaison).get(NEW, url).context["kind_lines"]]
    assert asked[-1] == added
    elsewhere = client_of(other_liaison).get(NEW, url).context["kind_lines"]
    assert added not in [found for found, _ in elsewhere]


@pytest.mark.parametrize("name", ["慰问演出", " 慰问演出 "])
def test_an_offices_kind_is_not_called_like_a_common_one(client_of, reviewer, name):
    page = client_of(reviewer).post(ADD, kind_form(name))
    assert "是通用类别" in page.context["form"].errors["name"][0]
    assert ActivityKind.objects.filter(name="慰问演出").count() == 1


def test_a_common_kind_is_not_called_like_an_offices_own(client_of, admin, own_kind):
    page = client_of(admin).post(ADD, kind_form(own_kind.name))
    assert "已自设" in page.context["form"].errors["name"][0]


def test_an_office_does_not_ask_twice_for_what_the_kind_asks(client_of, reviewer):
    page = client_of(reviewer).post(
        edit_url(make_kind()), kind_form("", {"label": "观众", "holds": "number"})
    )
    assert page.context["lines"]["fields"].errors[0]["label"]


def test_a_gift_needs_its_category(client_of, admin):
    page = client_of(admin).post(ADD, kind_form("新类别", {"label": "锦旗", "holds": "given"}))
    assert page.context["lines"]["fields"].errors[0]["category"] == ["请选择投入类别。"]


def test_the_database_keeps_one_common_kind_of_a_name(db):
    with pytest.raises(IntegrityError):
        ActivityKind.objects.create(name="慰问演出", report_heading="其他")


def test_the_administrator_renames_moves_and_takes_out_of_use(client_of, admin, liaison, troupe):
    kind = make_kind("其他")
    activity = make_activity(troupe, kind=kind)
    form = kind_form("其他活动", position="5")
    form.pop("is_active")
    client_of(admin).post(edit_url(kind), form)
    kind.refresh_from_db()
    assert (kind.name, kind.position, kind.is_active) == ("其他活动", 5, False)
    browser = client_of(liaison)
    assert kind not in browser.get(NEW).context["form"].fields["kind"].queryset
    edit = browser.get(f"{activity.get_absolute_url()}edit/")
    assert kind in edit.context["form"].fields["kind"].queryset
    assert kind.name in client_of(admin).get(LIST).content.decode()


def test_a_kind_of_a_dissolved_unit_still_stands_with_its_activities(
    client_of, office_reviewer, liaison, troupe, bureau, own_kind
):
    activity = make_activity(troupe, kind=own_kind)
    Unit.objects.filter(pk=bureau.pk).update(is_active=False)
    for user, url in (
        (office_reviewer, LIST), (office_reviewer, "/activities/"),
        (liaison, activity.get_absolute_url()), (liaison, f"{activity.get_absolute_url()}edit/"),
    ):  # fmt: skip
        assert own_kind.name in client_of(user).get(url).content.decode()


def test_the_page_costs_the_same_however_many_kinds(count_queries, reviewer, bureau):
    few = count_queries(reviewer, LIST)
    for number in range(9):
        unit = make_unit(f"第{number}馆", under=bureau)
        kind = ActivityKind.objects.create(name=f"类别{number}", report_heading="其他", unit=unit)
        KindField.objects.create(kind=kind, unit=unit, label="项目")
    assert count_queries(reviewer, LIST) == few
