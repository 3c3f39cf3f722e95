"""Who may open which page of assessments, and who may take which step."""

import pytest
from django.db import transaction

from assessments import urls
from assessments.models import Assessment, Objection
from assessments.sheets.importing import keep
from shuangyong.review import Status, Step
from tests.activities.files import PDF, named, picture, received
from tests.cases import each
from tests.factories import make_unit, make_user
from units.models import Role

from .browser import ChecklistPage
from .records import ANSWERED, answer, decided, handed_in, make_checklist

CAST = (
    "liaison", "bureau_liaison", "reviewer", "office_reviewer", "leader", "sibling",
    "other_liaison", "stranger", "admin", "security", "auditor", "anonymous",
)  # fmt: skip
NO_BUSINESS = {"admin": 403, "security": 403, "auditor": 403, "anonymous": 302}
IN_SCOPE = dict.fromkeys(CAST, 200) | NO_BUSINESS | {
    "sibling": 404, "other_liaison": 404, "stranger": 404,
}  # fmt: skip
ANYONE = dict.fromkeys(CAST, 200) | NO_BUSINESS
REFUSED = {who: 403 if status == 200 else status for who, status in IN_SCOPE.items()}
REVIEWERS = dict.fromkeys(CAST, 403) | {
    "reviewer": 200, "office_reviewer": 200, "stranger": 200, "anonymous": 302,
}  # fmt: skip
BY_UNIT = REFUSED | {"liaison": 302, "bureau_liaison": 302}
BY_OFFICE = REFUSED | {"reviewer": 302}
OFFICE_READS = REFUSED | {"reviewer": 200}

# route -> method, who gets which answer; the checklist is the troupe's, a draft, the bureau's round
ROUTES = {
    "rounds": ("get", ANYONE),
    "round-create": ("get", REVIEWERS),
    "round": ("get", IN_SCOPE),
    "round-open": ("post", BY_OFFICE),
    "round-edit": ("get", OFFICE_READS),
    "round-delete": ("post", BY_OFFICE),
    "round-remind": ("post", BY_OFFICE),
    "round-adopt": ("post", REFUSED | {"reviewer": 404}),  # no newer version is named
    "round-units": ("get", OFFICE_READS),
    "assessment-extend": ("get", OFFICE_READS),
    "assessment-leave": ("get", OFFICE_READS),
    "assessment-rejoin": ("post", BY_OFFICE),
    "round-publish": ("post", BY_OFFICE),
    "review": ("get", OFFICE_READS),
    "review-next": ("get", BY_OFFICE),
    "review-confirm": ("post", BY_OFFICE),
    "review-item": ("get", OFFICE_READS),
    "review-begin": ("post", BY_OFFICE),
    "return-items": ("post", BY_OFFICE),
    "review-response": ("post", OFFICE_READS),
    "round-results": ("get", IN_SCOPE),
    "objections": ("get", IN_SCOPE),
    "round-sheet": ("get", IN_SCOPE),
    "score-sheet": ("get", IN_SCOPE),
    "evidence-sheet": ("get", IN_SCOPE),
    "objection": ("get", IN_SCOPE),
    "objection-file": ("get", REFUSED),  # nothing is published of a draft
    "standards": ("get", ANYONE),
    "standard": ("get", IN_SCOPE),
    "standard-export": ("get", IN_SCOPE),
    "standard-import": ("get", REVIEWERS),
    "standard-import-preview": ("get", REVIEWERS | {"office_reviewer": 404, "stranger": 404}),
    "assessment": ("get", IN_SCOPE),
    "section": ("get", IN_SCOPE),
    "assessment-step": ("post", BY_UNIT),
    "response-file": ("get", IN_SCOPE),
    "response-file-delete": ("post", BY_UNIT),
    "response-file-thumbnail": ("get", IN_SCOPE),
    "response-file-add": ("post", BY_UNIT),
    "response-file-edit": ("post", dict.fromkeys(CAST, 404) | NO_BUSINESS),  # nothing is named
    "response-activities": ("get", REFUSED | {"liaison": 200, "bureau_liaison": 200}),
}  # fmt: skip


@pytest.fixture
def sibling(bureau):
    """联络员 of another unit below the bureau; it has no checklist in the round."""
    return make_user("sibling", Role.LIAISON, make_unit("滨江市图书馆", under=bureau))


