"""A full disk and a folder that cannot be written, under write load; root may mount.

python -m tests.faults.disks
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .campaign import arguments, say, set_up, throw_away
from .serving import ROOT, Server

ROOM = 3  # MB that are left when the people begin
LONGEST = 120


def run(*command) -> subprocess.CompletedProcess:
    """A command of the system."""
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


@contextmanager
def disk(at: Path, megabytes: int) -> Iterator[Callable]:
    """A small disk of its own; what is yielded mounts it otherwise."""
    at.mkdir(exist_ok=True)

    def mount(*options: str) -> None:
        done = run("mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(at))
        if done.returncode:
            raise SystemExit(f"cannot mount: {done.stderr}")

    mount(f"size={megabytes}m")
    try:
        yield lambda *options: mount("remount", *options)
    finally:
        run("umount", "--lazy", str(at))


def until(people, what: Callable[[], bool]) -> None:
    """Let them work until something has happened."""
    people.work()
    end = time.monotonic() + LONGEST
    while not what():
        if time.monotonic() > end:
            raise SystemExit("it does not come to that")
        time.sleep(0.1)
    people.pause()


def refusals(people, words: str) -> list[str]:
    """What was refused, and whether it was with these words."""
    said = [text for person in people.people for text in person.said]
    without = [text[:300] for text in said if words not in text]
    say(f"acknowledged {dict(people.done)}, refused {dict(people.refused)}")
    return [f"refused without “{words}”: {text}" for text in without]


def goes_on(people) -> bool:
    """More is acknowledged than before."""
    before = sum(people.done.values())
    for person in people.people:
        person.said.clear()
    until(people, lambda: sum(people.done.values()) > before + 10)
    return True


def full_disk(var: Path, desks: list[dict]) -> list[str]:
    """Database and files on a disk that fills up; then there is room again."""
    from . import checking
    from .office import people_at

    small = var.with_name(f"{var.name}-full")
    used = int(run("du", "-sm", str(var)).stdout.split()[0])
    with disk(small, used + ROOM) as mount:
        shutil.copytree(var, small, dirs_exist_ok=True)
        with Server(small) as server, looking_at(small):
            people = people_at(server.port, desks)
            until(people, lambda: sum(people.refused.values()) >= 20)
            found = refusals(people, "服务器的磁盘已满")
            found += checking.problems(people.people)
            leftovers = list(small.rglob("*.part"))
            found += [f"half a file is left: {path}" for path in leftovers]
            mount(f"size={used + ROOM + 50}m")
            goes_on(people)
            found += checking.problems(people.people)
            people.go_home()
    return found


def read_only_files(var: Path, desks: list[dict]) -> list[str]:
    """The folder of the files can be read only; then it can be written again."""
    from . import checking
    from .office import people_at

    with disk(var / "media", 50) as mount, Server(var) as server, looking_at(var):
        people = people_at(server.port, desks)
        until(people, lambda: people.done["create"] >= 4)
        mount("ro", "size=50m")
        until(people, lambda: sum(people.refused.values()) >= 20)
        found = refusals(people, "服务器暂时不能写入")
        found += checking.problems(people.people)
        mount("rw", "size=50m")
        goes_on(people)
        found += checking.problems(people.people)
        people.go_home()
    return found


def backup_on_a_full_disk(var: Path, desks: list[dict]) -> list[str]:
    """The archive does not fit: nothing is left of it, and it is said."""
    target = var.with_name(f"{var.name}-backups")
    with disk(target, 1) as _:
        (target / "taken").write_bytes(b"x" * 1_040_000)
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "manage.py", "backup", str(target)],
            cwd=ROOT, env=os.environ | {"SHUANGYONG_VAR": str(var)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        say(f"backup: {done.returncode} {done.stderr.strip()}")
        left = [path.name for path in target.iterdir() if path.name != "taken"]
    return [
        *([] if done.returncode and "磁盘已满" in done.stderr else [f"backup said {done.stderr}"]),
        *(f"left by the backup: {name}" for name in left),
    ]


@contextmanager
def looking_at(var: Path) -> Iterator[None]:
    """What is checked is the database and the files in that folder."""
    from django.db import connection
    from django.test import override_settings

    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(var / "db.sqlite3")
    try:
        with override_settings(MEDIA_ROOT=var / "media"):
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def main() -> None:
    """One after the other."""
    asked = arguments(__doc__)
    var = set_up(asked.var)
    from django.db import connection

    from .office import open_office

    desks = open_office()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    found = []
    for scenario in (full_disk, backup_on_a_full_disk, read_only_files):
        say(scenario.__name__)
        wrong = scenario(var, desks)
        say(scenario.__name__, "wrong:", wrong or "nothing")
        found += wrong
    if asked.var is None and not found:
        throw_away(var)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
