"""Ledgers that are uploaded, for the tests of their import."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import ActivityImport
from tests.activities.ledger_files import workbook
from tests.factories import YEAR

HEAD = ["时间", "活动名称", "类别", "地点", "参加部队", "数量", "投入", "主要内容", "所属系列"]
SHOW = [
    "7月31日",
    "八一慰问演出",
    "慰问演出",
    "军营礼堂",
    "驻滨江某部",
    "观众近千人",
    "",
    "演出16个节目。",
    "",
]
FILM = ["8.1", "送电影进军营", "电影放映", "操场", "", "20多场", "《建党伟业》", "", ""]
WRONG = ["13月40日", "走访慰问军属", "走访慰问", "", "", "", "慰问金500元", "", ""]
ALIKE = {"alike": "on"}
ROWS = [HEAD, SHOW, FILM, WRONG]


def visits(months: int, days: int) -> list[list[str]]:
    """Visits that are no doubles of each other."""
    return [
        [f"{month}月{day}日", f"走访慰问军属{month}-{day}", "走访慰问", *[""] * 6]
        for month in range(1, months + 1)
        for day in range(1, days + 1)
    ]


def file(rows=ROWS, name="台账.xlsx"):
    return SimpleUploadedFile(name, workbook(rows))


def uploaded(client, troupe, rows=ROWS, **posted) -> ActivityImport:
    answer = client.post(
        reverse("activities:imports"),
        {"unit": troupe.pk, "year": YEAR, "file": file(rows)} | posted,
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return ActivityImport.objects.latest("pk")


def page(client, batch, **query) -> str:
    return client.get(batch.get_absolute_url(), query).content.decode()


def post(client, batch, name, posted=None, **kwargs):
    return client.post(
        reverse(f"activities:import-{name}", args=[batch.pk]), posted or {}, **kwargs
    )


def states(batch) -> list[str]:
    return [row.state for row in batch.rows.select_related("twin").order_by("number")]
