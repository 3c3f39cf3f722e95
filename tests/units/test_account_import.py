"""联络员账号 from an xlsx: previewed, created all or none, once; passwords on a sheet."""

import io

import pytest
from openpyxl import load_workbook

from shuangyong.review import StepRefused
from tests.activities.files import received
from tests.cases import each
from tests.factories import PASSWORD, make_unit, make_user
from units import importing, password_sheet
from units.account_import import ACCOUNTS
from units.models import AuditEvent, ImportBatch, Role, Unit, User

from .sheets import fault_finder, table, uploader

UPLOAD = "/accounts/import/"
HEADING = ["姓名", "用户名", "单位", "联系电话", "电子邮箱", "角色"]
ZHANG = ["张三", "zhangsan", "滨江市歌舞团", "0830-1234567", "zs@example.cn", "联络员"]
LI = ["李四", "", "市文化局", "", "", "领导"]


@pytest.fixture(autouse=True)
def argon2(settings):
    """Random passwords are hashed by argon2 whatever else is used."""
    settings.PASSWORD_HASHERS = [
        *settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]  # fmt: skip


@pytest.fixture
def browser(client_of, admin, troupe, union):
    return client_of(admin)


@pytest.fixture
def upload(browser):
    return uploader(browser, UPLOAD, HEADING)


@pytest.fixture
def problems(upload):
    return fault_finder(upload)


@pytest.fixture
def batch(upload):
    """A table of two that waits to be confirmed."""
    upload(ZHANG, LI)
    return ImportBatch.objects.get()


def url_of(batch) -> str:
    return f"{UPLOAD}{batch.pk}/"


@pytest.fixture
def imported(browser, batch):
    """The same after its confirmation."""
    browser.post(url_of(batch))
    batch.refresh_from_db()
    return batch


def sheets_of(answer):
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def sheet(browser, imported):
    """The password sheet, as rows by user name."""

    def download() -> dict[str, list]:
        answer = browser.post(f"{url_of(imported)}passwords/")
        rows = list(sheets_of(answer)["初始密码单"].values)[3:]
        return {row[1]: list(row) for row in rows}

    return download


def test_the_preview_shows_what_was_read_and_creates_nothing(upload):
    page = upload(ZHANG, LI)
    text = page.content.decode()
    for words in ("张三", "zhangsan", "滨江市歌舞团", "0830-1234567", "zs@example.cn", "共 2 行"):
        assert words in text
    assert "lly001" in text
    assert "滨江市文化局" in text
    assert not User.objects.filter(name="张三").exists()


def test_confirmed_accounts_have_no_rights_and_say_what_is_asked_for(imported, troupe, bureau):
    zhang, li = User.objects.get(username="zhangsan"), User.objects.get(username="lly001")
    assert (zhang.role, zhang.unit, zhang.phone) == ("", None, "0830-1234567")
    assert (zhang.wanted_role, zhang.wanted_unit) == (Role.LIAISON, troupe)
    assert (li.wanted_role, li.wanted_unit) == (Role.LEADER, bureau)
    assert zhang.must_change_password
    assert not zhang.has_usable_password()
    assert zhang.email == "zs@example.cn"


def test_the_trail_names_the_table_and_every_account(imported, admin):
    lines = AuditEvent.objects.filter(actor=admin).order_by("pk").values_list("action", "target")
    assert list(lines) == [
        ("新建账号", "张三"), ("新建账号", "李四"), ("导入", "联络员账号《名单.xlsx》"),
    ]  # fmt: skip


def test_a_second_click_creates_nobody_twice(browser, imported):
    page = browser.post(url_of(imported), follow=True)
    assert "已经导入，没有重复导入" in page.content.decode()
    assert User.objects.filter(name__in=["张三", "李四"]).count() == 2


def test_the_sheet_opens_the_accounts_until_the_password_is_changed(client, sheet, imported):
    rows = sheet()
    assert rows["zhangsan"][0] == "张三"
    assert rows["zhangsan"][3] == "滨江市歌舞团"
    password = rows["zhangsan"][2]
    page = client.post("/login/", {"username": "zhangsan", "password": password}, follow=True)
    assert page.redirect_chain[-1][0] == "/password/"
    assert password not in str(list(AuditEvent.objects.values_list("changes", "target")))
    assert password not in str(ImportBatch.objects.get().rows)


def test_the_slips_repeat_the_heading_for_each(browser, imported):
    slips = sheets_of(browser.post(f"{url_of(imported)}passwords/"))["分发条"]
    first = [row[0] for row in slips.values]
    assert first.count("姓名") == 2
    assert first.index("张三") == first.index("姓名") + 1