@pytest.fixture
def browser_of(client, client_of, request):
    """The browser of a member of the cast; a visitor's is signed in nowhere."""

    def open_browser(who: str):
        return client if who == "anonymous" else client_of(request.getfixturevalue(who))

    return open_browser


@pytest.fixture
def addresses(assessment, response, liaison, reviewer):
    """Where each route leads for the troupe's checklist."""
    file = response(1).files.create(
        file=named("文件.pdf", PDF), thumbnail=named("小.jpg", picture()), name="文件.pdf",
        content_type="application/pdf", size=len(PDF),
    )  # fmt: skip
    page, round_ = assessment.get_absolute_url(), assessment.round.get_absolute_url()
    objection = Objection.objects.create(
        response=response(2), reason="材料已补", filed_by=liaison, score_before=15
    )
    return {
        "rounds": "/assessments/",
        "round-create": "/assessments/rounds/add/",
        "round": round_,
        "round-open": f"{round_}open/",
        "round-edit": f"{round_}edit/",
        "round-delete": f"{round_}delete/",
        "round-remind": f"{round_}remind/",
        "round-adopt": f"{round_}adopt/",
        "round-units": f"{round_}units/",
        "assessment-extend": f"{page}extend/",
        "assessment-leave": f"{page}leave/",
        "assessment-rejoin": f"{page}rejoin/",
        "round-publish": f"{round_}publish/",
        "review": f"{round_}review/",
        "review-next": f"{round_}review/next/",
        "review-confirm": f"{round_}review/confirm/",
        "review-item": f"{round_}items/{response(1).criterion_id}/",
        "review-begin": f"{page}review/begin/",
        "return-items": f"{page}review/return/",
        "review-response": f"/assessments/responses/{response(1).pk}/review/",
        "round-results": f"{round_}results/",
        "objections": f"{round_}objections/",
        "round-sheet": f"{round_}scores.xlsx",
        "score-sheet": f"{page}scores.xlsx",
        "evidence-sheet": f"{page}evidence.xlsx",
        "objection": objection.get_absolute_url(),
        "objection-file": f"/assessments/items/{response(3).pk}/objection/",
        "standards": "/assessments/standards/",
        "standard": assessment.round.standard.get_absolute_url(),
        "standard-export": f"{assessment.round.standard.get_absolute_url()}xlsx/",
        "standard-import": "/assessments/standards/import/",
        "standard-import-preview": f"/assessments/standards/import/{uploaded(reviewer)}/",
        "assessment": page,
        "section": assessment.section_url(response(1).criterion.section_id),
        "assessment-step": f"{page}submit/",
        "response-file": file.get_absolute_url(),
        "response-file-delete": f"{file.get_absolute_url()}delete/",
        "response-file-thumbnail": f"{file.get_absolute_url()}thumbnail/",
        "response-file-add": f"/assessments/responses/{response(1).pk}/files/",
        "response-file-edit": "/assessments/files/edit/",
        "response-activities": f"/assessments/responses/{response(1).pk}/activities/",
    }


def uploaded(reviewer) -> int:
    """The key of a standard that the reviewer has uploaded and not taken over."""
    return keep("细则.csv", "考核内容,分值\n建立台账,5\n".encode(), by=reviewer).pk


def asked(browser, method: str, url: str) -> int:
    """The status of the answer, read to its end as a browser does."""
    return received(getattr(browser, method)(url)).status_code


def test_every_route_states_who_may_open_it():
    assert {pattern.name for pattern in urls.assessment_patterns} == set(ROUTES)


@each("who", CAST)
def test_who_opens_what(browser_of, addresses, who):
    browser, found = browser_of(who), {}
    for route, (method, _) in ROUTES.items():
        with transaction.atomic():
            found[route] = asked(browser, method, addresses[route])
            transaction.set_rollback(True)  # the next one finds everything as it was
    assert found == {route: expected[who] for route, (_, expected) in ROUTES.items()}


def test_a_visitor_is_asked_to_sign_in(client, addresses):
    for route, (method, _) in ROUTES.items():
        answer = getattr(client, method)(addresses[route])
        assert answer.headers["Location"].startswith("/login/"), route


@pytest.mark.parametrize(
    "route",
    [
        "round-open",
        "assessment-step",
        "response-file-delete",
        "review-confirm",
        "review-begin",
        "return-items",
        "review-response",
    ],
)
def test_what_changes_something_is_no_link(client_of, reviewer, addresses, route):
    assert client_of(reviewer).get(addresses[route]).status_code == 405


