"""Tables, charts and photos of a summary: made of the year's figures when the document is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from activities.models import Evidence
from reports.document import Block, Chart, Picture, Series, Table
from reports.figures import Tally, YearFigures
from reports.models import Insert
from reports.typesetting import CannotPrint

COMPARED = (Insert.TABLE_YEARS, Insert.CHART_YEARS)
"""What shows former years beside the summary's."""
YEARS = 3
"""How many years stand side by side, the summary's the last of them."""

Years = Sequence[YearFigures]


def name_of(insert: Insert, year: int) -> str:
    """What stands above a table or below a chart where nobody has written anything else."""
    return insert.label if insert in COMPARED else f"{year}年{insert.label}"


def figure_block(insert: Insert, years: Years, caption: str = "") -> Block | None:
    """The table or chart; none where there is nothing to show.

    years: the figures of `YEARS` years with the summary's last, or its alone.
    """
    return MAKERS[insert](years, caption or name_of(insert, years[-1].year))


def photo_block(photo: Evidence | None, caption: str = "", *, on_screen: bool) -> Picture | None:
    """The photo, without its bytes where the page shows it by its address.

    Raises CannotPrint if the file is gone; none where the photo was removed.
    """
    if photo is None:
        return None
    caption = caption or photo.caption
    if on_screen:
        return Picture(b"", caption, address=photo.get_absolute_url())
    try:
        with photo.file.open() as file:
            return Picture(file.read(), caption)
    except FileNotFoundError:
        raise CannotPrint(f"照片“{photo}”的文件已不在服务器上，请换一张或删除。") from None


def _tally_table(first: str, tallies: Sequence[Tally], caption: str) -> Table | None:
    if not tallies:
        return None
    rows = [(str(n), tally.label, str(tally.count)) for n, tally in enumerate(tallies, 1)]
    total = ("", "合计", str(sum(tally.count for tally in tallies)))
    return Table(("序号", first, "活动数（项）"), (*rows, total), caption)


def _units_table(years: Years, caption: str) -> Table | None:
    return _tally_table("单位", years[-1].by_unit, caption)


def _kinds_table(years: Years, caption: str) -> Table | None:
    return _tally_table("活动类别", years[-1].by_kind, caption)


def _gifts_table(years: Years, caption: str) -> Table | None:
    figures = years[-1]
    rows = [
        *((name, str(sum_)) for name, sum_ in _money(figures) if sum_),
        *((line.label, str(line.number)) for line in figures.counts),
    ]
    return Table(("项目", "数量"), tuple(rows), caption) if rows else None


def _money(figures: YearFigures):
    return ("慰问金", figures.money), ("投入折合金额", figures.value)


def _years_table(years: Years, caption: str) -> Table | None:
    told = _told_years(years)
    if not told:
        return None
    lines = [
        ("活动总数（项）", [str(f.activities) for f in told]),
        ("开展活动的单位（个）", [str(f.units) for f in told]),
        ("涉及驻军部队（支）", [str(f.troops) for f in told]),
        *(
            (name, [str(dict(_money(f))[name] or "—") for f in told])
            for name in ("慰问金", "投入折合金额")
        ),
    ]
    columns = ("项目", *(f"{f.year}年" for f in told))
    return Table(columns, tuple((name, *cells) for name, cells in lines), caption)


def _told_years(years: Years) -> Years:
    """From the first year on in which anything was recorded."""
    first = next((at for at, figures in enumerate(years) if figures.activities), len(years))
    return years[first:]


def _chart(tallies: Sequence[Tally], caption: str, *, lying: bool) -> Chart | None:
    if not any(tally.count for tally in tallies):
        return None
    labels = tuple(tally.label for tally in tallies)
    series = (Series("", tuple(tally.count for tally in tallies)),)
    return Chart(labels, series, caption, lying=lying)


def _kinds_chart(years: Years, caption: str) -> Chart | None:
    return _chart(years[-1].by_kind, caption, lying=True)


def _units_chart(years: Years, caption: str) -> Chart | None:
    return _chart(years[-1].by_unit, caption, lying=True)


def _months_chart(years: Years, caption: str) -> Chart | None:
    return _chart(years[-1].by_month, caption, lying=False)


def _years_chart(years: Years, caption: str) -> Chart | None:
    tallies = [Tally(f"{figures.year}年", figures.activities) for figures in _told_years(years)]
    return _chart(tallies, caption, lying=False)


MAKERS: dict[Insert, Callable[[Years, str], Block | None]] = {
    Insert.TABLE_UNITS: _units_table,
    Insert.TABLE_KINDS: _kinds_table,
    Insert.TABLE_GIFTS: _gifts_table,
    Insert.TABLE_YEARS: _years_table,
    Insert.CHART_KINDS: _kinds_chart,
    Insert.CHART_UNITS: _units_chart,
    Insert.CHART_MONTHS: _months_chart,
    Insert.CHART_YEARS: _years_chart,
}
