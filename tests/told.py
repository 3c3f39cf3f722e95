"""Every change that a request makes stands in the audit trail, in the transaction of the change.

`watched` looks at each request of a test as the database sees it: a row of business written in a
transaction without a line of the trail is a fault, wherever in the suite it happens. What was
rolled back was not done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

TRAIL = "units_auditevent"
WRITE = re.compile(r'\s*(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)
MARK = re.compile(
    r'\s*(SAVEPOINT|ROLLBACK TO SAVEPOINT|RELEASE SAVEPOINT) "?(\w+)"?', re.IGNORECASE
)
QUIET_TABLES = {
    "django_session": "who is signed in; signing in and out are lines of their own",
    "django_tasks_db_dbtaskresult": "what waits for the worker; who asked for it is a line",
    "units_notice": "a message that follows from a change; the change is the line",
    "units_savedfilter": "an account's own searches",
    "reports_rendition": "a file made to be looked at; taking it along is a line",
}
"""Tables that tell nothing of business, and why."""
QUIET_ROUTES = {
    "activities:draft-keep": "autosave of what is not yet handed over to anybody",
    "activities:draft-evidence-add": "a photo of such a draft; saving the activity is a line",
    "activities:filter-save": "an account's own searches",
    "activities:filter-rename": "an account's own searches",
    "activities:filter-delete": "an account's own searches",
    "activities:import-tick": "what is chosen in a preview; taking it over is a line",
    "activities:import-row": "what is corrected in a preview; taking it over is a line",
    "activities:import-restart": "a preview is made once more; its upload was a line",
    "units:login": "a hash of former cost is renewed while the password is checked",
    "units:login-again": "a hash of former cost is renewed while the password is checked",
    "units:unit-import": "an upload is shown as a preview; taking it over is a line",
    "units:account-import": "an upload is shown as a preview; taking it over is a line",
    "assessments:standard-import": "an upload is shown as a preview; taking it over is a line",
    "reports:summary-autosave": "one line while somebody types, not one for each pause",
    "units:notices-read": "an account's own notices",
    "units:notice": "an account's own notices",
    "units:year": "which year an account looks at",
}
"""Routes that may write without a line, and why."""


@dataclass
class Seen:
    """The writes of a request that were not taken back: table and outermost transaction."""

    writes: list[tuple[str, str]] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)
    alone: int = 0

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if mark := MARK.match(sql):
            self._mark(mark[1].upper(), mark[2])
        elif write := WRITE.match(sql):
            self._write(write[2])
        return answer

    def _mark(self, verb: str, name: str) -> None:
        if verb == "SAVEPOINT":
            self.marks.append((name, len(self.writes)))
            return
        known = [place for place, (other, _) in enumerate(self.marks) if other == name]
        if not known:
            return
        place = known[-1]
        if verb.startswith("ROLLBACK"):
            del self.writes[self.marks[place][1] :]
            del self.marks[place + 1 :]
        else:
            del self.marks[place:]

    def _write(self, table: str) -> None:
        self.alone += 1
        within = self.marks[0][0] if self.marks else f"alone {self.alone}"
        self.writes.append((table, within))

    def untold(self) -> list[str]:
        """The tables of business that were written without a line in the same transaction."""
        told = {within for table, within in self.writes if table == TRAIL}
        return sorted(
            {
                table
                for table, within in self.writes
                if within not in told and table != TRAIL and table not in QUIET_TABLES
            }
        )


def route_of(path: str) -> str:
    """The name of the route, "" if there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@contextmanager
def watched() -> Iterator[None]:
    """Every request of Django's test client is looked at while this lasts."""
    send = Client.request

    def request(client, **environ):
        if not connection.in_atomic_block:  # of a test that commits nothing is known here
            return send(client, **environ)
        seen = Seen()
        with connection.execute_wrapper(seen):
            answer = send(client, **environ)
        route = route_of(environ.get("PATH_INFO", "/"))
        if route and route not in QUIET_ROUTES and (untold := seen.untold()):
            told = f"{environ.get('REQUEST_METHOD')} {route} wrote {untold} without a line about it"
            raise AssertionError(told)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", request)
        yield


@pytest.fixture(autouse=True)
def told() -> Iterator[None]:
    """For the modules and folders that import it: whatever a request changes, the trail tells."""
    with watched():
        yield
