"""The audit trail is read-only in the database itself: what refuses to change or remove a line.

Triggers refuse every UPDATE and DELETE (on PostgreSQL TRUNCATE as well, on SQLite REPLACE) of a
written line, whoever sends it. `lifted` is the one door, for the retention command and for tests
that play the intruder; nothing that answers a request imports it (a test reads the sources).
Whoever owns the database can remove a trigger: then the hash chain shows what was done, and
`verify_audit` says that the guard is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

TABLE = "units_auditevent"
REFUSAL = "audit trail is read-only"
NAMES = ("units_auditevent_unchanged", "units_auditevent_kept", "units_auditevent_once")
SQLITE = (
    f"CREATE TRIGGER {NAMES[0]} BEFORE UPDATE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER {NAMES[1]} BEFORE DELETE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE removes the former line without asking the trigger above
    f"CREATE TRIGGER {NAMES[2]} BEFORE INSERT ON {TABLE} "  # noqa: S608
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR hash = NEW.hash) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)
SETTING = "shuangyong.audit_guard"
"""On PostgreSQL the door is a setting that ends with the transaction at the latest."""
POSTGRESQL = (
    f"""CREATE FUNCTION units_auditevent_refused() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('{SETTING}', true) = 'lifted' THEN
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"CREATE TRIGGER {NAMES[0]} BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION units_auditevent_refused()",
    f"CREATE TRIGGER {NAMES[1]} BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION units_auditevent_refused()",
)
_OPEN = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {name}" for name in NAMES),
    "postgresql": (f"SELECT set_config('{SETTING}', 'lifted', true)",),
}
_CLOSE = {
    "sqlite": SQLITE,
    "postgresql": (f"SELECT set_config('{SETTING}', '', true)",),
}


def install(connection) -> None:
    """Put the guard up, for the migration."""
    run(connection, SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


def remove(connection) -> None:
    """Take it down, for the migration backwards."""
    if connection.vendor == "sqlite":
        run(connection, _OPEN["sqlite"])
    else:
        run(connection, (f"DROP TRIGGER {name} ON {TABLE}" for name in NAMES[:2]))
        run(connection, ("DROP FUNCTION units_auditevent_refused()",))


@contextmanager
def lifted(connection) -> Iterator[None]:
    """A transaction in which lines can be removed; others meet the guard all the while."""
    with transaction.atomic(using=connection.alias):
        run(connection, _OPEN[connection.vendor])
        yield
        run(connection, _CLOSE[connection.vendor])


def lifted_around(connection, statements: list[str]) -> list[str]:
    """The same for statements that are sent later, in one transaction: a test empties its tables."""
    return [*_OPEN[connection.vendor], *statements, *_CLOSE[connection.vendor]]


def is_up(connection) -> bool:
    """True if every trigger stands; one that the database was told to skip counts as gone."""
    query = {
        "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}'",  # noqa: S608
        "postgresql": f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{TABLE}'::regclass "  # noqa: S608
        "AND tgenabled IN ('O', 'A')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    return found >= set(NAMES if connection.vendor == "sqlite" else NAMES[:2])


def run(connection, statements) -> None:
    """Send them one after the other."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
