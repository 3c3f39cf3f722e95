"""The binder as HTML, piece by piece; where its pages will be is not known here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby

from django.template.defaultfilters import filesizeformat
from django.utils.html import escape

from assessments.models import CriterionKind
from reports.composing import clean
from reports.document import date_of_issue
from reports.faces import Faces
from reports.gongwen import Face
from shuangyong.templatetags.wording import points

from .contents import TITLE, Contents, Deed, Entry, Exhibit, Item
from .materials import Photo

PAGE_OF = "page:"  # begins the address of what stands in another part of the binder
UNKNOWN = "〓"  # what printers set for a character they have no type for
HEAD_LENGTH = 30  # characters of an item in the running head
Line = tuple[int, str, str]  # level, words, anchor


class Words:
    """Text of records as it can be printed: escaped, and nothing in it that no font has."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces

    def __call__(self, text: object) -> str:
        """One line of text."""
        return escape("".join(map(self._printable, clean(str(text)))))

    def lines(self, text: str) -> str:
        """Text with its line feeds."""
        return "<br>".join(self(line) for line in text.splitlines() if line.strip())

    def _printable(self, character: str) -> str:
        known = self._faces.choose(Face.SONG, character)[0] != Face.NONE
        return character if known else UNKNOWN


def document(body: Iterable[str]) -> str:
    """A whole page of HTML."""
    return f'<html lang="zh-CN"><head></head><body>{"".join(body)}</body></html>'


def cover(contents: Contents, say: Words, today: date) -> str:
    """标题, 年度, 考核细则, 单位, 日期."""
    basis = f"<br>（{say(contents.basis)}）" if contents.basis else ""
    units = "（各参评单位）" if contents.is_round else ""
    return (
        f'<div class="cover"><p class="standard">{say(contents.standard)}{basis}</p>'
        f'<p class="name">{TITLE}</p><p class="years">{say(contents.years)}{units}</p>'
        f'<p class="of">{say(contents.unit)}</p><p class="date">{date_of_issue(today)}</p></div>'
    )


def running_heads(say: Words, unit: str, item: str) -> str:
    """What stands above every page from here on."""
    cut = item if len(item) <= HEAD_LENGTH else f"{item[: HEAD_LENGTH - 1]}…"
    return f'<div class="run" data-unit="{say(unit)}" data-item="{say(cut)}"></div>'


def table_of_contents(lines: Iterable[Line], say: Words, page_of: Callable[[str], int]) -> str:
    """Section, item, evidence, each with its page."""
    rows = (
        f'<tr class="level-{level}"><td class="what"><a href="{PAGE_OF}{anchor}">{say(text)}</a></td>'
        f'<td class="page">{page_of(anchor)}</td></tr>'
        for level, text, anchor in lines
    )
    return f'<h1 class="new">目　录</h1><table class="contents">{"".join(rows)}</table>'


