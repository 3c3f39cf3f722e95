"""年度图示 as one sheet of A4: photos, six large figures, two charts, three sentences.

A layout of its own, since it is looked at and not filed: an official document has 22 lines of
28 characters on a page, and would need three. Every part has its fixed place, so that the sheet
is one page whatever the year holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from activities.images import DamagedPicture, for_print
from activities.models import Evidence
from reports.binder.layout import Words
from reports.faces import Faces, faces
from reports.gongwen import Face
from reports.pdf import Complaints, OnlyThese, family, one_at_a_time, stylesheet
from shuangyong.charts import Chart, columns, rows, side_by_side

from .figure_blocks import shortened
from .year_picture import YearPicture

MARGIN, WIDTH = 14, 182  # mm
PHOTO_DPI, MM_PER_INCH = 200, 25.4
ROOM_FOR_PHOTOS, GAP, CAPTION = 92, 3, 6  # mm
CHART_WIDTH, CHART_HEIGHT = 88, 52  # mm
KINDS = 8
ARRANGED = {1: (1, 1), 2: (2, 1), 3: (3, 1), 4: (2, 2), 5: (3, 2), 6: (3, 2)}
"""Photos in columns and rows, by their number."""
LONG, LONG_VALUE = 170, 7
"""Three sentences, and a large figure, of more characters are set smaller."""


def render_year_sheet(picture: YearPicture) -> bytes:
    """The sheet as PDF; the same picture gives the same bytes. Photos that are gone are left out."""
    in_use = faces()
    files = dict(_photo_files(picture.photos))
    html = _Sheet(picture, Words(in_use), files).html()
    sheet, fonts = _stylesheet(in_use)
    page = HTML(string=html, url_fetcher=OnlyThese(files), base_url="document:")
    with one_at_a_time, Complaints() as complaints:
        pdf = page.write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    complaints.raise_errors()
    return pdf


def months_of(picture: YearPicture) -> Chart:
    """The months, beside those of the year before where it has records."""
    compared, figures = picture.told.compared, picture.told.figures
    if not compared.has_last_year:
        return columns(figures.by_month)
    two = (compared.year - 1, compared.year)
    return side_by_side([(f"{year}年", compared.months(year)) for year in two])


def kinds_of(picture: YearPicture) -> Chart:
    """The kinds, the largest of many."""
    return rows(shortened(picture.told.figures.by_kind, KINDS))


def _photo_files(photos: Sequence[Evidence]) -> Iterator[tuple[str, bytes]]:
    across, down = ARRANGED.get(len(photos), (1, 1))
    room = WIDTH / across, ROOM_FOR_PHOTOS / down
    most = tuple(round(2 * side / MM_PER_INCH * PHOTO_DPI) for side in room)
    for photo in photos:
        try:
            with photo.file.open("rb") as file:
                content, _ = for_print(file.read(), most)
        except (OSError, ValueError, DamagedPicture):
            continue
        yield f"photo:{photo.pk}", content


class _Sheet:
    """The sheet as HTML: every part a box of fixed height."""

    def __init__(self, picture: YearPicture, say: Words, files: dict[str, bytes]) -> None:
        self.picture, self.say = picture, say
        self.photos = [photo for photo in picture.photos if f"photo:{photo.pk}" in files]

    def html(self) -> str:
        say, told = self.say, self.picture.told
        return (
            f'<html lang="zh-CN"><head><title>{say(self.picture.title)}</title></head><body>'
            f"<h1>{say(told.name)}</h1><h2>{told.year}年双拥工作图示</h2>"
            f"{self._photos()}{self._figures()}"
            f'<div class="charts">{self._months()}{self._kinds()}</div>'
            f"{self._sentences()}<p class='note'>{say(told.note)}</p></body></html>"
        )

    def _photos(self) -> str:
        if not self.photos:
            return ""
        across, down = ARRANGED[len(self.photos)]
        width = (WIDTH - GAP * (across - 1)) / across
        room = ROOM_FOR_PHOTOS / down
        height = room - CAPTION - GAP
        boxes = "".join(
            f'<div class="photo" style="{_place(at % across * (width + GAP), at // across * room)}">'
            f'<img src="photo:{photo.pk}" style="width:{width:.2f}mm;height:{height:.2f}mm">'
            f'<p style="width:{width:.2f}mm">{self.say(photo.activity.title)}</p></div>'
            for at, photo in enumerate(self.photos)
        )
        return f'<div class="photos">{boxes}</div>'

    def _figures(self) -> str:
        boxes = "".join(
            f'<div class="figure" style="{_place(at % 3 * WIDTH / 3, 1 + at // 3 * 23.5)}">'
            f'<p class="label">{self.say(each.label)}</p>'
            f'<p class="value{" long" * (len(each.value) > LONG_VALUE)}">{self.say(each.value)}'
            f"<small>{each.measure}</small></p>"
            f'<p class="beside">{self.say(each.beside)}</p></div>'
            for at, each in enumerate(self.picture.key_figures)
        )
        return f'<div class="figures">{boxes}</div>'

    def _months(self) -> str:
        chart = months_of(self.picture)
        across, up = CHART_WIDTH / chart.width, (CHART_HEIGHT - 6) / 170
        parts = []
        for bar in chart.bars:
            kind = "bar former" if bar.former else "bar"
            left, width = bar.x * across, bar.width * across
            bottom = CHART_HEIGHT - 6
            height = bar.height * up
            if bar.count:
                parts.append(_box(kind, left, bottom - height, width, height))
                middle = left + width / 2 - 5
                parts.append(_box("count", middle, bottom - height - 4, 10, 4, str(bar.count)))
            if bar.tick:
                parts.append(_box("tick", bar.tick_x * across - 6, bottom + 0.5, 12, 5, bar.tick))
        legend = "　".join(
            f'<span class="key{" former" * former}"></span>{name}' for former, name in chart.legend
        )
        return self._chart("各月活动数（项）", "".join(parts), legend)

    def _kinds(self) -> str:
        chart = kinds_of(self.picture)
        names, step = 26, min(CHART_HEIGHT / max(len(chart.bars), 1), 8)
        most = max((bar.count for bar in chart.bars), default=1) or 1
        parts = []
        for at, bar in enumerate(chart.bars):
            width = (CHART_WIDTH - names - 12) * bar.count / most
            top = at * step
            parts.append(_box("name", 0, top, names - 2, step, self.say(bar.label)))
            parts.append(_box("bar", names, top + step * 0.2, width, step * 0.6))
            parts.append(_box("end", names + width + 1.5, top, 12, step, str(bar.count)))
        return self._chart("各类活动数（项）", "".join(parts), "")

    def _chart(self, title: str, drawn: str, legend: str) -> str:
        return (
            f'<div class="chart"><h3>{title}<span class="legend">{legend}</span></h3>'
            f'<div class="drawing">{drawn}</div></div>'
        )

    def _sentences(self) -> str:
        told = self.picture.sentences
        small = " small" * (sum(map(len, told)) > LONG)
        return (
            f'<div class="sentences{small}">'
            + "".join(f"<p>{self.say(sentence)}</p>" for sentence in told)
            + "</div>"
        )


def _place(left: float, top: float) -> str:
    return f"left:{left:.2f}mm;top:{top:.2f}mm"


def _box(kind: str, left: float, top: float, width: float, height: float, text: str = "") -> str:
    place = f"{_place(left, top)};width:{width:.2f}mm;height:{height:.2f}mm"
    return f'<div class="{kind}" style="{place};line-height:{height:.2f}mm">{text}</div>'


@lru_cache(maxsize=2)
def _stylesheet(in_use: Faces) -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    return stylesheet(_css(in_use), in_use, fonts), fonts


def _css(in_use: Faces) -> str:
    def named(*chosen: Face) -> str:
        every = dict.fromkeys(family(in_use, face) for face in (*chosen, Face.RARE, Face.LATIN))
        return "font-family:" + ",".join(f'"{name}"' for name in every)

    return f"""
