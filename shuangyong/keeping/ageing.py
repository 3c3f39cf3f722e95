"""Which archives of a folder may go: some days are kept each, some months by their first."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

ABANDONED = 24 * 60 * 60  # seconds without a byte
NAME = "shuangyong-backup-%Y%m%d-%H%M%S.zip"
_OURS = re.compile(r"shuangyong-backup-\d{8}-\d{6}\.zip")
_HALF = re.compile(r"\.shuangyong-backup-\d{8}-\d{6}\.zip\..*\.part")


def name_for(at: datetime) -> str:
    """What an archive made at that time is called."""
    return at.strftime(NAME)


def made_at(name: str) -> datetime | None:
    """When an archive of ours was made, by its name; None for any other file."""
    try:
        return datetime.strptime(name, NAME) if _OURS.fullmatch(name) else None  # noqa: DTZ007
    except ValueError:
        return None


def spared(names: Iterable[str], days: int, months: int) -> set[str]:
    """Of these archives the latest of each of the last `days` days that have one, and the first
    of each of the last `months` months; the first of a month stays the same all its life.
    """
    dated = sorted((at, name) for name in names if (at := made_at(name)))
    by_day = {at.date(): name for at, name in dated}
    by_month = {(at.year, at.month): name for at, name in reversed(dated)}
    return {by_day[day] for day in sorted(by_day)[-days:]} | {
        by_month[month] for month in sorted(by_month)[-months:] if months
    }


def remove_old(folder: Path, days: int, months: int) -> list[str]:
    """Remove what may go, and what backups that were killed left half made; their names."""
    names = [path.name for path in folder.iterdir() if path.is_file()]
    ours = {name for name in names if made_at(name)}
    gone = sorted(ours - spared(ours, days, months))
    for name in [*gone, *filter(_HALF.fullmatch, names)]:
        path = folder / name
        if name in ours or time.time() - path.stat().st_mtime > ABANDONED:
            path.unlink(missing_ok=True)
    return gone