def gaps(contents: Contents, say: Words, page_of: Callable[[str], int], anchor_of) -> str:
    """缺少佐证材料的项目, before anything else; of a round each item with all its units."""
    found = contents.gaps
    title = '<h1 class="new">缺少佐证材料的项目</h1>'
    if not found:
        return f"{title}<p>各项均有佐证材料。</p>"
    rows = (
        f"<tr><td>{say(item.title)}</td><td>{say(item.criterion.evidence_wanted) or '—'}</td>"
        f"<td>{_missing(contents, [entry for _, entry in group], say)}</td>"
        f'<td class="number">{page_of(anchor_of(item))}</td></tr>'
        for item, group in groupby(found, lambda gap: gap[0])
    )
    return (
        f"{title}<p>共 {len(found)} 项，请补充后重新生成。</p>"
        '<table><colgroup><col style="width:34%"><col style="width:24%"><col>'
        '<col style="width:12mm"></colgroup><thead><tr><th>项目</th><th>所需佐证</th>'
        f'<th>情况</th><th class="number">页</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _missing(contents: Contents, entries: list[Entry], say: Words) -> str:
    """Why; of a round also of whom: 市歌舞团、市博物馆没有说明和材料."""
    if not contents.is_round:
        return say(entries[0].gap)
    by_reason: dict[str, list[str]] = {}
    for entry in entries:
        by_reason.setdefault(entry.gap, []).append(entry.unit)
    return "<br>".join(
        f"{say('、'.join(units))}：{say(reason)}" for reason, units in by_reason.items()
    )


def item_head(item: Item, say: Words, contents: Contents) -> str:
    """The item as the standard has it; of one unit with its scores and statement."""
    criterion = item.criterion
    kind = CriterionKind(criterion.kind).label
    worth = "—" if criterion.kind == CriterionKind.VETO else f"{points(criterion.points)} 分"
    cells = [("类型", kind), ("分值", worth)]
    if not contents.is_round:
        cells += _scores(item.entries[0], contents)
    first = "".join(f'<th>{label}</th><td class="points">{say(text)}</td>' for label, text in cells)
    rows = [f"<tr>{first}</tr>"] if len(cells) < 4 else [
        "<tr>" + "".join(f"<th>{a}</th><td>{say(b)}</td>" for a, b in pair) + "</tr>"
        for pair in (cells[:2], cells[2:])
    ]  # fmt: skip
    width = 2 * min(len(cells), 2 if len(cells) == 4 else len(cells)) - 1
    further = [("评分办法", criterion.rule), ("所需佐证", criterion.evidence_wanted)]
    if not contents.is_round:
        further += _said(item.entries[0])
    rows += [
        f'<tr><th>{label}</th><td colspan="{width}">{say.lines(text)}</td></tr>'
        for label, text in further
        if text
    ]
    return f'<h2>{say(item.title)}</h2><table class="rule">{"".join(rows)}</table>'


def _scores(entry: Entry, contents: Contents) -> list[tuple[str, str]]:
    own = f"{points(entry.self_score)} 分" if entry.self_score is not None else "未自评"
    scores = [("自评分", own)]
    if contents.shows_review:
        given = entry.reviewed
        scores.append(("考评分", f"{points(given)} 分" if given is not None else "未考评"))
    return scores


def _said(entry: Entry) -> list[tuple[str, str]]:
    return [("逐年得分", entry.by_year), ("自评说明", entry.statement)]


def entry_head(entry: Entry, say: Words, contents: Contents) -> str:
    """One unit of a round, under an item."""
    scores = "，".join(f"{label} {text}" for label, text in _scores(entry, contents))
    said = "".join(
        f'<p class="facts"><b>{label}：</b>{say.lines(text)}</p>'
        for label, text in _said(entry)
        if text
    )
    return f'<h3>{say(entry.unit)}</h3><p class="facts">{say(scores)}</p>{said}'


def gap(entry: Entry, say: Words) -> str:
    """That evidence is missing, where it should stand."""
    return f'<p class="bad">缺少佐证材料：{say(entry.gap)}。</p>'


def deed_head(deed: Deed, number: int, say: Words) -> str:
    """An activity: title, date as written, place, figures."""
    facts = "　".join(f"<b>{label}</b> {say(text)}" for label, text in deed.facts)
    narrative = f'<p class="text">{say.lines(deed.narrative)}</p>' if deed.narrative else ""
    facts = f'<p class="facts">{facts}</p>'
    return f'<div class="deed"><h4>活动 {number}　{say(deed.title)}</h4>{facts}{narrative}</div>'


def figure(photo: Photo, name: str, words: str) -> str:
    """One photo with its caption."""
    size = f"width:{photo.width:.2f}mm;height:{photo.height:.2f}mm"
    return (
        f'<figure style="width:{photo.width:.2f}mm"><img src="{name}" style="{size}">'
        f"<figcaption>{words}</figcaption></figure>"
    )


def photo_words(exhibit: Exhibit, number: int, say: Words) -> str:
    """照片 3　在军营演出（2011-07-31）; a name such as IMG_2031.jpg says nothing."""
    taken = f"（{exhibit.taken_on}）" if exhibit.taken_on else ""
    return say(f"照片 {number}　{exhibit.caption}{taken}".strip())


def also(refused: list[str]) -> str:
    """Photos that stand elsewhere, and files that cannot be shown."""
    return "".join(f'<p class="also">{line}</p>' for line in refused)


def files_table(rows: Iterable[tuple[Exhibit, str]], say: Words) -> str:
    """Files that are no photos: name, what became of them (HTML), size, SHA-256."""
    lines = "".join(
        f"<tr><td>{say(exhibit.title)}{_name(exhibit, say)}</td><td>{what}</td>"
        f'<td class="number">{_size(exhibit)}</td><td class="digest">{say(exhibit.sha256)}</td></tr>'
        for exhibit, what in rows
    )
    return (
        '<table class="files"><colgroup><col><col style="width:43mm"><col style="width:20mm">'
        '<col style="width:40mm"></colgroup><thead><tr><th>文件资料</th><th>去向</th>'
        f'<th class="number">大小</th><th>SHA-256</th></tr></thead><tbody>{lines}</tbody></table>'
    )


def _name(exhibit: Exhibit, say: Words) -> str:
    named = exhibit.caption and exhibit.caption != exhibit.name
    return f'<br><span class="facts">{say(exhibit.name)}</span>' if named else ""


def _size(exhibit: Exhibit) -> str:
    return filesizeformat(exhibit.size).replace("\xa0", " ")


def leaf(exhibit: Exhibit, number: int, of: int, anchor: str, say: Words, *, wide: bool) -> str:
    """The sheet on which a page of an uploaded PDF is drawn, with a line that says which."""
    kind = "leaf wide" if wide else "leaf"
    words = say(f"附：{exhibit.title}（原件第 {number} 页，共 {of} 页）")
    return f'<div class="{kind}" id="{anchor}"><p class="strip">{words}</p></div>'
