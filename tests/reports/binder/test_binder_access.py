"""Who has binders made, takes them along and removes them."""

import pytest

from reports.binder import work
from reports.models import Binder, BinderFormat
from tests.activities.files import received
from tests.assessments.records import decided, make_checklist
from tests.cases import each
from tests.reports.test_report_access import READERS, table

BINDERS = "/reports/binders/"
OF_ROUND = dict.fromkeys(READERS, 404) | {
    "liaison": 403, "bureau_liaison": 200, "reviewer": 200, "leader": 200, "office_reviewer": 403,
    "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip
ROUND_PAGE = OF_ROUND | {"liaison": 200, "office_reviewer": 200}
ROUND_FILES = OF_ROUND | {"liaison": 404, "office_reviewer": 404}
SECRET = READERS | {"liaison": 404, "office_reviewer": 404}
MAKERS = READERS | {"reviewer": 403, "office_reviewer": 403, "leader": 403}


@pytest.fixture
def ask(client_of, request):
    """The answer one of the cast gets; a redirect after a post counts as 200."""

    def answered(who: str, method: str, url: str, data: dict | None = None) -> int:
        browser = client_of(request.getfixturevalue(who))
        answer = received(browser.get(url) if method == "get" else browser.post(url, data))
        return 200 if (method, answer.status_code) == ("post", 302) else answer.status_code

    return answered


@pytest.fixture
def assessment(troupe, bureau):
    """The troupe's checklist, submitted to nobody yet."""
    return make_checklist(troupe, by=bureau)


@each(
    ("kind", "method", "who", "status"),
    table(
        ("assessment", "get", READERS), ("assessment", "post", READERS),
        ("round", "get", ROUND_PAGE), ("round", "post", OF_ROUND),
    ),
)  # fmt: skip
def test_who_has_a_binder_made(ask, assessment, kind, method, who, status):
    subject = assessment if kind == "assessment" else assessment.round
    assert ask(who, method, f"{BINDERS}?{kind}={subject.pk}", {"form": "zip"}) == status
    assert Binder.objects.exists() == (method == "post" and status == 200)


@each(("who", "status"), READERS.items())
def test_who_takes_a_units_own_binder_along(ask, assessment, liaison, who, status):
    binder = work.order(assessment, BinderFormat.ZIP, by=liaison)
    assert ask(who, "get", f"{BINDERS}{binder.pk}/file/") == status


@each(("who", "status"), SECRET.items())
def test_scores_that_are_not_published_stay_with_the_reviewing_unit(
    ask, assessment, reviewer, who, status
):
    binder = work.order(assessment, BinderFormat.ZIP, by=reviewer)
    assert binder.shows_review
    assert ask(who, "get", f"{BINDERS}{binder.pk}/file/") == status


@each(("who", "status"), READERS.items())
def test_published_scores_are_for_all_in_scope(ask, assessment, liaison, reviewer, who, status):
    decided(assessment, liaison, reviewer)
    type(assessment).objects.update(grade="good", total=80)
    binder = work.order(assessment, BinderFormat.ZIP, by=reviewer)
    assert ask(who, "get", f"{BINDERS}{binder.pk}/file/") == status


@each(("who", "status"), ROUND_FILES.items())
def test_the_binder_of_a_round_is_its_offices_own(ask, assessment, reviewer, who, status):
    binder = work.order(assessment.round, BinderFormat.ZIP, by=reviewer)
    assert ask(who, "get", f"{BINDERS}{binder.pk}/file/") == status


@each(("who", "status"), MAKERS.items())
def test_who_removes_a_units_own_binder(ask, assessment, liaison, who, status):
    binder = work.order(assessment, BinderFormat.ZIP, by=liaison)
    assert ask(who, "post", f"{BINDERS}{binder.pk}/delete/") == status
    assert Binder.objects.exists() == (status != 200)


@pytest.mark.parametrize("named", ["assessment=9999", "round=x", "assessment=", "round=²"])
def test_what_does_not_exist_is_not_found(ask, assessment, named):
    assert ask("liaison", "get", f"{BINDERS}?{named}") == 404


def test_a_page_of_many_binders_costs_no_more_queries(assessment, liaison, reviewer, count_queries):
    page = f"{BINDERS}?assessment={assessment.pk}"
    for by in (liaison, reviewer):
        work.order(assessment, BinderFormat.ZIP, by=by)
    few = count_queries(reviewer, page)
    for form in BinderFormat:
        for by in (liaison, reviewer):
            work.order(assessment, form, by=by)
    assert count_queries(reviewer, page) == few


def test_of_another_offices_round_the_own_units_are_offered(client_of, liaison, assessment):
    page = client_of(liaison).get(f"{BINDERS}?round={assessment.round.pk}").content.decode()
    assert f"?assessment={assessment.pk}" in page
    assert "生成 PDF 汇编" not in page


def test_the_index_offers_what_a_binder_can_be_made_of(client_of, liaison, reviewer, assessment):
    own = client_of(liaison).get(BINDERS).content.decode()
    assert f"?assessment={assessment.pk}" in own
    assert "?round=" not in own
    assert f"?round={assessment.round.pk}" in client_of(reviewer).get(BINDERS).content.decode()
