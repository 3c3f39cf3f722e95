"""Tables, charts and photos of a summary: made of the year's figures when the document is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from activities.models import Evidence
from reports import figure_blocks
from reports.document import Chart, Picture, Table
from reports.figures import Comparison, YearFigures
from reports.models import Insert
from reports.typesetting import CannotPrint

OF_YEAR: dict[Insert, Callable[[YearFigures], Table | Chart]] = {
    Insert.TABLE_UNITS: figure_blocks.table_of_units,
    Insert.TABLE_KINDS: figure_blocks.table_of_kinds,
    Insert.TABLE_GIFTS: figure_blocks.table_of_gifts,
    Insert.CHART_KINDS: figure_blocks.chart_of_kinds,
    Insert.CHART_UNITS: figure_blocks.chart_of_units,
    Insert.CHART_MONTHS: figure_blocks.chart_of_months,
}
OF_YEARS: dict[Insert, Callable[[Comparison], Table | Chart]] = {
    Insert.TABLE_YEARS: figure_blocks.table_of_years,
    Insert.CHART_YEARS: figure_blocks.chart_of_years,
}


def with_caption(block: Table | Chart, caption: str = "") -> Table | Chart | None:
    """A table or chart under the words that somebody wrote for it; none if it shows nothing."""
    if isinstance(block, Table):
        shows_something = bool(block.rows)
    else:
        shows_something = any(value for series in block.series for value in series.values)
    if not shows_something:
        return None
    return replace(block, caption=caption or block.caption)


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
