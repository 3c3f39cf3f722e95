"""Finding activities by words: what of each can be searched, and the index over it.

`refresh` writes the words of an activity, whoever changes it calls it in the same transaction.
The index over them is the database's own: an FTS5 table on SQLite, which triggers keep, and a
GIN index on PostgreSQL (see the migration that makes them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from django.db import connection
from django.db.models import Expression, Model, Q, QuerySet, prefetch_related_objects

from shuangyong.grams import grams_of, pairs_in, plain, spans, words_of
from units.models import Troop, Unit

from .models import Activity, ActivityWords

LONGEST_TEXT = 50_000
"""Characters of one activity that can be searched; a tsvector holds some 100,000 pairs."""
AT_ONCE = 300
BEFORE, AFTER = 12, 30  # characters of an excerpt around the hit
LINES = ("troops", "partners__unit__changes", "contributions", "facts", "counts")


def refresh(activities: Iterable[Activity]) -> None:
    """Write anew what can be searched of these activities; at most nine queries for every 300."""
    keys = [activity.pk for activity in activities]
    for start in range(0, len(keys), AT_ONCE):
        write(Activity.objects.filter(pk__in=keys[start : start + AT_ONCE]), ActivityWords)


def refresh_named(renamed: Unit | Troop) -> None:
    """Write anew the words of the activities that name this unit as a partner, or this troop."""
    names = "troops" if isinstance(renamed, Troop) else "partners__unit"
    refresh(Activity.objects.filter(**{names: renamed}).order_by().only("pk").distinct())


def rebuild() -> Iterator[int]:
    """Write the words of every activity; yields after every 300 how many are done."""
    keys = list(Activity.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        write(Activity.objects.filter(pk__in=some), ActivityWords)
        yield start + len(some)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO activities_words_index(activities_words_index) VALUES ('rebuild')"
            )


def write_new(written: Iterable[tuple[Activity, Lines]]) -> None:
    """Write what can be searched of activities that are at hand with all their lines.

    So nothing is read back; the units of their partners are loaded with one query.
    """
    pairs = list(written)
    units = {id(p.unit): p.unit for _, lines in pairs for p in lines.partners if p.unit}
    prefetch_related_objects(list(units.values()), "changes")
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        _store((_row(activity, lines, ActivityWords) for activity, lines in some), ActivityWords)


def write(activities: QuerySet, words: type[Model]) -> None:
    """Fill rows of `words` for some activities; in a migration both models are its own."""
    found = activities.order_by().prefetch_related(*LINES)
    _store((_row(activity, _Stored(activity), words) for activity in found), words)


def _row(activity: Activity, lines: Lines, words: type[Model]) -> Model:
    text = plain("\n".join(part for _, part in parts_of(activity, lines)))[:LONGEST_TEXT]
    return words(activity_id=activity.pk, text=text, grams=grams_of(text))


def _store(rows: Iterable[Model], words: type[Model]) -> None:
    words._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["activity"], update_fields=["text", "grams"]
    )


class Lines(Protocol):
    """What stands below an activity and can be searched."""

    troops: Iterable[Troop]
    partners: Iterable[Model]
    contributions: Iterable[Model]
    facts: Iterable[Model]
    counts: Iterable[Model]


class _Stored:
    """The lines of an activity as they are stored, from what was prefetched."""

    def __init__(self, activity: Activity):
        self.troops, self.partners = activity.troops.all(), activity.partners.all()
        self.contributions, self.facts = activity.contributions.all(), activity.facts.all()
        self.counts = activity.counts.all()


def parts_of(activity: Activity, lines: Lines) -> Iterator[tuple[str, str]]:
    """What of an activity with these lines can be searched, with the name of each part."""
    yield "活动名称", activity.title
    yield "主要内容", activity.narrative
    yield "效果", activity.effect
    yield "地点", activity.place
    for given in lines.contributions:
        yield "投入", " ".join(dict.fromkeys([given.get_category_display(), given.name]))
    for fact in lines.facts:
        yield "说明", f"{fact.label} {fact.text}"
    for troop in lines.troops:
        yield "参加部队", troop.name
    yield "参加部队", activity.troops_as_written
    for partner in lines.partners:
        yield "参与单位", " ".join([partner.name, *_names_of(partner.unit)])
    yield "到场领导和来宾", activity.guests
    for count in lines.counts:
        yield "数量", count.label
    yield "备注", activity.note


def _names_of(unit: Model | None) -> list[str]:
    """What it is called, and what it was."""
    if unit is None:
        return []
    return [name for each in (unit, *unit.changes.all()) for name in (each.name, each.short_name)]


def excerpts(activities: list[Activity], words: list[str]) -> dict[int, tuple[str, str]]:
    """Where the words stand that are not in a title: key -> name of the part, a piece of it.

    For one page of a list; a fixed number of queries.
    """
    prefetch_related_objects(activities, *LINES)
    found = {activity.pk: _excerpt(activity, words) for activity in activities}
    return {key: piece for key, piece in found.items() if piece}


def _excerpt(activity: Activity, words: list[str]) -> tuple[str, str] | None:
    missing = [word for word in words if not spans(activity.title, [word])]
    for label, text in parts_of(activity, _Stored(activity)) if missing else ():
        if label != "活动名称" and (hits := spans(text, missing)):
            return label, _around(text, hits[0])
    return None


def _around(text: str, hit: tuple[int, int]) -> str:
    """The hit with some characters on both sides, on one line."""
    first, last = max(hit[0] - BEFORE, 0), hit[1] + AFTER
    piece = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{piece}{'…' if last < len(text) else ''}"


class Indexed(Expression):
    """The keys of activities whose words hold all of these grams, as the database's index says.

    `beginnings` are single characters, each the beginning of a gram.
    """

    def __init__(self, grams: list[str], beginnings: list[str]):
        super().__init__()
        self.grams, self.beginnings = grams, beginnings

    def as_sqlite(self, compiler, connection):
        asked = [f'"{gram}"' for gram in self.grams] + [f'"{one}"*' for one in self.beginnings]
        sql = "(SELECT rowid FROM activities_words_index WHERE activities_words_index MATCH %s)"
        return sql, [" AND ".join(asked)]

    def as_postgresql(self, compiler, connection):
        asked = [f"'{gram}'" for gram in self.grams] + [f"'{one}':*" for one in self.beginnings]
        sql = (
            "(SELECT activity_id FROM activities_activitywords"
            " WHERE array_to_tsvector(string_to_array(grams, ' ')) @@ %s::tsquery)"
        )
        return sql, [" & ".join(asked)]


def holding(query: str) -> Q:
    """Activities in whose words every word of `query` occurs; all of them if it has none."""
    words = words_of(query)
    if not words:
        return Q()
    grams = [pair for word in words for pair in pairs_in(word)]
    found = Q(pk__in=Indexed(list(dict.fromkeys(grams)), [w for w in words if len(w) == 1]))
    for word in words:
        if len(word) > 2:  # a pair is a word of two characters; of a longer one it may be a part
            found &= Q(words__text__contains=word)
    return found
