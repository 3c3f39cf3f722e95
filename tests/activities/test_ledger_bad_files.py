"""Files that are no sound ledger: each is refused with words that help, or read for what it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from activities.ledgers import columns as c
from activities.ledgers.reading import read_ledger

from . import hostile_tables as hostile
from .ledger_files import workbook

ROOT = Path(__file__).parents[2]
MOST_MB = 200  # of memory at the peak, interpreter and framework included
MOST_SECONDS = 60  # of processor time, after which the system ends the reading


def refused(content: bytes, name: str = "台账.xlsx") -> str:
    with pytest.raises(ValidationError) as refusal:
        read_ledger(name, content)
    return "".join(refusal.value.messages)


def titles(content: bytes, name: str = "台账.xlsx") -> list[str]:
    return [row.cells.get(c.TITLE, "") for row in read_ledger(name, content).rows]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (hostile.entities, "文件已损坏或不完整"),
        (hostile.outside_entity, "文件已损坏或不完整"),
        (hostile.with_macro, "含有宏，请另存为不含宏的 xlsx"),
        (hostile.without_a_book, "不是 xlsx 表格"),
        (hostile.cut_short, "已损坏或不完整"),
        (hostile.cut_short_inside, "文件已损坏或不完整"),
        (hostile.with_damaged_bytes, "文件已损坏或不完整"),
        (hostile.with_password, "文件已加密，请先取消密码"),
        (hostile.many_sheets, "文件中没有内容"),
        (lambda: hostile.ole("EncryptedPackage"), "文件已加密，请先取消密码"),
        (lambda: hostile.ole("Workbook"), "是旧版的 xls 文件。请在 Excel 或 WPS 中打开，“另存为” xlsx"),
        (lambda: b"", "是空文件"),
        (lambda: b"\xef\xbb\xbf \r\n", "没有内容"),
        (lambda: b"%PDF-1.7", "是PDF 文件，不是表格"),
        (lambda: b"\x89PNG\r\n\x1a\n", "是图片，不是表格"),
        (lambda: workbook([]), "文件中没有内容"),
        (lambda: workbook([["时间", "活动名称"]]), "第 1 行表头之下没有可以导入的内容。"),
        (lambda: workbook([["时间", "活动名称"], ["合计", None]]), "（只有合计行）"),
        (lambda: workbook([["姓名", "电话"], ["张", "1"]]), "没有找到表头"),
    ],
)  # fmt: skip
def test_what_is_no_ledger_is_refused_with_words_that_help(make, message):
    assert message in refused(make())


@pytest.mark.parametrize("name", ["台账.xls", "台账.xlsx", "台账.csv"])
@pytest.mark.parametrize(
    "content",
    [
        "<html><table><tr><td>时间</td></tr></table></html>".encode(),
        "\ufeff<!DOCTYPE html><body>".encode(),
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "<table>".encode("utf-16"),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
    ],
)
def test_a_web_page_under_the_name_of_a_table_is_recognised(name, content):
    assert "其实是网页，只是名称像表格。请在 Excel 或 WPS 中打开，“另存为” xlsx" in refused(
        content, name
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x00\x01\x02binary\xff" * 50, "不是文本表格"),
        (hostile.csv_of("8.1,座\0谈"), "不是文本表格"),
        (hostile.csv_of("8.1,座谈").decode().encode("utf-16-le"), "不是文本表格"),
        (hostile.csv_of("8.1,") + b"\x81\xff\xff", "文字编码无法识别"),
        (hostile.csv_of('8.1,"没有结束\n8.2,座谈\n'), "第 3 行起无法读取：引号不成对"),
        (hostile.csv_of("8.1," + "谈" * 200_000), "第 3 行起无法读取"),
        (hostile.csv_of("8.1," + "a" * 10_000_000), "第 3 行起无法读取"),
        ("日付,行事\n7.31,演芸\n".encode("shift-jis"), "没有找到表头"),
    ],
)
def test_a_csv_file_that_is_none_is_refused(content, message):
    assert message in refused(content, "台账.csv")


def test_a_text_file_under_the_name_of_a_workbook_is_read_all_the_same():
    assert titles(hostile.csv_of("8.1\t座谈").replace(b",", b"\t"), "台账.xls") == ["演出", "座谈"]


def test_a_claimed_dimension_is_not_believed():
    assert titles(hostile.lies_about_its_dimension()) == ["演出"]


def test_a_cell_at_the_end_of_the_world_is_told_and_not_read():
    ledger = read_ledger("台账.xlsx", hostile.far_away_cell())
    assert len(ledger.rows) == 1
    assert ledger.ignored == ["第 100 列以后的内容"]


def test_cells_merged_over_everything_reach_to_the_last_row():
    assert titles(hostile.everything_merged()) == ["演出"]


def test_of_16384_columns_the_first_are_read():
    ledger = read_ledger("台账.xlsx", hostile.many_columns())
    assert len(ledger.rows) == 51
    assert ledger.ignored == ["第 100 列以后的内容"]


def test_formulas_are_not_run_and_links_not_followed_but_their_results_taken():
    assert titles(hostile.with_links()) == ["演出", "座谈"]


def test_a_formula_without_a_result_is_a_fault_of_its_cell():
    (row,) = read_ledger("台账.xlsx", hostile.with_uncalculated_formula()).rows
    assert row.faults == {c.TITLE: "是公式，但文件中没有计算结果，请改为数值或文字。"}


def test_an_error_value_is_a_fault_of_its_cell():
    (row,) = read_ledger("台账.xlsx", hostile.sound(["7.31", "#REF!"])).rows
    assert row.faults == {c.TITLE: "是错误值，请改正。"}


def test_a_full_cell_is_read_and_a_fuller_one_is_a_fault():
    assert titles(hostile.long_cell(32_767))[1] == "演" * 32_767
    assert (
        "超过 32767 字" in read_ledger("a.xlsx", hostile.long_cell(32_768)).rows[1].faults[c.TITLE]
    )


def test_shared_texts_are_put_together_without_the_readings_of_their_characters():
    assert titles(hostile.shared_texts()) == ["演出", "座谈"]


def test_control_characters_are_taken_out():
    row = read_ledger("台账.xlsx", hostile.control_characters()).rows[1]
    assert row.cells == {c.HELD: "8.1", c.TITLE: "座\n谈"}


def test_too_many_rows_are_refused_as_a_whole():
    rows = [["时间", "活动名称"], *[["7.31", "演出"]] * 30]
    with pytest.raises(ValidationError, match="超过 20 行，请分成几个文件"):
        read_ledger("台账.xlsx", workbook(rows), most=20)


def test_progress_is_told_on_the_way():
    told = []
    rows = [["时间", "活动名称"], *[["7.31", "演出"]] * 1200]
    read_ledger("台账.xlsx", workbook(rows), progress=told.append)
    assert told == [500, 1000]


MEASURED = """
import json, resource, sys
seconds = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
import django
django.setup()
from django.core.exceptions import ValidationError
from activities.ledgers.reading import read_ledger
try:
    said = f"{len(read_ledger('a.xlsx', open(sys.argv[1], 'rb').read()).rows)} rows"
