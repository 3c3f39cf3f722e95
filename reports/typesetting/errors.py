"""Why a document cannot be laid out; the messages are for the user."""


class CannotPrint(Exception):
    """A document that cannot be laid out without loss; the message says why."""


class UnreadablePicture(CannotPrint):
    """A picture that is no JPEG or PNG file, or a broken one."""


class TooLong(CannotPrint):
    """A text that no page holds where it has to stand; `what` says which."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}太长，一页排不下，请缩短后再试。")
