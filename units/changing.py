"""What happens to a unit: it is renamed, put under another superior, merged into another.

Each is one function that locks the tree, refuses what cannot be, changes, writes what stood
before as a line of 沿革, sets reviewers anew and writes the audit trail. A change without a
time corrects a mistake: it was never so, and leaves no line.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from shuangyong.review import StepRefused
from shuangyong.vague import VagueDate

from . import audit
from .models import BUSINESS_ROLES, ChangeKind, LeadingGroup, Unit, UnitChange, User
from .renamed import announce
from .restructuring import dissolve, restructure
from .terms import Term, eve_of


class ChangeRefused(StepRefused):
    """What cannot be done to a unit, said for the user at the form's `field`."""

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.field = field


@transaction.atomic
def rename(
    unit: Unit,
    *,
    name: str,
    short_name: str = "",
    changed: VagueDate | None,
    reason: str = "",
    by: User | None,
) -> Unit:
    """更名 from the time `changed` on; without one a mere correction of what was written wrong."""
    unit = _locked(unit)
    if (name, short_name) == (unit.name, unit.short_name):
        raise ChangeRefused("名称与现在的相同，没有改动。", "name")
    if Unit.objects.filter(name=name).exclude(pk=unit.pk).exists():
        raise ChangeRefused(f"已有名为“{name}”的单位。", "name")
    if changed:
        _refuse_merged(unit, "更名")
        _keep(unit, ChangeKind.RENAMED, changed, reason, by)
    before = {"单位全称": unit.name, "简称": unit.short_name}
    unit.name, unit.short_name = name, short_name
    unit.save(update_fields=["name", "short_name"])
    announce(unit)
    now = {"单位全称": name, "简称": short_name}
    _record(by, "单位更名" if changed else "更正单位名称", unit, before, now, changed, reason)
    return unit


@transaction.atomic
def move(
    unit: Unit,
    *,
    under: Unit | None,
    after: Unit | None = None,
    changed: VagueDate | None,
    reason: str = "",
    by: User | None,
) -> Unit:
    """调整隶属 with everything below: behind the sibling `after`, or last under the superior."""
    unit = _locked(unit)
    former = Unit.objects.get_parent(unit)
    under, after = _fresh(under), _fresh(after)
    if under == former:
        raise ChangeRefused("上级单位与现在的相同，没有改动。", "under")
    _refuse_below_itself(unit, under, "under")
    if under and unit.is_active and not under.is_active:
        raise ChangeRefused(f"“{under}”已停用，不能作为上级单位。", "under")
    if after and Unit.objects.get_parent(after) != under:
        raise ChangeRefused("这个单位与所选上级单位不符。", "after")
    if changed:
        _refuse_merged(unit, "调整隶属")
        _keep(unit, ChangeKind.MOVED, changed, reason, by)
    put_under(unit, under, after)
    Unit.objects.refresh_reviewers()
    action = "调整隶属" if changed else "更正上级单位"
    before, now = {"上级单位": str(former or "")}, {"上级单位": str(under or "")}
    _record(by, action, unit, before, now, changed, reason)
    return _fresh(unit)


@transaction.atomic
def merge(unit: Unit, *, into: Unit, changed: VagueDate, reason: str = "", by: User | None) -> Unit:
    """并入: `unit` goes out of use and stands below `into` with everything below it.

    Accounts and memberships in leading groups in force go over, its own group in force ends.
    Records keep their unit, so that nothing is lost and the years before stay as they were.
    """
    unit, into = _locked(unit), _fresh(into)
    _refuse_merged(unit, "再次并入")
    _refuse_below_itself(unit, into, "into")
    if not into.is_active:
        raise ChangeRefused(f"“{into}”已停用，不能并入。", "into")
    former = Unit.objects.get_parent(unit)
    _keep(unit, ChangeKind.MERGED, changed, reason, by)
    _hand_over(unit, into, changed, by)
    if former != into:
        put_under(unit, into)
    Unit.objects.filter(pk=unit.pk).update(is_active=False, merged_into=into)
    Unit.objects.refresh_reviewers()
    _record(by, "单位并入", unit, {"并入单位": ""}, {"并入单位": str(into)}, changed, reason)
    return _fresh(unit)


@transaction.atomic
def change_places(unit: Unit, *, up: bool, by: User | None) -> None:
    """上移 or 下移 by one among the siblings: the administrative order, which has no history."""
    unit = _locked(unit)
    siblings = Unit.objects.get_siblings(unit).order_by("path" if not up else "-path")
    beyond = {"path__lt": unit.path} if up else {"path__gt": unit.path}
    other = siblings.filter(**beyond).first()
    if other is None:
        raise ChangeRefused(f"“{unit}”已经排在同级单位的最{'前' if up else '后'}。")
    _swap(unit.path, other.path)
    audit.record(by, "单位上移" if up else "单位下移", unit, changes={"越过": str(other)})


