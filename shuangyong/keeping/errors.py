"""What goes wrong with archives, in words for the person at the terminal."""


class KeepingError(Exception):
    """Its text says what is wrong and what was left as it was."""


class DamagedError(KeepingError):
    """The archive is not what was written."""
