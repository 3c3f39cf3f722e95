"""Two windows that make the same at the same moment: it is made once, and the second is told."""

import pytest

from activities.forms.plans import PlanForm
from activities.models import Plan
from shuangyong.vague import VagueDate
from tests.factories import YEAR, make_plan, make_troop, make_unit, make_user
from units.forms.accounts import AccountCreateForm, AccountForm
from units.forms.groups import GroupForm
from units.forms.tree import NewUnitForm
from units.forms.units import TroopForm
from units.models import LeadingGroup, Role, Troop, Unit, User
from units.restructuring import dissolve

from .units.forms import typed

PASSWORD = "k7mw-p3xq-t9ra"
LINES = ("requirements", "items", "appointments")
NO_LINES = {f"{name}-{field}": "0" for name in LINES for field in ("TOTAL_FORMS", "INITIAL_FORMS")}


@pytest.fixture
def meanwhile(monkeypatch):
    """Lets something happen once, right after a form was found valid and before it is saved."""

    def arrange(form_class, happen) -> None:
        check, happened = form_class.is_valid, []

        def is_valid(form) -> bool:
            valid = check(form)
            if valid and not happened:
                happened.append(happen())
            return valid

        monkeypatch.setattr(form_class, "is_valid", is_valid)

    return arrange


def test_a_second_plan_of_the_year_comes_back_as_typed(
    client_of, bureau_liaison, bureau, meanwhile
):
    meanwhile(PlanForm, lambda: make_plan(bureau, title="先保存的计划"))
    sent = NO_LINES | {"unit": bureau.pk, "title": "后保存的计划"}
    page = client_of(bureau_liaison).post(f"/plans/add/?year={YEAR}", sent)
    text = page.content.decode()
    assert page.status_code == 200
    assert "该单位本年度已有计划。" in text
    assert "后保存的计划" in text
    assert Plan.objects.get().title == "先保存的计划"


def test_a_second_unit_of_the_name_says_so_at_its_name(client_of, admin, bureau, meanwhile):
    meanwhile(NewUnitForm, lambda: make_unit("滨江市图书馆", under=bureau))
    page = client_of(admin).post("/units/add/", typed(under=bureau))
    assert page.context["form"].errors == {"name": ["已有同名单位，请用带行政区划的全称。"]}
    assert Unit.objects.filter(name="滨江市图书馆").count() == 1


def test_a_second_account_of_the_name_says_so_at_its_name(client_of, admin, meanwhile):
    meanwhile(AccountCreateForm, lambda: make_user("wangfang", role=""))
    sent = {"username": "wangfang", "name": "王芳", "password1": PASSWORD, "password2": PASSWORD}
    page = client_of(admin).post("/accounts/add/", sent)
    assert "已有同名账号。" in page.context["form"].errors["username"]
    assert User.objects.get(username="wangfang").name != "王芳"


def test_of_two_officers_put_out_of_use_at_once_one_stays(client_of, admin, meanwhile):
    other = make_user("admin2", Role.ADMIN)
    meanwhile(AccountForm, lambda: User.objects.filter(pk=admin.pk).update(is_active=False))
    page = client_of(admin).post(f"/accounts/{other.pk}/edit/", {"name": "另一位管理员"})
    assert "系统管理员的另一个账号刚刚停用" in page.content.decode()
    other.refresh_from_db()
    assert other.is_active


def test_a_second_current_group_is_refused(client_of, admin, union, meanwhile):
    meanwhile(GroupForm, lambda: LeadingGroup.objects.create(host=union, name="先建立的领导小组"))
    page = client_of(admin).post(
        f"/units/{union.pk}/groups/add/", NO_LINES | {"name": "后建立的领导小组"}
    )
    assert "该单位已有现行领导小组，请先停用原有的。" in page.content.decode()
    assert union.leading_groups.get().name == "先建立的领导小组"


def test_a_group_dissolved_while_its_form_is_checked_stays_dissolved(
    client_of, reviewer, bureau, meanwhile
):
    group = bureau.leading_groups.get()
    until = VagueDate.parse("2011年6月", year=YEAR)
    meanwhile(GroupForm, lambda: dissolve(group, until=until, reason="机构改革", by=reviewer))
    page = client_of(reviewer).post(
        f"{group.get_absolute_url()}edit/", NO_LINES | {"name": "改过的名称"}
    )
    assert "您打开之后，这个领导小组已撤销" in page.content.decode()
    group.refresh_from_db()
    assert str(group.valid_until) == "2011年6月"
    assert group.name != "改过的名称"


def test_a_second_troop_of_the_name_says_so_at_its_name(client_of, liaison, troupe, meanwhile):
    meanwhile(TroopForm, lambda: make_troop(troupe))
    page = client_of(liaison).post(
        f"/units/{troupe.pk}/troops/add/",
        {"name": "驻滨江某部", "kind": "army", "location": "城北"},
    )
    assert page.context["form"].errors == {"name": ["已登记过这支部队。"]}
    assert Troop.objects.get().location == ""
