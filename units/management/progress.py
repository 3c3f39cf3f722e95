"""How far a long command is, for whoever waits at the terminal."""

import time


class Progress:
    """One line that is written over; nothing where nobody watches."""

    EVERY = 0.2  # seconds

    def __init__(self, stream):
        self.stream = stream if stream.isatty() else None
        self.next = 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Say how far it is, not too often."""
        if self.stream and (done == total or time.monotonic() > self.next):
            self.next = time.monotonic() + self.EVERY
            self.stream.write(f"\r{phase} {done}/{total}\033[K", ending="")

    def end(self) -> None:
        """Leave the line to what comes next."""
        if self.stream:
            self.stream.write("\r\033[K", ending="")
