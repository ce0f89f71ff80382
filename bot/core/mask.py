"""Hides what would name a person in a question before it is stored: addresses, numbers to call."""

import re

EMAIL, PHONE, DIGITS = "[e-mail]", "[phone]", "[number]"

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# A + and seven digits or more, or groups of digits parted as numbers to call are.
_PHONE = re.compile(
    r"(?<![\w+])(?:\+|00)\d(?:[ ().\-/]{0,2}\d){6,14}(?!\d)|"
    r"(?<![\w.,])\(?0\d{1,4}\)?(?:[ .\-/]{1,2}\d{2,5}){2,4}(?![\w.,]?\d)"
)
_DIGITS = re.compile(r"\d{4}(?:[ -]\d{4}){3}|\d{8,}")  # cards, passports; no sum has so many


def mask(text: str) -> str:
    """`text` with e-mail addresses, phone numbers and runs of eight digits and more replaced.

    Masking a masked text changes nothing.
    """
    text = _EMAIL.sub(EMAIL, text)
    text = _PHONE.sub(PHONE, text)
    return _DIGITS.sub(DIGITS, text)
