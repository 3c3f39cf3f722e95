"""The binder as a PDF: what stands in it, and where."""

import pytest

from .files import pages_of


@pytest.fixture
def pdf(full, bound):
    return bound(full)


def number_in_contents(pages: list[str], title: str) -> int:
    """The page that the contents name for a title."""
    line = next(line for line in pages[1].splitlines() if line.startswith(title))
    return int(line.split()[-1])


STANDS = {
    "一、组织领导": "一、组织领导",
    "1　领导小组健全": "18 分",
    "赴驻滨江某部慰问演出": "近百名",
    "关于成立领导小组的通知": "First page",
    "会议纪要": "locked.pdf",
    "值班表": "gone.pdf",
    "3　走访慰问": "少一次扣10分",
    "6　发生涉军纠纷": "一票否决",
}
"""What is read on the page that the contents name for a title."""


def test_the_contents_name_the_page_where_it_stands(pdf):
    pages = pages_of(pdf)
    for title, text in STANDS.items():
        page = number_in_contents(pages, title)
        assert text in pages[page - 1], title
        assert f"— {page} —" in pages[page - 1]
