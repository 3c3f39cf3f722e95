"""The audit trail says where somebody signed in from, also behind a proxy."""

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, make_activity
from units.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("behind_proxy", "headers", "address"),
    [
        (False, {"REMOTE_ADDR": "10.1.2.3"}, "10.1.2.3"),
        (False, {"REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, "10.1.2.3"),
        (True, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.1.2.3"}, "10.1.2.3"),
        (True, {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 10.1.2.3"}, "10.1.2.3"),
        (True, {}, None),
    ],
)
def test_the_address_is_the_one_nobody_can_make_up(
    client, settings, liaison, behind_proxy, headers, address
):
    settings.BEHIND_PROXY = behind_proxy
    given = {"username": liaison.username, "password": PASSWORD}
    client.post(reverse("units:login"), given, **headers)
    assert AuditEvent.objects.get(action="登录").address == address


def test_every_line_says_where_it_was_done_from(client_of, bureau_liaison, bureau):
    activity = make_activity(bureau)
    client_of(bureau_liaison).post(f"{activity.get_absolute_url()}submit/", REMOTE_ADDR="10.1.2.3")
    assert AuditEvent.objects.get(action="提交").address == "10.1.2.3"
