"""A browser without a window: keeps cookies, reads forms, sends them back as they stood."""

from __future__ import annotations

import uuid
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlsplit


class Gone(Exception):
    """No answer came: nobody knows whether the request was carried out."""


class Answer:
    """What came back, whole."""

    def __init__(self, response):
        self.status, self.headers = response.status, response.headers
        self.text = response.read().decode(errors="replace")

    @property
    def location(self) -> str:
        """Where one is sent on to."""
        return urlsplit(self.headers.get("Location") or "").path

    def form(self, action: str = "") -> dict[str, list[str]]:
        """What a form of the page would send; of the form whose address ends so, if given."""
        reader = FormReader(action)
        reader.feed(self.text)
        return reader.sent


class FormReader(HTMLParser):
    """Collects the fields of a form as they stand."""

    def __init__(self, action: str):
        super().__init__()
        self.action, self.sent = action, {}
        self.inside, self.select, self.area = False, "", ""

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self.inside = (at.get("action") or "").endswith(self.action)
        if not self.inside:
            return
        name = at.get("name") or ""
        if tag == "input" and name and at.get("type") not in {"file", "submit", "button"}:
            if at.get("type") in {"checkbox", "radio"} and "checked" not in at:
                return
            self.sent.setdefault(name, []).append(at.get("value") or "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in at:
            self.sent.setdefault(self.select, []).append(at.get("value") or "")
        elif tag == "textarea" and name:
            self.area = name
            self.sent[name] = [""]

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data):
        if self.area:
            self.sent[self.area][0] += data


class Browser:
    """One account at one machine."""

    def __init__(self, port: int):
        self.port, self.cookies = port, SimpleCookie()

    def sign_in(self, username: str, password: str) -> None:
        """Through the form."""
        self.get("/login/")
        answer = self.post("/login/", {"username": [username], "password": [password]})
        if answer.status != 302:
            raise RuntimeError(f"{username} cannot sign in: {answer.status}")

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict, files: dict | None = None) -> Answer:
        """A form with its files: {field: (name, content)}."""
        token = self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""
        body, kind = multipart(fields | {"csrfmiddlewaretoken": [token]}, files or {})
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(self, method: str, path: str, body, headers) -> Answer:
        sent = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers | {"Cookie": sent})
            answer = Answer(connection.getresponse())
        except (OSError, HTTPException) as error:
            raise Gone from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.load(line)
        return answer


def multipart(fields: dict[str, list[str]], files: dict[str, tuple[str, bytes]]) -> tuple:
    """A form as a browser encodes it, and its content type."""
    mark = uuid.uuid4().hex
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, values in fields.items()
        for value in values
    ]
    parts += [
        f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n".encode()
        + content
        for field, (name, content) in files.items()
    ]
    body = b"".join(b"--%s\r\n%s\r\n" % (mark.encode(), part) for part in parts)
    return body + b"--%s--\r\n" % mark.encode(), f"multipart/form-data; boundary={mark}"
