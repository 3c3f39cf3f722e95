"""首次使用: what a new installation, or a new office in it, still has to do, in its order.

The administrators see the whole way from units to the first plan and whose turn it is; an office
sees its own part of it. Once a plan has been issued the way lies behind, and one query says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from activities.models import Activity, Plan
from units import permissions
from units.models import BUSINESS_ROLES, LeadingGroup, Role, Unit, User


@dataclass(frozen=True, slots=True)
class Act:
    """What is clicked to take a step."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One step. who: whose it is, "" if the reader's own. is_next: the first that is not done."""

    title: str
    words: str
    is_done: bool
    who: str = ""
    acts: tuple[Act, ...] = field(default=())
    is_next: bool = False


def first_steps(user: User, year: int) -> list[FirstStep]:
    """The steps for this account, none for who has no part in them or when all are done."""
    if permissions.may_see_accounts(user):
        steps = [] if _issued().exists() else _of_installation(user)
    elif permissions.is_reviewer(user):
        steps = [] if _is_under_way(user) else _of_office(user, year)
    else:
        return []
    return _with_next(steps)


def _issued():
    """Plans that have gone out to the units below."""
    return Plan.objects.filter(Q(issued_at__isnull=False) | Q(sub_plans__isnull=False))


def _is_under_way(user: User) -> bool:
    """An office that has issued a plan, or whose units hand in records, is past its first steps."""
    issued = _issued().filter(unit=OuterRef("pk"))
    told = Activity.objects.filter(unit__reviewed_by=OuterRef("pk")).exclude(unit=OuterRef("pk"))
    return Unit.objects.filter(Exists(issued) | Exists(told), pk=user.unit_id).exists()


def _with_next(steps: list[FirstStep]) -> list[FirstStep]:
    """With the first open step marked; none if there is no open one."""
    at = next((number for number, step in enumerate(steps) if not step.is_done), None)
    if at is None:
        return []
    return [replace(step, is_next=number == at) for number, step in enumerate(steps)]


def _of_installation(user: User) -> list[FirstStep]:
    """From an empty data base to the first plan; six queries."""
    manages, grants = permissions.may_manage_units(user), permissions.may_grant_roles(user)
    office = Unit.objects.order_by("path").first()
    waiting = User.objects.awaiting_rights().count()
    working = User.objects.filter(role__in=BUSINESS_ROLES, is_active=True)
    roles = set(working.order_by().values_list("role", flat=True).distinct())
    return [
        FirstStep(
            "建立单位",
            "先建双拥办，再把成员单位、直属单位、基层单位建在它下面；有名单的，填好表一次导入。",
            office is not None,
            "" if manages else Role.ADMIN.label,
            _acts(
                manages, ("导入单位名单", "units:unit-import"), ("新增单位", "units:unit-create")
            ),
        ),
        FirstStep(
            "建立账号",
            "给每个单位的联络员、审核员和领导各建一个账号，《初始密码单》打印后当面交给本人。",
            bool(waiting or roles),
            "" if manages else Role.ADMIN.label,
            _acts(
                manages,
                ("导入账号", "units:account-import"),
                ("新增账号", "units:account-create"),
            ),
        ),
        FirstStep(
            "给账号授权",
            f"现有 {waiting} 个账号待授权：核对角色和单位，勾选后同意。"
            if waiting
            else "账号建好时没有任何权限，授予角色和单位后本人才能登录办事。",
            not waiting and not roles.isdisjoint(permissions.WRITERS),
            "" if grants else Role.SECURITY.label,
            (Act("去授权", f"{reverse('units:accounts')}?state=waiting"),) if grants else (),
        ),
        FirstStep(
            "设立领导小组",
            "在双拥办的单位页面新建领导小组，选好成员单位；有了领导小组才能下发计划、组织考核。",
            LeadingGroup.objects.exists(),
            "" if manages else f"{Role.ADMIN.label}或{Role.REVIEWER.label}",
            (Act("新建领导小组", reverse("units:group-create", args=[office.pk])),)
            if manages and office
            else (),
        ),
        FirstStep(
            "编写并下发年度计划",
            "审核员登录后编写本年度计划，确认后下发，各单位的单项计划随即自动建好。",
            False,
            Role.REVIEWER.label,
        ),
    ]


def _acts(allowed: bool, *acts: tuple[str, str]) -> tuple[Act, ...]:
    return tuple(Act(label, reverse(view)) for label, view in acts) if allowed else ()


def _of_office(user: User, year: int) -> list[FirstStep]:
    """From an office without a group to its first plan; three queries."""
    group = LeadingGroup.objects.current().filter(host=user.unit_id).first()
    receiving = Unit.objects.receiving_from(user.unit)
    manned = User.objects.filter(role=Role.LIAISON, is_active=True).values("unit")
    without = receiving.exclude(pk__in=manned).count() if group else 0
    plan = Plan.objects.filter(unit=user.unit_id, year=year).order_by("parent").first()
    return [
        FirstStep(
            "设立领导小组",
            "照成立文件填写名称、文号、成员单位和组成人员。",
            group is not None,
            acts=()
            if group
            else (Act("新建领导小组", reverse("units:group-create", args=[user.unit_id])),),
        ),
        FirstStep(
            "各单位都有联络员",
            f"还有 {without} 个单位没有联络员账号，请把名单报给系统管理员建立账号。"
            if without
            else "每个单位至少一名联络员，计划和催办才有人收。",
            group is not None and not without,
            who=Role.ADMIN.label if without else "",
            acts=(Act("查看成员单位", group.get_absolute_url()),) if without else (),
        ),
        FirstStep(
            f"编写 {year} 年度计划",
            "按指导思想、工作目标、工作要求、工作措施填写；责任单位照公文写“市文新局、市总工会”或“各单位”。",
            plan is not None,
            acts=() if plan else _acts(True, ("编写计划", "activities:plan-create")),
        ),
        FirstStep(
            "确认并下发",
            "填好报送截止日期后下发，各单位工作台上就有了待报的单项计划。",
            False,
            acts=(Act("打开计划", plan.get_absolute_url()),) if plan else (),
        ),
    ]
