"""Is everything there that people were told is saved, and does it fit together?"""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage
from django.db import connection

from activities.models import Activity, Evidence
from shuangyong.review import Status
from units import audit

from .writing import Person


def problems(people: list[Person]) -> list[str]:
    """Everything that is wrong, in words."""
    return [*of_the_database(), *of_the_files(), *of_what_was_said(people)]


def of_the_database() -> list[str]:
    """Its own checks, the search index, the chain of the audit trail."""
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            found += [f"integrity: {line}" for (line,) in cursor.fetchall() if line != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            found += [f"foreign key: {row}" for row in cursor.fetchall()]
            cursor.execute(
                "INSERT INTO activities_words_index(activities_words_index, rank)"
                " VALUES('integrity-check', 1)"
            )
    if broken := audit.first_broken_line():
        found.append(f"audit trail: broken at {broken.pk}")
    unfound = Activity.objects.filter(words=None).values_list("pk", flat=True)
    found += [f"activity {pk} cannot be searched" for pk in unfound]
    return found


def of_the_files() -> list[str]:
    """Every row has its whole file and its small picture; nothing half-written has a row."""
    found = []
    for proof in Evidence.objects.all():
        if proof.file.name.endswith(".part"):
            found.append(f"evidence {proof.pk} is half a file")
        for stored in filter(None, (proof.file, proof.thumbnail)):
            if not default_storage.exists(stored.name):
                found.append(f"evidence {proof.pk} has lost {stored.name}")
            elif stored is proof.file and _digest(stored) != proof.sha256:
                found.append(f"evidence {proof.pk} is not what was sent")
    return found


def _digest(stored) -> str:
    with default_storage.open(stored.name) as file:
        return hashlib.sha256(file.read()).hexdigest()


def files_without_rows() -> int:
    """What was written just before the server died: it takes room, and no page leads to it."""
    known = {
        name for row in Evidence.objects.values_list("file", "thumbnail") for name in row if name
    }
    there = {
        f"{folder}/{name}"
        for folder in ("evidence", "thumbnails")
        if default_storage.exists(folder)
        for name in default_storage.listdir(folder)[1]
    }
    return len(there - known)


def of_what_was_said(people: list[Person]) -> list[str]:
    """What was acknowledged to each of them."""
    stored = {
        each.pk: each for each in Activity.objects.prefetch_related("evidence").order_by("pk")
    }
    return [
        f"{person.account[0]}: activity {pk} {what}"
        for person in people
        for pk, known in person.known.items()
        for what in _differences(stored.get(pk), known)
    ]


def _differences(activity, known):
    if activity is None:
        yield "is lost"
        return
    if activity.title not in known.titles:
        yield f"is called {activity.title}, not one of {known.titles}"
    names = {proof.name for proof in activity.evidence.all()}
    if missing := known.files - {"*"} - names:
        yield f"has lost {missing}"
    if "*" in known.files and "现场.jpg" not in names:
        yield "has lost its first photo"
    if back := known.gone & names:
        yield f"has {back} again"
    if known.submitted is not None and (activity.status == Status.SUBMITTED) != known.submitted:
        yield f"is {activity.status}"
