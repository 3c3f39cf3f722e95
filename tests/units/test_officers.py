"""The first start of an empty installation: manage.py create_administrators and is_empty."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_user
from units.models import Role, User

OFFICERS = {
    "SHUANGYONG_ADMIN": Role.ADMIN,
    "SHUANGYONG_SECURITY": Role.SECURITY,
    "SHUANGYONG_AUDITOR": Role.AUDITOR,
}
GOOD = "xian-dai-ban-gong-{}"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch):
    """Nobody sits at the terminal, and nothing is set."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    for variable in OFFICERS:
        monkeypatch.delenv(f"{variable}_USER", raising=False)
        monkeypatch.delenv(f"{variable}_PASSWORD", raising=False)


@pytest.fixture
def environment(monkeypatch):
    """All three officers in the environment."""
    for number, variable in enumerate(OFFICERS):
        monkeypatch.setenv(f"{variable}_USER", f"officer{number}")
        monkeypatch.setenv(f"{variable}_PASSWORD", GOOD.format(number))
    return monkeypatch


@pytest.fixture
def terminal(monkeypatch):
    """A person at the terminal; returns what was asked."""
    asked = []

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    def answer(question):
        asked.append(question)
        number = (len(asked) - 1) // 2
        return GOOD.format(number) if "密码" in question else f" officer{number} "

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("getpass.getpass", answer)
    return asked


def create() -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("create_administrators", stdout=out)
    return out.getvalue()


def test_the_environment_names_the_three_officers(environment):
    assert create().splitlines() == [
        "已建立系统管理员账号：officer0",
        "已建立安全管理员账号：officer1",
        "已建立安全审计员账号：officer2",
    ]
    assert set(User.objects.values_list("username", "role", "name")) == {
        (f"officer{number}", role, role.label) for number, role in enumerate(OFFICERS.values())
    }
    assert User.objects.get(role=Role.SECURITY).check_password(GOOD.format(1))


def test_a_person_at_the_terminal_is_asked(terminal):
    create()
    assert terminal == [
        "系统管理员的用户名：", "系统管理员的密码（至少 10 位）：",
        "安全管理员的用户名：", "安全管理员的密码（至少 10 位）：",
        "安全审计员的用户名：", "安全审计员的密码（至少 10 位）：",
    ]  # fmt: skip
    assert User.objects.get(role=Role.AUDITOR).username == "officer2"
    assert User.objects.get(role=Role.AUDITOR).check_password(GOOD.format(2))


def test_without_either_the_command_names_the_variables_to_set():
    with pytest.raises(CommandError, match="SHUANGYONG_ADMIN_USER 和 SHUANGYONG_ADMIN_PASSWORD"):
        create()


def test_an_officer_who_exists_is_left_alone(environment):
    make_user("old_hand", Role.SECURITY)
    assert "安全管理员账号已存在。" in create()
    assert User.objects.get(role=Role.SECURITY).username == "old_hand"
    assert create().count("已存在") == 3
    assert User.objects.count() == 3


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("PASSWORD", "short", "安全审计员：密码太短，至少需要 10 个字符"),
        ("PASSWORD", "officer2-2", "安全审计员：密码跟 用户名 太相似"),
        ("USER", "officer 2", "安全审计员：请输入合法的用户名"),
        ("USER", "OFFICER0", "安全审计员：已有同名账号"),
    ],
)
def test_a_bad_officer_leaves_none_of_them(environment, variable, value, message):
    environment.setenv(f"SHUANGYONG_AUDITOR_{variable}", value)
    with pytest.raises(CommandError, match=message):
        create()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("accounts", "code", "says"), [(0, 0, "数据库为空。"), (1, 1, "数据库中已有账号。")]
)
def test_scripts_learn_whether_the_database_is_empty(capsys, accounts, code, says):
    for number in range(accounts):
        make_user(f"user{number}", role="")
    with pytest.raises(SystemExit) as ended:
        call_command("is_empty")
    assert ended.value.code == code
    assert capsys.readouterr().out.strip() == says


def test_scripts_may_ask_in_silence(capsys):
    with pytest.raises(SystemExit):
        call_command("is_empty", quiet=True)
    assert capsys.readouterr().out == ""
