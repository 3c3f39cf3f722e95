"""What is brought back is what was there; what is there is never lost by bringing something back."""

import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from activities.models import Activity, Evidence
from assessments.models import ResponseFile
from shuangyong.keeping import restoring
from shuangyong.keeping.archive import Archive
from shuangyong.keeping.errors import DamagedError, KeepingError
from shuangyong.keeping.making import make_archive
from shuangyong.keeping.rows import last_numbers
from shuangyong.keeping.schema import applied_to, tables_at
from units import audit
from units.models import AuditEvent, User

from .archives import altered, damaged
from .conftest import silent

pytestmark = pytest.mark.django_db


def bring_back(path, **options) -> restoring.Restored:
    """As the command does."""
    with Archive(path) as archive:
        return restoring.restore(archive, silent, **options)


def contents() -> tuple[dict, dict, dict]:
    """The digest of every table, the last numbers, and the bytes of every file with a row."""
    connection = connections["default"]
    tables = tables_at(applied_to(connection))
    files = {}
    for proof in Evidence.objects.all():
        for stored in filter(None, (proof.file, proof.thumbnail)):
            with stored.open() as file:
                files[stored.name] = file.read()
    digests = {table.name: restoring.tally(table, connection) for table in tables}
    return digests, last_numbers(tables, connection), files


def test_every_row_and_file_comes_back_into_an_empty_place(archive, elsewhere):
    before = contents()
    with elsewhere.inside():
        restored = bring_back(archive)
        after = contents()
        assert audit.first_broken_line() is None
        assert Activity.objects.having_words("剧场").count() == 1
        assert User.objects.get(username="liaison").check_password("not this one") is False
    assert after == before
    assert before[0]["units_auditevent"]["rows"] == AuditEvent.objects.count() > 1
    assert len(before[2]) == 3
    assert restored.kept == ""
    assert not [path for path in elsewhere.folder.rglob("*") if "restoring" in path.name]


def test_a_number_is_not_given_again(activity, elsewhere, tmp_path):
    last = Activity.objects.create(
        unit=activity.unit, title="误登", kind=activity.kind, year=2011
    )  # fmt: skip
    number = last.pk
    last.delete()
    make_archive(tmp_path / "backup.zip", silent)
    with elsewhere.inside():
        bring_back(tmp_path / "backup.zip")
        new = Activity.objects.create(
            unit_id=activity.unit_id, title="新", kind_id=activity.kind_id, year=2011
        )
        assert new.pk > number


def test_after_the_first_start_there_is_nothing_to_lose(archive, elsewhere):
    with elsewhere.set_up().inside():
        assert bring_back(archive).kept == ""
        assert Activity.objects.count() == 1


@pytest.fixture
def in_use(elsewhere):
    """The other installation with an account of its own."""
    with elsewhere.set_up().inside():
        User.objects.create_user("elsewhere", "a long password", name="另一处", role="admin")
        connections["default"].close()
    return elsewhere


def test_what_is_there_is_not_replaced_unasked(archive, in_use):
    with in_use.inside():
        before = in_use.state()
        with pytest.raises(KeepingError, match="已经有数据，没有恢复"):
            bring_back(archive)
        connections["default"].close()
        assert in_use.state() == before


def test_asked_for_it_is_replaced_and_kept(archive, in_use):
    with in_use.inside():
        kept = bring_back(archive, force=True).kept
        assert not User.objects.filter(username="elsewhere").exists()
        assert Activity.objects.count() == 1
    former = sqlite3.connect(kept)
    assert former.execute("SELECT username FROM units_user").fetchall() == [("elsewhere",)]
    former.close()


def test_a_running_system_is_not_pulled_away(archive, in_use):
    with in_use.inside():
        server = sqlite3.connect(in_use.database)
        server.execute("BEGIN")
        server.execute("SELECT count(*) FROM units_user").fetchone()
        with pytest.raises(KeepingError, match="系统还在运行"):
            bring_back(archive, force=True)
        server.close()
        assert User.objects.get().username == "elsewhere"
    assert not list(in_use.media.rglob("*.*"))


def test_a_broken_database_is_replaced_only_when_asked(archive, in_use):
    in_use.database.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with in_use.inside():
        with pytest.raises(KeepingError, match="已经有数据"):
            bring_back(archive)
        bring_back(archive, force=True)
        assert Activity.objects.count() == 1


