"""A unit list from an xlsx: previewed as a tree, created all or none, once."""

import pytest

from shuangyong.review import StepRefused
from shuangyong.vague import VagueDate
from tests.cases import each
from tests.factories import make_unit
from units import importing
from units.models import AuditEvent, ImportBatch, Unit
from units.unit_growth import create
from units.unit_import import UNITS

from .forms import tree
from .sheets import fault_finder, uploader

UPLOAD = "/units/import/"
HEADING = ["单位全称", "简称", "类别", "上级单位", "联系电话", "双拥职责"]
MUSEUM = ["滨江市博物馆", "市博物馆", "直属单位", "市文化局", "0830-1234567", "开放参观"]
HALL = ["滨江市博物馆分馆", "", "基层单位", "市博物馆", "", ""]


@pytest.fixture
def browser(client_of, admin, troupe, union):
    return client_of(admin)


@pytest.fixture
def upload(browser):
    return uploader(browser, UPLOAD, HEADING)


@pytest.fixture
def problems(upload):
    return fault_finder(upload)


def confirm(browser) -> str:
    batch = ImportBatch.objects.latest("pk")
    return browser.post(f"{UPLOAD}{batch.pk}/", follow=True).content.decode()


def test_a_list_is_shown_as_a_tree_and_then_created(browser, upload, bureau):
    text = upload(HALL, MUSEUM).content.decode()
    assert "将新建单位 <strong>2</strong> 个；已存在、不变的 0 个" in text
    assert text.index("滨江市博物馆<") < text.index("滨江市博物馆分馆<")
    assert not Unit.objects.filter(name="滨江市博物馆").exists()
    assert "新建单位 2 个" in confirm(browser)
    assert tree()[1:5] == [
        (2, "滨江市文化局"), (3, "滨江市歌舞团"), (3, "滨江市博物馆"), (4, "滨江市博物馆分馆"),
    ]  # fmt: skip
    museum = Unit.objects.get(name="滨江市博物馆")
    assert (museum.short_name, museum.kind, museum.phone, museum.duties, museum.reviewed_by) == (
        "市博物馆", "subordinate", "0830-1234567", "开放参观", bureau,
    )  # fmt: skip
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert AuditEvent.objects.latest("pk").action == "导入"


def test_the_reviewers_of_new_units_are_right_at_once(browser, upload):
    upload(MUSEUM, HALL, ["远山县双拥办", "", "双拥办", "", "", ""])
    confirm(browser)
    before = dict(Unit.objects.values_list("pk", "reviewed_by"))
    Unit.objects.refresh_reviewers()
    assert dict(Unit.objects.values_list("pk", "reviewed_by")) == before


def test_a_second_click_and_a_second_window_do_nothing_twice(browser, upload):
    upload(MUSEUM)
    upload(MUSEUM)
    first, second = ImportBatch.objects.order_by("pk")
    browser.post(f"{UPLOAD}{first.pk}/")
    again = browser.post(f"{UPLOAD}{first.pk}/", follow=True).content.decode()
    assert "已经导入，没有重复导入" in again
    other = browser.post(f"{UPLOAD}{second.pk}/", follow=True).content.decode()
    assert "“滨江市博物馆”刚刚已建立，请重新上传" in other
    assert Unit.objects.filter(name="滨江市博物馆").count() == 1


def test_units_there_are_already_stay_as_they_are(browser, upload):
    known = ["滨江市歌舞团", "", "直属单位", "滨江市文化局", "", ""]
    text = upload(known, MUSEUM).content.decode()
    assert "已存在、不变的 1 个" in text
    assert "已存在，不变" in text
    confirm(browser)
    assert Unit.objects.filter(name="滨江市歌舞团").count() == 1


def test_when_nothing_is_new_there_is_nothing_to_confirm(browser, upload):
    text = upload(["滨江市歌舞团", "市歌舞团", "直属单位", "市文化局", "", ""]).content.decode()
    assert "确认新建" not in text
    assert "表中的 1 个单位都已存在，没有需要新建的" in text
    assert "表中的单位都已存在，没有需要新建的" in confirm(browser)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["", *MUSEUM[1:]], "第 2 行“单位全称”：请填写。"),
        (["博" * 101, *MUSEUM[1:]], "第 2 行“单位全称”：不能超过 100 个字。"),
        ([*MUSEUM[:2], "", *MUSEUM[3:]],
         "第 2 行“类别”：请填写，可填：双拥办、成员单位、直属单位、区县单位、基层单位。"),
        ([*MUSEUM[:2], "科室", *MUSEUM[3:]],
         "第 2 行“类别”：没有“科室”这个类别，可填：双拥办、成员单位、直属单位、区县单位、基层单位。"),
        ([*MUSEUM[:3], "滨江文化局", "", ""],
         "第 2 行“上级单位”：系统和表中都没有名为“滨江文化局”的单位，是否指：滨江市文化局"),
        ([*MUSEUM[:3], "滨江市博物馆", "", ""], "第 2 行“上级单位”：单位不能是自己的上级单位。"),
        (["滨江市歌舞团", "", "基层单位", "", "", ""],
         "第 2 行“类别”：“滨江市歌舞团”已存在，系统中为“直属单位”；"
         "导入不修改已有单位，请改成一致或删去此行。"),
        (["12345部队文工团", *MUSEUM[1:]], "第 2 行“单位全称”：不得录入部队番号、代号"),
    ],
)  # fmt: skip
def test_every_fault_is_named_by_row_and_column(problems, row, problem):
    found = problems(row)
    assert found[0].startswith(problem)


