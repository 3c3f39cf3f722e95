"""Fills in a checklist as a browser does: every field of a page goes back with its form."""

from html.parser import HTMLParser

from assessments.models import Response


class _Form(HTMLParser):
    """The fields, buttons and error lists of a section's form."""

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
            self.error = attrs.get("id", "").removeprefix("id_").removesuffix("_error")
        elif tag == "textarea":
            self.textarea = attrs["name"]
            self.fields[self.textarea] = [""]
        elif tag == "input" and attrs.get("type") != "file" and "name" in attrs:
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
    """The pages of one assessment, open in someone's browser: the overview and every section."""

    def __init__(self, client, assessment):
        self.client, self.assessment = client, assessment
        self.prefixes, self.sections = {}, {}
        asked = Response.objects.filter(assessment=assessment).select_related("criterion")
        for response in asked:
            number = response.criterion.number
            self.prefixes[number] = f"r{response.pk}"
            self.sections[number] = assessment.section_url(response.criterion.section_id)
        self.forms, self.typed_in = {}, set()
        self.overview = self.show(client.get(assessment.get_absolute_url()))
        texts = [self.overview]
        texts += [self.open(url) for url in dict.fromkeys(self.sections.values())]
        self.text = "".join(texts)

    def open(self, url: str) -> str:
        """Look at the page of a section."""
        text = self.show(self.client.get(url))
        self.forms[url] = _Form(text)
        return text

    def show(self, answer) -> str:
        """Take in what the server answered."""
        self.answer, self.text = answer, answer.content.decode()
        return self.text

    @property
    def fields(self) -> dict[str, list]:
        """All fields of all sections as they stand."""
        return {name: held for form in self.forms.values() for name, held in form.fields.items()}

    @property
    def errors(self) -> dict[str, str]:
        """What is said at the fields of all sections."""
        return {name: said for form in self.forms.values() for name, said in form.errors.items()}

    @property
    def first_form(self) -> _Form:
        """The form of the first section."""
        return next(iter(self.forms.values()))

    def name(self, number: int, field: str) -> str:
        """The name of a field of criterion `number`."""
        return f"{self.prefixes[number]}-{field}"

    def value(self, number: int, field: str):
        """What a field shows; None if there is nothing ticked, or no such field."""
        values = self.forms[self.sections[number]].fields.get(self.name(number, field))
        return values[0] if values and len(values) == 1 else values

    def fill(self, number: int, **values):
        """Type into the fields of one criterion; a list stands for boxes or files."""
        url = self.sections[number]
        for field, value in values.items():
            many = value if isinstance(value, list) else [value]
            self.forms[url].fields[self.name(number, field)] = many
        self.typed_in.add(url)
        return self

    def fill_all(self, scores: dict, field="self_score"):
        """Type a score for each criterion."""
        for number, score in scores.items():
            self.fill(number, **{field: str(score)})
        return self

    def press(self, url: str, button: str = "", value: str = "1") -> bool:
        """Send the form of a section with a button; False if something is wrong with it."""
        sent = self.forms[url].fields | ({button: [value]} if button else {})
        text = self.show(self.client.post(url, sent, follow=True))
        stays = not self.answer.redirect_chain
        self.forms[url] = _Form(text if stays else self.client.get(url).content.decode())
        self.typed_in.discard(url)
        self.assessment.refresh_from_db()
        return not stays

    def save(self):
        """保存 in every section that was typed in, in their order, up to one that is wrong."""
        for url in [url for url in self.forms if url in self.typed_in] or [*self.forms][:1]:
            if not self.press(url):
                break
        return self

    def submit(self):
        """Save what was typed, then 保存并提交 in the last section; 保存并确认 for the reviewer."""
        *others, last = self.forms
        for url in [url for url in others if url in self.typed_in]:
            if not self.press(url):
                return self
        self.press(last, "submit")
        return self

    def accept(self, number: int):
        """采用 the proposal for one criterion, with what else was typed in its section."""
        self.press(self.sections[number], "accept", self.prefixes[number][1:])
        return self

    def error(self, number: int, field: str) -> str:
        """What is said at a field."""
        form = self.forms[self.sections[number]]
        return form.errors.get(self.name(number, field), "")

    def take(self, step: str, comment: str = ""):
        """A step of the review flow."""
        url = f"{self.assessment.get_absolute_url()}{step}/"
        self.show(self.client.post(url, {"comment": comment}, follow=True))
        self.assessment.refresh_from_db()
        return self
