"""Requests that change something, watched: each change has its line in its own transaction."""

import pytest

from tests.factories import PASSWORD
from tests.test_access import ROUTES
from tests.told import QUIET_ROUTES, Seen, told  # noqa: F401 - a fixture for every test here
from units.models import AuditEvent, Role


def last_action() -> str:
    return AuditEvent.objects.first().action


def test_signing_in_and_out_is_told(client, liaison):
    client.post("/login/", {"username": "liaison", "password": PASSWORD})
    assert last_action() == "登录"
    client.post("/logout/")
    assert last_action() == "退出登录"


def test_a_new_password_is_told(client_of, liaison):
    new = "a-wholly-different-pass"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client_of(liaison).post("/password/", typed).status_code == 302
    assert last_action() == "修改密码"


def test_rights_are_told(client_of, security, liaison, bureau):
    typed = {"role": Role.LEADER, "unit": bureau.name}
    assert client_of(security).post(f"/accounts/{liaison.pk}/grant/", typed).status_code == 302
    assert last_action() == "授权"


def run(seen: Seen, *statements: str) -> list[str]:
    for statement in statements:
        seen(lambda *asked: None, statement, (), False, {})
    return seen.untold()


SAVED = 'UPDATE "units_unit" SET name = 1'
LINE = 'INSERT INTO "units_auditevent" VALUES (1)'


@pytest.mark.parametrize(
    ("statements", "untold"),
    [
        ([SAVED], ["units_unit"]),
        ([SAVED, LINE], ["units_unit"]),
        (['SAVEPOINT "a"', SAVED, 'RELEASE SAVEPOINT "a"', LINE], ["units_unit"]),
        (['SAVEPOINT "a"', SAVED, LINE, 'RELEASE SAVEPOINT "a"'], []),
        (['SAVEPOINT "a"', 'SAVEPOINT "b"', SAVED, 'RELEASE SAVEPOINT "b"', LINE], []),
        (['SAVEPOINT "a"', SAVED, 'ROLLBACK TO SAVEPOINT "a"'], []),
        (
            ['SAVEPOINT "a"', SAVED, 'SAVEPOINT "b"', LINE, 'ROLLBACK TO SAVEPOINT "b"'],
            ["units_unit"],
        ),
        (['DELETE FROM "django_session" WHERE 1'], []),
        (["SELECT 1"], []),
    ],
)
def test_what_counts_as_told(statements, untold):
    assert run(Seen(), *statements) == untold


def test_every_exception_is_a_route_that_exists():
    assert set(QUIET_ROUTES) <= set(ROUTES)
