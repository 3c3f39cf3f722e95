"""Backups while four people write, each of them checked, the last ones restored elsewhere.

python -m tests.faults.backing_up --times 10
"""

from __future__ import annotations

import copy
import os
import subprocess
import sys
import time
from pathlib import Path

from .campaign import arguments, say, set_up, throw_away
from .disks import looking_at
from .serving import ROOT, Server

RESTORED = 2


def manage(var: Path, *told: str) -> float:
    """A command on the data of `var`; how many seconds it took. Whatever fails ends it all."""
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "manage.py", *told], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | {"SHUANGYONG_VAR": str(var)}, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{told}: {done.stdout}{done.stderr}")
    return time.monotonic() - started


class Before:
    """What somebody had been told when a backup began, whatever they were told later."""

    def __init__(self, person):
        self.account, self.known = person.account, copy.deepcopy(person.known)


def missing_in(var: Path, before: list[Before]) -> list[str]:
    """What is wrong with an archive that was restored to `var`."""
    from activities.models import Activity

    from . import checking

    with looking_at(var):
        found = [*checking.of_the_database(), *checking.of_the_files()]
        there = set(Activity.objects.values_list("pk", flat=True))
    known = {pk for person in before for pk in person.known}
    return found + [f"activity {pk} is not in the backup" for pk in sorted(known - there)]


def main() -> None:
    """Run it, print the figures."""
    asked = arguments(__doc__, times=10)
    var = set_up(asked.var)
    from .office import open_office, people_at

    found, taken, waits = [], [], []
    with Server(var) as server:
        people = people_at(server.port, open_office())
        people.work()
        people.until_more(4)
        for number in range(1, asked.times + 1):
            before = [Before(person) for person in people.people]
            archive, done = var / f"{number}.zip", sum(people.done.values())
            waits.append(manage(var, "backup", str(archive)))
            say(f"backup {number}: {waits[-1]:.1f} s, {sum(people.done.values()) - done} saves")
            taken.append((archive, before))
        people.go_home()
        say(f"acknowledged {dict(people.done)}, refused {dict(people.refused)}")
        found += [f"refused: {what}" for what in people.refused if not what.startswith("remove")]
    for archive, _ in taken:
        manage(var, "restore", "--check", str(archive))
    for archive, before in taken[-RESTORED:]:
        place = var / archive.stem
        place.mkdir()
        say(f"restored {archive.name} in {manage(place, 'restore', str(archive)):.0f} s")
        found += missing_in(place, before)
    say(f"{asked.times} backups, all whole; wrong: {found or 'nothing'}")
    if asked.var is None and not found:
        throw_away(var)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
