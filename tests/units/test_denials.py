"""Who was refused what stands in the audit trail, once a minute."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_activity
from units.models import AuditEvent

KINDS = ("拒绝访问", "访问不存在或无权的对象")


def denials() -> list[tuple]:
    lines = AuditEvent.objects.filter(action__in=KINDS).order_by("pk")
    return [(line.actor_name, line.action, line.target) for line in lines]


def test_a_page_of_another_role_is_written_down(client_of, liaison):
    client_of(liaison).get("/audit/", REMOTE_ADDR="10.0.0.7")
    assert denials() == [("liaison", "拒绝访问", "GET /audit/")]
    assert AuditEvent.objects.first().address == "10.0.0.7"


def test_a_strangers_record_is_written_down(client_of, stranger, troupe):
    activity = make_activity(troupe)
    client_of(stranger).get(f"/activities/{activity.pk}/")
    assert denials() == [("stranger", "访问不存在或无权的对象", f"GET /activities/{activity.pk}/")]


def test_a_refused_step_is_written_down(client_of, leader, troupe):
    activity = make_activity(troupe)
    answer = client_of(leader).post(f"/activities/{activity.pk}/confirm/")
    assert answer.status_code in (403, 404)
    assert [target for *_, target in denials()] == [f"POST /activities/{activity.pk}/confirm/"]


def test_a_forged_form_is_written_down(liaison):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(liaison)
    assert browser.post("/activities/add/").status_code == 403
    assert denials() == [("liaison", "拒绝访问", "POST /activities/add/")]


@pytest.fixture
def later(monkeypatch):
    def set_forward(seconds):
        moment = timezone.now() + timedelta(seconds=seconds)
        monkeypatch.setattr("units.denials.timezone.now", lambda: moment)

    return set_forward


def test_trying_again_fills_no_trail(client_of, liaison, leader, later):
    browser = client_of(liaison)
    for _ in range(3):
        browser.get("/audit/")
    assert len(denials()) == 1
    browser.get("/accounts/")
    client_of(leader).get("/audit/")
    assert len(denials()) == 3
    later(61)
    browser.get("/audit/")
    assert len(denials()) == 4


def test_an_address_that_nothing_knows_is_a_slip(client_of, client, liaison):
    client_of(liaison).get("/nowhere/")
    client.get("/audit/")
    assert denials() == []
