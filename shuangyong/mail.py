"""E-mail, if the office has named a mail server; without one nothing is ever sent."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in plain text to a few people of the same unit."""

    to: list[str]
    subject: str
    text: str


def is_configured() -> bool:
    """True once a mail server is named in the settings."""
    return bool(settings.EMAIL_HOST)


def post(letters: list[Letter]) -> bool:
    """Send the letters over one connection; False, and a line in the log, if that failed.

    Mail only repeats what is stored already, so a failure never reaches the caller as an error.
    """
    if not letters:
        return True
    try:
        connection = get_connection()
        messages = [_message(letter, connection) for letter in letters]
        return connection.send_messages(messages) == len(messages)
    except (OSError, SMTPException, ValueError):  # unreachable, refused, an unusable address
        logger.exception("%d letters could not be sent", len(letters))
        return False


def _message(letter: Letter, connection) -> EmailMessage:
    subject = " ".join(letter.subject.split())  # a header is one line
    return EmailMessage(subject, letter.text, to=letter.to, connection=connection)
