"""What a whole round costs: its proposals and totals beside one pass over the same rows in SQL.

    python -m tests.benchmarks.scoring [UNITS] [ITEMS]

A round of 6,000 units and 100 items (60 of them measured) over 20 confirmed activities of each
unit, made in a database of its own that is dropped afterwards. The peer reads the same columns
of the same rows through the bare cursor and adds them up; it knows no cap, no window and no
reason. Both run in the same process, the best of three times counts; printed are seconds,
ratios, queries and memory. A ratio above three is too much.
"""

from __future__ import annotations

import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

UNITS, ITEMS, ACTIVITIES, TIMES = 6000, 100, 20, 3
YEAR = 2011


def build(units: int, items: int):
    """The round with everything it counts."""
    from activities.models import Activity, ActivityKind
    from assessments.models import (
        Assessment,
        Criterion,
        Measure,
        Response,
        Round,
        Section,
        Standard,
    )
    from shuangyong.vague import VagueDate
    from units.models import Unit

    office = Unit.objects.add_root({"name": "省双拥办", "kind": "office"})
    members = []
    for city in range(max(units // 100, 1)):
        above = Unit.objects.add_child(office, {"name": f"第{city}市", "kind": "office"})
        members += [
            Unit(
                name=f"第{city}市第{n}单位", kind="member", depth=3,
                path=f"{above.path}{n + 1:04d}", reviewed_by=office,
            )
            for n in range(100)
        ]  # fmt: skip
    Unit.objects.bulk_create(members[:units])
    members = list(Unit.objects.filter(depth=3))
    kinds = list(ActivityKind.objects.filter(unit=None))
    days = [date(YEAR, 1, 1) + timedelta(n) for n in range(365)]
    held = [VagueDate.parse(f"{day.month}月{day.day}日", year=YEAR) for day in days]
    for start in range(0, len(members), 500):
        Activity.objects.bulk_create(
            Activity(
                unit=unit, title="走访慰问", kind=kinds[(place + n) % len(kinds)], year=YEAR,
                held=held[(place * 7 + n * 31) % 365], status="confirmed",
            )
            for place, unit in enumerate(members[start : start + 500])
            for n in range(ACTIVITIES)
        )  # fmt: skip
    standard = Standard.objects.create(unit=office, name="考核细则", year=YEAR)
    criteria = []
    for place in range(8):
        section = Section.objects.create(
            standard=standard, position=place, title=f"第{place}部分", points=100
        )
        criteria += [
            Criterion(section=section, number=place * 100 + n, content="走访慰问", points=2)
            for n in range(items // 8 + (place < items % 8))
        ]
    criteria = Criterion.objects.bulk_create(criteria)
    occasions = ("", "army_day", "", "spring_festival", "")
    for n, criterion in enumerate(criteria[: items * 6 // 10]):
        measure = Measure.objects.create(
            criterion=criterion, counts="activities", at_least=1 + n % 3,
            occasion=occasions[n % 5], month_from=7 if n % 7 == 0 else None,
            month_to=9 if n % 7 == 0 else None,
        )  # fmt: skip
        measure.kinds.set([kinds[n % len(kinds)]])
    round_ = Round.objects.create(
        unit=office, standard=standard, name="考核", year=YEAR, self_deadline=date(YEAR, 11, 15)
    )
    assessments = Assessment.objects.bulk_create(
        Assessment(round=round_, unit=unit, status="confirmed") for unit in members
    )
    for start in range(0, len(assessments), 100):
        Response.objects.bulk_create(
            Response(
                assessment=assessment, criterion=criterion,
                self_score=Decimal("1.75"), reviewed_score=Decimal(n % 9) / 4,
            )
            for assessment in assessments[start : start + 100]
            for n, criterion in enumerate(criteria)
        )  # fmt: skip
    return round_


def proposals_peer(round_) -> int:
    """The columns that decide of every activity of the year, counted by unit and kind."""
    from django.db import connection

    counts: dict[tuple, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, u.path, a.kind_id, a.year, a.held_from, a.held_to, a.occasion"
            " FROM activities_activity a JOIN units_unit u ON u.id = a.unit_id"
            " WHERE a.status = 'confirmed' AND NOT a.is_series AND a.year = %s",
            [YEAR],
        )
        while rows := cursor.fetchmany(5000):
            for _, path, kind, *_ in rows:
                counts[path, kind] = counts.get((path, kind), 0) + 1
    return len(counts)


def totals_peer(round_) -> int:
    """Every score of the round, summed up by checklist."""
    from django.db import connection

    sums: dict[int, float] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.assessment_id, r.criterion_id, r.reviewed_score"
            " FROM assessments_response r JOIN assessments_assessment a ON a.id = r.assessment_id"
            " WHERE a.round_id = %s ORDER BY r.assessment_id",
            [round_.pk],
        )
        while rows := cursor.fetchmany(5000):
            for assessment, _, score in rows:
                sums[assessment] = sums.get(assessment, 0) + score
    return len(sums)


def proposals(round_) -> int:
    """A proposal for every measured item of every unit."""
    from assessments.measures import each_proposal

    assessments = list(round_.assessments.select_related("unit", "round"))
    return sum(proposal.score is not None for *_, proposal in each_proposal(assessments))


def totals(round_) -> int:
    """The total and grade of every unit."""
    from assessments.totals import scores_of

    graded = {
        pk: round_.grade_of(score.total, vetoed=score.vetoed) for pk, score in scores_of(round_)
    }
    return len(graded)


def best(work: Callable, round_) -> tuple[float, int]:
    """The least seconds of three runs, and what came out."""
    seconds = []
    for _ in range(TIMES):
        start = time.perf_counter()
        found = work(round_)
        seconds.append(time.perf_counter() - start)
    return min(seconds), found


def told(name: str, work: Callable, peer: Callable, round_) -> str:
    """One line of the table."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    theirs, _ = best(peer, round_)
    ours, found = best(work, round_)
    with CaptureQueriesContext(connection) as queries:
        tracemalloc.start()
        work(round_)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
    return (
        f"{name}: {found} in {ours:.2f} s, one pass {theirs:.2f} s, ratio {ours / theirs:.1f}, "
        f"{len(queries)} queries, {peak:.0f} MB"
    )


def main() -> None:
    """Print proposals, totals and both together."""
    from django.db import connection

    units, items = (int(given) for given in (*sys.argv[1:3], UNITS, ITEMS)[:2])
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        round_ = build(units, items)
        print(f"{units} units × {items} items")  # noqa: T201
        print(told("proposals", proposals, proposals_peer, round_))  # noqa: T201
        print(told("totals", totals, totals_peer, round_))  # noqa: T201
        both = (lambda r: (proposals(r), totals(r)), lambda r: (proposals_peer(r), totals_peer(r)))
        ours, theirs = (best(work, round_)[0] for work in both)
        print(f"together: {ours:.2f} s against {theirs:.2f} s, ratio {ours / theirs:.1f}")  # noqa: T201
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangyong.settings")
    import django

    django.setup()
    main()