except ValidationError as error:
    said = "".join(error.messages)
status = open("/proc/self/status").read().split()  # ru_maxrss counts what the parent had
print(json.dumps([said, int(status[status.index("VmHWM:") + 1]) / 1024]))
"""


@pytest.mark.parametrize(
    ("make", "outcome"),
    [
        (hostile.blank_rows, "1 rows"),
        (hostile.claims_to_be_huge, "解压后过大"),
        (hostile.lies_about_its_size, "已损坏"),
        (hostile.many_texts, "1 rows"),
        (hostile.one_text_in_every_cell, "表格内容过多，请分成几个文件"),
        (hostile.endless_tag, "已损坏"),
        (lambda: hostile.csv_of("\n" * 10_000_000), "1 rows"),
        (lambda: hostile.csv_of("," * 3_900_000), "1 rows"),
    ],
)
def test_nothing_takes_more_than_its_share_of_memory_and_time(tmp_path, make, outcome):
    file = tmp_path / "台账.xlsx"
    file.write_bytes(make())
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", MEASURED, str(file), str(MOST_SECONDS)],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=600,
        env={"DJANGO_SETTINGS_MODULE": "shuangyong.settings", "SHUANGYONG_VAR": str(tmp_path)},
    )  # fmt: skip
    said, peak = json.loads(done.stdout)
    assert outcome in said
    assert peak < MOST_MB
