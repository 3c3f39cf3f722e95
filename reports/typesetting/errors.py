"""Why a document cannot be laid out; the messages are for the user."""


class CannotPrint(Exception):
    """A document that cannot be laid out without loss; the message says why."""


class UnreadablePicture(CannotPrint):
    """A picture that is no JPEG or PNG file, or a broken one."""
