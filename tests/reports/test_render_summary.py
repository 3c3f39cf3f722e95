"""manage.py render_summary: the browser's files from the command line, and plain refusals."""

import io

import docx
import pytest
from django.core.management import CommandError, call_command

from reports.models import Summary
from shuangyong.review import Status
from tests.factories import make_plan, make_unit

from .records import done, make_summary
from .test_summary_pages import NEW, step, text_of


@pytest.fixture
def rendered(tmp_path):
    """The bytes the command writes for a unit and a year."""

    def render(unit: str, year: str = "2011", *options: str) -> bytes:
        file, said = tmp_path / "总结", io.StringIO()
        call_command("render_summary", unit, year, "-o", str(file), *options, stdout=said)
        assert str(file) in said.getvalue()
        return file.read_bytes()

    return render


@pytest.mark.parametrize("name", ["滨江市歌舞团", "市歌舞团"])
def test_the_file_is_what_the_button_gives(rendered, client_of, liaison, troupe, name):
    done(troupe, counts=[("演职人员", "近百名")])
    summary = make_summary(troupe, liaison)
    summary.sections.filter(level=0).update(text="手工改过的开头。")
    content = rendered(name)
    assert content == client_of(liaison).get(step(summary, "pdf")).content
    assert "手工改过的开头" in text_of(content)


def test_the_word_file_is_what_the_button_gives(rendered, client_of, liaison, troupe):
    done(troupe, counts=[("演职人员", "近百名")])
    summary = make_summary(troupe, liaison)
    content = rendered("滨江市歌舞团", "2011", "--format", "docx")
    answer = client_of(liaison).get(step(summary, "docx"))
    assert content == answer.content
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    named = answer.headers["Content-Disposition"]
    assert named.startswith("attachment")
    assert named.endswith(".docx")
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    assert paragraphs[0].text == "滨江市歌舞团2011年双拥工作总结"
    assert any("近百名" in paragraph.text for paragraph in paragraphs)


def test_a_format_nobody_offers_is_refused(troupe, tmp_path):
    done(troupe)
    with pytest.raises(CommandError, match="xps"):
        call_command(
            "render_summary", "滨江市歌舞团", "2011", "-o", str(tmp_path / "x"), "--format", "xps"
        )


def test_without_a_summary_the_file_is_what_would_be_generated(
    rendered, client_of, liaison, troupe
):
    done(troupe)
    content = rendered("滨江市歌舞团")
    assert not Summary.objects.exists()
    browser = client_of(liaison)
    browser.post(NEW)
    assert content == browser.get(step(Summary.objects.get(), "pdf")).content


def test_a_plan_alone_gives_a_summary(rendered, troupe):
    make_plan(troupe, title="2011年双拥工作方案", status=Status.CONFIRMED)
    assert "2011年双拥工作方案" in text_of(rendered("滨江市歌舞团"))


@pytest.mark.parametrize(
    ("unit", "year", "says"),
    [
        ("没有的单位", "2011", "没有名为“没有的单位”的单位"),
        ("滨江市歌舞团", "2011", "滨江市歌舞团2011年没有可以写入总结的记录"),
        ("滨江市歌舞团", "11", "“11”不是年度"),
        ("滨江市歌舞团", "99999", "“99999”不是年度"),
        ("滨江市歌舞团", "今年", "“今年”不是年度"),
    ],
)
def test_bad_input_is_answered_in_plain_words_and_leaves_no_file(
    troupe, tmp_path, unit, year, says
):
    file = tmp_path / "总结.pdf"
    with pytest.raises(CommandError, match=says):
        call_command("render_summary", unit, year, "-o", str(file))
    assert not file.exists()


def test_a_short_name_of_two_units_is_refused_with_both(troupe, bureau, tmp_path):
    make_unit("滨江市第二歌舞团", under=bureau, short_name="市歌舞团")
    with pytest.raises(CommandError, match=r"不止一个单位.*滨江市歌舞团、滨江市第二歌舞团"):
        call_command("render_summary", "市歌舞团", "2011", "-o", str(tmp_path / "总结.pdf"))


def test_a_folder_that_is_not_there_is_named(troupe, tmp_path):
    done(troupe)
    file = tmp_path / "没有的目录" / "总结.pdf"
    with pytest.raises(CommandError, match=f"无法写入 {file}"):
        call_command("render_summary", "滨江市歌舞团", "2011", "-o", str(file))