@pytest.mark.parametrize("step", ["load", "go_on_from", "tally", "call_command", "_put"])
def test_what_fails_in_the_middle_changes_nothing(archive, in_use, monkeypatch, step):
    real, calls = getattr(restoring, step), []

    def fails(*args, **options):
        calls.append(step)
        if len(calls) > 1 or step in {"go_on_from", "call_command"}:
            raise OSError(28, "No space left on device")
        return real(*args, **options)

    monkeypatch.setattr(restoring, step, fails)
    with in_use.inside():
        before = in_use.state()
        with pytest.raises(OSError, match="No space left"):
            bring_back(archive, force=True)
        connections["default"].close()
        assert in_use.state() == before


def test_a_file_of_the_same_name_is_replaced_only_when_asked(archive, elsewhere):
    name = Evidence.objects.first().file.name
    there = elsewhere.media / name
    there.parent.mkdir(parents=True)
    there.write_bytes(b"something else")
    with elsewhere.inside():
        with pytest.raises(KeepingError, match="已有同名而内容不同的文件"):
            bring_back(archive)
        assert there.read_bytes() == b"something else"
        bring_back(archive, force=True)
    with Archive(archive) as opened, opened.file(name) as file:
        assert there.read_bytes() == file.read()


def test_a_file_that_cannot_be_replaced_is_named_and_the_rest_is_there(
    archive, elsewhere, monkeypatch
):
    name = Evidence.objects.first().file.name
    (elsewhere.media / name).parent.mkdir(parents=True)
    (elsewhere.media / name).write_bytes(b"something else")

    def fails(self, name):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("shuangyong.storage.SyncedFileSystemStorage.delete", fails)
    with elsewhere.inside():
        with pytest.raises(KeepingError, match=f"数据库已恢复，但文件 {name} 没有写成"):
            bring_back(archive, force=True)
        assert Activity.objects.count() == 1


def test_a_damaged_archive_is_refused_before_anything_is_touched(archive, in_use):
    with in_use.inside():
        before = in_use.state()
        with pytest.raises(DamagedError):
            bring_back(damaged(archive), force=True)
        connections["default"].close()
        assert in_use.state() == before


def test_an_older_archive_is_brought_up_to_the_program(activity, elsewhere, tmp_path):
    """Made by a program in which an item's photo had no small picture yet."""
    make_archive(tmp_path / "now.zip", silent)
    path = tmp_path / "older.zip"
    with elsewhere.inside():
        bring_back(tmp_path / "now.zip")
        MigrationExecutor(connections["default"]).migrate([("assessments", "0006_publication")])
        make_archive(path, silent)
        elsewhere.database.unlink()
    with Archive(path) as old:
        assert ["assessments", "0007_response_file_thumbnail"] not in old.manifest.migrations
    with elsewhere.inside():
        bring_back(path)
        assert Activity.objects.count() == 1
        assert ResponseFile.objects.values_list("thumbnail").count() == 0
        assert applied_to(connections["default"]) == applied_to_now()


def applied_to_now():
    """All there are."""
    executor = MigrationExecutor(connections["default"])
    return sorted(list(key) for key in executor.loader.disk_migrations)


def newer_rows(manifest):
    manifest["migrations"].append(["units", "9999_from_the_future"])


def newer_format(manifest):
    manifest["format"] += 1


@pytest.mark.parametrize("change", [newer_rows, newer_format])
def test_a_newer_archive_asks_for_a_newer_program(archive, elsewhere, change):
    with elsewhere.inside(), pytest.raises(KeepingError, match="请先升级系统，再恢复"):
        bring_back(altered(archive, change))
    assert elsewhere.state() == {}


def test_the_command_says_what_it_did_and_leaves_a_line_in_the_audit_trail(
    archive, elsewhere, capsys
):
    with elsewhere.inside():
        call_command("restore", archive)
        line = AuditEvent.objects.first()
        assert (line.action, line.target) == ("从备份恢复", "backup.zip")
        assert audit.first_broken_line() is None
        with pytest.raises(CommandError, match="--force"):
            call_command("restore", archive)
    assert "已恢复，逐行逐个文件与备份一致" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.with_name("no-such.zip"), "没有这个文件"),
        (damaged, "备份已损坏"),
        (lambda path: altered(path, newer_format), "请先升级系统"),
    ],
    ids=["missing", "damaged", "newer"],
)
def test_the_command_says_plainly_what_it_cannot_use(archive, make, words):
    with pytest.raises(CommandError, match=words):
        call_command("restore", make(archive), check=True)
