"""The worker killed in the midst of imports: `python -m tests.faults.jobs --kills 20`.

Nobody waits here for the minute after which a page offers to begin anew: the last sign of life
is moved back instead.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path

from .campaign import arguments, say, set_up, throw_away
from .serving import ROOT

ROWS = (12, 28)  # months and days: a visit on each


class Worker:
    """The worker as deploy/ starts it, in a process group of its own."""

    def __init__(self, var: Path):
        self.environment = os.environ | {"SHUANGYONG_VAR": str(var)}
        self.start()

    def start(self) -> None:
        """A new one, as systemd would."""
        command = ["manage.py", "db_worker", "--interval", "0.2", "--no-reload", "--verbosity", "0"]
        self.process = subprocess.Popen(  # noqa: S603 - our own worker
            [sys.executable, *command], cwd=ROOT, env=self.environment, start_new_session=True
        )

    def kill(self) -> None:
        """In the middle of whatever it does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def campaign(var: Path, kills: int) -> list[str]:
    """Imports, one after the other, until the worker was killed so often in the midst of one."""
    from activities.ledgers import importing
    from activities.models import Activity, ImportSource, ImportState
    from tests.activities.imports import HEAD, visits
    from tests.activities.ledger_files import workbook
    from tests.factories import YEAR, make_group, make_unit, make_user

    office = make_unit("滨江市双拥办", kind="office")
    make_group(office)
    rows = visits(*ROWS)
    for row in rows:  # long enough to be left to the worker
        row[HEAD.index("主要内容")] = f"走访编号{uuid.uuid4().hex * 3}。"
    content = workbook([HEAD, *rows])
    killer, found, rounds = Killer(Worker(var), kills), [], 0
    while killer.kills < kills:
        rounds += 1
        unit = make_unit(f"滨江市第{rounds}局", under=office)
        by = make_user(f"writer{rounds}", unit=unit)
        batch = importing.upload(
            ImportSource.LEDGER, unit=unit, year=YEAR, by=by, name="台账.xlsx", content=content
        )
        killer.see_through(batch)
        if batch.state != ImportState.READY:
            found.append(f"import {rounds} is {batch.state}: {batch.message}")
            continue
        importing.confirm(batch)
        batch.refresh_from_db()
        killer.see_through(batch)
        count, wanted = Activity.objects.filter(unit=unit).count(), ROWS[0] * ROWS[1]
        if (batch.state, count) != (ImportState.DONE, wanted):
            found.append(f"import {rounds} is {batch.state} with {count} of {wanted} activities")
        say(f"import {rounds}: {batch.state}, {count} activities, {killer.kills} kills")
    killer.worker.kill()
    say(f"{killer.kills} kills in {rounds} imports of {wanted} rows, {killer.anew} begun anew")
    return found


class Killer:
    """Kills the worker at chance moments while work goes on, and begins anew what has stopped."""

    def __init__(self, worker: Worker, most: int):
        self.worker, self.most, self.kills, self.anew = worker, most, 0, 0
        self.chance = random.Random(11)  # noqa: S311

    def see_through(self, batch) -> None:
        """Until the import works no more."""
        from activities.ledgers import work

        deaths = 0
        while batch.is_working:
            self.wait(batch, until_begun=True)
            if deaths < 2 and self.kills < self.most and batch.is_working:
                self.wait(batch, seconds=self.chance.uniform(0, 1.5))
                batch.refresh_from_db()
                if not batch.is_working:
                    return
                self.worker.kill()
                self.worker.start()
                self.kills, deaths = self.kills + 1, deaths + 1
                batch.refresh_from_db()
                if batch.is_working:
                    self.a_minute_later(batch)
                    work.begin_anew(batch)
                    self.anew += 1
            else:
                self.wait(batch, seconds=0.3)
            batch.refresh_from_db()

    def wait(self, batch, *, seconds: float = 60, until_begun: bool = False) -> None:
        """Until the worker has it in hand, or works on it no more, or so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            batch.refresh_from_db()
            if not batch.is_working or (until_begun and batch.total):
                return
            time.sleep(0.02)

    def a_minute_later(self, batch) -> None:
        """The last sign of life lies longer back."""
        from django.utils import timezone

        type(batch).objects.filter(pk=batch.pk).update(
            moved_at=timezone.now() - timedelta(minutes=2)
        )


def main() -> None:
    """Run it, print the figures."""
    asked = arguments(__doc__, kills=20)
    var = set_up(asked.var)
    from . import checking

    found = [*campaign(var, asked.kills), *checking.of_the_database()]
    say("wrong:", found or "nothing")
    if asked.var is None and not found:
        throw_away(var)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
