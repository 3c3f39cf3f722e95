"""manage.py render_binder on good and bad input."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from tests.assessments.records import answer, make_checklist

from .files import pages_of


@pytest.fixture
def output(tmp_path):
    return tmp_path / "材料.pdf"


def run(*arguments, **options) -> str:
    said = io.StringIO()
    call_command("render_binder", *arguments, stdout=said, stderr=io.StringIO(), **options)
    return said.getvalue()


def test_a_units_binder(full, output):
    assert f"已输出：{output}（2 项缺少佐证材料）" in run("市歌舞团", "2011", output=output)
    assert len(PdfReader(output).pages) > 5
    assert list(output.parent.glob("*.part")) == []


def test_it_is_the_units_own_view_of_the_scores(assessment, output):
    answer(assessment, {1: 7}, side="reviewed_score")
    run("市歌舞团", "2011", output=output)
    assert "考评分" not in "".join(pages_of(output.read_bytes()))
    run("滨江市文化局", "2011", output=output, all_units=True)
    assert "考评分 7 分" in "".join(pages_of(output.read_bytes()))


def test_a_box_of_files(full, output):
    run("市歌舞团", "2011", output=output, zip=True)
    assert "目录.xlsx" in zipfile.ZipFile(output).namelist()


def test_one_of_several_rounds_is_named(assessment, troupe, bureau, output):
    standard = assessment.round.standard
    make_checklist(troupe, by=bureau, name="创建双拥模范城考核", standard=standard)
    with pytest.raises(CommandError, match="请用 --round 指明"):
        run("市歌舞团", "2011", output=output)
    run("市歌舞团", "2011", output=output, round="创建双拥模范城考核")
    assert output.exists()


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (("市文工团", "2011"), {}, "没有名为“市文工团”的单位"),
        (("市歌舞团", "2010"), {}, "没有考核"),
        (("市歌舞团", "2011"), {"round": "年中考核"}, "没有名为“年中考核”的考核"),
        (("市歌舞团", "2011"), {"all_units": True}, "没有考核"),
    ],
)
def test_bad_input_is_said_plainly_and_leaves_no_file(assessment, output, arguments, options, said):
    with pytest.raises(CommandError, match=said):
        run(*arguments, output=output, **options)
    assert not output.exists()


def test_a_folder_that_does_not_exist_is_named(assessment, tmp_path):
    with pytest.raises(CommandError, match="无法写入"):
        run("市歌舞团", "2011", output=tmp_path / "missing" / "材料.pdf")
