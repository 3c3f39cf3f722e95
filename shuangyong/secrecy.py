"""What must not be recorded: troop designations and codes, personal ID numbers.

GB/T standards of the field publish troops by words only (驻泸部队, 某部); designations
(番号), five-digit codes and ID-card numbers are secret or private.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

TROOP_CODE = re.compile(
    r"(?<!\d)\d{4,5}(?!\d)(?:部队|分队)|(?<!\d)\d{5}(?!\d)(?:团|营|连)|番号|代号"
)
# in a name also a number of five figures by itself, and the ordinal of a formation
DESIGNATION = re.compile(
    r"(?<!\d)\d{5}(?!\d)|第[\d十百]+(?:集团军|师(?!范)|旅|团(?![支委结]))|\d集团军"
)
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
HAN_FIGURES = str.maketrans("〇零○一二三四五六七八九", "000123456789")
BETWEEN_FIGURES = re.compile(r"(?<=\d)[\s·]+(?=\d)|(?<=\d)\s+(?=部队|分队|团|营|连)")


def is_seen(character: str) -> bool:
    """Whether a reader sees it, or a blank: hidden characters must hide nothing."""
    return character.isspace() or unicodedata.category(character)[0] != "C"


def seen(text: str) -> str:
    """The text as it is read: full-width figures as others, nothing hidden between."""
    return unicodedata.normalize("NFKC", "".join(filter(is_seen, text)))


def _figures_in(text: str) -> str:
    """The text with figures as such: １２３, 一二三 and 1 2 3 are all 123."""
    return BETWEEN_FIGURES.sub("", seen(text).translate(HAN_FIGURES))


def no_troop_code(text: str) -> None:
    """Refuses text that names a troop by designation or code, in whatever figures."""
    if TROOP_CODE.search(_figures_in(text)):
        raise ValidationError("不得录入部队番号、代号，请用公开名称，如“驻某市部队”。")


def public_name_only(text: str) -> None:
    """Refuses a troop's name or place that holds a code, or the number of a formation."""
    no_troop_code(text)
    if DESIGNATION.search(_figures_in(text)):
        raise ValidationError("不得录入部队番号、代号，请用公开名称，如“驻某市部队”。")


def no_id_number(text: str) -> None:
    """Refuses text that holds a personal ID number."""
    if ID_NUMBER.search(seen(text)):
        raise ValidationError("不得录入身份证号。")


def warnings_in(text: str) -> list[str]:
    """What a person should look at again; a long text is not refused for a word in it."""
    found = []
    for check in (no_troop_code, no_id_number):
        try:
            check(text)
        except ValidationError as error:
            found += error.messages
    return found
