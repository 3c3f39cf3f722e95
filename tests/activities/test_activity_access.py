"""Who may open, change, submit and delete an activity."""

import pytest

from tests.cases import each
from tests.factories import make_activity, submitted

from .test_log_activity import NEW, typed

READERS = {
    "liaison": 200, "bureau_liaison": 200, "reviewer": 200, "office_reviewer": 200, "leader": 200,
    "other_liaison": 404, "stranger": 404, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip
WRITERS = READERS | {"reviewer": 403, "office_reviewer": 403, "leader": 403}
RECORDERS = dict.fromkeys(READERS, 200) | {
    "leader": 403, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip


@each(("who", "status"), READERS.items())
def test_who_reads_an_activity(status_of, troupe, who, status):
    assert status_of(who, make_activity(troupe).get_absolute_url()) == status


@each(("who", "status"), WRITERS.items())
def test_who_edits_a_draft(status_of, troupe, who, status):
    assert status_of(who, f"{make_activity(troupe).get_absolute_url()}edit/") == status


@each(("who", "status"), WRITERS.items())
def test_who_deletes_a_draft(status_of, troupe, who, status):
    url = f"{make_activity(troupe).get_absolute_url()}delete/"
    assert status_of(who, url, {}) == (302 if status == 200 else status)


@each(("who", "status"), RECORDERS.items())
def test_who_gets_the_form(status_of, troupe, who, status):
    assert status_of(who, NEW) == status


@pytest.mark.parametrize("who", ["leader", "admin", "auditor"])
def test_who_only_reads_cannot_record(status_of, troupe, who):
    assert status_of(who, NEW, typed(troupe)) == 403


@each(
    ("who", "status"),
    [("reviewer", 302), ("liaison", 403), ("office_reviewer", 403), ("leader", 403),
     ("other_liaison", 404), ("stranger", 404)],
)  # fmt: skip
def test_who_confirms(status_of, troupe, liaison, who, status):
    activity = submitted(make_activity(troupe), liaison)
    assert status_of(who, f"{activity.get_absolute_url()}confirm/", {}) == status


@pytest.mark.parametrize(("action", "posted"), [("edit", None), ("delete", {})])
def test_a_submitted_activity_is_out_of_the_liaisons_hands(
    status_of, troupe, liaison, action, posted
):
    activity = submitted(make_activity(troupe), liaison)
    assert status_of("liaison", f"{activity.get_absolute_url()}{action}/", posted) == 403


def test_a_visitor_is_asked_to_sign_in(client, troupe):
    for url in ("/activities/", NEW, make_activity(troupe).get_absolute_url()):
        assert client.get(url).headers["Location"].startswith("/login/")


def test_a_leader_sees_no_button_that_changes_anything(client_of, leader, troupe):
    text = client_of(leader).get(make_activity(troupe).get_absolute_url()).content.decode()
    for word in ("修改</a>", "删除</button>", ">提交<", "上传</button>"):
        assert word not in text
