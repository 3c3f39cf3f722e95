"""Who may do what: one table a rule, one row a role."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpResponse
from django.views import View

from assessments.models import Assessment, Grade, Round
from shuangyong.review import Status, Step
from tests.cases import each
from tests.factories import make_activity, make_measure, make_need, make_plan, make_user
from units import permissions
from units.models import Unit

CAST = [
    "liaison", "bureau_liaison", "reviewer", "office_reviewer", "leader", "other_liaison",
    "stranger", "admin", "security", "auditor", "newcomer",
]  # fmt: skip
BUSINESS = {
    "liaison", "bureau_liaison", "reviewer", "office_reviewer", "leader", "other_liaison",
    "stranger",
}  # fmt: skip
REVIEWERS = {"reviewer", "office_reviewer", "stranger"}


@pytest.fixture
def newcomer(db):
    """An account without a role."""
    return make_user("newcomer", role="")


@pytest.fixture
def who_may(request):
    """The members of the cast for whom a rule holds."""

    def ask(rule, *about) -> set[str]:
        return {who for who in CAST if rule(request.getfixturevalue(who), *about)}

    return ask


@pytest.mark.parametrize(
    ("rule", "holders"),
    [
        (permissions.may_see_records, BUSINESS),
        (permissions.may_export, BUSINESS),
        (permissions.may_write, BUSINESS - {"leader"}),
        (permissions.is_reviewer, REVIEWERS),
        (permissions.may_see_units, BUSINESS | {"admin", "security"}),
        (permissions.may_manage_units, {"admin"}),
        (permissions.may_see_accounts, {"admin", "security"}),
        (permissions.may_create_accounts, {"admin"}),
        (permissions.may_grant_roles, {"security"}),
        (permissions.may_read_audit, {"auditor"}),
    ],
)
def test_what_a_role_may_do(who_may, rule, holders):
    assert who_may(rule) == holders


@pytest.mark.parametrize(
    ("rule", "unit", "holders"),
    [
        (permissions.may_write_for, "troupe", {"liaison", "bureau_liaison"}),
        (permissions.may_write_for, "bureau", {"bureau_liaison", "reviewer"}),
        (permissions.may_write_for, "office", {"office_reviewer"}),
        (permissions.may_issue_for, "troupe", set()),
        (permissions.may_issue_for, "bureau", {"reviewer"}),
        (permissions.may_issue_for, "office", {"office_reviewer"}),
        (permissions.may_manage_group, "troupe", {"admin"}),
        (permissions.may_manage_group, "bureau", {"admin", "reviewer"}),
    ],
)
def test_what_a_role_may_do_for_a_unit(who_may, request, rule, unit, holders):
    assert who_may(rule, request.getfixturevalue(unit)) == holders


@pytest.mark.parametrize("status", Status)
def test_who_edits_deletes_and_issues_depends_on_the_state(who_may, troupe, status):
    writers = {"liaison", "bureau_liaison"}
    record = make_activity(troupe, status=status)
    open_ = status in {Status.DRAFT, Status.RETURNED}
    assert who_may(permissions.may_edit, record) == (writers if open_ else set())
    assert who_may(permissions.may_delete, record) == (writers if status == Status.DRAFT else set())
    assert who_may(permissions.may_issue_summary, record) == (
        writers | {"reviewer"} if status == Status.CONFIRMED else set()
    )


@pytest.mark.parametrize(
    ("unit", "holder"), [("troupe", "reviewer"), ("bureau", "office_reviewer")]
)
def test_the_nearest_issuing_unit_above_reviews(who_may, request, unit, holder):
    record = make_activity(request.getfixturevalue(unit))
    assert who_may(permissions.may_review, record) == {holder}


@pytest.mark.parametrize("step", Step)
def test_the_unit_takes_its_own_steps_and_the_reviewer_the_others(who_may, troupe, step):
    own = step in {Step.SUBMIT, Step.WITHDRAW}
    holders = {"liaison", "bureau_liaison"} if own else {"reviewer"}
    assert who_may(permissions.may_take, step, make_activity(troupe)) == holders


def test_where_nobody_reviews_nobody_confirms(who_may, troupe):
    Unit.objects.update(reviewed_by=None)
    record = make_activity(Unit.objects.get(pk=troupe.pk))
    assert who_may(permissions.may_review, record) == set()


@pytest.mark.parametrize(
    ("grade", "readers"),
    [("", {"reviewer", "bureau_liaison", "leader"}), (Grade.GOOD, set(CAST))],
)
def test_scores_are_the_reviewing_units_own_until_they_are_published(
    who_may, troupe, bureau, grade, readers
):
    record = Assessment(unit=troupe, round=Round(unit=bureau), grade=grade)
    assert who_may(permissions.may_see_review, record) == readers


@pytest.mark.parametrize(
    ("grade", "writers"), [("", set()), (Grade.GOOD, {"liaison", "bureau_liaison"})]
)
def test_a_unit_objects_to_what_was_published(who_may, troupe, grade, writers):
    assert who_may(permissions.may_object, Assessment(unit=troupe, grade=grade)) == writers


def test_a_need_is_kept_by_its_unit_and_answered_by_who_is_involved(who_may, troupe, union):
    need = make_need(troupe)
    assert who_may(permissions.may_edit_request, need) == {"liaison", "bureau_liaison"}
    answering = {"liaison", "bureau_liaison", "reviewer"}
    assert who_may(permissions.may_answer_request, need) == answering
    need.responsible_unit = union
    involved = answering | {"other_liaison", "office_reviewer"}
    assert who_may(permissions.may_answer_request, need) == involved


def test_a_need_is_directed_by_its_unit_and_the_reviewer_above(who_may, troupe, union):
    need = make_need(troupe, responsible_unit=union)
    directing = {"liaison", "bureau_liaison", "reviewer"}
    assert who_may(permissions.may_direct_request, need) == directing


def test_a_need_is_claimed_by_the_units_it_was_issued_to(who_may, office, bureau, troupe):
    members = {"bureau_liaison", "reviewer", "other_liaison"}
    by_unit = {office: members | {"office_reviewer"}, bureau: {"bureau_liaison", "reviewer", "liaison"},
               troupe: {"liaison"}}  # fmt: skip
    for unit, claiming in by_unit.items():
        assert who_may(permissions.may_claim_request, make_need(unit)) == claiming


def test_what_came_of_a_measure_is_stated_by_who_answers_for_it(who_may, bureau, union):
    plan = make_plan(bureau)
    measure = make_measure(plan, responsible_unit=union)
    assert who_may(permissions.may_report_outcome, measure) == set()
    plan.status = Status.CONFIRMED
    holders = {"bureau_liaison", "reviewer", "other_liaison"}
    assert who_may(permissions.may_report_outcome, measure) == holders
    measure.responsible_unit = None
    assert who_may(permissions.may_report_outcome, measure) == holders - {"other_liaison"}


@pytest.fixture
def everything(troupe, bureau, office, union, foreign_office):
    """One plan in every unit."""
    return [make_plan(unit) for unit in (office, bureau, troupe, union, foreign_office)]


READ = {
    "liaison": {"troupe"},
    "bureau_liaison": {"bureau", "troupe"},
    "reviewer": {"bureau", "troupe"},
    "leader": {"bureau", "troupe"},
    "office_reviewer": {"office", "bureau", "troupe", "union"},
    "other_liaison": {"union"},
    "stranger": {"foreign_office"},
}
WRITTEN = READ | {
    "reviewer": {"bureau"}, "office_reviewer": {"office"}, "stranger": {"foreign_office"},
    "leader": set(),
}  # fmt: skip


@each("who", CAST)
def test_the_filters_say_the_same_as_the_rules(request, everything, who):
    user = request.getfixturevalue(who)

    def units_in(rows: Q, plans: bool = True) -> set:
        found = type(everything[0]).objects.filter(rows) if plans else Unit.objects.filter(rows)
        return {record.unit if plans else record for record in found}

    def named(table: dict) -> set:
        return {request.getfixturevalue(unit) for unit in table.get(who, set())}

    assert units_in(permissions.rows_in_scope(user)) == named(READ)
    assert units_in(permissions.rows_to_write(user)) == named(WRITTEN)
    assert units_in(permissions.rows_to_write(user, ""), plans=False) == named(WRITTEN)
    for unit in Unit.objects.all():
        assert permissions.may_write_for(user, unit) == (unit in named(WRITTEN))


@pytest.mark.parametrize("who", ["admin", "security", "auditor"])
def test_even_with_a_unit_an_officer_would_see_no_record(request, everything, bureau, who):
    user = request.getfixturevalue(who)
    user.unit = bureau  # the database does not let it be saved
    plans = type(everything[0]).objects
    assert not plans.filter(permissions.rows_in_scope(user)).exists()
    assert not plans.filter(permissions.rows_to_write(user)).exists()


class ForReviewers(permissions.RoleRequired, View):
    """A page for one role."""

    allowed = staticmethod(permissions.is_reviewer)

    def get(self, request):
        return HttpResponse()


def test_a_page_for_a_role_asks_a_visitor_to_sign_in_whatever_the_middleware_does(rf):
    request = rf.get("/somewhere/")
    request.user = AnonymousUser()
    assert ForReviewers.as_view()(request).headers["Location"] == "/login/?next=/somewhere/"
