"""The same imports from the command line, with a plain report and an honest exit code."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from activities.models import Activity
from tests.activities.ledger_files import workbook
from tests.factories import YEAR, make_activity
from units.models import AuditEvent

ROWS = [
    ["时间", "活动名称", "类别"],
    ["7月31日", "八一慰问演出", "慰问演出"],
    ["13月1日", "走访慰问军属", "走访慰问"],
]
TEXT = "7月31日，市歌舞团组织演职人员近百名赴驻滨江某部开展慰问演出，观众2000余人。"


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(workbook(ROWS))
    return path


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(command, path, unit="市歌舞团", year=YEAR, **options) -> tuple[str, str]:
    """What it says, and what it complains of."""
    out, complaint = io.StringIO(), ""
    try:
        call_command(command, str(path), unit=unit, year=year, stdout=out, **options)
    except CommandError as error:
        complaint = str(error)
    return out.getvalue(), complaint


def test_a_ledger_is_reported_row_by_row_and_its_good_rows_become_drafts(troupe, ledger):
    said, complaint = run("import_ledger", ledger)
    assert "第 3 行　有错误　走访慰问军属　时间：“13月1日”不是能识别的时间" in said
    assert "共 2 行：可以导入 1 行，有错误 1 行，可能重复 0 行，已导入过 0 行。" in said
    assert "已导入 1 项活动" in said
    assert complaint == "有 1 行有错误，没有导入这些行。"
    assert [(a.title, a.unit, a.status) for a in Activity.objects.all()] == [
        ("八一慰问演出", troupe, "draft")
    ]
    assert AuditEvent.objects.get(action="导入活动").actor_name == "命令行"


def test_a_dry_run_writes_nothing(troupe, ledger, paper):
    run("import_ledger", ledger, dry_run=True)
    run("import_text", paper, dry_run=True)
    assert not Activity.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("command", "kind"), [("import_ledger", "ledger"), ("import_text", "paper")]
)
def test_a_second_run_adds_nothing(request, troupe, command, kind):
    file = request.getfixturevalue(kind)
    run(command, file)
    once = Activity.objects.count()
    said, _ = run(command, file)
    assert "已导入过 1 行" in said
    assert Activity.objects.count() == once > 0


def test_doubles_are_left_out_unless_asked_for(troupe, ledger):
    make_activity(troupe, "八一慰问演出", held="7月31日")
    said, _ = run("import_ledger", ledger)
    assert "可能与活动“八一慰问演出”重复" in said
    assert Activity.objects.count() == 1
    run("import_ledger", ledger, doubles=True)
    assert Activity.objects.count() == 2


def test_an_old_paper_is_told_as_json_lines(troupe, paper):
    said, complaint = run("import_text", paper, dry_run=True)
    told = [json.loads(line) for line in said.splitlines()]
    assert complaint == ""
    assert [one["cells"]["时间"] for one in told] == ["7月31日"]
    assert told[0]["source"].startswith("7月31日，市歌舞团")


def test_an_old_paper_becomes_drafts_with_their_sentences(troupe, paper):
    run("import_text", paper)
    assert Activity.objects.get().source_text.startswith("7月31日，市歌舞团")


@pytest.mark.parametrize("command", ["import_ledger", "import_text"])
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit": "查无此局"}, "没有名为“查无此局”的单位"),
        ({"year": 12}, "年度应在 1949 至 2100 之间"),
        ({"path": "/nowhere/台账.xlsx"}, "无法读取 /nowhere/台账.xlsx"),
    ],
)
def test_bad_input_is_refused_in_plain_words(troupe, ledger, command, changed, said):
    _, complaint = run(command, **({"path": ledger} | changed))
    assert said in complaint
    assert not Activity.objects.exists()


@pytest.mark.parametrize("command", ["import_ledger", "import_text"])
def test_a_file_that_is_neither_ledger_nor_paper_is_refused(troupe, tmp_path, command):
    path = tmp_path / "照片.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    _, complaint = run(command, path)
    assert complaint
    assert "Traceback" not in complaint
