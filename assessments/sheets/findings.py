"""What a person should look at in a sheet that was read, each with its cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST = 200


@dataclass(slots=True)
class Findings:
    """Findings in the order of the sheet; `serious` ones want to be mended, others only tell."""

    found: list[dict] = field(default_factory=list)

    def add(self, cell: str, text: str) -> None:
        """Something that has to be mended, in the file or in the editor."""
        self._add(cell, text, serious=True)

    def note(self, cell: str, text: str) -> None:
        """Something that was done and ought to be known."""
        self._add(cell, text, serious=False)

    def _add(self, cell: str, text: str, *, serious: bool) -> None:
        if len(self.found) < MOST:
            self.found.append({"cell": cell, "text": text, "serious": serious})

    def __iter__(self) -> Iterator[dict]:
        return iter(self.found)

    def lines(self) -> list[str]:
        """Each as a line: its cell and its words."""
        return [
            f"{each['cell']}：{each['text']}" if each["cell"] else each["text"] for each in self
        ]