def test_faults_of_several_rows_are_all_told(problems, bureau):
    closed = make_unit("滨江市电影公司", under=bureau)
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    assert problems(
        MUSEUM, MUSEUM, ["甲馆", "馆", "直属单位", "丙馆", "", ""],
        ["乙馆", "馆", "直属单位", "甲馆", "", ""], ["丙馆", "", "直属单位", "乙馆", "", ""],
        ["丁馆", "", "直属单位", "馆", "", ""], ["戊馆", "", "直属单位", "滨江市电影公司", "", ""],
    ) == [
        "第 3 行“单位全称”：与第 2 行相同。",
        "第 4 行“上级单位”：上下级循环：“甲馆” → “丙馆” → “乙馆” → “甲馆”。",
        "第 7 行“上级单位”：有多个单位简称“馆”，请写全称：乙馆、甲馆。",
        "第 8 行“上级单位”：“滨江市电影公司”已停用。",
    ]  # fmt: skip


def test_a_former_name_makes_no_second_unit_and_still_names_a_superior(problems, upload, bureau):
    changed = VagueDate.parse("2005年", year=2005)
    bureau.changes.create(
        kind="renamed", changed=changed, name="滨江市文化体育局", short_name="市文体局"
    )
    (found,) = problems(["滨江市文化体育局", "", "成员单位", "滨江市双拥办", "", ""])
    assert found.startswith("第 2 行“单位全称”：是“滨江市文化局”的原名，不重复建立")
    for superior in ("滨江市文化体育局", "市文体局"):
        text = upload([*MUSEUM[:3], superior, *MUSEUM[4:]]).content.decode()
        assert "将新建单位 <strong>1</strong> 个" in text


def test_what_is_wrong_with_the_file_is_told(problems):
    assert problems(merge="A1:A1") == ["第 1 行表头之下没有内容。"]
    assert problems(MUSEUM, heading=["名称"]) == [
        "没有找到表头。表头须有这些列：单位全称、类别、上级单位。"
    ]
    assert problems(MUSEUM, HALL, merge="D2:D3")[0] == (
        "D2:D3 是合并单元格，请取消合并，每行分别填写。"
    )
    assert problems(MUSEUM, name="名单.xls") == [
        "“名单.xls”不是 xlsx 文件。请上传 xlsx 文件；其他格式请先在 Excel 或 WPS 中“另存为” xlsx。"
    ]


def test_too_many_levels_are_refused(problems):
    rows = [[f"第{n}级", "", "基层单位", f"第{n - 1}级" if n else "市文化局", "", ""]
            for n in range(70)]  # fmt: skip
    assert problems(*rows) == ["第 63 行“上级单位”：超过 63 级。"]


def test_an_import_that_fails_half_way_leaves_nothing(upload, browser, monkeypatch):
    upload(MUSEUM, HALL)

    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("django.db.models.query.QuerySet.bulk_update", fail)
    with pytest.raises(OSError):  # noqa: PT011 - the one raised above
        confirm(browser)
    assert not Unit.objects.filter(name__startswith="滨江市博物馆").exists()
    assert ImportBatch.objects.get().done_at is None


def test_a_superior_closed_in_between_stops_the_import(upload, admin, bureau):
    upload(MUSEUM)
    Unit.objects.filter(pk=bureau.pk).update(is_active=False)
    with pytest.raises(StepRefused, match="上级单位“滨江市文化局”刚刚有变动"):
        importing.take_over(UNITS, ImportBatch.objects.get(), by=admin)


def test_a_thousand_units_take_few_queries(office, django_assert_max_num_queries):
    entries = [
        {"name": f"滨江市第{n}文化站", "kind": "grassroots",
         "superior": f"滨江市第{n // 10}文化站" if n else office.name}
        for n in range(1000)
    ]  # fmt: skip
    with django_assert_max_num_queries(20):
        create(entries)
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_the_form_to_fill_in_is_read_back(client_of, admin):
    file = b"".join(client_of(admin).get("/units/import/form/").streaming_content)
    rows = UNITS.check(importing.read_table(file, HEADING, required=UNITS.required, most=10))
    assert [len(row["levels_above"]) for row in rows] == [0, 1, 2]


@each("who", ["security", "auditor", "office_reviewer", "liaison"])
def test_only_the_administrator_imports(status_of, upload, who):
    upload(MUSEUM)
    url = f"{UPLOAD}{ImportBatch.objects.get().pk}/"
    assert status_of(who, url) == 403
    assert status_of(who, url, {}) == 403
    assert status_of("admin", f"{UPLOAD}999/") == 404
