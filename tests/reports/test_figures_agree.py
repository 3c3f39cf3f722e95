"""Page, PDF, Word and workbook show the same figures: none is dropped, none altered."""

import io
import re
from html.parser import HTMLParser

import docx
import pdfplumber
import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from reports.figure_blocks import NOTHING
from reports.figures import comparison, year_figures
from tests.factories import YEAR, make_user
from units.models import Role, Unit

from .figure_records import busy_year

QUERY = {"year": YEAR}


class Rows(HTMLParser):
    """The rows of every table of a page, and its large figures, each as a list of cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows, self._cell = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in ("tr", "dt"):
            self.rows.append([])
        if tag in ("td", "th", "dt", "dd"):
            self.rows[-1].append("")
            self._cell = tag

    def handle_endtag(self, tag):
        self._cell = None if tag == self._cell else self._cell

    def handle_data(self, text):
        if self._cell:
            self.rows[-1][-1] += text


def on_page(client):
    """The statistics page; what is in the charts alone is read from their words."""
    page = client.get("/reports/statistics/", QUERY).content.decode()
    charts = re.findall(r'aria-label="(?:各月|各类)活动数：([^"]*)"', page)
    pairs = [pair.rsplit(" ", 2)[:2] for words in charts for pair in words.split("，")]
    return Rows(page).rows + [[label.removesuffix(f" {YEAR}年"), n] for label, n in pairs]


def in_pdf(client):
    """The tables of the PDF, a cell that is broken into lines put together again."""
    with pdfplumber.open(io.BytesIO(client.get("/reports/statistics/pdf/", QUERY).content)) as pdf:
        return [row for page in pdf.pages for table in page.extract_tables() for row in table]


def in_word(client):
    """The tables of the Word file."""
    file = docx.Document(io.BytesIO(client.get("/reports/statistics/docx/", QUERY).content))
    return [[c.text for c in row.cells] for table in file.tables for row in table.rows]


def in_workbook(client):
    """The rows of all sheets."""
    answer = client.get("/reports/figures.xlsx", QUERY)
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [[*row] for sheet in book for row in sheet.values]


def shown(cell) -> str:
    """A cell without blanks, and a label without the measure behind it."""
    return re.sub(r"\s|（[项个支]）$", "", str(cell).removeprefix("'"))


def expected(unit):
    """Every figure: what its line may be called, and how it is written."""
    figures, compared = year_figures(unit, YEAR), comparison(unit, YEAR)
    tallies = (
        *figures.by_kind, *figures.by_unit, *figures.by_month, *figures.by_occasion,
        *figures.by_troop,
    )  # fmt: skip
    yield from ((called(tally.label), (str(tally.count),)) for tally in tallies)
    for line in (*figures.counts, *figures.money_by_kind, *figures.beneficiaries):
        yield called(line.label), (str(line.number or NOTHING), str(line.activities))
    for line in figures.given:
        names = called(line.label) | {f"{line.label}小计"}
        yield names, (str(line.number or NOTHING), str(line.activities))
    for gift in figures.gifts:
        cells = (gift.quantity or NOTHING, str(gift.value or NOTHING), str(gift.activities))
        yield called(gift.name, gift.category), cells
    if compared:
        for row in (*compared.totals, *compared.by_kind):
            tables = {f"{table}{row.label}" for table in ("合计", "类别")}
            cells = tuple(str(NOTHING if value is None else value) for value in row.values)
            yield called(row.label) | tables, cells
    yield called("慰问金"), (str(figures.money or NOTHING),)
    yield called("各类投入折合金额"), (str(figures.value or NOTHING),)


def called(name: str, category: str = "") -> set[str]:
    """The ways in which a line is headed: its name, a gift's beside its category."""
    if not category:
        return {shown(name)}
    if not name:
        return {category, f"{category}（未写名称）"}
    return {shown(f"{name}{category}"), shown(f"{category}：{name}"), shown(f"{category}{name}")}


def is_shown(names: set[str], figures: tuple[str, ...], rows) -> bool:
    """True if a row has one of the names and, behind it, every one of the figures."""
    wanted = {shown(figure) for figure in figures} - {NOTHING}
    for row in rows:
        if names & {row[0], "".join(row[:2])}:
            cells = {*row[1:], *(f"{cell}元" for cell in row[1:])}  # a workbook's is a number
            if wanted <= cells:
                return True
    return False


def missing(unit, client) -> list[str]:
    """The figures that a medium does not show."""
    found = []
    for medium in (on_page, in_pdf, in_word, in_workbook):
        rows = [[shown(cell) for cell in row if cell is not None] or [""] for row in medium(client)]
        for names, figures in expected(unit):
            if not is_shown(names, figures, rows):
                found.append(f"{medium.__name__}: {min(names)} {figures}")
    return found


def test_a_unit_with_vague_numbers(client_of, bureau, troupe, reviewer):
    busy_year([bureau, troupe])
    assert len(list(expected(bureau))) > 50
    assert missing(bureau, client_of(reviewer)) == []


@pytest.mark.django_db
def test_the_bureau_of_the_sample(client_of):
    call_command("load_sample", stdout=io.StringIO())
    bureau = Unit.objects.get(name="泸州市文化新闻出版局")
    assert missing(bureau, client_of(make_user("looker", Role.LEADER, bureau))) == []
