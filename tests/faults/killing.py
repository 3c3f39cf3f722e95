"""The server killed while four people write: `python -m tests.faults.killing --kills 100`."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .campaign import arguments, say, set_up, throw_away
from .serving import Server

SHORTEST, LONGEST = 0.3, 4.0
"""Seconds of work before the kill."""


def campaign(server: Server, desks: list[dict], kills: int, tell: Callable = say) -> list[str]:
    """Kill it so often, each time in the midst of work; everything that was found wrong."""
    from . import checking
    from .office import people_at

    people, chance, found = people_at(server.port, desks), random.Random(11), []  # noqa: S311
    for number in range(1, kills + 1):
        server.start()
        found += [f"after kill {number - 1}: {what}" for what in checking.problems(people.people)]
        people.work()
        people.until_more(1)  # everybody may have to sign in first
        time.sleep(chance.uniform(SHORTEST, LONGEST))
        server.kill()
        people.pause()
        tell(f"kill {number}: {dict(people.done)}, refused {dict(people.refused)}, wrong {found}")
    server.start()
    found += [f"after the last kill: {what}" for what in checking.problems(people.people)]
    people.go_home()
    server.kill()
    return found


def main() -> None:
    """Run it, print the figures."""
    asked = arguments(__doc__, kills=100)
    var = set_up(asked.var)
    from django.db import connection

    from . import checking
    from .office import open_office

    started = time.monotonic()
    desks = open_office()
    found = campaign(Server(Path(var)), desks, asked.kills)
    from activities.models import Activity, Evidence
    from units.models import AuditEvent

    say(
        f"{asked.kills} kills in {time.monotonic() - started:.0f} s;"
        f" {Activity.objects.count()} activities, {Evidence.objects.count()} files,"
        f" {checking.files_without_rows()} files without a row,"
        f" {AuditEvent.objects.count()} lines of the audit trail; wrong: {found or 'nothing'}"
    )
    connection.close()
    if asked.var is None and not found:
        throw_away(var)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
