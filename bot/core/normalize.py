"""A reader's text → words that can be compared: case, accents, script, numbers and stems."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from Stemmer import Stemmer as Snowball

LONGEST = 300  # characters of a question that are read, after normalising
OWN_LONGEST = 3000  # of a phrasing or sentence of the base
_RAW = 4  # cut before normalising too: NFKC can make 18 characters of one

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
# Marks of the usual scripts; and blocks that have neither marks nor controls of format, so that no
# letter of theirs needs to be looked up.
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_PLAIN = re.compile(
    r"[\x00-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\ue000]*"
)
_INNER = re.compile(r"(?<=[^\s.!?:] )[^\W\d_][\w’'-]+")  # a word that begins no sentence
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?:\D|$))")

# Letters that Unicode does not decompose, and Russian by the usual Latin spelling.
_LETTERS = str.maketrans(
    {"ı": "i", "ə": "e", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"}
)
_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeeziiklmnoprstufhye", strict=True)),
        **{"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": ""},
        **{"ю": "yu", "я": "ya"},
    }
)
# The same Russian typed in Latin letters, longest spelling first (BGN, ISO 9 and chat habits).
_LATIN = (
    *(("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш")),
    *(("ts", "ц"), ("tz", "ц"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я")),
    *(("yo", "е"), ("jo", "е"), ("ye", "е"), ("je", "е"), ("ii", "ий"), ("iy", "ий")),
    *zip("abvwgdezijklmnoprstufhcyq", "абввгдезийклмнопрстуфхцык", strict=True),
    ("x", "кс"),
)


def clean(text: str, longest: int = LONGEST) -> str:
    """`text` in lower case without accents, marks and controls; Cyrillic kept, except ё → е.

    At most `longest` characters; the same text always gives the same result, and cleaning it
    again changes nothing.
    """
    text = unicodedata.normalize("NFKC", text[: _RAW * longest])[: _RAW * longest].casefold()
    if text.isascii():
        return text[:longest]
    text = text.replace("й", "\ue000")  # the one mark that makes another letter
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if not _PLAIN.fullmatch(text):
        text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return text.replace("\ue000", "й").translate(_LETTERS)[:longest]


def words(text: str, longest: int = LONGEST) -> list[str]:
    """The words and numbers of `text`, cleaned, in order; Cyrillic stays Cyrillic."""
    cleaned = clean(text, longest)
    found: list[str] = _WORD.findall(cleaned)
    if _NUMBER.search(cleaned):
        found = [_number(word) if word[0].isdigit() else word for word in found]
    return found if cleaned.isascii() else list(filter(latin, found))


def proper(text: str) -> list[str]:
    """The cleaned words that are capitalised though they begin no sentence: names, mostly."""
    inner = (word for word in _INNER.findall(text) if word[0].isupper())
    return [word for name in inner for word in words(name)]


def fold(text: str) -> str:
    """`text` as cleaned words in Latin letters with single spaces: one text for one phrasing."""
    return " ".join(filter(None, map(latin, words(text))))


def numbers(text: str) -> set[str]:
    """The numbers in `text` in one spelling: "1,7" and "1.7" are "1.7", "10,000" is "10000"."""
    return {_number(found) for found in _NUMBER.findall(clean(text))}


def _number(text: str) -> str:
    plain = (text if text.startswith("0") else _THOUSANDS.sub("", text)).replace(",", ".")
    return re.sub(r"^0+(?=\d)", "", plain)


def latin(word: str) -> str:
    """A cleaned word in Latin letters."""
    return word if word.isascii() else word.translate(_CYRILLIC)


@lru_cache(maxsize=4096)
def cyrillic(word: str) -> str:
    """A Russian word typed in Latin letters, back in Cyrillic as well as it can be told."""
    for roman, letter in _LATIN:
        word = word.replace(roman, letter)
    return word


def _snowball(name: str) -> Callable[[str], str]:
    stemmer = Snowball(name, 0)  # without a cache of its own: `Stemmer` has one
    return lambda word: str(stemmer.stemWord(word))


def _prefix(length: int) -> Callable[[str], str]:
    return lambda word: word[:length]


class Stemmer:
    """Cuts endings, by language: Snowball, or the first letters where words only grow at the end.

    Source for the prefix: Can et al., JASIST 59 (2008): the first five letters of a Turkish word
    retrieve as well as a morphological analyser. Azerbaijani is built alike.
    """

    def __init__(self) -> None:
        self._cut: dict[str, Callable[[str], str]] = {
            "en": _snowball("english"),
            "it": _snowball("italian"),
            "ru": _snowball("russian"),
            "az": _prefix(5),
            "tr": _prefix(5),
        }
        self.stem = lru_cache(maxsize=32768)(self._stem)

    def __reduce__(self) -> tuple[type["Stemmer"], tuple[()]]:
        """A copy begins anew: what is in C, and what was looked up, stays behind."""
        return Stemmer, ()

    def _stem(self, word: str, language: str) -> str:
        """The stem of a cleaned word in Latin letters; numbers stay whole."""
        if word[0].isdigit():
            return word
        if language == "ru" and word.isascii():
            word = cyrillic(word)
        if language != "ru" and not word.isascii():
            return latin(word)
        return latin(self._cut[language](word))

    def forget(self) -> None:
        """Give back the memory of stems that were looked up so far."""
        self.stem.cache_clear()

    def stems(self, tokens: Iterable[str], language: str) -> list[str]:
        """The stems of cleaned words, in order."""
        return [self.stem(word, language) for word in tokens]
