"""manage.py import_standard and export_standard."""

import io

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.models import Standard
from assessments.sheets import plain
from tests.assessments.records import make_standard

from .office_tables import as_bytes, workbook
from .test_layouts import CLASSIC, CLASSIC_MERGED
from .test_real_standards import fixture


def run(*arguments, **options) -> str:
    said = io.StringIO()
    call_command(*map(str, arguments), stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "细则.xlsx"
    path.write_bytes(as_bytes(workbook(CLASSIC, merged=CLASSIC_MERGED)))
    return path


def test_a_sheet_is_taken_over(file, bureau):
    said = run("import_standard", file, "--unit", bureau.name, "--year", 2012)
    standard = Standard.objects.get()
    assert (standard.unit, standard.year, standard.total) == (bureau, 2012, 100)
    assert "2 个部分 3 项，总分 100" in said


def test_a_dry_run_writes_nothing(file, bureau):
    said = run("import_standard", file, "--unit", bureau.name, "--year", 2012, "--dry-run")
    assert "可以导入" in said
    assert not Standard.objects.exists()


def test_what_is_odd_is_told_with_its_cell(tmp_path, bureau):
    path = tmp_path / "细则.csv"
    path.write_text("考核内容,分值\n台账,酌情\n", encoding="utf-8")
    said = run("import_standard", path, "--unit", bureau.name, "--year", 2012)
    assert "B2：分值“酌情”不是一个分数" in said
    assert Standard.objects.get().name == "细则"


@pytest.mark.parametrize("name", ["national", "district-2011", "community", "bureau-2011"])
def test_the_fixtures_are_taken_over_as_well(bureau, name):
    path = settings.BASE_DIR / "fixtures" / f"standard-{name}.json"
    run("import_standard", path, "--unit", bureau.name, "--year", 2013, "--name", "细则")
    standard = Standard.objects.get()
    assert (standard.unit, standard.year, standard.year_to) == (bureau, 2013, None)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b"{", "不是考核细则的 JSON 文件"),
        ("a.json", b"[]", "不是考核细则的 JSON 文件"),
        ("a.json", b'{"sections": []}', "不是考核细则"),
        ("a.json", b'{"name": "x", "sections": [{"title": "y", "criteria": [{"content": "z"}]}]}',
         "第 1 项"),
        ("a.json", b'{"name": "x", "sections": [{"title": "y", "criteria": [1]}]}', "不是考核细则"),
        ("a.json", b'{"name": "a\\u0000", "sections": [{"title": "y", "criteria": [{"content": "z", "points": 1}]}]}',
         "不是考核细则"),
        ("a.xlsx", b"PK\x03\x04", "损坏"),
        ("a.csv", b"a,b\n1,2\n", "没有找到考核细则的表头"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_plain_words(tmp_path, bureau, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        run("import_standard", path, "--unit", bureau.name, "--year", 2012)
    assert not Standard.objects.exists()


def test_unit_year_and_file_are_checked(file, bureau, tmp_path):
    for arguments, message in (
        ((file, "--unit", "没有的单位", "--year", 2012), "没有的单位"),
        ((file, "--unit", bureau.name, "--year", 12), "年度"),
        ((tmp_path / "没有.xlsx", "--unit", bureau.name, "--year", 2012), "无法读取"),
    ):
        with pytest.raises(CommandError, match=message):
            run("import_standard", *arguments)


def test_a_standard_of_this_name_is_not_made_twice(file, bureau):
    run("import_standard", file, "--unit", bureau.name, "--year", 2012)
    with pytest.raises(CommandError, match="本年度已有同名考核细则"):
        run("import_standard", file, "--unit", bureau.name, "--year", 2012)


def test_what_is_exported_is_imported_as_the_same(tmp_path, bureau):
    standard = plain.make(fixture("standard-bureau-2011"), unit=bureau)
    path, before = tmp_path / "x.xlsx", plain.written_down(standard)
    assert "已导出" in run("export_standard", standard.name, "-o", path)
    standard.delete()
    run("import_standard", path, "--unit", bureau.name, "--year", 2011)
    assert plain.written_down(Standard.objects.get()) == before


def test_a_standard_is_found_by_key_name_or_unit_and_year(tmp_path, bureau):
    first = make_standard(bureau, name="甲", year=2011)
    make_standard(bureau, name="乙", year=2012)
    path = tmp_path / "x.xlsx"
    for arguments in ((first.pk,), ("甲",), ("--unit", bureau.name, "--year", 2011)):
        assert "甲" in run("export_standard", *arguments, "-o", path)


def test_what_names_none_or_several_is_refused(tmp_path, bureau):
    make_standard(bureau, name="甲")
    make_standard(bureau, name="乙")
    path = tmp_path / "x.xlsx"
    for arguments, message in (
        (("丙",), "没有这样的考核细则"),
        (("--unit", bureau.name), "不止一个(.|\n)*甲(.|\n)*乙"),
        ((), "请给出考核细则的名称"),
    ):
        with pytest.raises(CommandError, match=message.replace("(.|\n)", r"(?:.|\n)")):
            run("export_standard", *arguments, "-o", path)
    with pytest.raises(CommandError, match="无法写入"):
        run("export_standard", "甲", "-o", tmp_path / "没有" / "x.xlsx")


def test_a_file_that_is_not_there_is_told_in_plain_words(tmp_path, bureau):
    with pytest.raises(CommandError, match=r"无法读取 .*没有的\.xlsx：没有这个文件或目录"):
        run("import_standard", tmp_path / "没有的.xlsx", "--unit", bureau.name, "--year", 2012)
    with pytest.raises(CommandError, match="是目录，不是文件"):
        run("import_standard", tmp_path, "--unit", bureau.name, "--year", 2012)
    standard = make_standard(bureau)
    with pytest.raises(CommandError, match="没有这个文件或目录"):
        run("export_standard", standard.pk, "-o", tmp_path / "没有" / "细则.xlsx")
