"""Who may open, write, hand in, answer and issue a summary, and who takes figures along."""

import pytest

from reports.models import IssuedDocument, Summary
from reports.writing import issue
from tests.cases import each
from tests.factories import confirmed, submitted

from .records import done, make_summary
from .test_summary_pages import NEW, REPORTS, filled, step

READERS = {
    "liaison": 200, "bureau_liaison": 200, "reviewer": 200, "office_reviewer": 200, "leader": 200,
    "other_liaison": 404, "stranger": 404, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip
WRITERS = READERS | {"reviewer": 403, "office_reviewer": 403, "leader": 403}
REVIEWERS = WRITERS | {"liaison": 403, "bureau_liaison": 403, "reviewer": 200}
ISSUERS = WRITERS | {"reviewer": 200}
LOOKERS = dict.fromkeys(READERS, 200) | {"admin": 403, "security": 403, "auditor": 403}
AUTHORS = LOOKERS | {"leader": 403}
QUEUES = dict.fromkeys(READERS, 403) | {"reviewer": 200, "office_reviewer": 200, "stranger": 200}


def table(*rows) -> list:
    """One case for each route and each of the cast: address, method, who, answer."""
    return [
        pytest.param(action, method, who, status, id=f"{who} {action}")
        for action, method, cast in rows
        for who, status in cast.items()
    ]


@pytest.fixture
def summary(troupe, liaison):
    """The troupe's draft."""
    done(troupe)
    return make_summary(troupe, liaison)


@pytest.fixture
def ask(client_of, request):
    """The answer one of the cast gets; a redirect after a post counts as 200."""

    def answered(who: str, method: str, url: str, data: dict | None = None) -> int:
        browser = client_of(request.getfixturevalue(who))
        status = getattr(browser, method)(url, data).status_code
        return 200 if (method, status) == ("post", 302) else status

    return answered


@each(
    ("action", "method", "who", "status"),
    table(
        ("", "get", READERS),
        ("pdf", "get", READERS),
        ("docx", "get", READERS),
        ("edit", "get", WRITERS),
        ("regenerate", "post", WRITERS),
        ("submit", "post", WRITERS),
    ),
)
def test_who_does_what_with_a_draft(ask, summary, action, method, who, status):
    url = step(summary, action) if action else summary.get_absolute_url()
    assert ask(who, method, url) == status


def test_who_opens_the_parts_of_the_editor(ask, summary):
    parts = {"photos": WRITERS, "preview": WRITERS} | {
        f"sections/{summary.sections.first().pk}/sources": READERS
    }
    for part, cast in parts.items():
        for who, status in cast.items():
            assert ask(who, "get", step(summary, part)) == status, (part, who)


@each(
    ("action", "method", "who", "status"),
    table(
        ("edit", "get", dict.fromkeys(["liaison", "bureau_liaison", "reviewer"], 403)),
        ("regenerate", "post", dict.fromkeys(["liaison", "bureau_liaison", "reviewer"], 403)),
        ("issue", "post", dict.fromkeys(["liaison", "reviewer", "leader"], 403)),
        ("withdraw", "post", WRITERS),
        ("return", "post", REVIEWERS),
        ("confirm", "post", REVIEWERS),
    ),
)
def test_who_does_what_with_a_submitted_summary(ask, summary, liaison, action, method, who, status):
    submitted(summary, liaison)
    assert ask(who, method, step(summary, action), {"comment": "请补充"}) == status
    summary.refresh_from_db()
    assert (summary.status != "submitted") == (status == 200)


@each(
    ("action", "method", "who", "status"),
    table(("issue", "post", ISSUERS), ("reopen", "post", REVIEWERS)),
)
def test_who_does_what_with_a_confirmed_summary(
    ask, summary, liaison, reviewer, action, method, who, status
):
    confirmed(summary, liaison, reviewer)
    assert ask(who, method, step(summary, action), {"comment": "数据有误"}) == status
    assert IssuedDocument.objects.count() == (action == "issue" and status == 200)


@each(("who", "status"), READERS.items())
def test_who_takes_an_issued_document(ask, summary, liaison, reviewer, who, status):
    document = issue(confirmed(summary, liaison, reviewer), by=liaison)
    for address in (f"/reports/issued/{document.pk}/", f"/reports/issued/{document.pk}/file/"):
        assert ask(who, "get", address) == status


@each(
    ("url", "method", "who", "status"),
    table(
        (REPORTS, "get", LOOKERS),
        ("/reports/figures.xlsx", "get", LOOKERS),
        (NEW, "post", AUTHORS),
        ("/review/", "get", QUEUES),
    ),
)
def test_who_opens_reports_and_generates(ask, url, method, who, status):
    assert ask(who, method, url) == status


@each("who", ["leader", "admin", "security", "auditor"])
def test_who_only_looks_generates_nothing(ask, who):
    ask(who, "post", NEW)
    assert not Summary.objects.exists()


def test_a_summary_is_written_for_the_own_unit_only(ask, bureau, troupe):
    ask("bureau_liaison", "post", NEW)
    assert Summary.objects.get().unit == bureau


@each("who", ["reviewer", "office_reviewer", "leader", "other_liaison", "stranger"])
def test_nobody_else_writes_into_a_draft(client_of, liaison, summary, request, who):
    sent = filled(client_of(liaison), summary, title="别人写的")
    client_of(request.getfixturevalue(who)).post(step(summary, "edit"), sent)
    summary.refresh_from_db()
    assert summary.title != "别人写的"


def test_a_visitor_is_asked_to_sign_in(client, summary, liaison, reviewer):
    document = issue(confirmed(summary, liaison, reviewer), by=liaison)
    for url in (
        "/", "/review/", REPORTS, "/reports/figures.xlsx", summary.get_absolute_url(),
        step(summary, "edit"), step(summary, "pdf"), step(summary, "docx"), f"/reports/issued/{document.pk}/",
    ):  # fmt: skip
        assert client.get(url).headers["Location"].startswith("/login/"), url
    for url in (NEW, *(step(summary, s) for s in ("regenerate", "issue", "submit", "reopen"))):
        assert client.post(url).headers["Location"].startswith("/login/"), url
    summary.refresh_from_db()
    assert summary.status == "confirmed"


def test_a_leader_sees_no_button_that_changes_anything(client_of, leader, summary):
    text = client_of(leader).get(summary.get_absolute_url()).content.decode()
    assert "导出 PDF" in text
    assert "导出 Word" in text
    for word in ("修改</a>", "重新生成", "出具正式文件", ">提交<"):
        assert word not in text


def test_the_refusal_is_a_chinese_page(client_of, leader, summary):
    answer = client_of(leader).post(step(summary, "issue"))
    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()
