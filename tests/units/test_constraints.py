"""What the data must never break: refused by the database itself; forms say it in Chinese."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tests.cases import each
from tests.factories import make_troop, make_user
from units import audit
from units.models import (
    Appointment,
    AuditEvent,
    CoBuildingPair,
    LeadingGroup,
    Role,
    Troop,
    Unit,
    User,
)

from .groups import ENDED, make_former_group


def appointment(office, **fields) -> Appointment:
    """One line of the office's 名单, not yet saved."""
    return Appointment(group=office.current_group(), **{"role": "head", "name": "王"} | fields)


def second_head(office):
    appointment(office).save()
    return appointment(office, name="周")


def second_troop(office):
    return Troop(unit=office, name=make_troop(office).name)


def second_pair(office):
    troop = make_troop(office)
    CoBuildingPair.objects.create(unit=office, troop=troop)
    return CoBuildingPair(unit=office, troop=troop)


def second_name(office):
    make_user("zhangsan", role="")
    return User(username="ZhangSan", name="张三", password="!")


RULES = [
    (lambda office: Unit(name="", kind="office", path="000Z", depth=1), "不能为空"),
    (lambda office: Unit(name=office.name, kind="office", path="000Z", depth=1), "已有同名单位"),
    (lambda office: User(username="a", name="甲", role=Role.LIAISON, password="!"), "必须属于一个单位"),
    (lambda office: User(username="a", name="甲", role=Role.REVIEWER, password="!"), "必须属于一个单位"),
    (lambda office: User(username="a", name="甲", role=Role.LEADER, password="!"), "必须属于一个单位"),
    (second_name, "已有同名账号。"),
    (lambda office: LeadingGroup(host=office, name="第二个"), "已有现行领导小组"),
    (lambda office: appointment(office, name=""), "请填写姓名或职务。"),
    (second_head, "只能有一位现任组长"),
    (second_troop, "已登记过这支部队。"),
    (second_pair, "已是共建单位。"),
]  # fmt: skip


@each(("broken", "message"), RULES)
def test_the_database_refuses_what_breaks_a_rule(office, broken, message):
    record = broken(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@each(("broken", "message"), RULES)
def test_a_broken_rule_is_named_in_chinese(office, broken, message):
    with pytest.raises(ValidationError) as refused:
        broken(office).full_clean()
    assert message in "".join(refused.value.messages)


ALLOWED = [
    lambda office: appointment(office, role="member", name="", post="局长"),
    lambda office: appointment(office, until=ENDED),
    lambda office: appointment(office, role="deputy_head"),
    lambda office: Troop(unit=office, name="另一支部队"),
    lambda office: User(username="b", name="乙", role=Role.LIAISON, unit=office, password="!"),
    lambda office: User(username="b", name="乙", role=Role.AUDITOR, password="!"),
    lambda office: User(username="b", name="乙", password="!"),
    lambda office: LeadingGroup(host=office, name="原有的", valid_until=ENDED),
]


@each("fine", ALLOWED)
def test_what_lies_beside_a_rule_is_allowed(office, fine):
    appointment(office).save()
    make_former_group(office)
    make_troop(office)
    record = fine(office)
    record.full_clean()
    record.save()
    assert type(record).objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("role", ["head", "deputy_head"])
def test_each_group_has_its_own_head(office, bureau, role):
    appointment(office).save()
    appointment(bureau, role=role).save()
    assert Appointment.objects.count() == 2


def test_two_lines_of_the_trail_have_different_hashes(db):
    event = audit.record(None, "登录失败")
    event.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, {"name": ["这是必填项。"]}),
        ({"name": "  "}, {"name": ["这是必填项。"]}),
        ({"name": "滨江市双拥办"}, {"name": ["已有同名单位，请用带行政区划的全称。"]}),
        ({"kind": ""}, {"kind": ["这是必填项。"]}),
    ],
)
def test_the_form_of_a_unit_says_it_at_the_field(client_of, admin, office, fields, message):
    typed = {"name": "滨江市图书馆", "kind": "member", "short_name": "市图"} | fields
    page = client_of(admin).post("/units/add/", typed)
    assert page.context["form"].errors == message
    assert 'value="市图"' in page.content.decode()
    assert list(Unit.objects.all()) == [office]


def test_what_others_refer_to_is_not_deleted(office, bureau, liaison):
    make_troop(bureau)
    audit.record(liaison, "登录")
    for record in (User.objects.get(pk=liaison.pk), LeadingGroup.objects.first().host):
        with pytest.raises(ProtectedError):
            record.delete()
