"""What must not be recorded: troop designations and codes, personal ID numbers.

GB/T standards of the field publish troops by words only (驻泸部队, 某部); designations
(番号), five-digit codes and ID-card numbers are secret or private.
"""

import re

from django.core.exceptions import ValidationError

TROOP_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)\s*(?:部队|分队|团|营|连)|番号|代号")
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def no_troop_code(text: str) -> None:
    """Refuses text that names a troop by designation or code."""
    if TROOP_CODE.search(text):
        raise ValidationError("不得录入部队番号、代号，请用公开名称，如“驻某市部队”。")


def no_id_number(text: str) -> None:
    """Refuses text that holds a personal ID number."""
    if ID_NUMBER.search(text):
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