def test_a_sheet_is_never_the_same_twice_and_never_kept_by_the_browser(sheet, browser, imported):
    first, second = sheet(), sheet()
    assert first["lly001"][2] != second["lly001"][2]
    assert not User.objects.get(username="lly001").check_password(first["lly001"][2])
    assert User.objects.get(username="lly001").check_password(second["lly001"][2])
    answer = received(browser.post(f"{url_of(imported)}passwords/"))
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEvent.objects.filter(action="出具初始密码单").count() == 3


def test_an_account_that_was_used_or_given_rights_gets_no_new_password(sheet, troupe):
    sheet()
    User.objects.filter(username="zhangsan").update(role=Role.LIAISON, unit=troupe)
    assert list(sheet()) == ["lly001"]


def test_rights_given_before_the_first_sheet_do_not_stop_it(sheet, troupe):
    User.objects.filter(username="zhangsan").update(role=Role.LIAISON, unit=troupe)
    assert sheet()["zhangsan"][3] == "滨江市歌舞团"


def test_once_all_have_signed_in_there_is_no_sheet(browser, imported):
    from django.utils import timezone

    User.objects.filter(name__in=["张三", "李四"]).update(last_login=timezone.now())
    page = browser.post(f"{url_of(imported)}passwords/", follow=True)
    assert "不再出具初始密码" in page.content.decode()
    assert "下载初始密码单" not in page.content.decode()


def test_a_sheet_of_a_table_that_was_not_confirmed_does_not_exist(browser, batch):
    assert browser.post(f"{url_of(batch)}passwords/").status_code == 404


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["", "a", "市文化局"], "第 2 行“姓名”：请填写。"),
        (["张三", "", ""], "第 2 行“单位”：请填写。"),
        (["张三", "", "市文化"], "第 2 行“单位”：没有名为“市文化”的单位。是否指：滨江市文化局"),
        (["张三", "ADMIN", "市文化局"], "第 2 行“用户名”：已有账号“ADMIN”（不分大小写）。"),
        (["张三", "zhang san", "市文化局"], "第 2 行“用户名”：请输入合法的用户名"),
        (["张三", "", "市文化局", "", "zs@"], "第 2 行“电子邮箱”：不是有效的电子邮箱。"),
        (["张三", "", "市文化局", "0" * 40], "第 2 行“联系电话”：不能超过 30 个字。"),
        (["张三", "", "市文化局", "", "", "系统管理员"], "第 2 行“角色”：没有“系统管理员”这个角色"),
        (["张三", "", "市文化局", "", "", "科长"], "可填：联络员、双拥办审核员、领导"),
        (["张三", "51050219800101123X", "市文化局"], "第 2 行“用户名”：不得录入身份证号。"),
    ],
)
def test_every_fault_is_told_by_row_and_column(problems, row, problem):
    (found,) = problems(row)
    assert problem in found
    assert not User.objects.filter(name="张三").exists()


def test_one_bad_row_stops_all_and_every_fault_is_told_at_once(problems):
    found = problems(ZHANG, ["王五", "ZhangSan", "没有的局", "", "x", "科长"])
    assert [message.split("：")[0] for message in found] == [
        "第 3 行“用户名”", "第 3 行“单位”", "第 3 行“角色”", "第 3 行“电子邮箱”",
    ]  # fmt: skip
    assert "与第 2 行相同" in found[0]


def test_merged_cells_are_named(problems):
    found = problems(ZHANG, LI, merge="C2:C3")
    assert found == ["C2:C3 是合并单元格，请取消合并，每行分别填写。"]


def test_a_table_without_units_is_refused(problems):
    assert problems(["张三"], heading=["姓名"]) == ["第 1 行表头缺少：单位。"]


def test_a_thousand_and_one_rows_are_too_many(problems):
    rows = [["张三", f"z{number}", "市文化局"] for number in range(1001)]
    assert problems(*rows) == ["超过 1000 行，请分成几个文件。"]


def test_many_faults_are_counted_instead_of_filling_the_page(problems):
    found = problems(*[["张三", f"z{number}", "没有的局"] for number in range(300)])
    assert len(found) == 101
    assert found[-1] == "还有 200 处。"


@pytest.mark.parametrize("name", ["名单.xls", "名单.csv", "名单.txt", "名单.docx"])
def test_another_kind_of_file_is_refused(browser, name):
    page = browser.post(UPLOAD, {"file": table(HEADING, ZHANG, name=name)})
    (told,) = page.context["form"].errors["file"]
    assert f"“{name}”不是 xlsx 文件" in told
    assert "另存为" in told
    assert "没有导入任何内容" in page.content.decode()


def test_no_file_at_all_is_said(browser):
    assert browser.post(UPLOAD, {}).context["form"].errors == {"file": ["这是必填项。"]}


def test_the_same_table_sent_again_makes_nobody_twice(upload, imported):
    page = upload(LI)
    assert page.context["form"].errors["file"] == [
        "第 2 行“姓名”：市文化局已有同名账号“lly001”；确为另一人时请填写用户名。"
    ]


