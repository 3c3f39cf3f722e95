"""Ruled tables as HTML, upright in the text or sideways on pages of their own."""

from __future__ import annotations

from collections.abc import Iterable

from reports.document import Table
from reports.gongwen import PITCH, TYPE_HEIGHT, TYPE_WIDTH
from reports.tables import SIDEWAYS, UPRIGHT, Grid, Row, lay_out

from .errors import TooLong
from .lines import Lines, lines_in
from .pictures import set_caption


def set_table(lines: Lines, table: Table) -> str:
    """A table with its caption above it; what follows stands on the grid again."""
    if table.landscape:
        return _sideways(lines, table)
    grid = _whole(lay_out(table, lines.faces, UPRIGHT), TYPE_HEIGHT)
    height = grid.head.height + sum(row.height for row in grid.rows)
    return set_caption(lines, table.caption, "above") + _grid(lines, grid, -height % PITCH)


def _sideways(lines: Lines, table: Table) -> str:
    """A wide table turned on its side, its head at the left edge of every page (clause 8)."""
    caption = set_caption(lines, table.caption, "above")
    first = TYPE_WIDTH - lines_in(caption) * PITCH
    if first < TYPE_WIDTH / 2:
        raise TooLong("表格的标题")
    grid = _whole(lay_out(table, lines.faces, SIDEWAYS), first)
    pages = [_grid(lines, part, 0) for part in grid.pages(TYPE_WIDTH, first)]
    pages[0] = caption + pages[0]
    return "".join(f'<div class="sheet"><div class="turned">{page}</div></div>' for page in pages)


def _whole(grid: Grid, height: float) -> Grid:
    """The table in rows that a page holds, so that no line falls off it."""
    if grid.head.height > height / 2:
        raise TooLong("表格的栏目名称")
    return grid.broken(height)


def _grid(lines: Lines, grid: Grid, below: float) -> str:
    kind = "sideways" if grid.style is SIDEWAYS else "upright"
    columns = "".join(f'<col style="width:{width:.3f}pt">' for width in grid.widths)
    heads = _row(lines, grid.head, "th", [True] * len(grid.widths))
    rows = "".join(_row(lines, row, "td", grid.centred) for row in grid.rows)
    return (
        f'<table class="{kind}" style="width:{sum(grid.widths):.3f}pt;margin-bottom:{below:.3f}pt">'
        f"<colgroup>{columns}</colgroup><thead>{heads}</thead><tbody>{rows}</tbody></table>"
    )


def _row(lines: Lines, row: Row, tag: str, centred: Iterable[bool]) -> str:
    cells = "".join(
        f"<{tag}{' class=centred' * centre}>"
        f"{''.join(lines.line(line, 'cell') for line in cell)}</{tag}>"
        for cell, centre in zip(row.cells, centred, strict=True)
    )
    return f'<tr style="height:{row.height:.3f}pt">{cells}</tr>'
