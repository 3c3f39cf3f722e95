"""The third seed's plan, printed: every sentence of it, laid out by the standard."""

import io
import json
import re

import docx
import pytest
from django.conf import settings

from activities.sample import add_plan
from reports.plans import build_plan
from reports.rendering import Format, render
from tests.factories import make_unit

from .measuring import read, text_of

ENTRY = json.loads(
    (settings.BASE_DIR / "fixtures/3-county-trade-union-plan.json").read_text("utf-8")
)["plans"][0]


@pytest.fixture
def document(db):
    """The plan as a document; a draft, since nobody is there to review it."""
    make_unit("县总工会")
    make_unit("各基层工会")
    return build_plan(add_plan(ENTRY | {"status": "draft"}))


def sentences() -> list[str]:
    """What the seed says, sentence by sentence."""
    lines = [*ENTRY["requirements"], *ENTRY["items"]]
    texts = [ENTRY[part] for part in ("title", "opening", "guiding_thought", "objectives")]
    texts += [line[part] for line in lines for part in ("title", "content")]
    return [part for text in texts for part in re.split("(?<=。)", text) if part]


def test_the_pdf_says_every_sentence_of_the_seed(document):
    printed = re.sub(r"—\d—", "", text_of(render(document, Format.PDF)))
    assert len(sentences()) > 20
    assert [s for s in sentences() if s not in printed] == []


def test_the_word_file_says_every_sentence_of_the_seed(document):
    paragraphs = docx.Document(io.BytesIO(render(document, Format.DOCX))).paragraphs
    written = "\n".join(paragraph.text for paragraph in paragraphs)
    assert [s for s in sentences() if s not in written] == []


def test_its_parts_are_numbered_as_the_seed_numbers_them(document):
    paragraphs = docx.Document(io.BytesIO(render(document, Format.DOCX))).paragraphs
    heads = [p.text[:9] for p in paragraphs if p.style.name.startswith("Heading")]
    assert heads == [
        *(
            "一、指导思想",
            "二、工作目标",
            "三、工作要求",
            "（一）提高认识，自",
            "（二）加强领导，健",
        ),
        *("四、工作措施", "（一）加强理论学习", "（二）重视宣传报道", "（三）开展双拥教育"),
        *("（四）落实双拥政策", "（五）举办共建活动"),
    ]


def test_a_full_page_of_it_has_22_lines_of_28_characters_from_edge_to_edge(document):
    pages = read(render(document, Format.PDF))
    full = pages[1]
    assert len(full.lines) == 22
    assert full.lines[0].top == pytest.approx(37, abs=0.1)
    assert full.lines[-1].bottom == pytest.approx(262, abs=0.1)
    assert min(line.left for line in full.lines) == pytest.approx(28, abs=0.1)
    assert max(line.right for line in full.lines) == pytest.approx(184, abs=0.2)
    assert max(line.cells for line in full.lines) == 28
    assert [page.number.text for page in pages] == ["—1—", "—2—", "—3—"]
