"""People at work: each writes on their own activities and notes down what was acknowledged."""

from __future__ import annotations

import io
import itertools
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from PIL import Image

from .browsing import Browser, Gone

NEW = "/activities/add/"
LINES = ("counts", "contributions", "partners", "beneficiaries")


@dataclass
class Known:
    """What somebody was told about an activity, and what may have happened besides.

    `titles` are those it may have: the one last acknowledged, and one that was being saved when
    the server died. Files by their number; what was being added or removed is in neither set.
    """

    titles: set[str]
    files: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    submitted: bool | None = False


class Person(threading.Thread):
    """Signs in once, then creates, edits, adds files, removes one, submits, until told to stop."""

    def __init__(self, port: int, username: str, password: str, kind: int, unit: int):
        super().__init__(daemon=True)
        self.browser = Browser(port)
        self.account, self.kind, self.unit = (username, password), str(kind), str(unit)
        self.chance = random.Random(username)  # noqa: S311
        self.numbers = itertools.count(1)
        self.known: dict[int, Known] = {}
        self.attempted: set[str] = set()
        self.done, self.refused = Counter(), Counter()
        self.working, self.resting, self.leave = (threading.Event() for _ in range(3))
        self.resting.set()
        self.said: list[str] = []
        """What a page said when something could not be saved."""

    def run(self):
        while not self.leave.is_set():
            if not self.working.wait(0.1):
                continue
            self.resting.clear()
            try:
                while self.working.is_set():
                    self.act()
            except Gone:
                self.done["unanswered"] += 1
                self.working.clear()  # until the server is back
            finally:
                self.resting.set()

    def act(self) -> None:
        """One thing, chosen by chance."""
        if "sessionid" not in self.browser.cookies:
            self.browser.sign_in(*self.account)
        mine = [pk for pk, known in self.known.items() if known.submitted is False]
        if not mine or self.chance.random() < 0.4:
            self.create()
            return
        pk = self.chance.choice(mine[-5:])
        self.chance.choice([self.edit, self.edit, self.add_file, self.remove_file, self.submit])(pk)

    def create(self) -> None:
        """A new activity with a photo, sometimes submitted with the same click."""
        title, submit = self.title(), self.chance.random() < 0.3
        self.attempted.add(title)
        form = {
            "kind": [self.kind], "title": [title], "held": ["7月31日"], "unit": [self.unit],
            "place": ["部队驻地"], "narrative": ["近百名演职人员到驻地演出。" * 20],
        }  # fmt: skip
        for name in LINES:
            form |= {f"{name}-TOTAL_FORMS": ["0"], f"{name}-INITIAL_FORMS": ["0"]}
        if submit:
            form["submit"] = [""]
        answer = self.browser.post(NEW, form, {"evidence": ("现场.jpg", self.photo())})
        if self.acknowledged("create", answer):
            pk = int(answer.location.strip("/").split("/")[-1])
            self.known[pk] = Known({title}, {"*"}, submitted=submit)

    def edit(self, pk: int) -> None:
        """Another title."""
        page = self.browser.get(f"/activities/{pk}/edit/")
        if page.status != 200:
            self.note("edit", page)
            return
        title, known = self.title(), self.known[pk]
        form = page.form() | {"title": [title]}
        known.titles.add(title)
        answer = self.browser.post(f"/activities/{pk}/edit/", form)
        if self.acknowledged("edit", answer):
            known.titles = {title}

    def add_file(self, pk: int) -> None:
        """One more photo."""
        name = f"{next(self.numbers)}.jpg"
        answer = self.browser.post(
            f"/activities/{pk}/evidence/", {}, {"evidence": (name, self.photo())}
        )
        if self.acknowledged("add file", answer):
            self.known[pk].files.add(name)

    def remove_file(self, pk: int) -> None:
        """The last photo that was added."""
        known = self.known[pk]
        name = max(known.files - {"*"}, default=None)
        if name is None:
            return
        page = self.browser.get(f"/activities/{pk}/")
        found = re.search(rf'data-evidence="(\d+)" data-name="{re.escape(name)}"', page.text)
        if not found:
            self.note("remove file", page)
            return
        known.files.discard(name)
        answer = self.browser.post(f"/activities/evidence/{found[1]}/delete/", {})
        if self.acknowledged("remove file", answer):
            known.gone.add(name)

    def submit(self, pk: int) -> None:
        """Out of one's hands."""
        known = self.known[pk]
        known.submitted = None
        if self.acknowledged("submit", self.browser.post(f"/activities/{pk}/submit/", {})):
            known.submitted = True

    def acknowledged(self, what: str, answer) -> bool:
        """True if the page said that it is saved."""
        if answer.status in (301, 302, 303) and "/login/" not in answer.location:
            self.done[what] += 1
            return True
        self.note(what, answer)
        return False

    def note(self, what: str, answer) -> None:
        """It was refused, and with which words."""
        self.refused[f"{what} {answer.status}"] += 1
        self.said.append(answer.text)

    def title(self) -> str:
        """One that nobody else gives."""
        return f"{self.account[0]}的第{next(self.numbers)}项活动"

    def photo(self) -> bytes:
        """One that nobody else takes."""
        noise = Image.frombytes("RGB", (160, 120), self.chance.randbytes(160 * 120 * 3))
        written = io.BytesIO()
        noise.save(written, "JPEG")
        return written.getvalue()


class People:
    """All of them."""

    def __init__(self, *people: Person):
        self.people = people
        for person in people:
            person.start()

    def work(self) -> None:
        """Go on."""
        for person in self.people:
            person.working.set()

    def pause(self, patience: float = 90) -> None:
        """Back when everybody has finished or given up what was under way."""
        for person in self.people:
            person.working.clear()
        for person in self.people:
            if not person.resting.wait(patience):
                raise RuntimeError(f"{person.account[0]} still waits for an answer")

    def until_more(self, count: int, patience: float = 60) -> None:
        """Back when so much more was acknowledged; everybody must be alive."""
        wanted, end = sum(self.done.values()) + count, time.monotonic() + patience
        while sum(self.done.values()) < wanted:
            if time.monotonic() > end or not all(person.is_alive() for person in self.people):
                raise RuntimeError("nobody gets any work done")
            time.sleep(0.02)

    def go_home(self) -> None:
        """For good."""
        self.pause()
        for person in self.people:
            person.leave.set()
            person.join()

    @property
    def done(self) -> Counter:
        """What was acknowledged to all of them."""
        return sum((person.done for person in self.people), Counter())

    @property
    def refused(self) -> Counter:
        """What was not, with the status."""
        return sum((person.refused for person in self.people), Counter())