def test_two_of_one_name_in_one_unit_need_user_names(problems, upload):
    (found,) = problems(LI, LI)
    assert "已有同名账号“第 2 行”" in found
    assert upload(LI, ["李四", "lisi2", "市文化局"]).context["batch"]


def test_running_names_leave_out_what_is_taken(upload, db):
    make_user("LLY001", role="")
    page = upload(LI, ["王五", "lly002", "市文化局"], ["赵六", "", "市歌舞团"])
    names = [row["cells"][1] for row in page.context["batch"].rows]
    assert names == ["lly003", "lly002", "lly004"]


def test_a_name_taken_between_preview_and_click_stops_all(browser, batch):
    make_user("ZHANGSAN", role="")
    page = browser.post(url_of(batch), follow=True)
    assert "用户名已被占用：zhangsan" in page.content.decode()
    assert not User.objects.filter(name="李四").exists()
    batch.refresh_from_db()
    assert batch.done_at is None


def test_a_unit_closed_between_preview_and_click_stops_all(batch, admin, troupe):
    Unit.objects.filter(pk=troupe.pk).update(is_active=False)
    with pytest.raises(StepRefused, match="停用"):
        importing.take_over(ACCOUNTS, batch, by=admin)
    assert not User.objects.filter(name="李四").exists()


def test_the_blank_table_can_be_filled_in_and_sent(browser, upload):
    blank = browser.get(f"{UPLOAD}form/")
    assert next(iter(sheets_of(blank)["填写"].values)) == tuple(HEADING)


def test_a_formula_is_not_read_and_what_looks_like_one_leaves_as_text(problems, upload, browser):
    assert problems(["=1+1", "zs", "市文化局"]) == ["A2（姓名） 是公式，请改为文字或数值。"]
    batch = upload(["+张三", "zs", "市文化局"]).context["batch"]
    browser.post(url_of(batch))
    cells = sheets_of(browser.post(f"{url_of(batch)}passwords/"))["初始密码单"].values
    assert list(cells)[3][0] == "'+张三"


WHO = ["liaison", "reviewer", "leader", "security", "auditor"]


@each("who", WHO)
def test_nobody_else_imports(status_of, imported, who):
    for url in (UPLOAD, f"{UPLOAD}form/", url_of(imported)):
        assert status_of(who, url) == 403
    assert status_of(who, url_of(imported), {}) == 403
    assert status_of(who, f"{url_of(imported)}passwords/", {}) == 403


def test_another_administrators_table_is_not_found(client_of, imported):
    other = client_of(make_user("second", Role.ADMIN))
    assert other.get(url_of(imported)).status_code == 404
    assert other.post(url_of(imported)).status_code == 404
    assert other.post(f"{url_of(imported)}passwords/").status_code == 404


def test_the_preview_asks_as_often_for_many_rows(count_queries, admin, upload, office):
    upload(ZHANG)
    few = count_queries(admin, url_of(ImportBatch.objects.first()))
    for number in range(30):
        make_unit(f"滨江市第{number}局", under=office)
    upload(*[[f"某{n}", f"u{n}", f"滨江市第{n}局"] for n in range(30)])
    assert count_queries(admin, url_of(ImportBatch.objects.first())) == few


def test_checking_and_creating_take_few_queries_for_many_rows(
    admin, upload, office, django_assert_max_num_queries
):
    for number in range(60):
        make_unit(f"滨江市第{number}局", under=office)
    with django_assert_max_num_queries(20):
        upload(*[[f"某{n}", "", f"滨江市第{n}局"] for n in range(60)])


def test_the_whole_way_from_table_to_working_liaison(client_of, client, security, sheet, troupe):
    password = sheet()["zhangsan"][2]
    zhang = User.objects.get(username="zhangsan")
    client_of(security).post("/accounts/grant/", {"only": zhang.pk})
    client.post("/login/", {"username": "zhangsan", "password": password})
    own = {"old_password": password, "new_password1": PASSWORD, "new_password2": PASSWORD}
    page = client.post("/password/", own, follow=True)
    assert "密码已修改" in page.content.decode()
    assert "市歌舞团" in page.content.decode()


def test_passwords_are_given_to_nobody_who_is_out_of_use(imported, admin):
    User.objects.filter(username="zhangsan").update(is_active=False)
    assert [a.username for a in password_sheet.due(imported)] == ["lly001"]


def test_the_sheet_of_an_earlier_import_is_found_again(browser, client_of, imported):
    text = browser.get(UPLOAD).content.decode()
    assert "最近导入" in text
    assert f"/accounts/import/{imported.pk}/" in text
    other = make_user("other-admin", Role.ADMIN)
    assert "最近导入" not in client_of(other).get(UPLOAD).content.decode()
