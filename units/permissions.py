"""Who may do what: every rule of the system about roles stands here.

Predicates read the account and the record they are given and make no query beyond the
account's scope (one query a request). They have three uses: `visible_to` of a queryset (a
stranger's record answers 404), `RoleRequired` in a view (right record, wrong role: 403), and
flags that a view hands to its template.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from shuangyong.review import Status, Step

from .models import BUSINESS_ROLES, Role

WRITERS = (Role.LIAISON, Role.REVIEWER)


def may_see_records(user) -> bool:
    """Business records are for business roles; 三员 do not see them."""
    return user.role in BUSINESS_ROLES


def rows_in_scope(user, to_unit: str = "unit") -> Q:
    """Filter for the rows whose unit lies in the account's scope."""
    return user.scope.q(to_unit) if may_see_records(user) else Q(pk__in=[])


def rows_of_unit(user, to_unit: str = "unit") -> Q:
    """Filter for the rows of the account's own unit alone."""
    return Q(**{to_unit: user.unit_id}) if may_see_records(user) else Q(pk__in=[])


def may_read_of(user, unit) -> bool:
    """The rule of `rows_in_scope` for whatever belongs to a unit that is loaded already."""
    return may_see_records(user) and user.scope.covers(unit)


def may_write(user) -> bool:
    """Liaisons and reviewers record; leaders and 三员 do not."""
    return user.role in WRITERS


def may_write_for(user, unit) -> bool:
    """A liaison writes for every unit in scope, a reviewer for the own unit."""
    if user.role == Role.LIAISON:
        return user.scope.covers(unit)
    return user.role == Role.REVIEWER and unit.pk == user.unit_id


def rows_to_write(user, to_unit: str = "unit") -> Q:
    """The same rule as a filter; `to_unit` is the path to the unit, "" for units."""
    if user.role == Role.LIAISON:
        return user.scope.q(to_unit)
    if user.role == Role.REVIEWER:
        return Q(**{to_unit or "pk": user.unit_id})
    return Q(pk__in=[])


def may_edit(user, record) -> bool:
    """The unit's own record, while it is a draft or returned."""
    return record.is_editable and may_write_for(user, record.unit)


def may_edit_draft(user, draft) -> bool:
    """What somebody has typed and not saved is that account's alone."""
    return may_write(user) and draft.user_id == user.pk


def rows_of_drafts(user, to_draft: str = "draft") -> Q:
    """The same rule as a filter."""
    return Q(**{f"{to_draft}__user": user.pk}) if may_write(user) else Q(pk__in=[])


def may_delete(user, record) -> bool:
    """Only a draft can go; what has been returned stays, with its history."""
    return record.status == Status.DRAFT and may_write_for(user, record.unit)


def may_review(user, record) -> bool:
    """The record names its reviewing unit: as a rule the nearest issuing unit above."""
    return user.role == Role.REVIEWER and record.reviewing_unit_id == user.unit_id


def may_take(user, step: Step, record) -> bool:
    """Reviewers confirm, return and reopen; the unit submits and withdraws."""
    return may_review(user, record) if step.is_review else may_write_for(user, record.unit)


def may_ever_take(user, step: Step) -> bool:
    """The rule of `may_take` for a role alone: whether there can be a record to take `step` with."""
    return is_reviewer(user) if step.is_review else may_write(user)


def may_see_review(user, record) -> bool:
    """Scores are the reviewing unit's own until they are published; then for all in scope."""
    return record.is_published or record.reviewing_unit_id == user.unit_id


def rows_with_review(user, to_assessment: str = "") -> Q:
    """The same rule as a filter; `to_assessment` is the path to the assessment."""
    path = f"{to_assessment}__" if to_assessment else ""
    return ~Q(**{f"{path}grade": ""}) | Q(**{f"{path}round__unit": user.unit_id})


def may_see_whole_round(user, round_) -> bool:
    """Every unit's result: whoever organised the round, and whoever stands above them."""
    return may_see_records(user) and user.scope.covers(round_.unit)


def may_see_ranking(user, round_) -> bool:
    """The units that take part see the ranking only where the round makes it public to them."""
    return may_see_whole_round(user, round_) or (may_see_records(user) and round_.ranking_public)


def may_object(user, assessment) -> bool:
    """复核申请: whoever writes for the unit, against what was published of it."""
    return assessment.is_published and may_write_for(user, assessment.unit)


def rows_of_binders(user) -> Q:
    """材料汇编 of assessments in scope, unless scores in it are unpublished, and of own rounds."""
    no_secrets = Q(shows_review=False) | ~Q(assessment__grade="")
    in_scope = rows_in_scope(user, "assessment__unit") & no_secrets
    own_rounds = rows_of_unit(user, "round__unit") | rows_of_unit(user, "assessment__round__unit")
    return in_scope | own_rounds


def may_bind_round(user, round_) -> bool:
    """材料汇编 of all units of a round: whoever reads records at the unit that opened it."""
    return may_see_records(user) and round_.unit_id == user.unit_id


def may_discard_binder(user, binder) -> bool:
    """The account that had it made, and whoever writes for the unit it is about."""
    return binder.by_id == user.pk or may_write_for(user, binder.subject.unit)


def may_report_outcome(user, item) -> bool:
    """Of a confirmed plan's measure: the plan's unit, or the unit that answers for it."""
    holders = [unit for unit in (item.plan.unit, item.responsible_unit) if unit is not None]
    return item.plan.is_official and any(may_write_for(user, unit) for unit in holders)


