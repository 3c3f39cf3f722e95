"""The database itself refuses to change or remove a line of the audit trail."""

# ruff: noqa: S608 - the table is named here, nothing comes from outside

from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from tests.cases import each
from units import audit, audit_guard
from units.models import AuditEvent

TABLE = "units_auditevent"


@pytest.fixture
def trail(liaison):
    audit.record(liaison, "登录")
    audit.record(liaison, "导出台账")
    return list(AuditEvent.objects.order_by("pk"))


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


INTRUSIONS = [
    f"UPDATE {TABLE} SET action = '退回'",
    f"UPDATE {TABLE} SET hash = hash",
    f"UPDATE {TABLE} SET id = id + 100",
    f"DELETE FROM {TABLE}",
    f"DELETE FROM {TABLE} WHERE id = (SELECT max(id) FROM {TABLE})",
]


@each("statement", INTRUSIONS)
def test_no_statement_changes_or_removes_a_line(trail, statement):
    with pytest.raises(IntegrityError, match="read-only"):
        run(statement)
    assert [line.hash for line in AuditEvent.objects.order_by("pk")] == [e.hash for e in trail]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_table_is_not_truncated(trail):
    run("SET CONSTRAINTS ALL IMMEDIATE")  # as after a commit
    with pytest.raises(IntegrityError, match="read-only"):
        run(f"TRUNCATE {TABLE}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement of SQLite")
def test_a_line_is_not_replaced(trail):
    same = ", ".join(f.column for f in AuditEvent._meta.concrete_fields if f.column != "action")
    with pytest.raises(IntegrityError, match="read-only"):
        run(f"REPLACE INTO {TABLE} (action, {same}) SELECT '退回', {same} FROM {TABLE}")


@each("way", [lambda rows: rows.update(action="退回"), lambda rows: rows.delete()])
def test_the_program_cannot_do_it_at_once_either(trail, way):
    with pytest.raises(IntegrityError), transaction.atomic():
        way(QuerySet(AuditEvent))
    assert audit.first_broken_line() is None


def test_the_door_closes_behind_whoever_went_through(trail):
    with audit_guard.lifted(connection):
        run(f"DELETE FROM {TABLE} WHERE id = {trail[1].pk}")
    assert audit_guard.is_up(connection)
    with pytest.raises(IntegrityError):
        run(f"DELETE FROM {TABLE}")


def removed_in_vain() -> None:
    with audit_guard.lifted(connection):
        run(f"DELETE FROM {TABLE}")
        raise ZeroDivisionError


def test_the_door_closes_when_something_goes_wrong_behind_it(trail):
    with pytest.raises(ZeroDivisionError):
        removed_in_vain()
    assert audit_guard.is_up(connection)
    assert AuditEvent.objects.count() == 2


def test_a_missing_guard_is_known(db):
    assert audit_guard.is_up(connection)
    with transaction.atomic():
        audit_guard.remove(connection)
        assert not audit_guard.is_up(connection)
        audit_guard.install(connection)
    assert audit_guard.is_up(connection)


def test_nothing_but_the_retention_command_opens_the_door():
    apps = ("units", "activities", "assessments", "reports", "shuangyong")
    sources = (p for app in apps for p in (Path(settings.BASE_DIR) / app).rglob("*.py"))
    users = {p.name for p in sources if "audit_guard" in p.read_text()}
    allowed = {"audit_guard.py", "pruning.py", "verify_audit.py", "0006_audit_trail_read_only.py"}
    assert users == allowed
    assert (
        "lifted"
        not in Path(settings.BASE_DIR, "units/management/commands/verify_audit.py").read_text()
    )