def put_under(unit: Unit, under: Unit | None, after: Unit | None = None) -> None:
    """Put a unit behind `after`, or last under its superior, without any question."""
    if after:
        Unit.objects.move(unit, after, "right")
    elif under:
        Unit.objects.move(unit, under, "last-child")
    else:
        Unit.objects.move(unit, Unit.objects.get_last_root_node(), "last-sibling")


def lock_tree() -> None:
    """Wait for whoever changes the tree: a place in it depends on every other.

    Everybody locks the unit that was entered first: which one stands first may change meanwhile.
    """
    Unit.objects.select_for_update().order_by("pk").first()


def _locked(unit: Unit) -> Unit:
    lock_tree()
    return _fresh(unit)


def _fresh(unit: Unit | None) -> Unit | None:
    return unit and Unit.objects.get(pk=unit.pk)


def _refuse_merged(unit: Unit, what: str) -> None:
    if unit.merged_into_id:
        raise ChangeRefused(f"“{unit}”已并入“{unit.merged_into}”，不能{what}。")


def _refuse_below_itself(unit: Unit, target: Unit | None, field: str) -> None:
    if target is None or not target.path.startswith(unit.path):
        return
    words = "它自己" if target == unit else f"它的下属单位“{target}”"
    raise ChangeRefused(f"“{unit}”不能放到{words}之下。", field)


def _keep(unit: Unit, kind: ChangeKind, changed: VagueDate, reason: str, by: User | None) -> None:
    """Write what stands now as a line of 沿革; lines follow each other in time."""
    last = unit.changes.last()
    if last and changed.start < last.changed_from:
        raise ChangeRefused(
            f"变动时间不能早于上一次变动（{last.changed}{last.get_kind_display()}）。", "changed"
        )
    UnitChange.objects.create(
        unit=unit,
        kind=kind,
        changed=changed,
        name=unit.name,
        short_name=unit.short_name,
        superior=Unit.objects.get_parent(unit),
        reason=reason,
        by=by,
    )


def _hand_over(unit: Unit, into: Unit, changed: VagueDate, by: User | None) -> None:
    """Accounts and memberships go to the unit that takes over; the own group ends."""
    for account in User.objects.filter(unit=unit, role__in=BUSINESS_ROLES).select_for_update():
        account.unit = into
        account.save(update_fields=["unit"])
        audit.record(by, "账号随单位并入", account, changes={"单位": [str(unit), str(into)]})
    User.objects.filter(wanted_unit=unit).update(wanted_unit=into)
    own = LeadingGroup.objects.current().filter(host=unit).first()
    if own:
        _dissolve(own, changed, f"{unit}并入{into}", by)
    for group in LeadingGroup.objects.current().filter(members=unit):
        _pass_membership(group, unit, into, changed, by)


def _dissolve(group: LeadingGroup, changed: VagueDate, reason: str, by: User | None) -> None:
    try:
        dissolve(group, until=changed, reason=reason, by=by)
    except StepRefused as refusal:
        raise ChangeRefused(str(refusal), "changed") from refusal


def _pass_membership(group: LeadingGroup, unit: Unit, into: Unit, changed, by) -> None:
    """By a new version from then on, unless the version in force is no older than that."""
    stay = set(group.members.exclude(pk=unit.pk)) | ({into} - {group.host})
    members = sorted(stay, key=lambda member: member.path)
    if Term(until=eve_of(changed)).ends_before(Term(since=group.valid_from)):
        group.members.set(members)
    else:
        restructure(group, valid_from=changed, by=by, members=members)


def _swap(one: str, other: str) -> None:
    """Let two siblings change places with everything below them; three statements."""
    aside = "~" * len(one)  # a place no unit can have
    for old, new in ((one, aside), (other, one), (aside, other)):
        branch = Unit.objects.filter(path__startswith=old)
        branch.update(path=Concat(Value(new), Substr("path", len(old) + 1)))


def _record(by, action, unit, before: dict, now: dict, changed, reason: str) -> None:
    changes = {name: [before[name], now[name]] for name in now if before[name] != now[name]}
    if changed:
        changes |= {"变动时间": str(changed)} | ({"依据": reason} if reason else {})
    audit.record(by, action, unit, changes=changes)