def may_edit_request(user, request) -> bool:
    """A need is kept by the unit that recorded it."""
    return may_write_for(user, request.unit)


def rows_from_above(user, to_unit: str = "unit") -> Q:
    """Rows of the units that issue to the account's unit: what it may take over from them."""
    if not may_see_records(user):
        return Q(pk__in=[])
    return Q(**{f"{to_unit}__in": user.issuers})


def may_claim_request(user, request) -> bool:
    """Whoever writes for a unit takes over, for this unit, a need of its own or of its issuers."""
    return may_write(user) and (request.unit_id == user.unit_id or request.unit_id in user.issuers)


def may_direct_request(user, request) -> bool:
    """Assigned and rated by the unit that recorded the need, or by the reviewer above it."""
    above = is_reviewer(user) and request.unit.reviewed_by_id == user.unit_id
    return above or may_write_for(user, request.unit)


def may_answer_request(user, request) -> bool:
    """The recording unit, the responsible unit and the reviewer of either answer a need."""
    involved = [unit for unit in (request.unit, request.responsible_unit) if unit is not None]
    return any(
        may_write_for(user, unit) or (is_reviewer(user) and unit.reviewed_by_id == user.unit_id)
        for unit in involved
    )


def is_reviewer(user) -> bool:
    """Has a review queue, issues plans, standards and rounds, publishes."""
    return user.role == Role.REVIEWER


def may_issue_for(user, unit) -> bool:
    """A reviewer issues in the name of the own unit."""
    return is_reviewer(user) and unit.pk == user.unit_id


def may_chase(user, unit) -> bool:
    """A reviewer reminds every unit in scope that is in use; the own one needs no letter."""
    return (
        is_reviewer(user) and unit.is_active and unit.pk != user.unit_id and user.scope.covers(unit)
    )


def may_change_outline(user, outline) -> bool:
    """总结提纲: whoever writes for its unit; a ready-made one is nobody's, it is copied."""
    return outline.unit is not None and may_write_for(user, outline.unit)


def may_issue_summary(user, summary) -> bool:
    """A confirmed summary is issued by its own unit or by its reviewer."""
    return summary.is_official and (may_write_for(user, summary.unit) or may_review(user, summary))


def may_comment_summary(user, summary) -> bool:
    """The reviewer says something about a paragraph while the summary waits; leaders only read."""
    return summary.status == Status.SUBMITTED and may_review(user, summary)


def may_answer_comments(user, summary) -> bool:
    """The writers answer until the summary is confirmed."""
    return not summary.is_official and may_write_for(user, summary.unit)


def may_settle_comments(user, summary) -> bool:
    """Marked as dealt with, or opened again, by either side."""
    return may_answer_comments(user, summary) or may_comment_summary(user, summary)


def may_manage_common_kinds(user) -> bool:
    """The kinds of activity of all offices are kept by the system administrator."""
    return user.role == Role.ADMIN


def may_see_kinds(user) -> bool:
    """Kinds and their fields: who keeps the common ones, and offices, which add their own."""
    return may_manage_common_kinds(user) or is_reviewer(user)


def may_manage_kind(user, kind) -> bool:
    """An office keeps its own kinds, the system administrator every one."""
    return may_manage_common_kinds(user) or (is_reviewer(user) and kind.unit_id == user.unit_id)


def may_extend_kind(user, kind) -> bool:
    """An office adds fields of its own to a common kind, or to one of an office above it."""
    if not is_reviewer(user) or kind.unit_id == user.unit_id:
        return False
    return kind.unit is None or user.unit.path.startswith(kind.unit.path)


def may_export(user) -> bool:
    """Everyone who sees records may take them along as a file."""
    return may_see_records(user)


def may_see_units(user) -> bool:
    """The directory of units and groups: business roles and those who set it up."""
    return may_see_records(user) or user.role in (Role.ADMIN, Role.SECURITY)


def may_manage_units(user) -> bool:
    """Units are set up by the system administrator."""
    return user.role == Role.ADMIN


def may_manage_group(user, host) -> bool:
    """A leading group is kept by its own office, or set up by the system administrator."""
    return user.role == Role.ADMIN or may_issue_for(user, host)


def rows_to_take_in(user, host) -> Q:
    """Whom a group may take in, as a filter of units.

    A member's records open to the group's host, so an office takes in units below itself only;
    whoever stands elsewhere in the tree is taken in by the system administrator.
    """
    whole_tree = user.role == Role.ADMIN
    return Q(path__startswith=host.path[: host.steplen] if whole_tree else host.path)


def may_see_accounts(user) -> bool:
    """Accounts: created by one officer, given rights by another."""
    return user.role in (Role.ADMIN, Role.SECURITY)


def may_create_accounts(user) -> bool:
    """The system administrator creates accounts, without rights."""
    return user.role == Role.ADMIN


def may_grant_roles(user) -> bool:
    """The security administrator gives an account its role and unit."""
    return user.role == Role.SECURITY


def may_read_audit(user) -> bool:
    """The audit trail is for the auditor alone."""
    return user.role == Role.AUDITOR


class RoleRequired(AccessMixin):
    """View mixin: `allowed` is a predicate of this module; who fails it gets a 403 page."""

    allowed: Callable[..., bool]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not self.allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