STEPS = {  # step -> where the checklist stands before it, and who may take it
    Step.SUBMIT: (Status.DRAFT, BY_UNIT),
    Step.WITHDRAW: (Status.SUBMITTED, BY_UNIT),
    Step.SEND_BACK: (Status.SUBMITTED, BY_OFFICE),
    Step.CONFIRM: (Status.SUBMITTED, BY_OFFICE),
    Step.REOPEN: (Status.CONFIRMED, BY_OFFICE),
}


def bring(assessment, status, liaison, reviewer):
    """The checklist filled in on both sides, at this point of the way."""
    if status == Status.CONFIRMED:
        decided(assessment, liaison, reviewer)
    elif status == Status.SUBMITTED:
        handed_in(assessment, liaison)
    answer(answer(assessment), side="reviewed_score")


@each("who", CAST)
@each("step", STEPS)
def test_who_takes_which_step(browser_of, assessment, liaison, reviewer, step, who):
    before, expected = STEPS[step]
    bring(assessment, before, liaison, reviewer)
    url = f"{assessment.get_absolute_url()}{step}/"
    assert browser_of(who).post(url, {"comment": "理由"}).status_code == expected[who]
    assessment.refresh_from_db()
    may = who != "anonymous" and expected[who] == 302
    assert assessment.status == (step.rule.after if may else before)


WRITERS = {  # where the checklist stands -> who may fill it in
    Status.DRAFT: BY_UNIT,
    Status.SUBMITTED: BY_OFFICE,
    Status.CONFIRMED: REFUSED,
}


@each("who", CAST)
@each("status", WRITERS)
def test_who_fills_in_the_checklist(
    browser_of, assessment, liaison, reviewer, response, status, who
):
    bring(assessment, status, liaison, reviewer)
    prefix = f"r{response(1).pk}"
    sent = {f"{prefix}-self_score": "1.5", f"{prefix}-reviewed_score": "2.5"}
    page = assessment.section_url(response(1).criterion.section_id)
    answered = browser_of(who).post(page, sent)
    assert answered.status_code == WRITERS[status][who]
    may = who != "anonymous" and WRITERS[status][who] == 302
    scores = [response(1).self_score, response(1).reviewed_score]
    if not may:
        assert scores == [18, 18]
    else:
        assert scores == ([1.5, 18] if status == Status.DRAFT else [18, 2.5])


@pytest.mark.parametrize("who", ["leader", "office_reviewer"])
def test_who_only_reads_sees_no_button_that_changes_anything(
    browser_of, assessment, addresses, who
):
    for url in (addresses["assessment"], addresses["section"], addresses["round"]):
        text = browser_of(who).get(url).content.decode()
        for word in ("保存</button>", "保存并提交", "公布结果", "补建考核表", ">提交<", "删除<"):
            assert word not in text


def test_a_reviewer_fills_in_the_own_units_checklist_but_does_not_judge_it(
    bureau, office, reviewer, client_of
):
    own = make_checklist(bureau, by=office)
    page = ChecklistPage(client_of(reviewer), own).fill_all(ANSWERED).submit()
    assert own.status == Status.SUBMITTED
    assert page.value(1, "reviewed_score") is None
    assert client_of(reviewer).post(f"{own.get_absolute_url()}confirm/").status_code == 403


def test_the_queue_of_a_reviewer_holds_the_rounds_of_the_own_unit(
    assessment, liaison, reviewer, office_reviewer, stranger
):
    handed_in(assessment, liaison)
    queues = [
        [*Assessment.objects.reviewed_by(user).awaiting_review()]
        for user in (reviewer, office_reviewer, stranger)
    ]
    assert queues == [[assessment], [], []]


def test_a_member_in_another_tree_is_reviewed_by_who_opened_the_round(
    bureau, foreign_office, reviewer, stranger, client_of
):
    guest = make_unit("远山市文化馆", under=foreign_office)
    bureau.leading_groups.get().members.add(guest)
    theirs = make_checklist(guest, by=bureau)
    ChecklistPage(client_of(make_user("guest", Role.LIAISON, guest)), theirs).fill_all(
        ANSWERED
    ).submit()
    assert ChecklistPage(client_of(stranger), theirs).value(1, "reviewed_score") is None
    page = ChecklistPage(client_of(reviewer), theirs)
    page.fill_all(ANSWERED, "reviewed_score").submit()
    assert theirs.status == Status.CONFIRMED
