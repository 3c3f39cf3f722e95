"""Uploaded PDFs as pages of ours: what they show, and nothing they could do."""

import io
from contextlib import suppress

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from reports.binder.papers import MOST_PAGES, CannotJoin, leaves_of

from .files import attached, pages_of, paper


def joined(response, bound, assessment, content: bytes) -> bytes:
    attached(response(1), "paper.pdf", content)
    return bound(assessment)


def test_fonts_of_any_name_come_along_and_scripts_stay_behind(assessment, response, bound):
    pdf = joined(response, bound, assessment, paper("Armed", armed=True))
    assert "Armed" in "".join(pages_of(pdf))
    for danger in (b"pwned", b"/Launch", b"/JavaScript", b"/EmbeddedFile", b"/OpenAction"):
        assert danger not in pdf
    for page in PdfReader(io.BytesIO(pdf)).pages:
        assert "/AA" not in page


def test_a_seal_that_is_an_annotation_is_drawn(assessment, response, bound):
    pdf = joined(response, bound, assessment, paper("Sealed", sealed=True))
    page = next(p for p in PdfReader(io.BytesIO(pdf)).pages if "Sealed" in p.extract_text())
    forms = [form.get_object() for form in page["/Resources"]["/XObject"].values()]
    assert any(b"1 0 0 rg" in form.get_data() for form in forms)


@pytest.mark.parametrize(
    ("size", "turned", "wide"),
    [
        ((595, 842), 0, False),
        ((842, 595), 0, True),
        ((595, 842), 90, True),
        ((842, 595), 270, False),
    ],
)
def test_a_page_stands_on_a_sheet_of_its_own_direction(
    assessment, response, bound, size, turned, wide
):
    pdf = joined(response, bound, assessment, paper("Turned", size=size, turned=turned))
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        page, written = next(
            (page, found)
            for page in file.pages
            if (found := [c for c in page.chars if "Helvetica" in c["fontname"]])
        )
        first, last = written[0], written[-1]
        assert (page.width > page.height) == wide
        for character in written:
            assert 0 < character["x0"] < character["x1"] < page.width
            assert 0 < character["top"] < character["bottom"] < page.height
        across, down = last["x0"] - first["x0"], last["top"] - first["top"]
    reads = {0: across > 50, 90: down > 50, 270: down < -50}
    assert reads[turned], "a quarter to the right reads downwards"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (paper("Secret", password="secret"), "文件已加密"),
        (paper("Owned", password=""), "文件已加密"),
        (paper(), "文件已损坏"),
        (paper("Cut off")[:300], "文件已损坏"),
        (b"%PDF-1.7\n%%EOF", "文件已损坏"),
        (b"", "文件已损坏"),
        (paper("Point", size=(0.1, 0.1)), "文件已损坏"),
        (paper(*["x"] * (MOST_PAGES + 1)), f"共 {MOST_PAGES + 1} 页，超过 {MOST_PAGES} 页"),
    ],
)
def test_what_cannot_be_joined_says_why(content, why):
    with pytest.raises(CannotJoin, match=why):
        leaves_of(io.BytesIO(content))


GOOD = paper("One", "Two", sealed=True)


@given(at=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255))
def test_a_flipped_byte_is_joined_or_refused(at, byte):
    flipped = GOOD[:at] + bytes([byte]) + GOOD[at + 1 :]
    with suppress(CannotJoin):
        assert leaves_of(io.BytesIO(flipped))
