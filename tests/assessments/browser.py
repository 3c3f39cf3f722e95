"""Fills in a checklist as a browser does: every field of the page goes back with the form."""

from html.parser import HTMLParser

from assessments.models import Response


class _Form(HTMLParser):
    """The fields, buttons and error lists of the checklist's form."""

    def __init__(self, html: str):
        super().__init__()
        self.fields, self.buttons, self.errors = {}, [], {}
        self.inside, self.textarea, self.error = False, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == "checklist"
        elif self.inside:
            self.take(tag, attrs)

    def take(self, tag, attrs):
        if tag == "button":
            self.buttons.append(attrs)
        elif tag == "ul" and "errorlist" in attrs.get("class", ""):
            self.error = attrs["id"].removeprefix("id_").removesuffix("_error")
        elif tag == "textarea":
            self.textarea = attrs["name"]
            self.fields[self.textarea] = [""]
        elif tag == "input" and attrs.get("type") != "file":
            is_choice = attrs.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in attrs:
                self.fields.setdefault(attrs["name"], []).append(attrs.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            # a browser drops the first line break and sends line breaks its own way
            text = self.fields[self.textarea][0].removeprefix("\n")
            self.fields[self.textarea] = [text.replace("\n", "\r\n")]
            self.textarea = None
        elif tag == "ul":
            self.error = None

    def handle_data(self, data):
        if self.textarea:
            self.fields[self.textarea][0] += data
        elif self.error:
            self.errors[self.error] = self.errors.get(self.error, "") + data.strip()


class ChecklistPage:
    """The page of one assessment, open in someone's browser."""

    def __init__(self, client, assessment):
        self.client, self.assessment = client, assessment
        self.prefixes = {
            number: f"r{pk}"
            for number, pk in Response.objects.filter(assessment=assessment).values_list(
                "criterion__number", "pk"
            )
        }
        self.show(client.get(assessment.get_absolute_url()))

    def show(self, answer):
        """Take in what the server answered."""
        self.answer, self.text = answer, answer.content.decode()
        self.form = _Form(self.text)

    def name(self, number: int, field: str) -> str:
        """The name of a field of criterion `number`."""
        return f"{self.prefixes[number]}-{field}"

    def value(self, number: int, field: str):
        """What a field shows; None if there is nothing ticked, or no such field."""
        values = self.form.fields.get(self.name(number, field))
        return values[0] if values and len(values) == 1 else values

    def fill(self, number: int, **values):
        """Type into the fields of one criterion; a list stands for boxes or files."""
        for field, value in values.items():
            many = value if isinstance(value, list) else [value]
            self.form.fields[self.name(number, field)] = many
        return self

    def fill_all(self, scores: dict, field="self_score"):
        """Type a score for each criterion."""
        for number, score in scores.items():
            self.fill(number, **{field: str(score)})
        return self

    def press(self, button: str = "", value: str = "1"):
        """Send the form with a button; "" is the plain 保存."""
        sent = self.form.fields | ({button: [value]} if button else {})
        url = self.assessment.get_absolute_url()
        self.show(self.client.post(url, sent, follow=True))
        self.assessment.refresh_from_db()
        return self

    def save(self):
        return self.press()

    def submit(self):
        """保存并提交, or 保存并确认 for the reviewer."""
        return self.press("submit")

    def accept(self, number: int):
        """采用 the proposal for one criterion."""
        return self.press("accept", self.prefixes[number][1:])

    def error(self, number: int, field: str) -> str:
        """What is said at a field."""
        return self.form.errors.get(self.name(number, field), "")

    def take(self, step: str, comment: str = ""):
        """A step of the review flow."""
        url = f"{self.assessment.get_absolute_url()}{step}/"
        self.show(self.client.post(url, {"comment": comment}, follow=True))
        self.assessment.refresh_from_db()
        return self
