"""Pages that come instead of the one asked for say what to do next."""

import errno
import logging
from types import SimpleNamespace

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from shuangyong.troubles import trouble_behind
from tests.factories import make_plan


def test_too_much_at_once_is_said_as_such(client_of, liaison, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = client_of(liaison).post("/year/", {f"f{n}": "x" for n in range(9)})
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "提交的内容太多" in page
    assert "每个不超过 20 MB" in page


def test_a_failure_has_a_number_that_stands_in_the_log(client_of, liaison, monkeypatch, caplog):
    browser = client_of(liaison)
    browser.raise_request_exception = False
    monkeypatch.setattr("units.searching.FINDERS", [None])
    with caplog.at_level(logging.ERROR):
        answer = browser.get("/search/?q=计划")
    assert answer.status_code == 500
    number = next(r.args[0] for r in caplog.records if r.name == "shuangyong.errors")
    assert f"编号 <strong>{number}</strong>" in answer.content.decode()

    def broken(name):
        raise OSError(name)

    monkeypatch.setattr("shuangyong.errors.loader.get_template", broken)
    assert "系统出错，请稍后再试。" in browser.get("/search/?q=计划").content.decode()


def test_who_may_not_open_a_page_is_told_who_one_is(client_of, liaison, stranger, troupe):
    page = client_of(liaison).get("/review/").content.decode()
    assert "当前账号：liaison，联络员，市歌舞团。" in page
    lost = client_of(stranger).get(make_plan(troupe).get_absolute_url()).content.decode()
    assert "不属于您的工作范围" in lost
    assert 'action="/search/"' in lost


@pytest.mark.django_db
def test_signing_in_again_answers_the_script_and_nobody_else(client_of, liaison):
    browser = Client()
    wrong = browser.post("/login/again/", {"username": "liaison", "password": "x"})
    assert "不正确" in wrong.json()["error"]
    assert browser.get("/session/").status_code == 302
    right = browser.post("/login/again/", {"username": "liaison", "password": "sample-password"})
    assert right.json() == {}
    assert browser.get("/session/").json() == {"seconds": 4 * 60 * 60}
    assert browser.get("/login/again/").status_code == 405


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "服务器的磁盘已满"),
        (OperationalError("database or disk is full"), "服务器的磁盘已满"),
        (OSError(errno.EROFS, "Read-only file system"), "服务器暂时不能写入"),
        (PermissionError(errno.EACCES, "Permission denied"), "服务器暂时不能写入"),
        (OperationalError("attempt to write a readonly database"), "服务器暂时不能写入"),
        (OperationalError("database is locked"), "系统正忙"),
        (OperationalError("connection failed: Connection refused"), "暂时连接不上数据库"),
        (OperationalError("terminating connection due to administrator command"), "暂时连接"),
        (InterfaceError("the connection is closed"), "暂时连接不上数据库"),
    ],
)
def test_what_is_the_matter_with_disk_or_database_is_said_in_words(
    client_of, liaison, monkeypatch, error, title
):
    browser = client_of(liaison)
    browser.raise_request_exception = False

    def broken(*args, **options):
        try:
            raise error
        except Exception as reason:
            raise RuntimeError from reason

    monkeypatch.setattr("units.searching.FINDERS", [SimpleNamespace(allowed=broken)])
    answer = browser.get("/search/?q=计划")
    assert answer.status_code == 503
    page = answer.content.decode()
    assert f"<h1>{title}" in page
    assert "没有保存" in page
    assert answer.headers["Retry-After"] == "30"
    told = browser.get("/search/?q=计划", headers={"Accept": "application/json"}).json()
    assert told["errors"][0].startswith(title)


def test_a_mistake_of_the_program_is_not_blamed_on_the_disk():
    assert trouble_behind(OperationalError("no such table: units_unit")) is None
    assert trouble_behind(ValueError("disk is full")) is None
    assert trouble_behind(FileNotFoundError(errno.ENOENT, "no such file")) is None


def test_a_session_that_cannot_be_stored_is_not_taken_for_an_ended_one(
    client_of, liaison, monkeypatch
):
    def full(self, *args, **options):
        raise OperationalError("database or disk is full")

    browser = client_of(liaison)
    monkeypatch.setattr("django.contrib.sessions.base_session.AbstractBaseSession.save", full)
    answer = browser.get("/activities/")
    assert answer.status_code == 503
    assert "服务器的磁盘已满" in answer.content.decode()
