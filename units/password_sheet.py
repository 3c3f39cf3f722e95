"""初始密码单: passwords of accounts that were imported, as a list and as slips to hand out."""

from __future__ import annotations

import io

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from shuangyong.review import StepRefused
from shuangyong.sheets import as_file, safe

from . import audit
from .account_import import names_of
from .models import ImportBatch, User
from .passwords import initial_passwords

COLUMNS = {"姓名": 11, "用户名": 15, "初始密码": 18, "单位": 30}
SLIPS_A_PAGE = 8
NOTE = "请妥善保管，分发后销毁。首次登录时须修改密码。"
_THIN, _CUT = Side(style="thin"), Side(style="dashed")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def due(batch: ImportBatch):
    """The batch's accounts that nobody has signed in to.

    Once rights were given only those that never had a password: others are for the security
    administrator to reset, so that nobody else can take over an account with rights.
    """
    accounts = User.objects.filter(username__in=names_of(batch.rows), last_login=None)
    waiting = accounts.filter(is_active=True, must_change_password=True)
    return waiting.filter(Q(role="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)).order_by(
        "pk"
    )


def issue(batch: ImportBatch, *, by: User) -> io.BytesIO:
    """New passwords for the accounts that are due, as an xlsx; stored hashed only.

    Hashing takes about 15 ms an account and is done before anything is locked. Raises
    StepRefused if there is nobody left to give a password to.
    """
    waiting = list(due(batch).values_list("pk", flat=True))
    made = dict(zip(waiting, initial_passwords(len(waiting)), strict=True))
    with transaction.atomic():
        accounts = [a for a in due(batch).select_for_update() if a.pk in made]
        if not accounts:
            raise StepRefused(
                "这些账号都已登录或授权，不再出具初始密码；忘记密码请由安全管理员重置。"
            )
        for account in accounts:
            account.password = made[account.pk][1]
        User.objects.bulk_update(accounts, ["password"], batch_size=200)
        audit.record(by, "出具初始密码单", batch, changes={"账号": f"{len(accounts)} 个"})
    return as_file(_workbook([(a, made[a.pk][0]) for a in _in_words(accounts)]))


def _in_words(accounts: list[User]) -> list[User]:
    chosen = User.objects.filter(pk__in=[account.pk for account in accounts]).order_by("pk")
    return list(chosen.select_related("unit", "wanted_unit"))


def _workbook(given: list[tuple[User, str]]) -> Workbook:
    workbook = Workbook()
    lines = [_line(account, password) for account, password in given]
    _fill_list(workbook.active, lines)
    _fill_slips(workbook.create_sheet("分发条"), lines)
    return workbook


def _line(account: User, password: str) -> list[str]:
    unit = account.unit or account.wanted_unit
    return [safe(text) for text in (account.name, account.username, password, str(unit or ""))]


def _fill_list(sheet, lines: list[list[str]]) -> None:
    sheet.title = "初始密码单"
    sheet.append(["初始密码单"])
    sheet.append([NOTE])
    for line in (list(COLUMNS), *lines):
        sheet.append(line)
        _frame(sheet, sheet.max_row, bold=line == list(COLUMNS))
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
        sheet.cell(row, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet["A1"].font = Font(name="黑体", size=18, bold=True)
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes, sheet.print_title_rows = "A4", "3:3"
    _set_up_print(sheet)


def _fill_slips(sheet, lines: list[list[str]]) -> None:
    """Each account with its own heading, and a line to cut along."""
    for number, line in enumerate(lines, 1):
        for cells in (list(COLUMNS), line):
            sheet.append(cells)
            _frame(sheet, sheet.max_row, bold=cells is not line)
        sheet.append(["双拥工作管理系统账号。首次登录时须修改密码，请勿转告他人。", "", "", ""])
        for cell in sheet[sheet.max_row]:
            cell.border, cell.font = Border(bottom=_CUT), Font(size=9)
        sheet.row_dimensions[sheet.max_row].height = 24
        sheet.append([""])
        if number % SLIPS_A_PAGE == 0:
            sheet.row_breaks.append(Break(id=sheet.max_row))
    _set_up_print(sheet)


def _frame(sheet, row: int, *, bold: bool = False) -> None:
    for cell in sheet[row]:
        cell.border = BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        password = cell.column == 3 and not bold
        cell.font = Font(name="Courier New", size=11) if password else Font(bold=bold)
    sheet.row_dimensions[row].height = 22


def _set_up_print(sheet) -> None:
    for index, width in enumerate(COLUMNS.values(), 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
