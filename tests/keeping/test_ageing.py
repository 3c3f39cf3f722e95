"""Which archives stay: the last days each, some months by their first."""

from datetime import datetime, timedelta

from shuangyong.keeping.ageing import made_at, name_for, spared

NIGHT = datetime(2011, 12, 31, 2)  # noqa: DTZ001 - names say the local time


def nights(count: int, until: datetime = NIGHT) -> list[str]:
    """One archive each night."""
    return [name_for(until - timedelta(days=back)) for back in range(count)]


def test_fourteen_days_and_the_first_of_each_month_stay():
    kept = spared(nights(400), days=14, months=12)
    days = [made_at(name).date().isoformat() for name in sorted(kept)]
    assert days[-14:] == [f"2011-12-{day}" for day in range(18, 32)]
    assert days[:-14] == [f"2011-{month:02}-01" for month in range(1, 13)]


def test_night_after_night_the_months_stay():
    kept: set[str] = set()
    for back in reversed(range(800)):
        kept = spared({*kept, name_for(NIGHT - timedelta(days=back))}, days=14, months=12)
    assert kept == spared(nights(400), days=14, months=12)


def test_of_one_day_the_latest_stays():
    morning, evening = name_for(NIGHT), name_for(NIGHT + timedelta(hours=16))
    assert spared([morning, evening], days=1, months=1) == {evening, morning}  # first of its month
    later = name_for(NIGHT - timedelta(days=20))
    assert spared([later, morning, evening], days=1, months=1) == {later, evening}


def test_days_without_a_backup_do_not_count():
    sparse = [name_for(NIGHT - timedelta(days=10 * back)) for back in range(5)]
    assert spared(sparse, days=5, months=1) == set(sparse)


def test_other_files_are_none_of_its_business():
    strangers = ["双拥备份.zip", "shuangyong-backup-20111399-020000.zip", "shuangyong-backup.zip"]
    assert [made_at(name) for name in strangers] == [None, None, None]
