"""Old lines leave the trail by the retention command alone, and the trail stays provable."""

import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests.cases import each
from units import audit, audit_guard, chain
from units.models import AuditEvent


def written(days_ago: int, action: str = "登录") -> AuditEvent:
    """A line as it was written so many days ago."""
    moment = timezone.now() - timedelta(days=days_ago)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("units.audit.timezone.now", lambda: moment)
        return audit.record(None, action)


@pytest.fixture
def trail(db):
    """Three old lines, two that have to stay."""
    return [written(days) for days in (400, 390, 300, 100, 1)]


def day(days_ago: int) -> str:
    return str(timezone.localdate() - timedelta(days=days_ago))


def prune(folder, days_ago: int = 200) -> str:
    out = io.StringIO()
    call_command("prune_audit", before=day(days_ago), to=folder, stdout=out)
    return out.getvalue()


def verify(**options) -> str:
    out = io.StringIO()
    call_command("verify_audit", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def remove(line: AuditEvent) -> None:
    with audit_guard.lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM units_auditevent WHERE id = %s", [line.pk])


def test_old_lines_go_into_a_file_that_proves_itself(trail, tmp_path):
    told = prune(tmp_path)
    (path,) = tmp_path.iterdir()
    data = path.read_bytes()
    lines = [json.loads(line) for line in data.splitlines()]
    assert [line["hash"] for line in lines] == [line.hash for line in trail[:3]]
    assert [line["previous_hash"] for line in lines[1:]] == [line["hash"] for line in lines[:-1]]
    assert path.stat().st_mode & 0o777 == 0o600
    assert f"已清理 3 条，档案：{path}" in told
    assert hashlib.sha256(data).hexdigest() in told


def test_the_trail_says_what_was_removed(trail, tmp_path):
    prune(tmp_path)
    line = AuditEvent.objects.first()
    assert (line.action, line.actor_name) == ("清理审计记录", "命令行")
    assert line.changes["条数"] == "3"
    assert line.changes[chain.LAST_HASH] == trail[2].hash
    assert line.changes["时间"] == f"{day(400)} 至 {day(300)}"
    (path,) = tmp_path.iterdir()
    assert line.changes["档案"] == path.name
    assert line.changes["档案SHA-256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_pruned_trail_is_whole_and_goes_on(trail, tmp_path):
    prune(tmp_path)
    audit.record(None, "登录")
    assert "审计记录完整，共 4 条。" in verify()


def test_a_trail_is_pruned_again(trail, tmp_path):
    prune(tmp_path, 395)
    prune(tmp_path, 200)
    assert len(list(tmp_path.iterdir())) == 2
    assert [line.action for line in AuditEvent.objects.order_by("pk")] == [
        "登录", "登录", "清理审计记录", "清理审计记录",
    ]  # fmt: skip
    assert audit.first_broken_line() is None


def test_a_trail_of_which_nothing_stays_continues_from_its_last_line(db, tmp_path):
    last = written(300)
    prune(tmp_path)
    (line,) = AuditEvent.objects.all()
    assert line.previous_hash == last.hash
    assert audit.first_broken_line() is None


@each("gone", [3, 4])
def test_any_other_line_that_goes_shows(trail, tmp_path, gone):
    prune(tmp_path)
    remove(trail[gone])
    assert audit.first_broken_line() is not None


def test_the_line_about_the_pruning_cannot_go_either(trail, tmp_path):
    prune(tmp_path)
    remove(AuditEvent.objects.first())
    assert audit.first_broken_line() == trail[3]


def test_lines_that_were_never_pruned_cannot_go_from_the_beginning(trail):
    remove(trail[0])
    assert audit.first_broken_line() == trail[1]


@each("days", [183, 30, 0, -10])
def test_nothing_younger_than_six_months_goes(trail, tmp_path, days):
    with pytest.raises(CommandError, match="至少保存六个月"):
        prune(tmp_path, days)
    assert AuditEvent.objects.count() == 5
    assert not list(tmp_path.iterdir())


def test_a_broken_trail_is_not_pruned(trail, tmp_path):
    remove(trail[1])
    with pytest.raises(CommandError, match="没有清理"):
        prune(tmp_path)
    assert AuditEvent.objects.count() == 4


def test_without_an_archive_nothing_goes(trail, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="没有清理"):
        prune(tmp_path / "file")
    assert AuditEvent.objects.count() == 5


def test_with_a_clock_set_back_rather_too_little_goes(db, tmp_path):
    for days in (300, 10, 290):
        written(days)
    assert "已清理 1 条" in prune(tmp_path)


def test_where_nothing_is_old_nothing_happens(db, tmp_path):
    written(10)
    assert "没有" in prune(tmp_path)
    assert AuditEvent.objects.count() == 1


def test_what_is_no_date_is_refused(db):
    with pytest.raises(CommandError, match="不是日期：去年"):
        call_command("prune_audit", before="去年")


def test_a_hash_noted_elsewhere_shows_that_the_end_was_cut_off(trail):
    known = trail[-1].hash
    assert known in verify(known=known)
    remove(trail[-1])
    assert audit.first_broken_line() is None
    with pytest.raises(CommandError, match="末尾被截去"):
        verify(known=known)


def test_a_missing_guard_has_an_exit_code_of_its_own(trail):
    audit_guard.remove(connection)
    with pytest.raises(CommandError, match="只读保护不在") as failed:
        verify()
    assert failed.value.returncode == 3
    audit_guard.install(connection)
