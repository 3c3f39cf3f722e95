"""How things are worded and marked on pages; formatting only."""

import re
from datetime import datetime
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import conditional_escape, format_html, format_html_join

from shuangyong import charts
from shuangyong.grams import spans
from shuangyong.review import Reviewable, Status, Step

register = template.Library()

FIGURE_NAME = re.compile(r"\{([^{}\n]{1,40})\}")

STATUS_LOOK = {
    Status.DRAFT: ("secondary", "bi-pencil"),
    Status.SUBMITTED: ("primary", "bi-hourglass-split"),
    Status.RETURNED: ("warning", "bi-arrow-return-left"),
    Status.CONFIRMED: ("success", "bi-check-lg"),
}


@register.simple_tag
def status_badge(status: str) -> str:
    """The status with icon and word, so that it does not depend on colour."""
    colour, icon = STATUS_LOOK[Status(status)]
    return format_html(
        '<span class="badge status status-{}"><i class="bi {}" aria-hidden="true"></i> {}</span>',
        colour, icon, Status(status).label,
    )  # fmt: skip


@register.simple_tag
def step_url(record: Reviewable, step: Step) -> str:
    """Where a step of the review flow is posted to."""
    meta = record._meta
    return reverse(f"{meta.app_label}:{meta.model_name}-step", args=[record.pk, step])


@register.filter
def points(value: Decimal | None) -> str:
    """Points without idle zeros: 0.5, 10; a dash for none."""
    return "—" if value is None else f"{value.normalize():f}"


@register.filter
def moment(at: datetime) -> str:
    """The day and time of something recent; the year only if it is not this one."""
    form = "n月j日 H:i" if timezone.localtime(at).year == timezone.localdate().year else "Y年n月j日"
    return date_format(timezone.localtime(at), form)


@register.filter
def days_late(record, today) -> int:
    """By how many days a record is overdue on a day, 0 if it is not."""
    return record.days_late(today)


@register.filter
def chinese(number: int) -> str:
    """1 to 99 in hanzi, as headings are numbered: 一, 十, 十二, 三十四."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{digits[tens % 10]}十")
    return head + (digits[ones] if ones else "")


@register.filter
def measure_number(plan, number: int) -> str:
    """The number of a plan's measure as its document prints it: （一） or 一、."""
    return plan.measure_number(number)


@register.filter
def label_in(unit, year: int) -> str:
    """What a unit was called in a year; its 沿革 should be prefetched."""
    return unit.label_in(year)


@register.filter
def page_numbers(page):
    """The pages of a list that can be chosen, with … for those left out."""
    return page.paginator.get_elided_page_range(page.number)


@register.filter
def marked(text: str, words: list[str]) -> str:
    """The text with the words that were looked for marked in it."""
    hits = spans(text, words) if words else []
    ends = [0, *(end for _, end in hits)]
    starts = [*(start for start, _ in hits), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    found = [text[start:end] for start, end in hits]
    pieces = zip(between[:-1], found, strict=True)
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), between[-1])


@register.filter
def drawn(chart):
    """A document's chart as bars."""
    return charts.drawn(chart)


@register.filter
def of_key(found: dict, key):
    """What a dictionary holds under a key."""
    return found.get(key)


@register.filter
def beside(block, margins):
    """What stands beside a block of a document that has margins."""
    return margins.beside(block)


@register.filter
def named_figures(text: str) -> str:
    """A text in which names of figures in braces look like what they are, not like a slip."""
    pieces = FIGURE_NAME.split(text)
    return format_html_join(
        "",
        '{}<span class="figure-name" title="数据的名称，阅读时显示为数字">{}</span>',
        zip(pieces[:-1:2], pieces[1::2], strict=True),
    ) + conditional_escape(pieces[-1])
