"""Charts say exactly what the figures say, in lengths, in digits and in words."""

import re

import pytest
from defusedxml import ElementTree
from django.template.loader import render_to_string

from reports.figures import Tally
from shuangyong.charts import BASE, NARROW, WIDE, columns, rows
from tests.factories import make_kind

from .records import done

COUNTS = [0, 1, 3, 12]
TALLIES = [Tally(f"第{n}项", n) for n in COUNTS]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_lying_bars_are_as_long_as_their_figures(width):
    chart = rows(TALLIES, width)
    assert [bar.count for bar in chart.bars] == COUNTS
    one = chart.bars[1].width
    assert [bar.width for bar in chart.bars] == pytest.approx([n * one for n in COUNTS], abs=0.5)
    assert one > 0


def test_upright_bars_are_as_high_as_their_figures_and_stand_on_the_base():
    chart = columns(TALLIES)
    one = chart.bars[1].height
    assert [bar.height for bar in chart.bars] == pytest.approx([n * one for n in COUNTS], abs=0.5)
    assert {round(bar.y + bar.height, 1) for bar in chart.bars} == {BASE}


@pytest.mark.parametrize("draw", [columns, rows])
@pytest.mark.parametrize("count", [1, 12, 40])
def test_bars_stay_in_the_drawing_and_do_not_touch(draw, count):
    chart = draw([Tally(str(n), n) for n in range(count)])
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= chart.width
        assert 0 <= bar.y <= bar.y + bar.height <= chart.height
        assert bar.x <= bar.middle <= bar.x + bar.width < bar.end
    for bar, following in zip(chart.bars, chart.bars[1:], strict=False):
        assert following.x >= bar.x + bar.width or following.y >= bar.y + bar.height


@pytest.mark.parametrize("draw", [columns, rows])
@pytest.mark.parametrize("tallies", [[], [Tally("1月", 0), Tally("2月", 0)]])
def test_nothing_counted_draws_nothing_and_does_not_fail(draw, tallies):
    chart = draw(tallies)
    assert [bar.width * bar.height for bar in chart.bars] == [0] * len(tallies)


def test_a_chart_can_be_read_aloud():
    assert rows(TALLIES[:3]).in_words == "第0项 0 项，第1项 1 项，第3项 3 项"


def drawn(tallies):
    """The drawing as a reader of the page gets it."""
    context = {"chart": rows(tallies), "what": "各类活动数"}
    return ElementTree.fromstring(render_to_string("_bars.html", context))


def test_the_drawing_holds_a_bar_a_name_and_a_figure_for_each():
    svg = drawn(TALLIES)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "各类活动数：第0项 0 项，第1项 1 项，第3项 3 项，第12项 12 项"
    assert len(svg.findall("rect")) == len(TALLIES)
    words = [text.text for text in svg.findall("text")]
    assert words == [word for n in COUNTS for word in (f"第{n}项", str(n))]


def test_markup_in_a_name_is_drawn_as_text():
    svg = drawn([Tally('"><script>alert("&")</script>', 1)])
    assert not list(svg.iter("script"))
    assert svg.find("text").text == '"><script>alert("&")</script>'
    assert '"><script>alert("&")</script> 1 项' in svg.get("aria-label")


def test_the_charts_of_the_workbench_show_the_figures_of_the_year(client_of, reviewer, troupe):
    for held in ("2月", "6月18日", "6月22日"):
        done(troupe, held=held)
    done(troupe, kind=make_kind("走访慰问"), held="2011年")
    page = client_of(reviewer).get("/").content.decode()
    months = re.findall(r'<svg[^>]*aria-label="(\d+)月 (\d+) 项"', page)
    assert months == [(str(month), {2: "1", 6: "2"}.get(month, "0")) for month in range(1, 13)]
    kinds = re.findall(r'<th scope="row">(\w+)</th>.*?<td class="number"><a[^>]*>(\d+)</a>', page)
    assert [*kinds][-2:] == [("慰问演出", "3"), ("走访慰问", "1")]


def test_the_chart_of_units_stands_on_the_page_of_reports(client_of, reviewer, bureau, troupe):
    done(troupe)
    page = client_of(reviewer).get("/reports/").content.decode()
    assert 'aria-label="各单位活动数：滨江市歌舞团 1 项"' in page
