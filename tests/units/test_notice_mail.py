"""E-mail goes out only where a mail server is set up, and never undoes a notice."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend

from tests.factories import make_unit, make_user
from units.models import Notice, Role

from .test_notices import remind


class Failing(EmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("mail.example")


@pytest.fixture
def server(settings):
    """The office has a mail server."""
    settings.EMAIL_HOST = "mail.example"
    settings.DEFAULT_FROM_EMAIL = "shuangyong@mail.example"
    return settings


@pytest.fixture
def reachable(liaison):
    """The troupe's liaison has an address."""
    liaison.email = "liaison@mail.example"
    liaison.save()
    return liaison


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Runs what waits for the end of the transaction."""

    def run(send, *args, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return send(*args, **fields)

    return run


def test_nothing_is_sent_without_a_mail_server(after_commit, settings, reachable, reviewer, troupe):
    assert settings.EMAIL_HOST == ""
    after_commit(remind, troupe, by=reviewer)
    assert mail.outbox == []
    assert Notice.objects.count() == 1


def test_the_units_people_get_one_letter(after_commit, server, reachable, reviewer, bureau, troupe):
    make_user("silent", Role.LEADER, troupe)
    gone = make_user("gone", Role.LIAISON, troupe)
    gone.email, gone.is_active = "gone@mail.example", False
    gone.save()
    library = make_unit("滨江市图书馆", under=bureau)
    after_commit(remind, troupe, library, by=reviewer)
    (letter,) = mail.outbox
    assert letter.to == ["liaison@mail.example"]
    assert letter.from_email == "shuangyong@mail.example"
    assert letter.subject == "催办：单项计划"
    for words in ("请于3月10日前报送。", "请登录双拥工作管理系统办理", "滨江市文化局"):
        assert words in letter.body


def test_a_title_in_two_lines_is_no_second_header(
    after_commit, server, reachable, reviewer, troupe
):
    after_commit(remind, troupe, by=reviewer, title="催办\nBcc: everyone@mail.example")
    assert mail.outbox[0].subject == "催办 Bcc: everyone@mail.example"
    assert mail.outbox[0].recipients() == ["liaison@mail.example"]


def test_a_refused_letter_is_not_mailed_either(after_commit, server, reachable, reviewer, union):
    with pytest.raises(PermissionDenied):
        after_commit(remind, union, by=reviewer)
    assert mail.outbox == []


def test_a_dead_mail_server_is_logged_and_undoes_nothing(
    after_commit, server, reachable, reviewer, troupe, caplog
):
    server.EMAIL_BACKEND = f"{__name__}.Failing"
    after_commit(remind, troupe, by=reviewer)
    assert Notice.objects.get().unit == troupe
    assert "1 letters could not be sent" in caplog.text