@page{{size:A4;margin:{MARGIN}mm}}
html{{{named(Face.SONG)};font-size:11pt;color:#000}}
body{{margin:0;height:268mm;overflow:hidden;position:relative}}
h1,h2,h3,p{{margin:0;font-weight:normal}}
h1{{{named(Face.HEI)};font-size:14pt;line-height:8mm;height:8mm;text-align:center;overflow:hidden;white-space:nowrap}}
h2{{{named(Face.TITLE)};font-size:24pt;line-height:13mm;height:13mm;text-align:center;color:#9b1c1c;
margin-bottom:3mm}}
.photos{{height:{ROOM_FOR_PHOTOS}mm;overflow:hidden;position:relative}}
.photo{{position:absolute}}
.photo img{{display:block;object-fit:cover}}
.photo p{{{named(Face.KAI)};font-size:10pt;line-height:{CAPTION}mm;height:{CAPTION}mm;margin-bottom:{GAP}mm;
text-align:center;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}}
.figures{{height:48mm;overflow:hidden;border-top:.6mm solid #9b1c1c;border-bottom:.3mm solid #bbb;position:relative}}
.figure{{position:absolute;width:{WIDTH / 3:.2f}mm;height:22mm;
text-align:center;overflow:hidden}}
.label{{font-size:10.5pt;line-height:5mm}}
.value{{{named(Face.HEI)};font-size:24pt;line-height:10mm;color:#9b1c1c;white-space:nowrap}}
.value.long{{font-size:18pt}}
.value small{{font-size:10.5pt;margin-left:1mm;color:#000}}
.beside{{{named(Face.KAI)};font-size:10pt;line-height:5mm;white-space:nowrap}}
.charts{{height:{CHART_HEIGHT + 12}mm;margin-top:4mm;overflow:hidden;font-size:0}}
.chart{{display:inline-block;vertical-align:top;width:{CHART_WIDTH}mm}}
.chart+.chart{{margin-left:{WIDTH - 2 * CHART_WIDTH}mm}}
h3{{{named(Face.HEI)};font-size:12pt;line-height:6mm;margin-bottom:4mm}}
.legend{{{named(Face.SONG)};font-size:9pt;margin-left:4mm}}
.key{{display:inline-block;width:3mm;height:2.4mm;background:#9b1c1c;border:.2mm solid #9b1c1c;margin-right:1mm}}
.drawing{{position:relative;height:{CHART_HEIGHT}mm}}
.drawing div{{position:absolute;overflow:hidden;white-space:nowrap}}
.bar{{background:#9b1c1c;box-sizing:border-box;border:.2mm solid #9b1c1c}}
.bar.former,.key.former{{background:#fff}}
.drawing .count,.drawing .tick{{text-align:center;font-size:8.5pt}}
.drawing .name{{font-size:10pt;text-align:right}}
.drawing .end{{font-size:10pt}}
.sentences{{margin-top:3mm;font-size:12.5pt;line-height:7mm;max-height:36mm;overflow:hidden}}
.sentences.small{{font-size:11pt;line-height:5.8mm}}
.sentences p{{text-indent:2em;text-align:justify}}
.note{{position:absolute;bottom:0;left:0;right:0;font-size:8.5pt;line-height:4mm;color:#555;text-align:center}}
"""
